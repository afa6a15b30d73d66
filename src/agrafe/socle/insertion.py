"""Rows made of other rows by the database itself: one statement, whatever their number, and nothing of them in memory."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models


def insert_from(model: type[models.Model], rows: "models.QuerySet[Any]", **values: Any) -> int:
    """Write a row for each row of a QuerySet: INSERT … SELECT.

    Args:
        model: What is written.
        rows: What it is made of.
        values: What each column is given, by the name of its field: an expression on `rows`. What is left out gets the default of
            the database, or nothing.

    Returns:
        How many were written.
    """
    names = {f"column_{rank}": value for rank, value in enumerate(values.values())}
    chosen = rows.order_by().annotate(**names).values_list(*names)
    try:
        select, parameters = chosen.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return 0
    quote: Any = connection.ops.quote_name
    meta: Any = model._meta  # noqa: SLF001 - public, whatever its name
    columns = ", ".join(quote(meta.get_field(name).column) for name in values)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {quote(meta.db_table)} ({columns}) {select}", parameters)
        written: int = cursor.rowcount
    return written

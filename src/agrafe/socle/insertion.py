"""Rows written in one statement, whatever their number, and nothing of them in memory: made of other rows, or poured from elsewhere."""

from collections.abc import Iterable, Sequence
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


def pour(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write rows as they come: COPY on PostgreSQL, the driver's own loop elsewhere.

    Args:
        model: What is written.
        names: The fields that are given. What is left out gets the default of the database, or nothing.
        rows: Their values, in the same order; that of a foreign key is a key.
    """
    quote: Any = connection.ops.quote_name
    meta: Any = model._meta  # noqa: SLF001 - public, whatever its name
    fields = [meta.get_field(name) for name in names]
    table, columns = quote(meta.db_table), ", ".join(quote(field.column) for field in fields)
    prepared = (
        tuple(
            field.get_db_prep_save(value, connection)
            for field, value in zip(fields, row, strict=True)
        )
        for row in rows
    )
    if connection.vendor == "postgresql":
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy,
        ):
            for row in prepared:
                copy.write_row(row)
        return
    places = ", ".join("?" * len(fields))
    sql = f"INSERT INTO {table} ({columns}) VALUES ({places})"  # noqa: S608 - our own names
    connection.ensure_connection()
    # Django's own cursor would keep all that passes.
    with connection.wrap_database_errors:
        connection.connection.executemany(sql, prepared)

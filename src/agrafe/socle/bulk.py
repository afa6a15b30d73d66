"""Writing many rows at once."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

from django.db import connections, models, router

BATCH: Final = 500


def rewrite(rows: Sequence[models.Model], fields: Collection[str]) -> None:
    """Write fields of rows that are in the database, with few statements.

    Django's `bulk_update` writes one `CASE` a field and a branch a row, whose price is some twenty times that of the same rows
    inserted; here they are inserted over themselves. So they must be whole, and nobody may delete one meanwhile: lock them.

    Args:
        rows: Rows of one model, with their primary keys.
        fields: The fields to write.
    """
    if not rows:
        return
    model: Any = type(rows[0])
    model._base_manager.bulk_create(  # noqa: SLF001 - Django's documented way
        rows,
        update_conflicts=True,
        unique_fields=[model._meta.pk.attname],  # noqa: SLF001 - the same
        update_fields=list(fields),
        batch_size=BATCH,
    )


def assign(model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write fields of rows by their primary keys, without reading them.

    Args:
        model: Their model.
        fields: The names of the fields to write.
        rows: For each row: its primary key, then the value of each field, in the same order; that of a foreign key is a key.
    """
    options = model._meta  # noqa: SLF001 - Django's documented way
    columns: list[Any] = [options.get_field(name) for name in fields]
    connection = connections[router.db_for_write(model)]
    quote = connection.ops.quote_name
    written = ", ".join(f"{quote(one.column)} = %s" for one in columns)
    sql = f"UPDATE {quote(options.db_table)} SET {written} WHERE {quote('id')} = %s"  # noqa: S608 - our own names
    parameters = [
        (*(one.get_db_prep_save(value, connection) for one, value in pairs), pk)
        for pk, *values in rows
        for pairs in [zip(columns, values, strict=True)]
    ]
    if parameters:
        with connection.cursor() as cursor:
            cursor.executemany(sql, parameters)

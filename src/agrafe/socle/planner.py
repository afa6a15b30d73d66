"""What the database knows of its own tables when it chooses an index."""

from contextlib import suppress
from typing import Final

from django.db import OperationalError, connection

_ROWS_READ: Final = 1_000
"""Entries of an index that are looked at: enough to tell a good one, and a moment however large the table."""
_ALL_TABLES: Final = 0x10002
"""Analyse where it helps, whatever this connection has asked until now."""


def refresh_statistics() -> None:
    """Have SQLite look again at the tables that have grown; PostgreSQL does so of itself. Nothing is done when nothing changed."""
    if connection.vendor != "sqlite":
        return
    # Somebody may be writing: the next time will do.
    with suppress(OperationalError), connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit = {_ROWS_READ}")
        cursor.execute(f"PRAGMA optimize = {_ALL_TABLES}")

"""The database's own guard: no line of the journal is changed or deleted, and no chain goes back, whoever asks.

Whoever holds the database can still take the guard away: that is what the chain is for. TRUNCATE is left to those who own the
tables.
"""

from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

_CHANGED: Final = "Le journal ne se modifie pas."
_SQLITE: Final = {
    "journal_entry_no_update": "BEFORE UPDATE ON journal_journalentry",
    "journal_entry_no_delete": "BEFORE DELETE ON journal_journalentry",
    "journal_chain_no_delete": "BEFORE DELETE ON journal_chain",
    "journal_chain_no_return": "BEFORE UPDATE ON journal_chain WHEN NEW.number < OLD.number OR NEW.owner <> OLD.owner",
}
_POSTGRESQL: Final = {
    "journal_entry_no_change": ("journal_journalentry", "BEFORE UPDATE OR DELETE", ""),
    "journal_chain_no_delete": ("journal_chain", "BEFORE DELETE", ""),
    "journal_chain_no_return": (
        "journal_chain",
        "BEFORE UPDATE",
        "WHEN (NEW.number < OLD.number OR NEW.owner <> OLD.owner)",
    ),
}


def create(connection: BaseDatabaseWrapper) -> None:
    """Set the guard."""
    with connection.cursor() as cursor:
        for statement in _creation(connection.vendor):
            cursor.execute(statement)


def drop(connection: BaseDatabaseWrapper) -> None:
    """Take the guard away: to empty a database of tests, or to undo the migration."""
    with connection.cursor() as cursor:
        for statement in _deletion(connection.vendor):
            cursor.execute(statement)


def are_set(connection: BaseDatabaseWrapper) -> bool:
    """Tell whether the guard is there, whole."""
    if connection.vendor == "sqlite":
        wanted, asked = set(_SQLITE), "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        wanted = set(_POSTGRESQL)
        asked = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return wanted <= {name for (name,) in cursor.fetchall()}


def _creation(vendor: str) -> list[str]:
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{_CHANGED}'); END"
            for name, when in _SQLITE.items()
        ]
    function = (
        "CREATE OR REPLACE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_CHANGED}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    return [
        function,
        *(
            f"CREATE TRIGGER {name} {when} ON {table} FOR EACH ROW {only} EXECUTE FUNCTION journal_refuse()"
            for name, (table, when, only) in _POSTGRESQL.items()
        ),
    ]


def _deletion(vendor: str) -> list[str]:
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {name}" for name in _SQLITE]
    return [
        *(
            f"DROP TRIGGER IF EXISTS {name} ON {table}"
            for name, (table, _, _) in _POSTGRESQL.items()
        ),
        "DROP FUNCTION IF EXISTS journal_refuse()",
    ]

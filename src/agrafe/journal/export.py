"""The journal as a file that a spreadsheet opens."""

import csv
from collections.abc import Iterator
from typing import Any, Final

from django.db.models import QuerySet
from django.utils import timezone

from agrafe.journal.models import JournalEntry

_TITLES: Final = (
    *("Ligne", "Quand", "Qui", "Quoi", "Action", "Sur", "Identifiant"),
    *("Précision", "Changements", "Empreinte"),
)
_BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it Excel takes the accents for something else."""
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for the start of a formula."""


class _Echo:
    """A file that gives back what is written into it."""

    def write(self, text: str) -> str:
        """Return the text."""
        return text


def lines_of(entries: QuerySet[JournalEntry]) -> Iterator[str]:
    """Yield the lines of a CSV file, as they are read."""
    # What a writer gives back is what its file does; its type only knows of files that count what they are given.
    write: Any = csv.writer(_Echo(), delimiter=";").writerow
    yield _BYTE_ORDER_MARK
    yield write(_TITLES)
    for entry in entries.iterator():
        yield write([_plain(cell) for cell in _cells(entry)])


def _cells(entry: JournalEntry) -> list[Any]:
    changes = (f"{label} : {before} → {after}" for label, before, after in entry.shown_changes)
    return [
        entry.number,
        timezone.localtime(entry.at).strftime("%d/%m/%Y %H:%M:%S"),
        entry.user or "",
        entry.label,
        entry.action,
        entry.target_label,
        entry.target_id or "",
        entry.summary,
        " ; ".join(changes),
        entry.digest,
    ]


def _plain(cell: Any) -> str:
    text = str(cell)
    return f"'{text}" if text.startswith(_FORMULA) else text

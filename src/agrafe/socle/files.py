"""A file that a page offers."""

from dataclasses import dataclass
from pathlib import PurePath
from typing import Final


@dataclass(frozen=True, slots=True)
class File:
    """A file to take away.

    Attributes:
        label: Its name, or what it is.
        url: Where it is had.
        size: Its size in bytes, None when it is not known.
        kind: « PDF », « XML »; that of its name unless said.
        note: What there is to know of it.
    """

    label: str
    url: str
    size: int | None = None
    kind: str = ""
    note: str = ""

    @property
    def shown_kind(self) -> str:
        """Return its kind in capitals, empty when nothing tells it."""
        return (self.kind or PurePath(self.label).suffix.removeprefix(".")).upper()

    @property
    def icon(self) -> str:
        """Return the icon of its kind."""
        return _ICONS.get(self.shown_kind, "file-earmark-text")


_ICONS: Final = {
    "CSV": "file-earmark-spreadsheet",
    "PDF": "filetype-pdf",
    "XLSX": "file-earmark-spreadsheet",
    "XML": "filetype-xml",
    "ZIP": "file-earmark-zip",
}

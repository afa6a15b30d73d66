"""Where a value was read, as the user sees it."""

from collections.abc import Mapping
from typing import NamedTuple


class Lieu(NamedTuple):
    """A place in the user's file.

    Attributes:
        feuille: Name of the sheet; None for a CSV or XML file.
        ligne: Row number that Excel shows, or line of the XML; None when the whole file is meant.
        colonne: Title of the column, as the file writes it.
        cellule: Address of the cell (`"F14"`); None outside a workbook.
        rubrique: Key of the rubrique or composite column in the dictionary.
    """

    feuille: str | None = None
    ligne: int | None = None
    colonne: str | None = None
    cellule: str | None = None
    rubrique: str | None = None


class Header(NamedTuple):
    """A column of the file: its rank in the rows (0 for the first cell), its letter (None in an XML file), its title."""

    rank: int
    letter: str | None
    title: str


class Table(NamedTuple):
    """Where passages come from: a sheet and its columns.

    Attributes:
        feuille: Name of the sheet; None for a CSV or XML file.
        columns: Header of each column that the file has, by key of the dictionary.
    """

    feuille: str | None
    columns: Mapping[str, Header]

    def ou(self, key: str, ligne: int | None, title: str | None = None) -> Lieu:
        """Return the place of a rubrique on a row; `title` is said when the file has no such column."""
        header = self.columns.get(key)
        if header is None:
            return Lieu(self.feuille, ligne, title, None, key)
        cellule = f"{header.letter}{ligne}" if header.letter and ligne else None
        return Lieu(self.feuille, ligne, header.title, cellule, key)

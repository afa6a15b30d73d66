"""Colours, formats and cells of the workbooks that Agrafe writes."""

import math
import re
import textwrap
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from accrochage.dictionnaire import Colonne, Kind
from accrochage.regles.anomalie import Gravite
from accrochage.regles.lecture.nettoyage import Raw, clean

__all__ = [
    "Format",
    "Styles",
    "Workbook",
    "Worksheet",
    "add_liste",
    "cell_format",
    "lay_out_page",
    "line_count",
    "liste_name",
    "printable",
    "write_comment",
    "write_section",
    "write_title",
]

INK: Final = "#1E2A32"
GREY: Final = "#5F6B73"
PAPER: Final = "#FBFAF7"
WHITE: Final = "#FFFFFF"
LINE: Final = "#E3DED3"
BLUE_GREEN: Final = "#0B5D63"
DEEP_BLUE_GREEN: Final = "#084448"
MIST: Final = "#D6E7E7"
DEEP_MIST: Final = "#BFD9DA"
SAND: Final = "#EFEAE0"
DEEP_SAND: Final = "#E2DACA"
AMBER: Final = "#B45309"
RED: Final = "#B3261E"
DEEP_RED: Final = "#8C1D17"
GREEN: Final = "#1B7F4B"

FILLS: Final = {
    Gravite.ERREUR: "#F8D9D5",
    Gravite.ALERTE: "#FBE6C8",
    Gravite.CONSEIL: "#E1ECEC",
}
"""Soft fill of a faulty cell; ink stays readable on each."""

TEXT: Final = "@"
DAY: Final = "dd/mm/yyyy"

_MAX_EXACT: Final = 2**53
"""Whole numbers beyond which a spreadsheet, which holds them as floating-point numbers, loses digits."""
_MAX_SHOWN_DIGITS: Final = 10**11
"""Numbers from which a cell in text format shows an exponent."""
_FIRST_YEAR: Final = 1900
"""No cell can hold an earlier date."""

_COMMENT_WIDTH: Final = 360
_COMMENT_CHARACTERS: Final = 50
_COMMENT_LINE: Final = 18
_UNPRINTABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_LONGEST_COMMENT: Final = 2_000
"""Characters beyond which a comment, which may quote a whole cell, is cut."""


class Styles:
    """The formats of a workbook, each made once.

    Args:
        workbook: The workbook that they belong to.
    """

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._cells: dict[tuple[Any, ...], Format] = {}

    def __call__(self, **properties: Any) -> Format:
        """Return the format that has these properties of XlsxWriter, on top of those of the house."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            house = {
                "font_name": "Calibri",
                "font_size": 11,
                "font_color": INK,
                "valign": "vcenter",
            }
            self._formats[key] = self._workbook.add_format({**house, **properties})
        return self._formats[key]

    def _cell(self, properties: dict[str, Any], num_format: str) -> Format:
        """Return the format of a cell: there are millions of them, so the few that differ are found without being described."""
        key = (*properties.values(), *properties, num_format)
        found = self._cells.get(key)
        if found is None:
            found = self._cells[key] = self(**{**properties, "num_format": num_format})
        return found

    def fill(self, colour: str) -> Format:
        """Return a format that only colours a cell, to be laid over another one under a condition."""
        return self._workbook.add_format({"bg_color": colour})

    def write(
        self, sheet: Worksheet, row: int, column: int, raw: Raw, properties: dict[str, Any]
    ) -> None:
        """Write a value as it is: a text never becomes a formula, a number or a link, a date stays a date.

        Args:
            sheet: The sheet.
            row: Rank of the row, 0 for the first.
            column: Rank of the column.
            raw: The value, as it was read.
            properties: Those of the format of the cell; `num_format` is that of its column.
        """
        if isinstance(raw, date | int | float) and not _can_hold(raw):
            raw = clean(raw)
        style = self._cell(properties, _number_format(raw, properties["num_format"]))
        if raw is None or raw == "":
            sheet.write_blank(row, column, None, style)
        elif isinstance(raw, str):
            sheet.write_string(row, column, raw, style)
        elif isinstance(raw, bool):
            sheet.write_boolean(row, column, raw, style)
        elif isinstance(raw, int | float):
            sheet.write_number(row, column, raw, style)
        else:
            sheet.write_datetime(row, column, raw, style)


def cell_format(entry: Colonne) -> str:
    """Return the number format of a column.

    Text is the safest: what is typed stays as it was typed. A cell in general format turns 01053 into 1053, 1.1 into the 1st of
    January, and a birth date known by its month only, 07/1991, into the 1st of July 1991; a cell in date format turns a birth
    known by its year only, 1991, into the 13th of June 1905. So only whole dates and plain numbers have a format of their own.
    """
    return {Kind.DATE: DAY, Kind.INTEGER: "0"}.get(entry.kind, TEXT)


def _can_hold(raw: date | float) -> bool:
    """Can a cell hold this date or number without loss?"""
    if isinstance(raw, date):
        return raw.year >= _FIRST_YEAR
    if not math.isfinite(raw):
        return False
    return raw != int(raw) or abs(raw) <= _MAX_EXACT


def _number_format(raw: Raw, usual: str) -> str:
    """Return the format of a cell: that of its column, unless the value would then be shown, or read back, as another."""
    if isinstance(raw, bool | str) or raw is None:
        return usual
    if isinstance(raw, int | float):
        return _decimal_format(raw, usual)
    if isinstance(raw, datetime) and raw.time() != time():
        return f"{DAY} hh:mm:ss"
    return {time: "hh:mm:ss", timedelta: "[h]:mm:ss"}.get(type(raw), DAY)


def _decimal_format(number: float, usual: str) -> str:
    if usual == TEXT and abs(number) < _MAX_SHOWN_DIGITS:
        return TEXT
    return "0" if number == int(number) else "General"


def write_comment(sheet: Worksheet, row: int, column: int, text: str) -> None:
    """Put a comment on a cell, in a box large enough to be read whole without being resized."""
    text = printable(text)[:_LONGEST_COMMENT]
    count = sum(line_count(line, _COMMENT_CHARACTERS) for line in text.split("\n"))
    options = {
        "author": "Agrafe",
        "color": PAPER,
        "font_name": "Calibri",
        "font_size": 10,
        "width": _COMMENT_WIDTH,
        "height": _COMMENT_LINE * count + 12,
    }
    sheet.write_comment(row, column, text, options)


def printable(text: str) -> str:
    """Return a text without the characters that would make the file unreadable; a sentence may quote a faulty value."""
    return _UNPRINTABLE.sub("", text)


def line_count(text: str, width: int) -> int:
    """Return the number of lines that a text takes in a box of so many characters; an empty one takes one."""
    return max(1, len(textwrap.wrap(text, width)))


def lay_out_page(sheet: Worksheet, colour: str) -> None:
    """Make a sheet a page to read: no grid, one printed page wide; `colour` is that of its tab."""
    sheet.set_tab_color(colour)
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.6)
    sheet.set_footer("&L&A&RPage &P sur &N")


def write_title(sheet: Worksheet, styles: Styles, column: int, title: str, subtitle: str) -> None:
    """Write the title of a page and the line under it, from a column on."""
    sheet.set_row(0, 36)
    big = styles(bold=True, font_size=20, font_color=BLUE_GREEN, bg_color=PAPER)
    sheet.write_string(0, column, title, big)
    sheet.set_row(1, 22)
    sheet.write_string(1, column, subtitle, styles(font_color=GREY, bg_color=PAPER, valign="top"))


def write_section(sheet: Worksheet, styles: Styles, row: int, columns: range, title: str) -> None:
    """Write the title of a section, underlined across some columns."""
    sheet.set_row(row, 24)
    line = {"bottom": 2, "bottom_color": BLUE_GREEN, "bg_color": PAPER}
    style = styles(bold=True, font_size=13, font_color=BLUE_GREEN, **line)
    for column in columns:
        sheet.write_string(row, column, title if column == columns.start else "", style)


def add_liste(sheet: Worksheet, area: tuple[int, int, int, int], entry: Colonne) -> None:
    """Give cells the drop-down list of a rubrique; another value, such as an official code, is questioned but let in.

    Args:
        sheet: The sheet.
        area: First row, first column, last row and last column of the cells.
        entry: The rubrique, from the dictionary.
    """
    options = {
        "validate": "list",
        "source": f"={liste_name(entry)}",
        "error_type": "warning",
        "error_title": "Ce choix n'est pas dans la liste",
        "error_message": (
            "Agrafe comprend aussi les codes officiels (feuille « Listes ») et les tournures courantes. "
            "Garder cette valeur ?"
        ),
    }
    sheet.data_validation(*area, options)


def liste_name(entry: Colonne) -> str:
    """Return the name of the cells that hold the list of a rubrique; every « oui ou non » shares one."""
    return "Liste_ouiNon" if entry.kind is Kind.BOOLEAN else f"Liste_{entry.key}"

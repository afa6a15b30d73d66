"""Formulas that give an error or no value: the reader takes them for empty cells, and empty may mean something."""

import re
import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import IO, Final, NamedTuple
from zipfile import BadZipFile, ZipFile

from lxml import etree

from accrochage.classeur.entetes import column_letter
from accrochage.classeur.ouverture import FileType
from accrochage.classeur.xls import CompoundFile, cells_in_error, workbook_stream

_SHEET: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}sheet"
_TARGET: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BLOCK: Final = 1 << 20
_OVERLAP: Final = 1 << 14
"""Bytes kept from one block to the next: a cell cut in two is seen whole, unless its formula is longer than a spreadsheet admits."""

_SIGNS: Final = (b't="e"', b"</f></c>", b"</f><v></v>", b"</f><v/>", b"</f><v />")
"""What betrays such a cell; looking for them costs next to nothing."""

_CELL = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?![^<>]*t="str")([^<>]*)>'
    rb"(<f[^<>]*(?:/>|>[^<>]*</f>))?(?:<v\s?/>|<v>([^<>]*)</v>)?</c>"
)


class Formule(NamedTuple):
    """A formula without a usable value.

    Attributes:
        letter: Letters of its column.
        ligne: Its row, as the spreadsheet shows it.
        error: What the spreadsheet shows (`"#N/A"`); None when no value was stored.
    """

    letter: str
    ligne: int
    error: str | None


_UNREADABLE: Final = (
    BadZipFile,
    EOFError,
    NotImplementedError,
    OSError,
    KeyError,
    RuntimeError,
    ValueError,
    etree.XMLSyntaxError,
    struct.error,
    zlib.error,
)
"""What a damaged file may raise here, though the reader made something of it."""


def formules_without_value(path: Path, kind: FileType, feuille: str) -> list[Formule]:
    """Return the formulas of a sheet that give an error, or whose value was not stored; none in a damaged file.

    An .ods and an .xls store a value for every formula, the empty text as well as another.

    Args:
        path: A workbook that was opened without danger.
        kind: What it is; a CSV file has no formula.
        feuille: Name of the sheet.
    """
    find = _FINDERS.get(kind)
    try:
        return list(find(path, feuille)) if find else []
    except _UNREADABLE:
        return []


def _in_xlsx(path: Path, feuille: str) -> Iterator[Formule]:
    with ZipFile(path) as archive:
        member = _member(archive, feuille)
        if member:
            with archive.open(member) as sheet:
                yield from _scan(sheet)


def _member(archive: ZipFile, feuille: str) -> str | None:
    """Return the file of the archive that holds a sheet; None in an archive laid out in an unusual way."""
    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return None
    workbook, relations = (
        etree.fromstring(archive.read(name), etree.XMLParser(resolve_entities=False))
        for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")
    )
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    wanted = (sheet.get(_TARGET) for sheet in workbook.iter(_SHEET) if sheet.get("name") == feuille)
    target = targets.get(next(wanted, None), "")
    member = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return member if member in names else None


def _scan(sheet: IO[bytes]) -> Iterator[Formule]:
    kept, seen = b"", set[tuple[bytes, bytes]]()
    while block := sheet.read(_BLOCK):
        text = kept + block
        found = _CELL.findall(text) if any(sign in text for sign in _SIGNS) else ()
        for letter, ligne, attributes, formula, value in found:
            is_error = b't="e"' in attributes
            if (is_error or (formula and not value)) and (letter, ligne) not in seen:
                seen.add((letter, ligne))
                yield Formule(letter.decode(), int(ligne), value.decode() if is_error else None)
        kept = text[-_OVERLAP:]


# ----------------------------------------------------------------------------------------- .ods

_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p"
_VALUE_TYPE: Final = (
    "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
)
_CELLS: Final = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_ERROR: Final = b'value-type="error"'
_MOST_REPEATED: Final = 1000
"""Times that a cell in error is told where it is repeated: nobody reads further."""


def _in_ods(path: Path, feuille: str) -> Iterator[Formule]:
    """Yield the cells in error of a table of an .ods, as LibreOffice marks them; its tree is built only when there are some."""
    with ZipFile(path) as archive:
        with archive.open("content.xml") as content:
            if not _holds(content, _ERROR):
                return
        with archive.open("content.xml") as content:
            yield from _walk(content, feuille)


def _holds(file: IO[bytes], sign: bytes) -> bool:
    kept = b""
    while block := file.read(_BLOCK):
        kept += block
        if sign in kept:
            return True
        kept = kept[-len(sign) :]
    return False


def _walk(content: IO[bytes], feuille: str) -> Iterator[Formule]:
    """Follow the rows and cells of a table, repeated ones included; nothing of it is kept in memory."""
    wanted, row, column = False, 1, 0
    errors: list[tuple[int, int, str]] = []
    tags = (f"{_TABLE}table", f"{_TABLE}table-row", *_CELLS)
    for event, element in etree.iterparse(
        content, ("start", "end"), tag=tags, resolve_entities=False
    ):
        if element.tag == tags[0]:
            wanted, row = event == "start" and element.get(f"{_TABLE}name") == feuille, 1
        elif event == "start":
            continue
        elif element.tag == tags[1]:
            times = _repeated(element, "rows")
            yield from _formules(errors, row, min(times, _MOST_REPEATED))
            row, column, errors = row + times, 0, []
            element.clear()
        else:
            times = _repeated(element, "columns")
            if wanted and element.get(_VALUE_TYPE) == "error":
                errors.append((column, min(times, _MOST_REPEATED), element.findtext(_TEXT, "")))
            column += times


def _repeated(element: etree._Element, what: str) -> int:
    return int(element.get(f"{_TABLE}number-{what}-repeated", "1"))


def _formules(errors: list[tuple[int, int, str]], row: int, times: int) -> Iterator[Formule]:
    for (column, width, error), ligne in product(errors, range(row, row + times)):
        for rank in range(column, column + width):
            yield Formule(column_letter(rank), ligne, error or None)


# ----------------------------------------------------------------------------------------- .xls


def _in_xls(path: Path, feuille: str) -> Iterator[Formule]:
    workbook = workbook_stream(CompoundFile(path.read_bytes()))
    for row, column, error in cells_in_error(workbook or b"", feuille):
        yield Formule(column_letter(column), row + 1, error)


_FINDERS: Final[Mapping[FileType, Callable[[Path, str], Iterator[Formule]]]] = {
    FileType.XLSX: _in_xlsx,
    FileType.ODS: _in_ods,
    FileType.XLS: _in_xls,
}

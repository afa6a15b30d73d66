"""Formulas of an .xlsx that give an error or no value: the reader takes them for empty cells, and empty may mean something."""

import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final, NamedTuple
from zipfile import BadZipFile, ZipFile

from lxml import etree

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
    RuntimeError,
    ValueError,
    etree.XMLSyntaxError,
    zlib.error,
)
"""What a damaged archive may raise here, though the reader made something of it."""


def formules_without_value(path: Path, feuille: str) -> list[Formule]:
    """Return the formulas of a sheet that give an error, or whose value was not stored; none in a damaged archive.

    Args:
        path: An .xlsx or .xlsm that was opened without danger.
        feuille: Name of the sheet.
    """
    try:
        with ZipFile(path) as archive:
            member = _member(archive, feuille)
            if member is None:
                return []
            with archive.open(member) as sheet:
                return list(_scan(sheet))
    except _UNREADABLE:
        return []


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

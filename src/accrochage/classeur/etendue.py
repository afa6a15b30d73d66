"""How far the sheets of a workbook extend, looked at before they are read.

The reader builds the whole rectangle up to the last value of each sheet: a value lost at XFD1048576 would ask for 549 GB of
memory, and the process would be killed with no exception to catch.

What is *not* closed here, because it would slow the reading of every honest file: an .xlsx whose sheet is larger than
`ALWAYS_MEASURED` and gives a plausible but false size, or hides its cells in comments. Only somebody who means harm makes one;
looking for it would take 1.4 seconds for a sheet of 100 000 rows (173 MB of XML) that is read in 3.1.
Whoever reads the files of strangers does it in a process that may die, with a limit on its memory.
"""

import re
from collections.abc import Iterator
from typing import IO, Final, NamedTuple
from zipfile import ZipFile, ZipInfo

from accrochage.classeur.entetes import column_number

MAX_CELLS: Final = 80_000_000
"""Cells of the rectangle that a sheet may span: 2.5 GB. A full sheet of 1 048 576 rows and 45 columns has 47 million."""

ALWAYS_MEASURED: Final = 4 << 20
"""Bytes of XML up to which a sheet is measured whatever it says of itself; this takes some 25 ms."""

_BLOCK: Final = 1 << 20
_LONGEST: Final = 64 << 20
_HEAD: Final = 4096
_DEFLATE_RATIO: Final = 1032
"""What a byte can inflate to, at most."""


class Coin(NamedTuple):
    """The far corner of a sheet: its last row and its last column that hold a value, from 1."""

    ligne: int
    colonne: int

    @property
    def far(self) -> bool:
        """Would the rectangle up to this corner take too much memory?"""
        return self.ligne * self.colonne > MAX_CELLS


# ---------------------------------------------------------------------------------------- .xlsx

_DIMENSION = re.compile(
    rb'<(?:\w+:)?dimension\s[^<>]*?ref="(?:[A-Z]+[0-9]+:)?([A-Z]{1,3})([0-9]{1,7})"'
)
_STRINGS = re.compile(rb'<(?:\w+:)?sst\s(?:[^<>]*?uniqueCount="([0-9]+)")?')
_PREFIXED = re.compile(rb"<\w+:worksheet\s")

_UNUSUAL = re.compile(
    rb'<[cr](?! r="[AB]?[A-Z][0-9]{1,6}"|ow r="[0-9]{1,6}"|o?[a-np-vx-z]|owB)[^<>]*>'
)
"""A row or a cell beyond column BZ or row 999 999, or written in an unusual way. Where there is none, the rectangle is small
enough; this is looked for five times faster than the rectangle is measured."""

_ROW_OR_CELL = re.compile(
    rb"""<(?:\w+:)?(?:(row)|c)(?=[\s/>])(?:[^<>]*?\sr\s*=\s*["']([A-Za-z]{0,3})([0-9]{0,10})["'])?[^<>]*?(/?)>"""
)


def xlsx_far_corner(archive: ZipFile) -> Coin | None:
    """Return the far corner of the first sheet of an .xlsx that extends too far, None when no sheet does.

    Sheets are known by their content, since a workbook may give them any name.

    Raises:
        ValueError: The file says things that cannot be.
    """
    for entry in archive.infolist():
        with archive.open(entry) as file:
            head = file.read(_HEAD)
        if b"<" not in head or _is_strings(head, entry):
            continue
        size = min(entry.file_size, entry.compress_size * _DEFLATE_RATIO)  # it may declare anything
        if size > ALWAYS_MEASURED and _is_plausible(head):
            continue
        if _PREFIXED.search(head) or _any_unusual(archive, entry):
            corner = _xlsx_corner(archive, entry)
            if corner.far:
                return corner
    return None


def _is_strings(head: bytes, entry: ZipInfo) -> bool:
    """Is it the table of strings? It must not announce more of them than it has bytes: the reader makes room for that many."""
    found = _STRINGS.search(head)
    if found and int(found[1] or 0) > entry.file_size:
        raise ValueError
    return found is not None


def _is_plausible(head: bytes) -> bool:
    """Does a sheet give a size that may be its own? Some software writes `A1` whatever the sheet holds."""
    found = _DIMENSION.search(head)
    corner = Coin(int(found[2]), column_number(found[1].decode())) if found else Coin(1, 1)
    return corner != (1, 1) and not corner.far


def _any_unusual(archive: ZipFile, entry: ZipInfo) -> bool:
    with archive.open(entry) as file:
        return any(_UNUSUAL.search(block) for block in _blocks(file, b"<"))


def _xlsx_corner(archive: ZipFile, entry: ZipInfo) -> Coin:
    """Follow the rows and cells of a sheet as the reader does: a reference may be missing, an empty cell does not count."""
    row = column = last_row = last_column = 0
    with archive.open(entry) as file:
        for block in _blocks(file, b"<"):
            for is_row, letters, digits, empty in _ROW_OR_CELL.findall(block):
                if is_row:
                    row, column = int(digits or row + 1), 0
                    continue
                column = column_number(letters.decode()) if letters else column + 1
                if not empty:
                    last_row = max(last_row, int(digits or row))
                    last_column = max(last_column, column)
    return Coin(last_row, last_column)


# ----------------------------------------------------------------------------------------- .ods

_ROW: Final = b"<table:table-row"
_TABLE_END: Final = b"</table:table>"
_NOTE: Final = b"<office:annotation"
_NOTE_END: Final = b"</office:annotation>"
_TABLE_MARK = re.compile(rb"<(/?)table:table[\s>]")
_ROWS = re.compile(rb'[^<>]*?number-rows-repeated="([0-9]{1,9})"')
_COLUMNS = re.compile(rb'number-columns-repeated="([0-9]{1,9})"')

_GAP = re.compile(
    rb'number-columns-repeated="[0-9]{3,}"(?![^<>]*(?:/>|></table:table-cell>)\s*</table:table-row>)'
)
"""A cell repeated a hundred times or more, elsewhere than at the end of its row. Where there is none, the rectangle is small enough."""


def ods_far_corner(archive: ZipFile) -> Coin | None:
    """Return the far corner of the first table of an .ods that extends too far, None when no table does.

    Raises:
        ValueError: A table or a note is never closed: the reader would look for its end for ever.
    """
    gap = open_note = False
    end = b""
    with archive.open("content.xml") as file:
        for block in _blocks(file, _ROW):
            gap = gap or _GAP.search(block) is not None
            note, note_end = block.rfind(_NOTE), block.rfind(_NOTE_END)
            open_note = note > note_end if note != note_end else open_note
            end = block
    tables = _TABLE_MARK.findall(end)
    if open_note or (tables and not tables[-1]) or (_ROW in end and not tables):
        raise ValueError
    return _ods_corner(archive) if gap else None


def _ods_corner(archive: ZipFile) -> Coin | None:
    """Follow the rows of each table until one extends too far."""
    row = width = 0
    with archive.open("content.xml") as file:
        for block in _blocks(file, _ROW):
            for piece in block.split(_ROW)[1:]:  # what stands before the first row holds no cell
                repeated = _ROWS.match(piece)
                row += int(repeated[1]) if repeated else 1
                found = _ods_width(piece)
                width = max(width, found)
                if found and Coin(row, width).far:
                    return Coin(row, width)
                if _TABLE_END in piece:
                    row = width = 0
    return None


def _ods_width(piece: bytes) -> int:
    """Return the rank of the last cell of a row that holds a value, 0 when none does; never less than it is."""
    last = piece.rfind(b"office:v")
    if last < 0:
        return 0
    valued = piece[: piece.find(b">", last)]
    repeated = sum(int(number) for number in _COLUMNS.findall(valued))
    return valued.count(b"<table:") + repeated


def _blocks(file: IO[bytes], cut: bytes) -> Iterator[bytes]:
    """Yield the content of a file block by block, each ending before a `cut`, so that nothing of interest is cut in two."""
    rest = b""
    while chunk := file.read(_BLOCK):
        block, found, rest = (rest + chunk).rpartition(cut)
        rest = found + rest
        if len(rest) > _LONGEST:
            raise ValueError
        yield block
    yield rest

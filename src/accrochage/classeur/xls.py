"""What an .xls holds, looked at before it is read: the reader would not survive some damaged ones.

An .xls is a compound file (a file system in a file, [MS-CFB]) whose stream « Workbook » is a list of records ([MS-XLS]). A chain of
sectors that bites its own tail, a count of strings beyond reason or a cell far away would each take all memory.
"""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from struct import unpack_from
from typing import Final, NamedTuple

from accrochage.classeur.etendue import Coin

SIGNATURE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_NO_SECTOR: Final = 0xFFFFFFFA
"""From here on, the number of a sector means something else: free, or end of a chain."""
_FATS_IN_HEADER: Final = 109
_SMALL_STREAM: Final = 4096
_MINI: Final = 64
_ENTRY: Final = 128

_EOF, _FILEPASS, _BOUNDSHEET, _SST, _DIMENSIONS, _MULRK = 0x0A, 0x2F, 0x85, 0xFC, 0x200, 0xBD
_FORMULA, _BOOLERR = 0x06, 0x205
_ERROR: Final = 2
"""First byte of the result of a formula that gives an error; the code of the error is the third."""
_ANY_ERROR = re.compile(rb"\x02\0.\0\0\0\xff\xff|\x05\x02\x08\0", re.DOTALL)
"""What betrays such a cell, and now and then something else: the result of the one, the head of the other."""
_ERRORS: Final = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_CELLS: Final = frozenset({0x06, 0x203, 0x204, 0x205, 0x27E, 0xFD, 0xD6, _MULRK})
"""Records of a cell that holds a value; they begin with its row and its column."""


class _Stream(NamedTuple):
    """An entry of the directory: where its chain starts, and its length."""

    start: int
    size: int


class CompoundFile:
    """A compound file.

    Attributes:
        streams: What it holds, by name; the first entry, « Root Entry », holds the small streams.

    Raises:
        ValueError: It is damaged.
        struct.error: It is cut short.
    """

    def __init__(self, content: bytes) -> None:
        (shift,) = unpack_from("<H", content, 30)
        (directory,) = unpack_from("<I", content, 48)
        (minifat,) = unpack_from("<I", content, 60)
        if shift not in {9, 12}:
            raise ValueError
        self._content = content
        self._size = 1 << shift
        self._fat = self._read_fat()
        self._minifat = _numbers(self._chain(minifat))
        self.streams = _streams(self._chain(directory))
        self._small = self._chain(next(iter(self.streams.values())).start)
        for stream in self.streams.values():
            deque(_follow(self._table(stream), stream.start), maxlen=0)

    def _read_fat(self) -> Sequence[int]:
        """Return the table that gives the sector after each sector."""
        listed = list(unpack_from(f"<{_FATS_IN_HEADER}I", self._content, 76))
        (more,) = unpack_from("<I", self._content, 68)
        while more < _NO_SECTOR:
            *numbers, more = _numbers(self._sector(more))
            listed += numbers
            if len(listed) > _FATS_IN_HEADER + len(self._content) // 4:
                raise ValueError
        return _numbers(b"".join(self._sector(number) for number in listed if number < _NO_SECTOR))

    def _sector(self, number: int) -> bytes:
        return self._content[(number + 1) * self._size : (number + 2) * self._size]

    def _chain(self, start: int) -> bytes:
        return b"".join(map(self._sector, _follow(self._fat, start)))

    def _table(self, stream: _Stream) -> Sequence[int]:
        return self._fat if stream.size >= _SMALL_STREAM else self._minifat

    def read(self, name: str) -> bytes:
        """Return the content of a stream; `KeyError` when there is none of this name."""
        start, size = stream = self.streams[name]
        if size >= _SMALL_STREAM:
            return self._chain(start)[:size]
        numbers = _follow(self._table(stream), start)
        return b"".join(self._small[n * _MINI : (n + 1) * _MINI] for n in numbers)[:size]


def _numbers(content: bytes) -> Sequence[int]:
    return unpack_from(f"<{len(content) // 4}I", content)


def _streams(directory: bytes) -> dict[str, _Stream]:
    """Return the entries of a directory; the first of a name is the one that readers find."""
    streams: dict[str, _Stream] = {}
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        name = directory[at : at + 64].decode("utf-16-le", "replace").partition("\0")[0]
        (start,) = unpack_from("<I", directory, at + 116)
        (size,) = unpack_from("<I", directory, at + 120)
        streams.setdefault(name, _Stream(start, size))
    if not streams:
        raise ValueError
    return streams


def _follow(table: Sequence[int], sector: int) -> Iterator[int]:
    """Yield the sectors of a chain; refuse one that comes back on itself."""
    for _ in table:
        if sector >= len(table):
            return
        yield sector
        sector = table[sector]
    if sector < len(table):
        raise ValueError


def workbook_stream(file: CompoundFile) -> bytes | None:
    """Return the stream that holds the workbook, None when the file holds none."""
    return next((file.read(name) for name in ("Workbook", "Book") if name in file.streams), None)


def is_protected(workbook: bytes) -> bool:
    """Does a workbook ask for a password?"""
    return any(kind == _FILEPASS for kind, _, _ in _records(workbook, 0))


def refuse_excess(workbook: bytes) -> None:
    """Refuse a workbook that would take all memory.

    Raises:
        ValueError: It announces more strings than it has bytes, or has a cell where Excel has none.
        struct.error: It is cut short.
    """
    for kind, at, _ in list(_records(workbook, 0)):
        if kind == _SST and unpack_from("<I", workbook, at + 4)[0] > len(workbook):
            raise ValueError
        if kind == _BOUNDSHEET:
            _refuse_far_cell(workbook, unpack_from("<I", workbook, at)[0])


def cells_in_error(workbook: bytes, feuille: str) -> Iterator[tuple[int, int, str]]:
    """Yield the row and the column (from 0) of the cells of a sheet that show an error, and that error ([MS-XLS] 2.5.198.2).

    Raises:
        struct.error: The workbook is cut short.
    """
    if not _ANY_ERROR.search(
        workbook
    ):  # the records of a large workbook take a second to go through
        return
    starts = (
        unpack_from("<I", workbook, at)[0]
        for kind, at, length in _records(workbook, 0)
        if kind == _BOUNDSHEET and _sheet_name(workbook[at + 6 : at + length]) == feuille
    )
    start = next(starts, len(workbook))
    for kind, at, _ in _records(workbook, start):
        if kind == _FORMULA and unpack_from("<B5xH", workbook, at + 6) == (_ERROR, 0xFFFF):
            code = workbook[at + 8]
        elif kind == _BOOLERR and workbook[at + 7]:
            code = workbook[at + 6]
        else:
            continue
        row, column = unpack_from("<HH", workbook, at)
        yield row, column, _ERRORS.get(code, "#N/A")


def _sheet_name(content: bytes) -> str:
    """Return the name of a sheet: its length, in later versions how it is written, then its characters."""
    length, wide = unpack_from("<BB", content)
    if len(content) == length + 1:  # of Excel 95
        return content[1:].decode("cp1252", "replace")
    return content[2:].decode("utf-16-le" if wide & 1 else "latin-1", "replace")


def _refuse_far_cell(workbook: bytes, start: int) -> None:
    last_row = last_column = 0
    for kind, at, length in _records(workbook, start):
        if kind in _CELLS:
            row, column = unpack_from("<HH", workbook, at)
            if kind == _MULRK:
                column += length // 6 - 1
            last_row, last_column = max(last_row, row), max(last_column, column)
        elif kind == _DIMENSIONS:
            _refuse_false_size(workbook, at, length)
    if Coin(last_row + 1, last_column + 1).far:
        raise ValueError


def _refuse_false_size(workbook: bytes, at: int, length: int) -> None:
    """Refuse a sheet that gives itself a size beyond reason: the reader makes room for it."""
    shape = "<IIHH" if length == 14 else "<HHHH"
    first_row, last_row, first_column, last_column = unpack_from(shape, workbook, at)
    if last_row and last_column:
        size = Coin(last_row - first_row, last_column - first_column)
        if min(size) < 1 or size.far:
            raise ValueError


def _records(workbook: bytes, at: int) -> Iterator[tuple[int, int, int]]:
    """Yield the kind of each record from a place on, where its content starts, and its length; stop at the first end mark."""
    while at + 4 <= len(workbook):
        kind, length = unpack_from("<HH", workbook, at)
        at += 4
        yield kind, at, length
        if kind == _EOF:
            return
        at += length

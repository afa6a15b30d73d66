"""The rows of a sheet: those that hold a faulty cell are opened, the others pass by."""

import re
from collections.abc import Callable, Iterator
from typing import IO, Final

from accrochage.classeur.annotation.paquet import UnusualError
from accrochage.classeur.annotation.remarques import Marques
from accrochage.classeur.entetes import column_letter, column_number
from accrochage.regles.anomalie import Gravite

_BEYOND: Final = 1 << 30
"""A row, or a column, after all those that a sheet may have."""
_PAIR: Final = rb"""\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*')"""
_ATTRIBUTE = re.compile(rb"""\s([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_STYLE = re.compile(rb"""\ss\s*=\s*(?:"[^"]*"|'[^']*')""")
_SPANS = re.compile(rb"""\sspans\s*=\s*(?:"[^"]*"|'[^']*')""")
_REFERENCE = re.compile(rb"([A-Za-z]{1,3})[0-9]+")


class Tags:
    """How the tags of a sheet are written.

    Args:
        prefix: What stands before their names, `b"x:"` or nothing.

    Attributes:
        data: Finds the tag that opens the rows, its attributes, and whether it closes them too.
        row: Finds the tag of a row: its attributes, and whether it is empty.
        cell: Finds the tag of a cell, likewise.
        column: Finds the tag of columns.
        row_start: How a row starts.
        row_end: How it ends.
        cell_end: How a cell ends.
        end: How the rows end.
    """

    def __init__(self, prefix: bytes) -> None:
        self.prefix = prefix
        attributes = rb"((?:" + _PAIR + rb")*)\s*(/?)>"
        start = rb"<" + re.escape(prefix)
        self.data = re.compile(start + rb"sheetData" + attributes)
        self.row = re.compile(start + rb"row" + attributes)
        self.cell = re.compile(start + rb"c" + attributes)
        self.column = re.compile(start + rb"col(?=\s)[^<>]*>")
        self.row_start = b"<" + prefix + b"row"
        self.row_end = b"</" + prefix + b"row>"
        self.cell_end = b"</" + prefix + b"c>"
        self.end = b"</" + prefix + b"sheetData>"


def attributes_of(tag: bytes) -> dict[bytes, bytes]:
    """Return the attributes of a tag."""
    return {name: first or second for name, first, second in _ATTRIBUTE.findall(tag)}


def refuse_asides(xml: bytes) -> None:
    """Refuse what could hide a tag from whoever reads bytes: a comment, a CDATA section, a processing instruction.

    Raises:
        UnusualError: There is one.
    """
    if b"<!" in xml or b"<?" in xml:
        raise UnusualError("asides")


class RowEditor:
    """Copies rows, colouring cells on the way.

    Args:
        tags: How tags are written.
        target: Where rows go.
        marques: Cells to colour.
        colour: Gives the style of a coloured cell from the one that it has.
        column_style: Gives the style of the empty cells of a column, from 1.
    """

    def __init__(
        self,
        tags: Tags,
        target: IO[bytes],
        marques: Marques,
        colour: Callable[[int, Gravite], int],
        column_style: Callable[[int], int],
    ) -> None:
        self._tags = tags
        self._target = target
        self._marques = marques
        self._colour = colour
        self._column_style = column_style
        self._waiting = sorted(marques, reverse=True)
        self._last = 0

    def write(self, rows: bytes) -> None:
        """Copy some whole rows that follow those given before.

        Raises:
            UnusualError: They are out of order, or hold what cannot be read safely.
        """
        refuse_asides(rows)
        done = 0
        for found in self._tags.row.finditer(rows):
            number = int(attributes_of(found[1]).get(b"r", self._last + 1))
            if number <= self._last:
                raise UnusualError("rows out of order")
            self._last = number
            if self._waiting and self._waiting[-1] <= number:
                self._target.write(rows[done : found.start()])
                self._make_rows(number)
                done = found.start()
            if self._waiting and self._waiting[-1] == number:
                end = self._end_of_row(rows, found)
                self._target.write(self._edited(rows[found.end() : end], found, number))
                done = end
                self._waiting.pop()
        self._target.write(rows[done:])

    def finish(self) -> None:
        """Make the rows to colour that come after the last."""
        self._make_rows(_BEYOND)

    def _make_rows(self, below: int) -> None:
        """Make the rows to colour that should come before a number."""
        while self._waiting and self._waiting[-1] < below:
            number = self._waiting.pop()
            cells = b"".join(
                self._new_cell(column, number, self._column_style(column), gravite)
                for column, gravite in sorted(self._marques[number].items())
            )
            self._target.write(
                self._tags.row_start + b' r="%d">' % number + cells + self._tags.row_end
            )

    def _end_of_row(self, rows: bytes, found: re.Match[bytes]) -> int:
        if found[2]:
            return found.end()
        end = rows.find(self._tags.row_end, found.end())
        if end < 0:
            raise UnusualError("endless row")
        return end + len(self._tags.row_end)

    def _edited(self, body: bytes, tag: re.Match[bytes], number: int) -> bytes:
        """Return a row, its cells coloured.

        Args:
            body: What follows its tag, up to its end.
            tag: Its tag.
            number: Its number.
        """
        cells = body.removesuffix(self._tags.row_end)
        attributes = attributes_of(tag[1])
        own = attributes.get(b"customFormat") in {b"1", b"true"}
        row_style = int(attributes.get(b"s", 0)) if own else None
        waiting = sorted(self._marques[number].items(), reverse=True)
        pieces, done, made = list[bytes](), 0, False

        def make(below: int) -> Iterator[bytes]:
            nonlocal made
            while waiting and waiting[-1][0] < below:
                missing, gravite = waiting.pop()
                base = self._column_style(missing) if row_style is None else row_style
                made = True
                yield self._new_cell(missing, number, base, gravite)

        for column, start, found in self._cells(cells):
            if not waiting:
                break
            if waiting[-1][0] <= column:
                pieces += [cells[done:start], *make(column)]
                done = start
            if found and waiting and waiting[-1][0] == column:
                pieces.append(self._coloured(found, waiting.pop()[1]))
                done = found.end()
        pieces.append(cells[done:])
        opening = self._tags.row_start + (_SPANS.sub(b"", tag[1]) if made else tag[1]) + b">"
        return opening + b"".join(pieces) + self._tags.row_end

    def _cells(self, cells: bytes) -> Iterator[tuple[int, int, re.Match[bytes] | None]]:
        """Yield the column of each cell of a row, where it starts, and its tag; then, after the last one, a cell beyond all."""
        column = end = 0
        for found in self._tags.cell.finditer(cells):
            before, column = column, self._column_of(found, column)
            if column <= before:
                raise UnusualError("cells out of order")
            yield column, found.start(), found
            end = self._end_of_cell(cells, found)
        yield _BEYOND, end, None

    def _column_of(self, found: re.Match[bytes], before: int) -> int:
        """Return the column of a cell; one that does not say it comes right after the one before."""
        reference = attributes_of(found[1]).get(b"r")
        if reference is None:
            return before + 1
        letters = _REFERENCE.fullmatch(reference)
        if not letters:
            raise UnusualError("odd reference")
        return column_number(letters[1].decode())

    def _end_of_cell(self, cells: bytes, found: re.Match[bytes]) -> int:
        if found[2]:
            return found.end()
        end = cells.find(self._tags.cell_end, found.end())
        if end < 0:
            raise UnusualError("endless cell")
        return end + len(self._tags.cell_end)

    def _coloured(self, found: re.Match[bytes], gravite: Gravite) -> bytes:
        """Return the tag of a cell, with its new style."""
        style = self._colour(int(attributes_of(found[1]).get(b"s", 0)), gravite)
        attributes, styled = _STYLE.subn(b' s="%d"' % style, found[1])
        added = b"" if styled else b' s="%d"' % style
        return b"<" + self._tags.prefix + b"c" + attributes + added + found[2] + b">"

    def _new_cell(self, column: int, row: int, base: int, gravite: Gravite) -> bytes:
        reference = f"{column_letter(column - 1)}{row}".encode()
        style = self._colour(base, gravite)
        return b"<" + self._tags.prefix + b'c r="%s" s="%d"/>' % (reference, style)

"""The XML of a sheet, its cells coloured on the way: rows pass by as bytes, and only those concerned are looked into.

A sheet of 200 000 rows takes hundreds of megabytes as a tree; here a block at a time is held. What makes bytes an unsafe guide to XML
(comments, CDATA sections, rows or cells out of order) is refused, and the workbook is then rewritten instead.
"""

import re
from collections.abc import Callable, Sequence
from typing import IO, Any, Final, NamedTuple
from xml.parsers import expat

from accrochage.classeur.annotation.paquet import UnusualError
from accrochage.classeur.annotation.rangees import RowEditor, Tags, attributes_of, refuse_asides
from accrochage.classeur.annotation.remarques import Marques
from accrochage.regles.anomalie import Gravite

_BLOCK: Final = 1 << 20
_LONGEST: Final = 64 << 20
_ROOT = re.compile(rb"<(?:([\w.-]+):)?worksheet(?=[\s>])[^<>]*>")
_DATA = re.compile(rb"<(?:[\w.-]+:)?sheetData(?=[\s/>])[^<>]*>")
_AFTER_DRAWING: Final = frozenset(
    {
        *("legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls"),
        *("webPublishItems", "tableParts", "extLst", "AlternateContent"),
    }
)
"""Elements of a sheet that come after the one that ties it to its comments (ECMA-376, part 1, 18.3.1.99)."""


class Column(NamedTuple):
    """Columns that go together: the first and the last, from 1, their style, their width in characters, 0 when they are hidden."""

    first: int
    last: int
    style: int
    width: float


class Rewritten(NamedTuple):
    """What was met in a sheet on the way.

    Attributes:
        drawing: Identifier of the relation to the drawing of its comments, None when it had none.
        columns: Its columns that differ from the ordinary.
    """

    drawing: str | None
    columns: Sequence[Column]


def rewrite_sheet(
    source: IO[bytes],
    target: IO[bytes],
    marques: Marques,
    colour: Callable[[int, Gravite], int],
    tie: str | None,
) -> Rewritten:
    """Copy the XML of a sheet, colouring cells; those that are missing are made.

    Args:
        source: The sheet.
        target: Where it goes.
        marques: Cells to colour.
        colour: Gives the style of a coloured cell from the one that it has.
        tie: Attributes that tie the sheet to a drawing of comments, for when it is tied to none yet.

    Raises:
        UnusualError: It cannot be edited without risk.
    """
    head, root, tags = _read_head(source)
    opening = tags.data.search(head)
    if not opening:
        raise UnusualError("data of another prefix")
    columns = _columns(head[: opening.start()], tags)
    editor = RowEditor(tags, target, marques, colour, lambda number: _style(columns, number))
    target.write(head[: opening.start()] + b"<" + tags.prefix + b"sheetData" + opening[1] + b">")
    rest = head[opening.end() :]
    if not opening[2]:
        rest = _write_rows(editor, tags, source, rest)
    editor.finish()
    target.write(tags.end)
    tail = rest + source.read(_LONGEST)
    if source.read(1):
        raise UnusualError("endless tail")
    drawing, place = _drawing(root, tail)
    if tie and drawing is None:
        element = b"<" + tags.prefix + b"legacyDrawing " + tie.encode() + b"/>"
        tail = tail[:place] + element + tail[place:]
    target.write(tail)
    return Rewritten(drawing, columns)


def _read_head(source: IO[bytes]) -> tuple[bytes, bytes, Tags]:
    """Read until the rows begin; return what was read, the tag of the root, and how tags are written."""
    head = block = source.read(_BLOCK)
    while block and not (opening := _DATA.search(head)) and len(head) < _LONGEST:
        block = source.read(_BLOCK)
        head += block
    root = _ROOT.search(head)
    if not root or not opening:
        raise UnusualError("no data")
    refuse_asides(head[root.start() : opening.start()])
    return head, root[0], Tags(root[1] + b":" if root[1] else b"")


def _columns(head: bytes, tags: Tags) -> list[Column]:
    columns = []
    for tag in tags.column.findall(head):
        of = attributes_of(tag)
        hidden = of.get(b"hidden") in {b"1", b"true"}
        columns.append(
            Column(
                int(of[b"min"]),
                int(of[b"max"]),
                int(of.get(b"style", 0)),
                0 if hidden else float(of.get(b"width", 9)),
            )
        )
    return columns


def _style(columns: Sequence[Column], number: int) -> int:
    return next((each.style for each in columns if each.first <= number <= each.last), 0)


def _write_rows(editor: RowEditor, tags: Tags, source: IO[bytes], rest: bytes) -> bytes:
    """Copy the rows block by block, each ending before a row; return what was read beyond them."""
    pending = rest
    while True:
        end = pending.find(tags.end)
        if end >= 0:
            editor.write(pending[:end])
            return pending[end + len(tags.end) :]
        cut = max(0, pending.rfind(tags.row_start))
        editor.write(pending[:cut])
        block = source.read(_BLOCK)
        if not block or len(pending) - cut > _LONGEST:
            raise UnusualError("endless row")
        pending = pending[cut:] + block


def _drawing(root: bytes, tail: bytes) -> tuple[str | None, int]:
    """Find what ties a sheet to the drawing of its comments; return its identifier, and where in the tail it is or would be."""
    refuse_asides(tail)
    depth, tied, places = 0, list[str](), list[int]()
    parser = expat.ParserCreate(namespace_separator=" ")

    def start(name: str, attributes: dict[str, Any]) -> None:
        nonlocal depth
        local = name.rpartition(" ")[2]
        if depth == 1 and local == "legacyDrawing":
            tied.extend(value for key, value in attributes.items() if key.endswith(" id"))
        if depth == 1 and local in _AFTER_DRAWING:
            places.append(parser.CurrentByteIndex)
        depth += 1

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1
        if not depth:
            places.append(parser.CurrentByteIndex)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(root, False)
        parser.Parse(tail, True)
    except expat.ExpatError as error:
        raise UnusualError("odd tail") from error
    return next(iter(tied), None), places[0] - len(root)

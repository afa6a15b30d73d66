"""The drawing of comments: old VML, which spreadsheets still want for the box of each.

Excel writes VML that is not always XML (a `<br>` left open in the caption of a button), so that it is edited as bytes.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from typing import Final

from accrochage.classeur.annotation.commentaires import Place
from accrochage.classeur.annotation.feuille import Column
from accrochage.classeur.annotation.paquet import UnusualError
from accrochage.classeur.gabarit_styles import PAPER, line_count

IDS_OF_BLOCK: Final = 1024
"""Identifiers of shapes that go by blocks, each block being of one drawing of the workbook."""

_NAMESPACES: Final = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_DECLARATIONS: Final = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())
_EMPTY: Final = (
    f'<xml{_DECLARATIONS}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data=""/></o:shapelayout></xml>'
).encode()
_SHAPE_TYPE: Final = (
    '<v:shapetype{declarations} id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_SHAPE: Final = (
    '<v:shape{declarations} id="_x0000_s{id}" type="#_x0000_t202" style="position:absolute;z-index:1;visibility:hidden" '
    'fillcolor="{paper}" o:insetmode="auto"><v:fill color2="{paper}"/><v:shadow on="t" color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)

_ID_MAP = re.compile(rb'(<(?:\w+:)?idmap\s[^<>]*?data=")([^"]*)')
_ANY_SHAPE = re.compile(rb"<((?:\w+:)?shape)(?=[\s>])(?:[^<]|<(?!/\1>|(?:\w+:)?shape[\s>]))*+</\1>")
"""A shape, which holds no other; one that is never closed does not send the search to the end of the file."""
_NOTE_PLACE = re.compile(
    rb"<(?:\w+:)?Row>\s*([0-9]+)\s*</(?:\w+:)?Row>\s*<(?:\w+:)?Column>\s*([0-9]+)\s*<"
)
_ANCHOR = re.compile(rb"(<(?:\w+:)?Anchor>)[^<]*")
_END: Final = b"</xml>"

_LAST_COLUMN: Final = 16_384
_MOST_COLUMNS: Final = 40
"""Columns that a box may span: the others may all be hidden."""

_WIDTH: Final = 340
_CHARACTERS: Final = 52
_LINE: Final = 17
_ROW: Final = 20
_MARGIN: Final = 15
_DEFAULT_WIDTH: Final = 9.0
"""Pixels, but for the characters of a line and of an ordinary column."""


def last_block(drawings: Iterable[bytes]) -> int:
    """Return the last block of identifiers taken by the drawings of a workbook."""
    found = (_ID_MAP.search(content) for content in drawings)
    return max(
        (int(block) for match in found if match for block in re.findall(rb"[0-9]+", match[2])),
        default=0,
    )


class Dessin:
    """A drawing that holds boxes of comments, and maybe buttons.

    Args:
        content: What it is; None for a new one.

    Attributes:
        content: What it has become.
    """

    def __init__(self, content: bytes | None) -> None:
        self.content = content or _EMPTY
        if not self.content.rstrip().endswith(_END):
            raise UnusualError("odd drawing")
        self._declarations = "" if b"xmlns:v=" in self.content else _DECLARATIONS

    def remove(self, places: set[Place]) -> None:
        """Take away the boxes of some cells."""

        def kept(found: re.Match[bytes]) -> bytes:
            return b"" if _place_of(found[0]) in places else found[0]

        if places:
            self.content = _ANY_SHAPE.sub(kept, self.content)

    def fit(self, textes: Mapping[Place, str], columns: Sequence[Column]) -> None:
        """Make the boxes that are there large enough for the texts of their cells."""

        def fitted(found: re.Match[bytes]) -> bytes:
            place = _place_of(found[0])
            if place is None or place not in textes:
                return found[0]
            anchor = _anchor(place, textes[place], columns).encode()
            return _ANCHOR.sub(rb"\g<1>" + anchor, found[0])

        self.content = _ANY_SHAPE.sub(fitted, self.content)

    def add(
        self,
        places: Iterable[Place],
        textes: Mapping[Place, str],
        columns: Sequence[Column],
        block: int,
    ) -> int:
        """Draw the box of each cell that has none yet.

        Args:
            places: The cells.
            textes: What their comments say, which decides how large their boxes are.
            columns: Widths of the columns of the sheet.
            block: Last block of identifiers taken.

        Returns:
            The last block taken then.
        """
        drawn = {_place_of(found[0]) for found in _ANY_SHAPE.finditer(self.content)}
        missing = sorted(set(places) - drawn)
        first = (block + 1) * IDS_OF_BLOCK + 1
        shapes = [
            _SHAPE.format(
                declarations=self._declarations,
                id=first + rank,
                paper=PAPER.lower(),
                anchor=_anchor(place, textes.get(place, ""), columns),
                row=place[0] - 1,
                column=place[1] - 1,
            )
            for rank, place in enumerate(missing)
        ]
        if b'"_x0000_t202"' not in self.content:
            shapes.insert(0, _SHAPE_TYPE.format(declarations=self._declarations))
        head, _, rest = self.content.rpartition(_END)
        self.content = head + "".join(shapes).encode() + _END + rest
        blocks = range(block + 1, block + 1 + ceil((len(missing) + 1) / IDS_OF_BLOCK))
        self._take(blocks)
        return blocks[-1]

    def _take(self, blocks: range) -> None:
        """Say which blocks of identifiers the drawing takes."""

        def longer(found: re.Match[bytes]) -> bytes:
            taken = [*filter(None, [found[2]]), *(b"%d" % block for block in blocks)]
            return found[1] + b",".join(taken)

        self.content = _ID_MAP.sub(longer, self.content, count=1)


def _place_of(shape: bytes) -> Place | None:
    """Return the cell of the box of a comment, None for another shape."""
    found = _NOTE_PLACE.search(shape)
    return (int(found[1]) + 1, int(found[2]) + 1) if found else None


def _anchor(place: Place, texte: str, columns: Sequence[Column]) -> str:
    """Return where a box is: beside its cell, wide enough whatever the columns there, as high as its text."""
    row, column = place
    lines = sum(line_count(line, _CHARACTERS) for line in texte.split("\n"))
    height = lines * _LINE + 12
    last, left = min(column, _LAST_COLUMN - 1) + 1, _WIDTH
    farthest = min(column + _MOST_COLUMNS, _LAST_COLUMN)
    while last < farthest and left > (width := _pixels(columns, last)):
        left -= width
        last += 1
    top = max(0, row - 2)
    rows, rest = divmod(height, _ROW)
    return f"{column}, {_MARGIN}, {top}, 4, {last - 1}, {left}, {top + rows}, {rest}"


def _pixels(columns: Sequence[Column], number: int) -> int:
    """Return the width of a column, from 1."""
    width = next((each.width for each in columns if each.first <= number <= each.last), None)
    return round((_DEFAULT_WIDTH if width is None else width) * 7)

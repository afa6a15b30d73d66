"""What the report is written on: colours where they are wanted, and lines cut as French wants them."""

import re
from typing import Final, NoReturn, TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from accrochage.typographie import printable

_WIDEST: Final = 100
"""Characters of a line, however wide the terminal: longer ones tire."""

_WORD = re.compile(r"[^ ]+ *")

Piece = tuple[str, str]
"""Some text and its style."""


class Ecran:
    """Writes styled lines to a stream; a terminal that wants no colour (NO_COLOR, TERM=dumb), or a file, gets none.

    Args:
        stream: Where to write.
    """

    def __init__(self, stream: TextIO) -> None:
        self._console = _Console(file=stream, highlight=False, markup=False, emoji=False)
        self._width = min(self._console.width, _WIDEST)

    def paragraph(self, *pieces: Piece, head: str = "", indent: int = 0) -> None:
        """Write a paragraph, cut at the width of the screen.

        Args:
            pieces: What it says; nothing in it can act on the terminal.
            head: What the first line starts with, in the margin of the others.
            indent: Width of that margin.
        """
        text = Text.assemble(*((printable(words), style) for words, style in pieces))
        margin = " " * indent
        for rank, line in enumerate(_lines(text, self._width - indent)):
            self._print(Text(margin if rank else head.ljust(indent)) + line)

    def exact(self, text: str, style: str, *, indent: int = 0) -> None:
        """Write something to be copied, on one line whatever its length."""
        self._print(Text(" " * indent) + Text(printable(text), style))

    def blank(self) -> None:
        """Leave a line empty."""
        self._print(Text())

    def _print(self, line: Text) -> None:
        self._console.print(line, soft_wrap=True)


class _Console(Console):
    """A console that lets its caller know that the reader has left."""

    def on_broken_pipe(self) -> NoReturn:
        """Raise again what the console was about to leave the process for."""
        raise BrokenPipeError


def _lines(text: Text, width: int) -> list[Text]:
    """Cut a text at its ordinary spaces; rich itself would also cut at those that must not break."""
    cuts, used = [], 0
    for word in _WORD.finditer(text.plain):
        if used and used + cell_len(word[0].rstrip(" ")) > width:
            cuts.append(word.start())
            used = 0
        used += cell_len(word[0])
    lines = text.divide(cuts)
    for line in lines:
        line.rstrip()
    return list(lines)

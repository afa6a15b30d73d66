"""What the pages of the reference are made of."""

from collections.abc import Iterable, Sequence
from typing import Final

from typographie import fix_markdown

_NOTICE: Final = "<!-- Page écrite par « make docs » : corrigez ce dont elle vient, pas elle. -->"


def make_page(parts: Iterable[str]) -> str:
    """Put the parts of a page together, with their no-break spaces."""
    return fix_markdown("\n\n".join((_NOTICE, *parts)) + "\n")


def make_table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Make a table."""
    lines = (headers, ["---"] * len(headers), *rows)
    return "\n".join(map(_line, lines))


def _line(cells: Sequence[str]) -> str:
    escaped = (cell.replace("|", r"\|") for cell in cells)
    return f"| {' | '.join(escaped)} |"

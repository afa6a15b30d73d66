"""French numbers and plurals, and text that a terminal can show without harm."""

from __future__ import annotations

TYPE_CHECKING = False  # of typing, which takes longer to import than the help to come
if TYPE_CHECKING:
    from typing import Final

NO_BREAK: Final = "\u00a0"
NARROW: Final = "\u202f"

_HARMFUL: Final = (
    *range(0x20),
    *range(0x7F, 0xA0),
    0x200E,
    0x200F,
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
)
"""Controls, among them those that start an escape sequence or turn the direction of the text round."""
_SHOWN: Final = {**dict.fromkeys(_HARMFUL, "\ufffd"), **dict.fromkeys(map(ord, "\t\n\r"), " ")}


def printable(text: str) -> str:
    """Return a text of the user on one line, each character that could act on the terminal being made visible."""
    return text.translate(_SHOWN)


def number(value: int) -> str:
    """Write a whole number: 1234 gives `1 234`, with a narrow no-break space."""
    return f"{value:,}".replace(",", NARROW)


def plural(value: int, one: str, many: str) -> str:
    """Choose the form that agrees with a number: the plural begins at 2."""
    return one if value < 2 else many


def count(value: int, one: str, many: str) -> str:
    """Write a number and what is counted: `1 234 lignes`, `1 ligne`, `0 ligne`."""
    return f"{number(value)}{NO_BREAK}{plural(value, one, many)}"


def size(octets: int) -> str:
    """Write the size of a file: `512 octets`, `1,2 Mo`."""
    if octets < 1000:
        return count(octets, "octet", "octets")
    value, units = octets / 1000, ["Go", "Mo", "ko"]
    while value >= 999.5 and len(units) > 1:
        value /= 1000
        units.pop()
    digits = 1 if value < 9.95 else 0
    text = f"{value:.{digits}f}".removesuffix(".0").replace(".", ",")
    return f"{text}{NO_BREAK}{units[-1]}"

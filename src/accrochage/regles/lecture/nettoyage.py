"""Raw values and their cleaning: what a spreadsheet, a CSV or an XML file may hold, made one line of text."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Final, Protocol

from accrochage.identite.encodage import unspoilt

Raw = str | int | float | bool | date | datetime | time | timedelta | None
"""What a cell may hold; an empty cell is None or `""`."""

Avec = tuple[tuple[str, str], ...]
"""Other cells of the row that a correction changes too: key of the column and value of each."""


class Note(Protocol):
    """Where readers note faults."""

    def __call__(self, code: str, message: str, correction: str | None, avec: Avec = (), /) -> None:
        """Take the code of a fault, its sentence, the value that would mend it (None: unknown), and what changes with it."""


NIL_WORDS: Final = frozenset(
    {
        *("nil", "xsi:nil", "néant", "neant", "sans objet", "-", "--", "–", "—"),
        *("n/a", "#n/a", "null", "none", "nan", "nat", "<na>"),  # what other programs write
        *("inconnu", "inconnue", "non renseigné", "non renseignée", "non communiqué"),
    }
)

_TRANSLATED: Final = (
    # Zero-width characters and marks of direction, which come along when a text is copied
    dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"))
    | dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
    # Hyphens that look like the one of the keyboard, ligatures that PDF files make
    | {0x2010: "-", 0x2011: "-", 0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi"}
    | {0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
)
_FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
"""Control characters, which XML 1.0 refuses or which no one can see."""

LOST: Final = "\ufffd"
"""What stands for a character that could not be decoded."""

_QUOTED: Final = 60


def clean(raw: Raw) -> str:
    """Return a raw value as one line of text, without the blanks that nobody sees.

    Outer blanks go, inner runs of blanks (non-breaking ones included) become one space, zero-width
    characters go, accents are composed (NFC). So go what keeps a spreadsheet from taking a number
    for one (`="0123"`, `'0123`). An integer held as a float loses its `.0`, another number what lies
    beyond the fifteen digits that a spreadsheet shows; a date becomes `JJ/MM/AAAA`; a boolean
    becomes `VRAI` or `FAUX`.
    """
    if isinstance(raw, str):
        return _clean_text(raw)
    return "" if raw is None else _write(raw)


def _write(raw: float | bool | date | time | timedelta) -> str:
    if isinstance(raw, bool):
        return "VRAI" if raw else "FAUX"
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() else f"{raw:.15g}"
    if isinstance(raw, date):
        return f"{raw:%d/%m/%Y}"
    return str(raw)


def _clean_text(raw: str) -> str:
    if not raw.isascii():
        raw = unicodedata.normalize("NFC", raw.translate(_TRANSLATED))
    text = " ".join(raw.split())
    if text[:2] == '="' and text[2:].endswith('"'):
        return text[2:-1].strip()
    if text[:1] == "'" and text[1:2].isdigit():
        return text[1:]
    return text


def without_forbidden(text: str) -> str:
    """Return a text without the characters that XML cannot hold or nobody can see."""
    return " ".join(_FORBIDDEN.sub("", text).split())


def quote(text: str) -> str:
    """Return a text between guillemets, fit for a sentence: without invisible characters, cut if long."""
    shown = without_forbidden(text)
    if len(shown) > _QUOTED:
        shown = f"{shown[:_QUOTED].rstrip()}…"
    return f"« {shown} »"


def check_characters(text: str, note: Note) -> bool:
    """Tell whether XML can hold a text; note TXT-02 when it cannot (recommendation XML 1.0, 2.2), or on a control character."""
    found = None if text.isprintable() else _FORBIDDEN.search(text)
    if not found:
        return True
    note(
        "TXT-02",
        f"La cellule contient un caractère invisible (U+{ord(found[0]):04X}), qui ne peut pas être envoyé. Retapez-la.",
        without_forbidden(text) or None,
    )
    return False


def check_encoding(text: str, note: Note) -> None:
    """Note TXT-04 when accents were spoilt by a change of encoding on the way."""
    if text.isascii():
        return
    original = unspoilt(text)
    if LOST in (original or text):
        note("TXT-04", lost_sentence(text), None)
    elif original:
        note("TXT-04", spoilt_sentence(text, original), original)


def lost_sentence(text: str) -> str:
    """Say that a letter was lost."""
    return f"{quote(text)} : une lettre accentuée n'a pas pu être lue. Retapez la cellule."


def spoilt_sentence(text: str, original: str) -> str:
    """Say that accents were spoilt, and how the text was written before."""
    return f"{quote(text)} : les accents ont été abîmés par un logiciel. Écrivez {quote(original)}."

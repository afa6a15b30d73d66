"""Texts that a change of encoding spoilt on the way, and how they were before."""

import re
from collections.abc import Sequence
from html import unescape
from typing import Final
from urllib.parse import unquote

from accrochage.identite.lettres import is_name

_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2}))")
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#[0-9]{2,5}|#x[0-9A-Fa-f]{2,4});")
_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_READ_AS: Final = ("cp1252", "latin-1", "mac_roman", "cp850")
"""Encodings that programs take UTF-8 for."""
_TAKEN_FOR: Final = (("cp1252", "mac_roman"), ("cp1252", "cp850"), ("mac_roman", "cp1252"))
"""What a text was read as, and what it was written in."""
_FRENCH: Final = frozenset("éèêëàâçîïôöùûü")
has_capital_inside = re.compile(r"[a-zß-öø-ÿ][À-ÖØ-ÞŒŠŸŽ]").search
"""Finds a capital with an accent after a small letter, which no name has: `RenÈ`."""
_CAPITAL_NEXT = re.compile(r"[a-zß-öø-ÿ][À-ÖØ-ÞŒŠŸŽ]|[éèêëàâçîïôöùûü][A-Z]").search
_SUSPECT = re.compile(r"[&\\%]|[^\x00-\x7f]").search
_DEPTH: Final = 4
"""Times that a text is undone at most: no file has gone through as many programs."""


def unspoilt(text: str) -> str | None:
    """Return what a text was before its UTF-8 was read as Windows-1252: `"RenÃ©"` gives `"René"`; None when it was not."""
    before = _reread(text, ("cp1252",))
    return before and (unspoilt(before) or before)


def original_name(text: str) -> str | None:
    r"""Return what a name was before programs spoilt or escaped its accents; None when none did.

    Undone are UTF-8 read as Windows-1252, Latin-1, Mac or DOS (`RenÃ©`, `Ren√©`, `Ren├®`), HTML entities (`Ren&eacute;`), and
    the escapes of programs and addresses (`Ren\u00e9`, `Ren%C3%A9`), even one upon the other.
    """
    if not _SUSPECT(text):
        return None
    original = None
    for _ in range(_DEPTH):
        before = _unescaped(original or text) or _reread(original or text, _READ_AS)
        if before is None:
            break
        original = before
    return original


def misread_name(text: str) -> str | None:
    """Return what a name may have been before letters of a Mac, or of DOS, were taken for those of Windows; None when in doubt.

    `RenŽ`, `RenÈ` and `Ren‚` were all `René`. Only small letters of French are given back: capitals leave no trace.
    """
    for written, read in _TAKEN_FOR:
        try:
            original = text.encode(written).decode(read)
        except UnicodeError:
            continue
        new = set(original) - set(text)
        if new and new <= _FRENCH and is_name(original) and not _CAPITAL_NEXT(original):
            return original
    return None


def _reread(text: str, encodings: Sequence[str]) -> str | None:
    """Return the text whose UTF-8 was read as one of these encodings, None when it is not such a one."""
    if text.isascii():
        return None
    for encoding in encodings:
        try:
            original = text.encode(encoding).decode()
        except UnicodeError:
            continue
        if original.isprintable():
            return original
    return None


def _unescaped(text: str) -> str | None:
    """Return a text without escapes, None when it has none."""
    plain = _ENTITY.sub(lambda found: unescape(found[0]), text)
    plain = _ESCAPE.sub(lambda found: chr(int(found[1] or found[2], 16)), plain)
    plain = _PERCENT.sub(lambda found: unquote(found[0]), plain)
    return plain if plain != text and plain.isprintable() else None

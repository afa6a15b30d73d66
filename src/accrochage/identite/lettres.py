"""The characters of names: what a civil registry can hold, and letters of other alphabets that look like those."""

import re
import unicodedata
from typing import Final

_LETTERS: Final = "A-Za-zÀ-ÂÄÆ-ÖØ-öø-ſ"
"""Latin letters, but for Ã and Å, which spoilt accents also make: they are looked at more closely."""
_PLAIN_NAME = re.compile(rf"(?=[' ’.\-]*+[{_LETTERS}])[{_LETTERS}' ’.\-]++")
_PUNCTUATION: Final = frozenset("'’ʼ‘`-‐‑–. ")

LOOK_ALIKES: Final = dict(
    zip(
        "АВЕЅІЈКМНОРСТУХҮЁЇаеѕіјорсухԁԛԝёїΑΒΕΖΗΙΚΜΝΟΡΤΥΧο",
        "ABESIJKMHOPCTYXYËÏaesijopcyxdqwëïABEZHIKMNOPTYXo",
        strict=True,
    )
)
"""Cyrillic and Greek letters that look like a Latin one, and that one."""

is_plain = _PLAIN_NAME.fullmatch
"""Tells, quickly, whether a text is a name of the usual letters and signs; one that is not may still be a name."""


def is_right(character: str) -> bool:
    """Tell whether names in Latin letters hold a character."""
    if character in _PUNCTUATION or "LATIN" in unicodedata.name(character, ""):
        return True
    return unicodedata.category(character) in {"Mn", "Lm"}  # accents that stay apart, ʿ and ʼ


def is_name(text: str) -> bool:
    """Tell whether a text has a letter, and nothing but what names hold."""
    return any(map(str.isalpha, text)) and all(map(is_right, text))

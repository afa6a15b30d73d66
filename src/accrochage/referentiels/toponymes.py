"""Names of communes as people write them, and the key under which they are looked up."""

import re
import unicodedata
from typing import Final, NamedTuple

from accrochage.referentiels.departements import departement_named

_LIGATURES: Final = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "’": "'", "°": " "})
_ACCENTS = re.compile("[\u0300-\u036f]+")
_ON = re.compile(r"\bs ?/|/")
_BLANKS = re.compile(r"[^\w\n]+|_+")
_ABRIDGED = re.compile(r"\b(?:ste?s?|s)\b")
_WORDS: Final = {"st": "saint", "ste": "sainte", "sts": "saints", "stes": "saintes", "s": "sur"}
_ARTICLE = re.compile(r"^ ?(?:les?|la|l) (?=\w)|(?<=\w) (?:les?|la|l) ?$", re.MULTILINE)
_ARRONDISSEMENT = re.compile(
    r"^ ?(paris|lyon|marseille) ?(?:0?([0-9]{1,2})|([ivx]{1,5})) ?(?:er|i?e|i?eme|nde?)?(?: ?ar[a-z]*)? ?$",
    re.MULTILINE,
)
_ROMAN: Final = {
    numeral: str(rank)
    for rank, numeral in enumerate(
        [
            "i",
            "ii",
            "iii",
            "iv",
            "v",
            "vi",
            "vii",
            "viii",
            "ix",
            "x",
            "xi",
            "xii",
            "xiii",
            "xiv",
            "xv",
            "xvi",
            "xvii",
            "xviii",
            "xix",
            "xx",
        ],
        start=1,
    )
}

_HINT = re.compile(
    r"\(\s*(?P<alone>2[ab]|[0-9]{2,3})\s*\)|(?<![0-9])(?P<postal>[0-9]{5})(?![0-9])", re.IGNORECASE
)
_CEDEX = re.compile(r"\bcedex\b(?: *[0-9]{1,2})?", re.IGNORECASE)
_ASIDE = re.compile(r"\(([^()']{3,60})\)")
_OVERSEAS = re.compile(
    r"(?<=\w)[\s,\-]+(?:d[eu] |en )?((?:la )?r[ée]union|guadeloupe|martinique|guyane|mayotte|(?:nouvelle[ \-])cal[ée]donie)\s*$",
    re.IGNORECASE,
)
LONGEST: Final = 200
"""Characters of a text that are read: no name has so many."""


class Toponyme(NamedTuple):
    """What a text says of a place.

    Attributes:
        cle: Key of its name, `""` when nothing is left of it.
        departement: Département that the text adds, `"35"` in « Rennes (35) », « 35000 RENNES » or « Rennes (Ille-et-Vilaine) »; None when it adds none.
    """

    cle: str
    departement: str | None


def read_toponyme(text: str) -> Toponyme:
    """Return what a text says of a place, without what surrounds a name: postal code, cedex, département. Never raises."""
    text = " ".join(text[:LONGEST].split())
    hint = _HINT.search(text)
    departement = None
    if hint:
        departement = hint["alone"].upper() if hint["alone"] else departement_of(hint["postal"])
        text = f"{text[: hint.start()]} {text[hint.end() :]}"
    named = _ASIDE.search(text) or _OVERSEAS.search(text)
    if named:
        departement = departement or departement_named(named[1])
        text = f"{text[: named.start()]} {text[named.end() :]}"
    return Toponyme(make_keys(_CEDEX.sub(" ", text)), departement)


def make_keys(lines: str) -> str:
    """Return the key of each name of a text that has one a line.

    Case, accents, hyphens, the article and the usual abbreviations do not matter: « L'Haÿ-les-Roses », « HAY LES ROSES (L') »
    have one key; so have « St Malo » and « Saint-Malo », « Lyon 3e » and « LYON 03 ».
    """
    text = unicodedata.normalize("NFKD", lines.translate(_LIGATURES)).casefold()
    text = _BLANKS.sub(" ", _ON.sub(" sur ", _ACCENTS.sub("", text)))
    text = _ARTICLE.sub("", _ABRIDGED.sub(lambda found: _WORDS[found[0]], text))
    return _ARRONDISSEMENT.sub(_ward, text).replace(" ", "")


def _ward(found: re.Match[str]) -> str:
    ville, number, numeral = found.groups()
    return f"{ville}{number or _ROMAN.get(numeral, numeral)}"


def departement_of(code: str) -> str:
    """Return the département of an INSEE or postal code, three digits overseas: `"35238"` gives `"35"`, `"97411"` `"974"`.

    A Corsican postal code gives `"20"`, which both départements of Corsica answer to.
    """
    return code[:3] if code[:2] in {"97", "98"} else code[:2]

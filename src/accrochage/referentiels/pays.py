"""Countries under the codes of the INSEE, 99 and three digits (see donnees/lieux.md for the sources and their limits)."""

from collections.abc import Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from accrochage.referentiels.cles import fold

FRANCE: Final = "99100"
"""Code of France among countries; no birth place has it."""

_FAMILLES: Final = tuple(
    (frozenset(f"99{number}" for number in numbers.split()), date.fromisoformat(since))
    for numbers, since in (
        ("115 116 117", "1993-01-01"),  # Tchécoslovaquie
        ("109 141 142", "1990-10-03"),  # Allemagne
        ("118 119 120 121 145 156 157", "2008-02-17"),  # Yougoslavie; Kosovo came last
        ("106 107 108 123 148 151 155 252 253 255 256 257 258 259 260", "1991-12-26"),  # URSS
        ("202 233 251", "1990-05-22"),  # Yémen
        ("243 244 245", "1976-07-02"),  # Viêt Nam
        ("237 238 239", "1948-09-09"),  # Corée
        ("431 443 444 445", "2010-10-10"),  # Antilles néerlandaises
        ("343 349", "2011-07-09"),  # Soudan
        ("315 317", "1993-05-24"),  # Éthiopie
        ("231 262", "2002-05-20"),  # Indonésie
        ("308 309", "1964-04-26"),  # Tanzanie
    )
)
"""States that came out of one another since 1943, and the day since when they are what they are."""

_LONGEST: Final = 100


class Pays(NamedTuple):
    """A country, of today or of the past.

    Attributes:
        code: INSEE code, `"99"` and three digits.
        nom: French name.
        autres_noms: Other names, of today and of the past.
        iso: ISO 3166-1 code of three letters, `""` when it has none.
        debut: First day; None when not known, or of no use.
        fin: Day after the last; None when it still is, or not known.
        ancien: It is no more.
    """

    code: str
    nom: str
    autres_noms: tuple[str, ...]
    iso: str
    debut: date | None
    fin: date | None
    ancien: bool

    @property
    def trois(self) -> str:
        """Its code as the XSD wants it (codePaysNaissance): three digits, `"352"`."""
        return self.code[2:]


def find_pays(code: str) -> Pays | None:
    """Return a country by its code, `"99352"` or `"352"`; None when it is not known."""
    return _pays().get(code if len(code) == 5 else f"99{code}")


def pays_named(nom: str) -> Pays | None:
    """Return a country by one of its names, of today or of the past, or by its ISO code of three letters; None when it is not known."""
    code = _codes_by_key().get(fold(nom[:_LONGEST]))
    return _pays()[code] if code else None


def relatives(code: str, jour: date) -> Sequence[Pays]:
    """Return the countries that may rightly be told in place of another for a birth on a day, in the order of codes.

    They came out of it, or it came out of them, later than that day: who was born in Kiev in 1980 was born in the USSR.
    """
    for family, since in _FAMILLES:
        if code in family and jour < since:
            return [_pays()[other] for other in sorted(family - {code})]
    return ()


def settled(code: str) -> date:
    """Return the day since when a country has had no relatives; the first of days when it never had any."""
    return next((since for family, since in _FAMILLES if code in family), date.min)


def heirs(code: str) -> Sequence[Pays]:
    """Return the countries of today that came out of one of the past, in the order of codes."""
    found = [
        _pays()[other] for family, _ in _FAMILLES for other in family - {code} if code in family
    ]
    return sorted(pays for pays in found if not pays.ancien)


def suggest_pays(nom: str, limite: int = 3) -> Sequence[Pays]:
    """Return the countries whose name is most like a text, the likeliest first."""
    by_key = _codes_by_key()
    near = get_close_matches(fold(nom[:_LONGEST]), by_key, n=limite + 3, cutoff=0.75)
    return [_pays()[code] for code in dict.fromkeys(by_key[cle] for cle in near)][:limite]


def all_pays() -> Sequence[Pays]:
    """Return every country, those of the past included, in the order of codes."""
    return list(_pays().values())


@cache
def _pays() -> Mapping[str, Pays]:
    source = files("accrochage.referentiels") / "donnees" / "pays.csv"
    found = map(_parse, source.read_text(encoding="utf-8").splitlines())
    return {pays.code: pays for pays in found}


def _parse(line: str) -> Pays:
    code, nom, others, iso, debut, fin = line.split(";")
    ended = date.fromisoformat(fin) if fin[:1].isdigit() else None
    began = date.fromisoformat(debut) if debut else None
    return Pays(code, nom, tuple(filter(None, others.split("|"))), iso, began, ended, bool(fin))


@cache
def _codes_by_key() -> Mapping[str, str]:
    """Return the code of each folded name and ISO code."""
    return {
        fold(nom): pays.code
        for pays in _pays().values()
        for nom in (pays.iso, pays.nom, *pays.autres_noms)
        if nom
    }

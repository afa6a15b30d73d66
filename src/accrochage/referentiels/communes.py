"""French communes under their INSEE codes since 1943 (see donnees/lieux.md for the sources and their limits).

Nothing is read before the first question; a line of the data is only parsed when it is asked for.
"""

import lzma
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, NamedTuple, Self

from accrochage.referentiels.arrondissements import VILLES
from accrochage.referentiels.toponymes import (
    LONGEST,
    Toponyme,
    departement_of,
    make_keys,
    read_toponyme,
)

BEGINNING: Final = date(1943, 1, 1)
"""Before this day the data know nothing: what they say of it stands for all that came before."""

MEMORY: Final = 32_768
"""Answers that a question remembers: nearly every commune."""

CORSE: Final = frozenset({"2A", "2B"})


class Genre(StrEnum):
    """What a code stands for."""

    COMMUNE = "C"
    ARRONDISSEMENT = "M"
    DELEGUEE = "D"
    """Part of a commune nouvelle that kept its name and code."""
    ASSOCIEE = "A"
    """Part of a commune made by a fusion-association (since 1971)."""
    TERRITOIRE = "T"
    """A former territory as a whole, whose communes are not known."""


class Quand(NamedTuple):
    """A day that may be known only by its year, or its year and month: the first and the last day that it may be."""

    premier: date
    dernier: date

    @classmethod
    def de(cls, annee: int, mois: int | None = None, jour: int | None = None) -> Self:
        """Make one from a year (1 to 9999), a month and a day; a month or a day that does not exist counts as unknown."""
        if mois is None or not 1 <= mois <= 12:
            return cls(date(annee, 1, 1), date(annee, 12, 31))
        last = monthrange(annee, mois)[1]
        if jour is None or not 1 <= jour <= last:
            return cls(date(annee, mois, 1), date(annee, mois, last))
        return cls(date(annee, mois, jour), date(annee, mois, jour))


class Commune(NamedTuple):
    """A code under one name, for as long as it had it.

    Attributes:
        code: INSEE code, 5 characters.
        nom: Name, with its article and accents.
        genre: What the code stood for.
        debut: First day; None when it is older than the data or not known.
        fin: Day after the last; None when it still is.
        vers: Other codes that the place had afterwards, or of the communes it became a part of; none when it kept its code.
    """

    code: str
    nom: str
    genre: Genre
    debut: date | None
    fin: date | None
    vers: tuple[str, ...]

    def existed(self, quand: Quand) -> bool:
        """Tell whether it was so on a day, or may have been on a day that is not wholly known."""
        return (self.debut is None or self.debut <= max(quand.dernier, BEGINNING)) and (
            self.fin is None or quand.premier < self.fin
        )


def history(code: str) -> Sequence[Commune]:
    """Return all that an INSEE code ever stood for, in the order of time, communes before parts of communes; nothing when unknown."""
    line = _lines().get(code)
    return _parse(line) if line else ()


def commune_at(code: str, quand: Quand) -> Commune | None:
    """Return what an INSEE code stood for on a day; None when it then stood for nothing, or never did."""
    found = [commune for commune in history(code) if commune.existed(quand)]
    return min(found, key=_importance, default=None)


def latest(code: str) -> Commune | None:
    """Return what an INSEE code stands for today, or stood for last; None when it never stood for anything."""
    found = history(code)
    still = [commune for commune in found if commune.fin is None]
    return min(still, key=_importance) if still else found[-1] if found else None


def _importance(commune: Commune) -> int:
    return "CMDAT".index(commune.genre)


def communes_named(
    nom: str, departement: str | None = None, quand: Quand | None = None
) -> Sequence[Commune]:
    """Return the communes that bear a name, one for each code, in the order of codes. Never raises.

    Args:
        nom: The name however it is written; it may add a département or a postal code, « Rennes (35) ».
        departement: Only those of a département, of then or of today (`"35"`, `"2A"`, `"20"`, `"974"`).
        quand: Only those that bore the name on that day.
    """
    cle, within = toponyme_of(nom)
    departement = departement or within
    return [
        commune
        for commune in communes_of_key(cle, quand)
        if departement is None or departement in departements(commune.code)
    ]


@lru_cache(maxsize=MEMORY)
def toponyme_of(nom: str) -> Toponyme:
    """Return what a text says of a place: first whether the whole of it is a name, « Château-Chinon (Ville) », « La Réunion »."""
    cle = key_of(" ".join(nom[:LONGEST].split()))
    return Toponyme(cle, None) if cle in _places_by_key() else read_toponyme(nom)


def communes_of_key(cle: str, quand: Quand | None = None) -> Sequence[Commune]:
    """Return the communes whose name has a key, one for each code, in the order of codes; those of a day, when one is given."""
    found: dict[str, Commune] = {}
    for code, rank in _places_by_key().get(cle, ()):
        commune = _parse(_lines()[code])[rank]
        if code not in found and (quand is None or commune.existed(quand)):
            found[code] = commune
    return list(found.values())


def communes_of_postal(code_postal: str) -> Sequence[Commune]:
    """Return the communes of today, arrondissements included, that a postal code of today serves."""
    return [
        commune
        for code in _codes_by_postal().get(code_postal, ())
        if (commune := latest(code)) is not None
    ]


@lru_cache(maxsize=MEMORY)
def postal_codes(code: str) -> frozenset[str]:
    """Return the postal codes of today of a commune, or of those it became: those of its time are not known."""
    return frozenset(
        postal for later in (code, *followers(code)) for postal in _field(later, 2).split()
    )


@lru_cache(maxsize=MEMORY)
def departements(code: str) -> frozenset[str]:
    """Return the départements of a commune, then and today: `{"78", "91"}` for 78228; both of Corsica count as `"20"` too."""
    found = {departement_of(later) for later in (code, *followers(code))}
    return frozenset(found | ({"20"} if found & CORSE else set()))


def followers(code: str) -> Sequence[str]:
    """Return every other code that the place of a code had later, or of communes it became a part of, nearest first."""
    found = {code: None}
    waiting = [code]
    for current in waiting:
        for commune in history(current):
            new = [later for later in commune.vers if later not in found]
            found |= dict.fromkeys(new)
            waiting += new
    return list(found)[1:]


def forerunners(code: str) -> Sequence[str]:
    """Return every other code whose place came, by and by, under a code, nearest first."""
    found = {code: None}
    waiting = [code]
    for current in waiting:
        new = [earlier for earlier in _forerunners().get(current, ()) if earlier not in found]
        found |= dict.fromkeys(new)
        waiting += new
    return list(found)[1:]


def population(code: str) -> int:
    """Return how many people live there today, to two digits; 0 when there is no commune any more, or the source does not say."""
    return int(_field(code, 1) or 0)


def birth_places() -> Sequence[tuple[Commune, int]]:
    """Return the communes of today, arrondissements in place of the three cities, with their population, in the order of codes."""
    found = []
    for code in _lines():
        commune = latest(code)
        if commune and commune.fin is None and commune.genre in "CM" and code not in VILLES:
            found.append((commune, population(code)))
    return found


@lru_cache(maxsize=MEMORY)
def key_of(nom: str) -> str:
    """Return the key under which a name is looked up."""
    return make_keys(nom)


def keys() -> Iterable[str]:
    """Return the key of every name."""
    return _places_by_key()


def is_postal(code: str) -> bool:
    """Tell whether a postal code serves a commune today."""
    return code in _codes_by_postal()


@cache
def _lines() -> Mapping[str, str]:
    """Return the lines of the data by INSEE code."""
    source = files("accrochage.referentiels") / "donnees" / "communes.tsv.xz"
    text = lzma.decompress(source.read_bytes()).decode()
    return {line[:5]: line for line in text.split("\n")}


def _field(code: str, rank: int) -> str:
    line = _lines().get(code)
    return line.split("\t", 3)[rank] if line else ""


@lru_cache(maxsize=MEMORY)
def _parse(line: str) -> Sequence[Commune]:
    code, _, _, *periods = line.split("\t")
    return tuple(_commune(code, *period.split(";")) for period in periods)


def _commune(code: str, nom: str, genre: str, debut: str, fin: str, vers: str) -> Commune:
    return Commune(code, nom, Genre(genre), _day(debut), _day(fin), tuple(vers.split()))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _periods() -> Iterator[tuple[str, int, str, str]]:
    """Yield code, rank in its history, name and codes that followed of every period."""
    for code, line in _lines().items():
        for rank, period in enumerate(line.split("\t")[3:]):
            yield code, rank, period.partition(";")[0], period.rpartition(";")[2]


@cache
def _places_by_key() -> Mapping[str, list[tuple[str, int]]]:
    """Return the code and the rank in its history of each name, by its key; all keys are made at once, twenty times quicker."""
    periods = [(code, rank, nom) for code, rank, nom, _ in _periods()]
    names = make_keys("\n".join(nom for _, _, nom in periods)).split("\n")
    found: dict[str, list[tuple[str, int]]] = {}
    for (code, rank, _), cle in zip(periods, names, strict=True):
        found.setdefault(cle, []).append((code, rank))
    return found


@cache
def _codes_by_postal() -> Mapping[str, list[str]]:
    """Return the codes of each postal code, the three cities left out: their arrondissements stand for them."""
    found: dict[str, list[str]] = {}
    for code in _lines():
        if code not in VILLES:
            for postal in _field(code, 2).split():
                found.setdefault(postal, []).append(code)
    return found


@cache
def _forerunners() -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for code, _, _, vers in _periods():
        for later in vers.split():
            found.setdefault(later, []).append(code)
    return found

"""How people are spread in France, by orders of magnitude: years, places and countries of birth, names.

Sources: Insee, for each figure the publication that it comes from. What is rounded, or ours, says so; `docs` repeats it.
"""

import random
import re
from bisect import bisect
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from itertools import accumulate
from typing import Final, Generic, TypeVar

from accrochage.referentiels.communes import (
    Commune,
    Quand,
    birth_places,
    forerunners,
    history,
)
from accrochage.referentiels.epoques import communes_then
from accrochage.referentiels.patronymes import patronymes, rare_patronymes
from accrochage.referentiels.prenoms import DECENNIES, prenoms_de

T = TypeVar("T")

DECADES: Final = {
    1940: 6.4,
    1950: 8.0,
    1960: 8.7,
    1970: 8.5,
    1980: 8.4,
    1990: 7.9,
    2000: 8.3,
}
"""Millions of people living in France by decade of birth (Insee, pyramide des âges au 1er janvier 2024, rounded)."""

MEN: Final = 0.485
"""Share of men (Insee, bilan démographique 2023: 48,4 %)."""

BORN_ABROAD: Final = 0.13
"""Share of the people born abroad (Insee, L'essentiel sur les immigrés, 2023: 10,7 % of immigrants, and those born French abroad)."""

COUNTRIES: Final = {
    "99352": 150,  # Algérie
    "99350": 130,  # Maroc
    "99139": 75,  # Portugal
    "99351": 55,  # Tunisie
    "99127": 35,  # Italie
    "99134": 32,  # Espagne
    "99208": 30,  # Turquie
    "99109": 28,  # Allemagne
    "99131": 22,  # Belgique
    "99132": 20,  # Royaume-Uni
    "99333": 20,  # Madagascar
    "99114": 18,  # Roumanie
    "99216": 18,  # Chine
    "99341": 17,  # Sénégal
    "99326": 17,  # Côte d'Ivoire
    "99243": 16,  # Viet Nam
    "99410": 15,  # Haïti
    "99122": 14,  # Pologne
    "99322": 14,  # Cameroun
    "99312": 13,  # République démocratique du Congo
    "99335": 12,  # Mali
    "99324": 11,  # Congo
    "99397": 11,  # Comores
    "99140": 10,  # Suisse
    "99121": 10,  # Serbie
    "99416": 10,  # Brésil
    "99223": 9,  # Inde
    "99123": 9,  # Russie
    "99330": 9,  # Guinée
    "99235": 8,  # Sri Lanka
    "99234": 7,  # Cambodge
    "99205": 7,  # Liban
    "99206": 6,  # Syrie
    "99212": 6,  # Afghanistan
    "99404": 6,  # États-Unis
}
"""Countries of birth, in thousandths of those born abroad: the first ones as the Insee tells them (immigrés par pays de naissance,
2023, rounded), the others as orders of magnitude; the rest is spread over them."""

LISTED: Final = 0.38
"""Share of the people whose family name is on the list of those borne 500 times or more: what the law below sums up to."""
_DECLINE: Final = 0.64
"""The n-th family name is borne n^0,64 times less than the first: from 230 000 Martin to 500 of the last one of the list."""

SECOND_NAME: Final = 0.8
THIRD_NAME: Final = 0.55
"""Share of who has a second first name, and of these a third: ours, for want of a published figure."""
USED_NAME_WOMEN: Final = 0.35
USED_NAME_MEN: Final = 0.01
"""Share of who goes by the name of a spouse: ours (Insee, 2007: some four married women in five, of a half who are married)."""
TWINS: Final = 0.016
"""Births that bring twins (Insee, état civil 2023: 15,9 in a thousand)."""
SAME_SEX_TWINS: Final = 2 / 3
UNKNOWN_DAY: Final = 0.02
"""Share, among those born abroad, of who has no known day and month of birth: ours."""
NO_FIRST_NAME: Final = 1 / 20_000
"""Share of who has no first name: ours."""
WITH_DOSSIER: Final = 0.3
"""Share of who has an EDOF folder: ours."""

UNPUBLISHED: Final = 1 / 8
"""Share, among rare family names, of those that the INSEE's list lacks, because hardly anybody bears them in France: ours."""
DOUBLE_NAME: Final = 0.04
PARTICLE: Final = 0.06
"""Share, among rare family names, of those of both parents, and of those that have a particle: ours."""
_PARTICLES: Final = (
    "DE ",
    "DE ",
    "LE ",
    "LE ",
    "LA ",
    "DU ",
    "DA ",
    "DOS ",
    "BEN ",
    "EL ",
    "DE LA ",
    "VAN ",
    "D'",
)
_WORD: Final = re.compile(r"[ '-]")


class Tirage(Generic[T]):
    """Draws among things of unequal weights.

    Args:
        weighted: The things, each with its weight.
    """

    def __init__(self, weighted: Iterable[tuple[T, float]]) -> None:
        pairs = list(weighted)
        self._things: Sequence[T] = [thing for thing, _ in pairs]
        self._sums = list(accumulate(weight for _, weight in pairs))

    def draw(self, chance: random.Random) -> T:
        """Draw one."""
        return self._things[bisect(self._sums, chance.random() * self._sums[-1])]


@cache
def years() -> Tirage[int]:
    """Return the years of birth, those of a decade being equal."""
    return Tirage(
        (decade + rank, weight) for decade, weight in DECADES.items() for rank in range(10)
    )


@cache
def countries() -> Tirage[str]:
    """Return the countries of birth, by code (99xxx)."""
    return Tirage(COUNTRIES.items())


@cache
def places() -> Tirage[str]:
    """Return the communes of birth by their code of today: as many births as people (a simplification, births being in towns)."""
    return Tirage(
        (commune.code, population) for commune, population in birth_places() if population
    )


@cache
def names() -> Tirage[str]:
    """Return the family names borne at least 500 times."""
    return Tirage((nom.upper(), rank**-_DECLINE) for rank, nom in enumerate(patronymes(), start=1))


def first_names(sexe: str, annee: int) -> Tirage[str]:
    """Return the first names given in the decade of a year."""
    return _first_names(sexe, (annee - DECENNIES.start) // DECENNIES.step)


@cache
def _first_names(sexe: str, decade: int) -> Tirage[str]:
    return Tirage(prenoms_de(sexe, DECENNIES.start + decade * DECENNIES.step))


def rare_name(chance: random.Random) -> str:
    """Draw or invent a family name that few bear; some have a particle, some are those of both parents."""
    draw = chance.random()
    if draw < DOUBLE_NAME:
        separator = chance.choice((" ", "-"))
        return f"{_rare_word(chance)}{separator}{_rare_word(chance)}"
    if draw < DOUBLE_NAME + PARTICLE:
        return f"{chance.choice(_PARTICLES)}{_rare_word(chance)}"
    return _rare_word(chance)


def _rare_word(chance: random.Random) -> str:
    """Draw a name borne fewer than 500 times; now and then, join the beginning of a word of a name and the end of a word of another."""
    if chance.random() >= UNPUBLISHED:
        return chance.choice(rare_patronymes()).upper()
    first, second = (_WORD.split(names().draw(chance))[-1] for _ in range(2))
    return first[: (len(first) + 1) // 2] + second[len(second) // 2 :]


def commune_then(code: str, day: date, chance: random.Random) -> Commune | None:
    """Return a commune that stood on a day where a commune of today stands: it, or one of those that became a part of it."""
    known = _histories(code)
    if len(known) == 1 and known[0].debut is None and known[0].fin is None:
        return known[0]
    quand = Quand(day, day)
    stood = [commune for commune in known if commune.genre in "CM" and commune.existed(quand)]
    if stood:
        return stood[0] if chance.random() < 0.7 else chance.choice(stood)
    then = communes_then(code, quand)
    return then[0] if then else None


@cache
def _histories(code: str) -> Sequence[Commune]:
    """Return all that stood where a commune stands today, itself first."""
    return [commune for one in (code, *forerunners(code)) for commune in history(one)]

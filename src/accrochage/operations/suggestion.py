"""Birth places proposed to whoever types one: communes of the day of birth, and countries."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from heapq import nlargest
from itertools import chain, islice
from typing import Final, NamedTuple

from accrochage.referentiels import ressemblance
from accrochage.referentiels.arrondissements import VILLES
from accrochage.referentiels.cles import fold
from accrochage.referentiels.communes import (
    Commune,
    Quand,
    communes_of_key,
    communes_of_postal,
    departements,
    history,
    keys,
    latest,
    population,
    toponyme_of,
)
from accrochage.referentiels.departements import nom_departement
from accrochage.referentiels.pays import FRANCE, Pays, all_pays, find_pays, pays_named
from accrochage.referentiels.pays import suggest_pays as pays_like
from accrochage.referentiels.toponymes import departement_of

_CODE = re.compile("[0-9][0-9AB][0-9]{3}")
_WRITTEN = re.compile(r"(?P<nom>.*?)\s*\(\s*(?P<code>[0-9][0-9ABab][0-9]{3})\s*\)")
_AFTER_ANY: Final = "\U0010ffff"
_LOOKED_AT: Final = 4
"""Names looked at for each that is proposed: some had not the day of birth, or are elsewhere."""


class LieuPropose(NamedTuple):
    """A commune or a country that may be the birth place.

    Attributes:
        code: INSEE code, 5 characters; 99 and three digits for a country.
        nom: Its name on the day of birth.
        detail: What tells it from others: its département, until when it was so; `""` when there is nothing to say.
    """

    code: str
    nom: str
    detail: str

    @property
    def label(self) -> str:
        """Name and code in one text, « Rennes (35238) »; `read_lieu` reads it."""
        return f"{self.nom} ({self.code})"


def suggest_communes(text: str, on: Quand | None = None, limit: int = 10) -> Sequence[LieuPropose]:
    """Return the communes that a text begins to name, the likeliest first. Never raises.

    First those of that very name, then those whose name begins so, the most peopled first, then those whose name is like it. An
    INSEE code or a postal code names a commune too. Of Paris, Lyon and Marseille come the arrondissements, where births are told.

    Args:
        text: What is typed so far, « renn », « Rennes (35) », « st malo », « 35000 ».
        on: The day of birth; those of another time only come when none was called so then.
        limit: How many at most.
    """
    found = _distinct(_communes(text, on), limit)
    return [LieuPropose(one.code, one.nom, _detail(one)) for one in found]


def suggest_pays(text: str, on: Quand | None = None, limit: int = 10) -> Sequence[LieuPropose]:
    """Return the countries that a text begins to name, of today first; those that ended before the day of birth are left out.

    Args:
        text: What is typed so far, « port », « Côte d'I », « DZA », « 99139 »; nothing asks for the first of all.
        on: The day of birth.
        limit: How many at most.
    """
    start = fold(text)
    named = [pays for pays in _by_name() if any(name.startswith(start) for name in _names(pays))]
    named.sort(key=lambda pays: (pays.ancien, not _names(pays)[0].startswith(start)))
    like = pays_like(text, limit) if len(start) > 2 else ()
    found = (
        pays
        for pays in chain(named, like)
        if pays.code != FRANCE and not (on and pays.fin and pays.fin <= on.premier)
    )
    kept = islice(dict.fromkeys(found), limit)
    return [LieuPropose(one.code, one.nom, _until(one.fin)) for one in kept]


def read_lieu(text: str) -> tuple[str, str]:
    """Return the name and the INSEE code that a text says: `("Rennes", "35238")` for « Rennes (35238) ».

    A code alone gets the name of its commune; a name alone has the code `""`.
    """
    text = " ".join(text.split())
    found = _WRITTEN.fullmatch(text)
    if found:
        return found["nom"], found["code"].upper()
    if not _CODE.fullmatch(text.upper()):
        return text, ""
    commune = latest(text.upper())
    return (commune.nom if commune else ""), text.upper()


def read_pays(text: str) -> tuple[str, str]:
    """Return the name and the code of three digits that a text says: `("Portugal", "139")` for « Portugal (99139) » or « portugal ».

    France has no code, for no birth place has it; a text that names no country is its own name, without a code.
    """
    text = " ".join(text.split())
    found = _WRITTEN.fullmatch(text)
    pays = find_pays(found["code"]) if found else find_pays(text) or pays_named(text)
    if pays is None:
        return text, ""
    return pays.nom, "" if pays.code == FRANCE else pays.trois


def _communes(text: str, on: Quand | None) -> Iterator[Commune]:
    if _CODE.fullmatch(text.strip().upper()):
        yield from _of_code(text.strip().upper(), on)
        return
    cle, within = toponyme_of(text)
    if not cle:
        return

    def here(names: Sequence[str], on: Quand | None) -> list[Commune]:
        found = (_last(one, on) for name in names for one in communes_of_key(name, on))
        near = (one for one in found if within is None or within in departements(one.code))
        return sorted(near, key=_peopled, reverse=True)

    exact = here([cle], on)
    yield from chain.from_iterable(map(_wards, exact))
    yield from chain.from_iterable(map(_wards, here(_beginning(cle), on)))
    if not exact:
        yield from here([cle], None)
    if len(cle) > 2:
        yield from ressemblance.suggest_communes(text, within, on, 5)


def _of_code(code: str, on: Quand | None) -> Iterator[Commune]:
    periods = history(code)
    yield from (one for one in periods if on and one.existed(on))
    yield from reversed(periods)
    yield from communes_of_postal(code)


def _last(commune: Commune, on: Quand | None) -> Commune:
    """Return a commune as it stood last under its name, when no day is asked for."""
    if on:
        return commune
    same = [one for one in history(commune.code) if one.nom == commune.nom]
    return same[-1] if same[-1].genre is commune.genre else commune


def _wards(commune: Commune) -> Iterator[Commune]:
    """Yield a commune, or the arrondissements of a city that has some, in their order."""
    ville = VILLES.get(commune.code)
    if ville is None:
        yield commune
    else:
        codes = (ville.code(rank) for rank in range(1, ville.nombre + 1))
        yield from (history(code)[-1] for code in codes)


def _distinct(communes: Iterator[Commune], limit: int) -> list[Commune]:
    """Return the first communes, one for each code, without the cities that arrondissements stand for."""
    found: dict[str, Commune] = {}
    for commune in communes:
        if len(found) == limit:
            break
        if commune.code not in VILLES:
            found.setdefault(commune.code, commune)
    return list(found.values())


def _beginning(cle: str) -> Sequence[str]:
    """Return the most peopled names that begin with a key and are longer."""
    names, weights = _sorted_keys(), _weights()
    first, last = bisect_left(names, cle), bisect_left(names, cle + _AFTER_ANY)
    longer = (name for name in names[first:last] if name != cle)
    return nlargest(10 * _LOOKED_AT, longer, key=lambda name: weights[name])


@cache
def _sorted_keys() -> Sequence[str]:
    return sorted(keys())


@cache
def _weights() -> Mapping[str, int]:
    """Return the population of the largest commune of each name."""
    return {name: max(map(_peopled, communes_of_key(name))) for name in _sorted_keys()}


def _peopled(commune: Commune) -> int:
    """Return how many people live there; where the data do not say, a commune still counts more than a part of one."""
    return population(commune.code) or (commune.fin is None)


def _detail(commune: Commune) -> str:
    departement = departement_of(commune.code)
    nom = nom_departement(departement)
    return ", ".join(filter(None, (nom, _until(commune.fin))))


def _until(end: date | None) -> str:
    return f"jusqu'en {end.year}" if end else ""


@cache
def _by_name() -> Sequence[Pays]:
    return sorted(all_pays(), key=lambda pays: fold(pays.nom))


@cache
def _names(pays: Pays) -> Sequence[str]:
    """Return what a country may be called: its name first, others, each of their long words, codes."""
    names = (pays.nom, *pays.autres_noms)
    words = (word for name in names for word in name.split() if len(word) > 3)
    return [fold(name) for name in (*names, *words, pays.iso, pays.code) if name]

"""Communes whose name is most like a mistyped one, in a few milliseconds."""

from collections import Counter
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from functools import cache, lru_cache
from heapq import nlargest
from operator import itemgetter
from typing import Final

from accrochage.referentiels.communes import (
    Commune,
    Quand,
    communes_of_key,
    departements,
    keys,
    population,
    toponyme_of,
)

ALIKE: Final = 0.75
"""Names less alike than this are not proposed."""

_LOOKED_UP: Final = 8
"""Triplets of letters that are looked up."""

_COMPARED: Final = 40
"""Keys that share most triplets of letters with what is looked for, for their length: only these are compared letter by letter."""


def suggest_communes(
    nom: str, departement: str | None = None, quand: Quand | None = None, limite: int = 5
) -> Sequence[Commune]:
    """Return the communes whose name is like a text, the likeliest first, then the most peopled. Never raises.

    The name itself comes first when it is one. Then come names that begin with it, when it has three letters or more, and those
    that differ by a letter or two.

    Args:
        nom: Name, perhaps mistyped or not wholly typed.
        departement: Only those of a département, of then or of today.
        quand: Only those that bore the name on that day.
        limite: How many at most.
    """
    cle, within = toponyme_of(nom)
    departement = departement or within
    scored = [
        (score, population(commune.code), commune)
        for other, score in ((cle, 1.0), *_near(cle))
        for commune in communes_of_key(other, quand)
        if departement is None or departement in departements(commune.code)
    ]
    scored.sort(key=itemgetter(0, 1), reverse=True)
    return [commune for _, _, commune in scored[:limite]]


def likeness(one: str, other: str) -> float:
    """Return how alike two keys are, from 0 to 1."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


@lru_cache(maxsize=4096)
def _near(cle: str) -> Sequence[tuple[str, float]]:
    """Return the keys that are like a key, itself left out, and how much.

    Only the rarest of its triplets of letters are looked up: a letter or two may be wrong, the others are enough to find it.
    """
    every, index = _index()
    shared: Counter[int] = Counter()
    ranks = sorted((index[triplet] for triplet in _triplets(cle) if triplet in index), key=len)
    for known in ranks[:_LOOKED_UP]:
        shared.update(known)
    most = max(shared.values(), default=0)
    compared = nlargest(
        _COMPARED,
        (rank for rank, times in shared.items() if 2 * times >= most),
        key=lambda rank: shared[rank] / (len(cle) + len(every[rank])),
    )
    matcher = SequenceMatcher(
        None, "", cle, autojunk=False
    )  # it remembers what it knows of the second
    found = []
    for rank in compared:
        other = every[rank]
        matcher.set_seq1(other)
        score = 0.9 if len(cle) >= 3 and other.startswith(cle) else _ratio(matcher)
        if other != cle and score >= ALIKE:
            found.append((other, score))
    return found


def _ratio(matcher: SequenceMatcher[str]) -> float:
    """Return how alike two keys are, or 0 when their lengths are enough to tell that they are not."""
    return matcher.ratio() if matcher.real_quick_ratio() >= ALIKE else 0.0


def _triplets(cle: str) -> set[str]:
    """Return the letters of a key three by three, its two ends filled up, so that these count too."""
    framed = f"^^{cle}$$" if cle else ""
    return {framed[rank : rank + 3] for rank in range(len(framed) - 2)}


@cache
def _index() -> tuple[Sequence[str], Mapping[str, Sequence[int]]]:
    """Return every key, and the rank of those that have each triplet of letters."""
    every = list(keys())
    index: dict[str, list[int]] = {}
    for rank, cle in enumerate(every):
        for triplet in _triplets(cle):
            index.setdefault(triplet, []).append(rank)
    return every, index

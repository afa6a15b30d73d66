"""Family names of those born in France from 1891 to 2000 (INSEE; see donnees/noms.md)."""

import lzma
from collections.abc import Mapping, Sequence, Set
from functools import cache
from importlib.resources import files
from typing import Final

from accrochage.referentiels.cles import fold

_DONNEES: Final = files("accrochage.referentiels") / "donnees"


@cache
def patronymes() -> Sequence[str]:
    """Return the names borne at least 500 times, without accents: the n-th is borne about n times less than the first."""
    return (_DONNEES / "patronymes.txt").read_text(encoding="utf-8").splitlines()


def rank_of(nom: str) -> int | None:
    """Return the rank of a family name, 1 for the most borne, by any spelling of it; None when it is not frequent."""
    return _ranks().get(fold(nom))


def is_patronyme(nom: str) -> bool:
    """Tell whether somebody born in France bore a family name, by any spelling of it."""
    key = fold(nom)
    return key in _ranks() or key in _rare_keys()


@cache
def rare_patronymes() -> Sequence[str]:
    """Return the names borne fewer than 500 times, folded, in the order of the alphabet: 194 000 of them."""
    packed = (_DONNEES / "patronymes-rares.txt.xz").read_bytes()
    return lzma.decompress(packed).decode("ascii").split("\n")


@cache
def _rare_keys() -> Set[str]:
    """Return the same to look a name up; only read when one is not among the frequent ones."""
    return frozenset(rare_patronymes())


@cache
def _ranks() -> Mapping[str, int]:
    ranks: dict[str, int] = {}
    for rank, nom in enumerate(patronymes(), start=1):
        ranks.setdefault(fold(nom), rank)
    return ranks

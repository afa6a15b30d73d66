"""Family names borne at least 500 times in France (INSEE; see donnees/noms.md)."""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from accrochage.referentiels.cles import fold


@cache
def patronymes() -> Sequence[str]:
    """Return the names, without accents, the most borne first: the n-th is borne about n times less than the first."""
    source = files("accrochage.referentiels") / "donnees" / "patronymes.txt"
    return source.read_text(encoding="utf-8").splitlines()


def rank_of(nom: str) -> int | None:
    """Return the rank of a family name, 1 for the most borne, by any spelling of it; None when it is not frequent."""
    return _ranks().get(fold(nom))


@cache
def _ranks() -> Mapping[str, int]:
    ranks: dict[str, int] = {}
    for rank, nom in enumerate(patronymes(), start=1):
        ranks.setdefault(fold(nom), rank)
    return ranks

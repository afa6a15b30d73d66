"""What first names say: the sex, whether they are ones, what was meant by one mistyped."""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from itertools import product
from typing import Final

from accrochage.referentiels.cles import fold
from accrochage.referentiels.patronymes import rank_of
from accrochage.referentiels.prenoms import Prenom, find_prenom, prenoms

_MEMORY: Final = 65_536
"""First names remembered by each function: far more than a file holds."""

_SURE_AT_LEAST: Final = 500
_ONE_IN: Final = 200
"""A first name says the sex when 500 bear it, and at most one of 200 is of the other sex."""
_BOTH_ABROAD: Final = frozenset(
    {"simone", "michele", "daniele", "laurence", "jocelyn", "karen", "joan"}
)
"""First names of one sex in France and of the other elsewhere."""

_HARDLY_EVER: Final = 60
"""Fewer than this bear a family name as first name: Garcia, Renault."""
_WELL_KNOWN: Final = 2_000
"""A first name that everybody takes for one."""
_FREQUENT: Final = 20_000
_VERY_FREQUENT: Final = 80_000
"""Enough bear it for another spelling, which nobody bears, to be a slip of the fingers."""

_LOST = re.compile(r"[?\ufffd]")
_ACCENTED: Final = "éèëêïîçôöâàüû"
"""Letters that are lost on the way, the most frequent first."""
_SOUNDS_ALIKE = re.compile(r"h|(.)(?=\1)")
_SAME_SOUND: Final = str.maketrans("yckzw", "iqqsv")


@lru_cache(_MEMORY)
def is_prenom(text: str) -> bool:
    """Tell whether a first name is given in France, however rarely."""
    return find_prenom(text) is not None


@lru_cache(_MEMORY)
def sexe_of(prenom: str) -> str | None:
    """Return the sex that a first name says, `"M"` or `"F"`; None when both bear it, or when it is rare.

    Two first names, or a rare compound one, say the sex when both of their words say the same.
    """
    if _births(prenom) < _SURE_AT_LEAST:
        words = re.split("[ -]+", prenom)
        said = {sexe_of(word) for word in words} if len(words) > 1 else set()
        return said.pop() if len(said) == 1 else None
    known = find_prenom(prenom)
    return known and _sexe(known)


def _sexe(prenom: Prenom) -> str | None:
    fewer, more = sorted((prenom.femmes, prenom.hommes))
    if fewer * _ONE_IN > more or fold(prenom.ecriture) in _BOTH_ABROAD:
        return None
    return "F" if prenom.femmes > prenom.hommes else "M"


@lru_cache(_MEMORY)
def is_only_a_nom(text: str) -> bool:
    """Tell whether a text is a frequent family name that is hardly ever a first name."""
    return rank_of(text) is not None and _births(text) < _HARDLY_EVER


def is_well_known(text: str) -> bool:
    """Tell whether a text is a first name that everybody takes for one."""
    return _births(text) >= _WELL_KNOWN


@lru_cache(_MEMORY)
def meant_by(prenom: str) -> str | None:
    """Return the frequent first name that a mistyped one stands for: `"Nicloas"` gives `"Nicolas"`; None when in doubt.

    Only slips of the fingers are seen: two letters swapped, or one letter too many, missing or wrong inside a long and very
    frequent first name. What sounds the same is a choice of the parents: Mathieux, Kristophe.
    """
    key = fold(prenom)
    if len(key) < 5 or " " in prenom or is_prenom(prenom) or rank_of(prenom):
        return None
    near = {found for cut in _cuts(key) for found in _frequent().get(cut, ())}
    found = [other for other in near if _is_slip(key, other)]
    if len(found) != 1:
        return None
    known = find_prenom(found[0])
    return known and known.ecriture


def _is_slip(typed: str, meant: str) -> bool:
    start = _common(typed, meant)
    end = _common(typed[start:][::-1], meant[start:][::-1])
    wrong, right = typed[start : len(typed) - end], meant[start : len(meant) - end]
    if len(wrong) == len(right) == 2:
        return wrong == right[::-1]
    if max(len(wrong), len(right)) != 1 or not start or not end or len(meant) < 6:
        return False
    return _sound(typed) != _sound(meant) and _births(meant) >= _VERY_FREQUENT


def _common(one: str, other: str) -> int:
    """Return how many letters two words have in common at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((rank for rank, (a, b) in pairs if a != b), min(len(one), len(other)))


def _sound(key: str) -> str:
    return _SOUNDS_ALIKE.sub("", key.translate(_SAME_SOUND))


def _births(prenom: str) -> int:
    known = find_prenom(prenom)
    return known.femmes + known.hommes if known else 0


@cache
def _frequent() -> Mapping[str, list[str]]:
    """Return the frequent first names, folded, by themselves and by what remains when a letter of theirs goes."""
    found: dict[str, list[str]] = {}
    for key, prenom in prenoms():
        if prenom.femmes + prenom.hommes >= _FREQUENT:
            for cut in _cuts(key):
                found.setdefault(cut, []).append(key)
    return found


def _cuts(key: str) -> Iterator[str]:
    yield key
    for rank in range(len(key)):
        yield key[:rank] + key[rank + 1 :]


@lru_cache(_MEMORY)
def with_lost_letters(prenom: str) -> str | None:
    """Return a first name some of whose letters became `?`: `"Fran?ois"` gives `"François"`; None when in doubt."""
    holes = len(_LOST.findall(prenom))
    if not 0 < holes <= 2:
        return None
    found = set()
    for letters in product(_ACCENTED, repeat=holes):
        replaced = iter(letters)
        text = _LOST.sub(lambda _: next(replaced), prenom)  # noqa: B023 - called at once
        known = find_prenom(text)
        if known and known.ecriture.lower() == text.lower():
            found.add(known.ecriture)
    return found.pop() if len(found) == 1 else None

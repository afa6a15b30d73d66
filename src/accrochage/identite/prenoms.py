"""What first names say: the sex, whether they are ones, what was meant by one mistyped."""

import re
from functools import cache, lru_cache
from itertools import product
from typing import Final

from accrochage.identite import frappe
from accrochage.referentiels.cles import fold
from accrochage.referentiels.patronymes import rank_of
from accrochage.referentiels.prenoms import Prenom, find_prenom, is_prenom, prenoms

_MEMORY: Final = 65_536
"""First names remembered by each function: far more than a file holds."""

_SURE_AT_LEAST: Final = 500
_ONE_IN: Final = 200
"""A first name says the sex when 500 bear it, and at most one of 200 is of the other sex."""
_BOTH_ABROAD: Final = frozenset(
    {"simone", "michele", "daniele", "laurence", "jocelyn", "karen", "joan"}
)
"""First names of one sex in France and of the other elsewhere."""

_WELL_KNOWN: Final = 2_000
"""A first name that everybody takes for one."""
_FREQUENT: Final = 20_000
"""Enough bear it for another spelling, which nobody bears, to be a slip of the fingers."""

_LOST = re.compile(r"[?\ufffd]")
_ACCENTED: Final = "éèëêïîçôöâàüû"
"""Letters that are lost on the way, the most frequent first."""


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


def is_well_known(text: str) -> bool:
    """Tell whether a text is a first name that everybody takes for one."""
    return _births(text) >= _WELL_KNOWN


@lru_cache(_MEMORY)
def meant_by(prenom: str) -> str | None:
    """Return the frequent first name that a mistyped one stands for: `"Nicloas"` gives `"Nicolas"`; None when in doubt.

    Only slips of the fingers are seen. What sounds the same is a choice of the parents: Mathieux, Kristophe.
    """
    if " " in prenom or is_prenom(prenom) or rank_of(prenom):
        return None
    found = frappe.meant_by(fold(prenom), _frequent())
    known = find_prenom(found) if found else None
    return known and known.ecriture


def _births(prenom: str) -> int:
    known = find_prenom(prenom)
    return known.femmes + known.hommes if known else 0


@cache
def _frequent() -> frappe.Index:
    """Return the frequent first names, folded."""
    births = {key: prenom.femmes + prenom.hommes for key, prenom in prenoms()}
    frequent = (key for key, number in births.items() if number >= _FREQUENT)
    return frappe.index_of(sorted(frequent, key=births.__getitem__, reverse=True))


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

"""What a code was at another time: the commune that had another code, or was not yet part of this one."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from accrochage.referentiels.communes import (
    Commune,
    Quand,
    commune_at,
    followers,
    forerunners,
    history,
    key_of,
    toponyme_of,
)

_ALGERIE: Final = ("l'Algérie", date(1962, 7, 5))
TERRITOIRES: Final[Mapping[str, tuple[str, date | None]]] = {
    "91": _ALGERIE,
    "92": _ALGERIE,
    "93": _ALGERIE,
    "94": _ALGERIE,
    "95": ("le Maroc", date(1956, 3, 2)),
    "96": ("la Tunisie", date(1956, 3, 20)),
    "985": ("Mayotte", None),
}
"""Territories whose communes are not in the data: how their codes begin, their name, the day of their independence."""


def territoire_then(code: str, quand: Quand) -> str | None:
    """Return the former territory, with its article, that an INSEE code may have been in on a day; None when there is none."""
    nom, fin = TERRITOIRES.get(code[:3]) or TERRITOIRES.get(code[:2]) or (None, None)
    return nom if fin is None or quand.premier < fin else None


def communes_then(code: str, quand: Quand, nom: str | None = None) -> Sequence[Commune]:
    """Return the communes that stood on a day where a code stands at another time, the likeliest first.

    Args:
        code: INSEE code that stood for nothing on that day.
        quand: The day.
        nom: Name of the place as the user writes it, which may tell one from another.

    Returns:
        One of them when the code only changed; several when communes merged or parted; none when the code is unknown.
    """
    found = [
        commune
        for other in dict.fromkeys((*forerunners(code), *followers(code)))
        if (commune := commune_at(other, quand)) is not None
    ]
    names = {key_of(commune.nom) for commune in history(code)}
    if nom:
        wanted = toponyme_of(nom).cle
        named = [commune for commune in found if key_of(commune.nom) == wanted]
        found = named or found
    same = [commune for commune in found if _names_of(commune.code) & names]
    return same or found


def _names_of(code: str) -> set[str]:
    return {key_of(commune.nom) for commune in history(code)}

"""Which communes the name, the postal code and the date of a birth place designate."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from accrochage.referentiels.arrondissements import VILLES
from accrochage.referentiels.communes import (
    Commune,
    Genre,
    Quand,
    communes_named,
    departements,
    followers,
    forerunners,
    history,
    key_of,
    postal_codes,
    toponyme_of,
)
from accrochage.referentiels.departements import departement_named
from accrochage.referentiels.ressemblance import likeness, suggest_communes
from accrochage.referentiels.toponymes import departement_of
from accrochage.regles.lieux_constat import Place


class Named(NamedTuple):
    """The communes that a birth place designates.

    Attributes:
        communes: Those that bear its name, where its postal code is.
        certain: There can only be one: name and département, then and there, designate it.
        elsewhere: None of them is in the département of its postal code.
    """

    communes: Sequence[Commune]
    certain: bool
    elsewhere: bool = False


def find_named(place: Place, quand: Quand) -> Named:
    """Return what the name of a place designates, its postal code and the date helping."""
    found = communes_named(place.commune or "", None, quand)
    within = place.departement
    if within is None:
        hint = toponyme_of(place.commune or "").departement
        return Named(found, certain=hint is not None and _is_one(found))
    near = [commune for commune in found if place.postal in postal_codes(commune.code)]
    near = near or [commune for commune in found if within in departements(commune.code)]
    return Named(near or found, certain=_is_one(near), elsewhere=bool(found) and not near)


def _is_one(communes: Sequence[Commune]) -> bool:
    """Tell whether there is but one, and a whole commune: births in a part of one may bear its code or the other."""
    return len(communes) == 1 and communes[0].genre is Genre.COMMUNE


def find_alike(place: Place, quand: Quand) -> Sequence[Commune]:
    """Return the communes whose name is like that of a place; very like it when nothing tells its département."""
    cle, hint = toponyme_of(place.commune or "")
    if len(cle) < 4:
        return ()
    within = place.departement or hint
    least = 0.8 if within else 0.9
    found = suggest_communes(cle, within, quand, 3)
    return [commune for commune in found if likeness(cle, key_of(commune.nom)) >= least]


@lru_cache(maxsize=32_768)
def agrees(insee: str, label: str) -> bool:
    """Tell whether a name may be that of a code, at any time: of what it became or came from, of its city or département, or near enough."""
    codes = (insee, *followers(insee), *forerunners(insee))
    names = {key_of(period.nom) for code in codes for period in history(code)}
    if key_of(label) in names:  # without a look at every name there is
        return True
    cle = toponyme_of(label).cle
    if not cle or cle in names or cle in {name.rstrip("0123456789") for name in names}:
        return True
    if city_of(label) is None and departement_named(label) in departements(insee):
        return True
    if len(cle) < 4 or communes_named(label, departement_of(insee)):
        return False
    return any(cle in name or name in cle or likeness(cle, name) >= 0.8 for name in names)


@lru_cache(maxsize=32_768)
def city_of(label: str | None) -> str | None:
    """Return the code of Paris, Lyon or Marseille when a name is theirs, with an arrondissement or without."""
    cle = toponyme_of(label or "").cle.rstrip("0123456789")
    return next((code for code, ville in VILLES.items() if ville.nom.lower() == cle), None)


def only(communes: Sequence[Commune]) -> str | None:
    """Return the code to write when there is but one commune; that of a city without its arrondissement is none."""
    return communes[0].code if len(communes) == 1 and communes[0].code not in VILLES else None

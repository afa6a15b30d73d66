"""The birth place: what its codes and names say, one with another and with the date (dictionary 8.10 to 8.14).

None of it keeps a passage from being sent: the CDC only looks at the birth place to tell namesakes apart, and its register
knows codes that the data do not (see docs/explications/lieux-de-naissance.md).
"""

import re
from functools import lru_cache
from typing import Final

from accrochage.modele import Passage, Titulaire
from accrochage.referentiels.arrondissements import VILLES
from accrochage.referentiels.communes import (
    Genre,
    Quand,
    commune_at,
    communes_named,
    history,
    key_of,
)
from accrochage.referentiels.epoques import territoire_then
from accrochage.referentiels.pays import FRANCE, Pays, find_pays, pays_named, settled
from accrochage.regles.anomalie import Anomalie
from accrochage.regles.contexte import Contexte, Rule
from accrochage.regles.lieux_communes import check_absent, check_known, check_unknown
from accrochage.regles.lieux_constat import ALWAYS, Constat, Place
from accrochage.regles.lieux_pays import check_code_pays_insee, check_pays, find_insee

_PLACE: Final = slice(
    Titulaire._fields.index("code_insee"), Titulaire._fields.index("libelle_pays_naissance") + 1
)
_VALUES: Final = {
    "codeInsee": "insee",
    "codePostal": "postal",
    "codePaysNaissance": "code_pays",
    "libellePaysNaissance": "pays",
}
_is_code = re.compile("[0-9][0-9AB][0-9]{3}").fullmatch
"""Tells whether a text has the form of an INSEE code."""
_NEVER: Final = (1, 0)
"""Years between which there is no year."""


def check_lieu(passage: Passage, _contexte: Contexte) -> Anomalie | None:
    """LIE-01 to LIE-13: the birth place contradicts itself, the date, or the codes of the INSEE; IDT-02: it is missing."""
    titulaire = passage.identification
    if not isinstance(titulaire, Titulaire):
        return None
    place: tuple[str | None, ...] = titulaire[_PLACE]  # type: ignore[assignment]
    first, last = _quiet_years(place)
    annee = titulaire.annee_naissance
    if annee is not None and first <= annee <= last:
        return None
    quand = (
        ALWAYS
        if annee is None
        else Quand.de(annee, titulaire.mois_naissance, titulaire.jour_naissance)
    )
    constat = judge(Place._make(place), quand)
    if constat is None:
        return None
    rubrique = constat.rubrique
    if constat.code == "IDT-02" and "codeInsee" not in passage.table.columns:
        rubrique = "codePostal" if "codePostal" in passage.table.columns else rubrique
    valeur = getattr(Place._make(place), _VALUES[constat.rubrique])
    ou = passage.ou(rubrique)
    return Anomalie(constat.code, constat.message, ou, valeur, constat.correction, constat.avec)


@lru_cache(maxsize=32_768)
def judge(place: Place, quand: Quand) -> Constat | None:
    """Return what is wrong with a birth place, the most useful thing when there are several; None when nothing is."""
    insee = place.insee
    if insee is None or not _is_code(insee) or insee == FRANCE:
        told = _in_words(place)
        return (
            find_insee(told, quand)
            or check_absent(told, quand)
            or check_pays(told, None, quand)
            or _missing(place)
        )
    if insee.startswith("99"):
        return check_code_pays_insee(place, quand) or check_pays(place, find_pays(insee), quand)
    if history(insee):
        return check_pays(place, _pays_of(insee, quand), quand) or check_known(place, insee, quand)
    return check_unknown(place, insee, quand) or check_pays(place, None, quand)


def _in_words(place: Place) -> Place:
    """Return a place whose code is the name of a commune or a country as if it were written in its own column, if that is free."""
    word = place.insee or ""
    if not word[:1].isalpha():
        return place
    if communes_named(word):
        return place if place.commune else place._replace(commune=word)
    return place._replace(pays=word) if pays_named(word) and not place.pays else place


def _pays_of(insee: str, quand: Quand) -> Pays | None:
    """Return France, unless the code may be that of a former territory, of which the country may rightly be told."""
    commune = commune_at(insee, quand)
    if commune is None and territoire_then(insee, quand):
        return None
    return None if commune and commune.genre is Genre.TERRITOIRE else find_pays(FRANCE)


def _missing(place: Place) -> Constat | None:
    if place.insee == FRANCE:
        message = f"{FRANCE} est le code de la France entière. Donnez celui de la commune."
        return Constat("LIE-01", message)
    if place.insee or place.postal:
        return None
    message = "Ni code INSEE ni code postal de naissance : le lieu part comme « non connu ». Donnez au moins l'un des deux."
    return Constat("IDT-02", message)


@lru_cache(maxsize=32_768)
def _quiet_years(place: tuple[str | None, ...]) -> tuple[int, int]:
    """Return the first and the last of the years of birth for which nothing is wrong with a place.

    It is what makes the check fast: nearly every place of a sound file is right whatever the date, and is judged once.
    """
    insee = place[0] or ""
    if insee.startswith("99"):
        pays = find_pays(insee)
        first, last = settled(insee).year + 1, pays.fin.year - 1 if pays and pays.fin else 9998
    else:
        first, last = _years_of(insee)
    if first > last:
        return _NEVER
    if _is_plain(Place._make(place)):
        return first, last
    always = Quand(Quand.de(first).premier, Quand.de(last).dernier)
    return _NEVER if judge(Place._make(place), always) else (first, last)


def _is_plain(place: Place) -> bool:
    """Tell whether a place says nothing but its code and the name that this code never ceased to have: most do."""
    insee, commune = place.insee or "", place.commune
    periods = history(insee)
    return (
        len(periods) == 1
        and commune is not None
        and periods[0].genre is Genre.COMMUNE
        and insee not in VILLES
        and place.postal is None
        and place.code_pays is None
        and place.pays in {None, "France"}
        and (commune == periods[0].nom or key_of(commune) == key_of(periods[0].nom))
    )


def _years_of(insee: str) -> tuple[int, int]:
    """Return the first and last whole years of the time, the latest if it was interrupted, when a code stood for something."""
    first, last = _NEVER
    for period in history(insee):
        began = period.debut.year if period.debut else 0
        if first > last or began > last + 1:
            first = began + 1
        last = max(last, period.fin.year - 1 if period.fin else 9998)
    return first, last


RULES: Final[tuple[Rule, ...]] = (check_lieu,)
"""Every rule of this module."""

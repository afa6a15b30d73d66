"""Births abroad, and what the country says of a birth place."""

from collections.abc import Mapping
from typing import Final

from accrochage.referentiels.communes import Quand
from accrochage.referentiels.epoques import TERRITOIRES
from accrochage.referentiels.pays import FRANCE, Pays, find_pays, heirs, pays_named, relatives
from accrochage.regles.lecture.nettoyage import quote
from accrochage.regles.lieux_constat import Constat, Place, say
from accrochage.regles.lieux_recherche import find_named

_INSEE, _CODE, _LABEL = "codeInsee", "codePaysNaissance", "libellePaysNaissance"
_SAYS: Final = {_INSEE: "le code INSEE", _CODE: "le code pays", _LABEL: "le pays"}

_ONCE_FRENCH: Final = {"99352": "91", "99350": "95", "99351": "96"}
"""Countries whose communes had French codes before their independence, and how these begin."""


def check_code_pays_insee(place: Place, quand: Quand) -> Constat | None:
    """LIE-01, LIE-04: the INSEE code of a country is unknown, or that of a state that was no more."""
    insee = place.insee or ""
    pays, told = find_pays(insee), foreign(place)
    if pays is None:
        if told:
            message = f"{insee} n'est le code d'aucun pays connu. {told.nom} : {told.code}."
            return Constat("LIE-01", message, correction=told.code)
        message = f"{insee} n'est pas un code de pays connu d'Agrafe. Vérifiez-le : 99, puis les trois chiffres du pays."
        return Constat("LIE-01", message)
    if pays.fin is None or quand.premier < pays.fin:
        return None
    after = [told] if told and told in heirs(insee) else heirs(insee)
    names = " ou ".join(f"{heir.nom} ({heir.code})" for heir in after)
    message = f"{insee} ({pays.nom}) ne sert plus depuis {pays.fin.year}. Donnez plutôt {names}."
    return Constat("LIE-04", message, correction=after[0].code if len(after) == 1 else None)


def check_pays(place: Place, pays: Pays | None, quand: Quand) -> Constat | None:
    """LIE-10 to LIE-13: the code and the name of the country, one with the other and with the INSEE code.

    Args:
        place: The birth place.
        pays: Country that its INSEE code tells; None when it tells none.
        quand: The day of birth.
    """
    if pays is None and not (place.code_pays or place.pays):
        return None
    told = {_INSEE: pays, _CODE: _by_code(place.code_pays), _LABEL: pays_named(place.pays or "")}
    known = {key: country for key, country in told.items() if country}
    return _disagreement(known, quand) or _check_code(place, known)


def foreign(place: Place) -> Pays | None:
    """Return the foreign country that the code and the name of the country tell; None when they tell none, or contradict each other."""
    if not (place.code_pays or place.pays):
        return None
    told = {_by_code(place.code_pays), pays_named(place.pays or "")} - {None}
    country = told.pop() if len(told) == 1 else None
    return country if country and country.code != FRANCE else None


def find_insee(place: Place, quand: Quand) -> Constat | None:
    """LIE-02, LIE-03: no INSEE code, but a foreign country is told, whose code stands for it (dictionary 8.10).

    LIE-13: the name and the postal code are those of a commune in France.
    """
    pays = foreign(place)
    if pays is None:
        return None
    named = find_named(place, quand)
    if named.certain:
        message = f"Le pays dit {pays.nom}, le nom et le code postal disent {say(named.communes[0])}. Corrigez ce qui est faux."
        return Constat("LIE-13", message, _LABEL if place.pays else _CODE)
    avec = () if place.code_pays == pays.trois else ((_CODE, pays.trois),)
    message = f"Naissance à l'étranger : le code INSEE est celui du pays, {pays.code} ({pays.nom})."
    if _has_changed(pays, quand):
        message = f"{message} Écrivez-le si le pays était déjà celui-là."
        return Constat("LIE-03", message, correction=pays.code, avec=avec)
    return Constat("LIE-02", f"{message} Écrivez-le.", correction=pays.code, avec=avec)


def _has_changed(pays: Pays, quand: Quand) -> bool:
    """Tell whether a country, or its codes, were not yet on a day what they are."""
    _, independence = TERRITOIRES.get(_ONCE_FRENCH.get(pays.code, ""), ("", None))
    early = independence is not None and quand.premier < independence
    return early or pays.ancien or bool(relatives(pays.code, quand.premier))


def _by_code(code: str | None) -> Pays | None:
    """Return a country by its three digits, or the three letters of ISO 3166-1."""
    if not code:
        return None
    return find_pays(code) if code.isdigit() else pays_named(code)


def _disagreement(known: Mapping[str, Pays], quand: Quand) -> Constat | None:
    """LIE-12, LIE-13: two of the three tell different countries, that are not heirs of one another."""
    countries = list(known.values())
    odd = [key for key, country in known.items() if not _is_among(country, known, key, quand)]
    if not odd:
        return None
    says = [f"{_SAYS[key]} dit {country.nom}" for key, country in known.items()]
    sentence = f"{', '.join(says[:-1])} et {says[-1]}"
    french = known.get(_INSEE) is not None and known[_INSEE].code == FRANCE
    wrong = odd[0] if len(countries) == 3 and len(odd) == 1 else None
    code = "LIE-13" if french and (wrong in {None, _INSEE}) else "LIE-12"
    rubrique = wrong or odd[-1]
    correction = _write(wrong, next(known[key] for key in known if key != wrong)) if wrong else None
    message = f"{sentence[0].upper()}{sentence[1:]}. Corrigez ce qui est faux."
    return Constat(code, message, rubrique, correction)


def _is_among(country: Pays, known: Mapping[str, Pays], key: str, quand: Quand) -> bool:
    """Tell whether another of those known tells the same country, or an heir of it; alone, it is right."""
    others = [other for name, other in known.items() if name != key]
    return not others or any(
        other == country or other in relatives(country.code, quand.premier) for other in others
    )


def _write(key: str, pays: Pays) -> str:
    """Return what a cell says of a country."""
    return {_INSEE: pays.code, _CODE: pays.trois, _LABEL: pays.nom}[key]


def _check_code(place: Place, known: Mapping[str, Pays]) -> Constat | None:
    """LIE-10, LIE-11: the code of the country is missing for a birth abroad, or is none."""
    code, pays = place.code_pays, known.get(_INSEE) or known.get(_LABEL) or known.get(_CODE)
    if code is None:
        return _missing_code(known.get(_INSEE))
    if code.isdigit() and _CODE in known:
        return None
    if pays is not None:
        message = f"{quote(code)} n'est pas un code de l'Insee. {pays.nom} : {pays.trois}."
        return Constat("LIE-11", message, _CODE, pays.trois)
    if code.isdigit():  # of letters, the reading of the cell has already said that they are no code
        message = f"{code} n'est pas un code de pays connu d'Agrafe. Vérifiez-le."
        return Constat("LIE-11", message, _CODE)
    return None


def _missing_code(pays: Pays | None) -> Constat | None:
    """LIE-10: the INSEE code is that of a foreign country, which its own rubrique does not say."""
    if pays is None or pays.code == FRANCE:
        return None
    message = f"Naissance à l'étranger : le code pays est {pays.trois} ({pays.nom}). Ajoutez-le."
    return Constat("LIE-10", message, _CODE, pays.trois)

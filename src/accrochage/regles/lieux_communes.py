"""Births in France: the INSEE code, the name and the postal code of a commune, one with another and with the date."""

from collections.abc import Sequence

from accrochage.referentiels.arrondissements import VILLES, arrondissement
from accrochage.referentiels.communes import (
    Commune,
    Quand,
    commune_at,
    communes_named,
    communes_of_postal,
    history,
    is_postal,
    postal_codes,
)
from accrochage.referentiels.epoques import territoire_then
from accrochage.referentiels.pays import FRANCE, pays_named
from accrochage.referentiels.toponymes import departement_of
from accrochage.regles.lecture.nettoyage import quote
from accrochage.regles.lieux_constat import Constat, Place, is_french_postal, of, say, say_one_of
from accrochage.regles.lieux_epoques import check_time
from accrochage.regles.lieux_recherche import agrees, city_of, find_alike, find_named, only

_ASK_THE_NUMBER = "Recopiez les chiffres 6 à 10 du numéro de sécurité sociale."


def check_known(place: Place, insee: str, quand: Quand) -> Constat | None:
    """LIE-04 to LIE-08: a code that stands, or stood, for something."""
    label = place.commune
    named = label is None or agrees(insee, label)
    if insee in VILLES and (named or city_of(label) == insee):
        return _check_city(place, insee, quand)
    if label and not named and city_of(label):
        return _check_other_city(place, insee, label, quand)
    if commune_at(insee, quand) is None:
        return check_time(place, insee, quand)
    return None if named or not label else _check_label(place, insee, label, quand)


def check_unknown(place: Place, insee: str, quand: Quand) -> Constat | None:
    """LIE-01, LIE-02, LIE-05, LIE-07, LIE-08: a code that never stood for anything that the data know."""
    if territoire_then(insee, quand) is not None:
        return None
    postal = is_postal(insee)
    if postal and place.postal is None:
        place = place._replace(postal=insee)
    city = city_of(place.commune)
    if city:
        return _check_city(place, city, quand)
    found = find_named(place, quand)
    if found.certain:
        return _found(found.communes[0])
    if postal:
        return _postal_code(insee, found.communes or communes_of_postal(insee))
    communes = found.communes or find_alike(place, quand)
    advice = f"{say_one_of(communes)} ?" if communes else _ASK_THE_NUMBER
    message = f"{insee} n'est le code INSEE d'aucune commune connue d'Agrafe. {advice}"
    return Constat("LIE-01", message, correction=only(communes))


def _postal_code(insee: str, communes: Sequence[Commune]) -> Constat:
    """LIE-05: a postal code that is no INSEE code."""
    message = f"{insee} est un code postal, non un code INSEE. Donnez celui de la commune : {say_one_of(communes)}."
    return Constat("LIE-05", message, correction=only(communes))


def check_absent(place: Place, quand: Quand) -> Constat | None:
    """LIE-02, LIE-03, LIE-06 to LIE-09: no code, or none that could be read."""
    city = city_of(place.commune)
    if city:
        return _check_city(place, city, quand)
    found = find_named(place, quand)
    if found.certain:
        return _found(found.communes[0])
    if found.elsewhere:
        message = f"Le code postal {place.postal} n'est pas dans le département {of(say_one_of(found.communes))}. Corrigez l'un des deux."
        alike = find_alike(place, quand)
        if alike:
            message = f"{message} Peut-être : {say_one_of(alike)}."
        return Constat("LIE-06", message, "codePostal")
    return _choice(found.communes) if found.communes else _check_unnamed(place, quand)


def _check_unnamed(place: Place, quand: Quand) -> Constat | None:
    """LIE-03, LIE-09: a name that is none, or no name at all."""
    if is_french_postal(place.postal) and not is_postal(place.postal) and _is_in_france(place):
        message = f"{place.postal} n'est pas un code postal connu. Vérifiez-le, ou donnez le code INSEE de la commune."
        return Constat("LIE-09", message, "codePostal")
    communes = find_alike(place, quand)
    if not communes:
        return None
    message = f"{quote(place.commune or '')} n'est pas une commune connue. {say_one_of(communes)} ?"
    return Constat("LIE-03", message, correction=only(communes))


def _is_in_france(place: Place) -> bool:
    """Tell whether nothing says that a place is abroad: a name that is no known country may."""
    pays = pays_named(place.pays or "")
    return place.pays is None or (pays is not None and pays.code == FRANCE)


def _check_city(place: Place, city: str, quand: Quand) -> Constat:
    """LIE-07, LIE-08: the code, or the name, of a city whose births are told by arrondissement."""
    ville = VILLES[city]
    code = arrondissement(ville, place.commune, place.postal)
    commune = commune_at(code, quand) if code else None
    start = f"À {ville.nom}, le code INSEE est celui de l'arrondissement"
    if commune:
        message = f"{start} : {say(commune)}. Écrivez {commune.code}."
        return Constat("LIE-08", message, correction=commune.code)
    message = f"{start} : de {ville.code(1)} à {ville.code(ville.nombre)}. Précisez lequel."
    return Constat("LIE-07", message)


def _check_other_city(place: Place, insee: str, label: str, quand: Quand) -> Constat:
    """LIE-05, LIE-06: the name is that of a city, and the code of another commune, or a postal code of the city."""
    ville = VILLES[city_of(label) or ""]
    postal = insee if insee.startswith(ville.postal) else place.postal
    code = arrondissement(ville, label, postal)
    commune = commune_at(code, quand) if code else None
    if commune and insee in postal_codes(commune.code):
        message = f"{insee} est un code postal, celui {of(say(commune))}. Écrivez {commune.code}."
        return Constat("LIE-05", message, correction=commune.code)
    return _mismatch(insee, label, quand, [commune] if commune else [])


def _check_label(place: Place, insee: str, label: str, quand: Quand) -> Constat | None:
    """LIE-05, LIE-06: the name is that of another commune."""
    communes = communes_named(label, departement_of(insee), quand)
    communes = communes or find_named(place, quand).communes
    postal = [commune for commune in communes if insee in postal_codes(commune.code)]
    if len(postal) == 1:
        message = f"{insee} est aussi un code postal, celui {of(say(postal[0]))}. Écrivez {postal[0].code} si le nom est juste."
        return Constat("LIE-05", message, correction=postal[0].code)
    if not communes and not find_alike(place, quand):
        return None  # a hospital, a hamlet: nothing says that it is elsewhere
    return _mismatch(insee, label, quand, communes)


def _mismatch(insee: str, label: str, quand: Quand, communes: Sequence[Commune]) -> Constat:
    nom = (commune_at(insee, quand) or history(insee)[-1]).nom
    message = f"{insee} est le code {of(nom)}, non {of(quote(label))}. Corrigez l'un des deux"
    if communes:
        message = f"{message} : {say_one_of(communes)}"
    return Constat("LIE-06", f"{message}.", correction=only(communes))


def _found(commune: Commune) -> Constat:
    message = f"Le code INSEE {of(commune.nom)} est {commune.code}. Écrivez-le."
    return Constat("LIE-02", message, correction=commune.code)


def _choice(communes: Sequence[Commune]) -> Constat:
    """LIE-03: a name that nothing but itself places."""
    first = communes[0]
    if len(communes) == 1:
        message = f"Le code INSEE {of(first.nom)} est {first.code}. Écrivez-le, si c'est bien là."
    else:
        message = f"{len(communes)} communes portent ce nom : {say_one_of(communes)}. Donnez le code INSEE de la bonne."
    return Constat("LIE-03", message, correction=only(communes))

"""What the core says of a person: its fields and the rubriques, one to the other, and the checks."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from accrochage.dictionnaire import DEFAULT_VERSION, RUBRIQUES
from accrochage.operations.saisie import ETAT_CIVIL, ETAT_CIVIL_ET_NIR, Saisie, to_plain
from accrochage.regles.anomalie import Anomalie, Gravite
from accrochage.regles.composition import TITULAIRE_KEYS
from accrochage.regles.lecture.nettoyage import clean
from agrafe.personnes.enums import Etat
from agrafe.personnes.models import Personne

FIELD_OF: Final[Mapping[str, str]] = MappingProxyType(
    {key: RUBRIQUES[key].field for key in TITULAIRE_KEYS}
)
"""The field that keeps each rubrique of the civil identity."""
KEY_OF: Final[Mapping[str, str]] = MappingProxyType({field: key for key, field in FIELD_OF.items()})
NUMBERS: Final = frozenset({"annee_naissance", "mois_naissance", "jour_naissance"})
CONTACT: Final = ("courriel", "telephone", "adresse")
FIELDS: Final = (*FIELD_OF.values(), *CONTACT)
"""Everything that one writes of a person."""

Values = Mapping[str, Any]
"""Values by field of a person."""


class Checker:
    """The core's checks of the civil identity; built once for a piece of work, for one version of the format."""

    def __init__(self, version: str, today: date) -> None:
        self._civil = Saisie(version, today, ETAT_CIVIL)
        self._nir = Saisie(DEFAULT_VERSION, today, ETAT_CIVIL_ET_NIR)

    def check(self, values: Values) -> list[Anomalie]:
        """Return what is wrong with a civil identity, given by field."""
        return list(self._civil.check(to_rubriques(values)).anomalies)

    def read_nir(self, nir: str, personne: Personne) -> tuple[str | None, list[Anomalie]]:
        """Return the 13 characters of a NIR, None when it is none, and what is wrong with it beside the civil identity."""
        fiche = self._nir.check({**to_rubriques(values_of(personne)), "nir": nir})
        found = [one for one in fiche.anomalies if one.ou.rubrique == "nir"]
        read = getattr(fiche.passage.identification, "nir", None)
        return (None if any(one.blocking for one in found) else read), found

    def judge(self, personne: Personne) -> None:
        """Set the keys of a person, what is wrong with it and its state; nothing is saved."""
        found = self.check(values_of(personne))
        personne.set_keys()
        personne.anomalies = [to_plain(one) for one in found]
        personne.etat = etat_of(found)


def judge(personnes: Iterable[Personne], *, today: date) -> None:
    """Set the keys, the faults and the state of persons; nothing is saved. Their certificateur must be loaded."""
    checker_of = cache(lambda version: Checker(version, today))
    for personne in personnes:
        checker_of(personne.certificateur.version_format).judge(personne)


def etat_of(found: Iterable[Anomalie]) -> Etat:
    """Return the state that faults lead to; an advice leads to none."""
    weights = {one.gravite for one in found}
    if Gravite.ERREUR in weights:
        return Etat.A_CORRIGER
    return Etat.A_VERIFIER if Gravite.ALERTE in weights else Etat.BON


def values_of(personne: Personne) -> dict[str, Any]:
    """Return what a person's row says, by field."""
    return {name: getattr(personne, name) for name in FIELDS}


def to_rubriques(values: Values) -> dict[str, Any]:
    """Return the civil identity by key of the dictionary."""
    return {key: values.get(field) for key, field in FIELD_OF.items()}


def from_rubriques(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values by key of the dictionary as the fields keep them."""
    return {FIELD_OF[key]: kept(FIELD_OF[key], value) for key, value in values.items()}


def kept(field: str, value: Any) -> Any:
    """Return a value as its field keeps it: a text without needless blanks and not too long, a number or None."""
    if field in NUMBERS:
        text = clean(value)
        return int(text) if text.isdecimal() and len(text) <= 4 else None
    if field == "adresse":
        return str(value or "").strip()
    if field == "sexe":
        return _sexes().get(clean(value).casefold(), "")
    return clean(value)[: model_field(field).max_length]


def model_field(name: str) -> Any:
    """Return a field of the model by its name."""
    return Personne._meta.get_field(name)  # noqa: SLF001 - public, whatever its name


@cache
def _sexes() -> dict[str, str]:
    return {
        text.casefold(): code.value
        for code in RUBRIQUES["sexe"].codes
        for text in (code.value, code.libelle, *code.synonyms)
    }

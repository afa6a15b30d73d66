"""The rows of the database and the rubriques of the core, one to the other: the only place that knows both spellings.

Nothing is listed twice: what stands where is derived from the dictionary of the core and from the fields of the models.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from django.db import models

from accrochage import modele
from accrochage.dictionnaire import COMPOSITE_OF, COMPOSITES, RUBRIQUES, Bloc, Kind
from accrochage.regles.composition import DOSSIER_KEYS, TITULAIRE_KEYS
from agrafe.certificateurs.models import Certificateur
from agrafe.certifications.models import Certification
from agrafe.passages.enums import Voie
from agrafe.passages.models import Passage
from agrafe.personnes.models import Personne

RELATED: Final = ("personne", "certification", "certificateur")
"""What the QuerySet of passages that are mapped must `select_related`, so that none of them asks the database again."""

_NO_NIR: Final[Mapping[int, str]] = MappingProxyType({})
_KEPT_IN: Final = {
    Bloc.EMETTEUR: (Certificateur,),
    Bloc.CERTIFICATEUR: (Certificateur,),
    Bloc.CERTIFICATION: (Certification, Certificateur),
    Bloc.PASSAGE: (Passage,),
    Bloc.NUMERIQUE: (Passage,),
    Bloc.MODALITES: (Passage,),
    Bloc.DOSSIER: (Passage,),
    Bloc.TITULAIRE: (Personne,),
}
"""The models that may hold the rubriques of a bloc; the first one that has the field does."""


class Place(NamedTuple):
    """Where the value of a rubrique is kept.

    Attributes:
        model: Passage, Personne, Certification or Certificateur.
        field: Name of its field.
    """

    model: type[models.Model]
    field: str


class Rows(NamedTuple):
    """What a passage of the core gives to each row, by field.

    Attributes:
        passage: Fields of the Passage, its `voie` with them.
        personne: Fields of the Personne.
        certification: `type` and `code`.
        nir: The NIR, which goes to the vault and nowhere else; empty without one.
    """

    passage: dict[str, Any]
    personne: dict[str, Any]
    certification: dict[str, str]
    nir: str


def _fields_of(model: type[models.Model]) -> frozenset[str]:
    return frozenset(field.name for field in model._meta.get_fields())  # noqa: SLF001 - public, whatever its name


def _places() -> dict[str, Place]:
    found = {}
    for key, entry in RUBRIQUES.items():
        for model in _KEPT_IN.get(entry.bloc, ()):
            if entry.field in _fields_of(model):
                found[key] = Place(model, entry.field)
                break
    return found | {
        "idClientEmetteur": Place(Certificateur, "id_client_emetteur"),
        "resultats": Place(Passage, "resultats"),
    }


PLACES: Final[Mapping[str, Place]] = MappingProxyType(_places())
"""Where each rubrique is kept, by key of the dictionary. The NIR is in none of these rows: the vault of `personnes` has it."""

PASSAGE_KEYS: Final = tuple(key for key, place in PLACES.items() if place.model is Passage)
PERSONNE_KEYS: Final = tuple(key for key, place in PLACES.items() if place.model is Personne)
OWNER_KEYS: Final = frozenset(key for key, place in PLACES.items() if place.model is Certificateur)
WAY_KEYS: Final = MappingProxyType({Voie.DOSSIER: "idDossier", Voie.NIR: "nir"})
"""The rubrique without which a way of identifying the titulaire is none; the civil identity has several."""
IDENTITY_KEYS: Final = frozenset(
    {*TITULAIRE_KEYS, *DOSSIER_KEYS, *COMPOSITE_OF, *COMPOSITES, "nir"}
) - {
    "resultats",
    *COMPOSITES["resultats"].parts,
}

_OWN_FIELDS: Final = tuple(
    name for name in modele.Passage._fields if name in _fields_of(Passage) - {"certification"}
)


@cache
def key_of(model: type[models.Model], field: str) -> str | None:
    """Return the key of the rubrique that a field keeps, None when it is no rubrique."""
    return next((key for key, place in PLACES.items() if place == (model, field)), None)


# ------------------------------------------------------------------------------------ to the core


def to_modele(passage: Passage, nirs: Mapping[int, str] = _NO_NIR) -> modele.Passage:
    """Return a passage as the core writes it in a deposit.

    Args:
        passage: Its row, with those of RELATED.
        nirs: The NIR that were opened, by primary key of the person; only `Voie.NIR` reads them.
    """
    own = {name: _given(getattr(passage, name)) for name in _OWN_FIELDS}
    own["resultats"] = _resultats(passage.resultats)
    with_nir = passage.voie == Voie.NIR
    return modele.Passage(
        certification=_certification(passage),
        identification=_identification(passage, nirs),
        etat_civil=_titulaire(passage.personne) if with_nir else None,
        **own,
    )


def to_values(passage: Passage, nirs: Mapping[int, str] = _NO_NIR) -> dict[str, str]:
    """Return what a passage says, as texts of the format (`2026-06-30`, `true`, codes), by key; what is empty is left out.

    Only the way that it is identified by is there, so that the core identifies the titulaire by it: beside a NIR stands the
    civil identity that it is compared with, beside a dossier the names that complete it.
    """
    rows: dict[type[models.Model], models.Model] = {
        Passage: passage,
        Personne: passage.personne,
        Certification: passage.certification,
        Certificateur: passage.certificateur,
    }
    said = _said_by(Voie(passage.voie))
    values = {
        key: text
        for key, place in PLACES.items()
        if key in said and (text := text_of(key, getattr(rows[place.model], place.field)))
    }
    nir = nirs.get(passage.personne_id, "") if passage.voie == Voie.NIR else ""
    return {**values, "nir": nir} if nir else values


@cache
def _said_by(voie: Voie) -> frozenset[str]:
    if voie is Voie.DOSSIER:
        return frozenset({*PLACES}) - {*PERSONNE_KEYS} | {"nomNaissance", "prenom1"}
    return frozenset({*PLACES}) - {*DOSSIER_KEYS}


def text_of(key: str, value: Any) -> str:
    """Return the value of a field as the format spells it; empty when there is none."""
    if value is None or value in ("", []):
        return ""
    if key == "resultats":
        return " ; ".join(_resultat_text(*one) for one in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def typed_of(key: str, value: Any) -> str:
    """Return the value of a field as one types it in a form: days are French, codes stay codes."""
    if RUBRIQUES.get(key) and RUBRIQUES[key].kind is Kind.DATE and value:
        return f"{value:%d/%m/%Y}"
    return text_of(key, value)


def _resultat_text(niveau: int | None, domaine: str | None, competence: str | None) -> str:
    where = f"{domaine or ''}.{competence}" if competence else domaine or ""
    return f"{where}={niveau}" if niveau is not None else where


def _given(value: Any) -> Any:
    return None if value == "" else value


def _resultats(rows: list[list[Any]]) -> tuple[modele.Resultat, ...] | None:
    return tuple(modele.Resultat(*row) for row in rows) or None


def _certification(passage: Passage) -> modele.Certification:
    owner, certification = passage.certificateur, passage.certification
    certificateur = modele.Certificateur(
        _given(owner.id_client),
        _given(owner.id_contrat),
        _given(owner.id_client_emetteur or owner.id_client),
    )
    return modele.Certification(
        certificateur, certification.type, certification.code, owner.nature_deposant
    )


def _identification(passage: Passage, nirs: Mapping[int, str]) -> modele.Identification:
    personne = passage.personne
    if passage.voie == Voie.NIR:
        nir = nirs.get(passage.personne_id)
        return modele.IdentifiantNational(nir, _given(personne.nom_naissance))
    if passage.voie == Voie.DOSSIER:
        return modele.DossierFormation(
            _given(passage.id_dossier),
            _given(passage.nom_titulaire or personne.nom_naissance),
            _given(passage.prenom1_titulaire or personne.prenom1),
        )
    return _titulaire(personne)


def _titulaire(personne: Personne) -> modele.Titulaire:
    return modele.Titulaire._make(
        _given(getattr(personne, name)) for name in modele.Titulaire._fields
    )


# ---------------------------------------------------------------------------------- from the core


def from_modele(passage: modele.Passage) -> Rows:
    """Return what the rows keep of a passage that the core read; None becomes an empty text where the field is a text."""
    own = {name: _kept(Passage, name, getattr(passage, name)) for name in _OWN_FIELDS}
    own["resultats"] = [list(one) for one in passage.resultats or ()]
    personne: dict[str, Any] = {}
    nir, identity = "", passage.identification
    if isinstance(identity, modele.IdentifiantNational):
        own["voie"], nir = Voie.NIR, identity.nir or ""
        civil = passage.etat_civil._asdict() if passage.etat_civil else {}
        personne = {**civil, "nom_naissance": identity.nom_naissance}
    elif isinstance(identity, modele.DossierFormation):
        own |= {name: value or "" for name, value in identity._asdict().items()}
        own["voie"] = Voie.DOSSIER
        personne = {"nom_naissance": identity.nom_titulaire, "prenom1": identity.prenom1_titulaire}
    else:
        own["voie"] = Voie.ETAT_CIVIL
        personne = identity._asdict() if identity else {}
    certification = passage.certification
    return Rows(
        passage=own,
        personne={name: _kept(Personne, name, value) for name, value in personne.items()},
        certification={"type": certification.type or "", "code": certification.code or ""},
        nir=nir,
    )


def _kept(model: type[models.Model], name: str, value: Any) -> Any:
    """Return a value as its field keeps it; a text that is too long for it is left out rather than cut into a wrong one."""
    field: Any = model._meta.get_field(name)  # noqa: SLF001 - public, whatever its name
    if isinstance(value, str) and len(value) > field.max_length:
        value = None
    if value is None and not field.null:
        return ""
    return value

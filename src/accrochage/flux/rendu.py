"""From a passage to its XML text.

The function that writes a passage is compiled once a version from the dictionary, as `dataclasses` compiles an `__init__`: one
f-string in the order of the XSD, where a rubrique that can never be None costs nothing more than its value. Walking the
dictionary for each passage takes more than twice the time.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final, cast
from xml.sax.saxutils import escape

from accrochage.dictionnaire import (
    NAMESPACE,
    Bloc,
    Kind,
    Presence,
    Rubrique,
    rubrique,
    rubriques_of,
)
from accrochage.modele import (
    Certificateur,
    Certification,
    DossierFormation,
    Flux,
    IdentifiantNational,
    Identification,
    Passage,
    Resultat,
    Titulaire,
)

XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"

_IDENTIFICATIONS: Final[dict[type[Identification], Bloc]] = {
    Titulaire: Bloc.TITULAIRE,
    DossierFormation: Bloc.DOSSIER,
    IdentifiantNational: Bloc.IDENTIFIANT_NATIONAL,
}

WritePassage = Callable[[Passage], str]


@lru_cache
def passage_writer(version: str) -> WritePassage:
    """Return the function that writes sound passages in a version of the format.

    It gives the `passageCertification` element on one line, with a line feed at its end.
    """
    writers: dict[type, Callable[[Any], str]] = {type(None): lambda _: ""}
    writers |= {
        kind: _compile(kind._fields, _bloc(bloc, version))
        for kind, bloc in _IDENTIFICATIONS.items()
        if any(rubriques_of(bloc, version))
    }
    return cast(
        "WritePassage",
        _compile(
            Passage._fields, _passage(version), identifications=writers, numerique=_niveau_numerique
        ),
    )


class _IsoDates(dict[date, str]):
    """Dates as the XSD writes them; a deposit has few different ones."""

    def __missing__(self, day: date) -> str:
        self[day] = text = day.isoformat()
        return text


def _compile(fields: tuple[str, ...], template: str, **names: object) -> Callable[[Any], str]:
    """Compile a template into a function of a named tuple; in the template, each field is a variable."""
    source = f"def write(value):\n    ({', '.join(fields)},) = value\n    return f'''{template}'''"
    scope: dict[str, Any] = {"escape": escape, "iso": _IsoDates(), **names}
    exec(source, scope)  # noqa: S102 - the source is made of the dictionary's own names, never of data
    return cast("Callable[[Any], str]", scope["write"])


def _passage(version: str) -> str:
    parts = list(_passage_parts(version))
    return f"<cpf:passageCertification>{''.join(parts)}</cpf:passageCertification>\\n"


def _passage_parts(version: str) -> Iterator[str]:
    for entry in rubriques_of(Bloc.PASSAGE, version):
        if entry.key == "verbatim":
            yield f"<cpf:modalitesInscription>{_bloc(Bloc.MODALITES, version)}</cpf:modalitesInscription>"
            yield "<cpf:identificationTitulaire>{identifications[type(identification)](identification)}"
            yield "</cpf:identificationTitulaire>"
        yield _field(entry)
        if entry.key == "presenceNiveauNumeriqueEuro":
            yield "{'' if score_general is None and resultats is None else numerique(score_general, resultats)}"


def _bloc(bloc: Bloc, version: str) -> str:
    """Return the template of a bloc: its rubriques in the order of the XSD, and its own element for an identification."""
    inner = "".join(
        _place() if entry.key == "codeInsee" else _field(entry)
        for entry in rubriques_of(bloc, version)
        if entry.key != "codePostal"  # the other branch of the place of birth
    )
    if bloc in _IDENTIFICATIONS.values():
        return f"<cpf:{bloc.value[-1]}>{inner}</cpf:{bloc.value[-1]}>"
    return inner


def _field(entry: Rubrique) -> str:
    """Return the template of one rubrique."""
    element = f"<cpf:{entry.name}>{{{_value(entry)}}}</cpf:{entry.name}>"
    if entry.presence is Presence.REQUIRED:
        return element
    absent = f'<cpf:{entry.name} xsi:nil="true"/>' if entry.nillable else ""
    return f"{{'{absent}' if {entry.field} is None else f'{element}'}}"


def _value(entry: Rubrique) -> str:
    """Return the expression of the text of a rubrique; escaping is skipped where no character asks for it."""
    name = entry.field
    if entry.kind is Kind.DATE:
        return f"iso[{name}]"
    if entry.kind is Kind.BOOLEAN:
        return f'"true" if {name} else "false"'
    if entry.kind in {Kind.CODE, Kind.INTEGER}:
        return name
    return f'escape({name}) if "&" in {name} or "<" in {name} or ">" in {name} else {name}'


def _place() -> str:
    """Return the template of the place of birth: INSEE code, else postal code, else nil (an INSEE code cannot be nil)."""
    insee, postal = rubrique("codeInsee"), rubrique("codePostal")
    outer, inner_insee = insee.within
    _, inner_postal = postal.within
    by_insee = f"<cpf:{inner_insee}><cpf:{insee.name}>{{{_value(insee)}}}</cpf:{insee.name}></cpf:{inner_insee}>"
    by_postal = f"<cpf:{inner_postal}><cpf:{postal.name}>{{{_value(postal)}}}</cpf:{postal.name}></cpf:{inner_postal}>"
    unknown = f'<cpf:{inner_postal}><cpf:{postal.name} xsi:nil="true"/></cpf:{inner_postal}>'
    choice = f"f'{by_insee}' if code_insee is not None else f'{by_postal}' if code_postal is not None else '{unknown}'"
    return f"<cpf:{outer}>{{{choice}}}</cpf:{outer}>"


@lru_cache(maxsize=4096)
def _niveau_numerique(score: int | None, resultats: tuple[Resultat, ...] | None) -> str:
    """Return the digital level: a general score, results by competence, or both."""
    listed = (
        ""
        if resultats is None
        else f"<cpf:resultats>{''.join(map(_resultat, resultats))}</cpf:resultats>"
    )
    return f"<cpf:niveauNumeriqueEuropeen>{element('scoreGeneral', score)}{listed}</cpf:niveauNumeriqueEuropeen>"


def _resultat(resultat: Resultat) -> str:
    keys = ("niveau", "domaineCompetenceId", "competenceId")
    inner = "".join(map(element, keys, resultat))
    return f"<cpf:resultat>{inner}</cpf:resultat>"


def element(key: str, value: str | int | datetime | None) -> str:
    """Write the element of a rubrique around the passages, by its key; nothing when the value is None."""
    if value is None:
        return ""
    text = (
        value.isoformat(timespec="seconds") if isinstance(value, datetime) else escape(str(value))
    )
    name = rubrique(key).name
    return f"<cpf:{name}>{text}</cpf:{name}>"


def write_opening(flux: Flux, certificateur: Certificateur) -> str:
    """Return the beginning of a deposit, up to its first certification."""
    values: dict[str, str | datetime] = {
        "idFlux": flux.id_flux,
        "horodatage": flux.horodatage,
        "action": flux.action,
    }
    head = "".join(
        f"{element(entry.key, values[entry.key])}\n"
        for entry in rubriques_of(Bloc.FLUX, flux.version)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<cpf:flux xmlns:cpf="{NAMESPACE}" xmlns:xsi="{XSI}">\n{head}'
        f"<cpf:emetteur>\n{element('idClientEmetteur', certificateur.id_client_emetteur)}\n"
        "<cpf:certificateurs>\n<cpf:certificateur>\n"
        f"{element('idClient', certificateur.id_client)}\n"
        f"{element('idContrat', certificateur.id_contrat)}\n<cpf:certifications>\n"
    )


CLOSING: Final = "</cpf:certifications>\n</cpf:certificateur>\n</cpf:certificateurs>\n</cpf:emetteur>\n</cpf:flux>\n"
"""The end of a deposit, after its last certification."""


def open_certification(certification: Certification) -> str:
    """Return the beginning of a certification, up to its first passage."""
    return (
        f"<cpf:certification>\n{element('type', certification.type)}\n"
        f"{element('code', certification.code)}\n"
        f"{element('natureDeposant', certification.nature_deposant)}"
        "<cpf:passageCertifications>\n"
    )


CERTIFICATION_CLOSING: Final = "</cpf:passageCertifications>\n</cpf:certification>\n"
"""The end of a certification, after its last passage."""

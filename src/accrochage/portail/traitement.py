"""The treatment of a deposit: its schema, who sends it, what is already there, then the matching of each passage."""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from accrochage.dictionnaire import NAMESPACE
from accrochage.flux.lecture import Cadre, read_cadre, read_lignes
from accrochage.flux.schemas import Schema
from accrochage.portail.accuse import PassageKo, Rejet
from accrochage.portail.messages import already_there, not_there, unknown
from accrochage.portail.population import Personne
from accrochage.portail.rapprochement import Compared, Rapprochement, Values, folded
from accrochage.portail.refus import rejet_at, rejet_of
from accrochage.portail.registre import Registre
from accrochage.regles.composition import KEYS

OURS: Final = "AGRAFE"
"""Type of a rejection that only this portal makes: what the CDC answers in that case is not known."""

_SUPPRESSION: Final = "SUPPRESSION"
_COMPARED: Final = (
    *("idClientEmetteur", "idTechnique", "nir", "nomNaissance", "prenom1", "prenom2", "prenom3"),
    *("sexe", "anneeNaissance", "moisNaissance", "jourNaissance", "codeInsee", "codePostal"),
    *("libelleCommuneNaissance", "codePaysNaissance", "libellePaysNaissance"),
    *("idDossier", "nomTitulaire", "prenom1Titulaire"),
)
"""What is kept of a passage: nothing else is compared with the population."""
_RANKS: Final = tuple((key, KEYS.index(key)) for key in _COMPARED)

_NAMESPACES: Final = {"cpf": NAMESPACE}
_IDENTIFIERS: Final = {
    "L'émetteur": "cpf:emetteur/cpf:idClient",
    "Le certificateur": ".//cpf:certificateur/cpf:idClient",
    "Le contrat": ".//cpf:certificateur/cpf:idContrat",
}
"""Where the deposit gives what `Connus` holds, in the same order."""


class Connus(NamedTuple):
    """The identifiers that the portal knows; None lets any of them in.

    Attributes:
        emetteur: Client number of who deposits.
        certificateur: Client number of for whom.
        contrat: Contract number.
    """

    emetteur: str | None = None
    certificateur: str | None = None
    contrat: str | None = None


@dataclass(frozen=True, kw_only=True)
class Portail:
    """What the portal knows.

    Attributes:
        schema: Schema of the version of the format that it takes.
        registre: Passages that it accepted before; changed by each treatment, and not saved here.
        connus: Identifiers that it lets in.
        compared: How it compares names.
    """

    schema: Schema
    registre: Registre
    connus: Connus = field(default_factory=Connus)
    compared: Compared = folded


@dataclass(frozen=True, kw_only=True)
class Traitement:
    """What became of a deposit.

    Attributes:
        nom_fichier: Name of the file.
        id_traitement: Number of the treatment, the same for the same deposit under the same name.
        id_flux: Identifier of the deposit, `""` when it is rejected as a whole.
        rejet: Why it is rejected as a whole, None when its passages were treated.
        ko: Passages rejected.
        ok: idTechnique of the passages accepted, or withdrawn.
    """

    nom_fichier: str
    id_traitement: int
    id_flux: str = ""
    rejet: Rejet | None = None
    ko: Sequence[PassageKo] = ()
    ok: Sequence[str] = ()


def treat(path: Path, portail: Portail, personnes: Iterable[Personne]) -> Traitement:
    """Treat a deposit as the CDC would.

    Args:
        path: The deposit.
        portail: What the portal knows.
        personnes: The population, read once, and not at all when nobody is to be found.

    Returns:
        What became of each passage, or why the file is rejected. Memory grows with the passages, never with the population.

    Raises:
        FluxError: The file cannot be opened.
        PortailError: The population cannot be read.
        SchemaError: The schema cannot be used.
    """
    rejet = rejet_of(path, portail.schema)
    if rejet:
        return Traitement(nom_fichier=path.name, id_traitement=_number(path.name), rejet=rejet)
    cadre = read_cadre(path)
    id_flux = _text(cadre, "idFlux")
    number = _number(f"{path.name} {id_flux}")
    rejet = _unknown(path, cadre, portail.connus)
    if rejet:
        return Traitement(nom_fichier=path.name, id_traitement=number, rejet=rejet)
    passages = list(_passages(path, cadre))
    if _text(cadre, "action") == _SUPPRESSION:
        ko, ok = _withdraw(passages, portail.registre)
    else:
        found = Rapprochement(passages, personnes, portail.compared)
        ko, ok = _record(passages, portail.registre, found)
    return Traitement(nom_fichier=path.name, id_traitement=number, id_flux=id_flux, ko=ko, ok=ok)


def _number(text: str) -> int:
    return 100_000 + zlib.crc32(text.encode(errors="replace")) % 900_000


def _passages(path: Path, cadre: Cadre) -> Iterator[Values]:
    """Yield what is compared of each passage, as it stands in the file."""
    for ligne in read_lignes(path, cadre):
        cells = ligne.cells
        yield {key: value for key, rank in _RANKS if (value := str(cells[rank]))}


def _record(
    passages: Iterable[Values], registre: Registre, found: Rapprochement
) -> tuple[list[PassageKo], list[str]]:
    """Accept the passages that are new and whose holder is found; return those rejected and those accepted."""
    ko, ok = [], []
    for values in passages:
        passage = _identity(values)
        message = already_there(*passage) if passage in registre else found.judge(values)
        if message:
            ko.append(PassageKo(passage[1], message))
        else:
            registre.add(passage)
            ok.append(passage[1])
    return ko, ok


def _withdraw(passages: Iterable[Values], registre: Registre) -> tuple[list[PassageKo], list[str]]:
    """Withdraw the passages that were accepted; return those that were not, and those withdrawn."""
    ko, ok = [], []
    for passage in map(_identity, passages):
        if passage in registre:
            registre.remove(passage)
            ok.append(passage[1])
        else:
            ko.append(PassageKo(passage[1], not_there(*passage)))
    return ko, ok


def _identity(values: Values) -> tuple[str, str]:
    """Return what tells a passage from all others: émetteur, then idTechnique."""
    return values["idClientEmetteur"], values["idTechnique"]


def _unknown(path: Path, cadre: Cadre, connus: Connus) -> Rejet | None:
    """Return why a deposit is not let in: who sends it, or for whom, is not known."""
    for (what, element_path), known in zip(_IDENTIFIERS.items(), connus, strict=True):
        element = cadre.document.find(element_path, _NAMESPACES)
        value = "" if element is None else element.text or ""
        if element is not None and known not in (None, value):
            return rejet_at(path, element, OURS, unknown(what, value))
    return None


def _text(cadre: Cadre, name: str) -> str:
    return cadre.document.findtext(f"cpf:{name}", namespaces=_NAMESPACES) or ""

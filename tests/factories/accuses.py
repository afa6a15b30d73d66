"""Accusés de traitement to read, as the CDC writes them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from accrochage.accuses.lecture import Accuse, Entete, ErreurFichier, Issue

AUCUN = "Aucun titulaire ne correspond aux critères obligatoires"
DATE = f"{AUCUN} enrichis du jour et du mois de naissance"
PLUSIEURS = "Plusieurs titulaires ont été identifiés"
OPENING = '<rapport xmlns:ns2="urn:cdc:cpf:pc5:rapport:schema">'
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'


def deja(id_technique: str) -> str:
    return (
        "Le passage certification avec le bcr émetteur 00AGRAFE "
        f"et l'id technique partenaire {id_technique} existe déjà en base"
    )


def an_accuse(
    ok: Sequence[str] = (),
    ko: Mapping[str, str | Sequence[str]] | None = None,
    *,
    id_flux: str | None = "AGRAFE-1",
    nom_fichier: str | None = "depot.xml",
) -> bytes:
    """Return the accusé of a deposit whose passages were treated; `ko` gives the messages of each rejected one."""
    parts = [DECLARATION, OPENING]
    if nom_fichier:
        parts.append(f"<nomFichier>{escape(nom_fichier)}</nomFichier>")
    if id_flux:
        parts.append(f"<idFlux>{escape(id_flux)}</idFlux>")
    parts.append("<idTraitement>67598</idTraitement><PassagesKO>")
    for id_technique, said in (ko or {}).items():
        messages = [said] if isinstance(said, str) else said
        parts.append(f"<passage><idTechnique>{escape(id_technique)}</idTechnique>")
        parts += [f"<messageErreur>{escape(message)}</messageErreur>" for message in messages]
        parts.append("</passage>")
    parts.append("</PassagesKO><PassagesOK>")
    parts += [f"<idTechnique>{escape(id_technique)}</idTechnique>" for id_technique in ok]
    parts.append("</PassagesOK></rapport>")
    return "".join(parts).encode()


def a_rejection(*erreurs: tuple[str, int, int], nom_fichier: str = "depot.xml") -> bytes:
    """Return the accusé of a file that was rejected as a whole: message, line and column of each reason."""
    said = "".join(
        f"<erreur><type>XSD</type><message>{escape(message)}</message><ligne>{ligne}</ligne><colonne>{colonne}</colonne></erreur>"
        for message, ligne, colonne in erreurs
    )
    entete = f"<nomFichier>{nom_fichier}</nomFichier><idTraitement>68548</idTraitement>"
    return f"{DECLARATION}{OPENING}{entete}<erreurs>{said}</erreurs></rapport>".encode()


def accuse_file(folder: Path, content: bytes | str, name: str = "accuse.xml") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read_all(folder: Path, content: bytes | str) -> tuple[Entete, list[Issue | ErreurFichier]]:
    """Return what an accusé says, its header once it is complete."""
    accuse = Accuse(accuse_file(folder, content))
    entries = list(accuse)
    return accuse.entete, entries

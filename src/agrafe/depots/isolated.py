"""What is done to an accusé in a process that may die: `agrafe.socle.isolation` runs these functions.

Nothing here knows Django. What the accusé says of each passage goes to a file of JSON lines, read again a part at a time.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from accrochage.accuses.fichier import ErreurExpliquee, explain_all
from accrochage.accuses.lecture import Accuse, ErreurFichier, Issue
from accrochage.accuses.messages import Message, meaning
from accrochage.accuses.reperage import locate

Tell = Callable[[int, int | None], None]

MAX_ERREURS: Final = 500
"""Reasons of a rejection that are kept: the first ones explain the others."""
MAX_MESSAGES: Final = 20
"""Messages kept of a passage."""
MAX_TEXT: Final = 1_000
_TOLD: Final = 1_000


def read(tell: Tell, *, source: str, rows: str) -> dict[str, Any]:
    """Read an accusé.

    Args:
        tell: Told how many passages were read.
        source: The accusé.
        rows: The file to write, one JSON object a passage: `{"id", "issue", "cause", "messages"}`, `issue` being `"accepte"`,
            `"deja_en_base"` or `"rejete"`. A passage said twice stands there once: a rejection wins.

    Returns:
        What it says of the deposit (`id_flux`, `nom_fichier`), why the file was rejected (`erreurs`), how many passages there
        are, and those that it says twice (`doublons`) or does not name (`sans_nom`).

    Raises:
        AccuseError: It is no accusé, or cannot be read.
    """
    tri = _Tri()
    accuse = Accuse(Path(source))
    for done, one in enumerate(accuse, start=1):
        tri.take(one)
        if done % _TOLD == 0:
            tell(done, None)
    with Path(rows).open("w", encoding="utf-8") as file:
        file.writelines(
            json.dumps({"id": name, **said}, ensure_ascii=False) + "\n"
            for name, said in tri.said.items()
        )
    return {
        "id_flux": accuse.entete.id_flux or "",
        "nom_fichier": accuse.entete.nom_fichier or "",
        "erreurs": [_plain(one) for one in explain_all(tri.erreurs)],
        "total": len(tri.said),
        "doublons": [*tri.twice],
        "sans_nom": tri.nameless,
    }


def locate_errors(tell: Tell, *, source: str, flux: str) -> list[dict[str, Any]]:
    """Return why a deposit was rejected as a whole, each reason with where it points in the deposit.

    Args:
        tell: Told how many reasons there are.
        source: The accusé.
        flux: The deposit.
    """
    erreurs = [one for one in Accuse(Path(source)) if isinstance(one, ErreurFichier)][:MAX_ERREURS]
    tell(len(erreurs), None)
    places = [(one.ligne, one.colonne) for one in erreurs if one.ligne is not None]
    return [_plain(one) for one in explain_all(erreurs, locate(Path(flux), places))]


class _Tri:
    """What an accusé says, sorted while it is read."""

    def __init__(self) -> None:
        self.said: dict[str, dict[str, Any]] = {}
        self.twice: dict[str, None] = {}
        self.nameless = 0
        self.erreurs: list[ErreurFichier] = []
        self._meanings: dict[tuple[str, ...], Message] = {}

    def take(self, one: Issue | ErreurFichier) -> None:
        """Keep what is said of a passage, or of the file."""
        if isinstance(one, ErreurFichier):
            if len(self.erreurs) < MAX_ERREURS:
                self.erreurs.append(one)
            return
        if not one.id_technique:
            self.nameless += 1
            return
        known = self.said.get(one.id_technique)
        if known:
            self.twice[one.id_technique] = None
        said = self._said(one)
        if known is None or said["issue"] == "rejete":
            self.said[one.id_technique] = said

    def _said(self, one: Issue) -> dict[str, Any]:
        if one.accepte:
            return {"issue": "accepte", "cause": "", "messages": []}
        message = self._meanings.get(one.messages)
        if message is None:
            message = self._meanings[one.messages] = meaning(one.messages)
        texts = [text[:MAX_TEXT] for text in (*one.messages, *one.codes)[:MAX_MESSAGES]]
        issue = "deja_en_base" if message.accepte else "rejete"
        return {"issue": issue, "cause": message.code, "messages": texts}


def _plain(one: ErreurExpliquee) -> dict[str, Any]:
    return {
        "message": one.erreur.message[:MAX_TEXT],
        "explication": one.explication,
        "ligne": one.erreur.ligne,
        "colonne": one.erreur.colonne,
        "id_technique": one.id_technique,
        "rubrique": one.rubrique,
    }

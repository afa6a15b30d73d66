"""What is done to an accusé in a process that may die: `agrafe.socle.isolation` runs these functions.

Nothing here knows Django. What the accusé says of each passage goes to a file of JSON lines, read again a part at a time.
"""

import json
from collections.abc import Callable
from functools import lru_cache
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
        rows: The file to write, one JSON object each time that a passage is named: `{"id", "issue", "cause", "messages"}`,
            `issue` being `"accepte"`, `"deja_en_base"` or `"rejete"`.

    Returns:
        What it says of the deposit (`id_flux`, `nom_fichier`), why the file was rejected (`erreurs`), how often it names a passage
        (`total`), and of how many it gives no name (`sans_nom`).

    Raises:
        AccuseError: It is no accusé, or cannot be read.
    """
    accuse = Accuse(Path(source))
    erreurs: list[ErreurFichier] = []
    total = nameless = 0
    with Path(rows).open("w", encoding="utf-8") as file:
        for done, one in enumerate(accuse, start=1):
            if isinstance(one, ErreurFichier):
                if len(erreurs) < MAX_ERREURS:
                    erreurs.append(one)
            elif one.id_technique:
                total += 1
                file.write(json.dumps(_said(one), ensure_ascii=False) + "\n")
            else:
                nameless += 1
            if done % _TOLD == 0:
                tell(done, None)
    return {
        "id_flux": accuse.entete.id_flux or "",
        "nom_fichier": accuse.entete.nom_fichier or "",
        "erreurs": [_plain(one) for one in explain_all(erreurs)],
        "total": total,
        "sans_nom": nameless,
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


def _said(one: Issue) -> dict[str, Any]:
    if one.accepte:
        return {"id": one.id_technique, "issue": "accepte", "cause": "", "messages": []}
    message = _meaning(one.messages)
    return {
        "id": one.id_technique,
        "issue": "deja_en_base" if message.accepte else "rejete",
        "cause": message.code,
        "messages": [text[:MAX_TEXT] for text in (*one.messages, *one.codes)[:MAX_MESSAGES]],
    }


@lru_cache(maxsize=1_000)
def _meaning(messages: tuple[str, ...]) -> Message:
    """Return what messages mean; most passages are rejected by the same few."""
    return meaning(messages)


def _plain(one: ErreurExpliquee) -> dict[str, Any]:
    return {
        "message": one.erreur.message[:MAX_TEXT],
        "explication": one.explication,
        "ligne": one.erreur.ligne,
        "colonne": one.erreur.colonne,
        "id_technique": one.id_technique,
        "rubrique": one.rubrique,
    }

"""What the operations on withdrawals share: which passages are chosen, and what is said of such a deposit."""

from collections.abc import Iterator, Mapping
from typing import Final

from accrochage.dictionnaire import NAMESPACE
from accrochage.flux.lecture import Cadre, line_of
from accrochage.modele import Lieu
from accrochage.regles.anomalie import Anomalie
from accrochage.regles.lecture.nettoyage import Raw, clean

SUPPRESSION: Final = "SUPPRESSION"
"""The `action` of a deposit that withdraws passages (kit of 30 March 2026, known at second hand)."""

SUPPORT: Final = "support.certificateurs@caissedesdepots.fr"
NOT_PUBLISHED: Final = (
    "Ce que la Caisse des Dépôts attend exactement dans un tel fichier n'est pas publié : "
    f"demandez confirmation à {SUPPORT} avant de le déposer."
)


class Selection:
    """Passages chosen by their identifier; it remembers which were met.

    Args:
        wanted: What each identifier is followed by when it is said to be unknown: `" (ligne 3 de la liste)"`, or nothing.
    """

    def __init__(self, wanted: Mapping[str, str]) -> None:
        self._wanted = wanted
        self._met: set[str] = set()

    def takes(self, raw: Raw) -> bool:
        """Tell whether the passage of an identifier is chosen."""
        identifier = clean(raw)
        chosen = identifier in self._wanted
        if chosen:
            self._met.add(identifier)
        return chosen

    def missing(self) -> Iterator[Anomalie]:
        """Yield SUP-01 for each identifier that was not met, once everything was read."""
        ou = Lieu(rubrique="idTechnique")
        for identifier, where in self._wanted.items():
            if identifier not in self._met:
                message = f"« {identifier} »{where} n'est pas dans ce fichier. Vérifiez l'identifiant, ou donnez le dépôt qui l'a créé."
                yield Anomalie("SUP-01", message, ou, identifier)


def withdrawal_notice(more: str = NOT_PUBLISHED, ligne: int | None = None) -> Anomalie:
    """Return SUP-03, which says that a deposit withdraws passages.

    Args:
        more: The sentence that follows.
        ligne: Line of `action` in the file, when there is one.
    """
    message = f"Ce dépôt retire des passages au lieu d'en créer (action {SUPPRESSION}). {more}"
    colonne = None if ligne is None else "action"
    return Anomalie("SUP-03", message, Lieu(None, ligne, colonne, None, "action"), SUPPRESSION)


def notice_of(cadre: Cadre) -> Anomalie | None:
    """Return SUP-03 when a deposit withdraws passages."""
    action = cadre.document.find(f"{{{NAMESPACE}}}action")
    if action is None or (action.text or "").strip() != SUPPRESSION:
        return None
    return withdrawal_notice(ligne=line_of(action))

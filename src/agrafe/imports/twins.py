"""The rows of an import that say one passage twice: the first is kept, the others wait until one is mended or put aside."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any, Final

from django.db.models import Count

from accrochage.regles.anomalie import Gravite
from agrafe.imports.models import Import, Ligne
from agrafe.imports.reading import (
    SAME_IDENTIFIER,
    SAME_PASSAGE,
    fault,
    is_blocked,
    weight_of,
)
from agrafe.socle.bulk import rewrite

_CODES: Final = frozenset({SAME_IDENTIFIER, SAME_PASSAGE})
_PART: Final = 500


def settle_all(imported: Import) -> None:
    """Find the twins of a whole import."""
    counted = imported.lignes.exclude(cle="").order_by().values("cle").annotate(rows=Count("pk"))
    settle(imported, list(counted.filter(rows__gt=1).values_list("cle", flat=True)))


def settle(imported: Import, cles: Collection[str]) -> None:
    """Say again which rows are twins, among those of some keys."""
    wanted = sorted({*cles} - {""})
    for first in range(0, len(wanted), _PART):
        groups: dict[str, list[Ligne]] = defaultdict(list)
        rows = imported.lignes.filter(cle__in=wanted[first : first + _PART])
        for ligne in rows.order_by("-is_done", "ligne"):
            groups[ligne.cle].append(ligne)
        changed = [one for group in groups.values() for one in _settle(group)]
        rewrite(changed, ("anomalies", "gravite", "has_errors"))


def _settle(group: list[Ligne]) -> list[Ligne]:
    """Set or clear the fault of the rows of one key, and return those that changed."""
    changed = []
    first: Ligne | None = None
    for ligne in group:
        before = ligne.anomalies
        ligne.anomalies = [one for one in before if one["code"] not in _CODES]
        if not ligne.is_aside:
            if first is not None and not ligne.is_done:
                ligne.anomalies = [_twin(ligne, first), *ligne.anomalies]
            first = first or ligne
        if ligne.anomalies != before:
            ligne.gravite = weight_of(ligne.anomalies)
            ligne.has_errors = is_blocked(ligne.anomalies)
            changed.append(ligne)
    return changed


def _twin(ligne: Ligne, first: Ligne) -> Mapping[str, Any]:
    name = ligne.cle.removeprefix("=")
    if ligne.cle.startswith("="):
        message = (
            f"« {name} » est déjà l'identifiant technique de la ligne {first.ligne}. "
            "Donnez-en un autre, ou mettez l'une des deux lignes de côté."
        )
        return fault(SAME_IDENTIFIER, Gravite.ERREUR, "idTechnique", message, name)
    message = (
        f"La ligne {first.ligne} dit déjà ce passage : même personne, même certification, même jour. "
        "Mettez l'une des deux de côté, ou corrigez ce qui les distingue."
    )
    return fault(SAME_PASSAGE, Gravite.ERREUR, "nomNaissance", message)

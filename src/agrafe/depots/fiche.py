"""What the card of a deposit says: where it stands, and what comes next."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.urls import reverse

from agrafe.comptes.models import Membership
from agrafe.depots.enums import Issue, Status
from agrafe.depots.listing import place_of
from agrafe.depots.models import Accuse, Depot, DepotFichier
from agrafe.depots.selectors import to_mend
from agrafe.passages.models import Passage
from agrafe.passages.rubriques import RELATED
from agrafe.socle.charts import Part
from agrafe.socle.files import File
from agrafe.socle.french import count
from agrafe.socle.navigation import Link
from agrafe.socle.states import Tone

_NEXT: Final[Mapping[Status, str]] = {
    Status.EN_CONSTRUCTION: "Ses passages sont réservés, et ses fichiers se construisent.",
    Status.REFUSE: "Ce dépôt n'a pas pu être construit. Ses passages sont revenus à leur place : corrigez ce qui suit, puis préparez-en un autre.",
    Status.CONSTRUIT: "Il est prêt. Déposez-le sur le portail de la Caisse des Dépôts, puis dites-le ici.",
    Status.DEPOSE: "Il est parti. La Caisse des Dépôts répond en quelques jours par un accusé de traitement : donnez-le ici.",
    Status.TRAITE: "La Caisse des Dépôts a répondu.",
    Status.ABANDONNE: "Il n'est pas parti : ses passages sont revenus à leur place.",
}
_NEXT_IN_TRIAL: Final[Mapping[Status, str]] = {
    **_NEXT,
    Status.CONSTRUIT: "Il est prêt. C'est un essai : envoyez-le au portail d'essai, jamais à la Caisse des Dépôts.",
    Status.DEPOSE: "Il est au portail d'essai, qui répond en quelques secondes.",
    Status.TRAITE: "Le portail d'essai a répondu.",
}
_REJECTED: Final = (
    "Le fichier entier a été rejeté : ses passages sont revenus à leur place. "
    "Corrigez ce que dit l'accusé, puis préparez un autre dépôt."
)
_WORDS: Final = {
    Issue.ACCEPTE: ("acceptés", Tone.SUCCESS),
    Issue.DEJA_EN_BASE: ("déjà en base", Tone.NEUTRAL),
    Issue.REJETE: ("rejetés", Tone.ERROR),
    Issue.FICHIER_REJETE: ("dans un fichier rejeté", Tone.ERROR),
    Issue.SANS_REPONSE: ("absents de l'accusé", Tone.ATTENTION),
    Issue.ATTENTE: ("en attente", Tone.PROGRESS),
}


def tabs_of(depot: Depot, current: str) -> list[Link]:
    """Return the tabs of the card."""
    labels = {"detail": "Dépôt", "lignes": "Passages", "history": "Historique"}
    return [
        Link(label, "", reverse(f"depots:{name}", args=[depot.public_id]), name == current)
        for name, label in labels.items()
    ]


def head_of(depot: Depot) -> dict[str, Any]:
    """Return what the top of every tab shows."""
    status = Status(depot.status)
    number, mend_before = to_mend(depot=depot)
    is_broken = status is Status.EN_CONSTRUCTION and not (depot.travail and depot.travail.is_active)
    return {
        "depot": depot,
        "status": status,
        "next": _REJECTED
        if depot.is_rejected
        else (_NEXT_IN_TRIAL if depot.is_trial else _NEXT)[status],
        "is_broken": is_broken,
        "title": str(depot).capitalize(),
        "to_mend": number,
        "mend_before": mend_before,
        "rejection": depot.accuses.filter(is_rejection=True).last() if depot.is_rejected else None,
        "parts": parts_of(depot),
    }


def files_of(depot: Depot, fichiers: Sequence[DepotFichier], *, can_take: bool) -> list[File]:
    """Return the files of a deposit as a page offers them; who may not take them sees none."""
    if not can_take or depot.status == Status.ABANDONNE:
        return []
    return [
        File(
            one.nom,
            reverse("depots:download", args=[depot.public_id, one.rang]),
            one.octets,
            note=f"{count(one.passages, 'passage', 'passages')}, {one.get_status_display().lower()}",
        )
        for one in fichiers
    ]


def refus_of(par: Membership, depot: Depot) -> list[dict[str, Any]]:
    """Return what stopped a deposit, passage by passage, each with where it is mended."""
    names = [one["id"] for one in depot.refus if one["id"]]
    rows = Passage.objects.of(par.certificateur).filter(id_technique__in=names)
    known = {one.id_technique: one for one in rows.select_related(*RELATED)}
    found = []
    for one in depot.refus:
        passage = known.get(one["id"])
        keys = [constat["key"] or "" for constat in one["constats"]]
        url = place_of(passage, keys) if passage else ""
        found.append({"motif": "", **one, "url": url})
    return found


def parts_of(depot: Depot) -> list[Part]:
    """Return what became of the passages of a deposit, as the ring shows it; nothing before an answer."""
    return _parts(depot, depot.comptes)


def parts_said(accuse: Accuse) -> list[Part]:
    """Return what an accusé says of the passages of its file, likewise: a deposit in several files has several."""
    if accuse.depot is None:
        return []
    silent = {Issue.SANS_REPONSE.value: accuse.comptes.get("manquants", 0)}
    return _parts(accuse.depot, {**accuse.comptes, **silent})


def _parts(depot: Depot, comptes: Mapping[str, int]) -> list[Part]:
    lignes = reverse("depots:lignes", args=[depot.public_id])
    return [
        Part(label, comptes[issue.value], tone, f"{lignes}?issue={issue.value}")
        for issue, (label, tone) in _WORDS.items()
        if comptes.get(issue.value)
    ]

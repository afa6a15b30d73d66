"""The CDC's answers: an accusé is taken, found its deposit, and written down in one transaction."""

import hashlib
import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any, Final, NamedTuple, Self

from django.core.files import File
from django.db import transaction
from django.db.models import Case, Count, Exists, OuterRef, QuerySet, Subquery, Value, When
from django.utils import timezone

from accrochage.accuses.messages import MESSAGES
from accrochage.typographie import count, printable
from agrafe.certificateurs.models import Certificateur
from agrafe.comptes.models import Membership
from agrafe.depots.enums import RECORDED, FichierStatus, Issue, Status
from agrafe.depots.models import (
    Accuse,
    AccuseLigne,
    AccuseLigneQuerySet,
    Depot,
    DepotFichier,
    DepotPassage,
)
from agrafe.depots.permissions import check_deposit
from agrafe.depots.services.commun import (
    REFUSALS_KEPT,
    DepotRefusal,
    bring,
    count_issues,
    let_go,
    locked,
    passages_in,
)
from agrafe.depots.services.suivi import note_deposited
from agrafe.journal import services as journal
from agrafe.passages.enums import Status as Passages
from agrafe.passages.services.masse import move_all
from agrafe.passages.writing import hold
from agrafe.socle.insertion import pour
from agrafe.travaux import services as travaux

READ: Final = "depots.read"

_SAID: Final = ("accuse", "rang", "id_technique", "issue", "cause", "messages")
SILENT: Final = (
    "Cet accusé ne dit rien d'aucun passage, ni du fichier. Téléchargez-le de nouveau sur le portail : "
    "c'est l'accusé de traitement qu'il faut, non celui de réception."
)


class AccuseRefusal(DepotRefusal):
    """An accusé is not that of a deposit that waits for it."""


# ------------------------------------------------------------------------------------------ taken


@transaction.atomic
def receive_accuse(*, par: Membership, fichier: File[Any], depot: Depot | None = None) -> Accuse:
    """Take an accusé, and have it read in the background; the same bytes again change nothing.

    Args:
        par: Who gives it.
        fichier: The file, under the name that it bears at its user's.
        depot: The deposit that it answers; None has it found.

    Raises:
        Denied: He may not.
        AccuseRefusal: It is empty.
    """
    check_deposit(par)
    if not fichier.size:
        raise AccuseRefusal(
            "Ce fichier est vide : téléchargez de nouveau l'accusé de traitement sur le portail."
        )
    sha256 = _sha256(fichier)
    Certificateur.objects.select_for_update(no_key=True).get(pk=par.certificateur_id)
    known: Accuse | None = (
        Accuse.objects.of(par.certificateur)
        .select_related("travail", "depot")
        .filter(sha256=sha256)
        .first()
    )
    accuse = known or Accuse(certificateur=par.certificateur, sha256=sha256)
    if not (known and known.fichier.storage.exists(str(known.fichier.name))):
        accuse.fichier.save(f"{uuid.uuid4().hex}.xml", fichier, save=known is not None)
    if known and (known.is_read or (known.is_pending and _is_being_read(known))):
        return known
    accuse.nom = printable(PurePath((fichier.name or "accusé.xml").replace("\\", "/")).name)[:255]
    accuse.refus, accuse.par, accuse.depot = "", par.user, depot
    accuse.save()
    accuse.travail = travaux.start(
        par_user=par.user,
        certificateur=par.certificateur,
        kind=READ,
        arguments={"membership": par.pk, "accuse": str(accuse.public_id)},
        title="Lecture d'un accusé de traitement",
        counted="passage,passages",
        key=str(accuse.public_id),
    )
    accuse.save()
    journal.record(par=par, action="depots.receive", target=accuse, summary="Accusé reçu")
    return accuse


def _sha256(fichier: File[Any]) -> str:
    digest = hashlib.sha256()
    for chunk in fichier.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def _is_being_read(accuse: Accuse) -> bool:
    return accuse.travail is not None and accuse.travail.is_active


@transaction.atomic
def refuse_accuse(*, par: Membership, accuse: Accuse, reason: str) -> Accuse:
    """Write down why an accusé was not taken; nothing else changes."""
    row: Accuse = Accuse.objects.select_for_update(of=("self",), no_key=True).get(pk=accuse.pk)
    row.refus = reason
    row.depot = None
    row.save()
    journal.record(par=par, action="depots.refuse_accuse", target=row, summary="Accusé refusé")
    return row


# ---------------------------------------------------------------------------------- its deposit


def fichier_of(accuse: Accuse, told: Mapping[str, Any]) -> DepotFichier:
    """Return the file that an accusé answers: by its idFlux, else by its name.

    Args:
        accuse: The accusé; it may say which deposit it was dropped on.
        told: What it says of the deposit, as `isolated.read` gives it.

    Raises:
        AccuseRefusal: It answers none, or another than the one that it was dropped on.
    """
    found = _candidates(accuse, told)
    if not found:
        raise AccuseRefusal(_stranger(told))
    mine = [one for one in found if accuse.depot_id in (None, one.depot_id)]
    if not mine:
        other = found[0].depot
        raise AccuseRefusal(
            f"Cet accusé répond au {other}, et non au {accuse.depot}. "
            f"Déposez-le sur la page du {other}."
        )
    chosen = next((one for one in mine if one.status == FichierStatus.DEPOSE), mine[0])
    if chosen.depot.status == Status.ABANDONNE:
        raise AccuseRefusal(
            f"Cet accusé répond au {chosen.depot}, que vous aviez abandonné. Ses passages repartiront dans un autre dépôt : "
            "la Caisse des Dépôts répondra que ceux qu'elle a déjà sont en base, et Agrafe les tiendra pour acceptés."
        )
    return chosen


def _candidates(accuse: Accuse, told: Mapping[str, Any]) -> list[DepotFichier]:
    rows = DepotFichier.objects.filter(depot__certificateur=accuse.certificateur_id)
    rows = rows.select_related("depot").order_by("-pk")
    if told["id_flux"]:
        return list(rows.filter(id_flux=told["id_flux"])[:10])
    if told["nom_fichier"]:
        return list(rows.filter(nom=_name(told["nom_fichier"]))[:10])
    alone = rows.filter(depot=accuse.depot_id) if accuse.depot_id else rows.none()
    return list(alone) if alone.count() == 1 else []


def _name(text: str) -> str:
    return PurePath(text.replace("\\", "/")).name


def _stranger(told: Mapping[str, Any]) -> str:
    if told["id_flux"] or told["nom_fichier"]:
        named = (
            f" (fichier « {printable(told['nom_fichier'])[:100]} »)" if told["nom_fichier"] else ""
        )
        flux = (
            f" au flux « {printable(told['id_flux'])[:60]} »"
            if told["id_flux"]
            else " à un fichier"
        )
        return (
            f"Cet accusé répond{flux}{named}, qui n'est d'aucun de vos dépôts. "
            "Vérifiez que c'est bien l'accusé d'un dépôt préparé ici."
        )
    return "Cet accusé ne dit pas à quel dépôt il répond. Ouvrez la page du dépôt concerné, et donnez-le là."


# ------------------------------------------------------------------------------------ written down


class _Found(NamedTuple):
    """Passages of which an accusé and its deposit do not tell the same: how many, and the first of them."""

    number: int
    names: list[str]

    @classmethod
    def among(cls, rows: "QuerySet[Any]") -> Self:
        """Count rows, and keep the identifiers of the first."""
        return cls(rows.count(), list(rows.values_list("id_technique", flat=True)[:REFUSALS_KEPT]))


def apply(
    *, par: Membership, accuse: Accuse, fichier: DepotFichier, told: Mapping[str, Any], rows: Path
) -> Accuse:
    """Write down what an accusé says of each passage. The caller holds the transaction: all of it, or nothing.

    Args:
        par: Who gave the accusé.
        accuse: The accusé.
        fichier: The file that it answers.
        told: What it says once, as `isolated.read` gives it.
        rows: What it says of each passage, likewise.

    Raises:
        AccuseRefusal: None of its passages is in the deposit.
    """
    depot, row = _open(par, fichier)
    if row.status == FichierStatus.REJETE:
        raise AccuseRefusal(
            f"« {row.nom} » avait été rejeté en entier : ses passages sont repartis. Déposez plutôt le dépôt qui les contient maintenant."
        )
    pour(AccuseLigne, _SAID, _said_in(rows, accuse))
    dits = AccuseLigne.objects.filter(accuse=accuse)
    doublons = _Found.among(dits.said_twice())
    dits.outspoken().delete()
    _match(dits, row)
    inconnus = _Found.among(dits.unknown().order_by("rang"))
    if inconnus.number and not dits.filter(ligne__isnull=False).exists():
        raise AccuseRefusal(
            f"Aucun passage de cet accusé n'est dans « {row.nom} » : ce n'est pas le sien. Donnez l'accusé de ce dépôt."
        )
    autrement = _Found.among(dits.otherwise().order_by("rang"))
    _write_down(dits, row, accuse)
    dits.delete()
    _move(par, depot, accuse)
    silent = row.lignes.waiting()
    silent.update(issue=Issue.SANS_REPONSE)
    manquants = _Found.among(silent.order_by("rang"))
    row.status = FichierStatus.TRAITE
    row.save()
    found = {
        "inconnu": inconnus,
        "manquant": manquants,
        "doublon": doublons,
        "autrement": autrement,
    }
    accuse.constats = _constats(found)
    accuse.comptes = {
        **_counts(accuse),
        "inconnus": inconnus.number,
        "manquants": manquants.number,
        "doublons": doublons.number,
        "autrement": autrement.number,
        "sans_nom": told["sans_nom"],
    }
    return _close(par, depot, row, accuse, told)


def apply_rejection(
    *,
    par: Membership,
    accuse: Accuse,
    fichier: DepotFichier,
    told: Mapping[str, Any],
    erreurs: Sequence[Mapping[str, Any]],
) -> Accuse:
    """Write down that the CDC rejected a whole file: its passages go back where they were. The caller holds the transaction.

    Raises:
        AccuseRefusal: The CDC had answered for its passages already.
    """
    depot, row = _open(par, fichier)
    if row.status in {FichierStatus.TRAITE, FichierStatus.REJETE}:
        raise AccuseRefusal(
            f"La Caisse des Dépôts avait déjà répondu pour « {row.nom} ». Cet accusé, qui le rejette en entier, ne change rien."
        )
    number = let_go(
        par=par,
        lignes=row.lignes.holding(),
        issue=Issue.FICHIER_REJETE,
        reason=f"Fichier rejeté en entier (dépôt n° {depot.numero})",
        is_withdrawal=depot.is_withdrawal,
    )
    row.lignes.filter(issue=Issue.FICHIER_REJETE).update(accuse=accuse)
    row.status = FichierStatus.REJETE
    row.save()
    accuse.is_rejection = True
    accuse.constats = [{"genre": "erreur", **one} for one in erreurs[:REFUSALS_KEPT]]
    accuse.comptes = {"fichier_rejete": number, "erreurs": len(erreurs)}
    return _close(par, depot, row, accuse, told)


def _open(par: Membership, fichier: DepotFichier) -> tuple[Depot, DepotFichier]:
    """Lock a deposit and its file; one that nobody marked as deposited is marked now."""
    depot = locked(fichier.depot)
    if depot.status == Status.CONSTRUIT:
        note_deposited(par=par, row=depot)
    if depot.status not in {Status.DEPOSE, Status.TRAITE}:
        raise AccuseRefusal(
            f"Le {depot} est à l'état « {depot.get_status_display()} » : il n'attend pas d'accusé."
        )
    return depot, DepotFichier.objects.select_for_update(of=("self",), no_key=True).select_related(
        "depot"
    ).get(pk=fichier.pk)


def _close(
    par: Membership, depot: Depot, row: DepotFichier, accuse: Accuse, told: Mapping[str, Any]
) -> Accuse:
    accuse.is_read, accuse.refus = True, ""
    accuse.depot, accuse.depot_fichier = depot, row
    accuse.id_flux = printable(told["id_flux"])[:255]
    accuse.nom_fichier = printable(told["nom_fichier"])[:255]
    accuse.save()
    depot.comptes = count_issues(depot)
    over = {FichierStatus.TRAITE, FichierStatus.REJETE}
    is_over = not depot.fichiers.exclude(status__in=over).exists()
    if is_over and depot.status == Status.DEPOSE:
        bring(depot, Status.TRAITE)
    depot.save()
    journal.record(
        par=par,
        action="depots.reject" if accuse.is_rejection else "depots.read",
        target=depot,
        summary=_summary(accuse),
        changes={"sha256": ("", accuse.sha256)},
    )
    return accuse


def _summary(accuse: Accuse) -> str:
    if accuse.is_rejection:
        number = accuse.comptes["fichier_rejete"]
        return f"Fichier rejeté : {count(number, 'passage revenu', 'passages revenus')}"
    ok = sum(accuse.comptes.get(one.value, 0) for one in RECORDED)
    ko = accuse.comptes.get(Issue.REJETE.value, 0)
    return f"Accusé lu : {count(ok, 'accepté', 'acceptés')}, {count(ko, 'rejeté', 'rejetés')}"


def _said_in(rows: Path, accuse: Accuse) -> Iterator[tuple[Any, ...]]:
    """Yield what the accusé says of each passage, in its order, as a row of `_SAID`."""
    with rows.open(encoding="utf-8") as file:
        for rang, one in enumerate(map(json.loads, file), start=1):
            yield accuse.pk, rang, one["id"], one["issue"], one["cause"], one["messages"]


def _match(dits: AccuseLigneQuerySet, row: DepotFichier) -> None:
    """Give what is said of a passage its line in the file."""
    if row.depot.is_withdrawal:  # what is still there was not withdrawn
        dits.filter(issue=Issue.DEJA_EN_BASE).update(issue=Issue.REJETE)
    ligne = row.lignes.filter(id_technique=OuterRef("id_technique")).values("pk")
    dits.update(ligne=Subquery(ligne[:1]))


def _write_down(dits: AccuseLigneQuerySet, row: DepotFichier, accuse: Accuse) -> None:
    """Write what became of the passages that wait, as it is said of each."""
    said = dits.filter(ligne=OuterRef("pk"))
    is_rejected = Exists(said.filter(issue=Issue.REJETE))
    told = {name: Subquery(said.values(name)[:1]) for name in ("issue", "cause", "messages")}
    row.lignes.waiting().filter(pk__in=dits.filter(ligne__isnull=False).values("ligne")).update(
        **told,
        holds=Case(When(is_rejected, then=Value("")), default=Value(row.depot.action)),
        decided_at=timezone.now(),
        accuse=accuse,
    )


def _move(par: Membership, depot: Depot, accuse: Accuse) -> None:
    """Bring the passages that an accusé decided of to where it leads them."""
    lignes = DepotPassage.objects.filter(accuse=accuse)
    hold(passages_in(lignes))
    recorded = passages_in(lignes.filter(issue__in=RECORDED))
    said = f"Accusé du {depot}"
    if depot.is_withdrawal:
        move_all(
            par=par, passages=recorded, before={Passages.ACCEPTE}, to=Passages.RETIRE, reason=said
        )
        return
    inside = {Passages.EN_DEPOT}
    move_all(
        par=par, passages=recorded, before=inside, to=Passages.ACCEPTE, reason=said, is_answer=True
    )
    rejected = lignes.rejected()
    for cause in list(rejected.order_by().values_list("cause", flat=True).distinct()):
        titre = MESSAGES[cause].titre if cause in MESSAGES else "Rejeté"
        move_all(
            par=par,
            passages=passages_in(rejected.filter(cause=cause)),
            before=inside,
            to=Passages.REJETE,
            reason=f"{titre} (dépôt n° {depot.numero})",
            is_answer=True,
        )


def _counts(accuse: Accuse) -> dict[str, int]:
    rows = DepotPassage.objects.filter(accuse=accuse).order_by()
    return dict(rows.values_list("issue").annotate(number=Count("pk")))


def _constats(found: Mapping[str, _Found]) -> list[dict[str, Any]]:
    """Return what does not tally, a passage a line; lists that are long are cut, their length being in the counts."""
    return [
        {"genre": genre, "id_technique": printable(name)[:255]}
        for genre, one in found.items()
        for name in one.names
    ]

"""The CDC's answers: an accusé is taken, found its deposit, and written down in one transaction."""

import hashlib
import json
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path, PurePath
from typing import Any, Final

from django.core.files import File
from django.db import connection, transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from accrochage.accuses.messages import MESSAGES
from accrochage.typographie import count, printable
from agrafe.certificateurs.models import Certificateur
from agrafe.comptes.models import Membership
from agrafe.depots.enums import RECORDED, WAITING, FichierStatus, Issue, Status
from agrafe.depots.models import Accuse, Depot, DepotFichier, DepotPassage
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
from agrafe.travaux import services as travaux

READ: Final = "depots.read"
CHUNK: Final = 1_000
"""Passages written together."""
MAX_SIZE: Final = 200_000_000
"""Bytes of an accusé at the most."""

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
        AccuseRefusal: It is empty, or too big.
    """
    check_deposit(par)
    if not fichier.size or fichier.size > MAX_SIZE:
        raise AccuseRefusal(
            "Ce fichier est vide : téléchargez de nouveau l'accusé de traitement sur le portail."
            if not fichier.size
            else "Ce fichier est trop gros pour un accusé de traitement. Vérifiez que c'est le bon."
        )
    Certificateur.objects.select_for_update().get(pk=par.certificateur_id)
    digest = hashlib.sha256()
    for chunk in fichier.chunks():
        digest.update(chunk)
    sha256 = digest.hexdigest()
    known: Accuse | None = (
        Accuse.objects.of(par.certificateur)
        .select_related("travail", "depot")
        .filter(sha256=sha256)
        .first()
    )
    if known and (known.is_read or (known.is_pending and _is_being_read(known))):
        return known
    accuse = known or Accuse(certificateur=par.certificateur, sha256=sha256)
    if not known:
        accuse.fichier.save(f"{uuid.uuid4().hex}.xml", fichier, save=False)
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


def _is_being_read(accuse: Accuse) -> bool:
    return accuse.travail is not None and accuse.travail.is_active


@transaction.atomic
def refuse_accuse(*, par: Membership, accuse: Accuse, reason: str) -> Accuse:
    """Write down why an accusé was not taken; nothing else changes."""
    row: Accuse = Accuse.objects.select_for_update(of=("self",)).get(pk=accuse.pk)
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
            f"Cet accusé répond au {other}, et non au dépôt n° {_numero(accuse)}. "
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


def _numero(accuse: Accuse) -> int:
    return accuse.depot.numero if accuse.depot else 0


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


@dataclass
class _Bilan:
    """What an accusé and its deposit say of one another, while it is written down."""

    inconnus: list[str] = field(default_factory=list)
    autrement: list[str] = field(default_factory=list)
    known: int = 0
    unknown: int = 0
    otherwise: int = 0

    def note_unknown(self, name: str) -> None:
        """Keep a passage of the accusé that is not in the deposit."""
        self.unknown += 1
        if len(self.inconnus) < REFUSALS_KEPT:
            self.inconnus.append(name)

    def note_otherwise(self, name: str) -> None:
        """Keep a passage of which another accusé said something else."""
        self.otherwise += 1
        if len(self.autrement) < REFUSALS_KEPT:
            self.autrement.append(name)


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
    now = timezone.now()
    bilan = _Bilan()
    for chunk in _chunks(rows):
        _write_chunk(row, accuse, chunk, bilan, now)
    if bilan.unknown and not bilan.known:
        raise AccuseRefusal(
            f"Aucun passage de cet accusé n'est dans « {row.nom} » : ce n'est pas le sien. Donnez l'accusé de ce dépôt."
        )
    _move(par, depot, accuse)
    silent = row.lignes.filter(issue__in=WAITING).holding()
    missing = silent.update(issue=Issue.SANS_REPONSE)
    row.status = FichierStatus.TRAITE
    row.save()
    accuse.constats = _constats(told, bilan, silent)
    accuse.comptes = {
        **_counts(accuse),
        "inconnus": bilan.unknown,
        "manquants": missing,
        "doublons": len(told["doublons"]),
        "autrement": bilan.otherwise,
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
    return depot, DepotFichier.objects.select_for_update(of=("self",)).select_related("depot").get(
        pk=fichier.pk
    )


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
    return (
        f"Accusé dépouillé : {count(ok, 'accepté', 'acceptés')}, {count(ko, 'rejeté', 'rejetés')}"
    )


def _chunks(rows: Path) -> Iterator[dict[str, dict[str, Any]]]:
    """Yield what the accusé says, by identifier, some passages at a time."""
    with rows.open(encoding="utf-8") as file:
        while lines := list(islice(file, CHUNK)):
            yield {one["id"]: one for one in map(json.loads, lines)}


def _write_chunk(
    row: DepotFichier, accuse: Accuse, said: Mapping[str, dict[str, Any]], bilan: _Bilan, now: Any
) -> None:
    """Write what became of some passages: a read and a write, whatever their number."""
    known = {
        name: (pk, issue, holds)
        for pk, name, issue, holds in row.lignes.filter(id_technique__in=[*said]).values_list(
            "pk", "id_technique", "issue", "holds"
        )
    }
    bilan.known += len(known)
    written = []
    is_withdrawal = row.depot.is_withdrawal
    for name, one in said.items():
        if name not in known:
            bilan.note_unknown(name)
            continue
        pk, issue, holds = known[name]
        if is_withdrawal and one["issue"] == Issue.DEJA_EN_BASE:
            one["issue"] = Issue.REJETE.value  # what is still there was not withdrawn
        if issue in WAITING and holds:
            written.append((pk, one))
        elif issue != one["issue"] and {issue, one["issue"]} - RECORDED:
            bilan.note_otherwise(name)
    _update(row, accuse, written, now)


def _update(
    row: DepotFichier, accuse: Accuse, written: Iterable[tuple[int, Mapping[str, Any]]], now: Any
) -> None:
    """Update lines by the batch of the database's own driver: a thousand rows that differ, in one go."""
    columns = ("issue", "cause", "messages", "holds", "decided_at", "accuse_id")
    meta = DepotPassage._meta  # noqa: SLF001 - public, whatever its name
    fields = [meta.get_field(name.removesuffix("_id")) for name in columns]
    holds = row.depot.action
    batch = []
    for pk, one in written:
        kept = "" if one["issue"] == Issue.REJETE else holds
        values = (one["issue"], one["cause"], one["messages"], kept, now, accuse.pk)
        prepared = [
            each.get_db_prep_save(value, connection)  # type: ignore[union-attr]
            for each, value in zip(fields, values, strict=True)
        ]
        batch.append((*prepared, pk))
    if batch:
        assigned = ", ".join(f"{name} = %s" for name in columns)
        with connection.cursor() as cursor:
            cursor.executemany(f"UPDATE {meta.db_table} SET {assigned} WHERE id = %s", batch)  # noqa: S608 - our own table


def _move(par: Membership, depot: Depot, accuse: Accuse) -> None:
    """Bring the passages that an accusé decided of to where it leads them."""
    lignes = DepotPassage.objects.filter(accuse=accuse)
    recorded = passages_in(lignes.filter(issue__in=RECORDED))
    said = f"Accusé du dépôt n° {depot.numero}"
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


def _constats(
    told: Mapping[str, Any], bilan: _Bilan, silent: "QuerySet[Any]"
) -> list[dict[str, Any]]:
    """Return what does not tally, a passage a line; lists that are long are cut, their length being in the counts."""
    manquants = silent.order_by("rang").values_list("id_technique", flat=True)[:REFUSALS_KEPT]
    lists = {
        "inconnu": bilan.inconnus,
        "manquant": list(manquants),
        "doublon": told["doublons"][:REFUSALS_KEPT],
        "autrement": bilan.autrement,
    }
    return [
        {"genre": genre, "id_technique": printable(name)[:255]}
        for genre, found in lists.items()
        for name in found
    ]

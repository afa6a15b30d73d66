"""What deposits have done in the background: `travaux` imports this module at the start."""

import shutil
from datetime import time
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from django_tasks import task

from accrochage.erreurs import AccrochageError
from accrochage.typographie import count
from agrafe.comptes.models import Membership
from agrafe.comptes.selectors import membership_at_work
from agrafe.depots import essai
from agrafe.depots.enums import Status
from agrafe.depots.models import Accuse, Depot
from agrafe.depots.selectors import to_prove
from agrafe.depots.services import (
    accuses,
    construction,
    dossier,
    echeances,
    portail,
    preuves,
    telechargement,
)
from agrafe.depots.services.commun import DepotRefusal
from agrafe.depots.services.construction import DepotUnsound
from agrafe.depots.services.preparation import BUILD
from agrafe.passages.selectors import get_passage
from agrafe.socle.folders import purge_folders, working_folder
from agrafe.socle.isolation import IsolationFailure, Limits, run
from agrafe.socle.refusals import Refusal
from agrafe.travaux.progression import Progression
from agrafe.travaux.registry import Result, periodic, travail

_LIMITS: Final = Limits(seconds=600)


# ------------------------------------------------------------------------------------ construction


@travail(BUILD)
def build(job: Progression, *, membership: int, depot: str) -> Result:
    """Make the files of a deposit, then freeze them in one transaction. Taken up again, it starts afresh."""
    par, row = membership_at_work(membership), _depot(depot)
    if row.status != Status.EN_CONSTRUCTION:
        return _to_depot(row, "Ce dépôt ne se construit plus.")
    try:
        with working_folder("depots", f"construction-{row.public_id}") as folder:
            files = construction.write(par, row, folder / "fichiers", job.advance)
            stored = construction.store(row, files)
    except (AccrochageError, Refusal) as error:
        refus = error.refus if isinstance(error, DepotUnsound) else ()
        with job.step({}):
            construction.refuse(par=par, depot=row, reason=str(error), refus=refus)
        return _to_depot(row, "Le dépôt n'a pas pu être construit : ses passages sont revenus.")
    with job.step({}, done=row.total):
        construction.freeze(par=par, depot=row, files=stored)
    number = count(row.total, "passage", "passages")
    return _to_depot(row, f"Le dépôt est construit : {number}.")


# ----------------------------------------------------------------------------------------- accusés


@travail(accuses.READ)
def read(job: Progression, *, membership: int, accuse: str) -> Result:
    """Read an accusé in a process of its own, then write down all that it says in one transaction."""
    par, row = membership_at_work(membership), _accuse(accuse)
    if row.is_read:
        return _to_accuse(row, "Cet accusé est déjà lu.")
    try:
        with working_folder("depots", f"accuse-{row.public_id}") as folder:
            _read(job, par, row, folder)
    except Refusal as refusal:
        with job.step({}):
            accuses.refuse_accuse(par=par, accuse=row, reason=str(refusal))
        return _to_accuse(row, "L'accusé est refusé : rien n'a changé.", "Voir pourquoi")
    return _to_accuse(row, "L'accusé est lu.")


def _read(job: Progression, par: Membership, row: Accuse, folder: Path) -> None:
    source, rows = folder / "accuse.xml", folder / "passages.jsonl"
    with telechargement.open_kept(row) as given, source.open("wb") as copy:
        shutil.copyfileobj(given, copy)
    told = _run(
        job, "read", {"source": str(source), "rows": str(rows)}, folder / "lecture", row.nom
    )
    if not told["total"] and not told["erreurs"]:
        raise accuses.AccuseRefusal(accuses.SILENT)
    fichier = accuses.fichier_of(row, told)
    if told["total"]:
        job.set_total(told["total"])
        with job.step({}, done=told["total"]):
            accuses.apply(par=par, accuse=row, fichier=fichier, told=told, rows=rows)
        return
    flux = construction.copy_of(fichier, folder / fichier.nom)
    arguments = {"source": str(source), "flux": str(flux)}
    erreurs = _run(job, "locate_errors", arguments, folder / "reperage", row.nom)
    with job.step({}):
        accuses.apply_rejection(par=par, accuse=row, fichier=fichier, told=told, erreurs=erreurs)


def _run(
    job: Progression, function: str, arguments: dict[str, str], folder: Path, name: str
) -> Any:
    """Run a function of `isolated`; the user knows the file by its own name."""
    try:
        return run(
            f"agrafe.depots.isolated.{function}",
            arguments,
            folder,
            limits=_LIMITS,
            progress=lambda done, _: job.advance(done),
        )
    except IsolationFailure as failure:
        raise accuses.AccuseRefusal(str(failure).replace("accuse.xml", name)) from None


# ------------------------------------------------------------------------------------------- trial


@travail(portail.SEND)
def rehearse(job: Progression, *, membership: int, depot: str) -> Result:
    """Have the rehearsal portal answer a deposit; its accusés come back as those of the CDC do."""
    par, row = membership_at_work(membership), _depot(depot)
    if portail.has_answered(row):
        return _to_depot(row, "Le portail d'essai a déjà répondu.")
    with working_folder("depots", f"essai-{row.public_id}") as folder:
        answers = essai.answer(par, row, folder, job.advance)
        with job.step({}, done=row.total):
            for path in answers:
                portail.receive_answer(par=par, depot=row, path=path)
    return _to_depot(row, "Le portail d'essai a répondu : son accusé est en lecture.")


# ----------------------------------------------------------------------------------------- evidence


@travail(preuves.GATHER)
def gather(job: Progression, *, membership: int, passage: str) -> Result:
    """Gather what was done about the passages rejected twice, or about one of them."""
    par = membership_at_work(membership)
    one = get_passage(par=par, public_id=UUID(passage)) if passage else None
    keys = list(to_prove(par=par, passage=one).order_by("pk").values_list("pk", flat=True))
    if not keys:
        raise DepotRefusal(preuves.NONE)
    job.set_total(len(keys))
    with working_folder("depots", f"preuves-{job.public_id}") as folder:
        preuves.keep(dossier.write(par, keys, folder, job.advance), travail=job.public_id)
    with job.step({}, done=len(keys)):
        preuves.note(par=par, number=len(keys), passage=one)
    return Result(
        f"Dossier de {count(len(keys), 'passage', 'passages')}. Il reste disponible deux jours.",
        route="depots:evidence_file",
        arguments={"public_id": str(job.public_id)},
        label="Télécharger le dossier",
    )


@periodic(daily_at=time(3, 30))
@task()
def purge_files() -> None:
    """Delete the files of evidence that nobody took, and what workers that died left of deposits."""
    preuves.purge()
    construction.purge_orphans()
    purge_folders("depots")


@periodic(daily_at=time(7))
@task()
def remind_deadlines() -> None:
    """Remind the staff of the deadlines that come near; nothing leaves on a week-end."""
    echeances.remind(today=timezone.localdate())


# ------------------------------------------------------------------------------------------- inside


def _depot(public_id: str) -> Depot:
    row: Depot = Depot.objects.select_related("certificateur").get(public_id=public_id)
    return row


def _accuse(public_id: str) -> Accuse:
    row: Accuse = Accuse.objects.select_related("depot").get(public_id=public_id)
    return row


def _to_depot(row: Depot, summary: str) -> Result:
    return Result(summary, "depots:detail", {"public_id": str(row.public_id)}, "Voir le dépôt")


def _to_accuse(row: Accuse, summary: str, label: str = "Voir l'accusé") -> Result:
    return Result(summary, "depots:accuse", {"public_id": str(row.public_id)}, label)

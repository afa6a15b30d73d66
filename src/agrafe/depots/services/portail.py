"""A trial: its deposits go to the rehearsal portal, whose accusés come back by the same way as those of the CDC; and its end."""

from pathlib import Path
from typing import Final

from django.core.files import File
from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from accrochage.typographie import count
from agrafe.comptes.models import Membership
from agrafe.depots.enums import HOLDING, Action, Issue, Status
from agrafe.depots.models import Accuse, Depot, DepotPassage
from agrafe.depots.permissions import check_deposit
from agrafe.depots.services.accuses import receive_accuse
from agrafe.depots.services.commun import TRIAL_IS_OVER, DepotRefusal, locked
from agrafe.depots.services.suivi import note_deposited
from agrafe.journal import services as journal
from agrafe.passages.models import Passage, PassageQuerySet
from agrafe.passages.services.masse import start_over
from agrafe.travaux import services as travaux

SEND: Final = "depots.rehearse"


@transaction.atomic
def send_to_portail(*, par: Membership, depot: Depot) -> Depot:
    """Send a deposit of a trial to the rehearsal portal, which answers in the background.

    Raises:
        Denied: He may not.
        DepotRefusal: It is no trial, its files are not made, or the portal has answered.
    """
    check_deposit(par)
    row = locked(depot)
    if not row.is_trial:
        raise DepotRefusal(
            "Ce dépôt n'est pas un essai : il se dépose sur le portail de la Caisse des Dépôts."
        )
    if not row.certificateur.is_trial:
        raise DepotRefusal(TRIAL_IS_OVER)
    is_again = row.status == Status.DEPOSE and not has_answered(row)
    if not is_again:
        note_deposited(par=par, row=row)
    row.travail = travaux.start(
        par_user=par.user,
        certificateur=par.certificateur,
        kind=SEND,
        arguments={"membership": par.pk, "depot": str(row.public_id)},
        title=f"Réponse du portail d'essai au {row}",
        total=row.total,
        counted="passage,passages",
        key=str(row.public_id),
    )
    row.save()
    journal.record(
        par=par, action="depots.rehearse", target=row, summary="Envoyé au portail d'essai"
    )
    return row


def has_answered(depot: Depot) -> bool:
    """Tell whether the rehearsal portal has answered a deposit."""
    return bool(depot.accuses.filter(refus="").exists())


def receive_answer(*, par: Membership, depot: Depot, path: Path) -> Accuse:
    """Take an accusé of the rehearsal portal, as if its user had downloaded it."""
    with path.open("rb") as content:
        return receive_accuse(par=par, fichier=File(content, name=path.name), depot=depot)


@transaction.atomic
def end_trial(*, par: Membership) -> int:
    """Forget what the rehearsal portal answered, once the trial is over: what it took or rejected is to be deposited for good.

    Returns:
        How many passages are ready, or incomplete, again.

    Raises:
        Denied: He may not.
        DepotRefusal: The certificateur is still in trial.
    """
    check_deposit(par)
    if par.certificateur.is_trial:
        raise DepotRefusal("Quittez d'abord le mode essai, dans Réglages.")
    trials = Depot.objects.of(par.certificateur).counted_trials().order_by("pk")
    going = list(trials.select_for_update(no_key=True).values_list("pk", flat=True))
    lignes = DepotPassage.objects.filter(depot__in=going)
    real = DepotPassage.objects.filter(depot__is_trial=False)
    passages: PassageQuerySet = Passage.objects.filter(pk__in=lignes.values("passage"))
    passages = passages.exclude(pk__in=real.holding().values("passage"))
    sent = real.filter(passage__in=passages, depot__action=Action.CREATION).answered()
    number = start_over(
        par=par,
        passages=passages,
        sent=dict(sent.order_by().values_list("passage").annotate(number=Count("pk"))),
        reason="Fin de l'essai",
    )
    lignes.filter(issue__in=HOLDING).update(issue=Issue.ABANDONNE, holds="")
    Depot.objects.filter(pk__in=going).update(status=Status.ABANDONNE, closed_at=timezone.now())
    journal.record(
        par=par,
        action="depots.end_trial",
        summary=f"Essai terminé : {count(number, 'passage remis', 'passages remis')} à déposer",
    )
    return number

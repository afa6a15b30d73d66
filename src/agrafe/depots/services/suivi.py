"""What becomes of a deposit once its files are made: deposited, abandoned, partly without an answer."""

from contextlib import suppress

from django.db import transaction
from django.utils import timezone

from accrochage.typographie import count
from agrafe.comptes.models import Membership
from agrafe.depots.enums import FichierStatus, Issue, Status
from agrafe.depots.models import Depot
from agrafe.depots.permissions import check_deposit
from agrafe.depots.services.commun import TRIAL_IS_OVER, DepotRefusal, bring, let_go, locked
from agrafe.journal import services as journal
from agrafe.travaux import services as travaux
from agrafe.travaux.enums import ACTIVE


@transaction.atomic
def mark_deposited(*, par: Membership, depot: Depot) -> Depot:
    """Write down that a deposit was made on the portal, now and by this user.

    Raises:
        Denied: He may not.
        DepotRefusal: Its files are not made, or it is deposited already; or it is a trial.
    """
    check_deposit(par)
    row = locked(depot)
    if row.is_trial:
        raise DepotRefusal(
            "Ce dépôt est un essai : envoyez-le au portail d'essai, jamais à la Caisse des Dépôts."
            if row.certificateur.is_trial
            else TRIAL_IS_OVER
        )
    note_deposited(par=par, row=row)
    journal.record(par=par, action="depots.deposit", target=row, summary="Marqué comme déposé")
    return row


def note_deposited(*, par: Membership, row: Depot) -> None:
    """Write on a locked deposit that it left, and save it; its caller says so in the journal.

    Raises:
        DepotRefusal: Its files are not made, or it is deposited already.
    """
    bring(row, Status.DEPOSE)
    row.deposited_at, row.deposited_by = timezone.now(), par.user
    row.save()
    row.fichiers.filter(status=FichierStatus.A_DEPOSER).update(status=FichierStatus.DEPOSE)


@transaction.atomic
def unmark_deposited(*, par: Membership, depot: Depot) -> Depot:
    """Take back that a deposit was made: it was a mistake.

    Raises:
        Denied: He may not.
        DepotRefusal: The CDC has begun to answer, or it is a trial.
    """
    check_deposit(par)
    row = locked(depot)
    if row.is_trial or row.accuses.exists():
        raise DepotRefusal(
            "Ce dépôt est bien parti : un accusé a été reçu. On ne peut plus dire qu'il n'a pas été déposé."
        )
    bring(row, Status.CONSTRUIT)
    row.deposited_at, row.deposited_by = None, None
    row.save()
    row.fichiers.update(status=FichierStatus.A_DEPOSER)
    journal.record(par=par, action="depots.undeposit", target=row, summary="Pas encore déposé")
    return row


@transaction.atomic
def abandon_depot(*, par: Membership, depot: Depot) -> Depot:
    """Give up a deposit that did not leave: its passages are ready again, and its files are not given any more.

    Raises:
        Denied: He may not.
        DepotRefusal: It left already, or an accusé that was given on its page is being read.
    """
    check_deposit(par)
    row = locked(depot)
    if row.accuses.filter(travail__status__in=ACTIVE).exists():
        raise DepotRefusal(
            "Un accusé de ce dépôt est en cours de lecture : il est donc parti. Attendez ce que dit l'accusé."
        )
    bring(row, Status.ABANDONNE)
    number = let_go(
        par=par,
        lignes=row.lignes.holding(),
        issue=Issue.ABANDONNE,
        reason=f"Dépôt n° {row.numero} abandonné",
        is_withdrawal=row.is_withdrawal,
    )
    if row.travail:
        with suppress(travaux.NotActive):
            travaux.cancel(par=par, travail=row.travail)
    row.save()
    journal.record(
        par=par,
        action="depots.abandon",
        target=row,
        summary=f"Dépôt abandonné : {count(number, 'passage revenu', 'passages revenus')}",
    )
    return row


@transaction.atomic
def release_silent(*, par: Membership, depot: Depot) -> int:
    """Take back the passages of which the accusé says nothing: they can go into another deposit; return how many.

    Raises:
        Denied: He may not.
        DepotRefusal: There is none.
    """
    check_deposit(par)
    row = locked(depot)
    silent = row.lignes.filter(issue=Issue.SANS_REPONSE).holding()
    number = let_go(
        par=par,
        lignes=silent,
        issue=Issue.SANS_REPONSE,
        reason=f"Absent de l'accusé du dépôt n° {row.numero}",
        is_withdrawal=row.is_withdrawal,
    )
    if not number:
        raise DepotRefusal(
            "Tous les passages de ce dépôt ont reçu une réponse, ou ont déjà été repris."
        )
    journal.record(
        par=par,
        action="depots.release",
        target=row,
        summary=count(number, "passage sans réponse repris", "passages sans réponse repris"),
    )
    return number

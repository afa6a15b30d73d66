"""What the services of the deposits share: the refusal, the lock, the ways between states, what goes back."""

from typing import Final

from django.db.models import Count
from django.utils import timezone

from agrafe.comptes.models import Membership
from agrafe.depots.enums import TRANSITIONS, Issue, Status
from agrafe.depots.models import Depot, DepotPassage, DepotPassageQuerySet
from agrafe.passages.models import Passage, PassageQuerySet
from agrafe.passages.services.masse import put_back_all
from agrafe.socle.refusals import Refusal

REFUSALS_KEPT: Final = 200
"""What a page tells of a list that may be long."""
TRIAL_IS_OVER: Final = (
    "Ce dépôt est un essai, et l'essai est fini : il ne se dépose nulle part. "
    "Remettez ses passages à déposer depuis la page Dépôts, puis préparez un vrai dépôt."
)


class DepotRefusal(Refusal):
    """What was asked cannot be done to a deposit; the sentence says why, and what to do."""


def locked(depot: Depot) -> Depot:
    """Return a deposit that nobody else changes until the end of the transaction."""
    row: Depot = (
        Depot.objects.select_for_update(of=("self",), no_key=True)
        .select_related("certificateur")
        .get(pk=depot.pk)
    )
    return row


def bring(depot: Depot, status: Status) -> None:
    """Bring a deposit to a state; it is not saved.

    Raises:
        DepotRefusal: It cannot come there from where it is.
    """
    if status not in TRANSITIONS[Status(depot.status)]:
        raise DepotRefusal(
            f"Le {depot} est à l'état « {depot.get_status_display()} » : cela ne se peut plus."
        )
    depot.status = status
    if not TRANSITIONS[status]:
        depot.closed_at = timezone.now()


def passages_in(lignes: DepotPassageQuerySet) -> PassageQuerySet:
    """Return the passages of lines."""
    rows: PassageQuerySet = Passage.objects.filter(pk__in=lignes.order_by().values("passage"))
    return rows


def let_go(
    *, par: Membership, lignes: DepotPassageQuerySet, issue: Issue, reason: str, is_withdrawal: bool
) -> int:
    """Have passages leave a deposit that the CDC did not take: they can go into another one.

    Args:
        par: Who does it.
        lignes: Their lines, which must be waiting.
        issue: What became of them there.
        reason: Why, for the history of the passages.
        is_withdrawal: The deposit asked to withdraw them: they have stayed accepted, and do not move.

    Returns:
        How many there were.
    """
    if not is_withdrawal:
        put_back_all(par=par, passages=passages_in(lignes), reason=reason)
    done: int = lignes.update(issue=issue, holds="", decided_at=timezone.now())
    return done


def count_issues(depot: Depot) -> dict[str, int]:
    """Return how many passages of a deposit came to each issue."""
    rows = DepotPassage.objects.filter(depot=depot).order_by().values_list("issue")
    return dict(rows.annotate(number=Count("pk")))

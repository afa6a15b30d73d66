"""The states of the verifications, and what goes with leaving the open one."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from agrafe.comptes.models import Membership
from agrafe.courriels.services import cancel_waiting
from agrafe.socle.refusals import Refusal
from agrafe.verifications.enums import CLOSED, OPEN, TRANSITIONS, Status
from agrafe.verifications.mails import TO_TITULAIRE
from agrafe.verifications.models import Lien, Verification


class VerificationError(Refusal):
    """What was asked of a verification cannot be done in its state."""


def lock_verification(par: Membership, verification: Verification) -> Verification:
    """Return the row of a verification as it is now, locked until the end of the transaction."""
    rows = Verification.objects.of(par.certificateur).select_related("personne", "certificateur")
    locked: Verification = rows.select_for_update(of=("self",), no_key=True).get(pk=verification.pk)
    return locked


def check_moves(verification: Verification, to: Status, refusal: str) -> None:
    """Refuse a change of state that is not one.

    Raises:
        VerificationError: It cannot go from its state to this one.
    """
    if to not in TRANSITIONS[Status(verification.status)]:
        raise VerificationError(refusal)


def move(
    verifications: Sequence[Verification],
    to: Status,
    *,
    par: Membership | None = None,
    **values: Any,
) -> None:
    """Bring verifications to a state that they can go to; those that were open lose their links, and the mails that wait.

    Args:
        verifications: Locked ones, with their certificateur.
        to: The state.
        par: Who decides; None for the titulaire, or for what happens by itself.
        values: Other fields to write.
    """
    now = timezone.now()
    if to in CLOSED:
        values |= {"closed_at": now, "closed_by": par.user if par else None}
    left = [one for one in verifications if one.status in OPEN]
    rows = Verification.objects.filter(pk__in=[one.pk for one in verifications])
    rows.update(status=to, updated_at=now, **values)
    if left:
        Lien.objects.filter(verification__in=left).delete()
        for certificateur in {one.certificateur for one in left}:
            theirs = [one.public_id for one in left if one.certificateur == certificateur]
            for kind in TO_TITULAIRE:
                cancel_waiting(certificateur=certificateur, key=kind.key, target_ids=theirs)

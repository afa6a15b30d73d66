"""What is read of the team of a certificateur: its members, and those it has invited."""

from hashlib import sha256
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from agrafe.certificateurs.permissions_equipe import check_manage_team
from agrafe.comptes.models import Invitation, Membership
from agrafe.comptes.selectors import with_second_factor


def team_of(*, par: Membership) -> QuerySet[Membership]:
    """Return the members of a certificateur, by name; each knows whether he has a second factor.

    Raises:
        Denied: He may not manage the team.
    """
    check_manage_team(par)
    members = Membership.objects.active().filter(certificateur=par.certificateur_id)
    return with_second_factor(members.select_related("user")).order_by("user__name", "pk")


def invitations_of(*, par: Membership) -> QuerySet[Invitation]:
    """Return the invitations of a certificateur that were neither answered nor revoked, the latest first."""
    check_manage_team(par)
    pending = Invitation.objects.filter(
        certificateur=par.certificateur_id, accepted_at=None, revoked_at=None
    )
    return pending.select_related("invited_by").order_by("-created_at", "-pk")


def get_colleague(*, par: Membership, public_id: UUID) -> Membership:
    """Return a member of the certificateur of whoever asks.

    Raises:
        Denied: He may not manage the team.
        Http404: It is no member of it, or no longer.
    """
    return get_object_or_404(
        team_of(par=par).select_related("certificateur", "user"), public_id=public_id
    )


def get_invitation(*, par: Membership, public_id: UUID) -> Invitation:
    """Return an invitation that waits for its answer; the same errors as `get_colleague`."""
    return get_object_or_404(invitations_of(par=par), public_id=public_id)


def invitation_with(token: str) -> Invitation | None:
    """Return the invitation that a link opens; None when it is wrong, used, revoked or too old."""
    found = Invitation.objects.open().filter(token_hash=hash_of(token))
    return found.select_related("certificateur", "invited_by").first()


def hash_of(token: str) -> str:
    """Return what is kept of the secret of a link."""
    return sha256(token.encode()).hexdigest()

from collections.abc import Sequence
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from agrafe.comptes.models import Membership, User
from agrafe.socle.refusals import Refusal

_SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def memberships_of(*, user: User) -> list[Membership]:
    """Return the memberships of a user that open a door, the oldest first, in one query.

    Each knows its user and its certificateur, and whether the user has a second factor.
    """
    found = Membership.objects.active().filter(user=user).select_related("certificateur", "user")
    return list(with_second_factor(found).order_by("created_at", "pk"))


def with_second_factor(memberships: QuerySet[Membership]) -> QuerySet[Membership]:
    """Have each membership know whether its user has a second factor, in the same query."""
    factors = Authenticator.objects.filter(user=OuterRef("user"), type__in=_SECOND_FACTORS)
    return memberships.annotate(has_second_factor=Exists(factors))  # type: ignore[no-redef]


def chosen_among(memberships: Sequence[Membership], chosen: str | None) -> Membership | None:
    """Return the membership that a user works under: the one chosen, else the oldest, None when there is none.

    Args:
        memberships: Those of `memberships_of`.
        chosen: The `public_id` of the membership chosen last, as the session keeps it.
    """
    found = (each for each in memberships if str(each.public_id) == chosen)
    return next(found, memberships[0] if memberships else None)


def get_own_membership(*, user: User, public_id: UUID) -> Membership:
    """Return a membership of a user that opens a door.

    Raises:
        Http404: It is somebody else's, or has ended.
    """
    for membership in memberships_of(user=user):
        if membership.public_id == public_id:
            return membership
    raise Http404


class AccessEnded(Refusal):
    """Whoever asked for a work has no access any more."""


def membership_at_work(pk: int) -> Membership:
    """Return the membership under which a work in the background goes on, by its primary key.

    Raises:
        AccessEnded: It has ended, or its user was closed, since the work was asked for.
    """
    found = Membership.objects.active().select_related("certificateur", "user").filter(pk=pk)
    par = found.first()
    if par is None:
        raise AccessEnded(
            "La personne qui a demandé ce travail n'a plus accès à l'organisme. Une autre peut le demander à nouveau."
        )
    return par


def user_with_address(email: str) -> User | None:
    """Return the user who signs in with an address, whatever its case, None when there is none."""
    return User.objects.filter(email=email.strip().lower()).first()


def has_second_factor(user: User) -> bool:
    """Tell whether a user has a second factor."""
    return bool(Authenticator.objects.filter(user=user, type__in=_SECOND_FACTORS).exists())


def must_keep_second_factor(user: User) -> bool:
    """Tell whether one of the certificateurs of a user asks for a second factor."""
    return (
        Membership.objects.active()
        .filter(user=user, certificateur__requires_second_factor=True)
        .exists()
    )

from hashlib import sha256
from uuid import UUID

from django.shortcuts import get_object_or_404

from agrafe.api.models import Jeton, JetonQuerySet
from agrafe.api.permissions import can_create_jeton
from agrafe.comptes.models import Membership
from agrafe.comptes.selectors import has_second_factor


def jetons_of(*, par: Membership) -> JetonQuerySet:
    """Return the jetons that were not revoked, the newest first: all of them to an administrateur, his own to a gestionnaire."""
    rows: JetonQuerySet = Jeton.objects.of(par.certificateur).kept()
    if not can_create_jeton(par):
        rows = rows.none()
    elif not par.is_administrateur:
        rows = rows.filter(membership=par)
    return rows.select_related("membership__user").order_by("-created_at", "-pk")


def get_jeton(*, par: Membership, public_id: UUID) -> Jeton:
    """Return a jeton that he may see; Http404 for any other."""
    jeton: Jeton = get_object_or_404(jetons_of(par=par), public_id=public_id)
    return jeton


def jeton_with(token: str) -> Jeton | None:
    """Return the jeton of a secret, with its membership; None when it opens nothing.

    The row is found by the SHA-256: how long it takes says nothing of the secrets that there are. A jeton opens nothing that its
    maker could not open himself: not without the second factor that his certificateur asks for.
    """
    rows = Jeton.objects.opening().filter(token_hash=hash_of(token))
    jeton: Jeton | None = rows.select_related(
        "membership__user", "membership__certificateur"
    ).first()
    if jeton is None:
        return None
    par = jeton.membership
    needs_factor = par.certificateur.requires_second_factor and not has_second_factor(par.user)
    return None if needs_factor else jeton


def hash_of(token: str) -> str:
    """Return what is kept of a secret."""
    return sha256(token.encode()).hexdigest()

"""What is done to the jetons: made, seen at work, taken back."""

import secrets
from datetime import timedelta
from typing import Final, NamedTuple

from django.db import transaction
from django.utils import timezone

from agrafe.api.models import Jeton
from agrafe.api.permissions import check_create_jeton, check_revoke_jeton
from agrafe.api.selectors import hash_of
from agrafe.certificateurs.models import Certificateur
from agrafe.comptes.models import Membership
from agrafe.journal.services import record
from agrafe.socle.refusals import Refusal

LIFE: Final = timedelta(days=365)
"""How long a jeton opens, unless said."""
MOST: Final = 50
"""Jetons of a certificateur that are not revoked, at the most."""
_PREFIX: Final = "agrafe_"
"""By which a secret that lies where it should not is recognised."""
_STEP: Final = timedelta(hours=1)
"""Between two notes of the last use: not every request writes."""


class JetonRefused(Refusal):
    """A jeton cannot be made or taken back so."""


class NewJeton(NamedTuple):
    """A jeton, and its secret, which nothing will ever show again."""

    jeton: Jeton
    token: str


@transaction.atomic
def create_jeton(*, par: Membership, nom: str, life: timedelta = LIFE) -> NewJeton:
    """Let a program in, in the place of whoever asks.

    Args:
        par: Who asks; the program will be able to do what he may do at that time.
        nom: What he calls it.
        life: How long it opens.

    Raises:
        Denied: He may not.
        JetonRefused: He has one of that name, or there are too many.
    """
    check_create_jeton(par)
    Certificateur.objects.select_for_update(no_key=True).get(pk=par.certificateur_id)
    kept = Jeton.objects.of(par.certificateur).kept()
    if kept.filter(membership=par, nom=nom).exists():
        raise JetonRefused(
            "Vous avez déjà un jeton de ce nom. Révoquez-le, ou choisissez un autre nom."
        )
    if kept.count() >= MOST:
        raise JetonRefused(
            f"Votre organisme a déjà {MOST} jetons. Révoquez ceux qui ne servent plus."
        )
    token = f"{_PREFIX}{secrets.token_urlsafe(32)}"
    jeton: Jeton = Jeton.objects.create(
        certificateur=par.certificateur,
        membership=par,
        nom=nom,
        token_hash=hash_of(token),
        expires_at=timezone.now() + life,
    )
    record(par=par, action="api.create_jeton", target=jeton, summary="Jeton d'accès créé")
    return NewJeton(jeton, token)


@transaction.atomic
def revoke_jeton(*, par: Membership, jeton: Jeton) -> Jeton:
    """Take a jeton back: it opens nothing from now on.

    Raises:
        Denied: It is not his, and he is no administrateur.
        JetonRefused: It was revoked meanwhile.
    """
    rows = Jeton.objects.of(par.certificateur).kept().select_for_update(no_key=True)
    row: Jeton | None = rows.filter(pk=jeton.pk).first()
    if row is None:
        raise JetonRefused("Ce jeton est déjà révoqué.")
    check_revoke_jeton(par, maker_id=row.membership_id)
    row.revoked_at = timezone.now()
    row.save(update_fields=("revoked_at", "updated_at"))
    record(par=par, action="api.revoke_jeton", target=row, summary="Jeton d'accès révoqué")
    return row


@transaction.atomic
def note_use(*, jeton: Jeton) -> None:
    """Write down that a jeton was used, once an hour at the most."""
    now = timezone.now()
    if jeton.used_at is None or jeton.used_at < now - _STEP:
        Jeton.objects.filter(pk=jeton.pk).update(used_at=now)

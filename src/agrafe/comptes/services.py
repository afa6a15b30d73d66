"""What someone does to his own account, besides what allauth does.

The journal and the mails are above this application: `allauth.account.adapter` leads to them (certificateurs.adapter).
"""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.db import transaction
from django.utils import timezone

from agrafe.comptes.models import User
from agrafe.comptes.second_factor import SecondFactorAdapter
from agrafe.socle.sealing import Resealed


@transaction.atomic
def create_user(*, email: str, name: str, password: str | None) -> User:
    """Make a user whose address is known to be his.

    Args:
        email: The address he signs in with; nobody has it yet.
        name: His first name and name.
        password: None: he will choose it, by a link or by a code sent to his address.
    """
    user = User.objects.create_user(email=email, name=name, password=password)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@transaction.atomic
def change_name(*, user: User, name: str) -> User:
    """Change how a user is called."""
    if user.name != name:
        before, user.name = user.name, name
        user.save(update_fields=("name",))
        get_adapter().note(user, "comptes.name", changes={"name": (before, name)})
    return user


@transaction.atomic
def sign_out_everywhere(*, user: User) -> User:
    """End every session of a user, but those that begin from now on."""
    user.signed_out_at = timezone.now()
    user.save(update_fields=("signed_out_at",))
    get_adapter().send_notification_mail("comptes/signed_out_everywhere", user)
    return user


@transaction.atomic
def reseal_second_factors() -> Resealed:
    """Seal again, by the first key of the installation, the secrets of the second factors; declared as `reseal`."""
    done = closed = 0
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)
    for authenticator in Authenticator.objects.select_for_update(no_key=True).filter(
        type__in=kinds
    ):
        try:
            authenticator.data |= _resealed(authenticator.data)
        except InvalidToken:
            closed += 1
            continue
        authenticator.save(update_fields=("data",))
        done += 1
    return Resealed("second facteur,seconds facteurs", done, closed)


def _resealed(data: dict[str, Any]) -> dict[str, str]:
    """Return what allauth keeps sealed of a second factor, sealed anew: the secret of an application, the seed of the codes."""
    vault = SecondFactorAdapter()
    return {
        name: vault.encrypt(vault.decrypt(data[name]))
        for name in ("secret", "seed")
        if name in data
    }

"""The one-time link by which someone chooses a password: made on the command line, dead once the password has changed."""

from typing import Final

from django.contrib.auth.tokens import default_token_generator
from django.core import signing

from agrafe.comptes.models import User

_SALT: Final = "comptes.links"


def key_for(user: User) -> str:
    """Return the key of a link for a user; it lives for `PASSWORD_RESET_TIMEOUT`."""
    return signing.dumps([user.pk, default_token_generator.make_token(user)], salt=_SALT)


def user_of(key: str) -> User | None:
    """Return whose link it is; None when it is not one of ours, has been used, or is too old."""
    try:
        pk, token = signing.loads(key, salt=_SALT)
    except signing.BadSignature:
        return None
    user = User.objects.filter(pk=pk, is_active=True).first()
    return user if user and default_token_generator.check_token(user, token) else None

from base64 import urlsafe_b64encode
from hashlib import sha256

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser

from agrafe.comptes.models import User
from agrafe.comptes.selectors import must_keep_second_factor


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second factor as Agrafe wants it: its secrets sealed, its sentences in French."""

    error_messages = {  # noqa: RUF012 - read as such by allauth
        "add_email_blocked": "Retirez d'abord le second facteur de ce compte.",
        "cannot_delete_authenticator": (
            "Votre organisme demande un second facteur : ajoutez-en un autre avant de retirer celui-ci."
        ),
        "cannot_generate_recovery_codes": "Ajoutez d'abord une application ou une clé.",
        "incorrect_code": "Ce code n'est pas le bon, ou il a déjà servi. Écrivez celui qui s'affiche maintenant.",
        "unverified_email": "Confirmez d'abord votre adresse électronique.",
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret with the first key of the installation."""
        return _vault().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret with any key of the installation."""
        return _vault().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Tell whether a factor may go: not the last one, when a certificateur asks for one."""
        factors = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
        others = Authenticator.objects.filter(user=authenticator.user_id, type__in=factors)
        if others.exclude(pk=authenticator.pk).exists():
            return True
        return not must_keep_second_factor(User.objects.get(pk=authenticator.user_id))

    def generate_authenticator_name(
        self,
        user: AbstractBaseUser,
        type: Authenticator.Type,  # noqa: A002 - allauth names it
    ) -> str:
        """Return the name that a key is given unless its owner gives another."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return f"Clé {number}"


def _vault() -> MultiFernet:
    """Return what seals with the first key of the installation, and opens with any of them.

    An installation that has given none is lent one, made of its secret key; those of its former secret keys still open.
    """
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    given = [Fernet(key) for key in settings.FIELD_KEYS]
    return MultiFernet([*given, *(Fernet(_lent_key(str(secret))) for secret in secrets)])


def _lent_key(secret_key: str) -> bytes:
    return urlsafe_b64encode(sha256(b"comptes:" + secret_key.encode()).digest())

"""How allauth speaks, writes and keeps a trace here: its sentences, its mails through the outbox, its events in the journal."""

import uuid
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from agrafe.comptes.access import CURRENT, first_page_of
from agrafe.comptes.models import User
from agrafe.comptes.selectors import chosen_among, memberships_of
from agrafe.courriels import services as courriels
from agrafe.journal.services import Changes, record
from agrafe.socle.addresses import absolute
from agrafe.socle.templatetags.french import moment


class Event(NamedTuple):
    """What happened to an account: its action in the journal, and what its owner is told."""

    action: str
    what: str


EVENTS: Final[Mapping[str, Event]] = {
    "account/email/password_changed": Event("comptes.password", "le mot de passe a été changé"),
    "account/email/password_reset": Event(
        "comptes.password_reset", "le mot de passe a été remplacé sans l'ancien"
    ),
    "account/email/email_changed": Event("comptes.email", "l'adresse électronique a été changée"),
    "mfa/email/totp_activated": Event("comptes.factor_add", "une application a été ajoutée"),
    "mfa/email/totp_deactivated": Event("comptes.factor_remove", "l'application a été retirée"),
    "mfa/email/webauthn_added": Event("comptes.factor_add", "une clé a été ajoutée"),
    "mfa/email/webauthn_removed": Event("comptes.factor_remove", "une clé a été retirée"),
    "mfa/email/recovery_codes_generated": Event(
        "comptes.recovery_codes", "les codes de secours ont été refaits"
    ),
    "comptes/signed_out_everywhere": Event(
        "comptes.sign_out_everywhere", "tous les appareils ont été déconnectés"
    ),
}
_CODES: Final = {
    "account/email/password_reset_code": "comptes.password_code",
    "account/email/email_confirmation": "comptes.email_code",
    "account/email/email_confirmation_signup": "comptes.email_code",
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """The accounts as Agrafe wants them."""

    error_messages = {  # noqa: RUF012 - read as such by allauth
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "Ce compte est fermé.",
        "duplicate_email": "C'est déjà votre adresse.",
        "email_password_mismatch": (
            "Cette adresse et ce mot de passe ne vont pas ensemble. Vérifiez-les, "
            "ou choisissez « Mot de passe oublié »."
        ),
        "enter_current_password": "Ce n'est pas votre mot de passe actuel.",
        "incorrect_code": "Ce code n'est pas le bon. Vérifiez-le dans le dernier courriel reçu.",
        "incorrect_password": "Ce n'est pas votre mot de passe.",
        "too_many_login_attempts": (
            "Trop d'essais sans succès. Attendez dix minutes, ou choisissez « Mot de passe oublié »."
        ),
        "same_as_current": "C'est déjà celle que vous utilisez.",
        "rate_limited": "Trop de demandes à la suite. Attendez une minute.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth gives it
        """Tell whether anybody may open an account: where it is allowed, and on an empty installation."""
        return settings.OPEN_SIGN_UP or not User.objects.exists()

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return where someone lands once in."""
        found: Any = request  # who has just come in was nobody when the request began
        memberships = found.memberships or memberships_of(user=found.user)
        return first_page_of(chosen_among(memberships, request.session.get(CURRENT)))

    def is_ajax(self, request: HttpRequest) -> bool:
        """Tell whether a script asks: only the one that signs in with a key does."""
        match = request.resolver_match
        is_key = match is not None and match.url_name == "mfa_login_webauthn"
        return is_key and request.method == "GET" and bool(super().is_ajax(request))

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """Note in the journal that someone opened an account."""
        saved = super().save_user(request, user, form, commit)
        self.note(saved, "comptes.create")
        return saved

    def post_login(self, request: HttpRequest, user: Any, **details: Any) -> HttpResponse:
        """Note in the journal that someone came in."""
        self.note(user, "comptes.sign_in")
        response: HttpResponse = super().post_login(request, user, **details)
        return response

    def note(self, user: User, action: str, *, changes: Changes | None = None) -> None:
        """Note in the journal of the installation what someone did to his account."""
        record(par=None, user=user, action=action, changes=changes)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put into the outbox a mail that allauth wants sent."""
        if template_prefix in _CODES:
            self._queue(_CODES[template_prefix], email, {"code": context["code"]})
        else:  # the only other one: an address that already has its account
            link = absolute(reverse("account_reset_password"))
            self._queue("comptes.already", email, {"lien": link})

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,  # noqa: ARG002 - allauth gives it
        email: str | None = None,
    ) -> None:
        """Tell the owner of an account what happened to it, and note it in the journal."""
        event = EVENTS[template_prefix]
        self.note(user, event.action)
        said = {"quoi": event.what, "quand": moment(timezone.now())}
        self._queue("comptes.notice", email or user.email, said)

    def _queue(self, key: str, email: str, context: dict[str, str]) -> None:
        courriels.queue(
            certificateur=None,
            key=key,
            recipient=email,
            context=context,
            unique_key=uuid.uuid4().hex,
        )

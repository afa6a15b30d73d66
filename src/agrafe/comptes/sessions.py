"""How long a session lasts: some hours without a page, half a day whatever happens, and until « me déconnecter partout »."""

from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from agrafe.comptes.models import User
from agrafe.socle.middleware import Answer

_STARTED: Final = "comptes_started"
_SEEN: Final = "comptes_seen"
_STEP: Final = 60
"""Seconds between two notes of a session's last page: not every page writes into the database."""
_IDLE: Final = (
    "Votre session a pris fin après un moment sans activité. Connectez-vous pour continuer."
)
_OVER: Final = "Votre session a pris fin. Connectez-vous pour continuer."


def begin(sender: type[User], request: HttpRequest, **_others: Any) -> None:  # noqa: ARG001 - Django gives it by name
    """Note when a session begins: called when someone signs in."""
    now = int(timezone.now().timestamp())
    request.session[_STARTED] = request.session[_SEEN] = now


class SessionLimitsMiddleware:
    """End the sessions that have lasted."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Sign out whoever has been away for too long, or has asked for it elsewhere."""
        if request.user.is_authenticated:
            now = int(timezone.now().timestamp())
            reason = _why_over(request, request.user, now)
            if reason:
                logout(request)
                messages.info(request, reason)
            elif now - request.session[_SEEN] >= _STEP:
                request.session[_SEEN] = now
        return self.get_response(request)


def _why_over(request: HttpRequest, user: User, now: int) -> str:
    started, seen = request.session.get(_STARTED, 0), request.session.get(_SEEN, 0)
    if user.signed_out_at and started < int(user.signed_out_at.timestamp()):
        return _OVER
    if now - started >= settings.SESSION_COOKIE_AGE:
        return _OVER
    return _IDLE if now - seen >= settings.SESSION_IDLE_AGE else ""

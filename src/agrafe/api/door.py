"""The door of the addresses for programs: a jeton in the header, never a session."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, Final, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from agrafe.api.answers import failure
from agrafe.api.selectors import jeton_with
from agrafe.api.services import note_use
from agrafe.comptes.models import Membership
from agrafe.socle.limits import seconds_to_wait
from agrafe.socle.refusals import Denied, Refusal

P = ParamSpec("P")

SHUT: Final = (
    "Donnez un jeton d'accès qui fonctionne, dans l'en-tête « Authorization: Bearer … ». Celui-ci est absent, inconnu, expiré "
    "ou révoqué, ou la personne qui l'a créé n'a plus accès à l'organisme."
)
"""The same whatever the reason: whoever holds a dead jeton learns nothing of it."""


def program(
    view: Callable[Concatenate[HttpRequest, Membership, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Open an address to programs alone: the view is given the membership in whose place the program acts.

    No session is looked at, so that there is none that another site could use: no token of a form is asked for.
    """

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        left = seconds_to_wait(request, scope="api", most=settings.API_RATE)
        if left:
            said = "Trop de demandes en dix minutes. Attendez le temps que dit l'en-tête « Retry-After », en secondes."
            return failure(HTTPStatus.TOO_MANY_REQUESTS, said, {"Retry-After": str(left)})
        jeton = jeton_with(_secret_of(request))
        if jeton is None:
            return failure(HTTPStatus.UNAUTHORIZED, SHUT, {"WWW-Authenticate": "Bearer"})
        note_use(jeton=jeton)
        try:
            return view(request, jeton.membership, *args, **kwargs)
        except Denied as refusal:
            return failure(HTTPStatus.FORBIDDEN, str(refusal))
        except Refusal as refusal:
            return failure(HTTPStatus.UNPROCESSABLE_ENTITY, str(refusal))

    return guarded


def _secret_of(request: HttpRequest) -> str:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""

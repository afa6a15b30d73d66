"""The door of every page of the software: who asks, and for which certificateur.

@member
def show(request: MemberRequest, public_id: UUID) -> HttpResponse:
    passage = get_passage(par=request.par, public_id=public_id)
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url

from agrafe.comptes.models import Membership, User
from agrafe.comptes.selectors import chosen_among, memberships_of
from agrafe.socle.middleware import Answer

CURRENT: str = "certificateur"
"""The key of the session that says for which certificateur its user works."""

P = ParamSpec("P")


class MemberRequest(HttpRequest):
    """A request of someone who belongs to a certificateur."""

    user: User
    par: Membership
    memberships: list[Membership]


class MembershipMiddleware:
    """Give each request its `par`, the membership under which it is made, or None; and all those of its user."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Find the memberships; a page that nobody signed in for asks nothing of the database."""
        found: Any = request
        found.memberships, found.par = [], None
        user: Any = request.user
        if user.is_authenticated:
            found.memberships = memberships_of(user=user)
            found.par = chosen_among(found.memberships, request.session.get(CURRENT))
        return self.get_response(request)


def member(
    view: Callable[Concatenate[MemberRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """Open a page to members alone.

    Others sign in first, found their certificateur, or add the second factor that their certificateur asks for.
    """

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return to_sign_in(request)
        par: Membership | None = getattr(request, "par", None)
        if par is None:
            return _go(request, resolve_url("certificateurs:create"))
        if par.lacks_second_factor:
            return _go(request, resolve_url("mfa_index"))
        return view(cast("MemberRequest", request), *args, **kwargs)

    return guarded


def first_page_of(par: Membership | None) -> str:
    """Return where someone lands: the work of the certificateur; his own account for a partenaire, who sees little else."""
    sees_work = par is None or par.is_reader
    return resolve_url(settings.LOGIN_REDIRECT_URL if sees_work else "comptes:profile")


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Send whoever asks to the page to sign in, then back to the page he was on."""
    sign_in = resolve_url(settings.LOGIN_URL)
    page = _page_of(request)
    return _go(request, f"{sign_in}?next={quote(page)}" if page else sign_in)


def _page_of(request: HttpRequest) -> str:
    """Return the address of the page asked for; empty for a form, whose address alone would show nothing."""
    current = urlsplit(request.headers.get("HX-Current-URL", ""))
    if current.path:
        return f"{current.path}?{current.query}" if current.query else current.path
    return request.get_full_path() if request.method in {"GET", "HEAD"} else ""


def _go(request: HttpRequest, address: str) -> HttpResponse:
    """Lead to a whole page, even from a request for a piece of one."""
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": address})
    response: HttpResponseRedirect = redirect(address)
    return response

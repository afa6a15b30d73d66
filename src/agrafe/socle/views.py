"""The pages that everybody may see: the home page, the command line, the health of the site, the error pages."""

from functools import cache
from http import HTTPStatus

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from accrochage.cli.analyse import build_parser
from agrafe.socle.context import frame
from agrafe.socle.middleware import REQUEST_ID


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Say what Agrafe is, and what of it exists; lead whoever is signed in to the software."""
    if request.user.is_authenticated:
        return redirect(settings.LOGIN_URL)  # which knows where each lands
    return render(request, "socle/home.html")


@require_safe
def command(request: HttpRequest) -> HttpResponse:
    """Say how to use the command line, with its own help."""
    return render(request, "socle/command.html", {"help": _help()})


@cache
def _help() -> str:
    return build_parser().format_help()


@require_safe
def health(_request: HttpRequest) -> HttpResponse:
    """Tell a supervisor whether the site can answer: its database does, or not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse(
            "base de données injoignable\n",
            status=HTTPStatus.SERVICE_UNAVAILABLE,
            content_type="text/plain; charset=utf-8",
        )
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django gives it by name
    """Answer a request that makes no sense."""
    return _error(request, HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django gives it by name
    """Answer someone who may not do this."""
    return _error(request, HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - Django gives it by name
    """Answer an address that leads nowhere, or to what belongs to somebody else."""
    return _error(request, HTTPStatus.NOT_FOUND)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - the log has it
    """Answer a form whose page has grown too old."""
    return _error(request, HTTPStatus.FORBIDDEN, template="erreurs/csrf.html")


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that something broke, with the number that finds it in the log."""
    return _error(request, HTTPStatus.INTERNAL_SERVER_ERROR)


def _error(request: HttpRequest, status: HTTPStatus, template: str = "") -> HttpResponse:
    """Write an error page without session, messages or database: any of them may be what broke.

    Whoever is in the software stays in its frame, unless it broke.
    """
    given = frame(request)
    is_inside = given["par"] is not None and status in {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}
    layout = "layout/page.html" if is_inside else "layout/public.html"
    context = {**given, "layout": layout, "messages": [], "request_id": REQUEST_ID.get()}
    page = render_to_string(
        template or f"erreurs/{status.value}.html", context, request if is_inside else None
    )
    return HttpResponse(page, status=status)

"""What every page of the tool has in common: whose files it shows, and that they are known to be still in use."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from agrafe.outil import workspace as folders
from agrafe.outil.workspace import WORK, Workspace
from agrafe.socle.isolation import State, look, wait

COOKIE: Final = "outil"
SALT: Final = "agrafe.outil"
PATIENCE: Final = 2.0
"""Seconds that a page waits for a work before it shows how far it is."""
PAGES: Final = {"check": "outil:index", "columns": "outil:columns", "accuse": "outil:accuse"}
"""Where the result of each kind of work is."""


def name_of(request: HttpRequest) -> str:
    """Return the name of the folder that the cookie of a visitor gives; empty when there is none, or when it was made up."""
    return request.get_signed_cookie(COOKIE, default="", salt=SALT) or ""


def workspace_of(request: HttpRequest) -> Workspace | None:
    """Return the folder of a visitor, None when he has none or it is gone."""
    return folders.find(name_of(request))


def remember(response: HttpResponse, space: Workspace) -> None:
    """Tell the browser, and it alone, the name of a folder; it forgets it when it is closed."""
    response.set_signed_cookie(
        COOKIE,
        space.folder.name,
        salt=SALT,
        path=reverse("outil:index"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponse) -> None:
    """Have the browser forget the name of its folder."""
    response.delete_cookie(COOKIE, path=reverse("outil:index"), samesite="Lax")


def page(
    request: HttpRequest,
    template: str,
    space: Workspace | None,
    context: Mapping[str, Any],
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """Write a page of the tool; a part of it that is asked again does not count as a new one."""
    is_part = "HX-Request" in request.headers
    shown = "" if space is None else space.etat.page if is_part else space.new_page()
    context = {**context, "space": space, "shown": shown, "minutes": settings.OUTIL_MINUTES}
    return render(request, template, context, status=status)


def state_of(space: Workspace | None, kind: str) -> State | None:
    """Return how far the last work of a kind is; None when none was asked for."""
    job = space.job(kind) if space else None
    return look(job / WORK) if job else None


def follow(space: Workspace, kind: str) -> HttpResponse:
    """Lead to the result of a work, or to how far it is when it takes more than a moment."""
    job = space.job(kind)
    if job and wait(job / WORK, PATIENCE).is_running:
        return redirect("outil:progress", kind=kind)
    return redirect(PAGES[kind])

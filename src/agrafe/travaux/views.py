from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agrafe.comptes.access import MemberRequest, member
from agrafe.socle.listing import Column, Filter, Listing
from agrafe.travaux import services
from agrafe.travaux.enums import Status
from agrafe.travaux.models import Travail
from agrafe.travaux.permissions import can_manage
from agrafe.travaux.selectors import (
    get_travail,
    is_anyone_working,
    progress_of,
    result_url,
    travaux_of,
    url_of,
)


@member
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """List the travaux, the newest first."""
    listing = Listing(
        request.GET,
        travaux_of(par=request.par).order_by("-created_at"),
        columns=(
            Column("Travail", key="titre", sort=("title",), is_title=True),
            Column("État", key="etat", sort=("status",)),
            Column("Fait", key="fait", is_number=True),
            Column("Demandé par", key="par"),
            Column("Demandé le", key="date", sort=("created_at",)),
        ),
        filters=(
            Filter(
                "etat",
                "État",
                tuple(Status.choices),
                lambda rows, etats: rows.filter(status__in=etats),
            ),
        ),
        search=lambda rows, text: rows.filter(title__icontains=text),
    )
    return render(request, "travaux/list.html", {"listing": listing})


@member
@require_safe
def detail(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Show how far a travail is, and what came of it."""
    travail = get_travail(par=request.par, public_id=public_id)
    context = {
        "travail": travail,
        "work": replace(progress_of(travail), title=travail.get_status_display().capitalize()),
        "result_url": result_url(travail),
        "can_manage": can_manage(par=request.par, travail=travail),
        "is_stuck": travail.status == Status.WAITING and not is_anyone_working(),
    }
    return render(request, "travaux/detail.html", context)


@member
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Ask before stopping a travail, then stop it."""
    travail = get_travail(par=request.par, public_id=public_id)
    if request.method == "POST":
        return _act(request, travail, services.cancel)
    context: dict[str, Any] = {
        "title": "Arrêter ce travail ?",
        "verb": "Arrêter",
        "cancel_url": url_of(travail),
        "carried": [],
        "form": None,
        "travail": travail,
    }
    return render(request, "travaux/stop.html", context)


@member
@require_POST
def resume(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Take a travail up again from its last step."""
    travail = get_travail(par=request.par, public_id=public_id)
    return _act(request, travail, services.resume)


def _act(request: MemberRequest, travail: Travail, service: Callable[..., Travail]) -> HttpResponse:
    """Do something to a travail, say why when it cannot be done, and go back to its page."""
    try:
        service(par=request.par, travail=travail)
    except (services.NotActive, services.NotResumable) as refusal:
        messages.warning(request, str(refusal))
    return redirect(url_of(travail))

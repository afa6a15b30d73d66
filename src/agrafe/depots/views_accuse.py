"""The accusés: given on a deposit or anywhere, and what each one says."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agrafe.comptes.access import MemberRequest, member
from agrafe.depots.constats import groups_of, reasons_of
from agrafe.depots.fiche import parts_said
from agrafe.depots.forms import AccuseForm
from agrafe.depots.models import Depot
from agrafe.depots.permissions import can_deposit, check_deposit
from agrafe.depots.selectors import accuses_of, causes_in, get_accuse, get_depot
from agrafe.depots.services.accuses import receive_accuse
from agrafe.depots.services.telechargement import open_accuse
from agrafe.socle.acting import done
from agrafe.travaux.selectors import progress_of


@require_POST
@member
def give(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Take the accusé of a deposit."""
    check_deposit(request.par)
    depot = get_depot(par=request.par, public_id=public_id)
    return _take(request, depot) or redirect("depots:detail", public_id=public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@member
def give_any(request: MemberRequest) -> HttpResponse:
    """Take an accusé of which the deposit is found, and show those that were given."""
    if request.method == "POST":
        check_deposit(request.par)
        return _take(request, None) or redirect("depots:accuses")
    context = {
        "accuses": accuses_of(par=request.par)[:50],
        "form": AccuseForm(),
        "can_deposit": can_deposit(request.par),
    }
    return render(request, "depots/accuses.html", context)


@require_safe
@member
def show(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Show what an accusé says: how many of each, why, and what does not tally."""
    accuse = get_accuse(par=request.par, public_id=public_id)
    context: dict[str, Any] = {
        "accuse": accuse,
        "title": f"Accusé du {accuse.depot}" if accuse.depot else "Accusé",
        "can_deposit": can_deposit(request.par),
    }
    if accuse.travail and accuse.travail.is_active:
        here = reverse("depots:accuse", args=[public_id])
        context["work"] = progress_of(accuse.travail, url=here)
        return render(request, "depots/accuse_running.html", context)
    context |= {
        "parts": parts_said(accuse),
        "causes": causes_in(accuse=accuse),
        "groups": groups_of(par=request.par, accuse=accuse),
        "reasons": reasons_of(par=request.par, accuse=accuse),
    }
    return render(request, "depots/accuse.html", context)


@require_safe
@member
def original(request: MemberRequest, public_id: UUID) -> HttpResponseBase:
    """Give an accusé as it came."""
    check_deposit(request.par)
    accuse = get_accuse(par=request.par, public_id=public_id)
    content = done(request, lambda: open_accuse(par=request.par, accuse=accuse))
    if content is None:
        return redirect("depots:accuse", public_id=public_id)
    return FileResponse(
        content, as_attachment=True, filename=accuse.nom, content_type="application/xml"
    )


def _take(request: MemberRequest, depot: Depot | None) -> HttpResponse | None:
    form = AccuseForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, str(form.errors["accuse"][0]))
        return None
    fichier = form.cleaned_data["accuse"]
    accuse = done(request, lambda: receive_accuse(par=request.par, fichier=fichier, depot=depot))
    if accuse and accuse.is_read:
        messages.info(request, "Cet accusé avait déjà été donné : rien n'a changé.")
    return redirect("depots:accuse", public_id=accuse.public_id) if accuse else None

"""Asking the titulaires that are ticked in their list; and how a certificateur asks."""

from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from agrafe.certificateurs.tabs import settings_tabs
from agrafe.comptes.access import MemberRequest, member
from agrafe.personnes.listing import personne_listing
from agrafe.verifications import asking, selectors, services
from agrafe.verifications.forms import ReglageForm
from agrafe.verifications.permissions import (
    can_edit_reglage,
    check_edit_reglage,
    check_see_verifications,
)

PAGE: Final = ("GET", "HEAD", "POST")


@member
@require_POST
def ask(request: MemberRequest) -> HttpResponse:
    """Show what a sending to the titulaires chosen would do, then send."""
    rows = personne_listing(request, par=request.par).ticked(request.POST)
    personnes = list(rows[: services.MOST + 1])
    return asking.ask(request, personnes=personnes, back=reverse("personnes:list"))


@member
@require_http_methods(PAGE)
def settings(request: MemberRequest) -> HttpResponse:
    """Settle how long links live, when people are reminded, and whether the staff is told of the answers."""
    check_see_verifications(request.par)
    reglage = selectors.reglage_of(certificateur=request.par.certificateur)
    form = ReglageForm(request.POST if request.method == "POST" else None, reglage=reglage)
    if request.method == "POST":
        check_edit_reglage(request.par)
        if form.is_valid():
            services.update_reglage(par=request.par, **form.cleaned_data)
            messages.success(request, "C'est enregistré.")
            return redirect("verifications:settings")
    can_edit = can_edit_reglage(request.par)
    if not can_edit:
        form.freeze()
    context = {
        "title": "Vérifications",
        "tabs": settings_tabs(request.par, "verifications:settings"),
        "form": form,
        "can_edit": can_edit,
    }
    return render(request, "verifications/settings.html", context)

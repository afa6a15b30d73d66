"""The assistant of the first day: the organisation, the CDC, then what comes next. Each step is saved as it is answered."""

from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from agrafe.certificateurs import services
from agrafe.certificateurs.forms import OrganismeForm, SituationForm
from agrafe.certificateurs.models import Certificateur
from agrafe.certificateurs.permissions import check_edit_settings
from agrafe.certificateurs.views import PAGE, identification_context, say_doubts
from agrafe.comptes.access import CURRENT, MemberRequest, member

STEPS: Final = ("Votre organisme", "La Caisse des Dépôts", "Pour commencer")


@login_required
@require_http_methods(PAGE)
def create(request: HttpRequest) -> HttpResponse:
    """First step: found a certificateur, and work for it from now on."""
    user: Any = request.user
    blank = Certificateur(contact_nom=user.name, contact_courriel=user.email)
    form = OrganismeForm(_sent(request), certificateur=blank)
    if request.method == "POST" and form.is_valid():
        try:
            par = services.create_certificateur(user=user, **form.cleaned_data)
        except services.ReglageRefused as refusal:
            form.add_error("nom", str(refusal))
        else:
            request.session[CURRENT] = str(par.public_id)
            return redirect("certificateurs:start_caisse_des_depots")
    return _step(request, "start_organisme.html", 1, form=form, title="Bienvenue dans Agrafe")


@member
@require_http_methods(PAGE)
def organisme(request: MemberRequest) -> HttpResponse:
    """First step again, for whoever comes back to it."""
    check_edit_settings(request.par)
    form = OrganismeForm(_sent(request), certificateur=request.par.certificateur)
    if request.method == "POST" and form.is_valid():
        services.update_organisme(par=request.par, **form.cleaned_data)
        return redirect("certificateurs:start_caisse_des_depots")
    return _step(request, "start_organisme.html", 1, form=form, title="Votre organisme")


@member
@require_http_methods(PAGE)
def caisse_des_depots(request: MemberRequest) -> HttpResponse:
    """Second step: the identification with the CDC."""
    check_edit_settings(request.par)
    today = timezone.localdate()
    form = SituationForm(_sent(request), certificateur=request.par.certificateur, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            services.settle_identification(par=request.par, today=today, **form.cleaned_data)
        except services.ReglageRefused as refusal:
            form.add_error("situation", str(refusal))
        else:
            say_doubts(request, form)
            return redirect("certificateurs:start_next")
    context = {
        **identification_context(request),
        "form": form,
        "title": "Votre identification à la Caisse des Dépôts",
        "back_url": reverse("certificateurs:start_organisme"),
    }
    return _step(request, "start_caisse_des_depots.html", 2, **context)


@member
@require_safe
def next_steps(request: MemberRequest) -> HttpResponse:
    """Last step: what to do first."""
    check_edit_settings(request.par)
    context = {
        **identification_context(request),
        "title": "Votre espace est prêt",
        "back_url": reverse("certificateurs:start_caisse_des_depots"),
    }
    return _step(request, "start_next.html", 3, **context)


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _step(request: HttpRequest, template: str, number: int, **context: Any) -> HttpResponse:
    frame = {"steps": STEPS, "current": number}
    return render(request, f"certificateurs/{template}", frame | context)

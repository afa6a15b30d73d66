"""The tab of the settings: the jetons that let programs in."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from agrafe.api import services
from agrafe.api.forms import JetonForm
from agrafe.api.permissions import can_create_jeton, check_create_jeton, check_read_jetons
from agrafe.api.selectors import get_jeton, jetons_of
from agrafe.certificateurs.tabs import settings_tabs
from agrafe.comptes.access import MemberRequest, member
from agrafe.socle.addresses import absolute

PAGE: Final = ("GET", "HEAD", "POST")
HERE: Final = "api:jetons"


@member
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """List the jetons that open, or did."""
    check_read_jetons(request.par)
    context = {
        "jetons": jetons_of(par=request.par),
        "can_create": can_create_jeton(request.par),
        "tabs": settings_tabs(request.par, HERE),
        "now": timezone.now(),
    }
    return render(request, "api/jetons.html", context)


@never_cache
@member
@require_http_methods(PAGE)
def create(request: MemberRequest) -> HttpResponse:
    """Make a jeton, and show its secret in this answer alone: nothing keeps it."""
    check_create_jeton(request.par)
    form = JetonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.create_jeton(
                par=request.par, nom=form.cleaned_data["nom"], life=form.life
            )
        except services.JetonRefused as refusal:
            form.add_error("nom", str(refusal))
        else:
            context = {"jeton": made.jeton, "token": made.token, "curl": _curl(made.token)}
            return render(request, "api/jeton_created.html", context)
    page = _page("Créer un jeton d'accès", "Créer le jeton", form=form)
    return render(request, "api/jeton_create.html", page)


@member
@require_http_methods(PAGE)
def revoke(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Ask before taking a jeton back, then do so."""
    jeton = get_jeton(par=request.par, public_id=public_id)
    if request.method == "POST":
        try:
            services.revoke_jeton(par=request.par, jeton=jeton)
        except services.JetonRefused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "Le jeton est révoqué : il n'ouvre plus rien.")
        return redirect(HERE)
    page = _page("Révoquer ce jeton ?", "Révoquer le jeton", form=None, jeton=jeton)
    return render(request, "api/jeton_revoke.html", page)


def _page(title: str, verb: str, **context: Any) -> dict[str, Any]:
    """Return what the layouts of the forms and of the confirmations need."""
    return {"title": title, "verb": verb, "cancel_url": reverse(HERE), "carried": (), **context}


def _curl(token: str) -> str:
    """Return the line that gives an accusé with a jeton, ready to try."""
    address = absolute(reverse("api:accuses"))
    return f'curl -H "Authorization: Bearer {token}" -F fichier=@accuse.xml {address}'

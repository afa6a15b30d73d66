"""Asking titulaires, in two screens: whom and what, with the very mail; then the sending. And how a certificateur asks."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accrochage.typographie import count
from agrafe.certificateurs.tabs import settings_tabs
from agrafe.comptes.access import MemberRequest, member
from agrafe.personnes.listing import personne_listing
from agrafe.socle.listing import carried
from agrafe.verifications import selectors, services
from agrafe.verifications.forms import AskForm, ReglageForm
from agrafe.verifications.permissions import (
    can_edit_reglage,
    check_edit_reglage,
    check_see_verifications,
    check_verify,
)

PAGE: Final = ("GET", "HEAD", "POST")
_SHOWN: Final = 20
"""Names listed of each kind, on the page before the sending."""


@member
@require_POST
def ask(request: MemberRequest) -> HttpResponse:
    """Show what a sending to the titulaires chosen would do, then send."""
    check_verify(request.par)
    rows = personne_listing(request, par=request.par).ticked(request.POST)
    personnes = list(rows[: services.MOST + 1])
    form = AskForm(request.POST if "quoi" in request.POST else None)
    rubriques = form.rubriques_of(personnes) if form.is_valid() else None
    if "confirme" in request.POST and form.is_valid():
        try:
            done = services.ask(par=request.par, personnes=personnes, rubriques=rubriques)
        except services.AskRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("personnes:list")
        _say(request, done)
        return redirect("verifications:list")
    preview = selectors.preview(par=request.par, personnes=personnes, rubriques=rubriques)
    context: dict[str, Any] = {
        "form": form if form.is_bound else AskForm(),
        "preview": preview,
        "groups": _left_out(preview),
        "names": preview.recipients[:_SHOWN],
        "more": max(0, len(preview.recipients) - _SHOWN),
        "is_too_many": len(personnes) > services.MOST,
        "most": services.MOST,
        "carried": carried(request.POST),
        "cancel_url": reverse("personnes:list"),
    }
    return render(request, "verifications/ask.html", context)


def _left_out(preview: selectors.Preview) -> list[dict[str, Any]]:
    """Return those who will not be written to, by reason."""
    reasons = (
        (preview.without_courriel, "sans courriel", "Écrivez leur adresse dans leur fiche."),
        (
            preview.without_annee,
            "sans année de naissance",
            "C'est elle qui protège le lien : sans elle, rien ne peut être envoyé. Demandez-la autrement.",
        ),
        (
            preview.already_open,
            "déjà en cours",
            "Une vérification attend leur réponse, ou la vôtre.",
        ),
    )
    return [
        {
            "label": label,
            "why": why,
            "names": some[:_SHOWN],
            "total": len(some),
            "more": max(0, len(some) - _SHOWN),
        }
        for some, label, why in reasons
        if some
    ]


def _say(request: MemberRequest, done: services.Asked) -> None:
    left = len(done.without_courriel) + len(done.without_annee) + len(done.already_open)
    if not done.sent:
        messages.warning(request, "Aucun courriel n'est parti : personne ne pouvait en recevoir.")
        return
    text = f"{count(len(done.sent), 'courriel part', 'courriels partent')} vers les titulaires."
    if left:
        text += f" {count(left, 'titulaire est laissé', 'titulaires sont laissés')} de côté."
    messages.success(request, text)


@member
@require_http_methods(PAGE)
def settings(request: MemberRequest) -> HttpResponse:
    """Settle how long links live, and when people are reminded."""
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

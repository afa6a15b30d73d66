"""The page that shows every component, with the very template that draws it; for those who develop Agrafe.

It answers where the setting COMPONENTS_PAGE is true, and nowhere else. The persons are invented.
"""

import csv
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agrafe.socle.examples import (
    EXAMPLES,
    FILES,
    PARTS,
    communes_like,
    events_until,
    listing_of,
    work_of,
)
from agrafe.socle.forms import ExampleForm, StepForm
from agrafe.socle.french import count
from agrafe.socle.icons import ICONS
from agrafe.socle.listing import carried
from agrafe.socle.navigation import Link, Navigation
from agrafe.socle.suggestions import suggestions

View = Callable[..., HttpResponse]


def developers_only(view: View) -> View:
    """Answer that there is no such page, unless the setting COMPONENTS_PAGE is true."""

    @wraps(view)
    def guarded(request: HttpRequest, **arguments: Any) -> HttpResponse:
        if not settings.COMPONENTS_PAGE:
            raise Http404
        return view(request, **arguments)

    return guarded


def _page(**extra: Any) -> dict[str, Any]:
    """Return what the frame of these pages needs; its navigation lists the components."""
    page = reverse("socle:components")
    links = [Link(each.title, each.icon, f"{page}#{each.name}") for each in EXAMPLES]
    return {"navigation": Navigation(links[:-2], links[-2:]), **extra}


@developers_only
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Show every component; the form, when sent, says what is wrong or that all is well."""
    form = ExampleForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        messages.success(request, "Le formulaire est complet : rien n'a été enregistré.")
        return redirect("socle:components")
    today = timezone.localdate()
    onglets = [
        Link("Identité", "", "?onglet=identite#onglets", request.GET.get("onglet") != "passages"),
        Link("Passages", "", "?onglet=passages#onglets", request.GET.get("onglet") == "passages"),
    ]
    context = _page(
        examples=EXAMPLES,
        form=form,
        listing=listing_of(request, today),
        days={days: today + timedelta(days=days) for days in (-3, 0, 9, 120)},
        onglets=onglets,
        etapes=["Téléchargez le modèle", "Déposez votre fichier", "Récupérez le XML"],
        work=work_of(310),
        parts=PARTS,
        files=FILES,
        events=events_until(timezone.now()),
        icons=ICONS,
    )
    return render(request, "socle/components.html", context)


@developers_only
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest) -> HttpResponse:
    """Show what a confirmation looks like; confirmed, it changes nothing and says so."""
    page = reverse("socle:components")
    if request.method == "POST":
        messages.warning(request, "Vous avez confirmé : rien n'a été supprimé, c'était un exemple.")
        return redirect(f"{page}#confirmation")
    context = _page(
        title="Supprimer 4 passages de ce dépôt ?",
        verb="Supprimer ces 4 passages",
        cancel_url=f"{page}#confirmation",
    )
    return render(request, "socle/confirm.html", context)


@developers_only
@require_POST
def ticked(request: HttpRequest) -> HttpResponse:
    """Ask to confirm what is done to the rows that were ticked; confirmed, say how many and do nothing to them."""
    rows = listing_of(request, timezone.localdate()).ticked(request.POST)
    page = reverse("socle:components")
    if "confirme" in request.POST:
        chosen = count(len(rows), "passage choisi", "passages choisis")
        messages.info(request, f"{chosen} : rien n'a changé, c'était un exemple.")
        return redirect(page)
    number = count(len(rows), "passage", "passages")
    context = _page(
        title=f"Mettre {number} dans un dépôt ?",
        verb="Mettre dans un dépôt",
        cancel_url=f"{page}#listes",
        carried=carried(request.POST),
    )
    return render(request, "socle/confirm.html", context)


@developers_only
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Give the rows that the list shows, on all its pages, as a file."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="exemple.csv"'
    rows = listing_of(request, timezone.localdate()).rows
    csv.writer(response, delimiter=";").writerows((row.nom, row.certification) for row in rows)
    return response


@developers_only
@require_safe
def suggested(request: HttpRequest) -> HttpResponse:
    """Suggest a commune."""
    return suggestions(request, communes_like(request.GET.get("q", "")))


@developers_only
@require_http_methods(["GET", "HEAD", "POST"])
def assistant(request: HttpRequest) -> HttpResponse:
    """Show a step of an assistant; what is sent goes nowhere."""
    form = StepForm(request.POST or None)
    if form.is_valid():
        messages.success(request, "Étape franchie : rien n'a été enregistré.")
        return redirect("socle:components")
    context = _page(
        title="Préparer un dépôt",
        steps=["Choisissez la certification", "Vérifiez", "Téléchargez le XML"],
        current=1,
        form=form,
        back_url=reverse("socle:components"),
    )
    return render(request, "layout/assistant.html", context)


@developers_only
@require_safe
def work(request: HttpRequest, *, done: int) -> HttpResponse:
    """Show a long work at some point."""
    return render(request, "socle/work.html", _page(work=work_of(min(done, 1240))))

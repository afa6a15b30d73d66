"""Two rows that look alike: found, compared, then merged or told apart."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agrafe.comptes.access import MemberRequest, member
from agrafe.personnes import selectors, services
from agrafe.personnes.forms import MergeForm
from agrafe.personnes.permissions import check_edit_personnes
from agrafe.socle.refusals import Refusal

PAGE: Final = ("GET", "HEAD", "POST")
_FOUND: Final = 20
"""Persons shown when one looks for the other row."""


@member
@require_safe
def choose(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Look for the other row of a person."""
    personne = selectors.get_personne(par=request.par, public_id=public_id)
    check_edit_personnes(request.par)
    text = request.GET.get("q", "").strip()[:100]
    found = []
    if text:
        every = selectors.personnes_of(par=request.par)
        rows = selectors.search_personnes(par=request.par, rows=every, text=text)
        found = list(rows.exclude(pk=personne.pk).order_by("name_key", "pk")[:_FOUND])
    context = {"personne": personne, "text": text, "found": found}
    return render(request, "personnes/merge_choose.html", context)


@member
@require_http_methods(PAGE)
def merge(request: MemberRequest, public_id: UUID, other: UUID) -> HttpResponse:
    """Compare two rows, and merge the second into the first."""
    personne = selectors.get_personne(par=request.par, public_id=public_id)
    goes = selectors.get_personne(par=request.par, public_id=other)
    check_edit_personnes(request.par)
    form = MergeForm(request.POST if request.method == "POST" else None, stays=personne, goes=goes)
    if form.is_valid():
        try:
            services.merge_personnes(
                par=request.par, personne=personne, merged=goes, values=form.values
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Les deux fiches n'en font plus qu'une.")
            return redirect("personnes:detail", public_id=public_id)
    context = {
        "personne": personne,
        "other": goes,
        "form": form,
        "references": selectors.references_of(personne=goes),
        "are_apart": selectors.are_told_apart(personne=personne, other=goes),
        "cancel_url": reverse("personnes:detail", kwargs={"public_id": public_id}),
    }
    return render(request, "personnes/merge.html", context)


@member
@require_POST
def tell_apart(request: MemberRequest, public_id: UUID, other: UUID) -> HttpResponse:
    """Note that two rows that look alike are of two persons."""
    personne = selectors.get_personne(par=request.par, public_id=public_id)
    another = selectors.get_personne(par=request.par, public_id=other)
    try:
        services.tell_apart(par=request.par, personne=personne, other=another)
    except services.PersonneError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "C'est noté : leur ressemblance n'est plus signalée.")
    return redirect("personnes:detail", public_id=public_id)

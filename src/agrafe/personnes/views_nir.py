"""The NIR vault as people use it: put, shown once and noted, taken out."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from agrafe.comptes.access import MemberRequest, member
from agrafe.personnes import coffre, selectors, services
from agrafe.personnes.forms import NirForm
from agrafe.personnes.models import Personne
from agrafe.personnes.permissions import check_nir
from agrafe.socle.refusals import Refusal

PAGE: Final = ("GET", "HEAD", "POST")


@member
@never_cache
@sensitive_post_parameters("nir")
@require_http_methods(PAGE)
def nir(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Tell whether the vault has the NIR of a person, and put one there."""
    personne = selectors.get_personne(par=request.par, public_id=public_id)
    check_nir(request.par)
    form = NirForm(request.POST or None)
    if not form.is_valid():
        return _page(request, personne, form)
    try:
        found = services.set_nir(par=request.par, personne=personne, nir=form.cleaned_data["nir"])
    except Refusal as refusal:
        form.add_error("nir", str(refusal))
        return _page(request, personne, form)
    for doubt in found:
        messages.warning(request, doubt.message)
    messages.success(request, "Le NIR est au coffre.")
    return redirect("personnes:detail", public_id=public_id)


@member
@never_cache
@require_POST
def show(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Show the NIR of a person, and say so in the journal."""
    personne = selectors.get_personne(par=request.par, public_id=public_id)
    try:
        number = services.show_nir(par=request.par, personne=personne)
    except (services.NirRefusal, coffre.CoffreError) as refusal:
        messages.error(request, str(refusal))
        return redirect("personnes:nir", public_id=public_id)
    return _page(request, personne, NirForm(), number)


@member
@require_http_methods(PAGE)
def erase(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Take the NIR of a person out of the vault."""
    personne = selectors.get_personne(par=request.par, public_id=public_id)
    check_nir(request.par)
    if request.method == "POST":
        try:
            services.erase_nir(par=request.par, personne=personne)
        except services.NirRefusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, "Le NIR est effacé.")
        return redirect("personnes:detail", public_id=public_id)
    context: dict[str, Any] = {
        "title": f"Effacer le NIR de {personne} ?",
        "verb": "Effacer ce NIR",
        "cancel_url": reverse("personnes:nir", kwargs={"public_id": public_id}),
        "form": None,
        "carried": [],
    }
    return render(request, "personnes/erase_nir.html", context)


def _page(
    request: MemberRequest, personne: Personne, form: NirForm, number: str = ""
) -> HttpResponse:
    context = {
        "personne": personne,
        "form": form,
        "nir": selectors.nir_of(personne=personne),
        "number": _spaced(number),
        "is_open": coffre.is_open(),
    }
    return render(request, "personnes/nir.html", context)


def _spaced(number: str) -> str:
    """Write a NIR as the attestation does: « 2 91 07 35 238 014 »."""
    cuts = ((0, 1), (1, 3), (3, 5), (5, 7), (7, 10), (10, 13))
    return " ".join(filter(None, (number[first:last] for first, last in cuts)))

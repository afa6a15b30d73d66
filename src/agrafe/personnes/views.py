"""The list, the card and the form of the persons, and what the form asks while one types."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.cache.backends.locmem import LocMemCache
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accrochage.operations import suggestion
from accrochage.referentiels.communes import Quand
from agrafe.comptes.access import MemberRequest, member
from agrafe.journal.selectors import history_of
from agrafe.personnes import selectors, services
from agrafe.personnes.extensions import actions_of, tabs_of
from agrafe.personnes.forms import PersonneForm, typed, typed_again
from agrafe.personnes.listing import personne_listing
from agrafe.personnes.models import Personne
from agrafe.personnes.permissions import (
    can_edit_personnes,
    check_edit_personnes,
    check_see_personnes,
)
from agrafe.personnes.remarques import read_choice, remarques_of, told
from agrafe.personnes.services.fiches import correct as corrected
from agrafe.socle.addresses import way_back
from agrafe.socle.suggestions import Suggestion, suggestions

PAGE: Final = ("GET", "HEAD", "POST")
_ASKED: Final = LocMemCache("personnes-suggestions", {})
"""Suggestions asked for lately, by user: in this process alone, for each letter typed would otherwise write in the database."""
_ASKED_A_MINUTE: Final = 240
"""Suggestions that one user may ask for in a minute: four a second, more than anyone types."""


@member
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """List the persons, by name."""
    check_see_personnes(request.par)
    listing = personne_listing(request, par=request.par, actions=actions_of(request))
    context = {
        "listing": listing,
        "can_edit": can_edit_personnes(request.par),
    }
    return render(request, "personnes/list.html", context)


@member
@require_safe
def detail(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Show the card of a person."""
    personne = selectors.get_personne(par=request.par, public_id=public_id)
    context = {
        "personne": personne,
        "remarques": told(personne.anomalies),
        "tabs": tabs_of(request, personne),
        "can_edit": can_edit_personnes(request.par) and not personne.merged_into_id,
        "doublons": []
        if personne.merged_into_id
        else selectors.doublons_of(par=request.par, personne=personne),
        "references": selectors.references_of(personne=personne),
        "nir": selectors.nir_of(personne=personne),
        "events": history_of(par=request.par, target=personne),
    }
    return render(request, "personnes/detail.html", context)


@member
@require_http_methods(PAGE)
def create(request: MemberRequest) -> HttpResponse:
    """Create a person."""
    check_edit_personnes(request.par)
    return _form_page(request, None)


@member
@require_http_methods(PAGE)
def update(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Change a person."""
    personne = selectors.get_personne(par=request.par, public_id=public_id)
    check_edit_personnes(request.par)
    return _form_page(request, personne)


@member
@require_POST
def check(request: MemberRequest) -> HttpResponse:
    """Say what the core thinks of a form being typed: what stands under its fields."""
    check_edit_personnes(request.par)
    form = PersonneForm(request.POST)
    form.remarques = _remarques(request, typed(request.POST))
    return render(request, "personnes/_controle.html", {"form": form})


@member
@require_POST
def correct(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Make a correction that the card proposes."""
    personne = selectors.get_personne(par=request.par, public_id=public_id)
    key, code = read_choice(request.POST.get("corriger", ""))
    try:
        services.apply_correction(par=request.par, personne=personne, key=key, code=code)
    except services.PersonneError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "La correction est faite.")
    return redirect("personnes:detail", public_id=public_id)


@member
@require_http_methods(PAGE)
def delete(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Delete a person that nothing refers to."""
    personne = selectors.get_personne(par=request.par, public_id=public_id)
    check_edit_personnes(request.par)
    if request.method == "POST":
        try:
            services.delete_personne(par=request.par, personne=personne)
        except services.PersonneError as refusal:
            messages.error(request, str(refusal))
            return redirect("personnes:detail", public_id=public_id)
        messages.success(request, "La fiche est supprimée.")
        return redirect("personnes:list")
    context: dict[str, Any] = {
        "title": f"Supprimer la fiche de {personne} ?",
        "verb": "Supprimer cette fiche",
        "cancel_url": reverse("personnes:detail", kwargs={"public_id": public_id}),
        "form": None,
        "carried": [],
    }
    return render(request, "personnes/delete.html", context)


@member
@require_safe
def communes(request: MemberRequest) -> HttpResponse:
    """Suggest communes to whoever types a birth place; `annee` is the year of birth."""
    if _asks_too_much(request):
        return HttpResponse(status=429)
    annee = request.GET.get("annee", "")
    on = Quand.de(int(annee)) if annee.isdecimal() and 1900 <= int(annee) <= 2099 else None
    found = suggestion.suggest_communes(request.GET.get("q", ""), on, 12)
    return suggestions(request, [Suggestion(one.label, one.detail) for one in found])


@member
@require_safe
def pays(request: MemberRequest) -> HttpResponse:
    """Suggest countries to whoever types one."""
    if _asks_too_much(request):
        return HttpResponse(status=429)
    found = suggestion.suggest_pays(request.GET.get("q", ""), None, 12)
    return suggestions(request, [Suggestion(one.label, one.detail) for one in found])


def _form_page(request: MemberRequest, personne: Personne | None) -> HttpResponse:
    """Show the form of a person, write a correction into it, or save it."""
    if "corriger" in request.POST:
        form = _corrected_form(request, personne)
        return _show_form(request, form, personne, typed(form.data))
    form = PersonneForm(request.POST or None, personne=personne)
    if form.is_valid():
        saved = _save(request, form, personne)
        if saved:
            return redirect(way_back(request, _card_of(saved)))
    values = typed(request.POST) if form.is_bound else None
    return _show_form(request, form, personne, values)


def _show_form(
    request: MemberRequest,
    form: PersonneForm,
    personne: Personne | None,
    values: dict[str, Any] | None,
) -> HttpResponse:
    if values is not None:
        form.remarques = _remarques(request, values)
    elif personne:
        form.remarques = told(personne.anomalies)
    leaving = _card_of(personne) if personne else reverse("personnes:list")
    context = {
        "form": form,
        "title": f"Modifier la fiche de {personne}" if personne else "Créer une fiche de titulaire",
        "verb": "Enregistrer" if personne else "Créer la fiche",
        "cancel_url": way_back(request, leaving),
    }
    return render(request, "personnes/form.html", context)


def _card_of(personne: Personne) -> str:
    return reverse("personnes:detail", kwargs={"public_id": personne.public_id})


def _save(request: MemberRequest, form: PersonneForm, personne: Personne | None) -> Personne | None:
    """Save a valid form; what the service refuses is said in the form, and nothing of it is lost."""
    try:
        if personne is None:
            saved = services.create_personne(par=request.par, values=form.values)
        else:
            saved = services.update_personne(par=request.par, personne=personne, values=form.values)
    except services.PersonneError as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, "La fiche est enregistrée.")
    return saved


def _corrected_form(request: MemberRequest, personne: Personne | None) -> PersonneForm:
    before = typed(request.POST)
    key, code = read_choice(request.POST["corriger"])
    try:
        after = corrected(request.par, before, key, code)
    except services.PersonneError as refusal:
        messages.error(request, str(refusal))
        after = before
    return PersonneForm(typed_again(request.POST, before, after), personne=personne)


def _remarques(request: MemberRequest, values: dict[str, Any]) -> list[Any]:
    """Return what is said of values; nothing is said to be missing of a form that is still empty."""
    if not any(values.values()):
        return []
    return remarques_of(selectors.check(par=request.par, values=values))


def _asks_too_much(request: MemberRequest) -> bool:
    key = str(request.par.user_id)
    _ASKED.add(key, 0, timeout=60)
    try:
        return _ASKED.incr(key) > _ASKED_A_MINUTE
    except ValueError:  # the minute ended in between
        return False

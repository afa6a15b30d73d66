"""Creating a passage, changing one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accrochage.operations.saisie import to_plain
from agrafe.certifications.selectors import certifications_of, get_certification
from agrafe.comptes.access import MemberRequest, member
from agrafe.passages import services
from agrafe.passages.enums import EDITABLE
from agrafe.passages.fiche import faults_of
from agrafe.passages.forms import PassageForm
from agrafe.passages.models import Passage
from agrafe.passages.permissions import check_edit_passages
from agrafe.passages.selectors import get_passage
from agrafe.personnes.selectors import get_personne, nir_of, personnes_of, search_personnes
from agrafe.socle.addresses import way_back
from agrafe.socle.refusals import Refusal

STEPS = ("Titulaire", "Certification", "Passage")
FOUND = 20
"""Persons that a search shows."""
CHECKED = "constats"
"""The id of what the core says of what is typed; asked for by htmx."""


@member
@require_safe
def choose_personne(request: MemberRequest) -> HttpResponse:
    """Ask who obtained a certification."""
    check_edit_passages(request.par)
    asked = request.GET.get("q", "").strip()[:100]
    every = personnes_of(par=request.par)
    rows = search_personnes(par=request.par, rows=every, text=asked) if asked else ()
    context = {
        "steps": STEPS,
        "asked": asked,
        "personnes": rows[:FOUND],
    }
    return render(request, "passages/choose_personne.html", context)


@member
@require_safe
def choose_certification(request: MemberRequest, personne: UUID) -> HttpResponse:
    """Ask what was obtained; when there is one certification only, go on."""
    check_edit_passages(request.par)
    who = get_personne(par=request.par, public_id=personne)
    found = list(certifications_of(request.par).in_use())
    if len(found) == 1:
        return redirect("passages:create_with", personne=personne, certification=found[0].public_id)
    context = {
        "steps": STEPS,
        "personne": who,
        "certifications": found,
    }
    return render(request, "passages/choose_certification.html", context)


@member
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: MemberRequest, personne: UUID, certification: UUID) -> HttpResponse:
    """Ask the rest, and create the passage."""
    check_edit_passages(request.par)
    draft = Passage(
        certificateur=request.par.certificateur,
        personne=get_personne(par=request.par, public_id=personne),
        certification=get_certification(par=request.par, public_id=certification),
    )
    services.fill_defaults(draft)
    form = _form(request, draft)
    if _is_saved(request, form):
        return _create(request, form, draft)
    return _show(request, form, draft, {"steps": STEPS, "verb": "Créer le passage"})


@member
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Change a passage."""
    check_edit_passages(request.par)
    passage = get_passage(par=request.par, public_id=public_id)
    if passage.status not in EDITABLE:
        messages.error(
            request, "Ce passage est parti à la Caisse des Dépôts : il ne se modifie plus."
        )
        return redirect("passages:detail", public_id=public_id)
    form = _form(request, passage)
    if _is_saved(request, form):
        try:
            services.update_passage(par=request.par, passage=passage, fields=form.row)
        except Refusal as refusal:
            form.add_error("idTechnique", str(refusal))
        else:
            messages.success(request, "Passage enregistré.")
            return redirect(way_back(request, reverse("passages:detail", args=[public_id])))
    return _show(request, form, passage, {"verb": "Enregistrer"})


@member
@require_POST
def correct(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Make the correction that the core proposes for a fault."""
    passage = get_passage(par=request.par, public_id=public_id)
    try:
        services.correct_passage(
            par=request.par,
            passage=passage,
            key=request.POST.get("rubrique", ""),
            code=request.POST.get("code", ""),
        )
    except (services.SameIdentifier, services.WrongState) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Correction faite.")
    return redirect("passages:detail", public_id=public_id)


def _form(request: MemberRequest, passage: Passage) -> PassageForm:
    """Return the form; with the correction that a button asked for, shown again and not saved."""
    has_nir = nir_of(personne=passage.personne).is_sealed
    form = PassageForm(request.POST or None, passage=passage, has_nir=has_nir)
    asked = request.POST.get("corriger")
    if asked and form.is_bound:
        form.full_clean()
        return PassageForm(form.mended(asked), passage=passage, has_nir=has_nir)
    return form


def _is_saved(request: MemberRequest, form: PassageForm) -> bool:
    """Tell whether the form is to be saved: it is sound, and was sent to be kept rather than to be checked."""
    only_checked = "corriger" in request.POST or request.headers.get("HX-Target") == CHECKED
    return form.is_valid() and not only_checked


def _create(request: MemberRequest, form: PassageForm, draft: Passage) -> HttpResponse:
    try:
        passage = services.create_passage(
            par=request.par,
            personne=draft.personne,
            certification=draft.certification,
            fields=form.row,
        )
    except services.SameIdentifier as refusal:
        form.add_error("idTechnique", str(refusal))
        return _show(request, form, draft, {"steps": STEPS, "verb": "Créer le passage"})
    messages.success(request, "Passage créé.")
    return redirect("passages:detail", public_id=passage.public_id)


def _show(
    request: MemberRequest, form: PassageForm, passage: Passage, context: dict[str, Any]
) -> HttpResponse:
    here = request.headers.get("HX-Target") == CHECKED
    template = "passages/_constats.html" if here else "passages/edit.html"
    if passage.pk:
        cancel = way_back(request, reverse("passages:detail", args=[passage.public_id]))
    else:
        cancel = reverse("passages:create_for", args=[passage.personne.public_id])
    faults = list(faults_of(passage, map(to_plain, form.found)))
    common = {"form": form, "passage": passage, "faults": faults, "cancel_url": cancel}
    return render(request, template, {**common, **context})

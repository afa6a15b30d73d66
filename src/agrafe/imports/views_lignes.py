"""The rows of an import: mended one by one, corrected or put aside by many."""

from collections.abc import Callable, Collection
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from agrafe.comptes.access import MemberRequest, member
from agrafe.imports import services
from agrafe.imports.enums import OPEN
from agrafe.imports.fiche import fault_of
from agrafe.imports.forms import LigneForm
from agrafe.imports.listing import ligne_listing
from agrafe.imports.models import Import, Ligne
from agrafe.imports.permissions import check_import
from agrafe.imports.reading import NEW_PERSONNE
from agrafe.imports.selectors import (
    chosen_of,
    get_import,
    get_ligne,
    namesakes_of,
    next_to_mend,
)
from agrafe.imports.services import said
from agrafe.socle.refusals import Denied, Refusal


@member
@require_POST
def correct(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Make the corrections proposed on the rows that are ticked."""
    imported = get_import(par=request.par, public_id=public_id)
    return _treat(
        request,
        imported,
        lambda numbers: services.correct_lignes(
            par=request.par, imported=imported, numbers=numbers
        ),
        ("corrigée", "corrigées"),
    )


@member
@require_POST
def correct_sure(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Make all the corrections that cannot be wrong."""
    imported = get_import(par=request.par, public_id=public_id)
    return _treat(
        request,
        imported,
        lambda _: services.correct_sure(par=request.par, imported=imported),
        ("corrigée", "corrigées"),
    )


@member
@require_POST
def aside(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Put rows aside."""
    return _set_aside(request, public_id, ("mise de côté", "mises de côté"), is_aside=True)


@member
@require_POST
def back(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Take rows back."""
    return _set_aside(request, public_id, ("reprise", "reprises"), is_aside=False)


@member
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, public_id: UUID, ligne: int) -> HttpResponse:
    """Show a row, what is wrong with it, and mend it."""
    check_import(request.par)
    row = get_ligne(par=request.par, public_id=public_id, ligne=ligne)
    form = LigneForm(request.POST or None, ligne=row)
    if request.method == "POST" and form.is_valid():
        return _mended(
            request,
            row,
            lambda: services.mend_ligne(par=request.par, ligne=row, valeurs=form.typed),
        )
    return render(request, "imports/ligne.html", _about(request, row, form))


@member
@require_POST
def choose(request: MemberRequest, public_id: UUID, ligne: int) -> HttpResponse:
    """Say whom a row is about: somebody who is here, somebody new, or whoever Agrafe finds."""
    check_import(request.par)
    row = get_ligne(par=request.par, public_id=public_id, ligne=ligne)
    said = request.POST.get("personne", "")
    is_new = said == NEW_PERSONNE
    personne = None
    if said and not is_new:
        personne = next(
            (one for one in namesakes_of(par=request.par, ligne=row) if str(one.public_id) == said),
            None,
        )
        if personne is None:
            raise Http404
    return _mended(
        request,
        row,
        lambda: services.choose_personne(
            par=request.par, ligne=row, personne=personne, is_new=is_new
        ),
    )


@member
@require_POST
def correct_ligne(request: MemberRequest, public_id: UUID, ligne: int) -> HttpResponse:
    """Make the correction proposed for a cell of a row."""
    check_import(request.par)
    row = get_ligne(par=request.par, public_id=public_id, ligne=ligne)
    key = request.POST.get("rubrique", "")
    return _mended(
        request,
        row,
        lambda: services.correct_cell(par=request.par, ligne=row, key=key),
    )


def _mended(request: MemberRequest, row: Ligne, action: Callable[[], Ligne]) -> HttpResponse:
    """Mend a row, and go on: to the same one while an error is left, otherwise to the next one to mend."""
    public_id = row.depuis.public_id
    try:
        mended = action()
    except Denied:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("imports:detail", public_id=public_id)
    if mended.has_errors:
        messages.warning(request, f"La ligne {row.ligne} est enregistrée ; il reste à y corriger.")
        return redirect("imports:ligne", public_id=public_id, ligne=row.ligne)
    following = next_to_mend(row.depuis, row.ligne)
    if following is None:
        messages.success(request, f"La ligne {row.ligne} est prête. Plus rien n'est à corriger.")
        return redirect("imports:detail", public_id=public_id)
    messages.success(request, f"La ligne {row.ligne} est prête. Voici la suivante.")
    return redirect("imports:ligne", public_id=public_id, ligne=following)


def _about(request: MemberRequest, row: Ligne, form: LigneForm) -> dict[str, Any]:
    can_mend = row.depuis.status in OPEN and not row.is_done
    return {
        "imported": row.depuis,
        "ligne": row,
        "title": f"Ligne {row.ligne} : {row.titulaire}",
        "form": form,
        "can_mend": can_mend,
        "faults": [
            one
            for one in map(fault_of, row.anomalies)
            if not can_mend or one.key not in form.fields
        ],
        "namesakes": namesakes_of(par=request.par, ligne=row),
        "chosen": chosen_of(par=request.par, ligne=row),
        "is_new": row.valeurs.get("personne") == NEW_PERSONNE,
        "verb": "Vérifier et enregistrer",
    }


def _set_aside(
    request: MemberRequest, public_id: UUID, words: tuple[str, str], *, is_aside: bool
) -> HttpResponse:
    imported = get_import(par=request.par, public_id=public_id)
    return _treat(
        request,
        imported,
        lambda numbers: services.set_aside(
            par=request.par, imported=imported, numbers=numbers, aside=is_aside
        ),
        words,
    )


def _treat(
    request: MemberRequest,
    imported: Import,
    action: Callable[[Collection[int]], int],
    words: tuple[str, str],
) -> HttpResponse:
    """Do something to the rows that are ticked, and say to how many."""
    check_import(request.par)
    rows = ligne_listing(request, imported).ticked(request.POST)
    try:
        number = action([row.ligne for row in rows])
    except services.ImportRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{said(number, *words)}.")
    return redirect("imports:detail", public_id=imported.public_id)

"""The rows of an import: mended one by one, corrected or put aside by many."""

from collections.abc import Callable
from typing import Any, cast

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
from agrafe.imports.models import Import, Ligne, LigneQuerySet
from agrafe.imports.pages import of_import, of_ligne, to_import
from agrafe.imports.reading import NEW_PERSONNE
from agrafe.imports.selectors import chosen_of, namesakes_of, next_to_mend
from agrafe.personnes.models import Personne
from agrafe.socle.acting import done
from agrafe.travaux.models import Travail


@member
@require_POST
@of_import
def correct(request: MemberRequest, imported: Import) -> HttpResponse:
    """Make the corrections proposed on the rows that are ticked."""
    return _correct(request, imported, _ticked(request, imported), sure_only=False)


@member
@require_POST
@of_import
def correct_sure(request: MemberRequest, imported: Import) -> HttpResponse:
    """Make all the corrections that cannot be wrong."""
    return _correct(request, imported, imported.lignes.all(), sure_only=True)


@member
@require_POST
@of_import
def aside(request: MemberRequest, imported: Import) -> HttpResponse:
    """Put rows aside."""
    return _set_aside(request, imported, ("mise de côté", "mises de côté"), is_aside=True)


@member
@require_POST
@of_import
def back(request: MemberRequest, imported: Import) -> HttpResponse:
    """Take rows back."""
    return _set_aside(request, imported, ("reprise", "reprises"), is_aside=False)


@member
@require_http_methods(["GET", "HEAD", "POST"])
@of_ligne
def edit(request: MemberRequest, row: Ligne) -> HttpResponse:
    """Show a row, what is wrong with it, and mend it."""
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
@of_ligne
def choose(request: MemberRequest, row: Ligne) -> HttpResponse:
    """Say whom a row is about: somebody who is here, somebody new, or whoever Agrafe finds."""
    chosen = request.POST.get("personne", "")
    is_new = chosen == NEW_PERSONNE
    personne = None if is_new or not chosen else _namesake(request, row, chosen)
    return _mended(
        request,
        row,
        lambda: services.choose_personne(
            par=request.par, ligne=row, personne=personne, is_new=is_new
        ),
    )


def _namesake(request: MemberRequest, row: Ligne, chosen: str) -> Personne:
    for one in namesakes_of(par=request.par, ligne=row):
        if str(one.public_id) == chosen:
            return one
    raise Http404


@member
@require_POST
@of_ligne
def correct_ligne(request: MemberRequest, row: Ligne) -> HttpResponse:
    """Make the correction proposed for a cell of a row."""
    key = request.POST.get("rubrique", "")
    return _mended(
        request,
        row,
        lambda: services.correct_cell(par=request.par, ligne=row, key=key),
    )


def _mended(request: MemberRequest, row: Ligne, act: Callable[[], Ligne]) -> HttpResponse:
    """Mend a row, and go on: to the same one while an error is left, otherwise to the next one to mend."""
    mended = done(request, act)
    if mended is None:
        return to_import(row.depuis)
    if mended.has_errors:
        messages.warning(request, f"La ligne {row.ligne} est enregistrée ; il reste à y corriger.")
        return redirect("imports:ligne", public_id=row.depuis.public_id, ligne=row.ligne)
    following = next_to_mend(row.depuis, row.ligne)
    if following is None:
        messages.success(request, f"La ligne {row.ligne} est prête. Plus rien n'est à corriger.")
        return to_import(row.depuis)
    messages.success(request, f"La ligne {row.ligne} est prête. Voici la suivante.")
    return redirect("imports:ligne", public_id=row.depuis.public_id, ligne=following)


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


def _correct(
    request: MemberRequest, imported: Import, rows: LigneQuerySet, *, sure_only: bool
) -> HttpResponse:
    act = services.start_correcting if services.is_long(rows) else services.correct_lignes
    result = done(
        request,
        lambda: act(par=request.par, imported=imported, lignes=rows, sure_only=sure_only),
    )
    if isinstance(result, Travail):
        return redirect("travaux:detail", public_id=result.public_id)
    return _told(request, imported, result, ("corrigée", "corrigées"))


def _set_aside(
    request: MemberRequest, imported: Import, words: tuple[str, str], *, is_aside: bool
) -> HttpResponse:
    rows = _ticked(request, imported)
    number = done(
        request,
        lambda: services.set_aside(par=request.par, imported=imported, lignes=rows, aside=is_aside),
    )
    return _told(request, imported, number, words)


def _ticked(request: MemberRequest, imported: Import) -> LigneQuerySet:
    return cast("LigneQuerySet", ligne_listing(request, imported).ticked(request.POST))


def _told(
    request: MemberRequest, imported: Import, number: int | None, words: tuple[str, str]
) -> HttpResponse:
    """Say to how many rows something was done; None when it was refused, which is said already."""
    if number:
        messages.success(request, f"{services.said(number, *words)}.")
    elif number == 0:
        messages.warning(request, services.NONE)
    return to_import(imported)

"""The imports: the list, a new one, and what is done to a whole one."""

import mimetypes
from datetime import timedelta
from pathlib import PurePath
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agrafe.comptes.access import MemberRequest, member
from agrafe.imports import services
from agrafe.imports.copies import annotated_copy, template_for
from agrafe.imports.enums import OPEN, RUNNING, TRANSITIONS, Status
from agrafe.imports.fiche import fault_of
from agrafe.imports.forms import ColumnsForm, ImportForm
from agrafe.imports.listing import import_listing, ligne_listing
from agrafe.imports.models import Import
from agrafe.imports.pages import of_import, to_import
from agrafe.imports.permissions import check_import
from agrafe.imports.selectors import next_to_mend, recalled_of, tally_of
from agrafe.socle.acting import done
from agrafe.travaux.selectors import progress_of

_EXCEL: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PAGE: Final = ("GET", "HEAD", "POST")


@member
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """Show the imports."""
    check_import(request.par)
    return render(request, "imports/list.html", {"listing": import_listing(request)})


@member
@require_http_methods(_PAGE)
def create(request: MemberRequest) -> HttpResponse:
    """Take a workbook."""
    check_import(request.par)
    form = ImportForm(request.POST or None, request.FILES or None, par=request.par)
    if request.method == "POST" and form.is_valid():
        return to_import(services.create_import(par=request.par, **form.cleaned_data))
    context = {
        "title": "Importer un classeur",
        "form": form,
        "verb": "Lire ce fichier",
        "cancel_url": reverse("passages:list"),
    }
    return render(request, "imports/create.html", context)


@member
@require_safe
def modele(request: MemberRequest) -> HttpResponse:
    """Give the template, with what the certificateur writes in every one of its files."""
    check_import(request.par)
    name = f"modele-agrafe-{request.par.certificateur.version_format}.xlsx"
    return _file(template_for(par=request.par), name, _EXCEL)


@member
@require_safe
@of_import
def show(request: MemberRequest, imported: Import) -> HttpResponse:
    """Show an import: how far it is, what its rows would do, what is wrong with them."""
    if imported.status in RUNNING:
        work = imported.travail
        context: dict[str, Any] = {
            "imported": imported,
            "work": progress_of(work) if work else None,
            "is_stopped": not (work and work.is_active),
        }
        return render(request, "imports/running.html", context)
    listing = ligne_listing(request, imported)
    for ligne in listing.page:
        ligne.faults = [fault_of(one) for one in ligne.anomalies]
    context = {
        **_state_of(imported),
        "imported": imported,
        "tally": tally_of(imported),
        "listing": listing,
        "first_to_mend": next_to_mend(imported, 0),
        "recalled": recalled_of(imported),
        "aside": [one["titre"] for one in imported.colonnes if one["titre"] and not one["cle"]],
    }
    return render(request, "imports/detail.html", context)


def _state_of(imported: Import) -> dict[str, Any]:
    """Return what can be done to an import, and until when."""
    following, is_open = TRANSITIONS[Status(imported.status)], imported.status in OPEN
    return {
        "is_open": is_open,
        "can_undo": imported.status == Status.FINI and bool(imported.fichier),
        "can_read_again": Status.LECTURE in following,
        "can_abandon": Status.ABANDONNE in following,
        "failure": imported.travail.error if imported.travail and is_open else "",
        "kept_until": imported.updated_at + timedelta(days=settings.IMPORTS_KEPT_DAYS),
    }


@member
@require_http_methods(_PAGE)
@of_import
def columns(request: MemberRequest, imported: Import) -> HttpResponse:
    """Ask what each column holds, and have the workbook read again."""
    form = ColumnsForm(
        request.POST or None,
        columns=imported.colonnes,
        sheets=imported.feuilles,
        sheet=imported.feuille,
    )
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = {"correspondance": form.correspondance, "feuille": form.feuille}
        done(request, lambda: services.read_again(par=request.par, imported=imported, **said))
        return to_import(imported)
    context = {
        "imported": imported,
        "title": "Ce que contient chaque colonne",
        "form": form,
        "verb": "Relire le fichier",
        "cancel_url": reverse("imports:detail", args=[imported.public_id]),
    }
    return render(request, "imports/columns.html", context)


@member
@require_safe
@of_import
def annotated(request: MemberRequest, imported: Import) -> HttpResponse:
    """Give the user's own workbook with its faults on it."""
    copy = done(request, lambda: annotated_copy(par=request.par, imported=imported))
    if copy is None:
        return to_import(imported)
    name = f"{PurePath(imported.nom_fichier).stem}-annote{copy.suffix}"
    return _file(copy.octets, name, mimetypes.guess_type(name)[0] or "application/octet-stream")


@member
@require_POST
@of_import
def write(request: MemberRequest, imported: Import) -> HttpResponse:
    """Write the sound rows."""
    done(request, lambda: services.start_writing(par=request.par, imported=imported))
    return to_import(imported)


@member
@require_POST
@of_import
def resume(request: MemberRequest, imported: Import) -> HttpResponse:
    """Open again an import whose work in the background stopped."""
    done(request, lambda: services.resume_import(par=request.par, imported=imported))
    return to_import(imported)


@member
@require_http_methods(_PAGE)
@of_import
def undo(request: MemberRequest, imported: Import) -> HttpResponse:
    """Say what undoing does, then do it."""
    if request.method == "POST":
        done(request, lambda: services.start_undoing(par=request.par, imported=imported))
        return to_import(imported)
    return _confirm(request, imported, "imports/undo.html", "Défaire cet import")


@member
@require_http_methods(_PAGE)
@of_import
def abandon(request: MemberRequest, imported: Import) -> HttpResponse:
    """Say what giving up does, then do it."""
    if request.method != "POST":
        return _confirm(request, imported, "imports/abandon.html", "Abandonner cet import")
    if done(request, lambda: services.abandon_import(par=request.par, imported=imported)) is None:
        return to_import(imported)
    messages.success(request, "L'import est abandonné et son fichier effacé.")
    return redirect("passages:list")


def _confirm(request: MemberRequest, imported: Import, template: str, verb: str) -> HttpResponse:
    context = {
        "imported": imported,
        "tally": tally_of(imported),
        "title": f"{verb} ?",
        "verb": verb,
        "cancel_url": reverse("imports:detail", args=[imported.public_id]),
    }
    return render(request, template, context)


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response

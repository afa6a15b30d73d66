"""The imports: the list, a new one, and what is done to a whole one."""

import mimetypes
from datetime import timedelta
from pathlib import PurePath
from typing import Any, Final
from uuid import UUID

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
from agrafe.imports.permissions import check_import
from agrafe.imports.selectors import get_import, next_to_mend, tally_of
from agrafe.socle.refusals import Denied, Refusal
from agrafe.travaux.selectors import progress_of

_EXCEL: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@member
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """Show the imports."""
    return render(request, "imports/list.html", {"listing": import_listing(request)})


@member
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: MemberRequest) -> HttpResponse:
    """Take a workbook."""
    check_import(request.par)
    form = ImportForm(request.POST or None, request.FILES or None, par=request.par)
    if request.method == "POST" and form.is_valid():
        imported = services.create_import(par=request.par, **form.cleaned_data)
        return redirect("imports:detail", public_id=imported.public_id)
    context = {
        "title": "Importer un classeur",
        "form": form,
        "verb": "Lire ce fichier",
        "cancel_url": reverse("passages:list"),
    }
    return render(request, "imports/create.html", context)


@member
@require_safe
def show(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Show an import: how far it is, what its rows would do, what is wrong with them."""
    imported = get_import(par=request.par, public_id=public_id)
    context: dict[str, Any] = {
        "imported": imported,
        "can_undo": imported.status == Status.FINI and bool(imported.fichier),
        "kept_until": imported.updated_at + timedelta(days=settings.IMPORTS_KEPT_DAYS),
        "can_read_again": Status.LECTURE in TRANSITIONS[Status(imported.status)],
        "can_abandon": Status.ABANDONNE in TRANSITIONS[Status(imported.status)],
        "is_open": imported.status in OPEN,
        "failure": imported.travail.error if imported.travail and imported.status in OPEN else "",
    }
    if imported.status in RUNNING:
        work = imported.travail
        context |= {"work": progress_of(work) if work else None}
        context["is_stopped"] = not (work and work.is_active)
        return render(request, "imports/running.html", context)
    context["aside"] = [
        one["titre"] for one in imported.colonnes if one["titre"] and not one["cle"]
    ]
    context["first_to_mend"] = next_to_mend(imported, 0)
    context |= {"tally": tally_of(imported), "listing": ligne_listing(request, imported)}
    for ligne in context["listing"].page:
        ligne.faults = [fault_of(one) for one in ligne.anomalies]
    return render(request, "imports/detail.html", context)


@member
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Ask what each column holds, and have the workbook read again."""
    check_import(request.par)
    imported = get_import(par=request.par, public_id=public_id)
    form = ColumnsForm(
        request.POST or None,
        columns=imported.colonnes,
        sheets=imported.feuilles,
        sheet=imported.feuille,
    )
    if request.method == "POST" and form.is_valid():
        return _done(
            request,
            imported,
            lambda: services.read_again(
                par=request.par,
                imported=imported,
                correspondance=form.correspondance,
                feuille=form.feuille,
            ),
        )
    context = {
        "imported": imported,
        "title": "Ce que contient chaque colonne",
        "form": form,
        "verb": "Relire le fichier",
        "cancel_url": reverse("imports:detail", args=[public_id]),
    }
    return render(request, "imports/columns.html", context)


@member
@require_safe
def annotated(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Give the user's own workbook with its faults on it."""
    check_import(request.par)
    imported = get_import(par=request.par, public_id=public_id)
    try:
        content = annotated_copy(par=request.par, imported=imported)
    except Denied:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("imports:detail", public_id=public_id)
    name = f"{PurePath(imported.nom_fichier).stem}-annote{content.suffix}"
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    response = HttpResponse(content.octets, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


@member
@require_POST
def write(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Write the sound rows."""
    imported = get_import(par=request.par, public_id=public_id)
    return _done(
        request,
        imported,
        lambda: services.start_writing(par=request.par, imported=imported),
    )


@member
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Say what undoing does, then do it."""
    check_import(request.par)
    imported = get_import(par=request.par, public_id=public_id)
    if request.method == "POST":
        return _done(
            request,
            imported,
            lambda: services.start_undoing(par=request.par, imported=imported),
        )
    return _confirm(request, imported, "imports/undo.html", "Défaire cet import")


@member
@require_POST
def resume(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Open again an import whose work in the background stopped."""
    imported = get_import(par=request.par, public_id=public_id)
    return _done(
        request,
        imported,
        lambda: services.resume_import(par=request.par, imported=imported),
    )


@member
@require_safe
def modele(request: MemberRequest) -> HttpResponse:
    """Give the template, with what the certificateur writes in every one of its files."""
    check_import(request.par)
    name = f"modele-agrafe-{request.par.certificateur.version_format}.xlsx"
    response = HttpResponse(template_for(par=request.par), content_type=_EXCEL)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


@member
@require_http_methods(["GET", "HEAD", "POST"])
def abandon(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Say what giving up does, then do it."""
    check_import(request.par)
    imported = get_import(par=request.par, public_id=public_id)
    if request.method == "POST":
        try:
            services.abandon_import(par=request.par, imported=imported)
        except services.ImportRefusal as refusal:
            messages.error(request, str(refusal))
            return redirect("imports:detail", public_id=public_id)
        messages.success(request, "L'import est abandonné et son fichier effacé.")
        return redirect("passages:list")
    return _confirm(request, imported, "imports/abandon.html", "Abandonner cet import")


def _confirm(request: MemberRequest, imported: Import, template: str, verb: str) -> HttpResponse:
    context = {
        "imported": imported,
        "tally": tally_of(imported),
        "title": f"{verb} ?",
        "verb": verb,
        "cancel_url": reverse("imports:detail", args=[imported.public_id]),
    }
    return render(request, template, context)


def _done(request: MemberRequest, imported: Import, action: Any) -> HttpResponse:
    """Do something to an import and come back to it, saying why when it is refused."""
    try:
        action()
    except services.ImportRefusal as refusal:
        messages.error(request, str(refusal))
    return redirect("imports:detail", public_id=imported.public_id)

"""The certifications: their list, their cards, their forms."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agrafe.certifications import services
from agrafe.certifications.enums import Repertoire
from agrafe.certifications.extensions import tabs_of
from agrafe.certifications.forms import (
    MAX_LINES,
    BlocFormSet,
    CertificationForm,
    Faults,
    bloc_formset,
    bloc_lines,
    initial_of,
    lines_of,
    lines_sent,
)
from agrafe.certifications.models import Certification
from agrafe.certifications.permissions import can_edit_certification, check_edit_certification
from agrafe.certifications.selectors import (
    certifications_of,
    defaults_said,
    echeance_of,
    get_certification,
    searched,
    state_of,
    uses_of,
    with_counts,
)
from agrafe.comptes.access import MemberRequest, member
from agrafe.journal.selectors import history_of
from agrafe.socle.listing import Column, Filter, Listing

PAGE: Final = ("GET", "HEAD", "POST")
MORE_LINES: Final = "ajouter"
"""Posted when more lines are asked for: nothing is saved, nothing typed is lost."""


@member
@require_safe
def certification_list(request: MemberRequest) -> HttpResponse:
    """List the certifications."""
    rows = with_counts(certifications_of(request.par))
    has_archived = rows.archived().exists()
    today = timezone.localdate()
    listing = certification_listing(request, rows if _wants_all(request) else rows.in_use())
    context = {
        "listing": listing,
        "has_archived": has_archived,
        "can_edit": can_edit_certification(request.par),
        "states": {row.pk: state_of(row, today=today) for row in listing.page},
    }
    return render(request, "certifications/list.html", context)


def _wants_all(request: HttpRequest) -> bool:
    return "rangement" in request.GET


def certification_listing(request: HttpRequest, rows: Any) -> Listing:
    """Return the list that an address asks for."""
    today = timezone.localdate()
    narrowing = {
        "vigueur": Q(date_echeance=None) | Q(date_echeance__gte=today),
        "expiree": Q(date_echeance__lt=today),
    }
    return Listing(
        request.GET,
        rows,
        columns=(
            Column("Certification", key="intitule", sort=("intitule",), is_title=True),
            Column("Code", key="code", sort=("code",)),
            Column("Niveau", key="niveau", sort=("niveau",), is_number=True),
            Column("Blocs", key="blocs", sort=("bloc_count",), is_number=True),
            Column("Échéance", key="echeance", sort=("date_echeance",)),
            Column("État", key="etat"),
        ),
        filters=(
            Filter("repertoire", "Répertoire", tuple(Repertoire.choices), _of_types),
            Filter(
                "etat",
                "Enregistrement",
                (("vigueur", "En vigueur"), ("expiree", "Expiré")),
                lambda rows, values: rows.filter(_any(narrowing[value] for value in values)),
            ),
            Filter(
                "rangement", "Rangement", (("rangees", "Rangées"),), lambda rows, _: rows.archived()
            ),
        ),
        search=searched,
        memory=request.session,
        name="certifications",
    )


def _of_types(rows: Any, values: Any) -> Any:
    return rows.filter(type__in=values)


def _any(conditions: Any) -> Q:
    joined = Q()
    for condition in conditions:
        joined |= condition
    return joined


@member
@require_safe
def detail(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Show the card of a certification."""
    certification = get_certification(par=request.par, public_id=public_id)
    today = timezone.localdate()
    label, tone = state_of(certification, today=today)
    context = {
        "certification": certification,
        "blocs": certification.blocs.all(),
        "defaults": defaults_said(certification),
        "echeance": echeance_of(certification, today=today),
        "state": {"label": label, "tone": tone},
        "tabs": tabs_of(request, certification),
        "events": history_of(par=request.par, target=certification),
        "can_edit": can_edit_certification(request.par),
    }
    return render(request, "certifications/detail.html", context)


@member
@require_http_methods(PAGE)
def create(request: MemberRequest) -> HttpResponse:
    """Add a certification."""
    check_edit_certification(request.par)

    def save(values: dict[str, Any], blocs: list[services.Ligne]) -> Certification:
        return services.create_certification(par=request.par, values=values, blocs=blocs)

    context = {
        "title": "Ajouter une certification",
        "verb": "Ajouter la certification",
        "cancel_url": reverse("certifications:list"),
    }
    return _edit(request, save, context, {}, [])


@member
@require_http_methods(PAGE)
def update(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Change a certification."""
    check_edit_certification(request.par)
    certification = get_certification(par=request.par, public_id=public_id)

    def save(values: dict[str, Any], blocs: list[services.Ligne]) -> Certification:
        return services.update_certification(
            par=request.par, certification=certification, values=values, blocs=blocs
        )

    context = {
        "title": f"Modifier {certification.code}",
        "verb": "Enregistrer",
        "cancel_url": _card(certification),
    }
    return _edit(request, save, context, initial_of(certification), lines_of(certification))


def _edit(
    request: MemberRequest,
    save: Callable[[dict[str, Any], list[services.Ligne]], Certification],
    context: dict[str, Any],
    initial: dict[str, Any],
    lines: list[dict[str, Any]],
) -> HttpResponse:
    """Show the form of a certification and of its blocs; save both together, or neither."""
    form, blocs = _forms(request, initial, lines)
    if form.is_bound and _are_valid(form, blocs):
        try:
            certification = save(form.cleaned_data, blocs.lignes)
        except services.CertificationRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{certification.code} : c'est enregistré.")
            for doubts in form.warnings.values():
                messages.warning(request, " ".join(doubts))
            return redirect(_card(certification))
    context |= {"form": form, "blocs": blocs, "faults": Faults(form, blocs)}
    limits = {"more": MORE_LINES, "can_add": blocs.total_form_count() < MAX_LINES}
    return render(request, "certifications/form.html", context | limits)


def _forms(
    request: MemberRequest, initial: dict[str, Any], lines: list[dict[str, Any]]
) -> tuple[CertificationForm, BlocFormSet]:
    today = timezone.localdate()
    if request.method != "POST":
        options = {"initial": initial} if initial else {}
        return CertificationForm(today=today, **options), bloc_lines(lines)
    if MORE_LINES in request.POST:
        typed = {
            name: request.POST.getlist(name) if name == "rappels" else request.POST.get(name, "")
            for name in CertificationForm.base_fields
        }
        return CertificationForm(today=today, initial=typed), bloc_lines(lines_sent(request.POST))
    return CertificationForm(request.POST, today=today), bloc_formset(request.POST)


def _are_valid(form: CertificationForm, blocs: BlocFormSet) -> bool:
    """Check both, so that every fault shows at once."""
    is_valid = form.is_valid()
    blocs.fiche = form.cleaned_data.get("code", "")
    return blocs.is_valid() and is_valid


@member
@require_http_methods(PAGE)
def archive(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Put a certification away, once it is confirmed."""
    check_edit_certification(request.par)
    certification = get_certification(par=request.par, public_id=public_id)
    if request.method == "POST":
        services.archive_certification(par=request.par, certification=certification)
        messages.success(request, f"{certification.code} est rangée.")
        return redirect(_card(certification))
    context = {
        "title": f"Ranger {certification.code} ?",
        "verb": f"Ranger {certification.code}",
        "cancel_url": _card(certification),
    }
    return render(request, "certifications/archive.html", context)


@member
@require_POST
def unarchive(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Take a certification out again."""
    certification = get_certification(par=request.par, public_id=public_id)
    services.unarchive_certification(par=request.par, certification=certification)
    messages.success(request, f"{certification.code} est de nouveau proposée.")
    return redirect(_card(certification))


@member
@require_http_methods(PAGE)
def delete(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Delete a certification that nothing needs, once it is confirmed."""
    check_edit_certification(request.par)
    certification = get_certification(par=request.par, public_id=public_id)
    if request.method == "POST":
        try:
            services.delete_certification(par=request.par, certification=certification)
        except services.CertificationRefused as refusal:
            messages.error(request, str(refusal))
            return redirect(_card(certification))
        messages.success(request, f"{certification.code} est supprimée.")
        return redirect("certifications:list")
    context = {
        "title": f"Supprimer {certification.code} ?",
        "verb": f"Supprimer {certification.code}",
        "cancel_url": _card(certification),
        "certification": certification,
        "uses": uses_of(certification),
    }
    return render(request, "certifications/delete.html", context)


def _card(certification: Certification) -> str:
    return reverse("certifications:detail", kwargs={"public_id": certification.public_id})

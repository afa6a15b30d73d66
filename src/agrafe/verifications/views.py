"""The list and the card of the verifications, and what the staff decides of the answers."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accrochage.typographie import count
from agrafe.comptes.access import MemberRequest, member
from agrafe.personnes.extensions import tabs_of
from agrafe.personnes.selectors import get_personne
from agrafe.personnes.services import PersonneError
from agrafe.socle.listing import carried
from agrafe.verifications import selectors, services
from agrafe.verifications.enums import Status
from agrafe.verifications.forms import SetAsideForm
from agrafe.verifications.listing import STATE, verification_listing
from agrafe.verifications.models import Verification
from agrafe.verifications.permissions import (
    can_verify,
    check_see_verifications,
    check_verify,
)
from agrafe.verifications.questions import keys_of, named, questions_of
from agrafe.verifications.verdicts import Reader

PAGE: Final = ("GET", "HEAD", "POST")


@member
@require_safe
def show_list(request: MemberRequest) -> HttpResponse:
    """List the verifications, the newest first."""
    check_see_verifications(request.par)
    listing = verification_listing(request, par=request.par)
    reader = Reader(request.par.certificateur.version_format)
    troubles = selectors.mail_troubles(par=request.par, verifications=list(listing.page))
    for row in listing.page:
        row.trouble = troubles.get(row.public_id)
        row.quoi = named(questions_of(row.rubriques))
        row.safe = reader.is_safe(row)
    context = {
        "listing": listing,
        "states": listing.values.get(STATE, []),
        "to_read": selectors.count_to_read(par=request.par),
        "to_read_url": "?" + "&".join(f"{STATE}={each}" for each in _TO_READ),
        "can_verify": can_verify(request.par),
    }
    return render(request, "verifications/list.html", context)


_CHANGED: Final = "La réponse est dans la fiche du titulaire, et ses passages sont revérifiés."
_CONFIRMED: Final = (
    "Le titulaire confirme ce que vous aviez : rien ne change dans sa fiche ni dans ses passages."
)
_TO_READ: Final = (Status.REPONDUE.value, Status.PAS_MOI.value)


@member
@require_safe
def show(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Show the card of a verification: what it asked, what came back, what the core says of it."""
    verification = selectors.get_verification(par=request.par, public_id=public_id)
    reader = Reader(request.par.certificateur.version_format)
    context = {
        "verification": verification,
        "personne": verification.personne,
        "quoi": named(questions_of(verification.rubriques)),
        "lignes": reader.lignes_of(verification) if verification.has_answer else [],
        "taken": named(questions_of(verification.acceptees)) if verification.acceptees else "",
        "is_safe": reader.is_safe(verification),
        "mails": selectors.mails_of(par=request.par, verification=verification),
        "events": selectors.events_of(par=request.par, verification=verification),
        "can_verify": can_verify(request.par),
        "following": selectors.next_to_read(par=request.par, besides=verification),
    }
    return render(request, "verifications/detail.html", context)


@member
@require_safe
def proof(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Give the trail of a verification as a text, to keep with the accusés."""
    verification = selectors.get_verification(par=request.par, public_id=public_id)
    proofs = services.proofs_of(par=request.par, verifications=[verification])
    response = HttpResponse(
        proofs[verification.public_id], content_type="text/plain; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="verification.txt"'
    return response


@member
@require_safe
def show_of_personne(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Show the verifications of a person, as a tab of its card."""
    personne = get_personne(par=request.par, public_id=public_id)
    rows = list(selectors.verifications_about(par=request.par, personne=personne))
    troubles = selectors.mail_troubles(par=request.par, verifications=rows)
    for row in rows:
        row.trouble = troubles.get(row.public_id)
        row.quoi = named(questions_of(row.rubriques))
    choice = selectors.sort_out([personne])
    context = {
        "personne": personne,
        "tabs": tabs_of(request, personne),
        "verifications": rows,
        "choice": choice,
        "can_ask": can_verify(request.par) and not personne.merged_into_id,
    }
    return render(request, "verifications/of_personne.html", context)


@member
@require_POST
def accept(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Accept the answers that are ticked."""
    verification = selectors.get_verification(par=request.par, public_id=public_id)
    keys = request.POST.getlist("rubriques")
    try:
        services.accept(par=request.par, verification=verification, keys=keys)
    except (services.VerificationError, PersonneError) as refusal:
        messages.error(request, str(refusal))
    else:
        before, after = verification.avant, verification.reponse
        is_new = any(before.get(key) != after.get(key) for key in keys_of(questions_of(keys)))
        messages.success(request, _CHANGED if is_new else _CONFIRMED)
    return redirect(verification)


@member
@require_POST
def accept_safe(request: MemberRequest) -> HttpResponse:
    """Say how many answers are safe among those ticked, then accept them."""
    check_verify(request.par)
    rows = verification_listing(request, par=request.par).ticked(request.POST)
    chosen: list[Verification] = [row for row in rows if row.is_answered]
    if "confirme" in request.POST:
        try:
            done = services.accept_safe(par=request.par, verifications=chosen)
        except PersonneError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _said(done))
        return redirect("verifications:list")
    reader = Reader(request.par.certificateur.version_format)
    safe = sum(reader.is_safe(row) for row in chosen)
    context: dict[str, Any] = {
        "title": f"Accepter {count(safe, 'réponse sûre', 'réponses sûres')} ?"
        if safe
        else "Aucune réponse sûre",
        "verb": f"Accepter {count(safe, 'réponse', 'réponses')}" if safe else "",
        "cancel_url": reverse("verifications:list"),
        "carried": carried(request.POST),
        "form": None,
        "safe": safe,
        "left": len(chosen) - safe,
    }
    return render(request, "verifications/accept_safe.html", context)


def _said(done: services.Done) -> str:
    text = f"{count(done.done, 'réponse acceptée', 'réponses acceptées')}."
    if done.left:
        text += f" {count(done.left, 'reste à lire', 'restent à lire')}."
    return text


@member
@require_http_methods(PAGE)
def set_aside(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Ask why an answer is left out, then leave it out."""
    verification = selectors.get_verification(par=request.par, public_id=public_id)
    check_verify(request.par)
    form = SetAsideForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reason = form.cleaned_data["motif"]
        return _settle(
            request,
            verification,
            lambda: services.set_aside(par=request.par, verification=verification, reason=reason),
            "La réponse est écartée : la fiche n'a pas changé.",
        )
    context = {
        "title": "Écarter cette réponse ?",
        "verb": "Écarter la réponse",
        "cancel_url": verification.get_absolute_url(),
        "form": form,
        "carried": [],
    }
    return render(request, "verifications/set_aside.html", context)


@member
@require_http_methods(PAGE)
def cancel(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Ask whether a verification is to be taken back, then take it back."""
    verification = selectors.get_verification(par=request.par, public_id=public_id)
    check_verify(request.par)
    if request.method == "POST":
        return _settle(
            request,
            verification,
            lambda: services.cancel(par=request.par, verification=verification),
            "La vérification est annulée : son lien ne s'ouvre plus.",
        )
    context: dict[str, Any] = {
        "title": "Annuler cette vérification ?",
        "verb": "Annuler la vérification",
        "cancel_url": verification.get_absolute_url(),
        "form": None,
        "carried": [],
    }
    return render(request, "verifications/cancel.html", context)


def _settle(
    request: MemberRequest, verification: Verification, act: Any, sentence: str
) -> HttpResponse:
    try:
        act()
    except services.VerificationError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, sentence)
    return redirect(verification)

"""What the CDC rejected: by cause, mended, sent again, or given up; and the passages to withdraw."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accrochage.typographie import count, plural
from agrafe.comptes.access import MemberRequest, member
from agrafe.depots.forms import WithdrawalForm
from agrafe.depots.listing import place_of, rejection_listing, to_check
from agrafe.depots.permissions import can_deposit, check_deposit
from agrafe.depots.selectors import (
    Choix,
    cause_of,
    causes,
    message_of,
    of_cause,
    promotions_of_cause,
    ready,
    rejections,
    twice_rejected,
    withdrawals_of,
)
from agrafe.depots.services import corrections, preparation, preuves
from agrafe.passages import acting
from agrafe.passages.selectors import get_passage, passages_of
from agrafe.passages.services import resend_passages
from agrafe.socle import storage
from agrafe.socle.acting import done
from agrafe.socle.listing import QUERY
from agrafe.travaux.selectors import get_travail
from agrafe.verifications.models import Verification
from agrafe.verifications.questions import named, questions_of
from agrafe.verifications.selectors import count_to_read, latest_of


@require_safe
@member
def index(request: MemberRequest) -> HttpResponse:
    """Show the rejected passages by cause: what each means, what to check, what to do."""
    found = causes(par=request.par)
    context = {
        "causes": [(one, to_check(one.message.a_verifier)) for one in found],
        "total": sum(one.number for one in found),
        "to_read": count_to_read(par=request.par),
        "to_resend": ready(par=request.par, choix=Choix(is_resend=True)).count(),
        "twice": twice_rejected(par=request.par).count(),
        "can_deposit": can_deposit(request.par),
    }
    return render(request, "depots/rejections.html", context)


@require_safe
@member
def show(request: MemberRequest, cause: str) -> HttpResponse:
    """Show the rejected passages of a cause, each with where to mend it."""
    found = cause_of(par=request.par, code=cause)
    message = found.message
    listing = rejection_listing(request, message)
    asked = latest_of(par=request.par, personnes=[row.personne_id for row in listing.page])
    rows = [
        (
            row,
            place_of(row, message.a_verifier, back=request.get_full_path()),
            _about(asked.get(row.personne_id), row.rejected_at),
        )
        for row in listing.page
    ]
    context = {
        "message": message,
        "concerns_titulaire": found.concerns_titulaire,
        "to_check": to_check(message.a_verifier),
        "number": found.number,
        "due_on": found.due_on,
        "listing": listing,
        "rows": rows,
        "can_deposit": can_deposit(request.par),
    }
    return render(request, "depots/rejections_of.html", context)


def _about(verification: Verification | None, rejected_at: datetime | None) -> Verification | None:
    """Return the verification of a titulaire when it came after the rejection of his passage, or still waits for somebody."""
    if verification is None:
        return None
    is_alive = verification.is_open or verification.is_to_read
    is_since = rejected_at is not None and verification.created_at >= rejected_at
    return verification if is_alive or is_since else None


@require_POST
@member
def resend(request: MemberRequest) -> HttpResponse:
    """Have the rejected passages of a cause, or one of them, sent again."""
    check_deposit(request.par)
    rows = rejections(par=request.par)
    said, one = request.POST.get("cause", ""), request.POST.get("passage", "")
    cause = message_of(said).code if said else ""
    if one:
        rows = rows.filter(pk=get_passage(par=request.par, public_id=_uuid(one)).pk)
    chosen = of_cause(rows, cause) if cause else rows
    result = done(request, lambda: resend_passages(par=request.par, passages=chosen))
    if result:
        number = count(result.done, "passage partira", "passages partiront")
        messages.success(request, f"{number} dans le prochain dépôt.")
    if result and result.left:
        left = count(result.left, "passage garde une erreur", "passages gardent une erreur")
        messages.warning(request, f"{left} : corrigez-la d'abord.")
    back = reverse("depots:rejections_of", args=[cause]) if cause else reverse("depots:rejections")
    return redirect(back)


@require_http_methods(["GET", "HEAD", "POST"])
@member
def ask(request: MemberRequest, cause: str) -> HttpResponse:
    """Show whom a mail about a cause would reach, then have it sent."""
    check_deposit(request.par)
    message = message_of(cause)
    promotion = (request.POST or request.GET).get("promotion", "")
    choice: dict[str, Any] = {"par": request.par, "cause": message.code, "promotion": promotion}
    if request.method == "POST":
        asked = done(request, lambda: corrections.ask_titulaires(**choice))
        if asked:
            _tell(request, len(asked.sent))
        return redirect("depots:rejections_of", cause=message.code)
    preview = corrections.preview_ask(**choice)
    reached = len(preview.recipients)
    context: dict[str, Any] = {
        "title": "Écrire aux titulaires ?" if reached else "Personne à qui écrire",
        "verb": f"Écrire à {count(reached, 'titulaire', 'titulaires')}" if reached else "",
        "cancel_url": reverse("depots:rejections_of", args=[message.code]),
        "preview": preview,
        "quoi": named(questions_of(message.a_verifier)),
        "promotion": promotion,
        "promotions": promotions_of_cause(par=request.par, code=message.code),
        "carried": [("promotion", promotion)],
        "form": None,
    }
    return render(request, "depots/ask.html", context)


def _tell(request: MemberRequest, sent: int) -> None:
    if sent:
        number = count(sent, "titulaire recevra", "titulaires recevront")
        own = plural(sent, "ses", "leurs")
        messages.success(request, f"{number} un lien personnel pour vérifier {own} données.")
    else:
        messages.warning(request, "Aucun courriel n'est parti : personne ne pouvait en recevoir.")


@require_POST
@member
def ask_chosen(request: MemberRequest, cause: str) -> HttpResponse:
    """Show what asking the titulaires of the passages chosen would do, what their cause is about to begin with; then ask them."""
    chosen, message = _chosen(request, cause), message_of(cause)
    questions = questions_of(message.a_verifier)
    return acting.ask(request, **chosen, questions=questions, motifs=[message.code])


@require_POST
@member
def resend_chosen(request: MemberRequest, cause: str) -> HttpResponse:
    """Have the passages chosen sent again as they are."""
    return acting.resend(request, **_chosen(request, cause))


@require_POST
@member
def exclude(request: MemberRequest, cause: str) -> HttpResponse:
    """Ask why the passages chosen are put aside, then put them aside."""
    return acting.exclude(request, **_chosen(request, cause))


def _chosen(request: MemberRequest, cause: str) -> dict[str, Any]:
    """Return the passages that the list of a cause chose, and the address of that list as it was."""
    check_deposit(request.par)
    message = message_of(cause)
    back = reverse("depots:rejections_of", args=[message.code])
    query = request.POST.get(QUERY, "")
    passages = rejection_listing(request, message).ticked(request.POST)
    return {"passages": passages, "back": f"{back}?{query}" if query else back}


@require_POST
@member
def evidence(request: MemberRequest) -> HttpResponse:
    """Have the file of the passages that were rejected twice made, or of one of them."""
    check_deposit(request.par)
    said = request.POST.get("passage", "")
    passage = get_passage(par=request.par, public_id=_uuid(said)) if said else None
    travail = done(request, lambda: preuves.start_evidence(par=request.par, passage=passage))
    if travail is None and passage:
        return redirect("depots:of_passage", public_id=passage.public_id)
    if travail is None:
        return redirect("depots:rejections")
    return redirect("travaux:detail", public_id=travail.public_id)


@require_safe
@member
def evidence_file(request: MemberRequest, public_id: UUID) -> HttpResponseBase:
    """Give a file of evidence."""
    check_deposit(request.par)
    travail = get_travail(par=request.par, public_id=public_id)
    if travail.kind != preuves.GATHER:
        raise Http404
    return storage.give(
        preuves.name_of(travail.public_id),
        filename="dossier-caisse-des-depots.zip",
        content_type="application/zip",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@member
def withdraw(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Ask why an accepted passage is to be withdrawn, then prepare the deposit that asks for it."""
    check_deposit(request.par)
    passage = get_passage(par=request.par, public_id=public_id)
    form = WithdrawalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        rows = passages_of(par=request.par).filter(pk=passage.pk)
        motif = form.cleaned_data["motif"]
        depot = done(
            request,
            lambda: preparation.request_withdrawal(par=request.par, passages=rows, motif=motif),
        )
        if depot:
            return redirect("depots:detail", public_id=depot.public_id)
    under_way = withdrawals_of(passage=passage).first()
    context: dict[str, Any] = {
        "title": "Demander le retrait de ce passage ?",
        "verb": "" if under_way else "Préparer le retrait",
        "cancel_url": reverse("passages:detail", args=[public_id]),
        "passage": passage,
        "under_way": under_way,
        "form": None if under_way else form,
        "carried": [],
    }
    return render(request, "depots/withdraw.html", context)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None

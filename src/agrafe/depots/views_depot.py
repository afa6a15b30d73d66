"""A deposit: its card, its files, what is done to it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agrafe.comptes.access import MemberRequest, member
from agrafe.depots.enums import Status
from agrafe.depots.fiche import files_of, head_of, refus_of, tabs_of
from agrafe.depots.forms import AccuseForm
from agrafe.depots.listing import ligne_listing, place_of
from agrafe.depots.models import Depot
from agrafe.depots.permissions import can_deposit, check_deposit
from agrafe.depots.selectors import (
    count_silent,
    demandes_of,
    deposits_of,
    get_depot,
    get_fichier,
    message_of,
    to_prove,
)
from agrafe.depots.services import portail, preparation, suivi, telechargement
from agrafe.journal.selectors import history_of
from agrafe.passages.fiche import head_of as passage_head
from agrafe.passages.fiche import tabs_of as passage_tabs
from agrafe.passages.selectors import get_passage, unsent_among
from agrafe.socle.acting import done
from agrafe.travaux.selectors import progress_of

BACK = "depots:detail"


@require_safe
@member
def show(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Show a deposit: where it stands, what comes next, its files, its accusés."""
    depot = get_depot(par=request.par, public_id=public_id)
    fichiers = list(depot.fichiers.all())
    context = {
        "fichiers": fichiers,
        "files": files_of(depot, fichiers, can_take=can_deposit(request.par)),
        "refus": refus_of(request.par, depot),
        "accuses": depot.accuses.order_by("pk"),
        "silent": count_silent(depot=depot),
        "form": AccuseForm(),
    }
    if depot.travail and depot.travail.is_active:
        here = reverse(BACK, args=[public_id])
        context["work"] = progress_of(depot.travail, url=here)
    return _card(request, depot, "detail", **context)


@require_safe
@member
def show_lignes(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Show the passages of a deposit and what became of each."""
    depot = get_depot(par=request.par, public_id=public_id)
    listing = ligne_listing(request, depot)
    unsent = unsent_among([row.passage for row in listing.page])
    return _card(request, depot, "lignes", listing=listing, unsent=unsent)


@require_safe
@member
def show_history(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Show what was done to a deposit."""
    depot = get_depot(par=request.par, public_id=public_id)
    return _card(request, depot, "history", events=history_of(par=request.par, target=depot))


@require_safe
@member
def show_of_passage(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Show the deposits that a passage went into and what was answered, as a tab of its card."""
    passage = get_passage(par=request.par, public_id=public_id)
    lignes = list(deposits_of(par=request.par, passage=passage))
    cause = next((message_of(one.cause) for one in lignes if one.cause), None)
    context = {
        **passage_head(passage),
        "tabs": passage_tabs(request, passage, "depots:of_passage"),
        "can_edit": can_deposit(request.par),
        "deposit_url": reverse("depots:create"),
        "lignes": lignes,
        "demandes": demandes_of(par=request.par).filter(passage=passage).order_by("due_on", "pk"),
        "cause": cause,
        "place": place_of(passage, cause.a_verifier if cause else ()),
        "is_to_prove": to_prove(par=request.par, passage=passage).exists(),
    }
    return render(request, "depots/of_passage.html", context)


@require_safe
@member
def download(request: MemberRequest, public_id: UUID, rang: int) -> HttpResponseBase:
    """Give the frozen bytes of a file, their fingerprint checked on the way."""
    check_deposit(request.par)
    depot = get_depot(par=request.par, public_id=public_id)
    fichier = get_fichier(depot=depot, rang=rang)
    content = done(request, lambda: telechargement.open_fichier(par=request.par, fichier=fichier))
    if content is None:
        return redirect(BACK, public_id=public_id)
    return FileResponse(
        content, as_attachment=True, filename=fichier.nom, content_type="application/xml"
    )


def _does(
    service: Callable[..., Any], said: str = ""
) -> Callable[[HttpRequest, UUID], HttpResponseBase]:
    """Return the view that has a service do something to a deposit, says so, and comes back to its card."""

    @require_POST
    @member
    def act(request: MemberRequest, public_id: UUID) -> HttpResponse:
        depot = get_depot(par=request.par, public_id=public_id)
        done(request, lambda: service(par=request.par, depot=depot), said)
        return redirect(BACK, public_id=public_id)

    return act


build = _does(preparation.build_again)
deposit = _does(
    suivi.mark_deposited,
    "Noté. Revenez avec l'accusé de traitement dès que le portail le donne.",
)
undeposit = _does(suivi.unmark_deposited, "Ce dépôt est de nouveau à déposer.")
rehearse = _does(
    portail.send_to_portail,
    "Envoyé au portail d'essai : son accusé revient dans quelques secondes.",
)


@require_http_methods(["GET", "HEAD", "POST"])
@member
def abandon(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Ask whether a deposit is to be given up, then do it."""
    check_deposit(request.par)
    depot = get_depot(par=request.par, public_id=public_id)
    if request.method == "POST":
        said = "Le dépôt est abandonné : ses passages sont revenus à leur place."
        done(request, lambda: suivi.abandon_depot(par=request.par, depot=depot), said)
        return redirect(BACK, public_id=public_id)
    context = {
        "title": f"Abandonner le {depot} ?",
        "verb": "Abandonner ce dépôt",
        "cancel_url": reverse(BACK, args=[public_id]),
        "depot": depot,
        "carried": [],
        "form": None,
    }
    return render(request, "depots/abandon.html", context)


@require_POST
@member
def release(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Take back the passages of which the accusé says nothing."""
    depot = get_depot(par=request.par, public_id=public_id)
    if done(request, lambda: suivi.release_silent(par=request.par, depot=depot)):
        messages.success(
            request,
            "Ces passages restent acceptés : leur retrait peut être demandé de nouveau."
            if depot.is_withdrawal
            else "Ces passages sont de nouveau à déposer.",
        )
    return redirect(BACK, public_id=public_id)


def _card(request: MemberRequest, depot: Depot, name: str, **context: Any) -> HttpResponse:
    common = {
        **head_of(depot),
        "tabs": tabs_of(depot, name),
        "can_deposit": can_deposit(request.par),
        "is_built": depot.status not in {Status.EN_CONSTRUCTION, Status.REFUSE},
        "work": None,
    }
    return render(request, f"depots/{name}.html", {**common, **context})

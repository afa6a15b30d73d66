"""The deposits: the list, and a new one."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agrafe.comptes.access import MemberRequest, member
from agrafe.depots.forecast import forecast_of
from agrafe.depots.forms import ChoixForm
from agrafe.depots.listing import depot_listing, passages_url, what_keeps_back
from agrafe.depots.permissions import can_deposit, check_deposit
from agrafe.depots.selectors import (
    has_trials,
    kept_back,
    ready,
    ready_by_certification,
    said,
)
from agrafe.depots.services import portail, preparation
from agrafe.socle.acting import done

WHOLE = "prevision"
"""What an address says to be shown all the passages that may be rejected, and not the first of them."""
SHOWN = 30
"""Passages that are not ready, shown before the deposit; the list of the passages has them all."""


@require_safe
@member
def index(request: MemberRequest) -> HttpResponse:
    """Show the deposits."""
    context = {
        "listing": depot_listing(request),
        "can_deposit": can_deposit(request.par),
        "has_trials": has_trials(certificateur=request.par.certificateur),
    }
    return render(request, "depots/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member
def create(request: MemberRequest) -> HttpResponse:
    """Show what a deposit would take, what is not ready and why; then prepare it."""
    check_deposit(request.par)
    form = ChoixForm(request.POST or request.GET, par=request.par)
    choix = form.choix
    if request.method == "POST" and form.is_valid():
        depot = done(request, lambda: preparation.create_depot(par=request.par, choix=choix))
        if depot:
            return redirect("depots:detail", public_id=depot.public_id)
    elif request.method == "POST":  # it would take more than what was chosen
        messages.error(
            request, "Rien n'a été fait : ce choix n'existe plus. Choisissez de nouveau."
        )
    rows = kept_back(par=request.par, choix=choix)
    context = {
        "form": form,
        "said": said(choix),
        "forecast": forecast_of(ready(par=request.par, choix=choix), whole=WHOLE in request.GET),
        "is_whole": WHOLE in request.GET,
        "whole_url": f"?{urlencode({**form.said, WHOLE: 'toute'})}",
        "kept_back": [what_keeps_back(one) for one in rows[:SHOWN]],
        "kept_back_total": rows.count(),
        "going_url": passages_url(choix, choix.going),
        "staying_url": passages_url(choix, choix.staying),
        "groups": ready_by_certification(par=request.par, choix=choix),
        "owner": request.par.certificateur,
    }
    return render(request, "depots/create.html", context)


@require_POST
@member
def end_trial(request: MemberRequest) -> HttpResponse:
    """Forget the answers of the rehearsal portal."""
    done(
        request,
        lambda: portail.end_trial(par=request.par),
        "L'essai est terminé : ses passages sont de nouveau à déposer.",
    )
    return redirect("depots:list")

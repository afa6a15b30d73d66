from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from agrafe.comptes.access import MemberRequest, member
from agrafe.passages.fiche import blocks_of, faults_of, head_of, tabs_of
from agrafe.passages.lists import DEADLINE, STATE, passage_listing
from agrafe.passages.models import Passage
from agrafe.passages.permissions import can_edit_passages
from agrafe.passages.selectors import (
    TALLY_LIMIT,
    count_of,
    get_passage,
    history_of,
    of_deadline,
    passages_of,
    passages_of_personne,
    tallies,
    unsent_among,
)
from agrafe.personnes.extensions import tabs_of as personne_tabs
from agrafe.personnes.selectors import get_personne, nir_of


@member
@require_safe
def show_list(request: MemberRequest) -> HttpResponse:
    """Show the passages."""
    listing = passage_listing(request)
    rows, certificateur = passages_of(par=request.par), request.par.certificateur
    of_days = partial(of_deadline, rows, certificateur=certificateur, today=timezone.localdate())
    context = {
        "listing": listing,
        "unsent": unsent_among(listing.page),
        "tallies": tallies(par=request.par),
        "states": listing.values.get(STATE, []),
        "late": count_of(of_days(["retard"]), TALLY_LIMIT),
        "soon": count_of(of_days(["bientot"]), TALLY_LIMIT),
        "limit": TALLY_LIMIT,
        "deadlines": listing.values.get(DEADLINE, []),
        "can_edit": can_edit_passages(request.par),
        "import_url": url_or_none("imports:create"),
        "deposit_url": url_or_none("depots:create"),
        "tool_url": url_or_none("outil:index"),
    }
    return render(request, "passages/list.html", context)


@member
@require_safe
def show(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Show a passage: where it stands, what is wrong, what it says."""
    passage = get_passage(par=request.par, public_id=public_id)
    faults = list(faults_of(passage))
    return _card(request, passage, "detail", faults=faults, blocks=blocks_of(passage))


@member
@require_safe
def show_titulaire(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Show who obtained it."""
    passage = get_passage(par=request.par, public_id=public_id)
    has_nir = nir_of(personne=passage.personne).is_sealed
    return _card(request, passage, "titulaire", personne=passage.personne, has_nir=has_nir)


@member
@require_safe
def show_history(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Show what happened to a passage."""
    passage = get_passage(par=request.par, public_id=public_id)
    return _card(request, passage, "history", events=history_of(passage=passage))


@member
@require_safe
def show_of_personne(request: MemberRequest, public_id: UUID) -> HttpResponse:
    """Show the passages of a person, as a tab of its card."""
    personne = get_personne(par=request.par, public_id=public_id)
    passages = passages_of_personne(par=request.par, personne=personne)
    context = {
        "personne": personne,
        "tabs": personne_tabs(request, personne),
        "passages": passages,
        "unsent": unsent_among(passages),
        "can_edit": can_edit_passages(request.par),
    }
    return render(request, "passages/of_personne.html", context)


def _card(request: MemberRequest, passage: Passage, name: str, **context: Any) -> HttpResponse:
    common = {
        **head_of(passage),
        "tabs": tabs_of(request, passage, f"passages:{name}"),
        "can_edit": can_edit_passages(request.par),
        "deposit_url": url_or_none("depots:create"),
        "withdraw_url": url_or_none("depots:withdraw", passage.public_id),
    }
    return render(request, f"passages/{name}.html", {**common, **context})


def url_or_none(route: str, *arguments: Any) -> str | None:
    """Return the address of a page of an application that may not be there."""
    try:
        return reverse(route, args=arguments)
    except NoReverseMatch:
        return None

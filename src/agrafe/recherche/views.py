"""The page of the search."""

from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accrochage.referentiels.cles import fold
from agrafe.comptes.access import MemberRequest, member
from agrafe.recherche.selectors import groups_of
from agrafe.socle.listing import MAX_SEARCH, SEARCH

SHORTEST: Final = 2
"""Letters and figures that a search needs: fewer would find nearly everything."""


@member
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """Show what a text finds; without one, what can be found and how."""
    asked = request.GET.get(SEARCH, "").strip()[:MAX_SEARCH]
    is_long_enough = len(fold(asked)) >= SHORTEST
    groups = groups_of(par=request.par, text=asked if is_long_enough else "")
    context = {
        "asked": asked,
        "is_long_enough": is_long_enough,
        "places": groups,
        "groups": [group for group in groups if group.hits],
        "total": sum(group.total for group in groups),
        "is_over": any(group.is_over for group in groups),
        "longest": MAX_SEARCH,
    }
    return render(request, "recherche/index.html", context)

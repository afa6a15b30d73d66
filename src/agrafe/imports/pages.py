"""What the pages of the imports do alike."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from agrafe.comptes.access import MemberRequest
from agrafe.imports.models import Import
from agrafe.imports.permissions import check_import
from agrafe.imports.selectors import get_import, get_ligne

Page = Callable[..., HttpResponse]


def _given(find: Callable[..., Any]) -> Callable[[Page], Page]:
    def given(view: Page) -> Page:
        @wraps(view)
        def found(request: MemberRequest, **named: Any) -> HttpResponse:
            check_import(request.par)
            return view(request, find(par=request.par, **named))

        return found

    return given


of_import = _given(get_import)
"""Give a page the import that its address names; 403 to whoever may not import, 404 for that of another certificateur."""
of_ligne = _given(get_ligne)
"""The same, for a row of an import."""


def to_import(imported: Import) -> HttpResponse:
    """Go to the page of an import."""
    return redirect("imports:detail", public_id=imported.public_id)

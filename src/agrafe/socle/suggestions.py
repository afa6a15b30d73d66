"""What a field suggests while one types: the answer that `widgets.Combobox` asks for."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A suggestion: what it writes in the field, and a word that tells it from its likes."""

    value: str
    detail: str = ""


def suggestions(request: HttpRequest, found: Sequence[Suggestion]) -> HttpResponse:
    """Answer a field with what it may suggest, a dozen at most; the text typed is `request.GET["q"]`."""
    return render(request, "composants/suggestions.html", {"found": found[:12]})

"""The help: public, for whoever uses the free tool has questions too."""

from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agrafe.aide import library
from agrafe.socle.listing import MAX_SEARCH, SEARCH

_IMAGES: Final = library.ROOT / "images"


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show what there is to read, and where something is said."""
    wanted = request.GET.get(SEARCH, "").strip()[:MAX_SEARCH]
    context = {
        "wanted": wanted,
        "found": library.search(wanted),
        "contents": library.contents(),
    }
    return render(request, "aide/index.html", context | _layout(request))


@require_safe
def page(request: HttpRequest, name: str) -> HttpResponse:
    """Show a page."""
    try:
        found = library.read(name)
    except KeyError:
        raise Http404 from None
    return render(request, "aide/page.html", {"page": found, "wanted": ""} | _layout(request))


@require_safe
def image(request: HttpRequest, name: str) -> HttpResponse:  # noqa: ARG001 - every view is given it
    """Give an image of a page."""
    known = {one.name: one for one in _IMAGES.glob("*.png")}
    if name not in known:
        raise Http404
    return HttpResponse(known[name].read_bytes(), content_type="image/png")


def _layout(request: HttpRequest) -> dict[str, str]:
    """Keep whoever is in the software in its frame."""
    is_inside = getattr(request, "par", None) is not None
    return {"layout": "layout/page.html" if is_inside else "layout/public.html"}

"""What every page is given."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accrochage import __version__
from agrafe.socle.navigation import navigation_of, slots


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return what the layout needs: today's date, who acts (None outside the software), the navigation and the top, the version, where the source is, which demonstrations there are."""
    return {
        "today": timezone.localdate(),
        "par": getattr(request, "par", None),
        "slots": slots(),
        "navigation": SimpleLazyObject(lambda: navigation_of(request)),
        "version": __version__,
        "source_address": settings.SOURCE_ADDRESS,
        "has_components_page": settings.COMPONENTS_PAGE,
    }

"""A mail inside one of our pages: in a frame that can do nothing, the only place where styles inside HTML are let through."""

from typing import Any, Final

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp, csp_update
from django.views.decorators.clickjacking import xframe_options_sameorigin

_INSIDE: Final[dict[str, Any]] = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "form-action": [NONE],
    "base-uri": [NONE],
    "frame-ancestors": [SELF],
    "sandbox": [],
}


def holds_frame(view: Any) -> Any:
    """Decorate the view of a page that shows a mail."""
    return csp_update({"frame-src": [SELF]})(view)


def framed(view: Any) -> Any:
    """Decorate the view that answers a mail alone, to be shown in a frame."""
    return csp(_INSIDE)(xframe_options_sameorigin(view))

"""What the pages of every application do alike: act, and say what came of it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest

from agrafe.socle.refusals import Denied, Refusal


def done(request: HttpRequest, act: Callable[[], Any], said: str = "") -> Any:
    """Do something and say so; a refusal is said in its place, and gives None."""
    try:
        result = act()
    except Denied:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return None
    if said:
        messages.success(request, said)
    return result

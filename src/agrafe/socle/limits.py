"""How often one address may ask for something: enough for somebody in a hurry, too little for a robot."""

from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

WINDOW: Final = 600
"""Seconds over which requests are counted."""


def seconds_to_wait(request: HttpRequest, *, scope: str, most: int, now: int | None = None) -> int:
    """Count a request of an address, and return how long it must wait before another; 0 when it need not.

    Args:
        request: The request.
        scope: What is counted, the name of an application.
        most: How many may come in WINDOW.
        now: The time, in seconds; that of the clock unless said.
    """
    now = int(timezone.now().timestamp()) if now is None else now
    window, left = now // WINDOW, WINDOW - now % WINDOW
    # The address itself is kept nowhere.
    who = salted_hmac(f"agrafe.{scope}", f"{address_of(request)}/{window}").hexdigest()
    key = f"{scope}:{who}"
    number = cache.get(key, 0) + 1
    cache.set(
        key, number, WINDOW
    )  # not `incr`, after which the entry would live for five minutes only
    return left if number > most else 0


def address_of(request: HttpRequest) -> str:
    """Return the address of a visitor: what the proxy says of him when there is one, and nothing that he says himself."""
    said = str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
    if settings.SECURE_PROXY_SSL_HEADER and said:
        return said.rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))

"""What is done to every request and every answer: a number, headers, a limit of size."""

import secrets
from collections.abc import Callable
from contextvars import ContextVar
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

Answer = Callable[[HttpRequest], HttpResponse]

REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="-")
"""The number of the request being answered: in the log, in the headers, on the page that says that something broke."""

_FEATURES: Final = (
    "accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope",
    "magnetometer", "microphone", "midi", "payment", "usb",
)  # fmt: skip
_HEADERS: Final = {
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _FEATURES),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",  # on a shared computer, « back » shows nothing of whoever came before
}


class RequestIdMiddleware:
    """Give each request a number that says nothing of who asks."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Number the request, and say the number in the answer."""
        number = secrets.token_hex(4)
        REQUEST_ID.set(
            number
        )  # not put back afterwards: Django logs some answers once they have left here
        response = self.get_response(request)
        response["X-Request-Id"] = number
        return response


class HeadersMiddleware:
    """Add the headers that neither Django nor django-csp writes; a view that sets one keeps its own."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the headers that are not there."""
        response = self.get_response(request)
        for name, value in _HEADERS.items():
            response.setdefault(name, value)
        return response


class MaxSizeMiddleware:
    """Refuse a request that is too large before reading it.

    A request without a length is read as empty by Django, so that no other way is left.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 413 to a request that says it is too large."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > settings.MAX_REQUEST_SIZE:
            context = {"max_size": settings.MAX_REQUEST_SIZE}
            return render(request, "erreurs/413.html", context, status=413)
        return self.get_response(request)

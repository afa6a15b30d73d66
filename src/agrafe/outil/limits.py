"""How often one address may ask for work: enough for somebody in a hurry, too little for a robot."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from agrafe.socle.limits import seconds_to_wait

P = ParamSpec("P")


def limited(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Answer 429 to an address whose POST requests are more than OUTIL_RATE in ten minutes."""

    @wraps(view)
    def counted(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method == "POST":
            left = seconds_to_wait(request, scope="outil", most=settings.OUTIL_RATE, now=_now())
            if left:
                return _too_many(request, left)
        return view(request, *args, **kwargs)

    return counted


def _now() -> int:
    return int(timezone.now().timestamp())


def _too_many(request: HttpRequest, seconds: int) -> HttpResponse:
    context = {"minutes": -(-seconds // 60)}
    response = render(request, "outil/429.html", context, status=HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = str(seconds)
    return response

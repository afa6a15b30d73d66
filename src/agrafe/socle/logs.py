"""The log of the web application, which holds no personal data.

The path of a request may hold a one-time link, its query a name, and the text of an exception the value of a column: none is
written. A line tells the route (`jurys/<int:pk>/clore/`), the number of the request, the kind of the exception and where it
was raised.
"""

import logging
import traceback
from collections.abc import Iterator
from types import TracebackType

from django.http import HttpRequest

from agrafe.socle.middleware import REQUEST_ID

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class RequestFilter(logging.Filter):
    """Give each line the number of its request, and its route in the place of its path."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite a line; none is left out."""
        record.request_id = REQUEST_ID.get()
        if record.name.startswith("django.security.") and record.name != "django.security.csrf":
            record.msg, record.args = "refused: %s", (record.name.rpartition(".")[2],)
            record.exc_info = None  # where Django refuses is of no help
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            route = _route(request)
            record.args = tuple(
                route if value in (request.path, request.get_full_path()) else value
                for value in record.args
            )
        return True


class LineFormatter(logging.Formatter):
    """Write the time, the gravity, where it comes from, the number of the request; of an exception, all but its text."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s")

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802 - the name that logging calls
        """Return the frames and the kinds of an exception and of those that led to it."""
        _, error, _ = ei
        return "\n".join(_lines(error)) if error else ""


def _lines(error: BaseException) -> Iterator[str]:
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before:
        yield from _lines(before)
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {frame.filename}:{frame.lineno} {frame.name}"
    yield f"{type(error).__module__}.{type(error).__qualname__}"


def _route(request: HttpRequest) -> str:
    match = request.resolver_match
    return f"/{match.route}" if match else "(no route)"

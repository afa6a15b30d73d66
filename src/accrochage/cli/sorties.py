"""The two streams of the command: they take every character, and a reader who leaves before the end is let go."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from io import TextIOWrapper

from accrochage.erreurs import EcritureError

TYPE_CHECKING = False  # of typing, which takes longer to import than the help to come
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO


def prepare_streams() -> None:
    """Make both streams take every character; in place of a closed one, put one that keeps nothing."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, _nowhere())
        elif isinstance(stream, TextIOWrapper):
            _prepare(stream)


def _nowhere() -> TextIO:
    return os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")


def _prepare(stream: TextIOWrapper) -> None:
    if stream.isatty():
        stream.reconfigure(errors="replace")
    else:
        # A name of file that is not UTF-8 comes out as \udcff: JSON reads it back.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")


@contextmanager
def writing_to(stream: TextIO) -> Iterator[TextIO]:
    """Write to a stream, and see to it that everything went out.

    A reader who has left (`accrochage … | head`) changes nothing: what was left to say is dropped.

    Raises:
        EcritureError: The stream cannot be written to: the disk that it was redirected to is full.
    """
    try:
        yield stream
        stream.flush()
    except OSError as error:
        _silence(stream)
        if not isinstance(error, BrokenPipeError):
            raise EcritureError(
                "La réponse n'a pas pu être écrite jusqu'au bout : vérifiez la place sur le disque où elle est redirigée."
            ) from error


def _silence(stream: TextIO) -> None:
    """Send to nowhere what a broken stream still holds, or Python would complain of it on leaving."""
    with _nowhere() as nowhere:
        os.dup2(nowhere.fileno(), stream.fileno())

"""The nightly work of many certificateurs: one whose turn breaks stops none of the others."""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

logger = logging.getLogger(__name__)

T = TypeVar("T")


def for_each(items: Iterable[T], work: Callable[[T], int]) -> int:
    """Do a work for each, and return how much was done in all; what breaks is logged, and the next night tries again.

    Args:
        items: What the work is done for.
        work: It returns how much it did.
    """
    done = 0
    for one in items:
        try:
            done += work(one)
        except Exception:  # whatever broke is this one's
            logger.exception("%s broke, the others go on", work)
    return done

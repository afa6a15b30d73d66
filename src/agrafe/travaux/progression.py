"""What the function of a long job is given: where it stopped, and how to go forward."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from agrafe.travaux import leases
from agrafe.travaux.leases import LeaseLost
from agrafe.travaux.models import Travail

SECONDS_BETWEEN_WRITES: Final = 1.0
"""However often a job says how far it is, its row is written no more often than this."""


class Interrupted(Exception):  # noqa: N818 - the worker is asked to stop, nothing broke
    """The worker stops; the job waits for another, which starts from the last checkpoint."""


class Progression:
    """A long job as its function sees it.

    Attributes:
        checkpoint: The last state saved; empty the first time.
    """

    def __init__(
        self, travail: Travail, *, should_stop: Callable[[], bool] = lambda: False
    ) -> None:
        self._travail = travail
        self._should_stop = should_stop
        self._written_at = time.monotonic()
        self.checkpoint: dict[str, Any] = dict(travail.checkpoint)

    @property
    def public_id(self) -> UUID:
        """Return the public identifier of the travail."""
        return self._travail.public_id

    @property
    def certificateur_id(self) -> int | None:
        """Return the primary key of the certificateur it belongs to."""
        return self._travail.certificateur_id

    @property
    def started_by_id(self) -> int | None:
        """Return the primary key of the user who started it."""
        return self._travail.started_by_id

    @contextmanager
    def step(
        self, checkpoint: dict[str, Any] | None = None, *, done: int | None = None
    ) -> Iterator[dict[str, Any]]:
        """Do a part of the work: one transaction holds its effects, its checkpoint and its progress, or nothing of them.

        Args:
            checkpoint: The state from which to start again after this step, a small JSON object without personal data;
                that of the step before when it is not given.
            done: How many are done once the step is.

        Yields:
            The state that will be saved, to be completed inside.

        Raises:
            LeaseLost: The job is somebody else's by now: nothing of the step was written.
            Interrupted: The step was written, and the worker stops.
        """
        state = dict(self.checkpoint if checkpoint is None else checkpoint)
        with transaction.atomic():
            if not leases.is_held(self._travail):
                raise LeaseLost
            yield state
            # Last of all, so that the row is held for an instant only; an older lease undoes the whole step here.
            leases.write(self._travail, checkpoint=state, **_known(done=done))
        self.checkpoint = state
        self._written_at = time.monotonic()
        self._stop_if_asked()

    def advance(self, done: int) -> None:
        """Say how many are done, outside a step; costs nothing to say often.

        Raises:
            LeaseLost: The job is somebody else's by now, or was stopped.
            Interrupted: The worker stops.
        """
        if time.monotonic() - self._written_at < SECONDS_BETWEEN_WRITES:
            return
        leases.write(self._travail, done=done)
        self._written_at = time.monotonic()
        self._stop_if_asked()

    def set_total(self, total: int) -> None:
        """Say how many there are in all, once it is known.

        Raises:
            LeaseLost: The job is somebody else's by now, or was stopped.
        """
        leases.write(self._travail, total=total)

    def _stop_if_asked(self) -> None:
        if self._should_stop():
            raise Interrupted


def _known(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}

"""What Agrafe asks of a back end of the Tasks API, beyond putting tasks in a queue."""

import logging
from collections.abc import Collection
from datetime import timedelta
from typing import Any, Final, Protocol, cast

from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, task_backends
from django_tasks.base import Task

logger = logging.getLogger(__name__)

KEPT: Final = timedelta(days=14)
"""How long a task that is done stays to be seen."""
MAX_TRIES: Final = 3
"""How often a task is started again when workers die of it."""


class TaskFailed(Exception):  # noqa: N818 - the failure of another, without its words
    """A task raised an exception of this kind; the log says where."""


class DiscreetTask(Task[Any, Any]):
    """A task whose exceptions reach the queue without their text, which may quote the value of a column."""

    __slots__ = ()

    def call(self, *args: Any, **kwargs: Any) -> Any:
        """Call the function; what it raises goes to the log, which leaves out the text."""
        try:
            return super().call(*args, **kwargs)
        except Exception as error:
            logger.exception("task %s: failed", self.module_path)
            kind = type(error)
            failure = TaskFailed(f"{kind.__module__}.{kind.__qualname__}")
        raise failure


class WorkBackend(Protocol):
    """A back end that Agrafe's workers can run."""

    def work(self, *, worker: str, once: bool) -> None:
        """Do the tasks of the queue until asked to stop, or, once, until none is ready."""

    def revive(self, dead: Collection[str]) -> None:
        """Put back in the queue the tasks that dead workers held, within the transaction."""

    def forget(self) -> None:
        """Delete the tasks done long ago."""


def work_backend() -> WorkBackend:
    """Return the back end that the settings choose."""
    return cast("WorkBackend", task_backends[DEFAULT_TASK_BACKEND_ALIAS])

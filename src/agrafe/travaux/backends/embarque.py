"""The embedded queue: a table of the application's own database, SQLite or PostgreSQL (django-tasks-db)."""

from collections.abc import Collection
from typing import Any, Final

from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.backend import DatabaseBackend
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

from agrafe.travaux.backends.base import KEPT, MAX_TRIES, DiscreetTask
from agrafe.travaux.stopping import stopping

SECONDS_BETWEEN_LOOKS: Final = 0.5
"""How often an idle worker looks at the queue."""


class EmbarqueBackend(DatabaseBackend):
    """django-tasks-db, with what it lacks: tasks of dead workers start again, and exceptions are kept without their text."""

    task_class = DiscreetTask  # type: ignore[assignment]

    def work(self, *, worker: str, once: bool) -> None:
        """Do the tasks of the queue until asked to stop, or, once, until none is ready."""
        loop = _Loop(
            queue_names=["*"],
            interval=SECONDS_BETWEEN_LOOKS,
            batch=once,
            backend_name=self.alias,
            startup_delay=False,
            max_tasks=None,
            worker_id=worker,
            excluded_queue_names=[],
        )
        if once:
            loop.drain()
        else:
            loop.run()

    def revive(self, dead: Collection[str]) -> None:
        """Put back in the queue the tasks that dead workers held; those started too often fail."""
        if not dead:
            return
        for task in self._tasks().running().select_for_update(skip_locked=True, no_key=True):
            if not task.worker_ids or task.worker_ids[-1] not in dead:
                continue
            if len(task.worker_ids) < MAX_TRIES:
                task.status = TaskResultStatus.READY
            else:
                task.status = TaskResultStatus.FAILED
                task.finished_at = timezone.now()
            task.save(update_fields=["status", "finished_at"])

    def forget(self) -> None:
        """Delete the tasks done long ago."""
        self._tasks().finished().filter(finished_at__lt=timezone.now() - KEPT).delete()

    def _tasks(self) -> Any:
        return DBTaskResult.objects.filter(backend_name=self.alias)


class _Loop(Worker):
    """The loop of django-tasks-db, stopped by the event that also stops a long job after its step."""

    @property
    def running(self) -> bool:
        """Tell whether to look for another task."""
        return not stopping.is_set()

    @running.setter
    def running(self, value: bool) -> None:
        """Ignore what the loop says at its start."""

    def drain(self) -> None:
        """Do the tasks that are ready, in the connection of the caller and within his transaction, if he has one."""
        tasks = DBTaskResult.objects.filter(backend_name=self.backend_name)
        while self.running:
            with exclusive_transaction(tasks.db):
                task = tasks.ready().get_locked()
                if task is None:
                    return
                task.claim(self.worker_id)
            self.run_task(task)

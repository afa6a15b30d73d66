"""The queues of procrastinate, in the application's own PostgreSQL: for several hosts, woken at once instead of looking.

A task of the Tasks API travels as the arguments of one task of procrastinate, `execute`. It is put in the queue through Django's
connection, hence within its transaction.
"""

import asyncio
from collections.abc import Collection, Iterable
from contextlib import suppress
from typing import Any, Final, cast

from asgiref.sync import async_to_sync
from django.conf import settings
from django.core import checks
from django.db import connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import TaskResult, TaskResultStatus
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task
from django_tasks.exceptions import InvalidTaskError
from django_tasks.signals import task_enqueued
from django_tasks.utils import normalize_json
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

from agrafe.travaux.backends.base import KEPT, MAX_TRIES, DiscreetTask
from agrafe.travaux.stopping import stopping

EXECUTE: Final = "agrafe.execute"
_RECOVERY_LOCK: Final = 0x61677261  # « agra » in ASCII: of the whole database, and of nothing else
_SECONDS_BETWEEN_LOOKS: Final = (
    2.0  # a new task wakes the worker at once, one that starts again does not
)
_SECONDS_TO_STOP: Final = 0.2


def execute(path: str, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Call a task of the Tasks API; what it returns is left out."""
    cast("Task[Any, Any]", import_string(path)).call(*args, **kwargs)


def register(ready: App) -> None:
    """Tell procrastinate the one task that it knows; the setting PROCRASTINATE_ON_APP_READY names this function."""
    ready.task(name=EXECUTE)(execute)


class ProcrastinateBackend(BaseTaskBackend):
    """A back end of the Tasks API over procrastinate."""

    task_class = DiscreetTask
    supports_defer = True
    supports_priority = True

    def validate_task(self, task: Task[Any, Any]) -> None:
        """Refuse what does not travel.

        Raises:
            InvalidTaskError: The task wants its context, or is not of a kind that the Tasks API allows.
        """
        super().validate_task(task)
        if task.takes_context:
            raise InvalidTaskError("this back end gives no context")

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        """Put a task in the queue, within the transaction of Django's connection."""
        self.validate_task(task)
        job = _manager().defer_job(
            Job(
                id=None,
                queue=task.queue_name,
                priority=task.priority,
                scheduled_at=task.run_after,
                lock=None,
                queueing_lock=None,
                task_name=EXECUTE,
                task_kwargs=normalize_json(
                    {"path": task.module_path, "args": args, "kwargs": kwargs}
                ),
            )
        )
        result: TaskResult[Any] = TaskResult(
            task=task,
            id=str(job.id),
            status=TaskResultStatus.READY,
            enqueued_at=timezone.now(),
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=list(args),
            kwargs=dict(kwargs),
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
        task_enqueued.send(type(self), task_result=result)
        return result

    def work(self, *, worker: str, once: bool) -> None:
        """Do the tasks of the queues until asked to stop, or, once, until none is ready."""
        connector = cast("DjangoConnector", app.connector).get_worker_connector()
        with app.replace_connector(connector):
            asyncio.run(_work(worker, once=once))

    def revive(self, dead: Collection[str]) -> None:  # noqa: ARG002 - procrastinate has a list of its own workers
        """Put back in the queue the tasks whose worker gives no sign of life; those started too often fail."""
        manager = _manager()
        with transaction.atomic():
            with (
                connection.cursor() as cursor
            ):  # one host at a time, or a task that started again would do so twice
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_RECOVERY_LOCK])
            stalled = async_to_sync(manager.get_stalled_jobs)(
                task_name=EXECUTE, seconds_since_heartbeat=settings.TRAVAUX_LEASE.total_seconds()
            )
            for job in stalled:
                if job.attempts + 1 < MAX_TRIES:  # the one that died is not counted yet
                    manager.retry_job_by_id(cast("int", job.id), retry_at=timezone.now())
                else:
                    async_to_sync(manager.finish_job)(job, Status.FAILED, delete_job=False)

    def forget(self) -> None:
        """Delete the tasks done long ago."""
        async_to_sync(_manager().delete_old_jobs)(
            nb_hours=int(KEPT.total_seconds()) // 3600,
            include_failed=True,
            include_cancelled=True,
            include_aborted=True,
        )

    def check(self, **kwargs: Any) -> Iterable[checks.CheckMessage]:
        """Say that procrastinate needs PostgreSQL."""
        yield from super().check(**kwargs)
        if connection.vendor != "postgresql":
            yield checks.Error(
                "AGRAFE_TASKS=procrastinate demande PostgreSQL.",
                hint="Donnez à AGRAFE_DATABASE l'adresse d'une base PostgreSQL, ou choisissez AGRAFE_TASKS=embarque.",
                id="travaux.E001",
            )


def _manager() -> JobManager:
    """Return what writes the jobs through Django's connection, whatever the worker of this process uses."""
    return JobManager(DjangoConnector())


async def _work(worker: str, *, once: bool) -> None:
    async with app.open_async():
        running = asyncio.create_task(
            app.run_worker_async(
                name=worker,
                wait=not once,
                fetch_job_polling_interval=_SECONDS_BETWEEN_LOOKS,
                install_signal_handlers=False,  # the command has its own, for every back end
                update_heartbeat_interval=settings.TRAVAUX_BEAT.total_seconds(),
                stalled_worker_timeout=settings.TRAVAUX_LEASE.total_seconds(),
            )
        )
        while not (running.done() or stopping.is_set()):
            await asyncio.wait({running}, timeout=_SECONDS_TO_STOP)
        if not running.done():
            running.cancel()  # it finishes its current task first
        with suppress(asyncio.CancelledError):
            await running

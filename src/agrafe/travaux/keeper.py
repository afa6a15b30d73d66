"""What a worker does beside its tasks, in a thread: signs of life, the travaux of the dead, the periodic tasks."""

import logging
import os
import threading

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connections, transaction
from django.utils import timezone

from agrafe.travaux import registry
from agrafe.travaux.leases import beat
from agrafe.travaux.models import Periodic
from agrafe.travaux.recovery import recover
from agrafe.travaux.stopping import stopping

logger = logging.getLogger(__name__)


class Keeper(threading.Thread):
    """The thread beside a worker, so that a long computation does not cost it its lease."""

    def __init__(self, worker: str, *, parent: int = 0) -> None:
        super().__init__(name="keeper", daemon=True)
        self._worker = worker
        self._parent = parent
        self._over = threading.Event()

    def run(self) -> None:
        """Take a turn at each beat until told to stop."""
        while not self._over.wait(settings.TRAVAUX_BEAT.total_seconds()):
            self._look_at_parent()
            self._turn()
        connections.close_all()

    def stop(self) -> None:
        """Stop, and wait until it is done."""
        self._over.set()
        self.join()

    def _turn(self) -> None:
        try:
            beat(self._worker)
            recover()
            start_periodic()
        except (DatabaseError, InterfaceError) as error:
            if _is_busy(error):
                # One long transaction, perhaps our own worker's: nobody else can take its travail up before it ends, and then
                # its lease says whose it is.
                logger.info("the keeper waits: the database is being written to")
                return
            # The next turn may find the database again; if not, the lease runs out and another host goes on.
            logger.warning("the keeper could not reach the database", exc_info=True)
            connections.close_all()

    def _look_at_parent(self) -> None:
        """Stop the worker when the server that started it was killed."""
        if self._parent and os.getppid() != self._parent:
            stopping.set()


def _is_busy(error: Exception) -> bool:
    """Tell whether somebody holds the only writer of SQLite."""
    return "database is locked" in str(error)


def start_periodic() -> None:
    """Put in the queue the periodic tasks that are due, each once whatever the number of workers."""
    now = timezone.now()
    known = dict(Periodic.objects.values_list("name", "next_at"))
    for name, period in registry.PERIODS.items():
        if name not in known:
            Periodic.objects.get_or_create(name=name, defaults={"next_at": period.first(now)})
        elif known[name] > now:
            continue
        with transaction.atomic():
            # Whoever moves the hour forward is the one that starts the task.
            due = Periodic.objects.filter(name=name, next_at__lte=now)
            if due.update(next_at=period.after(now)):
                period.task.enqueue()

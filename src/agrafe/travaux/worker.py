"""A worker: what `agrafe travailleur` runs."""

import signal
from types import FrameType

from agrafe.travaux import recovery
from agrafe.travaux.backends.base import work_backend
from agrafe.travaux.keeper import Keeper, start_periodic
from agrafe.travaux.leases import beat, worker_name
from agrafe.travaux.stopping import stopping


def work(*, parent: int = 0) -> None:
    """Do the tasks of the queue until asked to stop; a second request stops at once.

    Args:
        parent: The process that started this one, when the worker must not outlive it.
    """
    stopping.clear()
    for name in ("SIGTERM", "SIGINT", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _stop)
    worker = worker_name()
    beat(worker)
    recovery.recover()
    keeper = Keeper(worker, parent=parent)
    keeper.start()
    try:
        work_backend().work(worker=worker, once=False)
    finally:
        keeper.stop()
        recovery.leave(worker)


def drain() -> None:
    """Do, in this process, every task that is ready, and return."""
    work_backend().work(worker=worker_name(), once=True)


def catch_up() -> None:
    """Take up again what dead workers held, start the periodic tasks that are due, and do every task that is ready."""
    recovery.recover()
    start_periodic()
    drain()


def _stop(_number: int, _frame: FrameType | None) -> None:
    if stopping.is_set():
        raise SystemExit(1)
    stopping.set()

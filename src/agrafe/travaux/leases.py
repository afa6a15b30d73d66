"""Who holds a travail: taking it, keeping it, giving it back. Every write checks that the lease is still the same."""

import os
import secrets
import socket
from functools import cache
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce, Now
from django.utils import timezone

from agrafe.travaux.enums import Status
from agrafe.travaux.models import Travail, TravailQuerySet, Worker


class LeaseLost(Exception):  # noqa: N818 - nothing broke: somebody else has the job, or nobody wants it any more
    """The travail was taken over, stopped or finished by somebody else: whoever gets this stops, and writes nothing."""


@cache
def worker_name() -> str:
    """Return the name of this process: its host, its number, and what tells it from a former one of the same number."""
    return f"{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(3)}"


def claim(*, public_id: str, worker: str) -> Travail | None:
    """Take a travail that waits; None when it does not wait any more."""
    with transaction.atomic():
        taken = Travail.objects.filter(public_id=public_id, status=Status.WAITING).update(
            status=Status.RUNNING,
            lease=F("lease") + 1,
            tries=F("tries") + 1,
            worker=worker,
            heartbeat_at=Now(),
            started_at=Coalesce("started_at", Now()),
            updated_at=Now(),
        )
        return Travail.objects.get(public_id=public_id) if taken else None


def is_held(travail: Travail) -> bool:
    """Tell whether the lease under which the travail was taken still holds."""
    return _held(travail).exists()


def write(travail: Travail, **fields: Any) -> None:
    """Write to a travail under its lease, and renew it.

    Raises:
        LeaseLost: The lease does not hold any more; in a transaction, all of it is undone.
    """
    if not _held(travail).update(heartbeat_at=Now(), updated_at=Now(), **fields):
        raise LeaseLost


def close(travail: Travail, status: Status, **fields: Any) -> None:
    """End a travail under its lease.

    Raises:
        LeaseLost: The lease does not hold any more.
    """
    write(travail, status=status, finished_at=timezone.now(), worker="", **fields)


def give_back(travail: Travail, *, tries: int) -> None:
    """Have a travail wait again, with its last checkpoint.

    Raises:
        LeaseLost: The lease does not hold any more.
    """
    write(travail, status=Status.WAITING, worker="", tries=tries, woken_at=timezone.now())


def beat(worker: str) -> None:
    """Give a sign of life, and renew the leases that a worker holds."""
    if not Worker.objects.filter(name=worker).update(heartbeat_at=Now()):
        Worker.objects.create(name=worker)
    Travail.objects.filter(worker=worker, status=Status.RUNNING).update(heartbeat_at=Now())


def _held(travail: Travail) -> TravailQuerySet:
    return Travail.objects.filter(pk=travail.pk, status=Status.RUNNING, lease=travail.lease)

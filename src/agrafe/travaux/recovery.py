"""Taking up again what dead workers held, and forgetting what is old."""

import logging
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone

from agrafe.travaux.backends.base import work_backend
from agrafe.travaux.enums import ACTIVE, Status
from agrafe.travaux.models import Travail, Worker
from agrafe.travaux.runner import EXHAUSTED, MAX_TRIES, wake

logger = logging.getLogger(__name__)

FORGOTTEN: Final = timedelta(minutes=15)
"""A travail that has waited this long is put in the queue again: its task may be lost. Coming twice does no harm."""
KEPT: Final = timedelta(days=90)
"""How long a travail that is over stays to be seen."""


def recover() -> None:
    """Take up again whatever waits for nobody: called often, by every worker."""
    _requeue_stale()
    _requeue_forgotten()
    _bury_workers()


def leave(worker: str) -> None:
    """Take a worker that stops out of the list, and give back the tasks it holds."""
    with transaction.atomic():
        work_backend().revive([worker])
        Worker.objects.filter(name=worker).delete()


def forget_old() -> None:
    """Delete the travaux that have been over for long, and the tasks done."""
    before = timezone.now() - KEPT
    Travail.objects.filter(finished_at__lt=before).exclude(status__in=ACTIVE).delete()
    work_backend().forget()


def _requeue_stale() -> None:
    """Put back the travaux whose lease ran out; those that were taken up too often fail."""
    with transaction.atomic():
        for travail in Travail.objects.stale().select_for_update(skip_locked=True, no_key=True):
            logger.warning("travail %s: its worker is dead", travail.public_id)
            travail.worker = ""
            if travail.tries >= MAX_TRIES:
                travail.status = Status.FAILED
                travail.error = EXHAUSTED
                travail.finished_at = timezone.now()
                travail.save()
            else:
                travail.status = Status.WAITING
                travail.woken_at = timezone.now()
                travail.save()
                wake(travail)


def _requeue_forgotten() -> None:
    now = timezone.now()
    with transaction.atomic():
        forgotten = Travail.objects.filter(status=Status.WAITING, woken_at__lt=now - FORGOTTEN)
        for travail in forgotten.select_for_update(skip_locked=True, no_key=True):
            travail.woken_at = now
            travail.save(update_fields=["woken_at"])
            wake(travail)


def _bury_workers() -> None:
    """Give the tasks of dead workers to the others."""
    with transaction.atomic():
        dead = list(Worker.objects.dead().select_for_update(skip_locked=True, no_key=True))
        work_backend().revive([worker.name for worker in dead])
        Worker.objects.filter(pk__in=[worker.pk for worker in dead]).delete()

"""Doing a travail, from the moment a worker takes it to the moment it lets it go."""

import logging
from datetime import timedelta
from typing import Final

from django.db import (
    InterfaceError,
    OperationalError,
    close_old_connections,
    connection,
    transaction,
)
from django.db.models.functions import Greatest
from django.utils import timezone
from django_tasks import task

from agrafe.socle.planner import refresh_statistics
from agrafe.socle.refusals import Refusal
from agrafe.travaux import leases, registry
from agrafe.travaux.enums import Status
from agrafe.travaux.leases import LeaseLost
from agrafe.travaux.models import Travail
from agrafe.travaux.progression import Interrupted, Progression
from agrafe.travaux.stopping import stopping

logger = logging.getLogger(__name__)

MAX_TRIES: Final = 3
"""How often a travail is taken up before it is given up, when workers die of it or the database fails."""
MANY: Final = 1_000
"""What a travail does, from which on the tables are no longer what they were."""
BROKEN: Final = (
    "Une erreur inattendue a arrêté ce travail. Ce qui était fait est gardé. Reprenez-le ; si elle revient, "
    "donnez l'adresse de cette page à la personne qui gère votre installation."
)
EXHAUSTED: Final = (
    "Ce travail s'est interrompu plusieurs fois de suite. Ce qui était fait est gardé. Reprenez-le plus tard ; "
    "si cela recommence, donnez l'adresse de cette page à la personne qui gère votre installation."
)


@task()
def run_travail(public_id: str) -> None:
    """Do a travail; the task of the queue, which may come twice: the second finds nothing to do."""
    travail = leases.claim(public_id=public_id, worker=leases.worker_name())
    if travail:
        _run(travail)


def wake(travail: Travail, *, in_seconds: int = 0) -> None:
    """Put in the queue the task that will do a travail; within a transaction, it goes with it."""
    message = run_travail
    if in_seconds:
        message = run_travail.using(run_after=timezone.now() + timedelta(seconds=in_seconds))
    message.enqueue(str(travail.public_id))


def _run(travail: Travail) -> None:
    try:
        _do(travail)
    except LeaseLost:
        logger.info("travail %s: taken over or stopped", travail.public_id)
    if travail.total >= MANY:
        refresh_statistics()


def _do(travail: Travail) -> None:
    try:
        function = registry.function_of(travail.kind)
        job = Progression(travail, should_stop=stopping.is_set)
        result = function(job, **travail.arguments) or registry.Result()
    except LeaseLost:
        raise
    except Interrupted:
        _give_back(travail, tries=travail.tries - 1)
    except Refusal as refusal:
        leases.close(travail, Status.FAILED, error=str(refusal))
    except (OperationalError, InterfaceError):
        logger.warning("travail %s: the database failed", travail.public_id, exc_info=True)
        if not connection.in_atomic_block:  # that of a test
            close_old_connections()
        _retry(travail)
    except (
        Exception
    ):  # the function is another application's: whatever it raises is said to whoever waits
        logger.exception("travail %s: failed", travail.public_id)
        leases.close(travail, Status.FAILED, error=BROKEN)
    else:
        leases.close(travail, Status.DONE, result=result.as_json(), done=Greatest("done", "total"))


def _retry(travail: Travail) -> None:
    if travail.tries >= MAX_TRIES:
        leases.close(travail, Status.FAILED, error=EXHAUSTED)
    else:
        _give_back(travail, tries=travail.tries, in_seconds=10 * travail.tries)


def _give_back(travail: Travail, *, tries: int, in_seconds: int = 0) -> None:
    with transaction.atomic():
        leases.give_back(travail, tries=tries)
        wake(travail, in_seconds=in_seconds)

from datetime import time

from django_tasks import task

from agrafe.travaux.registry import periodic
from agrafe.verifications import services


@periodic(daily_at=time(7, 30))
@task()
def announce() -> None:
    """Tell the staff of the answers that came, each working morning."""
    services.announce()


@periodic(daily_at=time(9))
@task()
def remind() -> None:
    """Remind the titulaires who have not answered, each morning."""
    services.remind()


@periodic(daily_at=time(3))
@task()
def clean() -> None:
    """Close the links that no longer open, and erase the old answers, each night."""
    services.expire()
    services.empty_old()

from datetime import time

from django_tasks import task

from agrafe.socle.planner import refresh_statistics
from agrafe.travaux.recovery import forget_old
from agrafe.travaux.registry import periodic


@periodic(daily_at=time(3))
@task()
def forget() -> None:
    """Delete what is over and old, each night."""
    forget_old()


@periodic(daily_at=time(5))
@task()
def optimize() -> None:
    """Have the database choose its indexes by what its tables are now, each night."""
    refresh_statistics()

from datetime import time

from django.core.management import call_command
from django_tasks import task

from agrafe.travaux.registry import periodic


@periodic(daily_at=time(4))
@task()
def forget_sessions() -> None:
    """Erase the sessions that have ended."""
    call_command("clearsessions")

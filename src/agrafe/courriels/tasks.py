from datetime import timedelta

from django_tasks import task

from agrafe.courriels.outbox import send_waiting, sweep
from agrafe.travaux.registry import periodic


@periodic(every=timedelta(minutes=5))
@task()
def tend_outbox() -> None:
    """Send what was left in the outbox, and mark what nobody will finish."""
    sweep()
    send_waiting.enqueue()

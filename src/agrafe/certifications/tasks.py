"""What is done each day about the certifications."""

from datetime import time

from django.utils import timezone
from django_tasks import task

from agrafe.certifications import services
from agrafe.travaux.registry import periodic


@periodic(daily_at=time(7))
@task()
def remind_echeances() -> None:
    """Remind the administrateurs of the registrations that are about to end."""
    services.remind(today=timezone.localdate())

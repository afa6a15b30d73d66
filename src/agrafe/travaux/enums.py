from typing import Final

from django.db import models

from agrafe.socle.states import Tone


class Status(models.TextChoices):
    """Where a travail is."""

    WAITING = "waiting", "en attente"
    RUNNING = "running", "en cours"
    DONE = "done", "terminé"
    FAILED = "failed", "échoué"
    CANCELLED = "cancelled", "arrêté"


TRANSITIONS: Final = {
    Status.WAITING: frozenset({Status.RUNNING, Status.CANCELLED}),
    Status.RUNNING: frozenset({Status.WAITING, Status.DONE, Status.FAILED, Status.CANCELLED}),
    Status.FAILED: frozenset({Status.WAITING}),
    Status.CANCELLED: frozenset({Status.WAITING}),
    Status.DONE: frozenset[Status](),
}
"""What a travail may become."""

ACTIVE: Final = frozenset({Status.WAITING, Status.RUNNING})
"""Those that are not over."""
RESUMABLE: Final = frozenset({Status.FAILED, Status.CANCELLED})
"""Those that can be taken up again where they stopped."""
TONES: Final = {
    Status.WAITING: Tone.NEUTRAL,
    Status.RUNNING: Tone.PROGRESS,
    Status.DONE: Tone.SUCCESS,
    Status.FAILED: Tone.ERROR,
    Status.CANCELLED: Tone.NEUTRAL,
}
"""How each state is shown."""

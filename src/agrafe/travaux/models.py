from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from agrafe.socle.models import Record
from agrafe.travaux.enums import ACTIVE, RESUMABLE, TONES, Status


class TravailQuerySet(models.QuerySet["Travail"]):
    """The travaux, and how they are narrowed."""

    def of(self, certificateur: Any) -> Self:
        """Keep those of a certificateur."""
        return self.filter(certificateur=certificateur)

    def active(self) -> Self:
        """Keep those that are not over."""
        return self.filter(status__in=ACTIVE)

    def stale(self) -> Self:
        """Keep those whose worker has given no sign of life for the time of a lease, by the clock of the database."""
        return self.filter(status=Status.RUNNING, heartbeat_at__lt=Now() - settings.TRAVAUX_LEASE)


class Travail(Record):
    """A long job: what was asked, how far it is, who is at it.

    The row is the truth; the task in the queue only says « go and look at this row ». A worker holds it by a lease: the number
    `lease`, which grows each time the job is taken, and `heartbeat_at`, which its worker renews. Whoever holds an older number
    can write nothing any more.
    """

    certificateur = models.ForeignKey(
        "certificateurs.Certificateur",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="travaux",
    )
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="demandé par",
    )
    kind = models.CharField("sorte", max_length=60)
    arguments = models.JSONField(
        "arguments", default=dict, blank=True, help_text="Des identifiants, jamais une donnée."
    )
    key = models.CharField(max_length=200, blank=True)

    title = models.CharField("titre", max_length=150)
    counted = models.CharField("ce qui est compté", max_length=60, default="élément,éléments")
    total = models.PositiveIntegerField("à faire en tout", default=0)
    done = models.PositiveIntegerField("faits", default=0)

    status = models.CharField("état", max_length=10, choices=Status, default=Status.WAITING)
    checkpoint = models.JSONField(default=dict, blank=True)
    result = models.JSONField("résultat", default=dict, blank=True)
    error = models.TextField("ce qui l'a arrêté", blank=True)

    tries = models.PositiveIntegerField("essais", default=0)
    lease = models.PositiveIntegerField(default=0)
    worker = models.CharField("travailleur", max_length=64, blank=True)
    heartbeat_at = models.DateTimeField("dernier signe de vie", null=True, blank=True)
    woken_at = models.DateTimeField("mis en file le", null=True, blank=True)
    started_at = models.DateTimeField("commencé le", null=True, blank=True)
    finished_at = models.DateTimeField("fini le", null=True, blank=True)

    objects: ClassVar[TravailQuerySet] = TravailQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "travail"
        verbose_name_plural = "travaux"
        constraints = (
            models.UniqueConstraint(
                fields=("key",),
                condition=models.Q(status__in=sorted(ACTIVE)) & ~models.Q(key=""),
                name="travaux_travail_one_active_for_a_key",
            ),
        )
        indexes = (
            models.Index(fields=("status", "heartbeat_at")),
            models.Index(fields=("certificateur", "created_at")),
        )

    def __str__(self) -> str:
        return f"{self.title} ({self.get_status_display()})"

    @property
    def tone(self) -> str:
        """Return how its state is shown."""
        return TONES[Status(self.status)].value

    @property
    def is_active(self) -> bool:
        """Tell whether it is not over."""
        return self.status in ACTIVE

    @property
    def is_resumable(self) -> bool:
        """Tell whether it can be taken up again where it stopped."""
        return self.status in RESUMABLE


class WorkerQuerySet(models.QuerySet["Worker"]):
    """The workers, and how they are narrowed."""

    def alive(self) -> Self:
        """Keep those that gave a sign of life within the time of a lease."""
        return self.filter(heartbeat_at__gte=Now() - settings.TRAVAUX_LEASE)

    def dead(self) -> Self:
        """Keep those that gave none."""
        return self.filter(heartbeat_at__lt=Now() - settings.TRAVAUX_LEASE)


class Worker(models.Model):
    """A process that does the travaux; it leaves when it stops, unless it is killed."""

    name = models.CharField("nom", max_length=64, unique=True)
    started_at = models.DateTimeField("parti le", auto_now_add=True)
    heartbeat_at = models.DateTimeField("dernier signe de vie", db_default=Now())

    objects: ClassVar[WorkerQuerySet] = WorkerQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = "travailleur"

    def __str__(self) -> str:
        return self.name


class Periodic(models.Model):
    """When a periodic task is due; whoever moves the hour forward is the one that starts it."""

    name = models.CharField("nom", max_length=200, unique=True)
    next_at = models.DateTimeField("prochaine fois")

    class Meta:
        verbose_name = "tâche périodique"
        verbose_name_plural = "tâches périodiques"

    def __str__(self) -> str:
        return self.name

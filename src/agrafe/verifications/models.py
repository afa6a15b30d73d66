from datetime import datetime
from typing import Any, ClassVar, Final, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse

from accrochage.accuses.messages import MESSAGES
from agrafe.certificateurs.models import Owned, OwnedQuerySet
from agrafe.verifications.enums import CLOSED, OPEN, TO_READ, TONES, Langue, Status

MAX_TRIES: Final = 15
"""Wrong years after which a link opens no more, until the staff sends another."""


class VerificationQuerySet(OwnedQuerySet):
    """The verifications, and how they are narrowed."""

    def open(self) -> Self:
        """Keep those that wait for an answer."""
        return self.filter(status__in=OPEN)

    def to_read(self) -> Self:
        """Keep those whose answer waits for the staff."""
        return self.filter(status__in=TO_READ)

    def closed(self) -> Self:
        """Keep those that nothing more will happen to."""
        return self.filter(status__in=CLOSED)


class Verification(Owned):
    """A titulaire is asked to check his own data, through personal links of which only the SHA-256 is kept.

    `rubriques` are the keys of the dictionary that he is asked about; `avant` what they were then, `reponse` what he says of them,
    as far as he got while the verification is open; `acceptees` the keys whose answer was taken.
    """

    personne = models.ForeignKey(
        "personnes.Personne", on_delete=models.PROTECT, related_name="verifications"
    )
    status = models.CharField("état", max_length=12, choices=Status, default=Status.ENVOYEE)
    rubriques = models.JSONField(default=list)
    motifs = models.JSONField(
        default=list, blank=True
    )  # codes of the rules or of the CDC's messages
    origin_id = models.UUIDField(null=True, blank=True)  # public id of the passage it is about
    expires_at = models.DateTimeField("expire le")
    tries = models.PositiveSmallIntegerField("essais", default=0)
    locked_until = models.DateTimeField(null=True, blank=True)
    avant = models.JSONField(default=dict)
    reponse = models.JSONField(default=dict, blank=True)
    acceptees = models.JSONField(default=list, blank=True)
    remarque = models.TextField("remarque", blank=True)
    motif_ecart = models.CharField("motif", max_length=300, blank=True)
    language = models.CharField(max_length=2, choices=Langue, default=Langue.FRANCAIS)
    reminders = models.PositiveSmallIntegerField("relances", default=0)
    opened_at = models.DateTimeField("ouverte le", null=True, blank=True)
    answered_at = models.DateTimeField("répondue le", null=True, blank=True)
    announced_at = models.DateTimeField("annoncée à l'équipe le", null=True, blank=True)
    closed_at = models.DateTimeField("close le", null=True, blank=True)
    emptied_at = models.DateTimeField("vidée le", null=True, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects: ClassVar[models.Manager[Any]] = VerificationQuerySet.as_manager()

    class Meta:
        verbose_name = "vérification"
        constraints = (
            models.UniqueConstraint(
                fields=("personne",),
                condition=models.Q(status=Status.ENVOYEE),
                name="verifications_one_open_each",
            ),
        )
        indexes = (
            models.Index(fields=("certificateur", "status", "created_at", "id")),
            models.Index(fields=("certificateur", "created_at", "id")),
            models.Index(fields=("status", "expires_at")),
            models.Index(fields=("status", "closed_at")),
            models.Index(fields=("origin_id",)),
        )

    def __str__(self) -> str:
        return f"vérification {self.public_id}"

    def get_absolute_url(self) -> str:
        """Return the path of its card."""
        return reverse("verifications:detail", kwargs={"public_id": self.public_id})

    @property
    def reasons(self) -> list[str]:
        """Return why it was asked, in words; the code of a rule stands for itself."""
        return [MESSAGES[code].titre if code in MESSAGES else code for code in self.motifs]

    @property
    def tone(self) -> str:
        """Return the tone of its state."""
        return TONES[Status(self.status)].value

    @property
    def is_open(self) -> bool:
        """Tell whether it waits for an answer."""
        return self.status in OPEN

    @property
    def is_answered(self) -> bool:
        """Tell whether an answer can be accepted."""
        return self.status == Status.REPONDUE

    @property
    def has_answer(self) -> bool:
        """Tell whether an answer came, and is still kept; what was begun and never confirmed is none."""
        return self.answered_at is not None and bool(self.reponse)

    @property
    def is_to_read(self) -> bool:
        """Tell whether the staff has something to decide."""
        return self.status in TO_READ

    @property
    def is_blocked(self) -> bool:
        """Tell whether too many wrong years have shut its links for good."""
        return self.is_open and self.tries >= MAX_TRIES

    def opens_at(self, now: datetime) -> bool:
        """Tell whether the right year opens its links."""
        is_locked = self.locked_until is not None and now < self.locked_until
        return self.is_open and now < self.expires_at and not is_locked and not self.is_blocked


class Lien(models.Model):
    """A personal link: one for the first mail, one for each reminder, so that none is ever kept in clear.

    They go when their verification no longer waits for an answer.
    """

    verification = models.ForeignKey(Verification, on_delete=models.CASCADE, related_name="liens")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "lien"

    def __str__(self) -> str:
        return f"lien {self.pk}"


class Reglage(models.Model):
    """How a certificateur asks: how long a link lives, after how many days people are reminded (0: not at all), whether its staff is told of the answers."""

    certificateur = models.OneToOneField(
        "certificateurs.Certificateur", on_delete=models.CASCADE, related_name="+"
    )
    validite = models.PositiveSmallIntegerField(
        "validité du lien", default=30, validators=(MinValueValidator(3), MaxValueValidator(90))
    )
    relance_1 = models.PositiveSmallIntegerField(
        "première relance", default=7, validators=(MaxValueValidator(89),)
    )
    relance_2 = models.PositiveSmallIntegerField(
        "seconde relance", default=14, validators=(MaxValueValidator(89),)
    )
    avis = models.BooleanField("avis des réponses à l'équipe", default=True)

    class Meta:
        verbose_name = "réglage des vérifications"
        verbose_name_plural = "réglages des vérifications"

    def __str__(self) -> str:
        return f"réglage {self.pk}"

    @property
    def days(self) -> list[int]:
        """Return after how many days people are reminded."""
        return sorted({self.relance_1, self.relance_2} - {0})

from django.db import models
from django.urls import reverse

from agrafe.courriels.enums import TONES, TRANSITIONS, MailStatus
from agrafe.courriels.kinds import label_of
from agrafe.socle.models import Record


class MailTemplate(Record):
    """What a certificateur writes in the place of a mail of the house; `key` is the name of that mail."""

    certificateur = models.ForeignKey(
        "certificateurs.Certificateur", on_delete=models.CASCADE, related_name="+"
    )
    key = models.CharField(max_length=60)
    subject = models.CharField("objet", max_length=200)
    text = models.TextField("texte")

    class Meta:
        verbose_name = "modèle de courriel"
        verbose_name_plural = "modèles de courriel"
        constraints = (
            models.UniqueConstraint(
                fields=("certificateur", "key"), name="courriels_template_key_once"
            ),
        )

    def __str__(self) -> str:
        return self.key


class Mail(Record):
    """A mail as it leaves: written in the transaction of what it tells, sent after it, once.

    `unique_key` is what makes it one mail: writing a second with the same key writes nothing. `links` are the personal links of its
    text: nobody but the recipient reads them, and they are taken out of it once it has left.
    """

    certificateur = models.ForeignKey(
        "certificateurs.Certificateur", null=True, on_delete=models.CASCADE, related_name="+"
    )
    key = models.CharField(max_length=60)
    unique_key = models.CharField(max_length=200, unique=True)
    target_id = models.UUIDField(null=True)
    recipient = models.EmailField("destinataire")
    subject = models.CharField("objet", max_length=300)
    text = models.TextField("texte")
    html = models.TextField("HTML", blank=True)
    reply_to = models.EmailField("répondre à", blank=True)
    sender_name = models.CharField("expéditeur", max_length=100, blank=True)
    unsubscribe_url = models.CharField(max_length=500, blank=True)
    links = models.JSONField(default=list)
    message_id = models.CharField(max_length=255)
    status = models.CharField(
        "état", max_length=12, choices=MailStatus, default=MailStatus.EN_ATTENTE
    )
    tries = models.PositiveSmallIntegerField("essais", default=0)
    next_at = models.DateTimeField("prochain essai")
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField("envoyé le", null=True, blank=True)
    failure = models.CharField("motif", max_length=300, blank=True)

    class Meta:
        verbose_name = "courriel"
        indexes = (
            models.Index(fields=("status", "next_at")),
            models.Index(fields=("certificateur", "created_at", "id")),
            models.Index(fields=("certificateur", "status", "created_at", "id")),
            models.Index(fields=("certificateur", "key", "created_at", "id")),
            models.Index(fields=("certificateur", "target_id")),
        )

    def __str__(self) -> str:
        return f"{self.key}, {self.get_status_display().lower()}"

    def get_absolute_url(self) -> str:
        """Return the path of its card."""
        return reverse("courriels:detail", kwargs={"public_id": self.public_id})

    @property
    def label(self) -> str:
        """Return the name of its kind."""
        return label_of(self.key)

    @property
    def can_cancel(self) -> bool:
        """Tell whether it can be kept from leaving."""
        return self.status == MailStatus.EN_ATTENTE

    @property
    def can_resend(self) -> bool:
        """Tell whether it may be sent again by hand."""
        return self.status in {MailStatus.ECHEC, MailStatus.INCERTAIN}

    @property
    def can_bounce(self) -> bool:
        """Tell whether it may have come back."""
        return MailStatus.REVENU in TRANSITIONS[MailStatus(self.status)]

    @property
    def is_uncertain(self) -> bool:
        """Tell whether nobody knows if it left."""
        return self.status == MailStatus.INCERTAIN

    @property
    def tone(self) -> str:
        """Return the tone of its state."""
        return TONES[MailStatus(self.status)].value


class Desabonnement(models.Model):
    """An address that wants no more mail of a kind; only the SHA-256 of the address is kept."""

    certificateur = models.ForeignKey(
        "certificateurs.Certificateur", on_delete=models.CASCADE, related_name="+"
    )
    address_hash = models.CharField(max_length=64)
    key = models.CharField(max_length=60)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "désabonnement"
        constraints = (
            models.UniqueConstraint(
                fields=("certificateur", "address_hash", "key"),
                name="courriels_desabonnement_once",
            ),
        )

    def __str__(self) -> str:
        return self.key

from typing import Any, NoReturn

from django.conf import settings
from django.db import models

from agrafe.journal.actions import field_label, label_of, target_labels


class Chain(models.Model):
    """The end of the chain of a certificateur; locking it puts those who write one after the other.

    `verified_*` is the last line that was found sound, `broken_number` the first one that was not.
    """

    owner = models.CharField(
        max_length=20, unique=True
    )  # « installation », or the certificateur's key
    certificateur = models.ForeignKey(
        "certificateurs.Certificateur", null=True, on_delete=models.PROTECT, related_name="+"
    )
    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="")
    verified_number = models.PositiveBigIntegerField(default=0)
    verified_digest = models.CharField(max_length=64, default="")
    verified_at = models.DateTimeField(null=True)
    broken_number = models.PositiveBigIntegerField(null=True)

    def __str__(self) -> str:
        return f"chaîne {self.pk}"


class JournalEntry(models.Model):
    """Who did what, when, to what: written once, never changed, chained to the one before by its SHA-256."""

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="entries")
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    action = models.CharField(max_length=60)
    target_type = models.CharField(max_length=60, blank=True)
    target_id = models.UUIDField(null=True)
    summary = models.CharField(max_length=300)
    changes = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = "ligne du journal"
        verbose_name_plural = "lignes du journal"
        constraints = (
            models.UniqueConstraint(fields=("chain", "number"), name="journal_entry_number_once"),
        )
        indexes = (
            models.Index(fields=("chain", "target_id", "number")),
            models.Index(fields=("chain", "action", "number")),
            models.Index(fields=("chain", "user", "number")),
            models.Index(fields=("chain", "target_type", "number")),
            models.Index(fields=("chain", "at")),
        )

    def __str__(self) -> str:
        return f"{self.number}, {self.action}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new line; what is written stays as it is."""
        if self.pk:
            raise TypeError("a line of the journal never changes")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refuse: a line of the journal stays."""
        raise TypeError("a line of the journal stays")

    @property
    def label(self) -> str:
        """Return what was done, in French."""
        return label_of(self.action)

    @property
    def target_label(self) -> str:
        """Return what kind of thing it was done to."""
        return target_labels().get(self.target_type, self.target_type)

    @property
    def shown_changes(self) -> list[tuple[str, Any, Any]]:
        """Return what changed: the label of the field, before, after."""
        return [
            (field_label(self.target_type, name), before, after)
            for name, (before, after) in sorted(self.changes.items())
        ]

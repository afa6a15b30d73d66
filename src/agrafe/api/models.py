from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from agrafe.certificateurs.models import Owned, OwnedQuerySet


class JetonQuerySet(OwnedQuerySet):
    """The jetons, and how they are narrowed."""

    def kept(self) -> Self:
        """Keep those that were not revoked, expired or not."""
        return self.filter(revoked_at=None)

    def opening(self) -> Self:
        """Keep those that open: neither revoked nor expired, of someone who still has access."""
        inside = Q(membership__ended_at=None, membership__user__is_active=True)
        return self.kept().filter(inside, expires_at__gt=timezone.now())


class Jeton(Owned):
    """What lets a program in, in the place of whoever made it. Of its secret, only the SHA-256 is kept."""

    membership = models.ForeignKey(
        "comptes.Membership", on_delete=models.CASCADE, related_name="jetons"
    )
    nom = models.CharField("nom", max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField("dernier emploi le", null=True, blank=True)
    expires_at = models.DateTimeField("expire le")
    revoked_at = models.DateTimeField("révoqué le", null=True, blank=True)

    objects: ClassVar[models.Manager[Any]] = JetonQuerySet.as_manager()

    class Meta:
        verbose_name = "jeton d'accès"
        verbose_name_plural = "jetons d'accès"
        constraints = (
            models.UniqueConstraint(
                fields=("membership", "nom"),
                condition=Q(revoked_at=None),
                name="api_jeton_nom_once_each",
            ),
        )
        indexes = (models.Index(fields=("certificateur", "created_at")),)

    def __str__(self) -> str:
        return self.nom

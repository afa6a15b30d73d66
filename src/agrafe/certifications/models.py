from datetime import date
from typing import Any, ClassVar, Final, Self

from django.db import models

from agrafe.certificateurs.models import Owned, OwnedQuerySet
from agrafe.certifications.enums import Repertoire

RAPPELS: Final = (18, 12, 6)
"""How many months before the end of its registration a certification is reminded of, unless it says otherwise."""


def usual_rappels() -> list[int]:
    """Return the reminders of a new certification."""
    return list(RAPPELS)


class CertificationQuerySet(OwnedQuerySet):
    """The certifications, and how they are narrowed."""

    def in_use(self) -> Self:
        """Keep those that are not put away."""
        return self.filter(archived_at=None)

    def archived(self) -> Self:
        """Keep those that are put away."""
        return self.exclude(archived_at=None)

    def expired(self, *, on: date) -> Self:
        """Keep those whose registration ended before a day."""
        return self.filter(date_echeance__lt=on)

    def registered(self, *, on: date) -> Self:
        """Keep those whose registration holds on a day; without a known end, it does."""
        return self.filter(models.Q(date_echeance=None) | models.Q(date_echeance__gte=on))


class Certification(Owned):
    """A record of the RNCP or the RS.

    What its passages have in common stands here as default values (`defaut_*`), spelt as the rubriques of the XSD.
    """

    type = models.CharField("répertoire", max_length=10, choices=Repertoire)
    code = models.CharField("code", max_length=20)  # with its prefix: RNCP35726
    intitule = models.CharField("intitulé", max_length=500)
    niveau = models.PositiveSmallIntegerField("niveau", null=True, blank=True)
    codes_nsf = models.CharField("codes NSF", max_length=200, blank=True)
    date_decision = models.DateField("date de décision", null=True, blank=True)
    date_enregistrement = models.DateField("date d'enregistrement", null=True, blank=True)
    date_echeance = models.DateField("échéance de l'enregistrement", null=True, blank=True)
    rappels = models.JSONField(
        "rappels avant l'échéance, en mois", default=usual_rappels, blank=True
    )
    duree_validite = models.PositiveSmallIntegerField(
        "durée de validité du certificat, en mois", null=True, blank=True
    )
    archived_at = models.DateTimeField("rangée le", null=True, blank=True)

    defaut_obtention_certification = models.CharField(max_length=30, default="PAR_ADMISSION")
    defaut_modalite_acces = models.CharField(max_length=80, blank=True)
    defaut_modalite_passage_examen = models.CharField(max_length=30, blank=True)
    defaut_donnee_certifiee = models.BooleanField(default=True)
    defaut_presence_niveau_langue_euro = models.BooleanField(default=False)
    defaut_niveau_langue_europeen = models.CharField(max_length=20, blank=True)
    defaut_presence_niveau_numerique_euro = models.BooleanField(default=False)

    objects: ClassVar[models.Manager[Any]] = CertificationQuerySet.as_manager()

    class Meta:
        verbose_name = "certification"
        constraints = (
            models.UniqueConstraint(
                fields=("certificateur", "code"), name="certifications_certification_code_once"
            ),
        )
        indexes = (models.Index(fields=("certificateur", "date_echeance")),)

    def __str__(self) -> str:
        return f"{self.code}, {self.intitule}"


class Bloc(models.Model):
    """A bloc de compétences of a certification."""

    certification = models.ForeignKey(Certification, on_delete=models.CASCADE, related_name="blocs")
    rang = models.PositiveSmallIntegerField("rang")
    code = models.CharField("code", max_length=30)  # RNCP35726BC01
    intitule = models.CharField("intitulé", max_length=500)
    is_optional = models.BooleanField("facultatif", default=False)

    class Meta:
        verbose_name = "bloc de compétences"
        verbose_name_plural = "blocs de compétences"
        ordering = ("rang",)
        constraints = (
            models.UniqueConstraint(
                fields=("certification", "code"), name="certifications_bloc_code_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.code}, {self.intitule}"

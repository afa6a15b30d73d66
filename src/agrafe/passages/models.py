from operator import attrgetter
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models

from accrochage.referentiels.cles import fold
from agrafe.certificateurs.models import Owned, OwnedQuerySet
from agrafe.passages.enums import DELETABLE, Gravite, Status, Voie


class FoldedField(models.CharField[str, str]):
    """The folded form of another field, `source`, perhaps of a row that it leads to: letters and figures alone, that lists are searched by; written with its row.

    A field of its own rather than a call that services could forget; `bulk_update` alone must name it, and set it.
    """

    def __init__(self, *arguments: Any, source: str, **options: Any) -> None:
        self.source = source
        super().__init__(*arguments, **{**options, "editable": False})

    def deconstruct(self) -> Any:
        """Return what a migration writes."""
        name, path, arguments, options = super().deconstruct()
        return name, path, arguments, {**options, "source": self.source}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:  # noqa: ARG002 - Django's signature
        """Fold the source."""
        value = fold(attrgetter(self.source)(model_instance))[: self.max_length]
        setattr(model_instance, self.attname, value)
        return value


class PassageQuerySet(OwnedQuerySet):
    """The passages, and how they are narrowed."""

    def deletable(self) -> Self:
        """Keep those that may be deleted: never sent, and kept by nothing else, as a deposit keeps what it held, even given up."""
        rows = self.filter(status__in=DELETABLE, envois=0)
        for relation in Passage._meta.related_objects:  # noqa: SLF001 - public, whatever its name
            if relation.on_delete is models.PROTECT:
                kept = relation.related_model._base_manager  # noqa: SLF001 - Django's documented way
                rows = rows.exclude(
                    models.Exists(kept.filter(**{relation.field.name: models.OuterRef("pk")}))
                )
        return rows


class Passage(Owned):
    """A certification obtained by a person: what is sent to the CDC, rubrique by rubrique, and where it stands there.

    None and the empty text mean absent. `due_on` is the last day of the three months that the law gives from delivery.
    """

    personne = models.ForeignKey(
        "personnes.Personne", on_delete=models.PROTECT, related_name="passages"
    )
    certification = models.ForeignKey(
        "certifications.Certification", on_delete=models.PROTECT, related_name="passages"
    )
    status = models.CharField("état", max_length=12, choices=Status, default=Status.INCOMPLET)
    due_on = models.DateField("à déposer avant le", null=True, blank=True)
    envois = models.PositiveSmallIntegerField("envois", default=0)
    exclusion_reason = models.CharField("motif d'exclusion", max_length=500, blank=True)
    anomalies = models.JSONField(default=list, editable=False)
    gravite = models.CharField(
        "la plus grave des anomalies", max_length=10, choices=Gravite, default="", editable=False
    )
    promotion = models.CharField("promotion", max_length=100, blank=True)

    id_technique = models.CharField("identifiant technique", max_length=255)
    name_key = FoldedField(max_length=520, default="", source="personne.name_key")
    id_key = FoldedField(max_length=255, default="", source="id_technique")
    url_preuve = models.CharField("adresse de la preuve", max_length=255, blank=True)
    libelle_option = models.CharField("option", max_length=255, blank=True)
    obtention_certification = models.CharField("obtention", max_length=30, blank=True)
    donnee_certifiee = models.BooleanField("donnée certifiée", null=True, blank=True)
    date_debut_examen = models.DateField("début de l'examen", null=True, blank=True)
    date_fin_examen = models.DateField("fin de l'examen", null=True, blank=True)
    modalite_passage_examen = models.CharField("modalité de l'examen", max_length=30, blank=True)
    code_postal_centre_examen = models.CharField(
        "code postal du centre d'examen", max_length=10, blank=True
    )
    date_debut_validite = models.DateField("début de validité", null=True, blank=True)
    date_fin_validite = models.DateField("fin de validité", null=True, blank=True)
    presence_niveau_langue_euro = models.BooleanField("niveau de langue", null=True, blank=True)
    niveau_langue_europeen = models.CharField("niveau européen", max_length=20, blank=True)
    presence_niveau_numerique_euro = models.BooleanField("niveau numérique", null=True, blank=True)
    score_general = models.PositiveIntegerField("score général", null=True, blank=True)
    resultats = models.JSONField(
        "résultats numériques", default=list, blank=True
    )  # [niveau, domaineCompetenceId, competenceId] each
    scoring = models.CharField("score", max_length=255, blank=True)
    mention_validee = models.CharField("mention", max_length=60, blank=True)
    modalite_acces = models.CharField("modalité d'accès", max_length=80, blank=True)
    voie_acces_vae = models.CharField("voie d'accès à la VAE", max_length=30, blank=True)
    initiative_inscription = models.CharField(
        "initiative de l'inscription", max_length=30, blank=True
    )
    date_inscription = models.DateField("date d'inscription", null=True, blank=True)
    verbatim = models.CharField("verbatim", max_length=255, blank=True)

    voie = models.CharField("identification", max_length=12, choices=Voie, default=Voie.ETAT_CIVIL)
    id_dossier = models.CharField("numéro de dossier", max_length=13, blank=True)
    nom_titulaire = models.CharField("nom au dossier", max_length=30, blank=True)
    prenom1_titulaire = models.CharField("prénom au dossier", max_length=20, blank=True)

    objects: ClassVar[models.Manager[Any]] = PassageQuerySet.as_manager()

    class Meta:
        verbose_name = "passage"
        constraints = (
            models.UniqueConstraint(
                fields=("certificateur", "id_technique"),
                name="passages_passage_id_technique_once",
            ),
        )
        indexes = (
            models.Index(fields=("certificateur", "status", "due_on", "id")),
            models.Index(fields=("certificateur", "due_on", "id")),
            models.Index(fields=("certificateur", "certification", "status", "id")),
            models.Index(fields=("certificateur", "certification", "due_on", "id")),
            models.Index(fields=("certificateur", "gravite", "due_on", "id")),
            models.Index(fields=("certificateur", "promotion", "due_on", "id")),
            models.Index(fields=("certificateur", "date_debut_validite", "id")),
            models.Index(fields=("certificateur", "id_key", "id")),
            models.Index(fields=("certificateur", "name_key", "id")),
            models.Index(fields=("certificateur", "id")),
        )

    def __str__(self) -> str:
        return self.id_technique


class StateChange(models.Model):
    """A state that a passage came to: written by the service that moves it, one row each even when thousands move at once."""

    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="state_changes")
    at = models.DateTimeField("le")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    status = models.CharField("état", max_length=12, choices=Status)
    reason = models.CharField("motif", max_length=500, blank=True)

    class Meta:
        verbose_name = "changement d'état"
        verbose_name_plural = "changements d'état"

    def __str__(self) -> str:
        return self.get_status_display()

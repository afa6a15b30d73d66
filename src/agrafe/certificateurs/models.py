from typing import Any, ClassVar, Self

from django.db import models

from agrafe.certificateurs.enums import Deposant, Identification
from agrafe.socle.models import Record


class Certificateur(Record):
    """An organisation that certifies. Every row of data belongs to one."""

    nom = models.CharField("raison sociale", max_length=255)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    adresse = models.TextField("adresse", blank=True)
    contact_nom = models.CharField("personne à joindre", max_length=150, blank=True)
    contact_courriel = models.EmailField("courriel de contact", blank=True)
    contact_telephone = models.CharField("téléphone", max_length=30, blank=True)

    identification = models.CharField(
        "identification", max_length=20, choices=Identification, default=Identification.A_DEMANDER
    )
    identifiants_demandes_le = models.DateField("identifiants demandés le", null=True, blank=True)
    identifiants_recus_le = models.DateField("identifiants reçus le", null=True, blank=True)
    id_client = models.CharField("identifiant client", max_length=8, blank=True)
    id_contrat = models.CharField("numéro de contrat", max_length=20, blank=True)
    nature_deposant = models.CharField(
        "déposant", max_length=20, choices=Deposant, default=Deposant.CERTIFICATEUR
    )
    tiers_nom = models.CharField("tiers de confiance", max_length=255, blank=True)
    id_client_emetteur = models.CharField(
        "identifiant client du tiers de confiance", max_length=8, blank=True
    )
    version_format = models.CharField("version du format", max_length=10, default="1.1.5")
    is_trial = models.BooleanField(
        "essai", default=False, help_text="Les dépôts vont au portail d'essai, jamais à la CDC."
    )

    logo = models.FileField("logo", upload_to="certificateurs/", blank=True)
    signature = models.FileField("signature", upload_to="certificateurs/", blank=True)
    signataire_nom = models.CharField("nom du signataire", max_length=150, blank=True)
    signataire_qualite = models.CharField("qualité du signataire", max_length=150, blank=True)

    courriel_expediteur = models.CharField("nom de l'expéditeur", max_length=100, blank=True)
    courriel_reponse = models.EmailField("adresse de réponse", blank=True)
    courriel_pied = models.TextField("pied des courriels", blank=True)

    requires_second_factor = models.BooleanField(
        "second facteur exigé",
        default=False,
        help_text="Chaque membre de l'équipe doit en avoir un pour entrer.",
    )

    class Meta:
        verbose_name = "certificateur"

    def __str__(self) -> str:
        return self.nom

    @property
    def can_deposit(self) -> bool:
        """Tell whether a final XML can be made: the identifiers of the CDC are there."""
        emetteur = self.nature_deposant == Deposant.CERTIFICATEUR or bool(self.id_client_emetteur)
        return bool(self.id_client and self.id_contrat) and emetteur


class OwnedQuerySet(models.QuerySet[Any]):
    """Rows that belong to a certificateur: the first filter of every selector."""

    def of(self, certificateur: Certificateur) -> Self:
        """Keep the rows of a certificateur."""
        return self.filter(certificateur=certificateur)


class Owned(Record):
    """A row that belongs to a certificateur."""

    certificateur = models.ForeignKey(
        "certificateurs.Certificateur", on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar[models.Manager[Any]] = OwnedQuerySet.as_manager()

    class Meta:
        abstract = True

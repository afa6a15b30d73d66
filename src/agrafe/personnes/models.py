from datetime import date
from typing import Any, ClassVar, Self

from django.db import models

from accrochage.referentiels.cles import fold
from accrochage.regles.lecture.dates import date_in_words
from accrochage.typographie import NO_BREAK
from agrafe.certificateurs.models import Owned, OwnedQuerySet
from agrafe.personnes.enums import Etat


class PersonneQuerySet(OwnedQuerySet):
    """The persons, and how they are narrowed."""

    def current(self) -> Self:
        """Leave out those that were merged into another."""
        return self.filter(merged_into=None)


class Personne(Owned):
    """A candidate or titulaire: civil identity as the CDC matches it (block 8 of the dictionary), and contact.

    A day or a month of birth is None when the civil registry does not know it.
    """

    nom_naissance = models.CharField("nom de naissance", max_length=255, blank=True)
    nom_usage = models.CharField("nom d'usage", max_length=255, blank=True)
    prenom1 = models.CharField("prénom", max_length=255, blank=True)
    prenom2 = models.CharField("deuxième prénom", max_length=255, blank=True)
    prenom3 = models.CharField("troisième prénom", max_length=255, blank=True)
    annee_naissance = models.PositiveSmallIntegerField("année de naissance", null=True, blank=True)
    mois_naissance = models.PositiveSmallIntegerField("mois de naissance", null=True, blank=True)
    jour_naissance = models.PositiveSmallIntegerField("jour de naissance", null=True, blank=True)
    sexe = models.CharField("sexe", max_length=1, blank=True)
    code_insee = models.CharField("code INSEE de la commune", max_length=5, blank=True)
    code_postal = models.CharField("code postal de naissance", max_length=10, blank=True)
    libelle_commune_naissance = models.CharField("commune de naissance", max_length=255, blank=True)
    code_pays_naissance = models.CharField("code du pays de naissance", max_length=3, blank=True)
    libelle_pays_naissance = models.CharField("pays de naissance", max_length=255, blank=True)
    commentaires_men = models.CharField("commentaire", max_length=500, blank=True)

    courriel = models.EmailField("courriel", blank=True)
    telephone = models.CharField("téléphone", max_length=30, blank=True)
    adresse = models.TextField("adresse", blank=True)

    name_key = models.CharField(max_length=520, editable=False)
    first_name_key = models.CharField(max_length=255, editable=False)
    anomalies = models.JSONField(default=list, editable=False)
    etat = models.CharField("état", max_length=12, choices=Etat, default=Etat.BON, editable=False)
    has_doublon = models.BooleanField("doublon possible", default=False, editable=False)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    distinct_from = models.ManyToManyField(
        "self", blank=True, editable=False, verbose_name="personnes distinguées"
    )

    objects: ClassVar[models.Manager[Any]] = PersonneQuerySet.as_manager()

    class Meta:
        verbose_name = "personne"
        indexes = (
            models.Index(fields=("certificateur", "name_key", "id")),
            models.Index(fields=("certificateur", "first_name_key", "id")),
            models.Index(
                fields=("certificateur", "annee_naissance", "mois_naissance", "jour_naissance"),
                name="personnes_by_birth",
            ),
            models.Index(
                fields=("certificateur", "etat", "name_key", "id"), name="personnes_by_etat"
            ),
            models.Index(
                fields=("certificateur", "name_key", "id"),
                condition=models.Q(courriel=""),
                name="personnes_without_courriel",
            ),
            models.Index(
                fields=("certificateur", "name_key", "id"),
                condition=models.Q(has_doublon=True),
                name="personnes_with_doublon",
            ),
        )

    def __str__(self) -> str:
        return f"{self.prenom1} {self.nom_usage or self.nom_naissance}".strip()

    @property
    def tone(self) -> str:
        """Return the tone of the badge of its state."""
        return Etat(self.etat).tone

    @property
    def naissance(self) -> str:
        """Return the birth date in words, as far as it is known: « 3 juillet 1991 », « juillet 1991 », « 1991 »."""
        annee, mois, jour = self.annee_naissance, self.mois_naissance, self.jour_naissance
        if not annee:
            return ""
        if not mois or not 1 <= mois <= 12:
            return str(annee)
        day = date_in_words(date(annee, mois, 1)).split(" ", 1)[1]
        text = f"{jour}{'er' if jour == 1 else ''} {day}" if jour else day
        return text.replace(" ", NO_BREAK)

    @property
    def lieu(self) -> str:
        """Return the birth commune and its code, as `read_lieu` reads them: « Rennes (35238) »; a town abroad has no code."""
        commune, code = self.libelle_commune_naissance, self.code_insee
        if code and code == f"99{self.code_pays_naissance}":
            return commune
        return f"{commune} ({code})".strip() if commune and code else commune or code

    @property
    def pays(self) -> str:
        """Return the birth country and its code, as `read_pays` reads them: « Portugal (99139) »."""
        nom, code = self.libelle_pays_naissance, self.code_pays_naissance
        return f"{nom} (99{code})" if nom and code else nom or code

    def set_keys(self) -> None:
        """Fill the keys that lists sort and search by; every writing of names calls it."""
        self.name_key = fold(f"{self.nom_naissance} {self.prenom1}")
        self.first_name_key = fold(self.prenom1)


class NirScelle(models.Model):
    """The NIR of a person, encrypted: only `personnes.services` opens it, and each opening is in the journal.

    `fingerprint` tells whether two persons of a certificateur have the same NIR, without opening any (see `coffre`).
    """

    personne = models.OneToOneField(Personne, on_delete=models.CASCADE, related_name="nir_scelle")
    sealed = models.TextField(editable=False)
    fingerprint = models.CharField(max_length=64, editable=False, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "NIR"
        verbose_name_plural = "NIR"

    def __str__(self) -> str:
        return f"NIR {self.pk}"

from typing import Any, ClassVar, Final, Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from accrochage.dictionnaire import COLONNES
from agrafe.certificateurs.models import Owned
from agrafe.imports.enums import TONES, WRITES, Effet, Status


class Import(Owned):
    """A workbook given to be read into the passages.

    What was read of it and what is said of it stand here, so that it can be read again with other answers:
    `correspondance` (name of a column -> key of the dictionary; what is taken up from former imports too), `retouches` (row -> key -> value typed in place of the cell).
    A NIR is sealed wherever it stands here.
    """

    status = models.CharField("état", max_length=10, choices=Status, default=Status.LECTURE)
    fichier = models.FileField("fichier", upload_to="imports/")
    nom_fichier = models.CharField("nom du fichier", max_length=255)
    feuille = models.CharField("feuille", max_length=100, blank=True)
    certification = models.ForeignKey(
        "certifications.Certification",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    promotion = models.CharField("promotion", max_length=100, blank=True)
    correspondance = models.JSONField(default=dict, blank=True)
    retouches = models.JSONField(default=dict, blank=True)
    feuilles = models.JSONField(default=list, blank=True)
    colonnes = models.JSONField(default=list, blank=True)
    defauts = models.JSONField(default=dict, blank=True)
    constats = models.JSONField(default=list, blank=True)
    refus = models.TextField("ce qui empêche de le lire", blank=True)
    par = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    travail = models.ForeignKey(
        "travaux.Travail", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    imported_at = models.DateTimeField("importé le", null=True, blank=True)
    undone_at = models.DateTimeField("défait le", null=True, blank=True)

    class Meta:
        verbose_name = "import"
        indexes = (models.Index(fields=("certificateur", "created_at", "id")),)

    def __str__(self) -> str:
        return self.nom_fichier

    @property
    def tone(self) -> str:
        """Return how its state is shown."""
        return TONES[Status(self.status)].value


_WAITS: Final = models.Q(is_aside=False, is_done=False)
TO_MEND: Final = _WAITS & models.Q(has_errors=True)
SOUND: Final = _WAITS & models.Q(has_errors=False)
TO_WRITE: Final = SOUND & models.Q(effet__in=WRITES)


class LigneQuerySet(models.QuerySet["Ligne"]):
    """The rows of an import, and how they are narrowed."""

    def to_mend(self) -> Self:
        """Keep those that an error keeps back."""
        return self.filter(TO_MEND)

    def to_write(self) -> Self:
        """Keep those that the import will write."""
        return self.filter(TO_WRITE)


class Ligne(models.Model):
    """A row of an import: what it says, what is wrong with it, what it will do, or did.

    `valeurs` are its cells by key of the dictionary (and `courriel`, `telephone`, and `personne`: who was said to be meant), as
    texts; `cle` tells the passage that it is about from the others of the import; `changes` what would change, key by key;
    `avant` what was there before it was written, for the undo.
    """

    depuis = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="lignes")
    ligne = models.PositiveIntegerField()
    cle = models.CharField(max_length=300, blank=True)
    valeurs = models.JSONField(default=dict)
    anomalies = models.JSONField(default=list)
    gravite = models.CharField(max_length=10, blank=True)
    has_errors = models.BooleanField(default=False)
    is_aside = models.BooleanField(default=False)
    is_done = models.BooleanField(default=False)
    effet = models.CharField(max_length=10, choices=Effet)
    changes = models.JSONField(default=dict)
    avant = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    passage = models.ForeignKey(
        "passages.Passage", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    creates_personne = models.BooleanField(default=False)

    objects: ClassVar[models.Manager["Ligne"]] = LigneQuerySet.as_manager()

    class Meta:
        verbose_name = "ligne d'import"
        verbose_name_plural = "lignes d'import"
        constraints = (
            models.UniqueConstraint(fields=("depuis", "ligne"), name="imports_ligne_once"),
        )
        indexes = (
            models.Index(fields=("depuis", "cle")),
            models.Index(fields=("depuis", "effet", "ligne")),
            models.Index(fields=("depuis", "gravite", "ligne")),
            models.Index(fields=("depuis", "is_done", "has_errors", "ligne")),
        )

    def __str__(self) -> str:
        return f"ligne {self.ligne}"

    @property
    def titulaire(self) -> str:
        """Return who it is about, as the file says it."""
        said = (self.valeurs.get(key, "") for key in ("prenom1", "nomNaissance"))
        return " ".join(filter(None, said)) or self.valeurs.get("nomTitulaire", "") or "sans nom"

    @property
    def code(self) -> str:
        """Return the certification that it says."""
        said: str = self.valeurs.get("code", "")
        return said

    @property
    def differences(self) -> list[tuple[str, Any, Any]]:
        """Return what would change: title of the rubrique, before, after."""
        return [
            (COLONNES[key].header if key in COLONNES else key, before, after)
            for key, (before, after) in self.changes.items()
        ]

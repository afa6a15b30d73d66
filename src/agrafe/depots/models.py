from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import RowNumber

from agrafe.certificateurs.models import Owned, OwnedQuerySet
from agrafe.depots.enums import (
    ANSWERED,
    HOLDING,
    ISSUE_TONES,
    NOT_SENT,
    RECORDED,
    TONES,
    WAITING,
    Action,
    FichierStatus,
    Genre,
    Issue,
    Status,
    Sujet,
)


class DepotQuerySet(OwnedQuerySet):
    """The deposits, and how they are narrowed."""

    def not_sent(self) -> Self:
        """Keep those that would create passages, and that the CDC has not seen."""
        return self.filter(action=Action.CREATION, status__in=NOT_SENT)

    def counted_trials(self) -> Self:
        """Keep those of a trial that hold passages, or had an answer for them: neither given up nor refused."""
        return self.filter(is_trial=True).exclude(status__in=(Status.ABANDONNE, Status.REFUSE))


class Depot(Owned):
    """A deposit: passages frozen as the exact bytes that go to the CDC, in one file or several.

    Everything that the bytes were made of is written here when they are made, and never taken again from live data.
    """

    numero = models.PositiveIntegerField("numéro")
    action = models.CharField(max_length=12, choices=Action, default=Action.CREATION)
    status = models.CharField("état", max_length=16, choices=Status, default=Status.EN_CONSTRUCTION)
    id_flux = models.CharField("identifiant du flux", max_length=50)
    horodatage = models.DateTimeField("horodatage")
    version_format = models.CharField("version du format", max_length=10)
    id_client = models.CharField("identifiant client", max_length=8)
    id_contrat = models.CharField("numéro de contrat", max_length=20)
    id_client_emetteur = models.CharField("identifiant client de l'émetteur", max_length=8)
    nature_deposant = models.CharField("déposant", max_length=20)
    is_trial = models.BooleanField("essai", default=False)
    choix = models.CharField("ce qu'il rassemble", max_length=300, blank=True)
    motif = models.CharField("motif du retrait", max_length=500, blank=True)
    total = models.PositiveIntegerField("passages", default=0)
    comptes = models.JSONField(default=dict, blank=True)  # how many of each Issue, once known
    refus = models.JSONField(default=list, blank=True)  # what stood in the way, passage by passage
    par = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    travail = models.ForeignKey(
        "travaux.Travail", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    built_at = models.DateTimeField("construit le", null=True, blank=True)
    deposited_at = models.DateTimeField("déposé le", null=True, blank=True)
    deposited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    closed_at = models.DateTimeField("terminé le", null=True, blank=True)

    objects: ClassVar[models.Manager[Any]] = DepotQuerySet.as_manager()

    class Meta:
        verbose_name = "dépôt"
        constraints = (
            models.UniqueConstraint(
                fields=("certificateur", "numero"), name="depots_depot_numero_once"
            ),
            models.UniqueConstraint(
                fields=("certificateur", "id_flux"), name="depots_depot_id_flux_once"
            ),
        )
        indexes = (models.Index(fields=("certificateur", "status", "id")),)

    def __str__(self) -> str:
        return f"{'retrait' if self.is_withdrawal else 'dépôt'} n° {self.numero}"

    @property
    def rejetes(self) -> int | None:
        """Return how many of its passages were rejected, None before an answer."""
        lost = (Issue.REJETE.value, Issue.FICHIER_REJETE.value)
        return sum(self.comptes.get(one, 0) for one in lost) if self.comptes else None

    @property
    def is_rejected(self) -> bool:
        """Tell whether the CDC rejected all of its files as a whole."""
        return self.status == Status.TRAITE and [*self.comptes] == [Issue.FICHIER_REJETE.value]

    @property
    def tone(self) -> str:
        """Return how its state is shown."""
        return TONES[Status(self.status)].value

    @property
    def is_withdrawal(self) -> bool:
        """Tell whether it asks the CDC to withdraw passages."""
        return self.action == Action.SUPPRESSION


class DepotFichier(models.Model):
    """A file of a deposit: the exact bytes, and their SHA-256."""

    depot = models.ForeignKey(Depot, on_delete=models.PROTECT, related_name="fichiers")
    rang = models.PositiveSmallIntegerField("rang")
    status = models.CharField(
        "état", max_length=12, choices=FichierStatus, default=FichierStatus.A_DEPOSER
    )
    nom = models.CharField("nom", max_length=255)
    id_flux = models.CharField("identifiant du flux", max_length=50)
    fichier = models.FileField("fichier", upload_to="depots/")
    octets = models.PositiveBigIntegerField("taille, en octets")
    sha256 = models.CharField("empreinte SHA-256", max_length=64)
    passages = models.PositiveIntegerField("passages")

    class Meta:
        verbose_name = "fichier de dépôt"
        verbose_name_plural = "fichiers de dépôt"
        ordering = ("rang",)
        constraints = (
            models.UniqueConstraint(fields=("depot", "rang"), name="depots_fichier_rang_once"),
        )
        indexes = (models.Index(fields=("id_flux",)), models.Index(fields=("nom",)))

    def __str__(self) -> str:
        return self.nom


class DepotPassageQuerySet(models.QuerySet[Any]):
    """The passages of deposits, and how they are narrowed."""

    def holding(self) -> Self:
        """Keep those that are accepted or under way."""
        return self.exclude(holds="")

    def waiting(self) -> Self:
        """Keep those of which the CDC has said nothing yet."""
        return self.filter(issue__in=WAITING).exclude(holds="")

    def answered(self) -> Self:
        """Keep those of which the CDC has said something, one by one."""
        return self.filter(issue__in=ANSWERED)

    def rejected(self) -> Self:
        """Keep those that the CDC rejected one by one."""
        return self.filter(issue=Issue.REJETE)


class DepotPassage(models.Model):
    """A passage in a deposit, and what became of it there.

    `holds` is the action of the deposit while the passage is accepted or under way, and empty otherwise: the database itself
    refuses that a passage be sent twice.
    """

    # No index of its own: those below begin with it. PostgreSQL, which has not counted a deposit that is new, would take it.
    depot = models.ForeignKey(
        Depot, on_delete=models.PROTECT, related_name="lignes", db_index=False
    )
    fichier = models.ForeignKey(
        DepotFichier, null=True, on_delete=models.PROTECT, related_name="lignes", db_index=False
    )
    passage = models.ForeignKey("passages.Passage", on_delete=models.PROTECT, related_name="depots")
    rang = models.PositiveIntegerField("rang")
    id_technique = models.CharField("identifiant technique", max_length=255)
    issue = models.CharField(max_length=16, choices=Issue, default=Issue.ATTENTE)
    holds = models.CharField(max_length=12, blank=True)
    cause = models.CharField(
        max_length=60, blank=True
    )  # key of the message in the core's catalogue
    messages = models.JSONField(default=list, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    accuse = models.ForeignKey(
        "depots.Accuse",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="lignes",
        db_index=False,
    )

    objects: ClassVar[models.Manager[Any]] = DepotPassageQuerySet.as_manager()

    class Meta:
        verbose_name = "ligne de dépôt"
        verbose_name_plural = "lignes de dépôt"
        constraints = (
            models.UniqueConstraint(fields=("depot", "passage"), name="depots_ligne_once"),
            models.UniqueConstraint(
                fields=("passage", "holds"),
                condition=~models.Q(holds=""),
                name="depots_ligne_never_sent_twice",
            ),
            models.CheckConstraint(
                condition=models.Q(holds="") | models.Q(issue__in=sorted(HOLDING)),
                name="depots_ligne_holds_what_is_sent",
            ),
        )
        indexes = (
            models.Index(fields=("depot", "issue", "rang")),
            models.Index(fields=("depot", "rang")),
            models.Index(fields=("fichier", "id_technique")),
            models.Index(fields=("accuse", "issue")),
        )

    def __str__(self) -> str:
        return self.id_technique

    @property
    def tone(self) -> str:
        """Return how what became of it is shown."""
        return ISSUE_TONES[Issue(self.issue)].value


class Accuse(Owned):
    """An accusé de traitement as it came; the same bytes are taken once."""

    nom = models.CharField("nom du fichier", max_length=255)
    fichier = models.FileField("fichier", upload_to="accuses/")
    sha256 = models.CharField("empreinte SHA-256", max_length=64)
    depot = models.ForeignKey(
        Depot, null=True, blank=True, on_delete=models.PROTECT, related_name="accuses"
    )
    depot_fichier = models.ForeignKey(
        DepotFichier, null=True, blank=True, on_delete=models.PROTECT, related_name="accuses"
    )
    is_read = models.BooleanField("dépouillé", default=False)
    is_rejection = models.BooleanField("fichier rejeté", default=False)
    comptes = models.JSONField(default=dict, blank=True)
    constats = models.JSONField(
        default=list, blank=True
    )  # what does not tally, or why the file was rejected
    refus = models.TextField("motif de refus", blank=True)
    id_flux = models.CharField("flux auquel il répond", max_length=255, blank=True)
    nom_fichier = models.CharField("fichier auquel il répond", max_length=255, blank=True)
    par = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    travail = models.ForeignKey(
        "travaux.Travail", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "accusé"
        constraints = (
            models.UniqueConstraint(
                fields=("certificateur", "sha256"), name="depots_accuse_bytes_once"
            ),
        )
        indexes = (models.Index(fields=("certificateur", "created_at")),)

    def __str__(self) -> str:
        return self.nom

    @property
    def is_pending(self) -> bool:
        """Tell whether it is still to be read."""
        return not self.is_read and not self.refus


class AccuseLigneQuerySet(models.QuerySet[Any]):
    """What an accusé says of passages, and how it is narrowed."""

    def said_twice(self) -> Self:
        """Keep, once each, the identifiers that it says several times, as `id_technique`, the first said first."""
        names: Any = self.order_by().values("id_technique")
        counted: Self = names.annotate(times=models.Count("pk"), first=models.Min("rang"))
        return counted.filter(times__gt=1).order_by("first")

    def outspoken(self) -> Self:
        """Keep what is said again of passages of which it says something else: a rejection wins, then what is said first."""
        rejected_first = models.Case(models.When(issue=Issue.REJETE, then=0), default=1)
        place = models.Window(
            RowNumber(),
            partition_by=models.F("id_technique"),
            order_by=[rejected_first, models.F("rang")],
        )
        beaten = self.order_by().annotate(place=place).filter(place__gt=1)
        return self.filter(pk__in=beaten.values("pk"))

    def unknown(self) -> Self:
        """Keep what is said of passages that are not in the deposit."""
        return self.filter(ligne=None)

    def otherwise(self) -> Self:
        """Keep what is said of passages of which another accusé said something else."""
        recorded = models.Q(issue__in=RECORDED, ligne__issue__in=RECORDED)
        waiting = models.Q(ligne__issue__in=WAITING) & ~models.Q(ligne__holds="")
        said = self.filter(ligne__isnull=False).exclude(issue=models.F("ligne__issue"))
        return said.exclude(recorded).exclude(waiting)


class AccuseLigne(models.Model):
    """What an accusé says of a passage, while it is being written down: there is none once the transaction is over.

    So the database compares it with the deposit, in statements whose number does not depend on the passages.
    """

    # No index: what is here is one accusé's, and PostgreSQL would take it rather than that of `ligne`.
    accuse = models.ForeignKey(
        Accuse, on_delete=models.CASCADE, related_name="dits", db_index=False
    )
    rang = models.PositiveIntegerField("rang")
    id_technique = models.TextField("identifiant technique")
    issue = models.CharField(max_length=16, choices=Issue)
    cause = models.CharField(max_length=60, blank=True)
    messages = models.JSONField(default=list, blank=True)
    ligne = models.ForeignKey(
        DepotPassage, null=True, on_delete=models.CASCADE, related_name="dits"
    )

    objects: ClassVar[models.Manager[Any]] = AccuseLigneQuerySet.as_manager()

    class Meta:
        verbose_name = "ligne d'accusé"
        verbose_name_plural = "lignes d'accusé"

    def __str__(self) -> str:
        return self.id_technique


class DemandeQuerySet(OwnedQuerySet):
    """What the CDC asks for, and how it is narrowed."""

    def open(self) -> Self:
        """Keep what is not answered."""
        return self.filter(answered_on=None)


class Demande(Owned):
    """A letter of the CDC that must be answered by a day: a correction request (three months), a mise en demeure (sixty days)."""

    genre = models.CharField("nature", max_length=16, choices=Genre)
    received_on = models.DateField("reçue le")
    due_on = models.DateField("répondre avant le")
    objet = models.CharField("objet", max_length=300)
    passage = models.ForeignKey(
        "passages.Passage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="demandes",
    )
    answered_on = models.DateField("répondu le", null=True, blank=True)
    reponse = models.TextField("réponse", blank=True)

    objects: ClassVar[models.Manager[Any]] = DemandeQuerySet.as_manager()

    class Meta:
        verbose_name = "demande de la Caisse des Dépôts"
        verbose_name_plural = "demandes de la Caisse des Dépôts"
        indexes = (
            models.Index(fields=("certificateur", "due_on", "id")),
            models.Index(fields=("certificateur", "received_on", "id")),
        )

    def __str__(self) -> str:
        return self.objet

    @property
    def is_answered(self) -> bool:
        """Tell whether it waits for nothing more."""
        return self.answered_on is not None


class Rappel(models.Model):
    """A reminder that was written: the same deadline is said once for each threshold."""

    certificateur = models.ForeignKey(
        "certificateurs.Certificateur", on_delete=models.CASCADE, related_name="+"
    )
    sujet = models.CharField(max_length=16, choices=Sujet)
    due_on = models.DateField("échéance")
    seuil = models.SmallIntegerField("jours avant l'échéance")
    sent_on = models.DateField("rappelé le")

    class Meta:
        verbose_name = "rappel"
        constraints = (
            models.UniqueConstraint(
                fields=("certificateur", "sujet", "due_on", "seuil"), name="depots_rappel_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_sujet_display()}, {self.due_on.isoformat()}"

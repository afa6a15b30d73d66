"""Reads of the deposits; the guarded accessors are the only door from a view to one."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db.models import Case, Count, Exists, Min, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404

from accrochage.accuses.messages import INCONNU, MESSAGES, REPETITION, Acteur, Message
from accrochage.referentiels.cles import fold
from agrafe.certificateurs.models import Certificateur
from agrafe.certifications.models import Certification
from agrafe.certifications.selectors import certifications_of
from agrafe.comptes.models import Membership
from agrafe.depots.enums import NOT_SENT, Action, Issue
from agrafe.depots.models import (
    Accuse,
    Demande,
    DemandeQuerySet,
    Depot,
    DepotFichier,
    DepotPassage,
    DepotPassageQuerySet,
    DepotQuerySet,
)
from agrafe.depots.permissions import can_see_depots
from agrafe.passages.enums import TO_DEPOSIT, Voie
from agrafe.passages.enums import Status as Passages
from agrafe.passages.models import Passage, PassageQuerySet
from agrafe.passages.rubriques import RELATED
from agrafe.passages.selectors import PROMOTIONS
from agrafe.passages.selectors import awaited as awaited_among
from agrafe.personnes.models import PersonneQuerySet

DAYS_SHOWN: Final = 20
"""Deadlines that a page shows."""
_NUMBER: Final = re.compile(r"(?:depot|retrait)?(?:n|no|numero)?0*([1-9][0-9]{0,8})")
"""A folded text that names a deposit by its number."""
SECOND_KO: Final = 2
"""From this number of sendings on, a rejection goes to the CDC with what was done about it."""


class Choix(NamedTuple):
    """What a deposit gathers; what is not said takes them all.

    Attributes:
        certification: Of this certification.
        promotion: Of this promotion.
        is_resend: Only those that were rejected, and are mended.
    """

    certification: Certification | None = None
    promotion: str = ""
    is_resend: bool = False

    @property
    def going(self) -> Sequence[Passages]:
        """Return the states of the passages that a deposit would take."""
        return (Passages.A_RENVOYER,) if self.is_resend else TO_DEPOSIT

    @property
    def staying(self) -> Sequence[Passages]:
        """Return the states of those that are not ready."""
        return (Passages.REJETE,) if self.is_resend else (Passages.INCOMPLET, Passages.REJETE)


class Cause(NamedTuple):
    """Rejected passages that have the same cause.

    Attributes:
        message: What the core knows of it.
        number: How many there are.
        due_on: The nearest of their deadlines; None when they have none.
    """

    message: Message
    number: int
    due_on: date | None = None

    @property
    def concerns_titulaire(self) -> bool:
        """Tell whether the titulaire can do something about it."""
        return Acteur.TITULAIRE in self.message.acteurs


# ------------------------------------------------------------------------------------- accessors


def depots_of(*, par: Membership) -> DepotQuerySet:
    """Return the deposits that someone may see.

    Raises:
        Http404: He sees none of them.
    """
    _must_see(par)
    rows: DepotQuerySet = Depot.objects.of(par.certificateur)
    return rows.select_related("par", "deposited_by", "travail", "certificateur")


def search_depots(*, rows: DepotQuerySet, text: str) -> DepotQuerySet:
    """Keep the deposits of a number (`12`, `n° 12`), or else whose flux, or one of whose files, has a name that begins so.

    A certificateur has some hundreds of them: the names of the files are read among its own.
    """
    number = _NUMBER.fullmatch(fold(text))
    if number:
        return rows.filter(numero=number[1])
    start = text.replace("\0", "").strip()
    if not start:
        return rows.none()
    named = Q(id_flux__istartswith=start) | Q(nom__istartswith=start)
    files = DepotFichier.objects.filter(named, depot__in=rows.order_by().values("pk"))
    return rows.filter(Q(id_flux__istartswith=start) | Q(pk__in=files.values("depot")))


def get_depot(*, par: Membership, public_id: UUID) -> Depot:
    """Return a deposit of his certificateur; Http404 for any other."""
    depot: Depot = get_object_or_404(with_due(depots_of(par=par)), public_id=public_id)
    return depot


def get_fichier(*, depot: Depot, rang: int) -> DepotFichier:
    """Return a file of a deposit, by its rank."""
    return get_object_or_404(DepotFichier, depot=depot, rang=rang)


def lignes_of(*, depot: Depot) -> DepotPassageQuerySet:
    """Return the passages of a deposit, with what a list shows of them."""
    rows: DepotPassageQuerySet = DepotPassage.objects.filter(depot=depot)
    return rows.select_related("passage__personne", "passage__certification")


def count_silent(*, depot: Depot) -> int:
    """Return how many passages of a deposit its accusé does not name, and nobody has taken back since."""
    if not depot.comptes.get(Issue.SANS_REPONSE.value):
        return 0
    return depot.lignes.filter(issue=Issue.SANS_REPONSE).holding().count()


def to_mend(*, depot: Depot) -> tuple[int, date | None]:
    """Return how many passages that a deposit was answered about are rejected to this day, and the nearest of their deadlines."""
    if not depot.comptes.get(Issue.REJETE.value):
        return 0, None
    rows = depot.lignes.rejected().filter(passage__status=Passages.REJETE)
    found = rows.aggregate(number=Count("pk"), due_on=Min("passage__due_on"))
    return found["number"], found["due_on"]


def accuses_of(*, par: Membership) -> Any:
    """Return the accusés that someone may see, the newest first.

    Raises:
        Http404: He sees none of them.
    """
    _must_see(par)
    rows = Accuse.objects.of(par.certificateur)
    return rows.select_related("par", "depot", "depot_fichier", "travail").order_by("-pk")


def get_accuse(*, par: Membership, public_id: UUID) -> Accuse:
    """Return an accusé of his certificateur; Http404 for any other."""
    accuse: Accuse = get_object_or_404(accuses_of(par=par), public_id=public_id)
    return accuse


def demandes_of(*, par: Membership) -> DemandeQuerySet:
    """Return what the CDC asked for.

    Raises:
        Http404: He may not see it.
    """
    _must_see(par)
    rows: DemandeQuerySet = Demande.objects.of(par.certificateur)
    return rows.select_related("passage__personne")


def get_demande(*, par: Membership, public_id: UUID) -> Demande:
    """Return what the CDC asked of his certificateur; Http404 for any other."""
    demande: Demande = get_object_or_404(demandes_of(par=par), public_id=public_id)
    return demande


def _must_see(par: Membership) -> None:
    if not can_see_depots(par):
        raise Http404


# -------------------------------------------------------------------------------- before a deposit


def chosen(*, par: Membership, choix: Choix) -> PassageQuerySet:
    """Return the passages that a choice is about, whatever their state."""
    rows: PassageQuerySet = Passage.objects.of(par.certificateur)
    if choix.certification:
        rows = rows.filter(certification=choix.certification)
    if choix.promotion:
        rows = rows.filter(promotion=choix.promotion)
    return rows


def ready(*, par: Membership, choix: Choix) -> PassageQuerySet:
    """Return the passages that a deposit of this choice would take."""
    return chosen(par=par, choix=choix).filter(status__in=choix.going)


def kept_back(*, par: Membership, choix: Choix) -> PassageQuerySet:
    """Return the passages of a choice that are not ready, the nearest deadline first."""
    rows = chosen(par=par, choix=choix).select_related(*RELATED)
    return rows.filter(status__in=choix.staying).order_by("due_on", "pk")


def ready_by_certification(*, par: Membership, choix: Choix) -> list[dict[str, Any]]:
    """Return what a deposit of this choice would take, by certification: its public identifier, code, intitulé, and the number."""
    rows = ready(par=par, choix=choix).order_by("certification__code")
    fields = ("certification__public_id", "certification__code", "certification__intitule")
    return list(rows.values(*fields).annotate(number=Count("pk")))


def said(choix: Choix) -> str:
    """Return a choice as one reads it."""
    parts = [choix.certification.code] if choix.certification else []
    parts += [choix.promotion] if choix.promotion else []
    parts += ["passages à renvoyer"] if choix.is_resend else []
    text = ", ".join(parts) or "Tout ce qui est prêt"
    return text[0].upper() + text[1:]


def certification_named(*, par: Membership, public_id: str) -> Certification | None:
    """Return a certification by what an address says of it; None for nonsense."""
    try:
        wanted = UUID(public_id)
    except ValueError:
        return None
    return certifications_of(par).filter(public_id=wanted).first()


def has_trials(*, certificateur: Certificateur) -> bool:
    """Tell whether the answers of the rehearsal portal still count, though the trial is over."""
    return not certificateur.is_trial and Depot.objects.of(certificateur).counted_trials().exists()


def nir_needed(*, personnes: PersonneQuerySet) -> PersonneQuerySet:
    """Return, of these persons, those whose NIR the rehearsal portal alone has seen: it is still to be deposited.

    Declared as `nir_needed`.
    """
    trials = DepotPassage.objects.filter(depot__is_trial=True, passage__voie=Voie.NIR).holding()
    return personnes.filter(pk__in=trials.values("passage__personne"))


# ------------------------------------------------------------------------------- what was rejected


def rejections(*, par: Membership) -> PassageQuerySet:
    """Return the rejected passages, each with `cause`, `messages` and `rejected_at` of its last rejection.

    Raises:
        Http404: He may not see them.
    """
    _must_see(par)
    last = DepotPassage.objects.filter(
        passage=OuterRef("pk"), issue=Issue.REJETE, depot__action=Action.CREATION
    ).order_by("-pk")
    rows: PassageQuerySet = Passage.objects.of(par.certificateur).filter(status=Passages.REJETE)
    annotated: PassageQuerySet = rows.annotate(
        cause=Coalesce(Subquery(last.values("cause")[:1]), Value("")),
        said=Subquery(last.values("messages")[:1]),
        rejected_at=Subquery(last.values("decided_at")[:1]),
    )
    return annotated


def causes(*, par: Membership) -> list[Cause]:
    """Return why passages are rejected, the commonest cause first."""
    rows = rejections(par=par).order_by().values("cause")
    merged: dict[str, Cause] = {}
    for row in rows.annotate(number=Count("pk"), first=Min("due_on")):
        message = message_of(row["cause"])
        known = merged.get(message.code, Cause(message, 0))
        days = [day for day in (known.due_on, row["first"]) if day]
        merged[message.code] = Cause(message, known.number + row["number"], min(days, default=None))
    return sorted(merged.values(), key=lambda one: (-one.number, one.message.titre))


def cause_of(*, par: Membership, code: str) -> Cause:
    """Return a cause, and what is rejected for it to this day."""
    message = message_of(code)
    rows = of_cause(rejections(par=par), message.code).order_by()
    return Cause(message, **rows.aggregate(number=Count("pk"), due_on=Min("due_on")))


def causes_in(*, accuse: Accuse) -> list[Cause]:
    """Return why an accusé rejects passages, the commonest cause first."""
    rows = accuse.lignes.filter(issue=Issue.REJETE).order_by()
    found = rows.values_list("cause").annotate(number=Count("pk"))
    return sorted(
        (Cause(message_of(code), number) for code, number in found),
        key=lambda one: (-one.number, one.message.titre),
    )


def of_cause(rows: PassageQuerySet, code: str) -> PassageQuerySet:
    """Keep the rejected passages of a cause; those of which nothing is known go with the unknown message."""
    known = Q(cause=code) if code != INCONNU.code else ~Q(cause__in=[*MESSAGES, REPETITION.code])
    kept: PassageQuerySet = rows.filter(known)
    return kept


def promotions_of_cause(*, par: Membership, code: str) -> list[tuple[str, int]]:
    """Return the promotions of the rejected passages of a cause, each with how many there are."""
    rows = of_cause(rejections(par=par), code).exclude(promotion="").order_by("promotion")
    return list(rows.values_list("promotion").annotate(number=Count("pk"))[:PROMOTIONS])


def message_of(code: str) -> Message:
    """Return what is known of a message by its code."""
    return REPETITION if code == REPETITION.code else MESSAGES.get(code, INCONNU)


def twice_rejected(*, par: Membership) -> PassageQuerySet:
    """Return the passages that were rejected after a second sending."""
    return rejections(par=par).filter(envois__gte=SECOND_KO)


def to_prove(*, par: Membership, passage: Passage | None = None) -> PassageQuerySet:
    """Return the passages that the CDC is to be written to about: all that were rejected twice, or one, mended since or not.

    Raises:
        Http404: He may not see them.
    """
    if passage is None:
        return twice_rejected(par=par)
    _must_see(par)
    rejected = DepotPassage.objects.rejected().filter(
        depot__action=Action.CREATION, depot__is_trial=par.certificateur.is_trial
    )
    rows: PassageQuerySet = Passage.objects.of(par.certificateur).filter(
        pk=passage.pk,
        status__in=(Passages.REJETE, Passages.A_RENVOYER),
        envois__gte=SECOND_KO,
        pk__in=rejected.filter(passage=passage).values("passage"),
    )
    return rows


def deposits_of(*, par: Membership, passage: Passage) -> DepotPassageQuerySet:
    """Return the deposits that a passage went into, the newest first, for whoever may see them.

    Raises:
        Http404: He sees none of them.
    """
    _must_see(par)
    return lignes_of_passage(passage=passage).reverse()


def lignes_of_passage(*, passage: Passage) -> DepotPassageQuerySet:
    """Return the deposits that a passage went into, the oldest first."""
    rows: DepotPassageQuerySet = passage.depots.select_related(
        "depot", "fichier", "accuse__depot_fichier"
    )
    return rows.order_by("pk")


def withdrawals_of(*, passage: Passage) -> DepotPassageQuerySet:
    """Return the withdrawals of a passage that are under way."""
    return lignes_of_passage(passage=passage).filter(depot__action=Action.SUPPRESSION).holding()


# ----------------------------------------------------------------------------------------- deadlines


def late_demandes(*, par: Membership, today: date) -> int:
    """Return how many letters of the CDC should have been answered."""
    return demandes_of(par=par).open().filter(due_on__lt=today).count()


def awaited(*, certificateur: Certificateur) -> PassageQuerySet:
    """Return the passages that the CDC is still to receive: those of a deposit that has not left too."""
    return awaited_among(Passage.objects.of(certificateur), certificateur=certificateur)


def unsent(*, certificateur: Certificateur) -> Q:
    """Return what keeps the passages of a deposit that has not left.

    Declared as `unsent_passages`. Whether there is such a deposit is asked apart: the database asks it once, and most of the time
    there is none to look for passage by passage.
    """
    depots = Depot.objects.of(certificateur).not_sent()
    lignes = DepotPassage.objects.filter(passage=OuterRef("pk"), depot__in=depots).holding()
    return Q(Exists(depots)) & Q(Exists(lignes))


def with_due(depots: DepotQuerySet) -> DepotQuerySet:
    """Add `due_on` to deposits: the nearest deadline of the passages of one that has not left, None for the others."""
    inside = DepotPassage.objects.filter(passage=OuterRef("pk"), depot=OuterRef(OuterRef("pk")))
    waiting = Passage.objects.filter(
        Exists(inside), certificateur=OuterRef("certificateur"), status=Passages.EN_DEPOT
    )
    first = Subquery(waiting.exclude(due_on=None).order_by("due_on").values("due_on")[:1])
    is_unsent = Q(action=Action.CREATION, status__in=NOT_SENT)
    found: DepotQuerySet = depots.annotate(due_on=Case(When(is_unsent, then=first)))
    return found


def not_sent(*, par: Membership) -> DepotQuerySet:
    """Return the deposits that have not left, each with `due_on`, the first deadline of its passages, the nearest first."""
    return with_due(depots_of(par=par).not_sent()).order_by("due_on", "pk")


def due_counts(*, par: Membership, today: date) -> list[tuple[date, int]]:
    """Return how many passages are to be deposited by each day, those that are late and the twenty nearest days.

    Raises:
        Http404: He may not see them.
    """
    _must_see(par)
    rows = awaited(certificateur=par.certificateur).filter(due_on__isnull=False)
    counted = rows.order_by("due_on").values_list("due_on").annotate(number=Count("pk"))
    late = sum(number for _, number in counted.filter(due_on__lt=today))
    near = list(counted.filter(due_on__gte=today)[:DAYS_SHOWN])
    first = (
        rows.filter(due_on__lt=today).order_by("due_on").values_list("due_on", flat=True).first()
    )
    return [(first, late), *near] if first else near

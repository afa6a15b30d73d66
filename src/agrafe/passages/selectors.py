"""Reads of the passages; the guarded accessor is the only door from a view to one."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Final, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Count, F, Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from accrochage.dictionnaire import RUBRIQUES
from agrafe.certificateurs.models import Certificateur
from agrafe.comptes.models import Membership
from agrafe.journal.models import JournalEntry
from agrafe.journal.services import MASK, owner_of
from agrafe.passages.enums import OPEN, Status
from agrafe.passages.models import Passage, PassageQuerySet, StateChange
from agrafe.passages.permissions import can_see_passages
from agrafe.passages.rubriques import RELATED, key_of
from agrafe.personnes.models import Personne
from agrafe.personnes.selectors import personnes_of
from agrafe.socle import declarations
from agrafe.socle.french import long_date
from agrafe.socle.history import Event
from agrafe.socle.paging import COUNT_LIMIT
from agrafe.socle.search import starts_with
from agrafe.socle.states import Tone

TONES: Final = {
    Status.INCOMPLET: Tone.ATTENTION,
    Status.PRET: Tone.PROGRESS,
    Status.EN_DEPOT: Tone.PROGRESS,
    Status.ACCEPTE: Tone.SUCCESS,
    Status.REJETE: Tone.ERROR,
    Status.A_RENVOYER: Tone.ATTENTION,
    Status.EXCLU: Tone.NEUTRAL,
    Status.RETIRE: Tone.NEUTRAL,
}
"""How each state is shown."""
SOON: Final = timedelta(days=14)
"""How long before its deadline a passage is said to be near it."""
HISTORY: Final = 50
"""Lines that a card tells."""
TALLY_LIMIT: Final = 1_000
"""Where the count of a state stops when there are too many passages to count all of them."""
PROMOTIONS: Final = 200
"""Promotions that the filter offers."""


class Tally(NamedTuple):
    """How many passages are in a state; `is_over` when there are more, which are not counted."""

    status: Status
    number: int
    is_over: bool = False


def passages_of(*, par: Membership) -> PassageQuerySet:
    """Return the passages that someone may see, with what a list shows of them.

    Raises:
        Http404: He sees none of them: a partenaire.
    """
    if not can_see_passages(par):
        raise Http404
    rows: PassageQuerySet = Passage.objects.of(par.certificateur)
    return rows.select_related(*RELATED)


def get_passage(*, par: Membership, public_id: UUID) -> Passage:
    """Return a passage of his certificateur; Http404 for any other."""
    passage: Passage = get_object_or_404(passages_of(par=par), public_id=public_id)
    return passage


def passages_of_personne(*, par: Membership, personne: Personne) -> PassageQuerySet:
    """Return the passages of a person, the latest delivered first."""
    return passages_of(par=par).filter(personne=personne).order_by("-date_debut_validite", "-pk")


def titulaires_of(
    *, par: Membership, passages: PassageQuerySet, most: int
) -> tuple[list[Personne], dict[int, UUID]]:
    """Return the titulaires of passages, some of them when there are more than `most`, and the passage of each with the nearest deadline.

    Returns:
        The persons, and the `public_id` of a passage by the primary key of its person.
    """
    named = passages.order_by().values("personne")
    personnes = list(personnes_of(par=par).filter(pk__in=named).order_by("name_key", "pk")[:most])
    the_nearest_last = F("due_on").desc(nulls_first=True)
    rows = passages.filter(personne__in=personnes).order_by(the_nearest_last, "-pk")
    return personnes, dict(rows.values_list("personne", "public_id"))


def settled_among(*, origins: Collection[UUID]) -> frozenset[UUID]:
    """Return, of the `public_id` of passages, those about which titulaires need not be reminded: sent, accepted, put aside or deleted since.

    Declared as `settled_origins`.
    """
    waiting = Passage.objects.filter(public_id__in=origins, status__in=OPEN)
    return frozenset(origins) - frozenset(waiting.values_list("public_id", flat=True))


def search_passages(*, par: Membership, rows: PassageQuerySet, text: str) -> PassageQuerySet:
    """Keep the passages whose identifiant technique, or whose titulaire's name, then first name, begins so.

    They are found first, each column in its own index: beside another filter, the database would otherwise read every row of it.
    """
    every = Passage.objects.of(par.certificateur)
    found = [
        every.filter(starts_with(text, field)).values("pk") for field in ("name_key", "id_key")
    ]
    return rows.filter(pk__in=found[0].union(found[1], all=True))


def tallies(*, par: Membership) -> list[Tally]:
    """Return how many passages are in each state that has some: exactly up to COUNT_LIMIT passages, up to TALLY_LIMIT beyond."""
    rows = Passage.objects.of(par.certificateur)
    if count_of(rows) <= COUNT_LIMIT:
        numbers = dict(rows.values_list("status").annotate(number=Count("pk")).order_by())
        found = [Tally(status, numbers.get(status, 0)) for status in Status]
    else:
        found = [bounded(rows.filter(status=status), status) for status in Status]
    return [one for one in found if one.number]


def bounded(rows: PassageQuerySet, status: Status) -> Tally:
    """Count passages up to TALLY_LIMIT."""
    number = count_of(rows, TALLY_LIMIT)
    return Tally(status, min(number, TALLY_LIMIT), number > TALLY_LIMIT)


def promotions_of(*, par: Membership) -> list[str]:
    """Return the promotions, by name: each is found in the index from the one before, however many passages it has."""
    table = Passage._meta.db_table  # noqa: SLF001 - public, whatever its name
    after = f"SELECT MIN(promotion) FROM {table} WHERE certificateur_id = %s AND promotion >"  # noqa: S608 - our own table
    statement = (
        f"WITH RECURSIVE known(name) AS ({after} '' UNION ALL SELECT ({after} known.name) FROM known "  # noqa: S608 - the same
        "WHERE known.name IS NOT NULL) SELECT name FROM known WHERE name IS NOT NULL LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [par.certificateur_id, par.certificateur_id, PROMOTIONS])
        return [name for (name,) in cursor.fetchall()]


def of_deadline(
    rows: PassageQuerySet, values: Sequence[str], *, certificateur: Certificateur, today: date
) -> PassageQuerySet:
    """Keep the passages that the CDC still awaits and whose deadline is past (`retard`), near (`bientot`), or a day (`2026-12-07`)."""
    periods = {
        "retard": Q(due_on__lt=today),
        "bientot": Q(due_on__gte=today, due_on__lte=today + SOON),
    }
    kept = Q(due_on__in=[day for value in values if (day := day_of(value))])
    for value in values:
        kept |= periods.get(value, Q(pk__in=()))
    return awaited(rows, certificateur=certificateur).filter(kept)


def day_of(text: str) -> date | None:
    """Return the day that an address names; None for nonsense."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def awaited(rows: PassageQuerySet, *, certificateur: Certificateur) -> PassageQuerySet:
    """Keep, of the passages of a certificateur, those that the CDC is still to receive: a deposit that is prepared has not left."""
    states = (*OPEN, Status.EN_DEPOT)  # named first: the index of the states is then read
    return rows.filter(Q(status__in=OPEN) | _unsent(certificateur), status__in=states)


def unsent_among(passages: Iterable[Passage]) -> frozenset[int]:
    """Return the primary keys, of passages of one certificateur, of those in a deposit that has not left; one statement for a page."""
    held = [one for one in passages if one.status == Status.EN_DEPOT]
    if not held:
        return frozenset()
    rows = Passage.objects.filter(pk__in=[one.pk for one in held])
    return frozenset(rows.filter(_unsent(held[0].certificateur)).values_list("pk", flat=True))


def _unsent(certificateur: Certificateur) -> Q:
    """Return what keeps the passages of a deposit that has not left, as the deposits declare it under `unsent_passages`."""
    held = Q(pk__in=())
    for condition in declarations.functions("unsent_passages"):
        held |= condition(certificateur=certificateur)
    return Q(status=Status.EN_DEPOT) & held


def count_of(rows: PassageQuerySet, limit: int = COUNT_LIMIT) -> int:
    """Return how many passages there are, up to one more than a limit."""
    return rows.order_by()[: limit + 1].count()


# ----------------------------------------------------------------------------------------- history

_BULK: Final = frozenset({*(f"passages.{status.value}" for status in Status), "passages.include"})
"""Actions of the journal that the changes of state tell better."""


def reason_of(*, passage: Passage) -> str:
    """Return why the CDC rejected a passage the last time, whatever was done to it since; empty when nobody said."""
    changes = StateChange.objects.filter(passage=passage).order_by("-pk")
    told = pairwise(changes.values_list("status", "reason"))
    return next(
        (
            reason
            for (status, reason), (before, _) in told
            if (before, status) == (Status.EN_DEPOT, Status.REJETE)
        ),
        "",
    )


def is_deletable(*, passage: Passage) -> bool:
    """Tell whether a passage may be deleted."""
    return Passage.objects.filter(pk=passage.pk).deletable().exists()


def history_of(*, passage: Passage) -> list[Event]:
    """Return what happened to a passage, the latest first: its changes of state, and what the journal says beside them."""
    changes = StateChange.objects.filter(passage=passage).select_related("user").order_by("-pk")
    entries = (
        JournalEntry.objects.filter(
            chain__owner=owner_of(passage.certificateur_id), target_id=passage.public_id
        )
        .exclude(action__in=_BULK)
        .select_related("user")
        .order_by("-number")
    )
    events = [_of_change(one) for one in changes[:HISTORY]]
    events += [_of_entry(one) for one in entries[:HISTORY]]
    return sorted(events, key=lambda event: event.when, reverse=True)[:HISTORY]


def _of_change(change: StateChange) -> Event:
    status = Status(change.status)
    who = change.user.name if change.user else ""
    what = "a porté le passage à l'état" if who else "Passage à l'état"
    return Event(change.at, who, f"{what} « {status.label} »", change.reason, TONES[status])


def _of_entry(entry: JournalEntry) -> Event:
    who = entry.user.name if entry.user else ""
    return Event(entry.at, who, entry.summary, " ; ".join(_told(entry.changes)))


def _told(changes: dict[str, list[object]]) -> Iterable[str]:
    for name, (before, after) in changes.items():
        label = label_of(name)
        if MASK in (before, after):
            yield f"{label} : modifié"
        else:
            yield f"{label} : {shown_value(name, before)} → {shown_value(name, after)}"


def label_of(field: str) -> str:
    """Return what a field of a passage is called: the header of its rubrique, or the name that the model gives it."""
    key = key_of(Passage, field)
    if key in RUBRIQUES:
        return RUBRIQUES[key].header
    known = {one.name: one for one in Passage._meta.fields}  # noqa: SLF001 - public, whatever its name
    name = str(known[field].verbose_name) if field in known else field
    return name[:1].upper() + name[1:]


def shown_value(name: str, value: object) -> str:
    """Write a value of the journal, which keeps texts: a day in French, yes or no, a code by its libellé."""
    if value in ("", None, "[]"):
        return "vide"
    if isinstance(value, bool):
        return "oui" if value else "non"
    key = key_of(Passage, name)
    codes = RUBRIQUES[key].codes if key in RUBRIQUES else ()
    libelles = {code.value: code.libelle for code in codes}
    text = libelles.get(str(value), str(value))
    try:
        return long_date(date.fromisoformat(text))
    except ValueError:
        return text

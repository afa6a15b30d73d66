"""What every service of the passages does under its lock: find the rows again, judge them, write what changed."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.utils import timezone

from agrafe.comptes.models import Membership
from agrafe.passages.checks import judge
from agrafe.passages.enums import Status, Voie
from agrafe.passages.models import Passage, PassageQuerySet, StateChange
from agrafe.passages.rubriques import RELATED
from agrafe.personnes.selectors import sealed_among
from agrafe.socle.bulk import rewrite

CHUNK: Final = 1_000
"""Passages written together: one statement each time, and few enough parameters for any database."""

Chosen = PassageQuerySet | Sequence[Passage]
T = TypeVar("T")


class State(NamedTuple):
    """What the check of a passage may change, before or after it."""

    status: str
    due_on: Any
    anomalies: list[Any]
    gravite: str


def locked(par: Membership, chosen: Chosen) -> PassageQuerySet:
    """Return the chosen passages of a certificateur, to be locked as they are read.

    A QuerySet may have joins, filters and an order of its own: it only says which rows.
    """
    rows: PassageQuerySet = Passage.objects.of(par.certificateur)
    keys = (
        [one.pk for one in chosen]
        if not isinstance(chosen, PassageQuerySet)
        else chosen.order_by().values("pk")
    )
    return rows.filter(pk__in=keys).select_for_update(no_key=True).order_by("pk")


def hold(rows: PassageQuerySet) -> None:
    """Lock passages in the order of their keys, as `locked` does, and bring none of them: what follows changes all of them at once.

    A statement that changes many rows takes them in an order of its own; two of them would end up waiting for each other.
    """
    if not connection.features.has_select_for_update:
        return
    wanted = rows.order_by("pk").select_for_update(no_key=True).values("pk")
    try:
        held, parameters = wanted.query.sql_with_params()
    except EmptyResultSet:
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM ({held}) AS held", parameters)  # noqa: S608 - Django's own statement


def by_chunk(things: Iterable[T]) -> Iterator[list[T]]:
    """Yield things a chunk at a time."""
    iterator = iter(things)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk


def whole(keys: Collection[int]) -> list[Passage]:
    """Return passages by their keys, with all that a check reads."""
    return list(Passage.objects.filter(pk__in=keys).select_related(*RELATED).order_by("pk"))


def state_of(passage: Passage) -> State:
    """Return what a check may change, as it is now."""
    return State(passage.status, passage.due_on, passage.anomalies, passage.gravite)


def judge_now(passages: Sequence[Passage]) -> None:
    """Judge passages as of today, with what the vault says; nothing is saved."""
    persons = {one.personne_id for one in passages if one.voie == Voie.NIR}
    sealed = sealed_among(personnes=[*persons]) if persons else frozenset[int]()
    judge(passages, today=timezone.localdate(), sealed=sealed)


def save_judged(
    passages: Sequence[Passage],
    before: Sequence[State],
    *,
    par: Membership | None,
    fields: Collection[str] = (),
    reason: str = "",
) -> list[Passage]:
    """Write what a check, or the change that led to it, made of passages.

    Args:
        passages: The rows, judged.
        before: Their states before it, in the same order.
        par: Who asked for it.
        fields: Other fields to write, on every row.
        reason: Why their state changes, if it does.

    Returns:
        Those whose state changed.
    """
    pairs = list(zip(passages, before, strict=True))
    touched = [one for one, then in pairs if fields or state_of(one) != then]
    for one in touched:
        one.updated_at = timezone.now()
    rewrite(touched, {*fields, *State._fields, "updated_at"})
    moved = [one for one, then in pairs if one.status != then.status]
    note_states(moved, par=par, reason=reason)
    return moved


def note_states(passages: Iterable[Passage], *, par: Membership | None, reason: str = "") -> None:
    """Note the state that each passage has come to."""
    note_state(((one.pk, one.status) for one in passages), par=par, reason=reason)


def note_state(
    states: Iterable[tuple[int, str]], *, par: Membership | None, reason: str = ""
) -> None:
    """Note the state that passages have come to, given by key."""
    now, user = timezone.now(), par.user if par else None
    StateChange.objects.bulk_create(
        (
            StateChange(passage_id=pk, at=now, user=user, status=Status(status), reason=reason)
            for pk, status in states
        ),
        batch_size=CHUNK,
    )

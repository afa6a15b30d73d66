"""States of passages by the hundred thousand: what deposits and accusés do, in statements whose number does not depend on theirs."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, Q, Value
from django.utils import timezone

from accrochage.typographie import count
from agrafe.comptes.models import Membership
from agrafe.passages.enums import EDITABLE, TRANSITIONS, Status
from agrafe.passages.models import Passage, PassageQuerySet, StateChange
from agrafe.passages.permissions import check_edit_passages
from agrafe.passages.services.common import WrongState
from agrafe.passages.services.states import check_passages
from agrafe.passages.writing import by_chunk, hold, judge_now, save_judged, state_of, whole
from agrafe.socle.insertion import insert_from


@transaction.atomic
def move_all(
    *,
    par: Membership,
    passages: PassageQuerySet,
    before: Collection[Status],
    to: Status,
    reason: str = "",
    is_answer: bool = False,
) -> int:
    """Bring passages from some states to another, all of them or none; the caller writes its own line in the journal.

    Those that may change again are checked again when their titulaire, or certification, has changed meanwhile.

    Args:
        par: Who does it.
        passages: Which ones; those of other certificateurs are left out. What says which ones must not change meanwhile.
        before: The states that they are in.
        to: The state that they come to.
        reason: Why, for their history.
        is_answer: The CDC answered what was sent: it counts as one more sending.

    Returns:
        How many there were.

    Raises:
        Denied: He may not.
        WrongState: One of them is in another state, or changed meanwhile.
        ValueError: A state does not lead to the other.
    """
    check_edit_passages(par)
    if any(to not in TRANSITIONS[state] for state in before):
        raise ValueError(f"no way from {before} to {to}")
    rows = _of(par, passages)
    hold(rows)
    changed = _changed_meanwhile(rows) if to in EDITABLE else []
    now = timezone.now()
    noted = insert_from(
        StateChange,
        rows,
        passage=F("pk"),
        at=Value(now),
        user=Value(par.user_id),
        status=Value(to.value),
        reason=Value(reason),
    )
    written: dict[str, Any] = {"status": to, "updated_at": now}
    if is_answer:
        written["envois"] = F("envois") + 1
    moved = rows.filter(status__in=before).update(**written)
    if moved != noted:
        wrong = count(abs(noted - moved), "passage a changé", "passages ont changé")
        raise WrongState(f"{wrong} d'état entre-temps. Recommencez : rien n'a été fait.")
    for chunk in by_chunk(changed):
        again: PassageQuerySet = Passage.objects.filter(pk__in=chunk)
        check_passages(par=par, passages=again, in_journal=False)
    return moved


@transaction.atomic
def put_back_all(*, par: Membership, passages: PassageQuerySet, reason: str) -> int:
    """Take passages out of a deposit that did not reach the CDC: they are ready, or to be sent again, as they were before.

    Raises:
        Denied: He may not.
        WrongState: One of them is in no deposit.
    """
    rows = _of(par, passages)
    hold(rows)
    never_sent, sent = rows.filter(envois=0), rows.filter(envois__gt=0)
    inside = {Status.EN_DEPOT}
    done = move_all(par=par, passages=never_sent, before=inside, to=Status.PRET, reason=reason)
    return done + move_all(
        par=par, passages=sent, before=inside, to=Status.A_RENVOYER, reason=reason
    )


def _changed_meanwhile(rows: PassageQuerySet) -> list[int]:
    """Return the passages whose titulaire, or certification, has changed since they last moved."""
    since = Q(personne__updated_at__gte=F("updated_at"))
    since |= Q(certification__updated_at__gte=F("updated_at"))
    return list(rows.filter(since).values_list("pk", flat=True))


def _of(par: Membership, passages: PassageQuerySet) -> PassageQuerySet:
    rows: PassageQuerySet = Passage.objects.of(par.certificateur)
    return rows.filter(pk__in=passages.order_by().values("pk"))


@transaction.atomic
def start_over(
    *, par: Membership, passages: PassageQuerySet, sent: Mapping[int, int], reason: str
) -> int:
    """Take passages back to where they were before a trial, which ends: nothing that it answered counts. No other way leads there.

    Those that are put aside stay so.

    Args:
        par: Who does it.
        passages: Which ones.
        sent: By primary key, how often the CDC has truly answered; the others were never sent.
        reason: Why, for their history.

    Returns:
        How many are to be deposited, or completed.

    Raises:
        Denied: He may not.
    """
    check_edit_passages(par)
    keys = list(
        _of(par, passages)
        .select_for_update(no_key=True)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    done = 0
    for chunk in by_chunk(keys):
        rows = whole(chunk)
        before = [state_of(one) for one in rows]
        for one in rows:
            one.envois = sent.get(one.pk, 0)
            if one.status != Status.EXCLU:
                one.status = Status.A_RENVOYER if one.envois else Status.INCOMPLET
                done += 1
        judge_now(rows)
        save_judged(rows, before, par=par, fields=["envois"], reason=reason)
    return done

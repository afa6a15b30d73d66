"""The states of passages: every way from one to another, under lock."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from accrochage.typographie import count
from agrafe.comptes.models import Membership
from agrafe.journal import services as journal
from agrafe.passages import writing
from agrafe.passages.enums import EDITABLE, TRANSITIONS, Gravite, Status, Voie
from agrafe.passages.models import Passage, PassageQuerySet
from agrafe.passages.permissions import check_edit_passages
from agrafe.passages.services.common import Done, WrongState, said
from agrafe.passages.writing import Chosen, by_chunk, judge_now, locked, state_of, whole
from agrafe.personnes.models import Personne, PersonneQuerySet


@transaction.atomic
def exclude_passages(*, par: Membership, passages: Chosen, reason: str) -> Done:
    """Put passages aside: they are not sent, and no longer awaited. Those that cannot be are left as they are.

    Raises:
        Denied: He may not.
        WrongState: No reason is given, or none of them can be.
    """
    check_edit_passages(par)
    if not reason.strip():
        raise WrongState("Dites pourquoi ces passages sont exclus : le motif reste sur leur fiche.")
    statuses = dict(locked(par, passages).values_list("pk", "status"))
    chosen = {
        pk: state for pk, state in statuses.items() if Status.EXCLU in TRANSITIONS[Status(state)]
    }
    done = _some(Done(len(chosen), len(statuses) - len(chosen)), "être exclu")
    _bring(par, chosen, Status.EXCLU, reason.strip())
    _record_move(par, passages, chosen, Status.EXCLU, reason.strip())
    return done


@transaction.atomic
def include_passages(*, par: Membership, passages: Chosen, in_journal: bool = True) -> Done:
    """Take excluded passages back: checked again, they are ready or incomplete, rejected or to be sent again.

    Raises:
        Denied: He may not.
        WrongState: None of them is excluded.
    """
    check_edit_passages(par)
    statuses = dict(locked(par, passages).values_list("pk", "status"))
    keys = [pk for pk, state in statuses.items() if state == Status.EXCLU]
    done = Done(len(keys), len(statuses) - len(keys))
    if in_journal:
        _some(done, "être réinclus")
    for chunk in by_chunk(keys):
        rows = whole(chunk)
        before = [state_of(one) for one in rows]
        for one in rows:
            one.status = Status.A_RENVOYER if one.envois else Status.INCOMPLET
            one.exclusion_reason = ""
        judge_now(rows)
        writing.save_judged(rows, before, par=par, fields=["exclusion_reason"])
    if in_journal:
        _record(par, "passages.include", passages, done.done, ("réinclus", "réinclus"))
    return done


@transaction.atomic
def resend_passages(*, par: Membership, passages: Chosen) -> Done:
    """Have rejected passages sent again as they are, when what was wrong was elsewhere. Those that still have errors are left.

    Raises:
        Denied: He may not.
        WrongState: None of them can be.
    """
    check_edit_passages(par)
    rows = list(locked(par, passages).values_list("pk", "status", "gravite"))
    chosen = {
        pk: status
        for pk, status, gravite in rows
        if status == Status.REJETE and gravite != Gravite.ERREUR
    }
    done = _some(Done(len(chosen), len(rows) - len(chosen)), "être renvoyé")
    _bring(par, chosen, Status.A_RENVOYER, "Renvoyé tel quel")
    _record_move(par, passages, chosen, Status.A_RENVOYER, "Renvoyé tel quel")
    return done


@transaction.atomic
def delete_passages(*, par: Membership, passages: Chosen) -> Done:
    """Delete passages that were never sent, nor put in a deposit. The others are left as they are.

    Raises:
        Denied: He may not.
        WrongState: All of them were sent, or put in a deposit.
    """
    check_edit_passages(par)
    total = len(locked(par, passages).values_list("pk", flat=True))
    keys = list(locked(par, passages).deletable().values_list("pk", flat=True))
    if total and not keys:
        raise WrongState(
            "Un passage qui a été envoyé, ou mis dans un dépôt, ne se supprime pas. Excluez-le plutôt."
        )
    done = _some(Done(len(keys), total - len(keys)), "être supprimé")
    _record(par, "passages.delete", passages, done.done, ("supprimé", "supprimés"))
    for chunk in by_chunk(keys):
        Passage.objects.filter(pk__in=chunk).delete()
    return done


@transaction.atomic
def check_passages(*, par: Membership, passages: Chosen, in_journal: bool = True) -> Done:
    """Check passages again; those that are sent, accepted or withdrawn are left as they are.

    Returns:
        How many were checked, and left.

    Raises:
        Denied: He may not.
    """
    check_edit_passages(par)
    statuses = dict(locked(par, passages).values_list("pk", "status"))
    keys = [pk for pk, state in statuses.items() if state in EDITABLE]
    for chunk in by_chunk(keys):
        rows = whole(chunk)
        before = [state_of(one) for one in rows]
        judge_now(rows)
        writing.save_judged(rows, before, par=par, reason="Nouvelle vérification")
    done = Done(len(keys), len(statuses) - len(keys))
    if in_journal:
        _record(par, "passages.check", passages, done.done, ("vérifié", "vérifiés"))
    return done


@transaction.atomic
def recheck(*, par: Membership | None, personnes: Iterable[Personne]) -> None:
    """Check again the passages of persons whose civil identity changed; those that were rejected are then to be sent again.

    Declared as `after_personne_change`: `personnes` calls it in its own transaction, and has checked who asks.
    """
    persons = [one.pk for one in personnes]
    every: PassageQuerySet = Passage.objects.filter(personne_id__in=persons)
    writing.hold(every)
    named = Personne.objects.filter(pk=OuterRef("personne"))
    every.update(name_key=Subquery(named.values("name_key")[:1]))
    _check_again(every, par, "Titulaire modifié")


@transaction.atomic
def recheck_nir(*, par: Membership | None, personnes: Iterable[Personne]) -> None:
    """Check again the passages identified by the NIR of persons, which came into the vault or left it.

    Declared as `after_nir_change`, on the same terms as `recheck`.
    """
    persons = [one.pk for one in personnes]
    named = Passage.objects.filter(personne_id__in=persons, voie=Voie.NIR)
    _check_again(named, par, "NIR du titulaire modifié")


def _check_again(passages: PassageQuerySet, par: Membership | None, reason: str) -> None:
    theirs = passages.filter(status__in=EDITABLE).select_for_update(no_key=True).order_by("pk")
    for chunk in by_chunk(theirs.values_list("pk", flat=True)):
        rows = whole(chunk)
        before = [state_of(one) for one in rows]
        for one in rows:
            if one.status == Status.REJETE:
                one.status = Status.A_RENVOYER
        judge_now(rows)
        writing.save_judged(rows, before, par=par, reason=reason)


def nir_needed(personnes: PersonneQuerySet) -> PersonneQuerySet:
    """Return, of these persons, those whose NIR still serves: a passage identified by it is not settled at the CDC.

    Declared as `nir_needed`: the others' NIR is purged.
    """
    settled = (Status.ACCEPTE, Status.RETIRE)
    waiting = Passage.objects.filter(voie=Voie.NIR).exclude(status__in=settled)
    return personnes.filter(pk__in=waiting.values("personne"))


def _bring(par: Membership, statuses: Mapping[int, str], to: Status, reason: str) -> None:
    for chunk in by_chunk(statuses):
        written: dict[str, Any] = {"status": to, "updated_at": timezone.now()}
        if to == Status.EXCLU:
            written["exclusion_reason"] = reason
        Passage.objects.filter(pk__in=chunk).update(**written)
        writing.note_state(((pk, to) for pk in chunk), par=par, reason=reason)


def _some(done: Done, what: str) -> Done:
    if not done.done:
        subject = "Ce passage ne peut" if done.left == 1 else "Aucun de ces passages ne peut"
        raise WrongState(
            f"{subject} pas {what} dans son état actuel."
            if done.left
            else "Aucun passage n'est choisi."
        )
    return done


def _record(
    par: Membership, action: str, passages: Chosen, number: int, words: tuple[str, str]
) -> None:
    target = passages[0] if isinstance(passages, Sequence) and len(passages) == 1 else None
    if number:
        journal.record(par=par, action=action, target=target, summary=said(number, *words))


def _record_move(
    par: Membership, passages: Chosen, statuses: Mapping[int, str], to: Status, reason: str
) -> None:
    if not statuses:
        return
    target = passages[0] if isinstance(passages, Sequence) and len(passages) == 1 else None
    before = {Status(state) for state in statuses.values()}
    changes: dict[str, tuple[Any, Any]] = {
        "status": (", ".join(state.label for state in Status if state in before), to.label)
    }
    if reason:
        changes["exclusion_reason" if to == Status.EXCLU else "reason"] = ("", reason)
    journal.record(
        par=par,
        action=f"passages.{to.value}",
        target=target,
        summary=f"{count(len(statuses), 'passage', 'passages')} à l'état « {to.label} »",
        changes=changes,
    )

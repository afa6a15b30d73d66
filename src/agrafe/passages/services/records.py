"""Creating passages, changing them, filling what their certification gives."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accrochage.referentiels.cles import fold
from agrafe.certifications.models import Certification
from agrafe.certifications.selectors import defaults_of, end_of_validity
from agrafe.comptes.models import Membership
from agrafe.journal import services as journal
from agrafe.passages import writing
from agrafe.passages.checks import Checker
from agrafe.passages.enums import EDITABLE, Status, Voie
from agrafe.passages.models import Passage
from agrafe.passages.permissions import check_edit_passages
from agrafe.passages.rubriques import PASSAGE_KEYS, PLACES, from_modele, to_values
from agrafe.passages.services.common import SameIdentifier, WrongState, refuse_states, said
from agrafe.passages.writing import by_chunk, judge_now, locked, state_of, whole
from agrafe.personnes.models import Personne


@transaction.atomic
def create_passage(
    *,
    par: Membership,
    personne: Personne,
    certification: Certification,
    fields: Mapping[str, Any],
) -> Passage:
    """Create a passage; it is checked at once.

    Args:
        par: Who creates it.
        personne: The titulaire.
        certification: What he obtained.
        fields: The other fields, by name; without an `id_technique` the next free one is given.

    Raises:
        Denied: He may not.
        SameIdentifier: Another passage has this identifiant technique.
    """
    passage = Passage(
        certificateur=par.certificateur, personne=personne, certification=certification, **fields
    )
    passage.id_technique = passage.id_technique or next_identifier(
        par=par, certification=certification
    )
    create_passages(par=par, passages=[passage], in_journal=False)
    journal.record(par=par, action="passages.create", target=passage, summary="Passage créé")
    return passage


@transaction.atomic
def create_passages(
    *,
    par: Membership,
    passages: Sequence[Passage],
    in_journal: bool = True,
    reason: str = "",
    are_judged: bool = False,
) -> list[Passage]:
    """Create passages, with few statements whatever their number; each is checked, and gets its state and its deadline.

    Args:
        par: Who creates them.
        passages: Rows that are not saved yet, with their personne, certification and certificateur.
        in_journal: Write a line for all of them; a caller that writes its own says no.
        reason: Where they come from, « Import du 3 juillet », for their history.
        are_judged: The caller did it already, outside the lock; only those that the vault has a say in are judged again.

    Raises:
        Denied: He may not.
        SameIdentifier: Two of them, or one of them and another passage, have the same identifiant technique.
    """
    check_edit_passages(par)
    _refuse_same_identifiers(par, passages)
    judge_now([one for one in passages if not are_judged or one.voie == Voie.NIR])
    created: list[Passage] = []
    with _identifiers_once():
        for chunk in by_chunk(passages):
            created += Passage.objects.bulk_create(chunk)
    writing.note_states(created, par=par, reason=reason)
    if in_journal and created:
        journal.record(
            par=par, action="passages.create", summary=said(len(created), "créé", "créés")
        )
    return created


@transaction.atomic
def update_passage(*, par: Membership, passage: Passage, fields: Mapping[str, Any]) -> Passage:
    """Change fields of a passage, and check it again; one that was rejected is then to be sent again.

    Raises:
        Denied: He may not.
        WrongState: It is in a deposit, accepted or withdrawn; or its identifiant technique is known to the CDC.
        SameIdentifier: Another passage has this identifiant technique.
    """
    check_edit_passages(par)
    if locked(par, [passage]).first() is None:
        raise WrongState("Ce passage a été supprimé entre-temps.")
    (row,) = whole([passage.pk])
    changes = {
        name: (getattr(row, name), value)
        for name, value in fields.items()
        if getattr(row, name) != value
    }
    if not changes:
        return row
    for name, (_, value) in changes.items():
        setattr(row, name, value)
    update_passages(par=par, passages=[row], fields=[*changes], in_journal=False)
    journal.record(
        par=par, action="passages.update", target=row, summary="Passage modifié", changes=changes
    )
    return row


@transaction.atomic
def update_passages(
    *,
    par: Membership,
    passages: Sequence[Passage],
    fields: Collection[str],
    in_journal: bool = True,
    reason: str = "",
) -> list[Passage]:
    """Write passages that the caller changed in memory, and check them again.

    Args:
        par: Who changes them.
        passages: The rows, with their personne, certification and certificateur, and their new values.
        fields: The fields to write.
        in_journal: Write a line for all of them; a caller that writes its own says no.
        reason: Why, for their history.

    Raises:
        Denied: He may not.
        WrongState: One of them is in a deposit, accepted or withdrawn; or an identifiant technique is known to the CDC.
        SameIdentifier: Two passages would have the same identifiant technique.
    """
    check_edit_passages(par)
    statuses = dict(locked(par, passages).values_list("pk", "status"))
    refuse_states(statuses.values(), EDITABLE, "être modifié")
    if "id_technique" in fields:
        if any(one.envois for one in passages):
            raise WrongState(
                "La Caisse des Dépôts connaît déjà ce passage sous son identifiant technique : il ne peut plus changer."
            )
        _refuse_same_identifiers(par, passages)
        for one in passages:
            one.id_key = fold(one.id_technique)
    before = []
    for one in passages:
        one.status = statuses[one.pk]
        before.append(state_of(one))
        if one.status == Status.REJETE:
            one.status = Status.A_RENVOYER
    judge_now(passages)
    written = {*fields, "id_key"} if "id_technique" in fields else fields
    with _identifiers_once():
        writing.save_judged(passages, before, par=par, fields=written, reason=reason)
    if in_journal and passages:
        summary = said(len(passages), "modifié", "modifiés")
        journal.record(par=par, action="passages.update", summary=summary)
    return list(passages)


@transaction.atomic
def correct_passage(*, par: Membership, passage: Passage, key: str, code: str) -> Passage:
    """Make the correction that the core proposes for a fault of a passage, and what goes with it.

    Args:
        par: Who asks for it.
        passage: The passage, with those of `rubriques.RELATED`.
        key: Key of the rubrique of the fault.
        code: Code of the fault.

    Raises:
        Denied: He may not.
        WrongState: There is no such fault any more, or the passage does not change any more.
    """
    check_edit_passages(par)
    wanted = (
        one
        for one in passage.anomalies
        if (one["key"], one["code"]) == (key, code) and one["correction"] is not None
    )
    fault = next(wanted, None)
    if fault is None or key not in PASSAGE_KEYS:
        raise WrongState("Cette anomalie n'est plus là : la page montre ce qu'il reste à faire.")
    changed = {key: fault["correction"], **dict(fault["avec"])}
    fiche = Checker(par.certificateur.version_format, timezone.localdate())
    read, _ = fiche.check({**to_values(passage), **changed}, Voie(passage.voie), has_nir=True)
    row = from_modele(read.passage).passage
    fields = [PLACES[each].field for each in changed if each in PASSAGE_KEYS]
    return update_passage(
        par=par, passage=passage, fields={name: row[name] for name in fields if name in row}
    )


def next_identifier(*, par: Membership, certification: Certification) -> str:
    """Return an identifiant technique that no passage has: « 2026-RNCP35726-0001 »."""
    return next(free_identifiers(par=par, certification=certification))


def free_identifiers(
    *, par: Membership, certification: Certification, given: Collection[str] = ()
) -> Iterator[str]:
    """Yield identifiants techniques that no passage has, one after the other.

    Args:
        par: Who creates the passages.
        certification: What they are about.
        given: Those that are given already, and not saved yet.
    """
    start = f"{timezone.localdate().year}-{certification.code}-"
    rows = Passage.objects.of(par.certificateur)
    taken = set(
        rows.filter(id_technique__gte=start, id_technique__lt=f"{start}a").values_list(
            "id_technique", flat=True
        )
    )
    numbered = (f"{start}{number:04d}" for number in count(len(taken) + 1))
    yield from (one for one in numbered if one not in taken and one not in given)


def fill_defaults(passage: Passage) -> None:
    """Fill what a passage does not say with what its certification gives, the end of its validity too; nothing is saved."""
    certification, delivered = passage.certification, passage.date_debut_validite
    given = {PLACES[key].field: value for key, value in defaults_of(certification).items()}
    if delivered:
        given["date_fin_validite"] = end_of_validity(certification, start=delivered)
    for name, value in given.items():
        if getattr(passage, name) in ("", None):
            setattr(passage, name, value)


@contextmanager
def _identifiers_once() -> Iterator[None]:
    """Refuse an identifiant technique that somebody else gives at the same moment: the database alone sees it."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise SameIdentifier(
            "Quelqu'un vient de donner un de ces identifiants techniques à un autre passage. Recommencez."
        ) from None


def _refuse_same_identifiers(par: Membership, passages: Sequence[Passage]) -> None:
    given = [one.id_technique for one in passages]
    if len(set(given)) < len(given):
        raise SameIdentifier(
            "Deux de ces passages ont le même identifiant technique. Donnez-en un à chacun."
        )
    others = Passage.objects.of(par.certificateur).exclude(
        pk__in=[one.pk for one in passages if one.pk]
    )
    for chunk in by_chunk(given):
        taken = others.filter(id_technique__in=chunk).values_list("id_technique", flat=True).first()
        if taken is not None:
            raise SameIdentifier(
                f"L'identifiant technique « {taken} » est déjà celui d'un autre passage. Donnez-en un autre."
            )

"""Many persons at once, for the imports: no query for each row, one line of the journal for each call."""

from collections.abc import Sequence
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from accrochage.typographie import count
from agrafe.certificateurs.models import Certificateur
from agrafe.comptes.models import Membership
from agrafe.journal.services import record
from agrafe.personnes.controle import FIELDS, Values, judge
from agrafe.personnes.extensions import announce_change
from agrafe.personnes.models import Personne
from agrafe.personnes.permissions import check_edit_personnes
from agrafe.personnes.rapprochement import forget_distinctions, mark_doublons
from agrafe.personnes.selectors import followers
from agrafe.personnes.services.fiches import (
    JUDGED,
    PersonneError,
    set_values,
    touches_identity,
)
from agrafe.socle.bulk import rewrite
from agrafe.travaux import services as travaux

BATCH: Final = 500
"""Rows written by one query."""
RECHECK: Final = "personnes.recheck"
_ONE, _MANY = "titulaire", "titulaires"


def create_personnes(*, par: Membership, rows: Sequence[Values]) -> list[Personne]:
    """Create persons, in the order of the rows; what the core finds wrong is noted on each.

    Args:
        par: Who imports them.
        rows: Values by field of a person.

    Raises:
        Denied: He may not.
    """
    return save_personnes(par=par, personnes=draft_personnes(par=par, rows=rows))


def draft_personnes(*, par: Membership, rows: Sequence[Values]) -> list[Personne]:
    """Return persons who are not saved yet, in the order of the rows, with what the core finds wrong: long, and outside any lock.

    Args:
        par: Who imports them.
        rows: Values by field of a person.
    """
    personnes = [Personne(certificateur=par.certificateur) for _ in rows]
    for personne, values in zip(personnes, rows, strict=True):
        set_values(personne, values)
    judge(personnes, today=timezone.localdate())
    return personnes


@transaction.atomic
def save_personnes(*, par: Membership, personnes: Sequence[Personne]) -> list[Personne]:
    """Create the persons that `draft_personnes` gave.

    Raises:
        Denied: He may not.
    """
    check_edit_personnes(par)
    Personne.objects.bulk_create(personnes, batch_size=BATCH)
    mark_doublons(par.certificateur, {each.name_key for each in personnes})
    _record(par, "personnes.create_many", len(personnes), "créé", "créés")
    return list(personnes)


@transaction.atomic
def update_personnes(
    *, par: Membership, changes: Sequence[tuple[Personne, Values]], announce: bool = True
) -> list[Personne]:
    """Change persons, each with its own values; those that nothing changes for are left alone.

    Args:
        par: Who imports them.
        changes: Persons of the certificateur, and values by field.
        announce: Tell the applications above; False when the caller checks its own rows again anyway.

    Returns:
        The persons that changed.

    Raises:
        Denied: He may not.
        PersonneError: One of them was merged into another, or deleted.
    """
    check_edit_personnes(par)
    locked = _lock(par.certificateur, [personne for personne, _ in changes])
    keys = {each.name_key for each in locked.values()}
    changed, told = [], []
    for personne, values in changes:
        row = locked.get(personne.pk)
        if row is None:
            raise PersonneError(
                "Une des fiches à modifier a été fusionnée ou supprimée entre-temps. Recommencez."
            )
        if differing := set_values(row, values):
            changed.append(row)
            told += [row] if touches_identity(differing) else []
    forget_distinctions(told)
    _write(par.certificateur, changed, keys)
    if changed:
        _record(par, "personnes.update_many", len(changed), "modifié", "modifiés")
        if announce and told:
            announce_change(par=par, personnes=told)
    return changed


@transaction.atomic
def delete_personnes(*, par: Membership, personnes: Sequence[Personne]) -> int:
    """Delete the persons that nothing refers to, among these, and return how many: what the undo of an import calls.

    Raises:
        Denied: He may not.
    """
    check_edit_personnes(par)
    locked = _lock(par.certificateur, personnes)
    free = sorted(locked)
    deleted = 0
    for first in range(0, len(free), BATCH):
        deleted += _delete_free(free[first : first + BATCH])
    mark_doublons(par.certificateur, {each.name_key for each in locked.values()})
    if deleted:
        _record(par, "personnes.delete_many", deleted, "supprimé", "supprimés")
    return deleted


@transaction.atomic
def start_recheck(*, par: Membership) -> None:
    """Have every person checked again in the background; declared as `after_format_change`.

    Raises:
        Denied: He may not.
    """
    check_edit_personnes(par)
    total = Personne.objects.of(par.certificateur).current().count()
    if total:
        travaux.start(
            par_user=par.user,
            certificateur=par.certificateur,
            kind=RECHECK,
            arguments={"certificateur": par.certificateur_id},
            title="Vérification des titulaires",
            total=total,
            counted="titulaire,titulaires",
        )


def keys_to_recheck(*, certificateur: Certificateur, after: int) -> list[int]:
    """Return the primary keys of the next persons to check again, some hundreds, after one of them; none at the end."""
    rows = Personne.objects.of(certificateur).current().filter(pk__gt=after)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])


@transaction.atomic
def recheck_personnes(*, certificateur: Certificateur, keys: Sequence[int]) -> None:
    """Check again some persons of a certificateur, by their primary keys, after a change of version of the format."""
    rows = Personne.objects.of(certificateur).current().select_related("certificateur")
    found = list(
        rows.filter(pk__in=keys).order_by("pk").select_for_update(of=("self",), no_key=True)
    )
    judge(found, today=timezone.localdate())
    rewrite(found, ("anomalies", "etat"))


def _delete_free(pks: Sequence[int]) -> int:
    rows = Personne.objects.filter(pk__in=pks, merged=None)
    for relation in followers():
        named = relation.related_model._base_manager.filter(  # noqa: SLF001 - every row, whatever its manager hides
            **{f"{relation.field.name}__in": pks}
        )
        rows = rows.exclude(pk__in=named.values(relation.field.name))
    found = list(rows.values_list("pk", flat=True))
    Personne.objects.filter(pk__in=found).delete()
    return len(found)


def _lock(certificateur: Certificateur, personnes: Sequence[Personne]) -> dict[int, Personne]:
    found: dict[int, Personne] = {}
    pks = sorted({each.pk for each in personnes})
    rows = Personne.objects.of(certificateur).current().select_related("certificateur")
    for first in range(0, len(pks), BATCH):
        part = rows.filter(pk__in=pks[first : first + BATCH]).order_by("pk")
        found |= {each.pk: each for each in part.select_for_update(of=("self",), no_key=True)}
    return found


def _write(certificateur: Certificateur, personnes: Sequence[Personne], keys: set[str]) -> None:
    now = timezone.now()
    judge(personnes, today=timezone.localdate())
    for personne in personnes:
        personne.updated_at = now
    rewrite(personnes, (*FIELDS, *JUDGED))
    mark_doublons(certificateur, {*keys, *(each.name_key for each in personnes)})


def _record(par: Membership, action: str, number: int, one: str, many: str) -> None:
    summary = count(number, f"{_ONE} {one}", f"{_MANY} {many}")
    extra: dict[str, Any] = {"action": action, "summary": summary}
    record(par=par, **extra)

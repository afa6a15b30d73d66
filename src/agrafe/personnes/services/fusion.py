"""Two rows that look alike: made one, or told apart.

Of a merge nothing is lost: the row that goes stays readable and says where it went.
"""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from agrafe.comptes.models import Membership
from agrafe.journal.services import record
from agrafe.personnes.controle import Values, judge
from agrafe.personnes.extensions import announce_change
from agrafe.personnes.models import NirScelle, Personne
from agrafe.personnes.permissions import check_edit_personnes
from agrafe.personnes.rapprochement import forget_distinctions, mark_doublons
from agrafe.personnes.selectors import followers
from agrafe.personnes.services.fiches import (
    JUDGED,
    PersonneError,
    lock_personne,
    set_values,
    touches_identity,
)
from agrafe.personnes.services.nir import move_nir


@transaction.atomic
def merge_personnes(
    *, par: Membership, personne: Personne, merged: Personne, values: Values
) -> Personne:
    """Merge a person into another: passages and all that refers to it follow.

    Args:
        par: Who says that they are one.
        personne: The one that stays.
        merged: The one that goes; its row is kept as it was, with `merged_into`.
        values: By field, what the one that stays is to say; the fields that are absent stay as they are.

    Raises:
        Denied: He may not.
        PersonneError: They are one and the same row, one of them was already merged, or they have something that there can only be
            one of.
    """
    check_edit_personnes(par)
    stays, goes = _lock_both(par, personne, merged)
    keys = {stays.name_key, goes.name_key}
    changes = set_values(stays, values)
    judge([stays], today=timezone.localdate())
    stays.save(update_fields=(*changes, *JUDGED))
    _move(goes, stays)
    forget_distinctions([goes, stays] if touches_identity(changes) else [goes])
    mark_doublons(par.certificateur, {*keys, stays.name_key})
    stays.refresh_from_db(fields=["has_doublon"])
    told: dict[str, tuple[Any, Any]] = {**changes, "fusionnee": ("", str(goes.public_id))}
    record(
        par=par,
        action="personnes.merge",
        target=stays,
        summary="Une autre fiche a été fusionnée dans celle-ci",
        changes=told,
    )
    announce_change(par=par, personnes=[stays])
    return stays


@transaction.atomic
def tell_apart(*, par: Membership, personne: Personne, other: Personne) -> None:
    """Note that two persons who look alike are two: nobody is told of it any more, until the civil identity of either changes.

    Raises:
        Denied: He may not.
        PersonneError: They are one and the same row, one of them was merged into another, or they have the same NIR.
    """
    check_edit_personnes(par)
    one, another = _lock_both(par, personne, other)
    if NirScelle.objects.filter(personne=one, fingerprint__in=_fingerprint(another)).exists():
        raise PersonneError(
            "Ces deux fiches ont le même NIR au coffre. Fusionnez-les, ou corrigez le NIR de l'une d'elles."
        )
    one.distinct_from.add(another)
    mark_doublons(par.certificateur, {one.name_key, another.name_key})
    for each, its_other in ((one, another), (another, one)):
        record(
            par=par,
            action="personnes.tell_apart",
            target=each,
            summary="Une fiche qui ressemble à celle-ci est celle d'une autre personne",
            changes={"distincte": ("", str(its_other.public_id))},
        )


def _lock_both(par: Membership, one: Personne, other: Personne) -> tuple[Personne, Personne]:
    """Lock two persons, always in one order."""
    if one.pk == other.pk:
        raise PersonneError("Choisissez deux fiches différentes.")
    in_order = sorted((one, other), key=lambda each: each.pk)
    locked = {each.pk: lock_personne(par, each) for each in in_order}
    return locked[one.pk], locked[other.pk]


def _fingerprint(personne: Personne) -> QuerySet[Any, Any]:
    return NirScelle.objects.filter(personne=personne).values("fingerprint")


def _move(goes: Personne, stays: Personne) -> None:
    """Have all that refers to a person refer to another."""
    try:
        with transaction.atomic():
            for relation in followers():
                rows = relation.related_model._base_manager.filter(**{relation.field.name: goes})  # noqa: SLF001 - every row, whatever its manager hides
                rows.update(**{relation.field.name: stays})
    except IntegrityError:
        raise PersonneError(
            "Ces deux fiches ont chacune quelque chose dont il ne peut y avoir qu'un. "
            "Supprimez-le de l'une d'elles, puis recommencez."
        ) from None
    Personne.objects.filter(merged_into=goes).update(merged_into=stays)
    move_nir(goes, stays)
    NirScelle.objects.filter(personne=goes).delete()
    goes.merged_into, goes.has_doublon = stays, False
    goes.save(update_fields=("merged_into", "has_doublon", "updated_at"))

"""Two rows for one person, made one: nothing is lost, the row that goes stays readable and says where it went."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from agrafe.comptes.models import Membership
from agrafe.journal.services import record
from agrafe.personnes.controle import Values, judge
from agrafe.personnes.extensions import announce_change
from agrafe.personnes.models import NirScelle, Personne
from agrafe.personnes.permissions import check_edit_personnes
from agrafe.personnes.rapprochement import mark_doublons
from agrafe.personnes.selectors import followers
from agrafe.personnes.services.fiches import JUDGED, PersonneError, lock_personne, set_values
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
    if personne.pk == merged.pk:
        raise PersonneError("Choisissez deux fiches différentes.")
    first, second = sorted((personne, merged), key=lambda each: each.pk)  # always in one order
    locked = {each.pk: lock_personne(par, each) for each in (first, second)}
    stays, goes = locked[personne.pk], locked[merged.pk]
    keys = {stays.name_key, goes.name_key}
    changes = set_values(stays, values)
    judge([stays], today=timezone.localdate())
    stays.save(update_fields=(*changes, *JUDGED))
    _move(goes, stays)
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

"""One person: created, changed, corrected, deleted."""

from typing import Any, Final

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from accrochage.dictionnaire import RUBRIQUES
from accrochage.operations.saisie import apply_correction as corrected
from agrafe.comptes.models import Membership
from agrafe.journal.services import record
from agrafe.personnes.controle import (
    FIELDS,
    KEY_OF,
    Checker,
    Values,
    from_rubriques,
    judge,
    kept,
    model_field,
    to_rubriques,
    values_of,
)
from agrafe.personnes.extensions import announce_change
from agrafe.personnes.models import Personne
from agrafe.personnes.permissions import check_edit_personnes
from agrafe.personnes.rapprochement import forget_distinctions, mark_doublons
from agrafe.socle.refusals import Refusal

JUDGED: Final = ("name_key", "first_name_key", "anomalies", "etat", "updated_at")
"""Fields that each check sets."""
_LISTED: Final = 6
"""Names of fields that a line of the journal says, at most."""


class PersonneError(Refusal):
    """What was asked of a person cannot be done."""


@transaction.atomic
def create_personne(*, par: Membership, values: Values) -> Personne:
    """Create a person; what the core finds wrong is noted, and keeps nothing from being kept.

    Args:
        par: Who creates it.
        values: By field of a person; those that are absent are empty.

    Raises:
        Denied: He may not.
        PersonneError: Neither a name nor a first name is given.
    """
    check_edit_personnes(par)
    personne = Personne(certificateur=par.certificateur, **_kept(values))
    _check_named(personne)
    judge([personne], today=timezone.localdate())
    personne.save()
    mark_doublons(par.certificateur, {personne.name_key})
    record(par=par, action="personnes.create", target=personne, summary="Fiche créée")
    announce_change(par=par, personnes=[personne])
    return personne


@transaction.atomic
def update_personne(*, par: Membership, personne: Personne, values: Values) -> Personne:
    """Change some fields of a person; the others stay. Nothing is written when nothing changes.

    Raises:
        Denied: He may not.
        PersonneError: The person was merged into another, or neither a name nor a first name is left.
    """
    check_edit_personnes(par)
    locked = lock_personne(par, personne)
    if changes := set_values(locked, values):
        _check_named(locked)
        _save(par, locked, changes, "personnes.update", f"Fiche modifiée : {said(changes)}")
    return locked


@transaction.atomic
def apply_correction(*, par: Membership, personne: Personne, key: str, code: str) -> Personne:
    """Make the correction that the core proposes today for a rubrique of a person, and what goes with it.

    Args:
        par: Who accepts it.
        personne: The person.
        key: The rubrique of the fault, `"nomNaissance"`.
        code: Its code, `"NOM-10"`.

    Raises:
        Denied: He may not.
        PersonneError: The core no longer proposes it.
    """
    check_edit_personnes(par)
    locked = lock_personne(par, personne)
    values = correct(par, values_of(locked), key, code)
    changes = set_values(locked, values)
    _save(par, locked, changes, "personnes.correct", f"Correction appliquée ({code})")
    return locked


def correct(par: Membership, values: Values, key: str, code: str) -> dict[str, Any]:
    """Return values, by field, with a correction that the core proposes for them; nothing is saved.

    Raises:
        PersonneError: The core proposes no such correction.
    """
    checker = Checker(par.certificateur.version_format, timezone.localdate())
    for anomalie in checker.check(values):
        if (anomalie.ou.rubrique, anomalie.code) == (key, code) and anomalie.correction is not None:
            before = to_rubriques(values)
            after = corrected(before, anomalie)
            changed = {each: after[each] for each in after if after[each] != before.get(each)}
            return {**values, **from_rubriques(changed)}
    raise PersonneError(
        "Cette correction n'est plus proposée : la fiche a changé entre-temps. Relisez-la."
    )


@transaction.atomic
def delete_personne(*, par: Membership, personne: Personne) -> None:
    """Delete a person that nothing refers to, and its NIR with it.

    Raises:
        Denied: He may not.
        PersonneError: Something refers to it.
    """
    check_edit_personnes(par)
    locked = lock_personne(par, personne)
    record(par=par, action="personnes.delete", target=locked, summary="Fiche supprimée")
    try:
        locked.delete()
    except ProtectedError:
        raise PersonneError(
            "Cette fiche a des passages, ou une autre y a été fusionnée : elle ne peut pas être supprimée."
        ) from None
    mark_doublons(par.certificateur, {locked.name_key})


def lock_personne(par: Membership, personne: Personne) -> Personne:
    """Return the row of a person as it is now, locked until the end of the transaction.

    Raises:
        PersonneError: It was merged into another, or deleted.
    """
    rows = Personne.objects.of(par.certificateur).select_related("certificateur")
    locked: Personne | None = (
        rows.select_for_update(of=("self",), no_key=True).filter(pk=personne.pk).first()
    )
    if locked is None:
        raise PersonneError("Cette fiche a été supprimée entre-temps.")
    if locked.merged_into_id:
        raise PersonneError(
            "Cette fiche a été fusionnée avec une autre : c'est celle-là qu'il faut modifier."
        )
    return locked


def set_values(personne: Personne, values: Values) -> dict[str, tuple[Any, Any]]:
    """Set fields of a person, and return those that change, before and after; nothing is saved."""
    changes = {}
    for name, value in _kept(values).items():
        before = getattr(personne, name)
        if before != value:
            changes[name] = (before, value)
            setattr(personne, name, value)
    return changes


def touches_identity(changes: Values) -> bool:
    """Tell whether what changes is of the civil identity, which the CDC is sent, or only of the contact."""
    return not KEY_OF.keys().isdisjoint(changes)


def said(changes: Values) -> str:
    """Name fields, in lower case and few: « nom de naissance, sexe »."""
    names = [label_of(name) for name in changes]
    more = len(names) - _LISTED
    return ", ".join(names[:_LISTED]) + (f" et {more} de plus" if more > 0 else "")


def label_of(field: str) -> str:
    """Return what a field is called, in lower case: as in the dictionary when it has it."""
    key = KEY_OF.get(field)
    if key:
        header = RUBRIQUES[key].header
        return header[0].lower() + header[1:]
    return str(model_field(field).verbose_name)


def _save(
    par: Membership,
    personne: Personne,
    changes: dict[str, tuple[Any, Any]],
    action: str,
    summary: str,
) -> None:
    old_key = personne.name_key
    judge([personne], today=timezone.localdate())
    personne.save(update_fields=(*changes, *JUDGED))
    if touches_identity(changes):
        forget_distinctions([personne])
    mark_doublons(personne.certificateur, {old_key, personne.name_key})
    record(par=par, action=action, target=personne, summary=summary, changes=changes)
    if touches_identity(changes):
        announce_change(par=par, personnes=[personne])


def _kept(values: Values) -> dict[str, Any]:
    return {name: kept(name, value) for name, value in values.items() if name in FIELDS}


def _check_named(personne: Personne) -> None:
    if not personne.nom_naissance and not personne.prenom1:
        raise PersonneError("Donnez au moins un nom ou un prénom : une fiche sans nom se perd.")

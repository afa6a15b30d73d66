"""Undoing what an import wrote. The caller holds the transaction."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.db import models

from agrafe.certifications.models import Certification
from agrafe.comptes.models import Membership
from agrafe.imports.models import Import, Ligne
from agrafe.imports.planning import batches_backwards
from agrafe.imports.services import said
from agrafe.imports.writing import refresh_personnes
from agrafe.journal import services as journal
from agrafe.passages import services as passages
from agrafe.passages.enums import EDITABLE
from agrafe.passages.models import Passage
from agrafe.passages.rubriques import RELATED
from agrafe.personnes import services as personnes
from agrafe.personnes.models import Personne


class Undone(NamedTuple):
    """How many rows were undone, and how many were left because their passage does not change any more."""

    done: int
    left: int


def undo(*, par: Membership, imported: Import) -> Undone:
    """Delete what the rows created, and put back what they changed.

    Raises:
        Denied: He may not.
    """
    done = left = 0
    related = (f"passage__{name}" for name in RELATED)
    rows = imported.lignes.filter(is_done=True).select_related(*related)
    for batch in batches_backwards(rows):
        undone = _undo(par, batch)
        done += len(undone)
        left += len(batch) - len(undone)
        Ligne.objects.filter(pk__in=[one.pk for one in undone]).update(is_done=False, avant={})
    summary = said(done, "défaite", "défaites")
    journal.record(par=par, action="imports.undo", target=imported, summary=summary)
    return Undone(done, left)


def _undo(par: Membership, lignes: Sequence[Ligne]) -> list[Ligne]:
    """Undo some rows, given the last first; return those that were."""
    changed = [one for one in lignes if "passage" in one.avant]
    created = [one for one in lignes if "passage" not in one.avant]
    return [*_undo_created(par, created), *_undo_changed(par, changed)]


def _undo_created(par: Membership, lignes: Sequence[Ligne]) -> list[Ligne]:
    """Delete the passages that rows created, then the persons whom nothing else needs; put back the others."""
    keys = [one.passage_id for one in lignes if one.passage_id]
    rows = Passage.objects.of(par.certificateur).filter(pk__in=keys)
    free = rows.deletable()
    if free.exists():
        passages.delete_passages(par=par, passages=free)
    left = set(rows.values_list("pk", flat=True))
    undone = [one for one in lignes if one.passage_id not in left]
    _put_back(par, undone)
    new = [one.passage.personne for one in undone if one.passage and one.creates_personne]
    if new:
        personnes.delete_personnes(par=par, personnes=new)
    return undone


def _undo_changed(par: Membership, lignes: Sequence[Ligne]) -> list[Ligne]:
    """Put back what rows changed: when several changed one passage, the first one has the last word."""
    free = [one for one in lignes if one.passage is not None and one.passage.status in EDITABLE]
    fields: set[str] = set()
    rows: dict[int, Passage] = {}
    for ligne in free:
        if ligne.passage is None:
            continue
        passage = rows.setdefault(ligne.passage.pk, ligne.passage)
        before = _typed(Passage, ligne.avant["passage"])
        for name, value in before.items():
            setattr(passage, name, value)
        passage.certification_id = ligne.avant["certification"]
        fields |= {*before, "certification"}
    if not rows:
        return []
    _put_back(par, free)
    fresh = Certification.objects.in_bulk({one.certification_id for one in rows.values()})
    for one in rows.values():
        one.certification = fresh[one.certification_id]
    refresh_personnes(rows.values())
    passages.update_passages(
        par=par,
        passages=list(rows.values()),
        fields=fields,
        in_journal=False,
        reason="Import défait",
    )
    return free


def _put_back(par: Membership, lignes: Sequence[Ligne]) -> None:
    """Give persons back what rows changed of them; those who were merged since are left as they are."""
    persons: dict[int, tuple[Personne, dict[str, Any]]] = {}
    for ligne in lignes:
        if ligne.passage is None or not ligne.avant.get("personne"):
            continue
        personne = ligne.passage.personne
        if personne.merged_into_id is None:
            _, values = persons.setdefault(personne.pk, (personne, {}))
            values |= _typed(Personne, ligne.avant["personne"])
    if persons:
        personnes.update_personnes(par=par, changes=list(persons.values()))


def _typed(model: type[models.Model], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as their fields hold them, from what JSON kept."""
    return {
        name: model._meta.get_field(name).to_python(value)  # type: ignore[union-attr]  # noqa: SLF001 - Django's documented way
        for name, value in values.items()
    }

"""Writing the rows of an import into the persons and the passages. The caller holds the transaction."""

from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from accrochage.typographie import count
from agrafe.certificateurs.models import Certificateur
from agrafe.comptes.models import Membership
from agrafe.imports.mending import CHUNK, JUDGED
from agrafe.imports.models import Import, Ligne
from agrafe.imports.planning import Change, Creation, Plan, stamp_of
from agrafe.imports.reading import Verdict
from agrafe.imports.services import said
from agrafe.journal import services as journal
from agrafe.passages import services as passages
from agrafe.passages.models import Passage
from agrafe.personnes import services as personnes
from agrafe.personnes.models import Personne
from agrafe.socle.bulk import assign, rewrite

_WRITTEN: Final = ("is_done", "passage", "creates_personne", "avant")


class Done(NamedTuple):
    """What is written of a row: its key, its passage, whether its person is new, what was there before."""

    ligne: int
    passage: Passage
    creates_personne: bool
    avant: dict[str, Any]


def is_fresh(par: Membership, plan: Plan) -> bool:
    """Tell whether a plan still holds; from now on nobody else's import makes it stale."""
    Certificateur.objects.select_for_update(no_key=True).get(pk=par.certificateur.pk)
    return plan.stamp == stamp_of(par)


def write(*, par: Membership, imported: Import, plan: Plan) -> int:
    """Write what was planned; return how many rows were.

    Raises:
        Denied: He may not.
        Refusal: A person or a passage refuses what a row says of it.
    """
    reason = f"Import de « {imported.nom_fichier} »"[:500]
    done = [*_create(par, plan, reason), *_change(par, plan.changes, reason)]
    assign(
        Ligne,
        _WRITTEN,
        ((one.ligne, True, one.passage.pk, one.creates_personne, one.avant) for one in done),
    )
    rewrite(plan.left, JUDGED)
    _forget_nirs(imported, [*plan.creations, *plan.changes])
    changed = {one.passage.pk for one in plan.changes}
    summary = (
        f"{said(len(done), 'importée', 'importées')} : "
        f"{count(len(plan.creations), 'passage créé', 'passages créés')}, {count(len(changed), 'changé', 'changés')}"
    )
    journal.record(par=par, action="imports.write", target=imported, summary=summary)
    return len(done)


def _create(par: Membership, plan: Plan, reason: str) -> list[Done]:
    """Create the persons who are not here, bring the others up to date, and create the passages."""
    if not plan.creations:
        return []
    new = {id(one) for one in plan.personnes}
    known = [one for one in plan.creations if id(one.personne) not in new]
    before = {one.ligne: _before(one.personne, one.verdict.personne_values) for one in known}
    personnes.update_personnes(
        par=par,
        changes=[(one.personne, one.verdict.personne_values) for one in known if before[one.ligne]],
        announce=True,
    )
    personnes.save_personnes(par=par, personnes=plan.personnes)
    for one in plan.creations:
        one.passage.personne = one.personne  # whose key is known by now
    personnes.set_nirs(par=par, nirs=_nirs((one.personne, one.verdict) for one in plan.creations))
    passages.create_passages(
        par=par,
        passages=[one.passage for one in plan.creations],
        in_journal=False,
        reason=reason,
        are_judged=True,
    )
    return [
        _created(one, before.get(one.ligne), is_new=id(one.personne) in new)
        for one in plan.creations
    ]


def _created(one: Creation, before: dict[str, Any] | None, *, is_new: bool) -> Done:
    return Done(one.ligne, one.passage, is_new, {"personne": before} if before else {})


def _change(par: Membership, changes: Sequence[Change], reason: str) -> list[Done]:
    """Change passages and their persons; a row that says the same passage again comes last."""
    fields: set[str] = set()
    rows: dict[int, Passage] = {}
    done: list[Done] = []
    for one in changes:
        passage = rows.setdefault(one.passage.pk, one.passage)
        values = _new_values(one.verdict, passage)
        avant = {
            "passage": {name: getattr(passage, name) for name in values},
            "personne": _before(passage.personne, one.verdict.personne_values),
            "certification": passage.certification_id,
        }
        for name, value in values.items():
            setattr(passage, name, value)
        if one.verdict.certification:
            passage.certification = one.verdict.certification
        fields |= {*values, "certification"}
        done.append(Done(one.ligne, passage, False, avant))
    if not rows:
        return []
    persons = [(rows[one.passage.pk].personne, one.verdict.personne_values) for one in changes]
    personnes.update_personnes(par=par, changes=persons)
    personnes.set_nirs(
        par=par, nirs=_nirs((rows[one.passage.pk].personne, one.verdict) for one in changes)
    )
    refresh_personnes(rows.values())
    passages.update_passages(
        par=par, passages=list(rows.values()), fields=fields, in_journal=False, reason=reason
    )
    return done


def _before(personne: Personne, values: dict[str, Any]) -> dict[str, Any]:
    """Return what a person says where a row says something else."""
    return {
        name: getattr(personne, name)
        for name, value in values.items()
        if getattr(personne, name) != value
    }


def _new_values(verdict: Verdict, passage: Passage) -> dict[str, Any]:
    return {
        name: value
        for name, value in verdict.rows.passage.items()
        if name != "id_technique"
        and value not in (None, "", [])
        and getattr(passage, name) != value
    }


def _nirs(pairs: Iterable[tuple[Personne, Verdict]]) -> list[tuple[Personne, str]]:
    """Return the NIR to put into the vault, one a person."""
    found = {personne.pk: (personne, one.rows.nir) for personne, one in pairs if one.rows.nir}
    return list(found.values())


def _forget_nirs(imported: Import, written: Sequence[Creation | Change]) -> None:
    """Take the NIR out of the rows that are written: the vault has them."""
    found = [one for one in written if one.verdict.entry.valeurs.get("nir")]
    for first in range(0, len(found), CHUNK):
        part = found[first : first + CHUNK]
        rows = list(imported.lignes.filter(pk__in=[one.ligne for one in part]))
        for row in rows:
            del row.valeurs["nir"]
            imported.retouches.get(str(row.ligne), {}).pop("nir", "")
        rewrite(rows, ("valeurs",))


def refresh_personnes(rows: Iterable[Passage]) -> None:
    """Give passages their persons as they are now."""
    rows = list(rows)
    now = Personne.objects.in_bulk({one.personne_id for one in rows})
    for one in rows:
        one.personne = now[one.personne_id]

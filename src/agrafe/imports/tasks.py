"""What imports have done in the background: `travaux` imports this module at the start."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import time
from itertools import islice
from pathlib import Path, PurePath
from typing import Any, Final, NamedTuple

from django.utils import timezone
from django_tasks import task

from agrafe.comptes.models import Membership
from agrafe.comptes.selectors import membership_at_work
from agrafe.imports import services, twins, undoing, writing
from agrafe.imports.cells import opened
from agrafe.imports.enums import Status
from agrafe.imports.mending import CHUNK, ligne_of
from agrafe.imports.models import Import, Ligne
from agrafe.imports.planning import make_plan
from agrafe.imports.reading import Entry, Reader
from agrafe.imports.selectors import columns_said
from agrafe.imports.services import CORRECT, READ, UNDO, WRITE, bring, said
from agrafe.socle.folders import purge_folders, working_folder
from agrafe.socle.isolation import Limits, run
from agrafe.socle.refusals import Refusal
from agrafe.travaux.progression import Progression
from agrafe.travaux.registry import Result, periodic, travail

_PLANS: Final = 3
"""How often what is to be written is made ready while others write; the last time, they wait."""
_LIMITS: Final = Limits(seconds=600)
_PAGE: Final = "imports:detail"


class _Told(NamedTuple):
    """What the reading of a workbook gave: what it says once, and the file of its rows."""

    outcome: dict[str, Any]
    rows: Path


@travail(READ)
def read_import(job: Progression, *, membership: int, imported: str) -> Result:
    """Read a workbook, and judge its rows. Taken up again, it starts afresh: nothing that it wrote is left."""
    row = _row(imported)
    if row.status != Status.LECTURE:
        return _over(row)
    try:
        with _read(job, row) as told:
            if said := told.outcome.get("sans_titres"):
                raise _WithoutTitles(said)
            _judge(job, membership_at_work(membership), row, told)
    except Refusal as refusal:
        with job.step({}):
            bring(row, Status.ILLISIBLE)
            row.refus = str(refusal).replace(_source_name(row), row.nom_fichier)
            row.save()
        return _result(row, "Le fichier n'a pas pu être lu.", "Voir pourquoi")
    return _result(row, "Le fichier est lu.", "Relire les lignes")


class _WithoutTitles(Refusal):
    """Nothing says what the columns of a file hold: its user will."""


def _source_name(row: Import) -> str:
    """Return the name under which the workbook is read, in a folder of its own."""
    return f"classeur{PurePath(str(row.fichier.name)).suffix}"


@contextmanager
def _read(job: Progression, row: Import) -> Iterator[_Told]:
    """Have the workbook read in a process of its own, in a folder that goes with the work."""
    with working_folder("imports", f"lecture-{row.public_id}") as folder:
        source = folder / _source_name(row)
        with row.fichier.open("rb") as given, source.open("wb") as copy:
            shutil.copyfileobj(given, copy)
        outcome = run(
            "agrafe.imports.isolated.read",
            {
                "source": str(source),
                "rows": str(folder / "lignes.jsonl"),
                "feuille": row.feuille,
                "correspondance": row.correspondance,
                "memory": columns_said(imported=row),
            },
            folder / "lecture",
            limits=_LIMITS,
            progress=lambda done, _: job.advance(done),
        )
        with job.step({}, done=0):
            _note(row, outcome)
        yield _Told(outcome, folder / "lignes.jsonl")


def _note(row: Import, outcome: dict[str, Any]) -> None:
    """Write what the reading says of the whole file; its rows come after."""
    row.lignes.all().delete()
    for name in ("feuilles", "feuille", "colonnes"):
        setattr(row, name, outcome[name])
    row.defauts = outcome.get("defauts", {})
    row.constats = [
        {**one, "message": one["message"].replace(_source_name(row), row.nom_fichier)}
        for one in outcome.get("constats", ())
    ]
    row.save()


def _judge(job: Progression, par: Membership, row: Import, told: _Told) -> None:
    """Judge the rows that were read, some hundreds at a time."""
    job.set_total(told.outcome["total"])
    reader = Reader(par, row, timezone.localdate())
    done = 0
    with told.rows.open(encoding="utf-8") as file:
        entries = (_entry(row, json.loads(line)) for line in file)
        while batch := list(islice(entries, CHUNK)):
            verdicts = reader.judge(batch)
            done += len(batch)
            with job.step({}, done=done):
                Ligne.objects.bulk_create(ligne_of(row, one) for one in verdicts)
    with job.step({}, done=done):
        twins.settle_all(row)
        row.correspondance = told.outcome["correspondance"]
        bring(row, Status.A_RELIRE)
        row.save()


def _entry(row: Import, read: dict[str, Any]) -> Entry:
    typed = opened(row, row.retouches.get(str(read["ligne"]), {}))
    valeurs = {key: text for key, text in {**read["valeurs"], **typed}.items() if text}
    constats = [one for one in read.get("constats", ()) if one["key"] not in typed]
    return Entry(read["ligne"], valeurs, constats)


@travail(CORRECT)
def correct_import(
    job: Progression, *, membership: int, imported: str, keys: list[int], sure_only: bool
) -> Result:
    """Make the corrections proposed on many rows, some hundreds at a time; taken up again, it goes on from there."""
    par, row = membership_at_work(membership), _row(imported)
    done, number = (job.checkpoint.get(name, 0) for name in ("done", "number"))
    while part := keys[done : done + CHUNK]:
        done += len(part)
        with job.step({"done": done}, done=done) as state:
            before = number if done == len(keys) else None
            number += services.correct_part(
                par=par, imported=row, keys=part, sure_only=sure_only, before=before
            )
            state["number"] = number
    summary = f"{said(number, 'corrigée', 'corrigées')}." if number else services.NONE
    return _result(row, summary, "Voir l'import")


@travail(WRITE)
def write_import(job: Progression, *, membership: int, imported: str) -> Result:
    """Write the sound rows of an import, all or none: made ready first, then written in one short transaction."""
    row = _row(imported)
    if row.status != Status.ECRITURE:
        return _over(row)
    try:
        written = _write(job, membership_at_work(membership), row)
    except Refusal:
        _give_back(job, row, Status.A_RELIRE if row.imported_at is None else Status.FINI)
        raise
    return _result(row, f"{said(written, 'importée', 'importées')}.", "Voir l'import")


def _write(job: Progression, par: Membership, row: Import) -> int:
    for again in reversed(range(_PLANS)):
        plan = make_plan(par, row, job.advance)
        with job.step({}):
            if not writing.is_fresh(par, plan):
                if again:
                    continue
                plan = make_plan(par, row, lambda _: None)  # under the lock, where nothing moves
            written = writing.write(par=par, imported=row, plan=plan)
            bring(row, Status.FINI)
            row.imported_at = row.imported_at or timezone.now()
            row.save()
            return written
    raise AssertionError  # the last plan is always written


@travail(UNDO)
def undo_import(job: Progression, *, membership: int, imported: str) -> Result:
    """Undo what an import wrote, all that can be or nothing."""
    row = _row(imported)
    if row.status != Status.RETOUR:
        return _over(row)
    try:
        par = membership_at_work(membership)
        with job.step({}):
            undone = undoing.undo(par=par, imported=row)
            bring(row, Status.DEFAIT)
            row.undone_at = timezone.now()
            row.save()
    except Refusal:
        _give_back(job, row, Status.FINI)
        raise
    left = f" {said(undone.left, 'laissée', 'laissées')} : le passage a été mis dans un dépôt."
    summary = f"{said(undone.done, 'défaite', 'défaites')}.{left if undone.left else ''}"
    return _result(row, summary, "Voir l'import")


@periodic(daily_at=time(4))
@task()
def purge() -> None:
    """Forget the old imports, and what works that died left of theirs, each night."""
    services.purge_imports()
    purge_folders("imports")


def _give_back(job: Progression, row: Import, status: Status) -> None:
    """Open an import again when its work was refused: nothing of it was written."""
    with job.step({}):
        Import.objects.filter(pk=row.pk).update(status=status)


def _row(public_id: str) -> Import:
    row: Import = Import.objects.select_related("certification").get(public_id=public_id)
    return row


def _over(row: Import) -> Result:
    """Say that a work has nothing to do: taken up once more after its last step, or after its import was opened again without it."""
    return _result(row, "Il n'y avait plus rien à faire.", "Voir l'import")


def _result(row: Import, summary: str, label: str) -> Result:
    return Result(summary, route=_PAGE, arguments={"public_id": str(row.public_id)}, label=label)

from datetime import time
from itertools import islice

from django_tasks import task

from accrochage.erreurs import EcritureError
from accrochage.typographie import count
from agrafe.comptes.selectors import membership_at_work
from agrafe.journal import services as journal
from agrafe.passages import services_bulk as bulk
from agrafe.passages.services_bulk import CHECK, EXPORT, INCLUDE, Ranges
from agrafe.travaux.progression import Progression
from agrafe.travaux.registry import Result, TravailError, periodic, travail

STEP = 500


@travail(EXPORT)
def export(job: Progression, *, membership: int, ranges: Ranges) -> Result:
    """Write passages in a workbook, which waits for its user to take it."""
    par = membership_at_work(membership)
    name = bulk.export_name(job.public_id)
    try:
        number = bulk.write_export(par=par, ranges=ranges, name=name, progress=job.advance)
    except EcritureError as error:
        raise TravailError(str(error)) from None
    with job.step({"written": number}, done=number):
        bulk.record_export(par=par, number=number)
    return Result(
        f"{count(number, 'passage exporté', 'passages exportés')}. Le fichier reste disponible deux jours.",
        route="passages:export_file",
        arguments={"public_id": str(job.public_id)},
        label="Télécharger le classeur",
    )


@travail(CHECK)
def check(job: Progression, *, membership: int, ranges: Ranges) -> Result:
    """Check passages again."""
    done = _treat(job, CHECK, membership, ranges)
    return Result(
        f"{count(done, 'passage vérifié', 'passages vérifiés')}.",
        route="passages:list",
        label="Voir la liste",
    )


@travail(INCLUDE)
def include(job: Progression, *, membership: int, ranges: Ranges) -> Result:
    """Include passages again."""
    done = _treat(job, INCLUDE, membership, ranges)
    return Result(
        f"{count(done, 'passage réinclus', 'passages réinclus')}.",
        route="passages:list",
        label="Voir la liste",
    )


@periodic(daily_at=time(3))
@task()
def purge_exports() -> None:
    """Delete the exports that nobody took."""
    bulk.purge_exports()


def _treat(job: Progression, kind: str, membership: int, ranges: Ranges) -> int:
    par = membership_at_work(membership)
    start: int = job.checkpoint.get("start", 0)
    done: int = job.checkpoint.get("done", 0)
    keys = islice(bulk.keys_of(ranges), start, None)
    while chunk := list(islice(keys, STEP)):
        start += len(chunk)
        with job.step({}, done=start) as state:
            done += bulk.treat(par=par, kind=kind, keys=chunk).done
            state.update(start=start, done=done)
    with job.step(done=start):
        journal.record(par=par, action=kind, summary=count(done, "passage", "passages"))
    return done

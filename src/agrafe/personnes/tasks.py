from datetime import time

from django_tasks import task

from accrochage.typographie import count
from agrafe.certificateurs.models import Certificateur
from agrafe.personnes.services import purge_unneeded_nirs, recheck_personnes
from agrafe.personnes.services.lots import RECHECK, keys_to_recheck
from agrafe.travaux.progression import Progression
from agrafe.travaux.registry import Result, periodic, travail


@periodic(daily_at=time(4))
@task()
def purge_nirs() -> None:
    """Purge the NIR that serve no purpose any more, each night."""
    purge_unneeded_nirs()


@travail(RECHECK)
def recheck(job: Progression, *, certificateur: int) -> Result:
    """Check every person again, some hundreds at a step."""
    found = Certificateur.objects.get(pk=certificateur)
    last: int = job.checkpoint.get("last", 0)
    done: int = job.checkpoint.get("done", 0)
    while keys := keys_to_recheck(certificateur=found, after=last):
        last, done = keys[-1], done + len(keys)
        with job.step({"last": last, "done": done}, done=done):
            recheck_personnes(certificateur=found, keys=keys)
    return Result(
        f"{count(done, 'titulaire vérifié', 'titulaires vérifiés')}.",
        route="personnes:list",
        label="Voir la liste",
    )

import logging
from datetime import time

from django_tasks import task

from agrafe.journal.models import Chain
from agrafe.journal.verification import Place, Verdict, conclude, is_at, verify, walk
from agrafe.travaux.progression import Progression
from agrafe.travaux.registry import Result, periodic, travail

logger = logging.getLogger(__name__)


@travail("journal.verify")
def verify_journal(job: Progression, *, chain: int) -> Result:
    """Verify a chain from its first line, some thousands of lines at a step."""
    found = Chain.objects.get(pk=chain)
    verdict = Verdict(Place(**job.checkpoint) if job.checkpoint else Place())
    while verdict.is_sound and verdict.place.number < found.number:
        before = verdict.place.number
        verdict = walk(found, verdict.place)
        place = verdict.place
        if place.number == before:
            break
        with job.step({"number": place.number, "digest": place.digest}, done=place.number):
            pass
    with job.step():
        verdict = conclude(found, verdict)
    said = (
        "Rien n'a été changé ni retiré."
        if verdict.is_sound
        else f"La ligne {verdict.broken} n'est plus ce qu'elle était."
    )
    return Result(said, route="journal:list", label="Voir le journal")


@periodic(daily_at=time(4))
@task()
def verify_news() -> None:
    """Verify each night the lines that were written since, in every chain that was sound."""
    for chain in Chain.objects.filter(broken_number=None).order_by("pk"):
        start = Place(chain.verified_number, chain.verified_digest)
        verdict = verify(chain, start if is_at(chain, start) else None)
        if not verdict.is_sound:
            logger.error("the journal of chain %s is broken at line %s", chain.pk, verdict.broken)

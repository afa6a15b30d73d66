from uuid import UUID

from django.http import Http404
from django.urls import reverse

from agrafe.comptes.models import Membership
from agrafe.socle.progress import Progress
from agrafe.travaux.enums import Status
from agrafe.travaux.models import Travail, TravailQuerySet, Worker


def travaux_of(*, par: Membership) -> TravailQuerySet:
    """Return the travaux that a member may see: those of the certificateur, or his own when he does not see every row."""
    seen = Travail.objects.of(par.certificateur).select_related("started_by")
    return seen if par.is_reader else seen.filter(started_by=par.user)


def get_travail(*, par: Membership, public_id: UUID) -> Travail:
    """Return a travail that a member may see.

    Raises:
        Http404: There is none, or it is another's.
    """
    try:
        return travaux_of(par=par).get(public_id=public_id)
    except Travail.DoesNotExist:
        raise Http404 from None


def is_anyone_working() -> bool:
    """Tell whether a worker gave a sign of life lately; without one, what waits waits for ever."""
    return Worker.objects.alive().exists()


def url_of(travail: Travail) -> str:
    """Return the page of a travail."""
    return reverse("travaux:detail", kwargs={"public_id": travail.public_id})


def result_url(travail: Travail) -> str:
    """Return where the result of a travail is, empty when there is no such page."""
    route = travail.result.get("route", "")
    return reverse(route, kwargs=travail.result.get("arguments", {})) if route else ""


def progress_of(travail: Travail, *, url: str = "") -> Progress:
    """Return how far a travail is, for the component of the socle.

    Args:
        travail: The travail.
        url: The page that shows the component; that of the travail unless said.
    """
    done, total = _counts(travail)
    page = url_of(travail)
    result = result_url(travail) if travail.status == Status.DONE else ""
    return Progress(
        title=travail.title,
        done=done,
        total=total,
        counted=travail.counted,
        url=url or page,
        result_url=result or page,
        result_label=travail.result["label"] if result else "Voir ce travail",
        failure=_failure(travail),
    )


def _counts(travail: Travail) -> tuple[int, int | None]:
    """Return what the component counts: it takes for finished what has nothing left, so that something is left until it is over."""
    if travail.status == Status.DONE:
        return travail.total or travail.done, travail.total or travail.done
    if not travail.total:
        return travail.done, None
    return min(travail.done, travail.total - 1), travail.total


def _failure(travail: Travail) -> str:
    if travail.status == Status.CANCELLED:
        return "Ce travail a été arrêté avant la fin. Ce qui était fait est gardé."
    return travail.error if travail.status == Status.FAILED else ""

"""What happens by itself: reminders, the end of the links, the erasing of what is old."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accrochage.typographie import count
from agrafe.certificateurs.models import Certificateur
from agrafe.courriels.enums import MailStatus
from agrafe.courriels.models import Mail
from agrafe.journal.services import record
from agrafe.socle import declarations
from agrafe.socle.each import for_each
from agrafe.verifications.enums import Status
from agrafe.verifications.mails import RELANCE
from agrafe.verifications.models import MAX_TRIES, Verification, VerificationQuerySet
from agrafe.verifications.selectors import is_address, reglage_of
from agrafe.verifications.services.demandes import write_to
from agrafe.verifications.services.etat import move

BATCH: Final = 500
"""Verifications that are treated in one transaction."""


def remind(*, today: date | None = None) -> int:
    """Remind those who have not answered, as their certificateur settled it, and return how many: once a day.

    Those who were forgotten for some days get one mail, not several. Nothing goes to an address that a mail came back from, nor about
    a passage that was sent, accepted or put aside since.
    """
    day = today or timezone.localdate()
    rows = Verification.objects.open().filter(expires_at__gt=timezone.now(), tries__lt=MAX_TRIES)
    return for_each(_by_owner(rows), lambda part: _remind(*part, day))


@transaction.atomic
def _remind(certificateur: Certificateur, pks: Sequence[int], day: date) -> int:
    days = reglage_of(certificateur=certificateur).days
    rows = (
        Verification.objects.open().filter(pk__in=pks).select_related("personne", "certificateur")
    )
    waiting = list(rows.select_for_update(of=("self",), no_key=True).order_by("pk"))
    due = [one for one in waiting if one.reminders < _due(one, days, day)]
    late = _reachable(_useful(due))
    for one in late:
        one.reminders = _due(one, days, day)
    for number, some in groupby(sorted(late, key=attrgetter("reminders")), attrgetter("reminders")):
        write_to(list(some), key=RELANCE.key, suffix=f":relance-{number}")
    Verification.objects.bulk_update(late, ["reminders"])
    _record(certificateur, "verifications.remind", len(late), "relancé", "relancés")
    return len(late)


def _due(verification: Verification, days: Sequence[int], today: date) -> int:
    """Return how many reminders should have gone by now."""
    passed = (today - timezone.localdate(verification.created_at)).days
    return sum(day <= passed for day in days)


def _useful(verifications: Sequence[Verification]) -> list[Verification]:
    """Leave out those of which the passage needs no answer any more, as the applications above say."""
    origins = {one.origin_id for one in verifications} - {None}
    settled: set[Any] = set()
    for function in declarations.functions("settled_origins"):
        settled |= function(origins=origins)
    return [one for one in verifications if one.origin_id not in settled]


def _reachable(verifications: Sequence[Verification]) -> list[Verification]:
    """Keep those whose titulaire has an address, from which no mail of theirs came back."""
    mails = Mail.objects.filter(
        target_id__in=[one.public_id for one in verifications], status=MailStatus.REVENU
    )
    came_back = set(mails.values_list("target_id", "recipient"))
    addresses = [(one, one.personne.courriel.strip().lower()) for one in verifications]
    return [
        one
        for one, address in addresses
        if is_address(address) and (one.public_id, address) not in came_back
    ]


def expire() -> int:
    """Close the verifications whose links no longer open, and return how many."""
    rows = Verification.objects.open().filter(expires_at__lte=timezone.now())
    return for_each(_by_owner(rows), lambda part: _expire(*part))


@transaction.atomic
def _expire(certificateur: Certificateur, pks: Sequence[int]) -> int:
    rows = Verification.objects.open().filter(pk__in=pks).select_related("certificateur")
    dead = list(rows.select_for_update(of=("self",), no_key=True).order_by("pk"))
    move(dead, Status.EXPIREE)
    _record(certificateur, "verifications.expire", len(dead), "sans réponse", "sans réponse")
    return len(dead)


def empty_old() -> int:
    """Erase what was asked and answered long ago, and return of how many verifications; when and how they went stays."""
    limit = timezone.now() - timedelta(days=settings.VERIFICATIONS_KEPT_DAYS)
    rows = Verification.objects.closed().filter(closed_at__lte=limit, emptied_at=None)
    return for_each(_by_owner(rows), lambda part: _empty(*part))


@transaction.atomic
def _empty(certificateur: Certificateur, pks: Sequence[int]) -> int:
    now = timezone.now()
    done = Verification.objects.filter(pk__in=pks, emptied_at=None).update(
        avant={}, reponse={}, remarque="", motif_ecart="", emptied_at=now, updated_at=now
    )
    _record(certificateur, "verifications.empty", done, "effacé", "effacés")
    return done


def _by_owner(rows: VerificationQuerySet) -> Iterator[tuple[Certificateur, list[int]]]:
    """Yield the certificateurs of verifications with the primary keys of theirs, in parts of BATCH."""
    found = rows.order_by("certificateur", "pk").values_list("certificateur", "pk")
    for owner, pairs in groupby(list(found), lambda pair: pair[0]):
        pks = [pk for _, pk in pairs]
        certificateur = Certificateur.objects.get(pk=owner)
        for first in range(0, len(pks), BATCH):
            yield certificateur, pks[first : first + BATCH]


def _record(certificateur: Certificateur, action: str, number: int, one: str, many: str) -> None:
    if number:
        summary = count(number, f"titulaire {one}", f"titulaires {many}")
        record(par=None, certificateur_id=certificateur.pk, action=action, summary=summary)

"""What happens by itself: reminders, the end of the links, the erasing of what is old."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accrochage.typographie import count
from agrafe.certificateurs.models import Certificateur
from agrafe.courriels.enums import MailStatus
from agrafe.courriels.models import Mail
from agrafe.journal.services import record
from agrafe.verifications.enums import Status
from agrafe.verifications.mails import RELANCE
from agrafe.verifications.models import MAX_TRIES, Verification, VerificationQuerySet
from agrafe.verifications.selectors import reglage_of
from agrafe.verifications.services.demandes import write_to
from agrafe.verifications.services.etat import move

BATCH: Final = 500
"""Verifications that are treated in one transaction."""


def remind(*, today: date | None = None) -> int:
    """Remind those who have not answered, as their certificateur settled it, and return how many: once a day.

    Those who were forgotten for some days get one mail, not several. Nothing goes to an address that a mail came back from.
    """
    day = today or timezone.localdate()
    rows = Verification.objects.open().filter(expires_at__gt=timezone.now(), tries__lt=MAX_TRIES)
    return sum(_remind(certificateur, part, day) for certificateur, part in _by_owner(rows))


@transaction.atomic
def _remind(certificateur: Certificateur, pks: Sequence[int], day: date) -> int:
    days = reglage_of(certificateur=certificateur).days
    rows = (
        Verification.objects.open().filter(pk__in=pks).select_related("personne", "certificateur")
    )
    late = [
        one
        for one in rows.select_for_update(of=("self",)).order_by("pk")
        if one.personne.courriel and one.reminders < _due(one, days, day)
    ]
    came_back = _came_back(late)
    late = [one for one in late if one.public_id not in came_back]
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


def _came_back(verifications: Sequence[Verification]) -> set[object]:
    mails = Mail.objects.filter(
        target_id__in=[one.public_id for one in verifications], status=MailStatus.REVENU
    )
    return set(mails.values_list("target_id", flat=True))


def expire() -> int:
    """Close the verifications whose links no longer open, and return how many."""
    rows = Verification.objects.open().filter(expires_at__lte=timezone.now())
    return sum(_expire(certificateur, part) for certificateur, part in _by_owner(rows))


@transaction.atomic
def _expire(certificateur: Certificateur, pks: Sequence[int]) -> int:
    rows = Verification.objects.open().filter(pk__in=pks).select_related("certificateur")
    dead = list(rows.select_for_update(of=("self",)))
    move(dead, Status.EXPIREE)
    _record(certificateur, "verifications.expire", len(dead), "sans réponse", "sans réponse")
    return len(dead)


def empty_old() -> int:
    """Erase what was asked and answered long ago, and return of how many verifications; when and how they went stays."""
    limit = timezone.now() - timedelta(days=settings.VERIFICATIONS_KEPT_DAYS)
    rows = Verification.objects.closed().filter(closed_at__lte=limit, emptied_at=None)
    return sum(_empty(certificateur, part) for certificateur, part in _by_owner(rows))


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

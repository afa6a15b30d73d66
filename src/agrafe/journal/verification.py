"""Reading a chain again from its first line: what was written is still there, as it was, to the last line."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Max
from django.utils import timezone

from agrafe.journal.digests import digest_of
from agrafe.journal.models import Chain, JournalEntry

BATCH: Final = 5_000
"""Lines read at a time."""


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a chain, and its digest; number 0 is before the first."""

    number: int = 0
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How far a chain is sound; `broken` is the number of the first line that is not as it was, or is gone."""

    place: Place
    broken: int | None = None

    @property
    def is_sound(self) -> bool:
        """Tell whether nothing is wrong."""
        return self.broken is None


def verify(chain: Chain, start: Place | None = None) -> Verdict:
    """Verify a chain to its end, and remember what was found.

    Args:
        chain: The chain.
        start: From which line on; the first without it.
    """
    verdict = Verdict(start or Place())
    while verdict.is_sound:
        before = verdict.place
        verdict = walk(chain, before)
        if verdict.place.number < before.number + BATCH:
            break
    return conclude(chain, verdict)


def walk(chain: Chain, start: Place, limit: int = BATCH) -> Verdict:
    """Verify the lines that follow a place, up to a limit."""
    place = start
    entries = JournalEntry.objects.filter(chain=chain.pk, number__gt=start.number)
    for entry in entries.order_by("number")[:limit].iterator():
        follows = entry.number == place.number + 1 and entry.previous == place.digest
        if not follows or entry.digest != digest_of(entry):
            return Verdict(place, place.number + 1)
        place = Place(entry.number, entry.digest)
    return Verdict(place)


def conclude(chain: Chain, verdict: Verdict) -> Verdict:
    """Check that a chain ends where its end was last written, and remember what was found."""
    if verdict.is_sound:
        verdict = _with_end(chain, verdict)
    Chain.objects.filter(pk=chain.pk).update(
        verified_number=verdict.place.number,
        verified_digest=verdict.place.digest,
        verified_at=timezone.now(),
        broken_number=verdict.broken,
    )
    return verdict


def is_at(chain: Chain, place: Place) -> bool:
    """Tell whether a line is still where it was."""
    lines = JournalEntry.objects.filter(chain=chain.pk, number=place.number, digest=place.digest)
    return place.number == 0 or lines.exists()


def _with_end(chain: Chain, verdict: Verdict) -> Verdict:
    """Find the lines cut from the end: fewer than the chain counted, or others than those it counted.

    The last line is read before the end of the chain: those who write meanwhile only move the end further.
    """
    last = JournalEntry.objects.filter(chain=chain.pk).aggregate(last=Max("number"))["last"] or 0
    end = Chain.objects.get(pk=chain.pk)
    place = verdict.place
    is_cut = end.number < last or (end.number == place.number and end.digest != place.digest)
    is_short = (
        last < end.number
        and not JournalEntry.objects.filter(
            chain=chain.pk, number=end.number, digest=end.digest
        ).exists()
    )
    if is_cut or is_short:
        return Verdict(place, min(place.number, end.number) + 1)
    return verdict

"""Which passages go to which file: one certificateur a file, cut where the CDC's limits say."""

from collections.abc import Callable, ItemsView, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from accrochage.flux.rendu import CERTIFICATION_CLOSING, open_certification
from accrochage.modele import Certificateur, Certification

if TYPE_CHECKING:
    from array import array

MAX_BYTES: Final = 200_000_000
"""Bytes of a deposit: « 200 Mo » at the most, taken as decimal megabytes to stay on the safe side of the CDC's limit."""
MAX_PASSAGES: Final = 200_000
"""Passages of a deposit at the most (FAQ of the CDC's portal)."""


class Limits(NamedTuple):
    """Where a deposit is cut.

    Attributes:
        octets: Bytes of a file at the most.
        passages: Passages of a file at the most.
    """

    octets: int = MAX_BYTES
    passages: int = MAX_PASSAGES


class Piece(NamedTuple):
    """Passages of one certification that follow one another in the spool: where they begin, how long each is."""

    offset: int
    lengths: "array[int]"


class Section(NamedTuple):
    """Passages of one certification in one file: the ranges of the spool to copy, as (offset, length)."""

    certification: Certification
    ranges: list[tuple[int, int]]


class Plan:
    """What one file will hold.

    Args:
        certificateur: Whose file it is.
        head: Bytes of its beginning and end.
        limits: Where it is full.
    """

    def __init__(self, certificateur: Certificateur, head: int, limits: Limits) -> None:
        self.certificateur = certificateur
        self.sections: list[Section] = []
        self.passages = 0
        self._octets = head
        self._limits = limits

    def take(
        self, certification: Certification, offset: int, length: int, passages: int = 1
    ) -> bool:
        """Take passages that follow one another in the spool, unless they would not fit; a lone first passage always fits."""
        octets = self._octets + length + self._opening(certification)
        fits = self.passages + passages <= self._limits.passages and octets <= self._limits.octets
        if not fits and (self.passages or passages > 1):
            return False
        self._octets = octets
        self.passages += passages
        if self._opens(certification):
            self.sections.append(Section(certification, []))
        _extend(self.sections[-1].ranges, offset, length)
        return True

    def _opens(self, certification: Certification) -> bool:
        return not self.sections or self.sections[-1].certification != certification

    def _opening(self, certification: Certification) -> int:
        if not self._opens(certification):
            return 0
        return len(open_certification(certification).encode()) + len(CERTIFICATION_CLOSING)


def _extend(ranges: list[tuple[int, int]], offset: int, length: int) -> None:
    """Add a range, joined to the last one when it follows it."""
    if ranges and sum(ranges[-1]) == offset:
        offset, length = ranges[-1][0], ranges.pop()[1] + length
    ranges.append((offset, length))


def plan_files(
    pieces: Mapping[Certification, Sequence[Piece]],
    head: Callable[[Certificateur, int], int],
    limits: Limits,
) -> Iterator[Plan]:
    """Yield what each file will hold, by certificateur and certification in the order of their first passage.

    Args:
        pieces: Where the passages of each certification are in the spool.
        head: Tells how many bytes a file of a certificateur and of a rank (1 for the first of all) takes before its first
            certification and after the last.
        limits: Where files are cut.
    """
    rank = 0
    for certificateur, certifications in _by_certificateur(pieces):
        rank += 1
        plan = Plan(certificateur, head(certificateur, rank), limits)
        for certification in certifications:
            for piece in pieces[certification]:
                if plan.take(certification, piece.offset, sum(piece.lengths), len(piece.lengths)):
                    continue
                offset = piece.offset
                for length in piece.lengths:
                    if not plan.take(certification, offset, length):
                        yield plan
                        rank += 1
                        plan = Plan(certificateur, head(certificateur, rank), limits)
                        plan.take(certification, offset, length)
                    offset += length
        yield plan


def _by_certificateur(
    certifications: Iterable[Certification],
) -> ItemsView[Certificateur, list[Certification]]:
    found: dict[Certificateur, list[Certification]] = {}
    for certification in certifications:
        found.setdefault(certification.certificateur, []).append(certification)
    return found.items()

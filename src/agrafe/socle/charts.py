"""The parts of a whole, drawn: a ring or bars, always beside the figures that they draw."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agrafe.socle.states import ICON_OF, Tone


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a whole.

    Attributes:
        label: What is counted, « acceptés ».
        value: How many.
        tone: Its colour and its icon.
        url: Where the things counted are.
    """

    label: str
    value: int
    tone: Tone = Tone.NEUTRAL
    url: str = ""

    @property
    def icon(self) -> str:
        """Return the icon of its tone."""
        return ICON_OF[self.tone]


@dataclass(frozen=True, slots=True)
class Slice:
    """A part as it is drawn; the lengths are percents, written for SVG, which knows no French comma."""

    part: Part
    share: float
    before: float

    @property
    def percent(self) -> str:
        """Return its share as one reads it: « 12 % », « moins de 1 % »."""
        if 0 < self.share < 1:
            return "moins de 1\u00a0%"
        return f"{round(self.share)}\u00a0%"

    @property
    def length(self) -> str:
        """Return its length."""
        return f"{self.share:.2f}"

    @property
    def dashes(self) -> str:
        """Return how its arc is drawn: so much, then nothing."""
        return f"{self.share:.2f} {100 - self.share:.2f}"

    @property
    def offset(self) -> str:
        """Return where its arc starts, from the top."""
        return f"{25 - self.before:.2f}"


def slices(parts: Sequence[Part], whole: int = 0) -> Iterator[Slice]:
    """Yield the parts as they are drawn, out of a whole or of their sum."""
    whole = whole or sum(part.value for part in parts)
    before = 0.0
    for part in parts:
        share = 100 * part.value / whole if whole else 0.0
        yield Slice(part, share, before)
        before += share

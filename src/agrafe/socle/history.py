"""What happened to a thing, as its card tells it."""

from dataclasses import dataclass
from datetime import datetime

from agrafe.socle.states import ICON_OF, Tone


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened.

    Attributes:
        when: The moment.
        who: Who did it, « Claire Morel »; empty when nobody did.
        what: What happened, « a mis le passage dans le dépôt du 14 octobre ».
        detail: A second line, when there is more to say.
        tone: What it asks of the reader.
    """

    when: datetime
    who: str
    what: str
    detail: str = ""
    tone: Tone = Tone.NEUTRAL

    @property
    def icon(self) -> str:
        """Return the icon of its tone."""
        return ICON_OF[self.tone]

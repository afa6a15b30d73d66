"""How a state is shown: a colour, an icon and a word, never a colour alone."""

from enum import Enum
from typing import Final


class Tone(Enum):
    """What a state, a message or a counter asks of the reader; its value is the class of the style sheet."""

    NEUTRAL = "neutral"
    PROGRESS = "progress"
    ATTENTION = "attention"
    ERROR = "error"
    SUCCESS = "success"


ICON_OF: Final = {
    Tone.NEUTRAL: "dash-circle",
    Tone.PROGRESS: "clock",
    Tone.ATTENTION: "exclamation-triangle",
    Tone.ERROR: "x-circle",
    Tone.SUCCESS: "check-circle",
}
"""The icon of each tone, unless a state has its own."""

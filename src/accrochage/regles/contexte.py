"""What a rule is: a passage and its context in, an anomalie out."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from accrochage.modele import Passage
from accrochage.regles.anomalie import Anomalie


class Contexte(NamedTuple):
    """What the rules need beside the passage.

    Attributes:
        today: The day of the check, given by the caller.
    """

    today: date


Rule = Callable[[Passage, Contexte], Anomalie | None]

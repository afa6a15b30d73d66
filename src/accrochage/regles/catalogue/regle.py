"""What the catalogue says of a fault."""

from enum import StrEnum
from typing import NamedTuple


class Gravite(StrEnum):
    """Weight of a fault."""

    ERREUR = "erreur"
    """The CDC would reject the file or the passage."""
    ALERTE = "alerte"
    """Probably wrong; the passage is sent all the same."""
    CONSEIL = "conseil"
    """Nothing wrong: something the user should know."""


class Regle(NamedTuple):
    """An entry of the catalogue.

    Attributes:
        gravite: Weight of every anomalie that bears the code.
        titre: What is wrong, in a few French words.
        remede: How to mend it, in a French sentence or two.
        sure: The correction, when an anomalie of this code proposes one, cannot be wrong: it may be applied without asking.
    """

    gravite: Gravite
    titre: str
    remede: str
    sure: bool = False

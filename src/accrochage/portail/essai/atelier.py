"""What the making of faults works with: a row, the person it is about, and the chance."""

import random
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import NamedTuple

from accrochage.portail.population import Personne
from accrochage.regles.lecture.nettoyage import Raw

Row = MutableMapping[str, Raw]
"""Cells of a row, by key of the dictionary."""


@dataclass(frozen=True, kw_only=True)
class Atelier:
    """What a fault may need.

    Attributes:
        personne: Whom the row is about.
        chance: Where every choice comes from.
        previous: The row above, as it was made; empty on the first one.
        homonyme: Somebody else of the population has the same name, first name, sex and year of birth.
    """

    personne: Personne
    chance: random.Random
    previous: Mapping[str, Raw]
    homonyme: bool


Spoil = Callable[[Row, Atelier], bool]
"""Makes a fault in a row; tells whether it could (nobody eats the zero of 75112), and changes nothing when it could not."""


class Genre(NamedTuple):
    """A kind of fault.

    Attributes:
        code: Its name, stable, in the file of the truth.
        libelle: The same in French words.
        poids: How often it is made beside the others; chosen before any measure, for the reasons that the docs give.
        spoil: What makes it.
    """

    code: str
    libelle: str
    poids: int
    spoil: Spoil


def put(row: Row, **cells: Raw) -> bool:
    """Write cells; tell whether something changed."""
    changed = any((row.get(key) or "") != value for key, value in cells.items())
    row.update(cells)
    return changed

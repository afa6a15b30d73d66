"""What the columns of a workbook hold, as its user said it of former ones: they are known again by their titles.

Nothing here knows Django: the process that reads the workbook asks it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from accrochage.classeur.entetes import spelling


class Said(NamedTuple):
    """What a user said of a column.

    Attributes:
        titre: Its title, as `spelling` gives it.
        cle: What it holds: a key of the dictionary, or of a contact; empty when it is not imported.
        jour: Day of that import, as ISO writes it.
    """

    titre: str
    cle: str
    jour: str


class Column(NamedTuple):
    """A column of a workbook that is read.

    Attributes:
        lettre: Its letter.
        titre: Its title.
        cle: What its title says that it holds; empty when it says nothing.
    """

    lettre: str
    titre: str
    cle: str


class Recalled(NamedTuple):
    """What is known again of a column.

    Attributes:
        cle: What it holds.
        jour: Day of the import where this was said, as ISO writes it; empty where its title says the same by itself.
    """

    cle: str
    jour: str


def recall(columns: Sequence[Column], memory: Sequence[Said]) -> dict[str, Recalled]:
    """Return what was said of the columns of a workbook, by letter; two columns never hold the same thing.

    Args:
        columns: The columns. A title that two of them bear names neither.
        memory: What was said of each title; where two titles say the same thing, the first one wins.
    """
    times = Counter(spelling(one.titre) for one in columns)
    by_title = {title: one for one in columns if times[title := spelling(one.titre)] == 1 and title}
    known = {one.titre for one in memory}
    taken = {one.cle for one in columns if spelling(one.titre) not in known}
    found: dict[str, Recalled] = {}
    for said in memory:
        column = by_title.get(said.titre)
        if column is None or (said.cle and said.cle in taken):
            continue
        taken.add(said.cle)
        found[column.lettre] = Recalled(said.cle, said.jour if said.cle != column.cle else "")
    return found


def named(recalled: Mapping[str, Recalled]) -> dict[str, str]:
    """Return what is known again of columns as a correspondance says it: by name (`"colonne F"`)."""
    return {name_of(letter): one.cle for letter, one in recalled.items()}


def name_of(letter: str) -> str:
    """Return how a correspondance names a column."""
    return f"colonne {letter}"

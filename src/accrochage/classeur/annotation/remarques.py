"""What is said of each cell: anomalies gathered by sheet, row and column."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from accrochage.classeur.entetes import column_number
from accrochage.dictionnaire import COLONNES
from accrochage.modele import Table
from accrochage.regles.anomalie import Anomalie, Gravite

MAX_COMMENTS: Final = 2_000
"""Comments of a copy. Each is a drawing, and the cost of opening them grows faster than their number: LibreOffice takes 5 s more for
2 000 of them, 20 s more for 5 000."""
MARK: Final = "— Agrafe —"
"""First line of what Agrafe writes in a comment; a later copy takes it away from there on."""
EMPTY_THE_CELL: Final = "vider la cellule"
NAMES: Final = {
    Gravite.ERREUR: "Erreur",
    Gravite.ALERTE: "Alerte",
    Gravite.CONSEIL: "Conseil",
}
WEIGHTS: Final = tuple(NAMES)
"""Gravest first."""

_LONGEST: Final = 2_000
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


@dataclass(frozen=True, kw_only=True)
class Releve:
    """What a copy has to show.

    Attributes:
        source: Name of the file that was checked.
        table: Where its passages stand.
        anomalies: Everything found in it.
        lignes: Rows checked.
        today: Day of the check.
    """

    source: str
    table: Table
    anomalies: Sequence[Anomalie]
    lignes: int
    today: date


class Endroit(NamedTuple):
    """A cell: its sheet (None for the only one of a CSV file), its row and its column, both from 1."""

    feuille: str | None
    ligne: int
    colonne: int


Marques = Mapping[int, Mapping[int, Gravite]]
"""Weight of each cell to colour, by row then by column."""


@dataclass
class Feuillet:
    """What is said of the cells of one sheet.

    Attributes:
        marques: Cells to colour.
        textes: Comments to write, by row and column.
    """

    marques: dict[int, dict[int, Gravite]] = field(default_factory=dict)
    textes: dict[tuple[int, int], str] = field(default_factory=dict)


def by_weight(anomalies: Sequence[Anomalie]) -> list[Anomalie]:
    """Return anomalies, the gravest first, otherwise in the order given."""
    return sorted(anomalies, key=lambda anomalie: WEIGHTS.index(anomalie.gravite))


def endroit_of(anomalie: Anomalie, table: Table) -> Endroit | None:
    """Return the cell that shows an anomalie: its own, else the first of its row, None when it is about the whole file."""
    ou = anomalie.ou
    found = _CELL.fullmatch(ou.cellule or "")
    if found:
        return Endroit(ou.feuille, int(found[2]), column_number(found[1]))
    letters = [header.letter for header in table.columns.values() if header.letter]
    if ou.ligne is None or ou.feuille != table.feuille or not letters:
        return None
    return Endroit(ou.feuille, ou.ligne, min(map(column_number, letters)))


def feuillets(releve: Releve) -> tuple[dict[str | None, Feuillet], int]:
    """Gather anomalies by cell; return what each sheet shows, and how many cells are coloured without a comment."""
    cells: dict[Endroit, list[Anomalie]] = {}
    for anomalie in by_weight(releve.anomalies):
        endroit = endroit_of(anomalie, releve.table)
        if endroit:
            cells.setdefault(endroit, []).append(anomalie)
    found: dict[str | None, Feuillet] = {}
    for rank, (endroit, anomalies) in enumerate(cells.items()):
        feuillet = found.setdefault(endroit.feuille, Feuillet())
        feuillet.marques.setdefault(endroit.ligne, {})[endroit.colonne] = anomalies[0].gravite
        if rank < MAX_COMMENTS:
            feuillet.textes[endroit.ligne, endroit.colonne] = texte(anomalies)
    return found, max(0, len(cells) - MAX_COMMENTS)


def texte(anomalies: Sequence[Anomalie]) -> str:
    """Return the comment of a cell."""
    return "\n".join([MARK, *(line for anomalie in anomalies for line in _lines(anomalie))])[
        :_LONGEST
    ]


def _lines(anomalie: Anomalie) -> Iterator[str]:
    elsewhere = anomalie.ou.colonne if anomalie.ou.cellule is None else None
    subject = f" ({elsewhere})" if elsewhere else ""
    yield f"{NAMES[anomalie.gravite]} {anomalie.code}{subject} : {anomalie.message}"
    correction = proposal(anomalie)
    if correction and f"« {anomalie.correction} »" not in anomalie.message:
        yield f"Proposition : {correction}"


def proposal(anomalie: Anomalie) -> str:
    """Say what would mend a cell and the others that go with it; empty when only the user can know."""
    if anomalie.correction is None:
        return ""
    others = [f"{COLONNES[key].header} : {value or EMPTY_THE_CELL}" for key, value in anomalie.avec]
    return " ; ".join([anomalie.correction or EMPTY_THE_CELL, *others])

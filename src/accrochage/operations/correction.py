"""Corrections that cannot be wrong, applied to rows before they are judged, each one noted."""

from collections.abc import Iterator, MutableMapping, MutableSequence, Sequence
from typing import NamedTuple

from accrochage.dictionnaire import COLONNES
from accrochage.modele import Lieu, Table
from accrochage.operations.refus import better_said
from accrochage.regles.anomalie import Anomalie
from accrochage.regles.composition import Built, PassageBuilder
from accrochage.regles.controle import Controle
from accrochage.regles.lecture.nettoyage import Raw, clean

Row = Sequence[Raw]


class Changement(NamedTuple):
    """A cell that was changed on the way to the deposit.

    Attributes:
        ou: Where it stands; without `cellule` when the file has no such column.
        avant: What the user wrote, None when nothing was written.
        apres: What was sent instead; empty when the cell was emptied.
        code: Code of the anomalie that it mends; RET-01 when nothing stood against the cell.
        pourquoi: Sentence of that anomalie.
    """

    ou: Lieu
    avant: str | None
    apres: str
    code: str
    pourquoi: str


class Correcteur:
    """Mends the rows of one table.

    Args:
        table: Where the rows stand.
        builder: Makes passages out of them.
        controle: Checks those.

    Attributes:
        changements: Every cell that was changed, row after row.
        added: By row, values of columns that the file lacks, by key.
    """

    def __init__(self, table: Table, builder: PassageBuilder, controle: Controle) -> None:
        self._columns = table.columns
        self._table = table
        self._builder = builder
        self._controle = controle
        self.changements: list[Changement] = []
        self.added: dict[int, MutableMapping[str, Raw]] = {}

    def mend(
        self,
        batch: MutableSequence[tuple[int, Row]],
        built: MutableSequence[Built],
        found: MutableSequence[list[Anomalie]],
    ) -> None:
        """Replace, in all three sequences, the rows that sure corrections change, and what was made and said of them."""
        for rank, (ligne, row) in enumerate(batch):
            _, faults, _ = built[rank]
            if (faults or found[rank]) and any(one.sure for one in (*faults, *found[rank])):
                mended, built[rank], found[rank] = self._mend_row(
                    ligne, row, built[rank], found[rank]
                )
                batch[rank] = ligne, mended

    def _mend_row(
        self, ligne: int, row: Row, built: Built, found: list[Anomalie]
    ) -> tuple[Row, Built, list[Anomalie]]:
        """Apply the sure corrections, then those that are only seen once the first are made; no cell changes twice."""
        cells = list(row)
        added = self.added.setdefault(ligne, {})
        changed: set[str] = set()
        while sure := list(_applicable(better_said(built[1], found), changed)):
            for anomalie in sure:
                for key, value in changes_of(anomalie):
                    self.change(cells, ligne, key, value, (anomalie.code, anomalie.message))
            built = self._builder.build(cells, ligne, added)
            found = self._controle.check_alone(built[0])
        return cells, built, found

    def change(
        self, cells: list[Raw], ligne: int, key: str, value: Raw, why: tuple[str, str]
    ) -> None:
        """Write a value in a cell, or beside the row when the file lacks the column, and note it.

        Args:
            cells: The row, changed in place.
            ligne: Its number in the file, as the user sees it.
            key: The column.
            value: The value.
            why: Code and sentence of the anomalie that it mends.
        """
        header = self._columns.get(key)
        if header is None:
            added = self.added.setdefault(ligne, {})
            before, added[key] = clean(added.get(key)), value
        else:
            cells.extend([""] * (header.rank + 1 - len(cells)))
            before, cells[header.rank] = clean(cells[header.rank]), value
        ou = self._table.ou(key, ligne, COLONNES[key].header)
        self.changements.append(Changement(ou, before or None, clean(value), *why))


def _applicable(anomalies: Sequence[Anomalie], changed: set[str]) -> Iterator[Anomalie]:
    """Yield the anomalies whose correction is sure and changes no cell that was already changed, and note what it changes."""
    for anomalie in anomalies:
        if anomalie.sure:
            keys = {key for key, _ in changes_of(anomalie)}
            if not keys & changed:
                changed |= keys
                yield anomalie


def changes_of(anomalie: Anomalie) -> list[tuple[str, str]]:
    """Return the cells that a correction changes and their new values, its own cell first."""
    own = [(anomalie.ou.rubrique, anomalie.correction), *anomalie.avec]
    return [(key, value) for key, value in own if key is not None and value is not None]

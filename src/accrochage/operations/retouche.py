"""Cells that the user writes anew without touching the file: put in place as rows are read, each one noted."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from accrochage.classeur.lecture import Classeur
from accrochage.modele import Lieu
from accrochage.operations.correction import Correcteur, Row, changes_of
from accrochage.operations.refus import better_said
from accrochage.referentiels.cles import fold
from accrochage.regles.anomalie import Anomalie
from accrochage.regles.composition import KEYS, PassageBuilder
from accrochage.regles.controle import Controle
from accrochage.regles.lecture.nettoyage import Raw, clean

Retouches = Mapping[int, Mapping[str, Raw]]
"""What is written in place of cells: by row (as Excel shows it), then by key of the dictionary; `""` empties the cell."""

_CERTIFICATEUR: Final = "certificateur"
_OF_FILE: Final = ("COL-", "FEU-", "OPT-", "VER-")
_BY_HAND: Final = ("RET-01", "Cette cellule a été retouchée.")


class Retoucheur:
    """Puts retouches in the rows of one workbook.

    Args:
        classeur: The workbook.
        given: The retouches.
        builder: Makes passages out of rows as they were written.
        controle: Checks those.
        correcteur: Keeps what was changed.

    Raises:
        ValueError: A key is not that of a column.
    """

    def __init__(
        self,
        classeur: Classeur,
        given: Retouches,
        builder: PassageBuilder,
        controle: Controle,
        correcteur: Correcteur,
    ) -> None:
        unknown = {key for values in given.values() for key in values}.difference(KEYS)
        if unknown:
            raise ValueError(f"no such column: {', '.join(sorted(unknown))}")
        self._classeur = classeur
        self._given = given
        self._builder = builder
        self._controle = controle
        self._correcteur = correcteur
        self._met: set[int] = set()

    def apply(self, rows: Iterator[tuple[int, Row]]) -> Iterator[tuple[int, Row]]:
        """Yield rows, retouched where that was asked for."""
        return self._apply(rows) if self._given else rows

    def _apply(self, rows: Iterator[tuple[int, Row]]) -> Iterator[tuple[int, Row]]:
        for ligne, row in rows:
            values = self._given.get(ligne)
            yield ligne, self._retouched(ligne, row, values) if values else row

    def _retouched(self, ligne: int, row: Row, values: Mapping[str, Raw]) -> Row:
        self._met.add(ligne)
        said = self._said_of(ligne, row)
        cells = list(row)
        for key, value in values.items():
            if clean(value) != clean(self._held(cells, key)):
                why = _why(said, key, clean(value))
                self._correcteur.change(cells, ligne, key, value, why)
        return cells

    def _said_of(self, ligne: int, row: Row) -> list[Anomalie]:
        """Return what is wrong with a row as it was written."""
        passage, faults, _ = self._builder.build(row, ligne)
        faults = better_said(self._classeur.of_rows.get(ligne, ()), faults)
        return better_said(faults, self._controle.check_alone(passage))

    def _held(self, cells: Row, key: str) -> Raw:
        header = self._classeur.table.columns.get(key)
        return cells[header.rank] if header and header.rank < len(cells) else None

    def left_of(self, ligne: int) -> Sequence[Anomalie]:
        """Return what is wrong with the formulas of a row, but for those that were written over."""
        retouched = self._given.get(ligne, {})
        anomalies = self._classeur.of_rows.get(ligne, ())
        return [one for one in anomalies if one.ou.rubrique not in retouched]

    def missing(self) -> Iterator[Anomalie]:
        """Yield RET-02 for each row that was not met, once everything was read."""
        for ligne in sorted(self._given.keys() - self._met):
            message = f"La ligne {ligne} devait être retouchée : elle est vide, ou n'est pas lue."
            yield Anomalie("RET-02", message, Lieu(self._classeur.table.feuille, ligne))


def retouche_of(anomalie: Anomalie) -> dict[str, str]:
    """Return the retouche that takes a proposed correction: the values of cells of its row, by key of the dictionary.

    It is empty when nothing is proposed, or when what is to be mended is no row of passages: a title, the « Certificateur »
    sheet.
    """
    ou = anomalie.ou
    aside = fold(ou.feuille or "") == _CERTIFICATEUR or anomalie.code.startswith(_OF_FILE)
    if anomalie.correction is None or ou.ligne is None or aside:
        return {}
    values = dict(changes_of(anomalie))
    return values if values.keys() <= set(KEYS) else {}


def _why(said: Sequence[Anomalie], key: str, value: str) -> tuple[str, str]:
    """Return the code and the sentence of what a retouche mends: the one that proposes it, else one on its cell."""
    proposes = (one for one in said if (key, value) in changes_of(one))
    concerns = (one for one in said if one.ou.rubrique == key)
    found = next(proposes, None) or next(concerns, None)
    return (found.code, found.message) if found else _BY_HAND

"""Forecast of the CDC's matching, for every passage of a workbook."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from accrochage.classeur.colonnes import reasons_rank
from accrochage.operations.correction import Row
from accrochage.operations.demande import Demande, Progress
from accrochage.operations.lecture import Lecteur
from accrochage.regles.anomalie import Anomalie
from accrochage.regles.prevision import Prevision, Risque, predict


class PassagePrevu(NamedTuple):
    """A passage and its forecast; `ligne` is the row that Excel shows."""

    ligne: int
    id_technique: str | None
    prevision: Prevision


class Previsions(NamedTuple):
    """What is foretold of a workbook.

    Attributes:
        passages: Every row, in order.
        of_file: What is wrong with the file itself.
    """

    passages: Sequence[PassagePrevu]
    of_file: Sequence[Anomalie]

    @property
    def hopeful(self) -> bool:
        """Is no rejection probable, and the file fit to be deposited?"""
        blocked = any(anomalie.blocking for anomalie in self.of_file)
        return not blocked and not self.times[Risque.PROBABLE_KO]

    @property
    def times(self) -> Mapping[Risque, int]:
        """How many passages there are of each risk."""
        found = Counter(passage.prevision.risque for passage in self.passages)
        return {risque: found[risque] for risque in Risque}


def predict_classeur(path: Path, demande: Demande, progress: Progress | None = None) -> Previsions:
    """Foretell what the CDC's matching will make of each passage of a workbook.

    Args:
        path: The workbook or CSV file.
        demande: What is asked for.
        progress: Told now and then how far the reading is.

    Raises:
        ClasseurError: The workbook cannot be read.
    """
    lecteur = Lecteur(path, demande)
    rank = reasons_rank(lecteur.classeur.header)
    passages: list[PassagePrevu] = []
    for batch in lecteur.batches():
        passages += [
            PassagePrevu(
                lue.passage.ligne or 0,
                lue.passage.id_technique,
                predict(lue.passage, lue.anomalies, _motif(lue.row, rank)),
            )
            for lue in batch
        ]
        if progress:
            progress(len(passages), lecteur.classeur.total)
    return Previsions(passages, lecteur.of_file)


def _motif(row: Row, rank: int | None) -> str:
    """Return why a row was given back, as the workbook that gave it says, on one line."""
    cell = row[rank] if rank is not None and rank < len(row) else None
    return str(cell or "").strip().replace("\n", " ")

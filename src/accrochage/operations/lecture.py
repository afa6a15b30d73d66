"""Reading of a workbook for any use case: rows become passages, each with everything that the rules say of it."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from accrochage.classeur.entetes import Correspondance
from accrochage.classeur.lecture import Classeur, read_classeur
from accrochage.dictionnaire import COLONNES, Rubrique
from accrochage.modele import Lieu, Passage, Table
from accrochage.operations.correction import Correcteur, Row
from accrochage.operations.demande import Demande
from accrochage.operations.refus import better_said
from accrochage.operations.retouche import Retoucheur
from accrochage.operations.retrait import Selection
from accrochage.regles.anomalie import Anomalie
from accrochage.regles.composition import Default, PassageBuilder, check_defaults
from accrochage.regles.contexte import Contexte
from accrochage.regles.controle import Controle
from accrochage.regles.lecture.nettoyage import clean

BATCH: Final = 100
"""Rows that go together from one step to the next: each step stays in the processor's cache, a fifth of the time is saved."""


class Lue(NamedTuple):
    """A row that was read.

    Attributes:
        row: Its cells, corrected when that was asked for.
        passage: What they make; None stands where a cell is empty or unreadable.
        anomalies: What is wrong with it.
        sound: Can it be sent, for all that the rules know?
    """

    row: Row
    passage: Passage
    anomalies: Sequence[Anomalie]
    sound: bool


class Lecteur:
    """Reads one workbook, once.

    Args:
        path: The workbook or CSV file.
        demande: What is asked for.
        selection: The passages to read; None for all of them.

    Attributes:
        classeur: The workbook.
        defaults: Values given once for all rows, by key.
        of_file: What is wrong with the file itself; complete once its rows are read.
        correcteur: Mends the rows; what it changed is known once they are read.

    Raises:
        ClasseurError: The workbook cannot be read.
    """

    def __init__(self, path: Path, demande: Demande, selection: Selection | None = None) -> None:
        self._selection = selection
        self.classeur = classeur = read_classeur(
            path, demande.feuille, Correspondance(demande.correspondance)
        )
        version = demande.flux.version
        self.defaults, overridden = _merge(classeur.defaults, demande.options)
        self.of_file = [
            *classeur.anomalies,
            *overridden,
            *check_defaults(self.defaults),
            *_unknown_columns(classeur.table, version),
        ]
        self._corriger = demande.corriger
        self._builder = PassageBuilder(classeur.table, version, self.defaults)
        self._controle = Controle(Contexte(demande.today))
        self.correcteur = Correcteur(classeur.table, self._builder, self._controle)
        # A builder of its own: what it says of rows as they were written is not said of the file.
        as_written = PassageBuilder(classeur.table, version, self.defaults)
        self._retoucheur = Retoucheur(
            classeur, demande.retouches, as_written, self._controle, self.correcteur
        )

    def batches(self) -> Iterator[list[Lue]]:
        """Yield the rows that hold something, a few at a time.

        Raises:
            ClasseurError: The rest of the file cannot be read.
        """
        rows, empty = self._chosen(), True
        build, check_alone = self._builder.build, self._controle.check_alone
        added = self.correcteur.added
        while batch := list(islice(rows, BATCH)):
            empty = False
            built = [build(row, ligne, added.get(ligne)) for ligne, row in batch]
            found = [check_alone(passage) for passage, _, _ in built]
            if self._corriger:
                self.correcteur.mend(batch, built, found)
            yield [
                self._lue(row, *one, alone)
                for (_, row), one, alone in zip(batch, built, found, strict=True)
            ]
        self.of_file += self._builder.missing_columns
        self.of_file += self._retoucheur.missing()
        if self._selection:
            self.of_file += self._selection.missing()
        elif empty:
            self.of_file.append(_no_row(self.classeur))

    def _chosen(self) -> Iterator[tuple[int, Row]]:
        """Yield the rows to read."""
        rows = self._retoucheur.apply(self.classeur.rows())
        identifiers = self.classeur.table.columns.get("idTechnique")
        takes = self._selection and self._selection.takes
        if not takes:
            return rows
        rank = identifiers.rank if identifiers else -1
        return ((ligne, row) for ligne, row in rows if 0 <= rank < len(row) and takes(row[rank]))

    def _lue(
        self,
        row: Row,
        passage: Passage,
        faults: Sequence[Anomalie],
        sound: bool,
        alone: list[Anomalie],
    ) -> Lue:
        """Gather what is said of a row: by its cells, by the rules, beside the other rows."""
        found = alone + self._controle.check_beside(passage)
        if self.classeur.of_rows:
            faults = better_said(self._retoucheur.left_of(passage.ligne or 0), faults)
        if not (faults or found):
            return Lue(row, passage, (), sound)
        anomalies = better_said(faults, found)
        return Lue(row, passage, anomalies, sound and not any(one.blocking for one in anomalies))


def _merge(
    sheet: Mapping[str, Default], options: Mapping[str, str]
) -> tuple[dict[str, Default], list[Anomalie]]:
    """Let the options fill what the workbook lacks; say so when one of them is of no use."""
    merged, overridden = dict(sheet), []
    for key, value in options.items():
        given = sheet.get(key)
        if given is None:
            merged[key] = Default(value, Lieu(colonne=COLONNES[key].header, rubrique=key))
        elif clean(given.raw) != clean(value):
            message = (
                f"Le classeur donne « {clean(given.raw)} » : l'option « {value} » n'a pas servi. "
                "Gardez l'une des deux valeurs."
            )
            overridden.append(Anomalie("OPT-01", message, given.ou, value))
    return merged, overridden


def _unknown_columns(table: Table, version: str) -> Iterator[Anomalie]:
    for key, header in table.columns.items():
        entry = COLONNES[key]
        if isinstance(entry, Rubrique) and not entry.known_in(version):
            message = f"La colonne « {header.title} » n'est pas envoyée : la version {version} du format ne la connaît pas."
            yield Anomalie("VER-01", message, table.ou(key, None))


def _no_row(classeur: Classeur) -> Anomalie:
    message = "Aucun passage sous la ligne de titres. Remplissez une ligne par personne certifiée."
    return Anomalie("FEU-03", message, Lieu(classeur.table.feuille, classeur.header.index + 2))

"""From a workbook to deposits: one pass, every fault, and files only when all is sound."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import chain, count
from operator import itemgetter
from pathlib import Path
from typing import Final, NamedTuple

from accrochage.classeur.gabarit import GabaritRow, write_gabarit
from accrochage.dictionnaire import COLONNES, WRITTEN_BY_AGRAFE
from accrochage.erreurs import EcritureError
from accrochage.flux.disque import write_whole
from accrochage.flux.ecriture import FluxWriter
from accrochage.flux.explications import Refus
from accrochage.flux.rendu import passage_writer
from accrochage.flux.validation import BLOCK, Block, Validator, Verdict
from accrochage.modele import Lieu, Passage
from accrochage.operations.annotation import Annotation
from accrochage.operations.correction import Row
from accrochage.operations.demande import Bilan, Demande, Progress
from accrochage.operations.lecture import Lecteur, Lue
from accrochage.operations.refus import refusal_of
from accrochage.operations.retrait import Selection
from accrochage.regles.anomalie import Anomalie
from accrochage.regles.lecture.nettoyage import clean

A_CORRIGER: Final = "a-corriger"


def generate(
    path: Path,
    folder: Path,
    demande: Demande,
    progress: Progress | None = None,
    selection: Selection | None = None,
) -> Bilan:
    """Make the deposits of a workbook.

    Args:
        path: The workbook or CSV file.
        folder: Where deposits, and the workbook of the rows set aside, are written.
        demande: What is asked for.
        progress: Told now and then how far the reading is.
        selection: The passages to write, which must all be found; None for all of them.

    Returns:
        What came out. Files are written only when every row is sound, or when the faulty ones are to be set aside; a fault
        of the file itself (a column missing or twice) always keeps everything back.

    Raises:
        ClasseurError: The workbook cannot be read.
        SchemaError: There is no schema for the version.
        EcritureError: The files cannot be written; none is left behind.
    """
    lecteur = Lecteur(path, demande, selection)
    annotation = Annotation(path, demande)
    with FluxWriter(folder, demande.flux, demande.limits) as writer:
        production = _Production(lecteur, demande, writer)
        production.run(progress)
        copie = annotation.write(lecteur.classeur.table, production.bilan())
        return replace(production.finish(folder), copie=copie)


def verify_classeur(path: Path, demande: Demande, progress: Progress | None = None) -> Bilan:
    """Check a workbook just as `generate` does, and write nothing.

    Raises:
        ClasseurError: The workbook cannot be read.
        SchemaError: There is no schema for the version.
    """
    lecteur = Lecteur(path, demande)
    annotation = Annotation(path, demande)
    production = _Production(lecteur, demande, None)
    production.run(progress)
    bilan = production.bilan()
    return replace(bilan, copie=annotation.write(lecteur.classeur.table, bilan))


class _SetAside(NamedTuple):
    """A faulty row, as the user wrote it."""

    row: Row
    anomalies: Sequence[Anomalie]


class _Production:
    """One pass over a workbook: rows become passages, passages are checked, sound ones become validated XML."""

    def __init__(self, lecteur: Lecteur, demande: Demande, writer: FluxWriter | None) -> None:
        self._lecteur = lecteur
        self._demande = demande
        self._writer = writer
        self._of_file = lecteur.of_file
        self._of_rows: list[Anomalie] = []
        self._aside: list[tuple[int, _SetAside]] = []
        self._lignes = self._passages = self._ecartes = 0

    def run(self, progress: Progress | None) -> None:
        """Read every row."""
        flux, lecteur = self._demande.flux, self._lecteur
        write = passage_writer(flux.version)
        block = Block([], [], [])
        with Validator(self._demande.schemas.get(flux.version), flux) as validator:
            for batch in lecteur.batches():
                self._sort_out(batch, block)
                block.elements.extend(
                    [write(passage).encode() for passage in block.passages[len(block.elements) :]]
                )
                if len(block.passages) >= BLOCK:
                    self._keep(validator.submit(block))
                    block = Block([], [], [])
                if progress:
                    progress(self._lignes, lecteur.classeur.total)
            if block.passages:
                self._keep(validator.submit(block))
            self._keep(validator.finish())

    def _sort_out(self, batch: Sequence[Lue], block: Block) -> None:
        """Send the sound passages of a batch to the block, and set the others aside."""
        for row, passage, anomalies, sound in batch:
            if anomalies:
                self._note(passage, row, anomalies)
            if sound:
                block.passages.append(passage)
                if self._demande.ecarter:  # to give it back, should the XSD refuse it
                    block.rows.append(row)
            else:
                self._ecartes += 1
        self._lignes += len(batch)

    def _note(self, passage: Passage, row: Row, anomalies: Sequence[Anomalie]) -> None:
        """Keep the faults of a row, and the row itself when it is to be set aside."""
        self._of_rows.extend(anomalies)
        if self._demande.ecarter and any(anomalie.blocking for anomalie in anomalies):
            self._aside.append((passage.ligne or 0, _SetAside(row, anomalies)))

    def _keep(self, verdicts: Iterator[Verdict]) -> None:
        """Spool what the XSD accepted, set aside what it refused."""
        for block, refused, accepted in verdicts:
            for rank, refusals in refused.items():
                anomalies = self._of_row(block.passages[rank], refusals)
                row = block.rows[rank] if block.rows else ()
                self._note(block.passages[rank], row, anomalies)
                self._ecartes += 1
            self._passages += len(block.passages) - len(refused)
            if self._writer:
                for part in accepted:
                    self._writer.add(part)

    def _of_row(self, passage: Passage, refusals: Sequence[Refus]) -> list[Anomalie]:
        """Return what the XSD says of a row; a value given once for all rows is blamed once, where it was given."""
        blamed = {anomalie.ou.rubrique for anomalie in self._of_file if anomalie.blocking}
        of_row: dict[Lieu, Anomalie] = {}
        for refus in refusals:
            anomalie = refusal_of(passage, refus)
            ou = self._given_once(anomalie)
            if ou is None:
                of_row.setdefault(anomalie.ou, anomalie)
            elif ou.rubrique not in blamed:
                blamed.add(ou.rubrique)
                self._of_file.append(anomalie._replace(ou=ou))
        return list(of_row.values())

    def _given_once(self, anomalie: Anomalie) -> Lieu | None:
        """Return where a value that holds for all rows was given, None when the row gives it."""
        key = anomalie.ou.rubrique or ""
        if key in WRITTEN_BY_AGRAFE:
            return Lieu(colonne=COLONNES[key].header, rubrique=key)
        default = self._lecteur.defaults.get(key)
        if default is None:
            return None
        by_row = key in self._lecteur.classeur.table.columns and anomalie.valeur != clean(
            default.raw
        )
        return None if by_row else default.ou

    def bilan(self) -> Bilan:
        """Return what was found, before anything is written."""
        rows = sorted(self._of_rows, key=lambda anomalie: anomalie.ou.ligne or 0)
        return Bilan(
            lignes=self._lignes,
            passages=self._passages,
            ecartes=self._ecartes,
            anomalies=(*self._of_file, *rows),
            changements=self._lecteur.correcteur.changements,
        )

    def finish(self, folder: Path) -> Bilan:
        """Write what is fit to be written."""
        bilan = self.bilan()
        if any(anomalie.blocking for anomalie in self._of_file) or not self._writer:
            return bilan
        if self._ecartes and not self._demande.ecarter:
            return bilan
        a_corriger = self._write_aside(folder) if self._aside else None
        try:
            fichiers = self._writer.finish()
        except EcritureError:
            if a_corriger:
                a_corriger.unlink(missing_ok=True)
            raise
        return replace(bilan, fichiers=fichiers, a_corriger=a_corriger)

    def _write_aside(self, folder: Path) -> Path:
        """Write the rows set aside as a workbook that can be mended and given back; earlier ones are never overwritten."""
        columns, others = self._lecteur.classeur.table.columns, self._lecteur.classeur.others
        rows = [
            GabaritRow(
                {
                    key: row[header.rank]
                    for key, header in columns.items()
                    if header.rank < len(row) and key not in _to_give_anew(anomalies)
                }
                | dict(self._lecteur.correcteur.added.get(ligne, ())),
                anomalies,
                [(one.title, row[one.rank] if one.rank < len(row) else None) for one in others],
            )
            for ligne, (row, anomalies) in sorted(self._aside, key=itemgetter(0))
        ]
        defaults = {key: default.raw for key, default in self._lecteur.defaults.items()}
        version = self._demande.flux.version
        path = _free_name(folder)
        write_whole(
            path,
            lambda file: write_gabarit(
                file, version=version, rows=rows, defaults=defaults, example=False
            ),
        )
        return path


def _to_give_anew(anomalies: Sequence[Anomalie]) -> Collection[str | None]:
    """Return the rubriques whose value must not be given back: alone in its file, a duplicate would pass."""
    return {anomalie.ou.rubrique for anomalie in anomalies if anomalie.code == "DUP-01"}


def _free_name(folder: Path) -> Path:
    names = chain([f"{A_CORRIGER}.xlsx"], (f"{A_CORRIGER}-{rank}.xlsx" for rank in count(2)))
    return next(path for name in names if not (path := folder / name).exists())

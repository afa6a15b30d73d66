"""From a workbook to deposits: one pass, every fault, and files only when all is sound."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, count, islice
from operator import itemgetter
from pathlib import Path
from typing import Final, NamedTuple

from accrochage.classeur.gabarit import GabaritRow, write_gabarit
from accrochage.classeur.lecture import Classeur, read_classeur
from accrochage.dictionnaire import COLONNES, RUBRIQUES, Bloc, Rubrique
from accrochage.erreurs import EcritureError
from accrochage.flux.disque import write_whole
from accrochage.flux.ecriture import FluxWriter
from accrochage.flux.explications import Refus
from accrochage.flux.rendu import passage_writer
from accrochage.flux.validation import BLOCK, Block, Validator, Verdict
from accrochage.modele import Lieu, Passage, Table
from accrochage.operations.correction import Correcteur
from accrochage.operations.demande import Bilan, Demande, Progress
from accrochage.operations.refus import better_said, refusal_of
from accrochage.regles.anomalie import Anomalie
from accrochage.regles.composition import Built, Default, PassageBuilder, check_defaults
from accrochage.regles.contexte import Contexte
from accrochage.regles.controle import Controle
from accrochage.regles.lecture.nettoyage import Raw, clean

A_CORRIGER: Final = "a-corriger"

_OF_FLUX: Final = {key for key, entry in RUBRIQUES.items() if entry.bloc is Bloc.FLUX}

BATCH: Final = 100
"""Rows that go together from one step to the next: each step stays in the processor's cache, a fifth of the time is saved."""


def generate(path: Path, folder: Path, demande: Demande, progress: Progress | None = None) -> Bilan:
    """Make the deposits of a workbook.

    Args:
        path: The workbook or CSV file.
        folder: Where deposits, and the workbook of the rows set aside, are written.
        demande: What is asked for.
        progress: Told now and then how far the reading is.

    Returns:
        What came out. Files are written only when every row is sound, or when the faulty ones are to be set aside; a fault
        of the file itself (a column missing or twice) always keeps everything back.

    Raises:
        ClasseurError: The workbook cannot be read.
        SchemaError: There is no schema for the version.
        EcritureError: The files cannot be written; none is left behind.
    """
    classeur = read_classeur(path, demande.feuille)
    with FluxWriter(folder, demande.flux, demande.limits) as writer:
        production = _Production(classeur, demande, writer)
        production.run(progress)
        return production.finish(folder)


def verify_classeur(path: Path, demande: Demande, progress: Progress | None = None) -> Bilan:
    """Check a workbook just as `generate` does, and write nothing.

    Raises:
        ClasseurError: The workbook cannot be read.
        SchemaError: There is no schema for the version.
    """
    production = _Production(read_classeur(path, demande.feuille), demande, None)
    production.run(progress)
    return production.bilan()


class _SetAside(NamedTuple):
    """A faulty row, as the user wrote it."""

    row: Sequence[Raw]
    anomalies: Sequence[Anomalie]


class _Production:
    """One pass over a workbook: rows become passages, passages are checked, sound ones become validated XML."""

    def __init__(self, classeur: Classeur, demande: Demande, writer: FluxWriter | None) -> None:
        self._classeur = classeur
        self._demande = demande
        self._writer = writer
        self._defaults, overridden = _merge(classeur.defaults, demande.options)
        self._of_file = [
            *classeur.anomalies,
            *overridden,
            *check_defaults(self._defaults),
            *_unknown_columns(classeur.table, demande.flux.version),
        ]
        self._of_rows: list[Anomalie] = []
        self._aside: list[tuple[int, _SetAside]] = []
        self._lignes = self._passages = self._ecartes = 0
        self._builder = PassageBuilder(classeur.table, demande.flux.version, self._defaults)
        self._controle = Controle(Contexte(demande.today))
        self._correcteur = Correcteur(classeur.table, self._builder, self._controle)

    def run(self, progress: Progress | None) -> None:
        """Read every row."""
        flux = self._demande.flux
        write = passage_writer(flux.version)
        rows = self._classeur.rows()
        block = Block([], [], [])
        with Validator(self._demande.schemas.get(flux.version), flux) as validator:
            while batch := list(islice(rows, BATCH)):
                self._sort_out(batch, *self._read(batch), block)
                block.elements.extend(
                    [write(passage).encode() for passage in block.passages[len(block.elements) :]]
                )
                if len(block.passages) >= BLOCK:
                    self._keep(validator.submit(block))
                    block = Block([], [], [])
                if progress:
                    progress(self._lignes, self._classeur.total)
            if block.passages:
                self._keep(validator.submit(block))
            self._keep(validator.finish())
        self._of_file.extend(self._builder.missing_columns)
        if not self._lignes:
            self._of_file.append(_no_row(self._classeur))

    def _read(
        self, batch: list[tuple[int, Sequence[Raw]]]
    ) -> tuple[list[Built], list[list[Anomalie]]]:
        """Make passages out of the rows of a batch, and check them; rows that are corrected take the place of the user's."""
        build, check_alone = self._builder.build, self._controle.check_alone
        check_beside = self._controle.check_beside
        built = [build(row, ligne) for ligne, row in batch]
        found = [check_alone(passage) for passage, _, _ in built]
        if self._demande.corriger:
            self._correcteur.mend(batch, built, found)
        for (passage, _, _), anomalies in zip(built, found, strict=True):
            anomalies.extend(check_beside(passage))
        return built, found

    def _sort_out(
        self,
        batch: Sequence[tuple[int, Sequence[Raw]]],
        built: Sequence[Built],
        incoherences: Sequence[Sequence[Anomalie]],
        block: Block,
    ) -> None:
        """Send the sound passages of a batch to the block, and set the others aside."""
        of_rows = self._classeur.of_rows
        for (ligne, row), (passage, faults, sound), found in zip(
            batch, built, incoherences, strict=True
        ):
            if of_rows and ligne in of_rows:
                faults = better_said(of_rows[ligne], faults)  # noqa: PLW2901 - the same, better said
            if faults or found:
                sound = self._note(passage, row, faults, found) and sound  # noqa: PLW2901 - the verdict, refined
            if sound:
                block.passages.append(passage)
                if self._demande.ecarter:  # to give it back, should the XSD refuse it
                    block.rows.append(row)
            else:
                self._ecartes += 1
        self._lignes += len(batch)

    def _note(
        self,
        passage: Passage,
        row: Sequence[Raw],
        faults: Sequence[Anomalie],
        found: Sequence[Anomalie],
    ) -> bool:
        """Keep the faults of a row; tell whether the row is sound in spite of them."""
        anomalies = better_said(faults, found)
        self._of_rows.extend(anomalies)
        if not any(anomalie.blocking for anomalie in anomalies):
            return True
        if self._demande.ecarter:
            self._aside.append((passage.ligne or 0, _SetAside(row, anomalies)))
        return False

    def _keep(self, verdicts: Iterator[Verdict]) -> None:
        """Spool what the XSD accepted, set aside what it refused."""
        for block, refused, accepted in verdicts:
            for rank, refusals in refused.items():
                anomalies = self._of_row(block.passages[rank], refusals)
                row = block.rows[rank] if block.rows else ()
                self._note(block.passages[rank], row, anomalies, ())
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
        if key in _OF_FLUX:
            return Lieu(colonne=COLONNES[key].header, rubrique=key)
        default = self._defaults.get(key)
        if default is None:
            return None
        by_row = key in self._classeur.table.columns and anomalie.valeur != clean(default.raw)
        return None if by_row else default.ou

    def bilan(self) -> Bilan:
        """Return what was found, before anything is written."""
        rows = sorted(self._of_rows, key=lambda anomalie: anomalie.ou.ligne or 0)
        return Bilan(
            lignes=self._lignes,
            passages=self._passages,
            ecartes=self._ecartes,
            anomalies=(*self._of_file, *rows),
            changements=self._correcteur.changements,
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
        columns = self._classeur.table.columns
        rows = [
            GabaritRow(
                {
                    key: row[header.rank]
                    for key, header in columns.items()
                    if header.rank < len(row) and key not in _to_give_anew(anomalies)
                }
                | dict(self._correcteur.added.get(ligne, ())),
                anomalies,
            )
            for ligne, (row, anomalies) in sorted(self._aside, key=itemgetter(0))
        ]
        defaults = {key: default.raw for key, default in self._defaults.items()}
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

"""Data to rehearse with: a population that is invented, and a workbook drawn from it with faults and their truth."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Final

from accrochage.classeur.gabarit import GabaritRow, write_gabarit
from accrochage.dictionnaire import COLONNES, DEFAULT_VERSION
from accrochage.erreurs import EcritureError
from accrochage.flux.disque import refuse_existing, write_whole
from accrochage.operations.demande import Progress
from accrochage.portail.essai.tirage import Essai, LigneEssai, draw
from accrochage.portail.invention import invent
from accrochage.portail.population import Personne, read_population, write_population
from accrochage.regles.lecture.nettoyage import Raw, clean

_EVERY: Final = 1000
"""People between two words on how many there were."""

_DEFAULTS: Final[Mapping[str, Raw]] = {
    "idClient": "00AGRAFE",
    "idContrat": "MCFCER000000",
    "natureDeposant": "Certificateur",
    "donneeCertifiee": "oui",
}
"""What holds for every row; the identifiers are invented."""

_VERITE: Final = ("ligne", "idTechnique", "genre", "rubrique", "valeurFautive", "valeurJuste")
_FIRST_OF_XLSX: Final = 3
_FIRST_OF_CSV: Final = 2


def invent_population(path: Path, count: int, seed: str, progress: Progress | None = None) -> None:
    """Write people who do not exist: the same count and seed give the same bytes.

    Args:
        path: The CSV file; one that is already there is never replaced.
        count: How many people.
        seed: Any text.
        progress: Told now and then how many there are.

    Raises:
        EcritureError: There is already a file of that name, or it cannot be written.
    """
    refuse_existing(path)
    personnes = told(invent(count, seed), count, progress)
    write_whole(path, lambda file: write_population(file, personnes))


def draw_jeu_essai(
    population: Path, classeur: Path, verite: Path, essai: Essai
) -> Sequence[LigneEssai]:
    """Write a workbook drawn from a population, and what is wrong with it.

    Args:
        population: The CSV file of the people.
        classeur: The workbook: the commented template (`.xlsx`), or a CSV file.
        verite: A CSV file with a row for each faulty cell: where it is, the kind of fault, what should stand there.
        essai: What is drawn.

    Returns:
        The rows.

    Raises:
        PortailError: The population cannot be read, or has too few people.
        EcritureError: There is already a file of one of these names, or one cannot be written; neither is then left behind.
    """
    refuse_existing(classeur, verite)
    lignes = draw(essai, lambda: read_population(population))
    if classeur.suffix.lower() == ".csv":
        first = _FIRST_OF_CSV
        write_whole(classeur, lambda file: _write_csv(file, lignes))
    else:
        first = _FIRST_OF_XLSX
        rows = [GabaritRow(ligne.values) for ligne in lignes]
        write_whole(
            classeur,
            lambda file: write_gabarit(
                file, version=DEFAULT_VERSION, rows=rows, defaults=_DEFAULTS, example=False
            ),
        )
    try:
        write_whole(verite, lambda file: _write_rows(file, _VERITE, _truth(lignes, first)))
    except EcritureError:
        classeur.unlink()
        raise
    return lignes


def told(
    personnes: Iterable[Personne], total: int | None, progress: Progress | None
) -> Iterator[Personne]:
    """Yield people, and tell now and then how many there were, and how many there will be when it is known."""
    for rank, personne in enumerate(personnes):
        if progress and not rank % _EVERY:
            progress(rank, total)
        yield personne


def _write_csv(file: IO[bytes], lignes: Sequence[LigneEssai]) -> None:
    keys = [*lignes[0].values, *_DEFAULTS]
    rows = ([clean({**_DEFAULTS, **ligne.values}[key]) for key in keys] for ligne in lignes)
    _write_rows(file, [COLONNES[key].header for key in keys], rows)


def _truth(lignes: Sequence[LigneEssai], first: int) -> Iterator[Sequence[str | int]]:
    for number, ligne in enumerate(lignes, start=first):
        for faute in ligne.fautes:
            yield number, ligne.id_technique, *faute


def _write_rows(
    file: IO[bytes], titles: Sequence[str], rows: Iterable[Sequence[str | int]]
) -> None:
    """Write a CSV file as Excel reads it in France: UTF-8 with its mark, semicolons."""
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(titles)
    writer.writerows(rows)
    text.detach()

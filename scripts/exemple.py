"""Write exemples/exemple.xlsx, the workbook shipped with the project, from exemples/exemple.csv."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import IO, Final

from accrochage.classeur.entetes import recognise
from accrochage.classeur.gabarit import GabaritRow, write_gabarit
from accrochage.dictionnaire import DEFAULT_VERSION, Kind, colonne
from accrochage.regles.lecture.nettoyage import Raw

FOLDER: Final = Path(__file__).resolve().parent.parent / "exemples"
SOURCE: Final = FOLDER / "exemple.csv"
EXEMPLE: Final = FOLDER / "exemple.xlsx"

DEFAULTS: Final[dict[str, Raw]] = {
    "idClient": "00AGRAFE",
    "idContrat": "MCFCER000000",
    "natureDeposant": "Certificateur",
    "donneeCertifiee": "oui",
}
"""What the « Certificateur » sheet says; the identifiers are invented."""


def write_exemple(destination: Path | IO[bytes]) -> None:
    """Write the example workbook."""
    write_gabarit(
        destination, version=DEFAULT_VERSION, rows=read_rows(), defaults=DEFAULTS, example=False
    )


def read_rows() -> Iterator[GabaritRow]:
    """Yield the rows of the source, each value of the type that a spreadsheet would give it."""
    with SOURCE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter=";"):
            values = {recognise(title) or title: text for title, text in row.items() if text}
            yield GabaritRow({key: _typed(key, text) for key, text in values.items()})


def _typed(key: str, text: str) -> Raw:
    kind = colonne(key).kind
    if kind is Kind.INTEGER:
        return int(text)
    if kind is Kind.DATE:
        day, month, year = map(int, text.split("/"))
        return date(year, month, day)
    return text


if __name__ == "__main__":
    write_exemple(EXEMPLE)
    print(f"{EXEMPLE.relative_to(FOLDER.parent)} : écrit.")

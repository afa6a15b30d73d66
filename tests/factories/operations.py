"""Small workbooks asked to become deposits, and what came out of them."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from lxml import etree

from accrochage.dictionnaire import COLONNES
from accrochage.operations import Bilan, Demande
from accrochage.regles.lecture.nettoyage import Raw
from factories.classeurs import write_xlsx
from factories.flux import NS, a_flux
from factories.passages import TODAY, a_row

Row = Mapping[str, Raw]


def a_demande(**overrides: Any) -> Demande:
    """Return a request; `version` changes the format only."""
    version = overrides.pop("version", None)
    flux = a_flux(version=version) if version else a_flux()
    return Demande(**{"flux": flux, "today": TODAY, **overrides})


def sound_rows(count: int, **cells: Raw) -> list[Row]:
    """Return rows of different persons, without fault."""
    return [
        a_row(**{"idTechnique": f"N-{rank}", "nomNaissance": _name(rank), **cells})
        for rank in range(count)
    ]


def _name(rank: int) -> str:
    """Return a name of its own for each rank: its digits as letters."""
    return "KWI" + "".join("ABCDEFGHIJ"[int(digit)] for digit in str(rank))


def csv_of(path: Path, rows: Sequence[Row], keys: Iterable[str] = ()) -> Path:
    """Write rows, given by key, under the titles of the template; the first row is on line 2."""
    keys = list(keys) or list(dict.fromkeys(key for row in rows for key in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow([COLONNES[key].header if key in COLONNES else key for key in keys])
        writer.writerows([row.get(key, "") for key in keys] for row in rows)
    return path


def xlsx_of(
    path: Path, rows: Sequence[Row], certificateur: Mapping[str, Raw] | None = None
) -> Path:
    """Write the same as a workbook, with what the « Certificateur » sheet says."""
    keys = list(dict.fromkeys(key for row in rows for key in row))
    table = [
        [COLONNES[key].header if key in COLONNES else key for key in keys],
        *([row.get(key) for key in keys] for row in rows),
    ]
    given = [(COLONNES[key].header, value) for key, value in (certificateur or {}).items()]
    return write_xlsx(path, {"Passages": table, "Certificateur": given})


def codes(bilan: Bilan) -> list[tuple[str, int | None]]:
    """Return the code and the row of each anomaly."""
    return [(anomalie.code, anomalie.ou.ligne) for anomalie in bilan.anomalies]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def written(bilan: Bilan) -> list[tuple[str, list[str]]]:
    """Return the identifiers of the passages written, by certification."""
    return [
        (section.findtext(f"{NS}code"), [node.text for node in section.iter(f"{NS}idTechnique")])
        for file in bilan.fichiers
        for section in etree.parse(file.chemin).iter(f"{NS}certification")
    ]


def mend(path: Path, **cells: Mapping[str, str]) -> Path:
    """Correct cells of a workbook to mend, as its user would: by the title of the column, then by the identifier of the row."""
    book = openpyxl.load_workbook(path)
    sheet = book["Passages"]
    titles = {str(cell.value).rstrip("*\u00a0 "): cell.column for cell in sheet[2] if cell.value}
    identifiers = titles[COLONNES["idTechnique"].header]
    for row in range(3, sheet.max_row + 1):
        identifier = sheet.cell(row, identifiers).value
        for key, by_identifier in cells.items():
            if identifier in by_identifier:
                sheet.cell(row, titles[COLONNES[key].header]).value = by_identifier[identifier]
    mended = path.with_name(f"corrigé-{path.name}")
    book.save(mended)
    return mended

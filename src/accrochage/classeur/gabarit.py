"""The commented workbook: empty, to be filled; or with rows, among them faulty ones given back to be mended."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import IO, Final

from accrochage.classeur.gabarit_colonnes import DEFAULT_COLUMNS, gabarit_colonnes
from accrochage.classeur.gabarit_feuilles import (
    CERTIFICATEUR,
    LISTES,
    add_certificateur,
    add_listes,
)
from accrochage.classeur.gabarit_guide import MODE_EMPLOI, add_mode_emploi
from accrochage.classeur.gabarit_passages import (
    FIRST_ROW,
    LAST_ROW,
    PASSAGES,
    GabaritRow,
    add_passages,
)
from accrochage.classeur.gabarit_styles import Styles, Workbook
from accrochage.classeur.lecture import REASONS_HEADER
from accrochage.dictionnaire import COLONNES, SHEET_COLUMNS
from accrochage.erreurs import EcritureError
from accrochage.regles.lecture.nettoyage import Raw

__all__ = [
    "CERTIFICATEUR",
    "LISTES",
    "MAX_ROWS",
    "MODE_EMPLOI",
    "PASSAGES",
    "REASONS_HEADER",
    "GabaritRow",
    "write_gabarit",
]

MAX_ROWS: Final = LAST_ROW - FIRST_ROW
"""Rows that a workbook can hold, one being kept for the example."""

_CREATED: Final = datetime(2026, 1, 1)  # noqa: DTZ001 - a date of the file format, which knows no time zone
"""When every workbook says it was made: the same content gives the same bytes."""

_NO_DEFAULTS: Final[Mapping[str, Raw]] = MappingProxyType({})


def write_gabarit(
    destination: Path | IO[bytes],
    *,
    version: str,
    rows: Iterable[GabaritRow] = (),
    defaults: Mapping[str, Raw] = _NO_DEFAULTS,
    example: bool = True,
) -> None:
    """Write the commented workbook. The same arguments give the same bytes.

    Args:
        destination: A file of that name, or a file open for writing bytes.
        version: Version of the format, `"1.1.5"`: it decides which columns there are.
        rows: Rows to write on « Passages », as they were read; those with faults are given back to be mended.
        defaults: What the « Certificateur » sheet says, by key of the dictionary.
        example: Write the example row.

    Raises:
        EcritureError: There are more rows than a sheet can hold.
        OSError: The file cannot be written.
    """
    rows = list(rows)
    if len(rows) > MAX_ROWS:
        raise EcritureError(
            f"Une feuille de classeur ne peut pas contenir {len(rows)} lignes : {MAX_ROWS} au plus. "
            "Répartissez-les en plusieurs fichiers, puis recommencez."
        )
    content = BytesIO()
    # Rows go to a temporary file as they come: two hundred thousand of them would weigh a gigabyte in memory.
    with Workbook(content, {"constant_memory": True}) as workbook:
        _fill(workbook, version, rows, defaults, example=example)
    if isinstance(destination, Path):
        destination.write_bytes(content.getvalue())
    else:
        destination.write(content.getvalue())


def _fill(
    workbook: Workbook,
    version: str,
    rows: list[GabaritRow],
    defaults: Mapping[str, Raw],
    *,
    example: bool,
) -> None:
    """Add the four sheets."""
    workbook.set_properties(
        {
            "title": "Titulaires à déclarer à la Caisse des Dépôts",
            "subject": f"Accrochage des certifications, format {version}",
            "comments": "Classeur d'Agrafe. Le mode d'emploi est sur la deuxième feuille.",
            "created": _CREATED,
        }
    )
    styles = Styles(workbook)
    colonnes = gabarit_colonnes(version, (row.values for row in rows))
    add_passages(workbook, styles, colonnes, rows, version, example=example)
    add_mode_emploi(workbook, styles, version)
    add_certificateur(workbook, styles, defaults)
    keys = {colonne.entry.key for colonne in colonnes}.union(
        SHEET_COLUMNS, DEFAULT_COLUMNS, defaults
    )
    add_listes(workbook, styles, (entry for key, entry in COLONNES.items() if key in keys))

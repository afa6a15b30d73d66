"""The commented workbook: empty, to be filled; or with rows, among them faulty ones given back to be mended."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import IO, Final

from accrochage.classeur.colonnes import REASONS_HEADER
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
    Page,
    add_passages,
)
from accrochage.classeur.gabarit_styles import Styles, Workbook
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
    "refuse_excess",
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
    filled: Collection[str] | None = None,
) -> None:
    """Write the commented workbook. The same arguments give the same bytes.

    Args:
        destination: A file of that name, or a file open for writing bytes.
        version: Version of the format, `"1.1.5"`: it decides which columns there are.
        rows: Rows to write on « Passages », as they were read; those with faults are given back to be mended.
        defaults: What the « Certificateur » sheet says, by key of the dictionary.
        example: Write the example row.
        filled: Keys of the columns that rows fill, for a caller who knows them: the rows, which then are without faults and at
            most `MAX_ROWS`, are taken as they come, and are never all in memory.

    Raises:
        EcritureError: There are more rows than a sheet can hold.
        OSError: The file cannot be written.
    """
    with_reasons, others = False, list[str]()
    if filled is None:
        rows = list(rows)
        refuse_excess(len(rows))
        filled = {
            key for row in rows for key, raw in row.values.items() if raw is not None and raw != ""
        }
        with_reasons = any(row.anomalies for row in rows)
        others = [title for row in rows[:1] for title, _ in row.others]
    content = BytesIO()
    # Rows go to a temporary file as they come: two hundred thousand of them would weigh a gigabyte in memory.
    with Workbook(content, {"constant_memory": True}) as workbook:
        styles, colonnes = Styles(workbook), gabarit_colonnes(version, filled)
        _describe(workbook, version)
        page = Page(version, example=example, with_reasons=with_reasons, others=others)
        add_passages(workbook, styles, colonnes, rows, page)
        add_mode_emploi(workbook, styles, version)
        add_certificateur(workbook, styles, defaults)
        keys = {colonne.entry.key for colonne in colonnes}.union(
            SHEET_COLUMNS, DEFAULT_COLUMNS, defaults
        )
        add_listes(workbook, styles, (entry for key, entry in COLONNES.items() if key in keys))
    if isinstance(destination, Path):
        destination.write_bytes(content.getbuffer())
    else:
        destination.write(content.getbuffer())


def refuse_excess(count: int) -> None:
    """Refuse more rows than a sheet can hold.

    Raises:
        EcritureError: There are.
    """
    if count > MAX_ROWS:
        raise EcritureError(
            f"Une feuille de classeur ne peut pas contenir {count} lignes : {MAX_ROWS} au plus. "
            "Répartissez-les en plusieurs fichiers, puis recommencez."
        )


def _describe(workbook: Workbook, version: str) -> None:
    """Say what the file is in its properties."""
    workbook.set_properties(
        {
            "title": "Titulaires à déclarer à la Caisse des Dépôts",
            "subject": f"Accrochage des certifications, format {version}",
            "comments": "Classeur d'Agrafe. Le mode d'emploi est sur la deuxième feuille.",
            "created": _CREATED,
        }
    )

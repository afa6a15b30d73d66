"""A workbook rewritten as a plain .xlsx: its sheets and its values, and nothing else."""

from collections.abc import Collection, Sequence
from itertools import count
from pathlib import Path
from typing import IO, Final

from accrochage.classeur.feuilles import Feuille, open_feuilles
from accrochage.classeur.gabarit_styles import TEXT, Styles, Workbook, Worksheet, printable
from accrochage.classeur.ouverture import FileType
from accrochage.erreurs import EcritureError
from accrochage.regles.lecture.nettoyage import Raw, clean

ONLY: Final = "Passages"
"""Name given to the sheet of a CSV file, which has none."""

_FORBIDDEN: Final = str.maketrans("[]:*?/\\\n", "________")
_LONGEST_NAME: Final = 31
_LONGEST_TEXT: Final = 32_767
_WIDTHS: Final = (8, 40)
_LAST_ROW: Final = 1_048_576


def write_valeurs(source: Path, target: IO[bytes]) -> tuple[dict[str | None, str], FileType]:
    """Write the values of a workbook: dates, numbers and texts as they are, what a formula gave.

    Args:
        source: A workbook or CSV file.
        target: A file open for writing bytes.

    Returns:
        The name of each sheet in what was written, by its name in the source; and what the source is.

    Raises:
        ClasseurError: The source cannot be read.
        EcritureError: It has more rows than a sheet can hold.
    """
    kind, feuilles = open_feuilles(source)
    names: dict[str | None, str] = {}
    with Workbook(target, {"constant_memory": True}) as workbook:
        styles = Styles(workbook)
        sheets = []
        for feuille in feuilles:
            names[feuille.name] = _free_name(feuille.name or ONLY, names.values())
            sheet = workbook.add_worksheet(names[feuille.name])
            _write_feuille(sheet, styles, feuille)
            sheets.append(sheet)
        _hide(sheets, feuilles)
    return names, kind


def _free_name(name: str, taken: Collection[str]) -> str:
    """Return a name that Excel admits and no other sheet bears, as near as possible to a name."""
    admitted = printable(name).translate(_FORBIDDEN)[:_LONGEST_NAME].strip("'") or ONLY
    used = {other.casefold() for other in taken}
    names = (f"{admitted[: _LONGEST_NAME - 4]} {rank}" for rank in count(2))
    return (
        admitted
        if admitted.casefold() not in used
        else next(other for other in names if other.casefold() not in used)
    )


def _hide(sheets: Sequence[Worksheet], feuilles: Sequence[Feuille]) -> None:
    """Hide what was hidden; the first sheet shown is the one that opens."""
    shown = [feuille.visible for feuille in feuilles]
    if not any(shown):
        return
    sheets[shown.index(True)].activate()
    sheets[shown.index(True)].set_first_sheet()
    for sheet, visible in zip(sheets, shown, strict=True):
        if not visible:
            sheet.hide()


def _write_feuille(sheet: Worksheet, styles: Styles, feuille: Feuille) -> None:
    for rank in range(max(map(len, feuille.head), default=0)):
        longest = max(len(clean(row[rank])) for row in feuille.head if rank < len(row))
        column = feuille.first_column + rank
        sheet.set_column(column, column, min(max(longest + 2, _WIDTHS[0]), _WIDTHS[1]))
    for row, cells in enumerate(feuille.rows()):
        if row >= _LAST_ROW:
            raise EcritureError(
                f"La copie annotée ne peut pas être faite : une feuille de classeur a {_LAST_ROW} lignes au plus. "
                "Répartissez les lignes en plusieurs fichiers, puis recommencez."
            )
        for column, raw in enumerate(cells, start=feuille.first_column):
            if raw is not None and raw != "":
                _write_cell(sheet, styles, row, column, raw)


def _write_cell(sheet: Worksheet, styles: Styles, row: int, column: int, raw: Raw) -> None:
    """Write a value; a text keeps its zeros, and is in a format that keeps what is typed in its place."""
    if isinstance(raw, str):
        styles.write(sheet, row, column, raw[:_LONGEST_TEXT], {"num_format": TEXT})
    else:
        styles.write(sheet, row, column, raw, {"num_format": "General"})

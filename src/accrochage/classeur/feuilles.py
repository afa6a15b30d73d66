"""The sheets of any workbook, as rows of raw cells: .xlsx, .xlsm, .xls and .ods by calamine, .csv by the standard library."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from accrochage.classeur.entetes import SEARCHED_ROWS
from accrochage.classeur.ouverture import FileType, damaged, file_type, protected
from accrochage.classeur.texte import csv_format, csv_head, csv_rows
from accrochage.dictionnaire import ACCUSE_ROOTS
from accrochage.erreurs import ClasseurError, accuse_instead, command
from accrochage.referentiels.cles import fold
from accrochage.regles.lecture.nettoyage import Raw

Rows = Iterator[Sequence[Raw]]

_FIRST_ELEMENT = re.compile(rb"<(?:[\w.-]+:)?([A-Za-z]\w*)", re.ASCII)
_HEAD: Final = 4096

_EMPTY_ABOVE: Final = 1000
"""Empty rows that may stand above a table and its header row still be found."""

_EXTENSIONS: Final = {
    FileType.XLSX: {".xlsx", ".xlsm"},
    FileType.XLS: {".xls"},
    FileType.ODS: {".ods"},
}
"""Extensions by which calamine knows the type of a file."""

_FORMULA_ERROR = re.compile(r"#[A-Z][A-Z0-9/_]*[!?]?")


class Feuille(NamedTuple):
    """A sheet.

    Attributes:
        name: Its name; None for a CSV file.
        visible: Is it shown?
        head: Its first rows, enough to find the headers.
        rows: Returns an iterator over all its rows, from the first; each is as wide as the sheet, or shorter.
        first_column: Rank of the first column that the rows hold, 0 for A.
        total: Number of rows when it is known beforehand.
        merged: Merged ranges, as (first row, first column, last row, last column), from 0.
        reason: Why it cannot be read (end of a French sentence), None when it can; it then has no row.
    """

    name: str | None
    visible: bool
    head: Sequence[Sequence[Raw]]
    rows: Callable[[], Rows]
    first_column: int = 0
    total: int | None = None
    merged: tuple[tuple[int, int, int, int], ...] = ()
    reason: str | None = None


def open_feuilles(path: Path) -> tuple[FileType, list[Feuille]]:
    """Open a workbook or a CSV file.

    Formulas are never evaluated (the value that the spreadsheet stored is read), links are never followed, macros never run.

    Raises:
        ClasseurError: The file is none of these, or cannot be read.
    """
    kind = file_type(path)
    if kind is FileType.XML:
        raise ClasseurError(_not_a_table(path))
    return kind, [_csv_feuille(path)] if kind is FileType.CSV else _calamine_feuilles(path, kind)


def _not_a_table(path: Path) -> str:
    """Say which command takes an XML file."""
    with path.open("rb") as file:
        found = _FIRST_ELEMENT.search(file.read(_HEAD))
    if found and fold(found[1].decode()) in ACCUSE_ROOTS:
        return accuse_instead(path, "un classeur")
    return (
        f"« {path.name} » est un fichier XML, pas un classeur. Pour en faire un classeur : {command('convertir', path)} ; "
        f"pour le contrôler : {command('verifier', path)}"
    )


def _csv_feuille(path: Path) -> Feuille:
    form = csv_format(path)
    return Feuille(None, True, csv_head(path, form), partial(csv_rows, path, form))


def _calamine_feuilles(path: Path, kind: FileType) -> list[Feuille]:
    with _in_french(path):
        workbook = _open(path, kind)
        return [
            _calamine_feuille(path, workbook, sheet.name, sheet.visible is SheetVisibleEnum.Visible)
            for sheet in workbook.sheets_metadata
            if sheet.typ is SheetTypeEnum.WorkSheet
        ]


@contextmanager
def _in_french(path: Path) -> Iterator[None]:
    """Turn whatever calamine raises into a sentence.

    A panic of its Rust code on a damaged .xls comes out as `pyo3_runtime.PanicException`: it derives from `BaseException`, and no
    module gives access to it, so that it is known by its name.
    """
    try:
        yield
    except PasswordError as error:
        raise protected(path) from error
    except (CalamineError, OSError, ValueError) as error:
        raise damaged(path) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise damaged(path) from error
        raise


def _open(path: Path, kind: FileType) -> CalamineWorkbook:
    """Open a workbook for what it is: calamine believes the extension of a path, and the content of a file.

    A path is quicker than a file, but calamine only takes those that are UTF-8.
    """
    if path.suffix.lower() in _EXTENSIONS[kind] and _is_utf8(str(path)):
        return CalamineWorkbook.from_path(path)
    with path.open("rb") as file:
        return CalamineWorkbook.from_filelike(file)


def _is_utf8(name: str) -> bool:
    """Tell whether a name can be written in UTF-8; an old zip may give one that cannot, as `caf\udce9.xlsx`."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _calamine_feuille(path: Path, workbook: CalamineWorkbook, name: str, visible: bool) -> Feuille:
    try:
        sheet = workbook.get_sheet_by_name(name)
    except CalamineError as error:
        return Feuille(name, visible, (), partial(iter, ()), reason=_reason(error))
    first_row, first_column = sheet.start or (0, 0)
    return Feuille(
        name=name,
        visible=visible,
        head=list(islice(sheet.iter_rows(), min(first_row, _EMPTY_ABOVE) + SEARCHED_ROWS + 1)),
        rows=partial(_calamine_rows, path, sheet),
        first_column=first_column,
        total=sheet.end[0] + 1 if sheet.end else 0,
        merged=tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ()),
    )


def _reason(error: CalamineError) -> str:
    """Say why a sheet cannot be read: a formula in error of a recent kind (#SPILL!) is the one that happens."""
    found = _FORMULA_ERROR.search(str(error))
    return f"une formule y est en erreur ({found[0]})" if found else "elle est abîmée"


def _calamine_rows(path: Path, sheet: CalamineSheet) -> Rows:
    with _in_french(path):
        yield from sheet.iter_rows()

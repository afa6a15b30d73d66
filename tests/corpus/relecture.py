"""Reading again, cell by cell, the workbooks that Agrafe writes; faults to put in them."""

import openpyxl
from python_calamine import CalamineWorkbook

from accrochage.classeur.entetes import recognise
from accrochage.classeur.lecture import read_classeur
from accrochage.modele import Lieu
from accrochage.regles.anomalie import Anomalie

HEADER_ROW = 2
"""Number of the header row of « Passages »."""


def load(path):
    """Return a workbook with all that openpyxl understands of it."""
    return openpyxl.load_workbook(path)


def values_of(path, name):
    """Return the rows of a sheet as calamine reads them, from its first cell."""
    return CalamineWorkbook.from_path(path).get_sheet_by_name(name).to_python(skip_empty_area=False)


def headers(sheet):
    """Return the place, from 1, of each column of « Passages », by key; that of the reasons is under None."""
    return {recognise(cell.value): cell.column for cell in sheet[HEADER_ROW]}


def comment(cell):
    """Return the text of the comment of a cell, None when it has none."""
    return cell.comment.text if cell.comment else None


def read_back(path):
    """Return what the first row says, by key, empty cells left out."""
    classeur = read_classeur(path)
    _, row = next(iter(classeur.rows()))
    found = {key: row[header.rank] for key, header in classeur.table.columns.items()}
    return {key: raw for key, raw in found.items() if raw not in ("", None)}


def anomalie(code, key, message="Quelque chose ne va pas.", correction=None, title=None):
    """Return a fault of some row, on the column of a key (None: on none)."""
    return Anomalie(code, message, Lieu("Feuille", 7, title, "A7", key), None, correction)

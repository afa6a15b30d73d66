"""Formulas that the reader takes for empty cells: in error, or without a stored value."""

import zipfile

import pytest
import xlsxwriter
from openpyxl import Workbook

from accrochage.classeur import formules
from accrochage.classeur.formules import Formule, formules_without_value
from accrochage.classeur.lecture import read_classeur


def write(path, **cells):
    """Write a workbook of two sheets; a formula comes with the value that the spreadsheet stored."""
    with xlsxwriter.Workbook(path) as workbook:
        workbook.add_worksheet("Autre").write_formula("A1", "=NA()", None, "#N/A")
        sheet = workbook.add_worksheet("Passages & co")
        for address, (formula, value) in cells.items():
            sheet.write_formula(address, formula, None, value)
    return path


def found(path, feuille="Passages & co"):
    return list(formules_without_value(path, feuille))


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!", "#VALUE!"])
def test_finds_a_formula_in_error(tmp_path, error):
    path = write(tmp_path / "a.xlsx", B3=("=1/0", error))

    assert found(path) == [Formule("B", 3, error)]


def test_says_nothing_of_a_formula_that_has_a_value(tmp_path):
    path = write(tmp_path / "a.xlsx", A1=("=1+1", 2), C1=('="x"', "x"))

    assert found(path) == []


def test_finds_a_formula_whose_value_was_not_stored(tmp_path):
    workbook = Workbook()
    workbook.active.title = "Passages"
    workbook.active["AB12"] = "=1+1"
    workbook.active["A1"] = "texte"
    workbook.save(tmp_path / "a.xlsx")

    assert found(tmp_path / "a.xlsx", "Passages") == [Formule("AB", 12, None)]


def test_finds_each_formula_once_when_it_stands_across_two_blocks(tmp_path, monkeypatch):
    path = write(tmp_path / "a.xlsx", **{f"A{row}": ("=NA()", "#N/A") for row in range(1, 200)})
    monkeypatch.setattr(formules, "_BLOCK", 512)

    assert [formule.ligne for formule in found(path)] == list(range(1, 200))


def test_finds_nothing_in_a_sheet_that_is_not_there(tmp_path):
    assert found(write(tmp_path / "a.xlsx"), "Ailleurs") == []


def test_finds_nothing_in_an_archive_laid_out_in_an_unusual_way(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("xl/workbook.bin", b"")

    assert found(tmp_path / "a.xlsx") == []


def test_tells_of_the_columns_that_are_read_only(tmp_path):
    workbook = Workbook()
    titles = ["idTechnique", "Nom de naissance", "Prénom", "Ma note"]
    workbook.active.append(titles)
    workbook.active.append(["A-1", "=B9", "Zoé", "=1+1"])
    workbook.save(tmp_path / "a.xlsx")

    classeur = read_classeur(tmp_path / "a.xlsx")

    (anomalie,) = classeur.of_rows[2]
    assert list(classeur.of_rows) == [2]
    assert (anomalie.code, anomalie.ou.cellule, anomalie.valeur) == ("FEU-07", "B2", None)
    assert anomalie.message.startswith("La formule n'a pas de valeur enregistrée.")

"""Formulas that the reader takes for empty cells: in error, or without a stored value."""

import re
import struct
import zipfile

import pytest
import xlsxwriter
import xlwt
from openpyxl import Workbook

from accrochage.classeur import formules
from accrochage.classeur import xls as xls_module
from accrochage.classeur.formules import Formule, formules_without_value
from accrochage.classeur.lecture import read_classeur
from accrochage.classeur.ouverture import FileType
from factories.classeurs import ods_cell, ods_table, raw_ods, write_ods


def write(path, **cells):
    """Write a workbook of two sheets; a formula comes with the value that the spreadsheet stored."""
    with xlsxwriter.Workbook(path) as workbook:
        workbook.add_worksheet("Autre").write_formula("A1", "=NA()", None, "#N/A")
        sheet = workbook.add_worksheet("Passages & co")
        for address, (formula, value) in cells.items():
            sheet.write_formula(address, formula, None, value)
    return path


def found(path, feuille="Passages & co"):
    return list(formules_without_value(path, FileType.XLSX, feuille))


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


# --- .ods

CALC = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'


def ods_error(error, repeated=""):
    return (
        f'<table:table-cell {CALC} calcext:value-type="error" office:value-type="string"{repeated}>'
        f"<text:p>{error}</text:p></table:table-cell>"
    )


def ods(path, *rows):
    """Write an .ods of two tables; a row comes as its cells, and perhaps its attributes."""
    other = ods_table(f"<table:table-row>{ods_error('#N/A')}</table:table-row>", "Autre")
    body = "".join(f"<table:table-row{more}>{cells}</table:table-row>" for cells, more in rows)
    return raw_ods(path, other + ods_table(body))


def found_in(path, kind):
    return [tuple(formule) for formule in formules_without_value(path, kind, "Passages")]


def test_finds_a_formula_in_error_in_an_ods(tmp_path):
    blank = '<table:table-cell table:number-columns-repeated="26"/>'
    path = ods(
        tmp_path / "a.ods",
        (ods_cell("idTechnique"), ""),
        (ods_cell("x"), ' table:number-rows-repeated="3"'),
        (ods_cell("x") + ods_error("#REF!") + blank + ods_error("Err:502"), ""),
    )

    assert found_in(path, FileType.ODS) == [("B", 5, "#REF!"), ("AC", 5, "Err:502")]


def test_finds_each_of_the_errors_that_an_ods_repeats(tmp_path):
    path = ods(
        tmp_path / "a.ods",
        (
            ods_error("#N/A", ' table:number-columns-repeated="2"'),
            ' table:number-rows-repeated="2"',
        ),
        (ods_error(""), ""),
    )

    found = found_in(path, FileType.ODS)

    assert sorted(found[:4]) == [
        ("A", 1, "#N/A"),
        ("A", 2, "#N/A"),
        ("B", 1, "#N/A"),
        ("B", 2, "#N/A"),
    ]
    assert found[4:] == [("A", 3, None)]


def test_an_error_repeated_a_million_times_is_told_a_thousand_times(tmp_path):
    path = ods(tmp_path / "a.ods", (ods_error("#N/A"), ' table:number-rows-repeated="1000000"'))

    assert len(found_in(path, FileType.ODS)) == 1000


def test_says_nothing_of_an_ods_without_errors(tmp_path):
    assert found_in(write_ods(tmp_path / "a.ods"), FileType.ODS) == []


def test_the_sign_of_an_error_is_seen_across_two_blocks(tmp_path, monkeypatch):
    monkeypatch.setattr(formules, "_BLOCK", 7)
    path = ods(tmp_path / "a.ods", (ods_error("#N/A"), ""))

    assert found_in(path, FileType.ODS) == [("A", 1, "#N/A")]


# --- .xls


def xls(path, build):
    """Write an .xls of two sheets, the second being « Passages »."""
    book = xlwt.Workbook()
    book.add_sheet("Autre").row(0).set_cell_error(0, "#REF!")
    build(book.add_sheet("Passages"))
    book.save(str(path))
    return path


def test_finds_an_error_in_an_xls(tmp_path):
    def build(sheet):
        sheet.write(0, 0, "x")
        sheet.write(1, 0, True)
        sheet.row(2).set_cell_error(27, "#DIV/0!")

    path = xls(tmp_path / "a.xls", build)

    assert found_in(path, FileType.XLS) == [("AB", 3, "#DIV/0!")]


@pytest.mark.parametrize(("code", "error"), [(0x17, "#REF!"), (0x2A, "#N/A"), (0x2B, "#N/A")])
def test_finds_a_formula_in_error_in_an_xls(tmp_path, code, error):
    path = xls(tmp_path / "a.xls", lambda sheet: sheet.write(4, 1, xlwt.Formula("1/0")))
    content = bytearray(path.read_bytes())
    at = re.search(rb"\x06\0..\x04\0\x01\0..", content, re.DOTALL).end()
    struct.pack_into("<BBB3sH", content, at, 2, 0, code, b"\0\0\0", 0xFFFF)
    path.write_bytes(content)

    assert found_in(path, FileType.XLS) == [("B", 5, error)]


def test_says_nothing_of_an_xls_without_errors(tmp_path):
    book = xlwt.Workbook()
    book.add_sheet("Passages").write(0, 0, xlwt.Formula("1+1"))
    book.save(str(tmp_path / "a.xls"))

    assert found_in(tmp_path / "a.xls", FileType.XLS) == []


def test_a_sheet_of_excel_95_has_its_name_in_one_byte_a_letter():
    assert xls_module._sheet_name(b"\x05\xe9t\xe9 2") == "été 2"
    assert xls_module._sheet_name(b"\x03\x01\xe9\x00t\x00\xe9\x00") == "été"


def test_a_csv_file_has_no_formula(tmp_path):
    assert found_in(tmp_path / "absent.csv", FileType.CSV) == []

"""The copy of what is no .xlsx: its values in a new workbook, then the colours."""

from datetime import datetime
from io import BytesIO

import openpyxl
import pytest
import xlwt

from accrochage.classeur.annotation import valeurs
from accrochage.classeur.annotation.valeurs import write_valeurs
from accrochage.classeur.gabarit_styles import Workbook
from accrochage.classeur.lecture import read_classeur
from accrochage.erreurs import EcritureError
from factories.annotation import RED, an_anomalie, annotated, assert_sound, comments, listed, marks
from factories.classeurs import (
    TABLE,
    TITLES,
    ods_row,
    ods_table,
    raw_ods,
    write_csv,
    write_ods,
    write_xls,
    write_xlsx,
)
from factories.textes import plain

CSV = "\n".join(";".join(row) for row in TABLE)


def rewritten(path):
    """Return the workbook of the values of a file, and the names of its sheets."""
    target = BytesIO()
    names, _ = write_valeurs(path, target)
    return openpyxl.load_workbook(target), names


@pytest.mark.parametrize(
    ("write", "name", "feuille", "lost"),
    [
        (lambda path: write_csv(path, CSV), "t.csv", None, False),
        (lambda path: write_xls(path, {"Pass": TABLE}), "t.xls", "Pass", True),
        (write_ods, "t.ods", "Passages", True),
    ],
    ids=["csv", "xls", "ods"],
)
def test_another_kind_of_file_is_copied_as_an_xlsx(tmp_path, write, name, feuille, lost):
    path = write(tmp_path / name)
    copy = annotated(path, an_anomalie("C3", feuille=feuille), strict=False)
    shown = feuille or "Passages"
    sheet = openpyxl.load_workbook(copy)["Anomalies"]

    assert_sound(copy)
    assert list(read_classeur(copy).rows()) == list(read_classeur(path).rows())
    assert marks(copy, shown) == {"C3": RED}
    assert plain(comments(copy, shown)["C3"]).endswith("Erreur OBL-01 : Faute en C3.")
    assert [(line[2], line[5]) for line in listed(copy)] == [(shown, "C3")]
    assert sheet["F5"].hyperlink.location == f"'{shown}'!C3"
    assert bool(sheet["A3"].value) is lost


def test_values_stay_what_they_are(tmp_path):
    values = ["0012", "=1+1", 12, 1.5, True, datetime(1991, 7, 3)]  # noqa: DTZ001 - a cell knows no time zone
    path = write_xls(tmp_path / "t.xls", {"A": [TITLES, values]})
    book, _ = rewritten(path)
    cells = book["A"][2]

    assert [cell.value for cell in cells] == values
    assert [cell.number_format for cell in cells[:2]] == ["@", "@"]
    assert cells[1].data_type == "s"


def test_long_texts_are_cut_at_what_a_cell_can_hold(tmp_path):
    book, _ = rewritten(write_csv(tmp_path / "t.csv", f"{CSV}\nP-3;{'A' * 40_000}"))

    assert book["Passages"]["B4"].value == "A" * 32_767


def test_rows_and_columns_stay_where_they_are(tmp_path):
    rows = [[], [], ["", "", *TITLES], ["", "", "P-1"]]
    book, _ = rewritten(write_xls(tmp_path / "t.xls", {"A": rows}))

    assert [book["A"][cell].value for cell in ("C3", "C4")] == [TITLES[0], "P-1"]
    assert book["A"].column_dimensions["C"].width > book["A"].column_dimensions["E"].width


def test_hidden_sheets_stay_hidden_and_another_one_opens(tmp_path):
    path = write_xlsx(tmp_path / "t.xlsx", {"Cachée": [["a"]], "Passages": TABLE}, hidden="")
    book = openpyxl.load_workbook(path)
    book["Cachée"].sheet_state, book.active = "hidden", 1
    book.save(path)
    copied, _ = rewritten(path)

    assert [sheet.sheet_state for sheet in copied] == ["hidden", "visible"]
    assert copied.active.title == "Passages"


def test_names_that_excel_refuses_are_changed(tmp_path):
    table = "".join(map(ods_row, TABLE))
    long = "Titulaires de la certification, session de juin"
    names = ["a/b", "A_B", long, f"{long} 2", "'"]
    path = raw_ods(tmp_path / "t.ods", "".join(ods_table(table, name) for name in names))
    book, given = rewritten(path)

    assert book.sheetnames == ["a_b", "A_B 2", long[:31], f"{long[:27]} 2", "Passages"]
    assert list(given) == names


def test_a_workbook_whose_sheets_are_all_hidden_is_copied(tmp_path):
    book = xlwt.Workbook()
    book.add_sheet("A").write(0, 0, "a")
    book.get_sheet(0).visibility = 1
    book.save(str(tmp_path / "t.xls"))

    assert rewritten(tmp_path / "t.xls")[0].sheetnames == ["A"]


def test_more_rows_than_a_sheet_can_hold_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(valeurs, "_LAST_ROW", 2)

    with pytest.raises(EcritureError) as caught:
        rewritten(write_csv(tmp_path / "t.csv", CSV))
    assert plain(str(caught.value)) == (
        "La copie annotée ne peut pas être faite : une feuille de classeur a 2 lignes au plus. "
        "Répartissez les lignes en plusieurs fichiers, puis recommencez."
    )


@pytest.mark.parametrize(
    "name", [f"{'a' * 30}'b", "deux\nlignes", "sonne\x07"], ids=["apostrophe", "line", "control"]
)
def test_a_name_is_made_fit_for_excel(name):
    target = BytesIO()

    with Workbook(target) as workbook:
        workbook.add_worksheet(free := valeurs._free_name(name, []))

    assert openpyxl.load_workbook(target).sheetnames == [free]

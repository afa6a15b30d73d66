"""The annotated copy of an .xlsx: the faulty cells are shown, and nothing else changes."""

import re

import openpyxl
import pytest

from accrochage.classeur.annotation import copie, liste, remarques
from accrochage.classeur.lecture import read_classeur
from factories.annotation import (
    ALERTE,
    AMBER,
    BLUE,
    CONSEIL,
    RED,
    SHEET,
    an_anomalie,
    annotated,
    assert_sound,
    comments,
    fills,
    listed,
    marks,
    parts,
    plain_xlsx,
    rewrite,
    rich_xlsx,
    with_macros,
)
from factories.textes import plain

CONCERNED = {
    "[Content_Types].xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/worksheets/sheet1.xml",
    "xl/comments1.xml",
    "xl/drawings/vmlDrawing1.vml",
}


@pytest.fixture
def rich(tmp_path):
    return rich_xlsx(tmp_path / "titulaires.xlsx")


def test_cells_take_the_colour_of_the_gravest_and_say_everything(tmp_path):
    path = plain_xlsx(tmp_path / "t.xlsx")
    copy = annotated(
        path,
        an_anomalie("B2", CONSEIL),
        an_anomalie("C3", ALERTE, message="Peut-être.", correction="ALI"),
        an_anomalie("C3", message="Sûrement."),
        an_anomalie("D3", CONSEIL),
    )

    assert_sound(copy)
    assert marks(copy) == {"B2": BLUE, "C3": RED, "D3": BLUE}
    assert plain(comments(copy)["C3"]) == (
        "— Agrafe —\nErreur OBL-01 : Sûrement.\nAlerte FEU-02 : Peut-être.\nProposition : ALI"
    )


OTHERS = {
    "xl/pivotTables/pivotTable1.xml": b"<pivotTableDefinition   name='T' />",
    "xl/pivotCache/pivotCacheDefinition1.xml": b"<?xml version='1.0'?>\n<pivotCacheDefinition/>",
    "xl/threadedComments/threadedComment1.xml": b"<ThreadedComments/>",
    "xl/printerSettings/printerSettings1.xml": b"\x00\x01",
    "customXml/item1.xml": "<a/>".encode("utf-16"),
    "xl/calcChain.xml": b"<calcChain/>",
}
"""Parts that no library at hand makes; whatever they hold, they are none of our business."""


def test_every_part_that_is_not_concerned_is_copied_byte_for_byte(rich):
    rewrite(rich, lambda content: content.update(OTHERS))
    before, after = parts(rich), parts(annotated(rich, an_anomalie("B2"), an_anomalie("C3")))

    assert before.keys() - after.keys() == set()
    assert after.keys() - before.keys() == {"xl/worksheets/sheet3.xml"}
    assert {name for name in before if before[name] != after[name]} == CONCERNED


def test_only_the_faulty_cells_of_the_sheet_change(rich):
    name = "xl/worksheets/sheet1.xml"
    before, after = parts(rich)[name], parts(annotated(rich, an_anomalie("B2")))[name]
    cell = rb'<c r="B2"'

    assert re.sub(rb'<c r="B2"[^>]*', cell, after) == re.sub(rb'<c r="B2"[^>]*', cell, before)


def test_the_reader_finds_the_same_rows_and_the_same_faults(rich):
    copy = annotated(rich, an_anomalie("B2"), an_anomalie("B9"), an_anomalie("1"))
    before, after = read_classeur(rich), read_classeur(copy)

    assert list(after.rows()) == list(before.rows())
    assert after.anomalies == before.anomalies
    assert after.table == before.table


def test_what_a_secretary_put_in_the_workbook_is_still_there(rich):
    book = openpyxl.load_workbook(annotated(rich, an_anomalie("B2"), an_anomalie("E2")))
    sheet = book[SHEET]

    assert sheet["E2"].value == "=LEN(B2)"
    assert sheet.column_dimensions["F"].hidden
    assert sheet.row_dimensions[4].hidden
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == "A1:D3"
    assert len(sheet.data_validations.dataValidation) == len(sheet.conditional_formatting) == 1
    assert book.defined_names["Taux"].attr_text == "Statistiques!$A$1"
    assert book["Statistiques"].defined_names["Local"].attr_text == "Statistiques!$A$2"
    assert book.sheetnames == [SHEET, "Statistiques", "Anomalies"]
    assert book.active.title == SHEET


def test_a_coloured_cell_keeps_the_rest_of_its_look(rich):
    sheet = openpyxl.load_workbook(annotated(rich, an_anomalie("B1"), an_anomalie("B2")))[SHEET]

    assert sheet["B1"].font.bold
    assert sheet["B1"].border.left.style == "thin"
    assert sheet["B1"].fill.fgColor.rgb == "FFF7C3BF"
    assert sheet["B2"].font.italic


def test_a_missing_cell_takes_the_style_of_its_row_or_column(rich):
    sheet = openpyxl.load_workbook(
        annotated(rich, an_anomalie("B3"), an_anomalie("F3"), an_anomalie("B9"), an_anomalie("Z9"))
    )[SHEET]

    assert [sheet[cell].fill.bgColor.rgb for cell in ("F3", "B9")] == ["FFFFCC00", "FFDDDDFF"]
    assert sheet["B9"].font.italic
    assert sheet["Z9"].fill.fgColor.rgb == RED


def test_the_comment_of_the_user_stays_above_ours(rich):
    said = comments(annotated(rich, an_anomalie("B2")))

    assert plain(said["B2"]) == "à revoir avec Zoé\n\n— Agrafe —\nErreur OBL-01 : Faute en B2."
    assert said["C3"] == "rien de grave"


def test_every_comment_has_one_box(rich):
    drawing = parts(annotated(rich, an_anomalie("B2"), an_anomalie("D2")))[
        "xl/drawings/vmlDrawing1.vml"
    ]

    assert drawing.count(b"<x:Row>") == 3
    assert drawing.count(b'data="1,2"') == 1


def test_macros_and_buttons_are_kept(tmp_path):
    path = with_macros(rich_xlsx(tmp_path / "t.xlsm", button=True))
    copy = annotated(path, an_anomalie("A2"))

    assert parts(copy)["xl/vbaProject.bin"] == parts(path)["xl/vbaProject.bin"]
    assert b"macroEnabled" in parts(copy)["[Content_Types].xml"]
    assert b"[0]!Trier" in parts(copy)["xl/drawings/vmlDrawing1.vml"]
    assert parts(copy)["xl/drawings/vmlDrawing1.vml"].count(b"_x0000_s2049") == 1


def test_a_fault_of_a_row_is_shown_on_its_first_cell_and_one_of_the_file_on_the_list_only(tmp_path):
    copy = annotated(
        plain_xlsx(tmp_path / "t.xlsx"),
        an_anomalie("3", colonne="Sexe"),
        an_anomalie(None, message="Le fichier entier."),
    )

    assert marks(copy) == {"A3": RED}
    assert "OBL-01 (Sexe)" in comments(copy)["A3"]
    assert [(line[5], line[7]) for line in listed(copy)] == [
        ("A3", "Faute en 3."),
        (None, "Le fichier entier."),
    ]


def test_the_list_has_the_gravest_first_and_links_to_the_cells(tmp_path):
    copy = annotated(
        plain_xlsx(tmp_path / "t.xlsx"),
        an_anomalie("B2", CONSEIL, valeur="MARTIN"),
        an_anomalie("C3", valeur="=1+1", correction="", avec=(("sexe", "F"), ("prenom2", ""))),
    )
    sheet = openpyxl.load_workbook(copy)["Anomalies"]

    first = [cell.value for cell in sheet[5]]
    correction = "vider la cellule ; Sexe : F ; 2e prénom : vider la cellule"
    assert first[:8] == ["Erreur", "OBL-01", SHEET, 3, "Prénom", "C3", "=1+1", "Faute en C3."]
    assert plain(first[8]) == correction
    assert sheet["G5"].data_type == "s"
    assert sheet["A6"].value == "Conseil"
    assert sheet["F5"].hyperlink.location == "'L''été & co'!C3"
    assert [sheet["A5"].fill.fgColor.rgb, sheet["A6"].fill.fgColor.rgb] == [RED, BLUE]
    assert sheet.freeze_panes == "A5"
    assert sheet.auto_filter.ref == "A4:I6"
    assert sheet.print_title_rows == "$4:$4"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)


def test_the_list_says_what_was_checked(tmp_path):
    path = plain_xlsx(tmp_path / "t.xlsx")
    sheet = openpyxl.load_workbook(annotated(path, an_anomalie("B2"), an_anomalie("C2")))[
        "Anomalies"
    ]

    assert sheet["A1"].value == "Anomalies relevées par Agrafe"
    assert plain(sheet["A2"].value) == (
        "« t.xlsx », 01/09/2026, 2 lignes contrôlées : 2 erreurs. Un clic dans la colonne « Cellule » mène à la cellule."
    )
    assert sheet["A3"].value is None


def test_without_anomalie_the_copy_says_so(tmp_path):
    path = plain_xlsx(tmp_path / "t.xlsx")
    copy = annotated(path)
    sheet = openpyxl.load_workbook(copy)["Anomalies"]

    assert_sound(copy)
    assert parts(copy)["xl/worksheets/sheet1.xml"] == parts(path)["xl/worksheets/sheet1.xml"]
    assert sheet["A2"].value.endswith("2\u00a0lignes contrôlées\u00a0: aucune anomalie.")
    assert sheet.max_row == 3


def test_comments_links_and_lines_are_capped_and_this_is_said(tmp_path, monkeypatch):
    for module in (remarques, copie):
        monkeypatch.setattr(module, "MAX_COMMENTS", 2)
    monkeypatch.setattr(liste, "MAX_LINKS", 1)
    monkeypatch.setattr(liste, "MAX_LISTED", 3)
    copy = annotated(
        plain_xlsx(tmp_path / "t.xlsx"),
        *(an_anomalie(cell, ALERTE) for cell in ("A2", "B2", "C2")),
        an_anomalie("A3"),
    )
    sheet = openpyxl.load_workbook(copy)["Anomalies"]

    assert marks(copy) == {"A2": AMBER, "B2": AMBER, "C2": AMBER, "A3": RED}
    assert set(comments(copy)) == {"A3", "A2"}
    assert [line[5] for line in listed(copy)] == ["A3", "A2", "B2"]
    assert [bool(sheet[cell].hyperlink) for cell in ("F5", "F6")] == [True, False]
    assert plain(sheet["A3"].value) == (
        "Au-delà de 2 cellules, les suivantes sont colorées sans commentaire : la raison est dans cette liste. "
        "Seules les 3 premières anomalies sont listées ici, les erreurs d'abord. "
        "Seules les 1 premières ont un lien, la limite d'un tableur."
    )


# ---------------------------------------------------------------------- from one copy to the next


def test_a_copy_of_a_copy_shows_only_what_is_still_wrong(rich):
    first = annotated(
        rich, an_anomalie("B1"), an_anomalie("B2"), an_anomalie("D2"), an_anomalie("D9")
    )
    second = annotated(first, an_anomalie("C3", ALERTE))

    assert_sound(second)
    assert fills(second) == {**fills(rich), "C3": "FFFCDEA7"}
    assert fills(second)["B1"] == "FFFFFF00"
    assert {cell: plain(text) for cell, text in comments(second).items()} == {
        "B2": "à revoir avec Zoé",
        "C3": "rien de grave\n\n— Agrafe —\nAlerte FEU-02 : Faute en C3.",
    }
    assert [line[5] for line in listed(second)] == ["C3"]
    assert openpyxl.load_workbook(second).sheetnames == [SHEET, "Statistiques", "Anomalies"]
    assert parts(second)["xl/drawings/vmlDrawing1.vml"].count(b"<x:Row>") == 2


def test_the_comments_of_a_copy_go_from_the_sheets_where_all_is_mended(rich):
    first = annotated(rich, an_anomalie("A2", feuille="Statistiques"))
    assert set(comments(first, "Statistiques")) == {"A2"}

    assert comments(annotated(first), "Statistiques") == {}


def test_a_copy_saved_by_another_program_is_known_too(rich):
    first = annotated(rich, an_anomalie("B2"), an_anomalie("D2"))
    openpyxl.load_workbook(first).save(first)
    second = annotated(first, an_anomalie("A2"))

    assert marks(second) == {"A2": RED}
    assert set(comments(second)) == {"A2", "B2", "C3"}
    assert openpyxl.load_workbook(second).sheetnames == [SHEET, "Statistiques", "Anomalies"]


def test_a_sheet_of_the_user_that_bears_the_name_is_left_alone(tmp_path):
    path = tmp_path / "t.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["Identifiant technique", "Nom de naissance", "Prénom"])
    book.create_sheet("ANOMALIES")["A1"] = "à moi"
    book.create_sheet("Anomalies 2")
    book.save(path)
    copy = annotated(path, an_anomalie("A2", feuille="Sheet"))
    copied = openpyxl.load_workbook(copy)

    assert copied.sheetnames == ["Sheet", "ANOMALIES", "Anomalies 2", "Anomalies 3"]
    assert copied["ANOMALIES"]["A1"].value == "à moi"


def test_a_renamed_list_is_known_and_a_deleted_one_is_made_again(tmp_path):
    first = annotated(plain_xlsx(tmp_path / "t.xlsx"), an_anomalie("B2"))
    renamed = b"'Fautes d''hier'!$A$1"

    def rename(content):
        book = content["xl/workbook.xml"].replace(b'name="Anomalies"', b'name="Fautes d\'hier"')
        content["xl/workbook.xml"] = book.replace(b"'Anomalies'!$A$1", renamed)

    second = annotated(rewrite(first, rename), an_anomalie("C2"))
    assert openpyxl.load_workbook(second).sheetnames == [SHEET, "Fautes d'hier"]

    def delete(content):
        content["xl/workbook.xml"] = content["xl/workbook.xml"].replace(renamed, b"#REF!")

    third = annotated(rewrite(second, delete), an_anomalie("C2"))
    assert openpyxl.load_workbook(third).sheetnames == [SHEET, "Fautes d'hier", "Anomalies"]

"""Sheets of real workbooks: every format gives the same cells, nothing is evaluated, nothing followed, nothing run."""

import os
import shutil
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineError

from accrochage.classeur import feuilles
from accrochage.classeur.feuilles import open_feuilles
from accrochage.classeur.ouverture import FileType
from accrochage.erreurs import ClasseurError
from factories.classeurs import (
    HEADER_ROW,
    MARTIN,
    TABLE,
    TITLES,
    ods_row,
    ods_table,
    only,
    patch,
    raw_ods,
    raw_xlsx,
    redeclare,
    refusal,
    rows_of,
    write_csv,
    write_ods,
    write_xls,
    write_xlsx,
    write_zip,
    xlsx_entries,
    xlsx_row,
)

BORN = date(1991, 7, 3)


# --- Every format


@pytest.mark.parametrize("ends", ["xlsx", "xlsm", "xls", "ods", "csv", "txt", "", "xltx", "pdf"])
@pytest.mark.parametrize("kind", FileType)
def test_every_format_under_every_name(tmp_path, kind, ends):
    path = tmp_path / f"classeur.{ends}".rstrip(".")
    write = {
        FileType.XLSX: lambda: write_xlsx(path, {"Passages": TABLE}),
        FileType.XLS: lambda: write_xls(path, {"Passages": TABLE}),
        FileType.ODS: lambda: write_ods(path),
        FileType.CSV: lambda: write_csv(path, "\n".join(map(";".join, TABLE))),
        FileType.XML: lambda: write_csv(path, "<flux/>"),
    }
    write[kind]()

    if kind is FileType.XML:
        assert (
            "est un fichier XML, pas un classeur. Pour en faire un classeur : accrochage convertir"
            in refusal(open_feuilles, path)
        )
        return
    assert open_feuilles(path)[0] is kind
    assert rows_of(path) == [list(row) for row in TABLE]
    assert only(path).head == rows_of(path)


@pytest.mark.parametrize(
    "text", ['<?xml version="1.0"?><!-- « été » --><ns2:rapport/>', "<Accuse>"]
)
def test_an_accuse_is_sent_to_its_command(tmp_path, text):
    path = write_csv(tmp_path / "a.xml", text)

    said = (
        "« a.xml » est un accusé de traitement, pas un classeur. Pour le lire : accrochage accuse "
    )
    assert refusal(open_feuilles, path) == said + str(path)


@pytest.mark.parametrize(
    ("name", "typed"), [("a.xml", "{}/a.xml"), ("mon dépôt.xml", '"{}/mon dépôt.xml"')]
)
def test_the_command_for_an_xml_file_can_be_copied_as_it_is(tmp_path, name, typed):
    path = write_csv(tmp_path / name, "<flux/>")

    with pytest.raises(ClasseurError) as caught:
        open_feuilles(path)
    assert str(caught.value).endswith(f"accrochage verifier {typed.format(tmp_path)}")


def test_macros_are_carried_by_an_xlsm_and_never_run(tmp_path):
    entries = xlsx_entries(f"<sheetData>{HEADER_ROW}</sheetData>") | {
        "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + b"junk" * 99
    }

    assert rows_of(write_zip(tmp_path / "a.xlsm", entries)) == [list(TITLES)]


@pytest.mark.skipif(
    not shutil.which("soffice"), reason="LibreOffice is not installed: its own files are not tried"
)
@pytest.mark.parametrize("ends", ["ods", "xls", "xlsx"])
def test_what_libreoffice_writes(tmp_path, ends):
    rows = (TITLES, (*MARTIN[:3], BORN, 12.5, True))
    source = write_xlsx(tmp_path / "source.xlsx", {"Passages": rows, "Autre": TABLE})
    profile = f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"
    target = tmp_path / "sortie"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", ends, "--outdir", target, source],
        check=True,
        capture_output=True,
    )

    _, sheets = open_feuilles(target / f"source.{ends}")
    assert [feuille.name for feuille in sheets] == ["Passages", "Autre"]
    assert [list(row) for row in sheets[0].rows()] == [[*TITLES, "", ""], list(rows[1])]


# --- Where the cells are


def test_a_table_that_does_not_start_at_the_corner(tmp_path):
    for path in (
        raw_xlsx(
            tmp_path / "a.xlsx",
            f"<sheetData>{xlsx_row(4, TITLES, 'C')}{xlsx_row(6, MARTIN, 'C')}</sheetData>",
        ),
        raw_ods(
            tmp_path / "a.ods",
            ods_table(
                '<table:table-row table:number-rows-repeated="3"><table:table-cell table:number-columns-repeated="9"/></table:table-row>'
                + ods_row(TITLES).replace(
                    "<table:table-cell",
                    '<table:table-cell table:number-columns-repeated="2"/><table:table-cell',
                    1,
                )
                + ods_row(())
                + ods_row(MARTIN).replace(
                    "<table:table-cell",
                    '<table:table-cell table:number-columns-repeated="2"/><table:table-cell',
                    1,
                )
            ),
        ),
    ):
        feuille = only(path)
        assert (feuille.first_column, feuille.total) == (2, 6)
        assert [any(row) for row in feuille.rows()] == [False, False, False, True, False, True]
        assert [list(row) for row in feuille.rows()][3::2] == [list(TITLES), list(MARTIN)]


def test_a_table_far_below_still_shows_its_headers(tmp_path):
    sheet = f"<sheetData>{xlsx_row(500, TITLES)}{xlsx_row(501, MARTIN)}</sheetData>"

    assert only(raw_xlsx(tmp_path / "a.xlsx", sheet)).head[499] == list(TITLES)


def test_rows_and_cells_without_reference_follow_one_another(tmp_path):
    def bare(row):
        return xlsx_row(1, row).replace(' r="', ' x="')

    assert rows_of(
        raw_xlsx(tmp_path / "a.xlsx", f"<sheetData>{bare(TITLES)}{bare(MARTIN)}</sheetData>")
    ) == [
        list(TITLES),
        list(MARTIN),
    ]


def test_an_empty_sheet_has_no_row(tmp_path):
    feuille = only(raw_xlsx(tmp_path / "a.xlsx", "<sheetData/>"))

    assert (list(feuille.rows()), feuille.head, feuille.total) == ([], [], 0)


def test_merged_ranges_are_said(tmp_path):
    sheet = f'<sheetData>{HEADER_ROW}</sheetData><mergeCells count="1"><mergeCell ref="B3:C7"/></mergeCells>'

    assert only(raw_xlsx(tmp_path / "a.xlsx", sheet)).merged == ((2, 1, 6, 2),)
    assert only(write_ods(tmp_path / "a.ods")).merged == ()


def test_a_million_formatted_empty_rows_are_quick(tmp_path):
    rows = "".join(
        f'<row r="{number}" s="1" customFormat="1"><c r="A{number}" s="1"/></row>'
        for number in range(2, 200_000)
    )
    last = '<row r="1048576" s="1" customFormat="1"><c r="XFD1048576" s="1"/></row>'
    path = raw_xlsx(
        tmp_path / "a.xlsx",
        f'<dimension ref="A1:XFD1048576"/><sheetData>{HEADER_ROW}{rows}{last}</sheetData>',
    )

    started = time.process_time()
    assert rows_of(path) == [list(TITLES)]
    assert time.process_time() - started < 5


# --- Several sheets, some of them odd


def test_hidden_sheets_are_known(tmp_path):
    path = write_xlsx(
        tmp_path / "a.xlsx", {"Passages": TABLE, "Brouillon": TABLE}, hidden="Brouillon"
    )

    _, sheets = open_feuilles(path)
    assert [(feuille.name, feuille.visible) for feuille in sheets] == [
        ("Passages", True),
        ("Brouillon", False),
    ]


def test_a_sheet_that_is_a_chart_is_passed_over(tmp_path):
    book = openpyxl.Workbook()
    book.create_chartsheet("Graphique")
    book.active.append(TITLES)
    book.save(tmp_path / "a.xlsx")

    _, sheets = open_feuilles(tmp_path / "a.xlsx")
    assert [feuille.name for feuille in sheets] == ["Sheet"]


@pytest.mark.parametrize("error", ["#SPILL!", "#CALC!", "#GETTING_DATA", "#FIELD!"])
def test_an_error_of_a_recent_excel_only_spoils_its_sheet(tmp_path, error):
    sheet = (
        f'<sheetData>{HEADER_ROW}<row r="2"><c r="A2" t="e"><v>{error}</v></c></row></sheetData>'
    )

    feuille = only(raw_xlsx(tmp_path / "a.xlsx", sheet))
    assert feuille.reason == f"une formule y est en erreur ({error})"
    assert (list(feuille.rows()), feuille.head) == ([], ())


@pytest.mark.parametrize(
    "sheet",
    [
        "<sheetData><row r='1'><c r='A1' t='s'><v>5</v></c></row></sheetData>",
        "<sheetData><row r='1'><c r='A1' t='b'><v>2</v></c></row></sheetData>",
        "<sheetData><row r='0'><c r='A0'><v>2</v></c></row></sheetData>",
        "<sheetData><row><c></row></sheetData>",
        "<sheetData><row r='1'>",
    ],
)
def test_a_malformed_sheet_is_said_to_be(tmp_path, sheet):
    feuille = only(raw_xlsx(tmp_path / "a.xlsx", sheet))

    assert feuille.reason == "elle est abîmée"


def test_an_entity_that_multiplies_is_not_expanded(tmp_path):
    entities = "".join(f'<!ENTITY a{rank} "{f"&a{rank - 1};" * 10}">' for rank in range(1, 10))
    sheet = (
        '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&a9;</t></is></c></row></sheetData>'
    )
    path = raw_xlsx(
        tmp_path / "a.xlsx",
        sheet,
        declaration=f'<!DOCTYPE x [<!ENTITY a0 "aaaaaaaaaa">{entities}]>',
    )

    assert only(path).reason == "elle est abîmée"


# --- What cannot be opened


DAMAGED = "est abîmé ou incomplet."


def test_a_sheet_longer_than_it_declares_is_cut_there(tmp_path):
    path = raw_xlsx(
        tmp_path / "a.xlsx", f"<sheetData>{HEADER_ROW}{' ' * 5000}{xlsx_row(2, MARTIN)}</sheetData>"
    )
    redeclare(path, "xl/worksheets/sheet1.xml", 2000)

    assert only(path).reason == "elle est abîmée"


def test_a_workbook_whose_parts_are_missing(tmp_path):
    path = write_zip(tmp_path / "a.xlsx", {"xl/workbook.xml": "<workbook/>"})

    assert DAMAGED in refusal(open_feuilles, path)


def test_an_ods_of_nonsense(tmp_path):
    rows = '<table:table-row><table:table-cell office:value-type="float" office:value="beaucoup"/></table:table-row>'

    assert DAMAGED in refusal(open_feuilles, raw_ods(tmp_path / "a.ods", ods_table(rows)))


def test_a_panic_of_the_reader_is_a_sentence(tmp_path):
    path = write_xls(tmp_path / "a.xls", {"Passages": TABLE})
    patch(
        path, path.read_bytes().index(b"\x3d\x00\x12\x00") + 2, "<H", 0xFFFF
    )  # a record longer than the stream

    assert DAMAGED in refusal(open_feuilles, path)


class PanicException(BaseException):
    """What a panic of Rust looks like."""


@pytest.mark.parametrize(
    "error", [PanicException("index out of bounds"), OSError(5, "x"), CalamineError("x")]
)
def test_a_reader_that_fails_on_the_way_is_a_sentence(tmp_path, error):
    path = write_xlsx(tmp_path / "a.xlsx", {"Passages": TABLE})

    class Sheet:
        def iter_rows(self):
            yield TITLES
            raise error

    rows = feuilles._calamine_rows(path, Sheet())
    assert next(rows) == TITLES
    assert DAMAGED in refusal(next, rows)


def test_the_password_that_calamine_meets_is_said_so(tmp_path, monkeypatch):
    path = write_xlsx(tmp_path / "a.xlsx", {"Passages": TABLE})

    def fail(*_args):
        raise feuilles.PasswordError

    monkeypatch.setattr(feuilles, "_open", fail)

    assert "est protégé par un mot de passe" in refusal(open_feuilles, path)


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit, MemoryError])
def test_what_is_not_about_the_file_goes_through(tmp_path, monkeypatch, error):
    path = write_xlsx(tmp_path / "a.xlsx", {"Passages": TABLE})

    def fail(*_args):
        raise error

    monkeypatch.setattr(feuilles, "_open", fail)

    with pytest.raises(error):
        open_feuilles(path)


def test_a_file_that_vanishes_meanwhile(tmp_path, monkeypatch):
    path = write_xlsx(tmp_path / "a.xlsx", {"Passages": TABLE})
    monkeypatch.setattr(feuilles, "file_type", lambda path: path.unlink() or FileType.XLSX)

    assert DAMAGED in refusal(open_feuilles, path)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems admit no such name")
def test_a_name_that_is_no_utf8_is_opened_all_the_same(tmp_path):
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/d\xe9p\xf4t.xlsx"))
    write_xlsx(path, {"Passages": [["a"], ["b"]]})

    _, (feuille,) = open_feuilles(path)

    assert [list(row) for row in feuille.rows()] == [["a"], ["b"]]

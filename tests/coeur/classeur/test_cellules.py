"""What cells hold, in every format: nothing is evaluated, nothing followed, and an error is never a value."""

from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.comments import Comment

from factories.classeurs import (
    HEADER_ROW,
    MAIN,
    OFFICE,
    PACKAGE,
    TITLES,
    ods_cell,
    ods_row,
    ods_table,
    raw_ods,
    raw_xlsx,
    rows_of,
    write_xls,
    write_xlsx,
    write_zip,
    xlsx_entries,
)

BORN = date(1991, 7, 3)


def cells_of(path):
    """Return the cells of the second row of a raw workbook."""
    return rows_of(path)[1]


@pytest.fixture
def cell(tmp_path):
    """Return a function that gives what is read of one cell of an .xlsx, given its XML."""

    def read(xml, **more):
        sheet = f'<sheetData>{HEADER_ROW}<row r="2">{xml}</row></sheetData>'
        return cells_of(raw_xlsx(tmp_path / "a.xlsx", sheet, **more))[0]

    return read


def test_a_formula_gives_the_value_that_was_stored(cell):
    assert cell('<c r="A2" t="str"><f>CONCATENATE("MAR","TIN")</f><v>MARTIN</v></c>') == "MARTIN"
    assert cell('<c r="A2"><f>1+1</f><v>7</v></c>') == 7
    assert cell('<c r="A2"><f>WEBSERVICE("https://exemple.fr")</f></c><c r="D2"><v>1</v></c>') == ""


def test_a_formula_of_openpyxl_has_no_stored_value(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(TITLES)
    book.active.append(['="P-"&ROW()', "MARTIN"])
    book.save(tmp_path / "a.xlsx")

    assert cells_of(tmp_path / "a.xlsx") == ["", "MARTIN", "", ""]


def test_a_link_to_another_workbook_is_never_followed(tmp_path):
    sheet = f'<sheetData>{HEADER_ROW}<row r="2"><c r="A2" t="str"><f>[1]Feuil1!A1</f><v>P-1</v></c></row></sheetData>'
    entries = xlsx_entries(sheet)
    entries["xl/externalLinks/externalLink1.xml"] = f'<externalLink xmlns="{MAIN}"/>'
    entries["xl/externalLinks/_rels/externalLink1.xml.rels"] = (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/externalLinkPath" '
        'Target="https://exemple.fr/secret.xlsx" TargetMode="External"/></Relationships>'
    )

    assert cells_of(write_zip(tmp_path / "a.xlsx", entries))[0] == "P-1"


@pytest.mark.parametrize(
    "error", ["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"]
)
def test_an_error_is_an_empty_cell(cell, error):
    assert cell(f'<c r="A2" t="e"><f>A1</f><v>{error}</v></c><c r="D2"><v>1</v></c>') == ""


def test_an_error_is_an_empty_cell_of_an_ods(tmp_path):
    error = '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value=""><text:p>#DIV/0 !</text:p></table:table-cell>'
    rows = ods_row(TITLES) + f"<table:table-row>{error}{ods_cell('MARTIN')}</table:table-row>"

    assert cells_of(raw_ods(tmp_path / "a.ods", ods_table(rows)))[:2] == ["", "MARTIN"]


def test_booleans_and_numbers_keep_their_type(cell):
    assert cell('<c r="A2" t="b"><v>1</v></c>') is True
    assert cell('<c r="A2"><v>35726</v></c>') == 35726
    assert cell('<c r="A2"><v>12.5</v></c>') == 12.5


def test_rich_text_and_phonetic_help(cell):
    strings = f'<sst xmlns="{MAIN}" count="1" uniqueCount="1"><si><r><t>MAR</t></r><r><t>TIN</t></r><rPh><t>x</t></rPh></si></sst>'

    assert cell('<c r="A2" t="s"><v>0</v></c>', sharedStrings=strings) == "MARTIN"


STYLES = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/></cellXfs></styleSheet>'


def test_dates_are_dates(cell):
    assert cell('<c r="A2" s="1"><v>33422</v></c>', styles=STYLES) == BORN
    assert cell('<c r="A2" s="2"><v>33422.75</v></c>', styles=STYLES) == datetime(1991, 7, 3, 18)  # noqa: DTZ001
    assert cell('<c r="A2" t="d"><v>1991-07-03</v></c>') == BORN
    assert cell('<c r="A2"><v>33422</v></c>', styles=STYLES) == 33422


def test_dates_of_old_macintosh_workbooks(tmp_path):
    entries = xlsx_entries(
        f'<sheetData>{HEADER_ROW}<row r="2"><c r="A2" s="1"><v>31960</v></c></row></sheetData>',
        styles=STYLES,
    )
    entries["xl/workbook.xml"] = entries["xl/workbook.xml"].replace(
        "<sheets>", '<workbookPr date1904="1"/><sheets>'
    )

    assert cells_of(write_zip(tmp_path / "a.xlsx", entries))[0] == BORN


def test_dates_of_other_formats(tmp_path):
    day = '<table:table-cell office:value-type="date" office:date-value="1991-07-03"><text:p>3/7/91</text:p></table:table-cell>'
    ods = raw_ods(
        tmp_path / "a.ods", ods_table(ods_row(TITLES) + f"<table:table-row>{day}</table:table-row>")
    )

    assert cells_of(ods)[0] == BORN
    assert cells_of(write_xls(tmp_path / "a.xls", {"Passages": (TITLES, (BORN,))}))[0] == BORN


@pytest.mark.parametrize("serial", ["-1", "1e300", "99999999999", "NaN", "-5e-324"])
def test_a_number_beyond_the_calendar_is_no_accident(cell, serial):
    cell(f'<c r="A2" s="1"><v>{serial}</v></c><c r="D2"><v>1</v></c>', styles=STYLES)


def test_a_very_long_cell(tmp_path):
    path = write_xlsx(tmp_path / "a.xlsx", {"Passages": (TITLES, ("x" * 32_767,))})

    assert cells_of(path)[0] == "x" * 32_767


def test_notes_and_emoji_do_not_disturb(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["🎓 Nom", "Prénom"])
    book.active["A1"].comment = Comment("À vérifier", "Léa")
    book.save(tmp_path / "a.xlsx")

    assert rows_of(tmp_path / "a.xlsx") == [["🎓 Nom", "Prénom"]]

"""A value lost far away is refused before the reader would take all memory for it; nothing sound is."""

from zipfile import ZipFile

import pytest

from accrochage.classeur import etendue
from accrochage.classeur.etendue import Coin, ods_far_corner, xlsx_far_corner
from factories.classeurs import (
    FAR_CELL,
    TABLE,
    ods_cell,
    ods_row,
    ods_table,
    raw_ods,
    raw_xlsx,
    redeclare,
    write_ods,
    write_xlsx,
    write_zip,
    xlsx_entries,
)

CORNER = Coin(1_048_576, 16_384)
FIRST_CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'


@pytest.fixture
def xlsx_corner(tmp_path):
    """Return a function that measures an .xlsx, given the XML of its sheet."""

    def measure(sheet, **more):
        with ZipFile(raw_xlsx(tmp_path / "a.xlsx", sheet, **more)) as archive:
            return xlsx_far_corner(archive)

    return measure


@pytest.fixture
def ods_corner(tmp_path):
    """Return a function that measures an .ods, given the XML of its tables."""

    def measure(tables, **more):
        with ZipFile(raw_ods(tmp_path / "a.ods", tables, **more)) as archive:
            return ods_far_corner(archive)

    return measure


def sheet(rows, dimension=""):
    tag = f'<dimension ref="{dimension}"/>' if dimension else ""
    return f"{tag}<sheetData>{FIRST_CELL}{rows}</sheetData>"


# --- .xlsx


@pytest.mark.parametrize("dimension", ["", "A1", "A1:D3", "A1:XFD1048576", "n'importe quoi"])
def test_a_value_lost_at_the_end_of_the_sheet(xlsx_corner, dimension):
    assert xlsx_corner(sheet(FAR_CELL, dimension)) == CORNER


@pytest.mark.parametrize(
    ("row", "corner"),
    [
        ("<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>", CORNER),
        ('<row\nr = "1048576"><c\n  s="1"\n\tr = "XFD1048576"><v>1</v></c></row>', CORNER),
        ('<row r="1048576"><c r="xfd1048576"><v>1</v></c></row>', CORNER),
        (
            '<row r="5"><c r="XFD1048576"><v>1</v></c></row>',
            CORNER,
        ),  # a row that lies about its cells
        ('<row r="4000000000"><c><v>1</v></c></row>', Coin(4_000_000_000, 1)),
        ('<row r="90000000"><c><v>1</v></c><c><v>2</v></c></row>', Coin(90_000_000, 2)),
        ('<row r="9000000000"><c r="A9000000000"><v>1</v></c></row>', Coin(9_000_000_000, 1)),
        ('<row r="99999"><c r="ZZZ99999"><v>1</v></c></row>', Coin(99_999, 18_278)),
    ],
)
def test_whatever_the_spelling_of_its_reference(xlsx_corner, row, corner):
    assert xlsx_corner(sheet(row)) == corner


def test_implicit_positions_are_followed(xlsx_corner):
    row = "<row>" + "<c/>" * 40 + "<c><v>1</v></c></row>"

    assert xlsx_corner(sheet('<row r="1999999">' + row[5:] + row)) == Coin(2_000_000, 41)


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1048576"><c r="BX1048576"><v>1</v></c></row>',
        '<row r="999999"><c r="BZ999999"><v>1</v></c></row>',
        '<row r="2"><c r="XFD2"><v>1</v></c></row>',
        '<row r="1048576"><c r="XFD1048576" s="1"/></row>',
        '<row r="1048576"><c r="XFD1048576" s="1" /></row>',
        "<row><c><v>1</v></c></row>" * 1000,
        '<row r="2"/></sheetData><cols><col min="1"/></cols><conditionalFormatting/><rowBreaks/><sheetData>',
        "",
    ],
)
def test_what_is_small_enough_is_let_through(xlsx_corner, rows):
    assert xlsx_corner(sheet(rows)) is None


def test_every_sheet_is_looked_at_whatever_its_name(tmp_path):
    entries = xlsx_entries(sheet(""))
    entries["xl/autre/feuille.xml"] = f"<worksheet>{sheet(FAR_CELL)}</worksheet>"

    with ZipFile(write_zip(tmp_path / "a.xlsx", entries)) as archive:
        assert xlsx_far_corner(archive) == CORNER


def test_prefixed_elements_are_followed(tmp_path):
    prefixed = sheet(FAR_CELL).replace("</", "</x:").replace("<r", "<x:r").replace("<c", "<x:c")
    entries = xlsx_entries("") | {
        "xl/worksheets/sheet1.xml": f'<x:worksheet xmlns:x="m">{prefixed}</x:worksheet>'
    }

    with ZipFile(write_zip(tmp_path / "a.xlsx", entries)) as archive:
        assert xlsx_far_corner(archive) == CORNER


def test_a_cell_cut_by_the_end_of_a_block_is_seen(xlsx_corner, monkeypatch):
    monkeypatch.setattr(etendue, "_BLOCK", 7)

    assert xlsx_corner(sheet(FAR_CELL)) == CORNER
    assert xlsx_corner(sheet("")) is None


def test_a_large_sheet_is_believed_when_it_gives_a_plausible_size(xlsx_corner, monkeypatch):
    monkeypatch.setattr(etendue, "ALWAYS_MEASURED", 100)

    assert (
        xlsx_corner(sheet(FAR_CELL, "A1:D3")) is None
    )  # the price of speed: see the docstring of the module
    assert (
        xlsx_corner(sheet(FAR_CELL, "A1")) == CORNER
    )  # some software writes A1 whatever the sheet holds
    assert xlsx_corner(sheet(FAR_CELL)) == CORNER
    assert xlsx_corner(sheet(FAR_CELL, "A1:XFD1048576")) == CORNER
    assert xlsx_corner(sheet("", "A1:XFD1048576")) is None  # formatted to the end, but empty


def test_a_small_sheet_that_says_it_is_large_is_not_believed(tmp_path):
    path = raw_xlsx(tmp_path / "a.xlsx", sheet(FAR_CELL, "A1:D3"))
    redeclare(path, "xl/worksheets/sheet1.xml", etendue.ALWAYS_MEASURED + 1)

    with ZipFile(path) as archive:
        assert xlsx_far_corner(archive) == CORNER


def test_a_tag_without_end_is_damage(xlsx_corner, monkeypatch):
    monkeypatch.setattr(etendue, "_BLOCK", 64)
    monkeypatch.setattr(etendue, "_LONGEST", 1024)

    with pytest.raises(ValueError, match="^$"):
        xlsx_corner(sheet("<row " + "x" * 2000))


def test_a_false_count_of_strings_is_damage(xlsx_corner):
    strings = '<sst xmlns="m" count="3" uniqueCount="{}"><si><t>Zoé</t></si></sst>'

    assert xlsx_corner(sheet(""), sharedStrings=strings.format(1)) is None
    assert xlsx_corner(sheet(""), sharedStrings="<sst ><si><r><t>Zoé</t></r></si></sst>") is None
    with pytest.raises(ValueError, match="^$"):
        xlsx_corner(sheet(""), sharedStrings=strings.format(40_000_000_000))


def test_what_lies_beyond_the_declared_size_is_not_looked_at(tmp_path):
    path = raw_xlsx(tmp_path / "a.xlsx", sheet(" " * 2000 + FAR_CELL))
    redeclare(path, "xl/worksheets/sheet1.xml", 400)

    with ZipFile(path) as archive:
        assert xlsx_far_corner(archive) is None  # nor will the reader: test_feuilles says so


def test_entries_that_are_not_xml_are_left_alone(tmp_path):
    entries = xlsx_entries(sheet("")) | {"xl/media/image1.png": b"\x89PNG" * 5000}

    with ZipFile(write_zip(tmp_path / "a.xlsx", entries)) as archive:
        assert xlsx_far_corner(archive) is None


def test_a_workbook_as_excel_writes_it_needs_no_second_look(tmp_path, monkeypatch):
    monkeypatch.setattr(etendue, "_xlsx_corner", pytest.fail)

    with ZipFile(write_xlsx(tmp_path / "a.xlsx", {"Passages": TABLE})) as archive:
        assert xlsx_far_corner(archive) is None


# --- .ods


LAST = ods_cell("x")


def gap(columns, end=LAST, kind="table-cell"):
    return f'<table:table-row><table:{kind} table:number-columns-repeated="{columns}"/>{end}</table:table-row>'


def many(rows, cells="<table:table-cell/>"):
    return f'<table:table-row table:number-rows-repeated="{rows}">{cells}</table:table-row>'


@pytest.mark.parametrize(
    ("rows", "corner"),
    [
        (many(1_048_574) + gap(16_383), Coin(1_048_575, 16_385)),
        (gap(16_383) + many(1_048_574) + ods_row("x"), Coin(1_048_576, 16_385)),
        (many(1_048_574) + gap(16_383, kind="covered-table-cell"), Coin(1_048_575, 16_385)),
        (
            many(1_048_575, ods_cell("x", ' table:number-columns-repeated="16384"')),
            Coin(1_048_575, 16_385),
        ),
        (ods_row("x") * 9 + gap(999) + many(900_000, ods_cell("x")), Coin(900_010, 1001)),
    ],
)
def test_a_value_lost_at_the_end_of_a_table(ods_corner, rows, corner):
    assert ods_corner(ods_table(rows)) == corner


@pytest.mark.parametrize(
    "rows",
    [
        ods_row("x") + many(1_048_574, '<table:table-cell table:number-columns-repeated="16384"/>'),
        ods_row("x") + many(1_048_574) + ods_row("x"),
        gap(16_383) + ods_row("x"),
        gap(16_383, end=""),
        gap(16_382, end='<table:table-cell table:style-name="ce1"/>') + many(1_048_574),
        "",
    ],
)
def test_what_a_spreadsheet_writes_is_let_through(ods_corner, rows):
    assert (
        ods_corner(ods_table(f'<table:table-column table:number-columns-repeated="16384"/>{rows}'))
        is None
    )


def test_each_table_is_measured_on_its_own(ods_corner):
    tall, wide = many(1_048_575, ods_cell("x")), gap(16_000)

    assert ods_corner(ods_table(tall) + ods_table(wide)) is None
    assert ods_corner(ods_table(wide + tall)) is not None


def test_an_ordinary_ods_needs_no_second_look(tmp_path, monkeypatch):
    monkeypatch.setattr(etendue, "_ods_corner", pytest.fail)

    with ZipFile(write_ods(tmp_path / "a.ods")) as archive:
        assert ods_far_corner(archive) is None


def test_a_row_cut_by_the_end_of_a_block_is_seen(ods_corner, monkeypatch):
    monkeypatch.setattr(etendue, "_BLOCK", 50)

    assert ods_corner(ods_table(many(1_048_574) + gap(16_383))) is not None
    assert ods_corner(ods_table(ods_row("xyz") * 5)) is None


NOTED = '<table:table-row><table:table-cell office:value-type="string"><office:annotation >{}</table:table-cell></table:table-row>'


@pytest.mark.parametrize(
    "tables",
    [
        '<table:table table:name="Passages">' + ods_row("x"),
        '<table:table table:name="Passages">',
        ods_table(ods_row("x")) + '<table:table table:name="Autre">' + ods_row("x"),
        ods_table(ods_row("x")) + '<table:table table:name="Autre">',
        ods_table(ods_row("x")).replace("</table:table>", "</table:tabble>"),
        ods_table(NOTED.format("")),
        ods_table(NOTED.format("</office:annotation>") + NOTED.format("")),
    ],
)
def test_what_the_reader_would_wait_for_without_end_is_damage(ods_corner, tables):
    with pytest.raises(ValueError, match="^$"):
        ods_corner(tables)


def test_closed_notes_are_no_damage(ods_corner):
    assert ods_corner(ods_table(NOTED.format("</office:annotation>") + ods_row("x") * 3)) is None


def test_without_a_table_there_is_nothing_to_measure(ods_corner):
    assert ods_corner("") is None

"""The XML of a sheet, coloured on the way: every way of writing rows and cells, and what is refused."""

import re
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from accrochage.classeur.annotation import feuille
from accrochage.classeur.annotation.feuille import Column, rewrite_sheet
from accrochage.classeur.annotation.paquet import UnusualError
from accrochage.regles.anomalie import Gravite

RED = Gravite.ERREUR
MAIN = "urn:main"
HEAD = f'<?xml version="1.0"?><worksheet xmlns="{MAIN}">'
TIE = 'xmlns:agr="urn:r" agr:id="rId9"'


def colour(base, gravite):
    """Give a style that says where it comes from."""
    return base + 100 * (1 + list(Gravite).index(gravite))


def rewritten(xml, marques, tie=None):
    """Return the XML of a sheet once coloured, and what was met in it."""
    target = BytesIO()
    met = rewrite_sheet(BytesIO(xml.encode()), target, marques, colour, tie)
    etree.fromstring(target.getvalue())
    return target.getvalue().decode(), met


def rows(data, marques):
    """Return the rows of a sheet once coloured."""
    text, _ = rewritten(f"{HEAD}<sheetData>{data}</sheetData></worksheet>", marques)
    return text.removeprefix(f"{HEAD}<sheetData>").removesuffix("</sheetData></worksheet>")


@pytest.mark.parametrize(
    ("data", "marques", "expected"),
    [
        ('<row r="1"><c r="A1"><v>1</v></c></row>', {}, '<row r="1"><c r="A1"><v>1</v></c></row>'),
        (
            '<row r="1"><c r="A1"><v>1</v></c></row>',
            {1: {1: RED}},
            '<row r="1"><c r="A1" s="100"><v>1</v></c></row>',
        ),
        (
            '<row r="1"><c r="A1" s="5" t="s"><v>1</v></c><c r="B1" s = \'6\' /></row>',
            {1: {1: RED, 2: Gravite.ALERTE}},
            '<row r="1"><c r="A1" s="105" t="s"><v>1</v></c><c r="B1" s="206"/></row>',
        ),
        (
            '<row r="2" spans="2:2"><c r="B2"/></row>',
            {2: {1: RED, 3: RED}},
            '<row r="2"><c r="A2" s="100"/><c r="B2"/><c r="C2" s="100"/></row>',
        ),
        (
            '<row r="2" s="7" customFormat="1"/>',
            {2: {2: RED}},
            '<row r="2" s="7" customFormat="1"><c r="B2" s="107"/></row>',
        ),
        ('<row r="2" s="7"/>', {2: {2: RED}}, '<row r="2" s="7"><c r="B2" s="100"/></row>'),
        (
            '<row r="3"><c r="A3"/></row>',
            {1: {1: RED}, 2: {28: RED}, 5: {1: RED}},
            '<row r="1"><c r="A1" s="100"/></row><row r="2"><c r="AB2" s="100"/></row><row r="3"><c r="A3"/></row><row r="5"><c r="A5" s="100"/></row>',
        ),
        (
            "<row><c/></row><row><c><v>1</v></c><c/></row>",
            {2: {2: RED}},
            '<row><c/></row><row><c><v>1</v></c><c s="100"/></row>',
        ),
        (
            '<row r="1"><c r="A1"><v>1</v></c><extLst><ext/></extLst></row>',
            {1: {2: RED}},
            '<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="100"/><extLst><ext/></extLst></row>',
        ),
        (
            '<row r="1"><c r="A1" t="inlineStr"><is><t>a&gt;b</t></is></c>\n<c r="C1"/></row>\n',
            {1: {1: RED, 2: RED}},
            '<row r="1"><c r="A1" t="inlineStr" s="100"><is><t>a&gt;b</t></is></c>\n<c r="B1" s="100"/><c r="C1"/></row>\n',
        ),
    ],
)
def test_cells_are_coloured_where_they_are_and_made_where_they_are_not(data, marques, expected):
    assert rows(data, marques) == expected


def test_a_prefix_is_kept():
    xml = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    text, _ = rewritten(xml, {1: {1: RED, 2: RED}, 2: {1: RED}}, TIE)

    assert text == (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1" s="100"><x:v>1</x:v></x:c>'
        '<x:c r="B1" s="100"/></x:row><x:row r="2"><x:c r="A2" s="100"/></x:row></x:sheetData>'
        f"<x:legacyDrawing {TIE}/></x:worksheet>"
    )


def test_empty_data_is_opened():
    text, _ = rewritten(f"{HEAD}<sheetData/><pageMargins/></worksheet>", {3: {1: RED}})

    assert (
        text
        == f'{HEAD}<sheetData><row r="3"><c r="A3" s="100"/></row></sheetData><pageMargins/></worksheet>'
    )


def test_a_made_cell_takes_the_style_of_its_column():
    columns = '<cols><col min="2" max="3" style="4" width="12.5"/><col min="5" max="5" hidden="1"/></cols>'
    text, met = rewritten(f"{HEAD}{columns}<sheetData/></worksheet>", {1: {1: RED, 3: RED}})

    assert '<c r="A1" s="100"/><c r="C1" s="104"/>' in text
    assert met.columns == [Column(2, 3, 4, 12.5), Column(5, 5, 0, 0)]


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        ("<pageMargins/>", "<pageMargins/><legacyDrawing/>"),
        ('<drawing/><tableParts count="0"/>', '<drawing/><legacyDrawing/><tableParts count="0"/>'),
        (
            "<conditionalFormatting><extLst/></conditionalFormatting><extLst/>",
            "<conditionalFormatting><extLst/></conditionalFormatting><legacyDrawing/><extLst/>",
        ),
        (
            '<mc:AlternateContent xmlns:mc="urn:mc"><controls/></mc:AlternateContent>',
            '<legacyDrawing/><mc:AlternateContent xmlns:mc="urn:mc"><controls/></mc:AlternateContent>',
        ),
    ],
)
def test_the_drawing_comes_in_its_place(tail, expected):
    text, met = rewritten(f"{HEAD}<sheetData/>{tail}</worksheet>", {}, TIE)

    assert text.replace(f" {TIE}", "") == f"{HEAD}<sheetData></sheetData>{expected}</worksheet>"
    assert met.drawing is None


def test_a_drawing_that_is_there_is_kept():
    xml = f'{HEAD}<sheetData/><legacyDrawing xmlns:r="urn:r" r:id="rId2"/></worksheet>'
    text, met = rewritten(xml, {}, TIE)

    assert text == xml.replace("<sheetData/>", "<sheetData></sheetData>")
    assert met.drawing == "rId2"


def test_rows_cut_by_the_blocks_are_seen_whole(monkeypatch):
    data = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 60))
    expected = rows(data, {7: {1: RED}, 33: {2: RED}, 70: {1: RED}})
    for size in (1, 7, 64):
        monkeypatch.setattr(feuille, "_BLOCK", size)
        assert rows(data, {7: {1: RED}, 33: {2: RED}, 70: {1: RED}}) == expected
    assert expected.count("s=") == 3


@pytest.mark.parametrize(
    "xml",
    [
        "rien",
        HEAD,
        f"{HEAD}</worksheet>",
        f"{HEAD}<x:sheetData/></worksheet>",
        f"{HEAD}<!-- <sheetData> --><sheetData/></worksheet>",
        f"{HEAD}<sheetData><!-- --></sheetData></worksheet>",
        f"{HEAD}<sheetData><?php ?></sheetData></worksheet>",
        f"{HEAD}<sheetData/><!-- --></worksheet>",
        f"{HEAD}<sheetData/><oops></worksheet>",
        f"{HEAD}<sheetData><row r='1'></sheetData></worksheet>",
        f"{HEAD}<sheetData><row r='1'><c r='A1'></row></sheetData></worksheet>",
        f"{HEAD}<sheetData><row r='1'><c r='11'/></row></sheetData></worksheet>",
        f"{HEAD}<sheetData><row r='2'/><row r='1'/></sheetData></worksheet>",
        f"{HEAD}<sheetData><row r='1'><c r='B1'/><c r='A1'/></row></sheetData></worksheet>",
        f"{HEAD}<sheetData><row r='1'>",
    ],
)
def test_what_is_unsafe_as_bytes_is_refused(xml):
    with pytest.raises(UnusualError):
        rewrite_sheet(BytesIO(xml.encode()), BytesIO(), {1: {3: RED}}, colour, None)


def test_an_endless_head_is_refused(monkeypatch):
    monkeypatch.setattr(feuille, "_LONGEST", 64)
    monkeypatch.setattr(feuille, "_BLOCK", 64)
    with pytest.raises(UnusualError):
        rewritten(f"{HEAD}{' ' * 999}<sheetData/></worksheet>", {})
    with pytest.raises(UnusualError):
        rewritten(f"{HEAD}<sheetData><row>{' ' * 999}</row></sheetData></worksheet>", {})
    with pytest.raises(UnusualError):
        rewritten(f"{HEAD}<sheetData/>{'<oops/>' * 99}</worksheet>", {})


CELLS = st.dictionaries(
    st.integers(1, 12),
    st.dictionaries(st.integers(1, 30), st.sampled_from(list(Gravite)), min_size=1),
)


def letters(number):
    return "A" * (number > 26) + chr(ord("A") + (number - 1) % 26)


@given(CELLS, CELLS)
def test_whatever_is_there_every_cell_is_coloured_and_no_other(there, marques):
    data = "".join(
        f'<row r="{row}">{"".join(f"""<c r="{letters(column)}{row}"><v>1</v></c>""" for column in sorted(there[row]))}</row>'
        for row in sorted(there)
    )
    found = rows(data, marques)
    references = re.findall(r'<c r="([A-Z]+)(\d+)"', found)
    coloured = set(re.findall(r'<c r="([A-Z]+\d+)" s=', found))

    assert coloured == {f"{letters(c)}{row}" for row, cells in marques.items() for c in cells}
    assert found.count("<v>1</v>") == sum(map(len, there.values()))
    order = [(int(row), len(column), column) for column, row in references]
    assert order == sorted(set(order))

"""No file, however mad, gives anything but a sentence: whatever is read, `ClasseurError` is the only exception."""

import csv
import zipfile
from datetime import date, datetime, time, timedelta
from io import BytesIO, StringIO

import openpyxl
import pytest
import xlsxwriter
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from accrochage.classeur.entetes import find_header_row, recognise
from accrochage.classeur.lecture import read_classeur
from accrochage.dictionnaire import COLONNES
from accrochage.erreurs import ClasseurError
from accrochage.modele import Table
from factories.classeurs import (
    HEADER_ROW,
    TABLE,
    TITLES,
    write_csv,
    write_ods,
    write_xls,
    write_xlsx,
    write_zip,
    xlsx_entries,
    xlsx_row,
)

QUICK = settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "classeur.xlsx"


def read(path):
    """Read a file as the rest of Agrafe does; return its rows, or None when it is refused with a sentence."""
    try:
        classeur = read_classeur(path)
        rows = list(classeur.rows())
    except ClasseurError:
        return None
    assert isinstance(classeur.table, Table)
    assert all(anomalie.gravite and anomalie.message for anomalie in classeur.anomalies)
    return rows


# --- Damage done to sound files


WRITERS = {
    "xlsx": lambda path: write_xlsx(
        path, {"Passages": TABLE, "Certificateur": (("BCR", "12ABC345"),)}
    ),
    "xls": lambda path: write_xls(
        path, {"Passages": TABLE, "Certificateur": (("BCR", "12ABC345"),)}
    ),
    "ods": write_ods,
    "csv": lambda path: write_csv(path, "\n".join(map(";".join, TABLE))),
    "csv utf-16": lambda path: write_csv(path, "\n".join(map("\t".join, TABLE)), "utf-16"),
}


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """Return the bytes of a sound file of each kind."""
    target = tmp_path_factory.mktemp("sources") / "source"
    return {kind: write(target) and target.read_bytes() for kind, write in WRITERS.items()}


STRIKES = st.lists(
    st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 6), st.binary(max_size=6)),
    min_size=1,
    max_size=8,
)
"""Where bytes are struck (as a share of the file), how many are taken away, what is put instead."""


def struck(content, strikes):
    content = bytearray(content)
    for share, taken, put in strikes:
        at = int(share * len(content))
        content[at : at + taken] = put
    return bytes(content)


@pytest.mark.parametrize("kind", WRITERS)
@QUICK
@given(strikes=STRIKES)
def test_bytes_struck_at_random(kind, path, sound, strikes):
    path.write_bytes(struck(sound[kind], strikes))

    read(path)


@pytest.mark.parametrize("kind", WRITERS)
@QUICK
@given(share=st.floats(0, 1))
def test_files_cut_anywhere(kind, path, sound, share):
    content = sound[kind]
    path.write_bytes(content[: int(share * len(content))])

    read(path)


TOKENS = st.sampled_from(
    [
        *(
            b"<row>",
            b"</row>",
            b'<row r="9999999999">',
            b"<c/>",
            b'<c r="XFD1048576"><v>1</v></c>',
            b'<c t="s"><v>-1</v></c>',
        ),
        *(
            b'<c r="1A">',
            b'<c r="$A$1"><v>1</v></c>',
            b"</sheetData>",
            b"<v>1e999</v>",
            b'<mergeCell ref="A1"/>',
            b"&lol;",
            b"&#0;",
        ),
        *(
            b"<!--",
            b"-->",
            b"<![CDATA[",
            b"]]>",
            b"<?x",
            b'"',
            b"'",
            b"<",
            b">",
            b"&",
            b"\xff\xfe",
            b"\0",
        ),
        *(
            b"</table:table>",
            b"<table:table-row>",
            b'<table:table table:name="x">',
            b"<office:annotation >",
            b"<text:p>",
        ),
        *(
            b'table:number-rows-repeated="1048576"',
            b'table:number-columns-repeated="99999999999999999999"',
        ),
    ]
)


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
@QUICK
@given(
    place=st.floats(0, 1, exclude_max=True),
    strikes=STRIKES,
    tokens=st.lists(
        st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 6), TOKENS), max_size=3
    ),
)
def test_entries_struck_inside_their_archive(kind, path, sound, place, strikes, tokens):
    with zipfile.ZipFile(BytesIO(sound[kind])) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    name = list(entries)[int(place * len(entries))]
    entries[name] = struck(entries[name], tokens or strikes)

    read(write_zip(path, entries))


@QUICK
@given(
    content=st.binary(max_size=3000),
    start=st.sampled_from(
        [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"<"]
    ),
)
def test_bytes_at_random(path, content, start):
    path.write_bytes(start + content)

    read(path)


# --- Sound files of mad content


TEXTS = st.one_of(
    st.sampled_from(
        [*TITLES, "", " ", "EXEMPLE", "=1/0", "#N/A", "sep=;", '"', "<!--", "\ufeff", "🎓", "nil"]
    ),
    st.text(max_size=12),
)
VALUES = st.one_of(
    TEXTS,
    st.none(),
    st.booleans(),
    st.integers(-(2**40), 2**40),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(date(1900, 1, 1), date(2900, 1, 1)),
    st.datetimes(datetime(1900, 1, 1), datetime(2900, 1, 1)),  # noqa: DTZ001
    st.just(time(8, 30)),
    st.just(timedelta(days=400)),
)
GRIDS = st.lists(st.lists(VALUES, max_size=7), max_size=6)
HEADED = st.tuples(st.just(list(TITLES)), GRIDS).map(lambda pair: [pair[0], *pair[1]]) | GRIDS


def by_xlsxwriter(path, grid):
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate(grid):
            for column, cell in enumerate(cells):
                sheet.write(
                    row,
                    column,
                    ILLEGAL_CHARACTERS_RE.sub("", cell) if isinstance(cell, str) else cell,
                )


def by_openpyxl(path, grid):
    book = openpyxl.Workbook()
    for cells in grid:
        book.active.append(
            [
                ILLEGAL_CHARACTERS_RE.sub("", cell) if isinstance(cell, str) else cell
                for cell in cells
            ]
        )
    book.save(path)


def by_xlwt(path, grid):
    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    for row, cells in enumerate(grid):
        for column, cell in enumerate(cells):
            sheet.write(row, column, str(cell) if isinstance(cell, timedelta) else cell)
    book.save(str(path))


def by_csv(path, grid):
    text = StringIO()
    csv.writer(text, delimiter=";").writerows(grid)
    path.write_bytes(text.getvalue().replace("\0", "").encode("utf-8", "replace"))


def by_ods(path, grid):
    write_ods(
        path, [[ILLEGAL_CHARACTERS_RE.sub("", str(cell)) for cell in cells] for cells in grid]
    )


@pytest.mark.parametrize("write", [by_xlsxwriter, by_openpyxl, by_xlwt, by_csv, by_ods])
@QUICK
@given(grid=HEADED)
def test_cells_of_any_kind(write, path, grid):
    write(path, grid)

    rows = read(path)
    if grid[:1] == [list(TITLES)]:
        assert rows is not None
        assert all(1 < ligne <= len(grid) or write is by_csv for ligne, _ in rows)


@QUICK
@given(row=st.lists(st.text().filter(str.isprintable), min_size=3, max_size=3))
def test_a_row_of_text_comes_back_as_it_was(path, row):
    sheet = f"<sheetData>{HEADER_ROW}{xlsx_row(2, ['P-1', *row])}</sheetData>"

    ((ligne, cells),) = read(write_zip(path, xlsx_entries(sheet)))
    assert (ligne, [cell.strip() for cell in cells]) == (2, ["P-1", *map(str.strip, row)])


@settings(QUICK, max_examples=300)
@given(title=TEXTS | st.text(alphabet="nom de naissance(*)[]/.:|>-_'’0123 \n", max_size=40))
def test_any_title_names_a_column_or_none(title):
    assert recognise(title) in {*COLONNES, None}


@QUICK
@given(rows=st.lists(st.lists(VALUES | st.sampled_from(TITLES), max_size=6), max_size=8))
def test_any_rows_have_a_header_row_or_none(rows):
    found = find_header_row(rows)

    if found:
        assert found.recognised >= 3
        assert len({heading.rank for heading in found.headings}) == len(found.headings)


def test_the_sound_files_are_sound(path, sound):
    for content in sound.values():
        path.write_bytes(content)
        assert [row[0] for _, row in read(path)] == ["P-1", "P-2"]

"""Workbooks of every kind, sound and odd. Everybody in them is invented."""

import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
import xlsxwriter
import xlwt

from accrochage.classeur.feuilles import Feuille, open_feuilles
from accrochage.classeur.lecture import read_classeur
from accrochage.erreurs import ClasseurError
from factories.textes import plain

TITLES = ("Identifiant technique", "Nom de naissance", "Prénom", "Date de naissance")
"""Enough columns for a row to be a header row."""

MARTIN = ("P-1", "MARTIN", "Zoé", "03/07/1991")
LEROUX = ("P-2", "LEROUX", "Ali", "29/02/1992")
TABLE = (TITLES, MARTIN, LEROUX)

Cells = Iterable[Sequence[Any]]
Bundle = Mapping[str, str | bytes]


# ----------------------------------------------------------------------------------- with libraries


def write_xlsx(
    path: Path,
    sheets: Mapping[str, Cells],
    *,
    options: dict[str, Any] | None = None,
    hidden: str = "",
) -> Path:
    """Write an .xlsx as Excel does: strings apart, dates as numbers with a format."""
    with xlsxwriter.Workbook(
        path, {"default_date_format": "dd/mm/yyyy", **(options or {})}
    ) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    sheet.write(row, column, cell)
            if name == hidden:
                sheet.hide()
    return path


def write_xls(path: Path, sheets: Mapping[str, Cells]) -> Path:
    """Write an .xls."""
    book = xlwt.Workbook()
    day = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                sheet.write(row, column, cell, *[day] * isinstance(cell, date | datetime))
    book.save(str(path))
    return path


def write_csv(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


# ------------------------------------------------------------------------------------------- by hand


def write_zip(path: Path, entries: Bundle) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def xlsx_entries(sheet: str, *, declaration: str = "", **more: str) -> dict[str, str | bytes]:
    """Return the entries of an .xlsx of one sheet, given the XML between the tags `<worksheet>`.

    `more` gives other entries by what they are (`sharedStrings`, `styles`).
    """
    links = [("rId1", "worksheet", "worksheets/sheet1.xml")]
    links += [(f"rId{rank}", kind, f"{kind}.xml") for rank, kind in enumerate(more, start=2)]
    relations = "".join(
        f'<Relationship Id="{rid}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for rid, kind, target in links
    )
    book = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="Passages" sheetId="1" r:id="rId1"/></sheets></workbook>'
    return {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{relations}</Relationships>',
        "xl/workbook.xml": book,
        "xl/worksheets/sheet1.xml": f'{declaration}<worksheet xmlns="{MAIN}">{sheet}</worksheet>',
        **{f"xl/{kind}.xml": content for kind, content in more.items()},
    }


def raw_xlsx(path: Path, sheet: str, **more: str) -> Path:
    """Write an .xlsx by hand."""
    return write_zip(path, xlsx_entries(sheet, **more))


def xlsx_row(number: int, cells: Sequence[str], first: str = "A") -> str:
    """Return the XML of a row of texts, with its references."""
    written = "".join(
        f'<c r="{chr(ord(first) + rank)}{number}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
        for rank, cell in enumerate(cells)
    )
    return f'<row r="{number}">{written}</row>'


HEADER_ROW = xlsx_row(1, TITLES)
FAR_CELL = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
    for prefix in ("office", "table", "text", "style")
)
ODS_END = "</office:spreadsheet></office:body></office:document-content>"


def ods_cell(text: str, attributes: str = "") -> str:
    return f'<table:table-cell office:value-type="string"{attributes}><text:p>{escape(text)}</text:p></table:table-cell>'


def ods_row(cells: Sequence[str], attributes: str = "") -> str:
    return f"<table:table-row{attributes}>{''.join(map(ods_cell, cells))}</table:table-row>"


def ods_table(rows: str, name: str = "Passages") -> str:
    return f'<table:table table:name="{name}">{rows}</table:table>'


def ods_entries(tables: str, *, encryption: str = "", end: str = ODS_END) -> dict[str, str | bytes]:
    """Return the entries of an .ods, given the XML of its tables."""
    manifest = f'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="content.xml">{encryption}</manifest:file-entry></manifest:manifest>'
    start = f"<office:document-content {NAMESPACES}><office:body><office:spreadsheet>"
    return {
        "mimetype": MIMETYPE,
        "META-INF/manifest.xml": manifest,
        "content.xml": f"{start}{tables}{end}",
    }


def write_ods(path: Path, rows: Cells = TABLE) -> Path:
    """Write an .ods of one table of texts."""
    return raw_ods(path, ods_table("".join(map(ods_row, rows))))


def raw_ods(path: Path, tables: str, **more: str) -> Path:
    """Write an .ods by hand."""
    return write_zip(path, ods_entries(tables, **more))


# ---------------------------------------------------------------------------------------- damage


def redeclare(path: Path, name: str, size: int) -> None:
    """Make an archive lie about the inflated size of an entry, and give the checksum that goes with the lie."""
    with zipfile.ZipFile(path) as archive:
        at = archive.getinfo(name).header_offset
        checksum = zlib.crc32(archive.read(name)[:size])
    content = bytearray(path.read_bytes())
    struct.pack_into("<I", content, at + 14, checksum)
    struct.pack_into("<I", content, at + 22, size)
    central = content.rindex(b"PK\x01\x02", 0, content.rindex(name.encode()))
    struct.pack_into("<I", content, central + 16, checksum)
    struct.pack_into("<I", content, central + 24, size)
    path.write_bytes(content)


def patch(path: Path, at: int, shape: str, *values: int) -> None:
    """Write binary numbers somewhere in a file."""
    content = bytearray(path.read_bytes())
    struct.pack_into(shape, content, at, *values)
    path.write_bytes(content)


# --------------------------------------------------------------------------------- what is read


def only(path: Path) -> Feuille:
    """Return the only sheet of a workbook."""
    _, (feuille,) = open_feuilles(path)
    return feuille


def rows_of(path: Path) -> list[list[Any]]:
    """Return the rows of the only sheet of a workbook."""
    return [list(row) for row in only(path).rows()]


def lines_of(path: Path, feuille: str | None = None) -> list[tuple[int, Any]]:
    """Return the number and the first cell of each passage."""
    return [(ligne, row[0]) for ligne, row in read_classeur(path, feuille).rows()]


def said(path: Path, feuille: str | None = None) -> list[tuple[str, str | None, str]]:
    """Return the code, the cell and the sentence of each anomalie of a file."""
    return [
        (anomalie.code, anomalie.ou.cellule, plain(anomalie.message))
        for anomalie in read_classeur(path, feuille).anomalies
    ]


def codes(path: Path) -> list[str]:
    """Return the code of each anomalie of a file."""
    return [code for code, _, _ in said(path)]


# --------------------------------------------------------------------------------------- sentences


def refusal(call: Callable[..., Any], *arguments: Any) -> str:
    """Return the sentence of a refusal, its no-break spaces made plain, after checking that it is one fit for the user."""
    with pytest.raises(ClasseurError) as caught:
        call(*arguments)
    sentence = str(caught.value)
    assert re.search(r"« | »|\w [;:!?]( |$)|[^\s\u00a0]»|«[^\u00a0]", sentence) is None, sentence
    assert re.search(r"(\.|\u00a0: accrochage \w+( \S+)?)$", sentence), sentence
    return plain(sentence)

"""Workbooks of real life, and their annotated copies. Everybody in them is invented."""

import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from lxml import etree

from accrochage.classeur.annotation.copie import annotate, write_copie
from accrochage.classeur.annotation.remarques import Releve
from accrochage.classeur.lecture import read_classeur
from accrochage.modele import Lieu, Table
from accrochage.regles.anomalie import Anomalie
from factories.classeurs import TABLE, write_xlsx
from factories.passages import TODAY

ERREUR, ALERTE, CONSEIL = "OBL-01", "FEU-02", "COL-03"
"""A code of each weight."""
SHEET = "L'été & co"
"""A name that asks for care in links and in XML."""
RED, AMBER, BLUE = "FFF7C3BE", "FFFCDEA6", "FFCBE0F2"


def an_anomalie(
    cell: str | None, code: str = ERREUR, feuille: str | None = SHEET, **more: Any
) -> Anomalie:
    """Return an anomalie on a cell (`"B3"`), on a row (`"3"`), or on the whole file (None)."""
    digits = "".join(filter(str.isdigit, cell or ""))
    ligne = int(digits) if digits else None
    cellule = None if cell == digits else cell
    ou = Lieu(feuille if cell else None, ligne, more.pop("colonne", "Prénom"), cellule)
    return Anomalie(code, more.pop("message", f"Faute en {cell}."), ou, **more)


def a_releve(
    anomalies: Sequence[Anomalie], table: Table, source: str = "titulaires.xlsx"
) -> Releve:
    return Releve(source=source, table=table, anomalies=anomalies, lignes=2, today=TODAY)


def annotated(path: Path, *anomalies: Anomalie, strict: bool = True) -> Path:
    """Write the copy of a workbook beside it; `strict`: by an edit of its package, or not at all."""
    releve = a_releve(anomalies, read_classeur(path).table, path.name)
    copy = path.with_name(f"copie-{path.stem}.xlsx")
    with copy.open("w+b") as file:
        if strict:
            annotate(path, file, releve, {})
        else:
            write_copie(path, file, releve)
    return copy


def plain_xlsx(path: Path, name: str = SHEET) -> Path:
    """Write two sound rows on one sheet."""
    return write_xlsx(path, {name: TABLE})


def png() -> BytesIO:
    """Return a small red picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0\xff\0\0\xff\0\0" * 2)
    return BytesIO(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


def rich_xlsx(path: Path, *, button: bool = False) -> Path:
    """Write a workbook with nearly all that a secretary puts in one."""
    with xlsxwriter.Workbook(path) as book:
        sheet, other = book.add_worksheet(SHEET), book.add_worksheet("Statistiques")
        head = book.add_format({"bold": True, "bg_color": "#FFFF00", "border": 1})
        sheet.set_column(1, 1, 30, book.add_format({"italic": True, "bg_color": "#DDDDFF"}))
        sheet.set_column(5, 6, None, None, {"hidden": True})
        sheet.set_row(2, 30, book.add_format({"bg_color": "#FFCC00"}))
        sheet.set_row(3, None, None, {"hidden": True})
        sheet.freeze_panes(1, 2)
        for row, cells in enumerate(TABLE):
            sheet.write_row(row, 0, cells, *[head] * (row == 0))
        sheet.write_blank(2, 2, None)
        sheet.write_formula("E2", "=LEN(B2)", None, 6)
        sheet.write_comment("B2", "à revoir avec Zoé", {"author": "Secrétariat"})
        sheet.write_comment("C3", "rien de grave", {"author": "Secrétariat"})
        sheet.conditional_format(
            "A1:D9", {"type": "duplicate", "format": book.add_format({"bold": True})}
        )
        sheet.data_validation("C2:C9", {"validate": "list", "source": ["Zoé", "Ali"]})
        sheet.autofilter("A1:D3")
        if button:
            sheet.insert_button("H2", {"macro": "Trier", "caption": "Trier"})
        other.write_column("A1", [1, 2, 3])
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Statistiques!$A$1:$A$3"})
        other.insert_chart("C2", chart)
        other.insert_image("C20", "logo.png", {"image_data": png()})
        other.add_table("F1:G3", {"columns": [{"header": "a"}, {"header": "b"}]})
        book.define_name("Taux", "=Statistiques!$A$1")
        book.define_name("Statistiques!Local", "=Statistiques!$A$2")
    return path


# -------------------------------------------------------------------------------- packages by hand


def parts(path: Path) -> dict[str, bytes]:
    """Return the parts of a package, by name."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rewrite(path: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """Change the parts of a package in place."""
    content = parts(path)
    change(content)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return path


def replace_in(path: Path, name: str, *pairs: tuple[str, str]) -> Path:
    """Replace texts of a part, each of which must be there."""

    def change(content: dict[str, bytes]) -> None:
        for old, new in pairs:
            assert old.encode() in content[name], old
            content[name] = content[name].replace(old.encode(), new.encode())

    return rewrite(path, change)


def with_macros(path: Path) -> Path:
    """Make a workbook one that holds macros."""

    def change(content: dict[str, bytes]) -> None:
        types = content["[Content_Types].xml"]
        types = types.replace(
            b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        )
        content["[Content_Types].xml"] = types.replace(
            b"<Override",
            b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Override',
            1,
        )
        relation = b'<Relationship Id="rIdV" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" Target="vbaProject.bin"/>'
        relations = content["xl/_rels/workbook.xml.rels"]
        content["xl/_rels/workbook.xml.rels"] = relations.replace(
            b"</Relationships>", relation + b"</Relationships>"
        )
        content["xl/vbaProject.bin"] = b"\xd0\xcf\x11\xe0 des macros"

    return rewrite(path, change)


# ------------------------------------------------------------------------------------ what is read


def assert_sound(path: Path) -> None:
    """Check what every package must be: parts declared once, relations that lead somewhere, XML that is well formed."""
    content = parts(path)
    types = etree.fromstring(content["[Content_Types].xml"])
    overrides = [str(entry.get("PartName")) for entry in types if entry.get("PartName")]
    extensions = {str(entry.get("Extension")) for entry in types if entry.get("Extension")}
    assert len(overrides) == len(set(overrides))
    for name, data in content.items():
        declared = f"/{name}" in overrides or name.rpartition(".")[2] in extensions
        assert declared or name == "[Content_Types].xml", name
        if name.endswith((".xml", ".rels")):
            etree.fromstring(data)
    assert next(iter(content)) == "[Content_Types].xml"


def fills(path: Path, feuille: str = SHEET) -> Mapping[str, str]:
    """Return the colour of each coloured cell of a sheet."""
    sheet = openpyxl.load_workbook(path)[feuille]
    return {
        cell.coordinate: cell.fill.fgColor.rgb
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.patternType == "solid" and isinstance(cell.fill.fgColor.rgb, str)
    }


def marks(path: Path, feuille: str = SHEET) -> Mapping[str, str]:
    """Return the colour of each cell that bears one of ours, whether it had a fill of its own or not."""
    ours = {colour: colour for colour in (RED, AMBER, BLUE)}
    ours |= {f"{int(colour, 16) + 1:08X}": colour for colour in ours}
    return {cell: ours[fill] for cell, fill in fills(path, feuille).items() if fill in ours}


def comments(path: Path, feuille: str = SHEET) -> Mapping[str, str]:
    """Return the comment of each commented cell of a sheet."""
    sheet = openpyxl.load_workbook(path)[feuille]
    return {
        cell.coordinate: cell.comment.text
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }


def listed(path: Path, feuille: str = "Anomalies") -> list[tuple[Any, ...]]:
    """Return the lines of the sheet of anomalies, below its titles."""
    sheet = openpyxl.load_workbook(path)[feuille]
    return list(sheet.iter_rows(min_row=5, values_only=True))

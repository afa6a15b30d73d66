"""Workbooks that are refused: closed by a password, damaged, or made to fill the memory."""

import os
import zlib
from io import BytesIO

import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from accrochage.classeur.ouverture import MAX_INFLATED, FileType, file_type
from factories.classeurs import (
    FAR_CELL,
    HEADER_ROW,
    TABLE,
    ods_entries,
    ods_table,
    patch,
    raw_ods,
    raw_xlsx,
    redeclare,
    refusal,
    write_ods,
    write_xls,
    write_xlsx,
    write_zip,
    xlsx_entries,
)

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def given(tmp_path):
    """Return a function that writes a file of any name and content."""

    def write(content, name="classeur.xlsx"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


def bytes_of(entries, tmp_path):
    return write_zip(tmp_path / "archive", entries).read_bytes()


# --- Passwords


PASSWORD = "est protégé par un mot de passe. Retirez-le"


def test_an_xlsx_with_a_password(tmp_path):
    plain, closed = write_xlsx(tmp_path / "a.xlsx", {"Passages": TABLE}), BytesIO()
    with plain.open("rb") as file:
        OOXMLFile(file).encrypt("secret", closed)
    plain.write_bytes(closed.getvalue())

    assert PASSWORD in refusal(file_type, plain)


def test_an_xls_with_a_password(tmp_path):
    path = write_xls(tmp_path / "a.xls", {"Passages": TABLE})
    patch(
        path, path.read_bytes().index(b"\x42\x00\x02\x00"), "<H", 0x2F
    )  # the page of codes becomes a password

    assert PASSWORD in refusal(file_type, path)


def test_an_ods_with_a_password(tmp_path):
    path = raw_ods(tmp_path / "a.ods", ods_table(""), encryption="<manifest:encryption-data/>")

    assert PASSWORD in refusal(file_type, path)


def test_an_ods_with_a_password_of_a_recent_libreoffice(tmp_path):
    entries = ods_entries("", encryption="<manifest:encryption-data/>")
    del entries["content.xml"]

    assert PASSWORD in refusal(
        file_type, write_zip(tmp_path / "a.ods", entries | {"encrypted-package": "x"})
    )


def test_an_archive_with_a_password(tmp_path):
    path = raw_xlsx(tmp_path / "a.xlsx", HEADER_ROW)
    content = path.read_bytes()
    patch(path, content.index(b"PK\x01\x02") + 8, "<H", 1)

    assert PASSWORD in refusal(file_type, path)


# --- Damage


DAMAGED = "est abîmé ou incomplet. Ouvrez-le dans votre tableur, enregistrez-le en .xlsx, puis recommencez."


@pytest.mark.parametrize("kept", [0.01, 0.5, 0.99])
@pytest.mark.parametrize("ends", ["xlsx", "ods"])
def test_an_archive_cut_short(tmp_path, ends, kept):
    path = tmp_path / f"a.{ends}"
    write_xlsx(path, {"Passages": TABLE}) if ends == "xlsx" else write_ods(path)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * kept)])

    assert DAMAGED in refusal(file_type, path)


@pytest.mark.parametrize("kept", [8, 76, 511, 512, 2000, 5000])
def test_an_xls_cut_short(tmp_path, kept):
    path = write_xls(tmp_path / "a.xls", {"Passages": TABLE})
    path.write_bytes(path.read_bytes()[:kept])

    assert DAMAGED in refusal(file_type, path)


def test_bytes_changed_in_an_archive(tmp_path):
    path = raw_xlsx(tmp_path / "a.xlsx", HEADER_ROW)
    content = path.read_bytes()
    at = content.index(SHEET.encode()) + len(SHEET) + 20
    for wrong in (content[:at] + b"\xff" * 9 + content[at + 9 :], content[:at] + content[at + 1 :]):
        path.write_bytes(wrong)

        assert DAMAGED in refusal(file_type, path)


def test_a_checksum_that_does_not_match(tmp_path):
    path = raw_xlsx(tmp_path / "a.xlsx", HEADER_ROW)
    patch(path, path.read_bytes().rindex(b"PK\x01\x02") + 16, "<I", 5)

    assert DAMAGED in refusal(file_type, path)


def test_an_unknown_compression(tmp_path):
    path = raw_xlsx(tmp_path / "a.xlsx", HEADER_ROW)
    patch(path, path.read_bytes().index(b"PK\x01\x02") + 10, "<H", 97)

    assert DAMAGED in refusal(file_type, path)


def test_an_ods_without_content(tmp_path):
    entries = ods_entries("")
    del entries["content.xml"], entries["META-INF/manifest.xml"]

    assert DAMAGED in refusal(file_type, write_zip(tmp_path / "a.ods", entries))


def test_an_xls_of_noise(given):
    assert DAMAGED in refusal(
        file_type, given(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 8)
    )


# --- Danger


@pytest.mark.parametrize("ends", ["xlsx", "ods"])
def test_a_small_archive_that_inflates_without_measure(tmp_path, ends):
    path = tmp_path / f"a.{ends}"
    name = SHEET if ends == "xlsx" else "content.xml"
    raw_xlsx(path, HEADER_ROW) if ends == "xlsx" else write_ods(path)
    redeclare(path, name, 3 << 30)

    assert refusal(file_type, path).startswith(
        f"« a.{ends} » occuperait 3072 Mo une fois ouvert : il est refusé par sécurité."
    )


def test_an_archive_larger_than_the_memory(tmp_path):
    noise = zlib.compress(os.urandom(3000))
    entries = xlsx_entries(HEADER_ROW) | {"xl/media/a": noise, "xl/media/b": noise}
    path = write_zip(tmp_path / "a.xlsx", entries)
    for name in ("xl/media/a", "xl/media/b"):
        redeclare(path, name, MAX_INFLATED // 2)

    assert "occuperait 4096 Mo" in refusal(file_type, path)


def test_a_value_lost_far_away(tmp_path):
    xlsx = raw_xlsx(tmp_path / "a.xlsx", f"<sheetData>{HEADER_ROW}{FAR_CELL}</sheetData>")
    ods = raw_ods(
        tmp_path / "a.ods",
        ods_table(
            '<table:table-row table:number-rows-repeated="1048575"><table:table-cell/></table:table-row>'
            '<table:table-row><table:table-cell table:number-columns-repeated="999"/><table:table-cell office:value-type="float"/></table:table-row>'
        ),
    )

    assert refusal(file_type, xlsx) == (
        "« a.xlsx » a une feuille qui s'étend jusqu'à la ligne 1048576 et à la colonne XFD. "
        "Supprimez les valeurs égarées, au bout de la feuille, enregistrez, puis recommencez."
    )
    assert "jusqu'à la ligne 1048576 et à la colonne ALM" in refusal(file_type, ods)


def test_an_entity_that_multiplies_is_not_even_reached(tmp_path):
    entities = "".join(f'<!ENTITY a{rank} "{f"&a{rank - 1};" * 10}">' for rank in range(1, 10))
    bomb = f'<!DOCTYPE x [<!ENTITY a0 "aaaaaaaaaa">{entities}]>'
    sheet = (
        '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&a9;</t></is></c></row></sheetData>'
    )

    assert file_type(raw_xlsx(tmp_path / "a.xlsx", sheet, declaration=bomb)) is FileType.XLSX

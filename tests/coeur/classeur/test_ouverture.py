"""What a file is, whatever its name; and a clear sentence for all that is no workbook, or a dangerous one."""

import os
import sqlite3
from pathlib import Path

import pytest

from accrochage.classeur.ouverture import FileType, file_type
from factories.classeurs import (
    HEADER_ROW,
    TABLE,
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


# --- What is read


def test_knows_workbooks_whatever_their_name(tmp_path):
    written = {
        FileType.XLSX: write_xlsx(tmp_path / "a.csv", {"Passages": TABLE}),
        FileType.XLS: write_xls(tmp_path / "b.xlsx", {"Passages": TABLE}),
        FileType.ODS: write_ods(tmp_path / "c.xls"),
    }

    assert {kind: file_type(path) for kind, path in written.items()} == {
        kind: kind for kind in written
    }


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"Nom;Pr\xc3\xa9nom\n", FileType.CSV),
        (b"\xef\xbb\xbfNom;Pr\xc3\xa9nom\n", FileType.CSV),
        ("Nom\tPrénom\n".encode("utf-16"), FileType.CSV),
        ("Nom\tPrénom\n".encode("utf-16-be").join([b"\xfe\xff", b""]), FileType.CSV),
        (b"n'importe quoi", FileType.CSV),
        (b'<?xml version="1.0"?><cpf:flux/>', FileType.XML),
        (b"\xef\xbb\xbf \n<flux/>", FileType.XML),
        ("<flux/>".encode("utf-16"), FileType.XML),
    ],
)
def test_knows_text(given, content, kind):
    assert file_type(given(content)) is kind


def test_follows_a_symbolic_link(tmp_path):
    write_xlsx(tmp_path / "vrai.xlsx", {"Passages": TABLE})
    (tmp_path / "lien.xlsx").symlink_to(tmp_path / "vrai.xlsx")

    assert file_type(tmp_path / "lien.xlsx") is FileType.XLSX


def test_backslashes_and_capitals_in_an_archive_are_forgiven(tmp_path):
    entries = {
        name.replace("xl/workbook.xml", r"XL\Workbook.xml"): text
        for name, text in xlsx_entries(HEADER_ROW).items()
    }

    assert file_type(write_zip(tmp_path / "a.xlsx", entries)) is FileType.XLSX


# --- What is no file


def test_a_missing_file(tmp_path):
    assert (
        refusal(file_type, tmp_path / "absent.xlsx")
        == "« absent.xlsx » ne peut pas être ouvert : aucun fichier de ce nom."
    )


def test_a_broken_link(tmp_path):
    (tmp_path / "lien.xlsx").symlink_to(tmp_path / "absent.xlsx")

    assert "aucun fichier de ce nom" in refusal(file_type, tmp_path / "lien.xlsx")


def test_a_folder(tmp_path):
    (tmp_path / "classeurs").mkdir()

    assert refusal(file_type, tmp_path / "classeurs").startswith(
        "« classeurs » est un dossier. Donnez"
    )


def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "tube.xlsx")

    assert "n'est pas un fichier ordinaire" in refusal(file_type, tmp_path / "tube.xlsx")


def test_a_file_that_may_not_be_read(given, monkeypatch):
    path = given(b"Nom;Sexe")

    def refuse(*_args, **_options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)

    assert "vous n'avez pas le droit de le lire" in refusal(file_type, path)


def test_a_disk_that_fails(given, monkeypatch):
    path = given(b"Nom;Sexe")

    def fail(*_args, **_options):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "open", fail)

    assert (
        refusal(file_type, path)
        == "« classeur.xlsx » ne peut pas être ouvert : le système n'a pas pu le lire."
    )


def test_a_name_that_no_system_admits():
    assert "le système n'a pas pu le lire" in refusal(file_type, Path("a\0b.xlsx"))


@pytest.mark.parametrize(
    ("name", "owner"),
    [("~$Promotion 2026.xlsx", "Promotion 2026.xlsx"), (".~lock.Promotion.ods#", "Promotion.ods")],
)
def test_the_mark_of_an_open_workbook(given, name, owner):
    sentence = refusal(file_type, given(b"\x06Martin", name))

    assert sentence.endswith(f"Choisissez le classeur lui-même : « {owner} ».")


# --- What is no workbook


@pytest.mark.parametrize("content", [b"", b"\0" * 10_000, b" \r\n\t\n", b"\xef\xbb\xbf"])
def test_an_empty_file(given, content):
    assert refusal(file_type, given(content)) == "« classeur.xlsx » est vide."


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"%PDF-1.7\n", "un document PDF"),
        (b"\x89PNG\r\n\x1a\n", "une image"),
        (b"\xff\xd8\xff\xe0", "une image"),
        (b"GIF89a", "une image"),
        (b"{\\rtf1", "un document RTF"),
        (b"\x1f\x8b\x08", "une archive compressée"),
        (b"Rar!\x1a\x07", "une archive compressée"),
        (b"7z\xbc\xaf\x27\x1c", "une archive compressée"),
    ],
)
def test_other_kinds_of_files_are_named(given, content, what):
    assert refusal(file_type, given(content + b"\0" * 50)) == (
        f"« classeur.xlsx » est {what}, pas un classeur. Enregistrez le tableau en .xlsx ou en .csv, puis recommencez."
    )


def test_a_database(tmp_path):
    with sqlite3.connect(tmp_path / "base.xlsx") as base:
        base.execute("CREATE TABLE candidats (nom TEXT)")
    base.close()

    assert "est une base de données, pas un classeur" in refusal(file_type, tmp_path / "base.xlsx")


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("word/document.xml", "un document Word, pas un classeur"),
        ("ppt/presentation.xml", "une présentation PowerPoint, pas un classeur"),
        ("Index/Document.iwa", "un fichier d'Apple (Numbers ou Pages), qu'Agrafe ne lit pas"),
        ("xl/workbook.bin", "un classeur binaire .xlsb, qu'Agrafe ne lit pas"),
        ("photo.jpg", "une archive compressée, pas un classeur"),
    ],
)
def test_other_archives_are_named(tmp_path, name, what):
    path = write_zip(tmp_path / "a.xlsx", {name: "x", "autre": "x"})

    assert refusal(file_type, path).startswith(f"« a.xlsx » est {what}. ")


def test_a_text_of_libreoffice(tmp_path):
    path = write_zip(
        tmp_path / "a.odt",
        {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"},
    )

    assert "est un document OpenDocument, mais pas un classeur." in refusal(file_type, path)


def test_an_archive_that_holds_a_workbook(tmp_path):
    path = write_zip(tmp_path / "envoi.zip", {"Promotion 2026.XLSX": "x"})

    assert (
        refusal(file_type, path)
        == "« envoi.zip » est une archive compressée. Sortez-en le classeur, puis recommencez."
    )


@pytest.mark.parametrize(
    "content",
    [
        b"<html><body><table><tr><td>Nom</td></tr></table>",
        b"\xef\xbb\xbf\r\n<!DOCTYPE HTML>",
        b'<?xml version="1.0"?><!DOCTYPE html PUBLIC>',
        b"<style>td {}</style><table border=1>",
        "<HTML>".encode("utf-16"),
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related",
    ],
)
def test_a_web_page_named_xls(given, content):
    assert (
        "est une page web enregistrée comme un classeur. Ouvrez-le dans votre tableur"
        in refusal(file_type, given(content, "a.xls"))
    )


@pytest.mark.parametrize(
    "content",
    [
        b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
        b'<?xml version="1.0"?>\n<office:document xmlns:office="urn:x"><table:table/>',
    ],
)
def test_a_workbook_as_one_xml_file(given, content):
    assert "est un classeur au format XML." in refusal(file_type, given(content, "a.xls"))


def test_bytes_without_meaning(given):
    assert "n'est ni un classeur ni un fichier CSV" in refusal(
        file_type, given(bytes(range(256)) * 20)
    )


@pytest.mark.parametrize(
    ("stream", "what"),
    [
        ("WordDocument", "un document Word"),
        ("PowerPoint Document", "une présentation PowerPoint"),
        ("__properties_version1.0", "un courriel"),
        ("Autre chose", "un document d'un autre logiciel"),
    ],
)
def test_what_shares_the_wrapping_of_an_xls(tmp_path, stream, what):
    path = write_xls(tmp_path / "a.xls", {"Passages": TABLE})
    old, new = (name.encode("utf-16-le").ljust(64, b"\0") for name in ("Workbook", stream))
    path.write_bytes(path.read_bytes().replace(old, new))

    assert refusal(file_type, path).startswith(f"« a.xls » est {what}, pas un classeur.")

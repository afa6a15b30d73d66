"""Packages of all sorts: Strict, signed, templates, bare; and those that cannot be edited."""

import re
import zipfile
from contextlib import suppress
from io import BytesIO

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from accrochage.classeur.annotation import paquet as paquet_module
from accrochage.classeur.annotation import styles as styles_module
from accrochage.classeur.annotation.copie import (
    NO_SIGNATURE,
    NOT_KEPT,
    annotate,
    has_macros,
    write_copie,
)
from accrochage.classeur.annotation.paquet import Paquet, UnusualError, unusual
from accrochage.classeur.annotation.styles import Styles
from accrochage.classeur.lecture import read_classeur
from accrochage.erreurs import EcritureError
from accrochage.modele import Header, Table
from accrochage.regles.anomalie import Gravite
from factories.annotation import (
    CONSEIL,
    RED,
    SHEET,
    a_releve,
    an_anomalie,
    annotated,
    assert_sound,
    marks,
    parts,
    plain_xlsx,
    replace_in,
    rewrite,
    rich_xlsx,
    with_macros,
)
from factories.classeurs import HEADER_ROW, raw_xlsx, write_zip, xlsx_row
from factories.textes import plain

TABLEAU = Table(SHEET, {"idTechnique": Header(0, "A", "Identifiant technique")})
TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SIGNATURE = '<Relationship Id="rIdS" Type="http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin" Target="_xmlsignatures/origin.sigs"/>'
SIGNED = '<Override PartName="/_xmlsignatures/sig1.xml" ContentType="application/vnd.openxmlformats-package.digital-signature-xmlsignature+xml"/>'


@pytest.fixture
def classeur(tmp_path):
    return plain_xlsx(tmp_path / "titulaires.xlsx")


def copy_of(path, *anomalies):
    """Return what `write_copie` lost, and the parts of the copy."""
    target = BytesIO()
    lost = write_copie(path, target, a_releve(anomalies, read_classeur(path).table))
    with zipfile.ZipFile(target) as archive:
        return lost, {name: archive.read(name) for name in archive.namelist()}


def test_a_strict_workbook_stays_strict(classeur):
    def make_strict(content):
        for name, data in content.items():
            content[name] = data.replace(
                b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                b"http://purl.oclc.org/ooxml/spreadsheetml/main",
            ).replace(
                TRANSITIONAL.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships"
            )

    copy = annotated(rewrite(classeur, make_strict), an_anomalie("B2"))
    content = parts(copy)

    assert_sound(copy)
    assert [ligne for ligne, _ in read_classeur(copy).rows()] == [2, 3]
    written = b"".join(data for name, data in content.items() if name.startswith("xl/"))
    assert TRANSITIONAL.encode() not in written
    assert b"purl.oclc.org/ooxml/spreadsheetml/main" in content["xl/comments1.xml"]
    assert (
        b"purl.oclc.org/ooxml/officeDocument/relationships/comments"
        in content["xl/worksheets/_rels/sheet1.xml.rels"]
    )


def test_a_signature_is_taken_away_and_this_is_said(classeur):
    def sign(content):
        content["_xmlsignatures/origin.sigs"] = b""
        content["_xmlsignatures/sig1.xml"] = b"<Signature/>"

    rewrite(classeur, sign)
    replace_in(classeur, "[Content_Types].xml", ("</Types>", f"{SIGNED}</Types>"))
    replace_in(classeur, "_rels/.rels", ("</Relationships>", f"{SIGNATURE}</Relationships>"))
    lost, content = copy_of(classeur, an_anomalie("B2"))

    assert lost == [NO_SIGNATURE]
    assert not any("signature" in name for name in content)
    assert b"signature" not in content["_rels/.rels"] + content["[Content_Types].xml"]
    assert b"docProps/core.xml" in content["_rels/.rels"]
    copy = annotated(classeur, an_anomalie("B2"))
    assert openpyxl.load_workbook(copy)["Anomalies"]["A3"].value == NO_SIGNATURE


@pytest.mark.parametrize(
    ("template", "workbook"),
    [
        (
            "openxmlformats-officedocument.spreadsheetml.template.main",
            "openxmlformats-officedocument.spreadsheetml.sheet.main",
        ),
        ("ms-excel.template.macroEnabled.main", "ms-excel.sheet.macroEnabled.main"),
    ],
)
def test_a_template_becomes_a_workbook(classeur, template, workbook):
    usual = "openxmlformats-officedocument.spreadsheetml.sheet.main"
    replace_in(classeur, "[Content_Types].xml", (usual, template))
    types = parts(annotated(classeur, an_anomalie("B2")))["[Content_Types].xml"].decode()

    assert template not in types
    assert f"application/vnd.{workbook}+xml" in types


def test_a_bare_workbook_gets_what_it_lacks(tmp_path):
    sheet = (
        f"<sheetData>{HEADER_ROW}{xlsx_row(2, ['P-1', 'MARTIN', 'Zoé', '03/07/1991'])}</sheetData>"
    )
    copy = annotated(raw_xlsx(tmp_path / "t.xlsx", sheet), an_anomalie("B2", feuille="Passages"))
    types = parts(copy)["[Content_Types].xml"]

    assert [f"/xl/{name}".encode() in types for name in ("styles1.xml", "comments1.xml")] == [
        True,
        True,
    ]
    assert b'Extension="vml"' in types
    assert not any("sharedStrings" in name for name in parts(copy))
    assert len(list(read_classeur(copy).rows())) == 1


def test_zip64_and_folders_are_admitted(classeur):
    content = parts(classeur)
    with zipfile.ZipFile(classeur, "w") as archive:
        archive.writestr("xl/", b"")
        for name, data in content.items():
            with archive.open(name, "w", force_zip64=True) as part:
                part.write(data)

    assert marks(annotated(classeur, an_anomalie("B2"))) == {"B2": RED}


def test_a_large_part_is_written_in_the_long_form(classeur, monkeypatch):
    monkeypatch.setattr(paquet_module, "_MAY_EXCEED", 10)

    assert marks(annotated(classeur, an_anomalie("B2"))) == {"B2": RED}


# ---------------------------------------------------------------------- what cannot be edited


def without(name):
    return lambda content: content.pop(name)


def given_as(name, data):
    return lambda content: content.update({name: data})


UNUSUAL = {
    "relations": without("_rels/.rels"),
    "workbook": given_as(
        "_rels/.rels",
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>',
    ),
    "twice": given_as("XL/workbook.xml", b""),
    "doctype": given_as("xl/styles.xml", b"<!DOCTYPE a><a/>"),
    "damaged styles": given_as("xl/styles.xml", b"<styles"),
    "empty styles": given_as("xl/styles.xml", b"<styleSheet/>"),
    "types": without("[Content_Types].xml"),
    "no sheets": given_as("xl/workbook.xml", b"<workbook/>"),
    "other sheets": given_as("xl/workbook.xml", b"<workbook><sheets/></workbook>"),
    "comment": given_as(
        "xl/comments1.xml", b'<comments><commentList><comment ref="B2"/></commentList></comments>'
    ),
    "sheet": given_as("xl/worksheets/sheet1.xml", b"<worksheet/>"),
}


@pytest.mark.parametrize("change", UNUSUAL.values(), ids=UNUSUAL)
def test_an_unusual_package_is_refused(classeur, change):
    releve = a_releve([an_anomalie("B2")], read_classeur(classeur).table)

    copy = annotated(classeur, an_anomalie("B2", CONSEIL))
    with pytest.raises(UnusualError):
        annotate(rewrite(copy, change), BytesIO(), releve, {})


def test_an_unusual_workbook_is_rewritten_with_its_values(classeur):
    name = "xl/worksheets/sheet1.xml"
    replace_in(classeur, name, ("<sheetData>", "<!-- odd --><sheetData>"))
    lost, content = copy_of(classeur, an_anomalie("B2"))

    assert lost == [NOT_KEPT]
    assert b"<!--" not in content[name]
    copy = annotated(classeur, an_anomalie("B2"), strict=False)
    assert_sound(copy)
    assert list(read_classeur(copy).rows()) == list(read_classeur(classeur).rows())
    assert marks(copy) == {"B2": RED}
    assert openpyxl.load_workbook(copy)["Anomalies"]["A3"].value == NOT_KEPT


def test_macros_are_never_lost(tmp_path):
    path = with_macros(plain_xlsx(tmp_path / "t.xlsm"))
    replace_in(path, "xl/worksheets/sheet1.xml", ("<sheetData>", "<!-- odd --><sheetData>"))

    with pytest.raises(EcritureError) as caught:
        copy_of(path, an_anomalie("B2"))
    assert plain(str(caught.value)) == (
        "« t.xlsm » est écrit d'une façon inhabituelle : ses macros ne peuvent pas être reprises dans la copie annotée. "
        "Ouvrez-le dans Excel, enregistrez-le, puis recommencez."
    )


def test_macros_are_known_by_what_the_workbook_declares(tmp_path, classeur):
    assert has_macros(with_macros(plain_xlsx(tmp_path / "t.xlsm")))
    assert not has_macros(classeur)
    assert not has_macros(rewrite(classeur, given_as("[Content_Types].xml", b"<Types/>")))
    text = tmp_path / "t.csv"
    text.write_text("a;b", encoding="utf-8")
    assert not has_macros(text)


def test_a_part_too_long_for_a_tree_is_refused(classeur, monkeypatch):
    monkeypatch.setattr(paquet_module, "_MAX_TREE", 10)

    with zipfile.ZipFile(classeur) as archive, pytest.raises(UnusualError):
        Paquet(archive)


TOKENS = re.compile(rb"<[^>]*>|[^<]+")
ATTRIBUTE = re.compile(rb'="[^"]*"')
PARTS = ("workbook", "sheet1", "styles", "comments", "vml", "Content", "rels")


@given(st.randoms(use_true_random=False))
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_damage_ends_in_anything_but_a_refusal(tmp_path, random):
    path = rich_xlsx(tmp_path / "t.xlsx")
    content = parts(path)
    name = random.choice([name for name in content if any(part in name for part in PARTS)])
    tokens = TOKENS.findall(content[name])
    rank = random.randrange(len(tokens))
    odd = random.choice([b'=""', b'="-1"', b'="99999999999"', b'="x"', b""])
    kept = random.choice([b"", b"<!-- -->", b"<a/>", b"\xff", ATTRIBUTE.sub(odd, tokens[rank])])
    content[name] = b"".join([*tokens[:rank], kept, *tokens[rank + 1 :]])
    releve = a_releve([an_anomalie("B2"), an_anomalie("C9")], TABLEAU)

    with suppress(UnusualError):
        annotate(write_zip(path, content), BytesIO(), releve, {})


# ------------------------------------------------------------------------------------- styles

STYLES = '<styleSheet xmlns="urn:m"><fills>{fills}</fills><cellXfs><xf fillId="{fill}"/></cellXfs></styleSheet>'
GRADIENT = "<fill><gradientFill/></fill>"
DOTS = '<fill><patternFill patternType="gray125"/></fill>'
BARE = '<fill><patternFill patternType="solid"/></fill>'
THEME = (
    '<fill><patternFill patternType="solid"><fgColor theme="4" tint="0.6"/></patternFill></fill>'
)
LOST = '<fill><patternFill patternType="solid"><fgColor rgb="FFF7C3BF"/></patternFill></fill>'
OURS = '<fill><patternFill patternType="solid"><fgColor rgb="fff7c3bf"/><bgColor rgb="FFCBE0F2"/></patternFill></fill>'


def styles_of(fills, fill=0):
    root = etree.fromstring(STYLES.format(fills=fills, fill=fill))
    return root, Styles(root)


@pytest.mark.parametrize(
    ("fills", "fill", "covered"),
    [
        (GRADIENT, 0, {"indexed": "64"}),
        (DOTS, 0, {"indexed": "64"}),
        (BARE, 0, {"indexed": "64"}),
        (DOTS, 9, {"indexed": "64"}),
        (THEME, 0, {"theme": "4", "tint": "0.6"}),
    ],
)
def test_a_mark_remembers_the_plain_colour_that_it_covers(fills, fill, covered):
    root, styles = styles_of(fills, fill)

    assert styles.coloured(0, Gravite.ERREUR) == styles.coloured(0, Gravite.ERREUR) == 1
    assert dict(root[0][-1][0][1].attrib) == covered
    assert root[1][1].get("fillId") == str(len(root[0]) - 1)
    assert (root[0].get("count"), root[1].get("count")) == (str(len(root[0])), "2")


def test_a_style_that_is_not_there_is_taken_for_the_first():
    root, styles = styles_of(DOTS)

    assert styles.coloured(99, Gravite.ERREUR) == 1
    assert root[1][1].get("applyFill") == "1"


@pytest.mark.parametrize("fills", [DOTS + LOST, DOTS + OURS])
def test_a_mark_that_forgot_what_it_covers_gives_no_fill_back(fills):
    root, _ = styles_of(fills, 1)

    assert root[1][0].get("fillId") == "0"


def test_a_workbook_full_of_styles_is_refused(monkeypatch):
    monkeypatch.setattr(styles_module, "_MAX_STYLES", 1)
    _, styles = styles_of(DOTS)

    with pytest.raises(UnusualError):
        styles.coloured(0, Gravite.ERREUR)


def test_missing_sections_are_made_in_order():
    root = etree.fromstring(
        '<styleSheet xmlns="urn:m"><borders/><cellXfs><xf/></cellXfs></styleSheet>'
    )
    Styles(root).add("<b/>", 'numFmtId="49"', fill="123456", line="654321")

    assert [etree.QName(child).localname for child in root] == [
        "fonts",
        "fills",
        "borders",
        "cellXfs",
    ]


def test_a_number_beyond_reason_is_unusual():
    with pytest.raises(UnusualError), unusual():
        round(float("inf"))

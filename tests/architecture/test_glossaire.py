"""No identifier of src uses a word that docs/glossaire.md forbids: a French noun of the trade has no English twin."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

COLUMNS = ["Terme", "Identifiant", "Définition", "Source", "Synonymes proscrits"]
CODE = re.compile(r"`([^`]+)`")
# receiptFile, HTTPReceipt, RECEIPT_FILE2 -> receipt, file…
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
# Where the names are Django's own (FILE_UPLOAD_HANDLERS).
FOREIGN = Path("agrafe", "config", "settings")


@pytest.fixture(scope="session")
def rows(root) -> list[list[str]]:
    """Return the rows of every table of the glossary, headers and rules left out."""
    lines = (root / "docs" / "glossaire.md").read_text(encoding="utf-8").splitlines()
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in lines if line[:1] == "|"
    ]
    headers = [row for row in cells if row[0] == COLUMNS[0]]
    assert headers
    assert all(header == COLUMNS for header in headers)
    return [row for row in cells if row[0] not in {COLUMNS[0], "---"}]


@pytest.fixture(scope="session")
def forbidden(rows) -> set[str]:
    return {word for row in rows for word in CODE.findall(row[4])}


def identifiers(path: Path) -> Iterator[str]:
    """Yield every name that a module defines or gives: its own, functions, arguments, variables, attributes."""
    yield path.stem
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.ClassDef(name=name) | ast.alias(asname=str(name)):
                yield name
            case ast.arg(arg=name) | ast.Name(id=name, ctx=ast.Store()):
                yield name
            case ast.Attribute(attr=name, ctx=ast.Store()):
                yield name


def words_of(identifier: str) -> set[str]:
    return {word.lower() for word in WORD.findall(identifier)}


def test_cuts_identifiers_into_words():
    assert words_of("HTTPReceiptFile2_uploadDate") == {"http", "receipt", "file", "upload", "date"}
    assert words_of("_MAX_HOLDERS") == {"max", "holders"}


def test_every_row_is_complete(rows):
    assert [row[0] for row in rows if len(row) != len(COLUMNS) or not all(row[:4])] == []
    assert [row[0] for row in rows if not CODE.search(row[1])] == []


def test_no_forbidden_word_is_an_identifier_of_the_glossary(rows, forbidden):
    wanted = {word for row in rows for name in CODE.findall(row[1]) for word in words_of(name)}

    assert wanted & forbidden == set()


def test_no_identifier_uses_a_forbidden_word(root, forbidden):
    refused = forbidden | {f"{word}s" for word in forbidden}
    src = root / "src"

    trespasses = [
        f"{path.relative_to(root)}: {identifier}"
        for path in sorted(src.rglob("*.py"))
        if not path.relative_to(src).is_relative_to(FOREIGN)
        for identifier in identifiers(path)
        if words_of(identifier) & refused
    ]

    assert trespasses == []

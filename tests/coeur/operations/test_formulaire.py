"""What the rules say of a cell, said of a field."""

import ast
import re
from datetime import date
from pathlib import Path

import pytest

import accrochage.regles
from accrochage.operations.formulaire import in_form
from accrochage.operations.saisie import ETAT_CIVIL, ETAT_CIVIL_ET_NIR, Saisie

WORKBOOK = re.compile(r"\b(cellule|colonne)s?\b", re.IGNORECASE)
RULES = Path(accrochage.regles.__file__).parent
ELSEWHERE = {"La colonne «\u00a0"}
"""The start of what is said of a table alone: a column is missing."""


def literals(tree):
    """Return the texts of a module, those of its docstrings left out."""
    said = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said
    ]


def test_no_sentence_of_a_rule_speaks_of_a_workbook_in_a_form():
    modules = [path for path in RULES.rglob("*.py") if path.parent.name != "catalogue"]
    sentences = [
        text
        for path in modules
        for text in literals(ast.parse(path.read_text(encoding="utf-8")))
        if " " in text and WORKBOOK.search(text)
    ]

    assert len(sentences) > 8
    assert [text for text in sentences if WORKBOOK.search(in_form(text))] == sorted(ELSEWHERE)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"nomNaissance": "Dub\u0007reuil"}, "Ce champ contient un caractère invisible"),
        ({"nomNaissance": "Dub\u0007reuil"}, "Retapez-le."),
        ({"prenom1": "Zoé, Lou, Anne"}, "Mettez chaque prénom dans son champ."),
        ({"nomNaissance": "291073523801438"}, "un long numéro. Écrivez le nom."),
        ({"nir": "7910735238014"}, "Videz ce champ et donnez l'état civil."),
    ],
)
def test_beside_a_field(values, words):
    keys = ETAT_CIVIL_ET_NIR if "nir" in values else ETAT_CIVIL
    zoe = {"nomNaissance": "Dubreuil", "prenom1": "Zoé", "anneeNaissance": 1991, "sexe": "F"}

    found = Saisie("1.1.5", date(2026, 11, 23), keys).check({**zoe, **values}).anomalies

    assert any(words in anomalie.message for anomalie in found)

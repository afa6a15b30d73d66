"""Lists of identifiers are read, whatever they were typed in."""

import pytest

from accrochage.classeur.liste import read_liste
from accrochage.erreurs import ClasseurError
from factories.classeurs import write_csv, write_xlsx


@pytest.mark.parametrize(
    ("text", "encoding", "wanted"),
    [
        ("P-1\nP-2\n", "utf-8", {"P-1": 1, "P-2": 2}),
        ("\ufeffP-1\r\n\r\n P-2 \r\nP-1", "utf-8", {"P-1": 1, "P-2": 3}),
        ("été-1\n", "cp1252", {"été-1": 1}),
        ("Identifiant technique\nP-1\n", "utf-8", {"P-1": 2}),
        ("Nom;Identifiant technique\nROUX;P-1\nPETIT;\nLEROY\nNDIAYE;P-2", "utf-8", {"P-1": 2, "P-2": 5}),
        ("P-1;ROUX\n;P-2\n", "utf-8", {"P-1": 1, "P-2": 2}),
    ],
)  # fmt: skip
def test_a_text_gives_its_identifiers_and_their_lines(tmp_path, text, encoding, wanted):
    assert read_liste(write_csv(tmp_path / "ids.txt", text, encoding)) == wanted


def test_a_workbook_gives_those_of_its_first_sheet(tmp_path):
    sheets = {"KO": [["idTechnique"], [20250001], ["P-2"]], "Autre": [["P-3"]]}

    assert read_liste(write_xlsx(tmp_path / "ko.xlsx", sheets)) == {"20250001": 2, "P-2": 3}


def test_the_template_is_a_list_too(tmp_path):
    rows = [
        ["Obligatoires *"],
        ["Nom *", "Identifiant technique *"],
        ["X", "EXEMPLE"],
        ["Y", "P-1"],
    ]

    assert read_liste(write_xlsx(tmp_path / "modele.xlsx", {"Passages": rows})) == {"P-1": 4}


@pytest.mark.parametrize("text", ["idTechnique\n", "\n \n"])
def test_a_list_of_nothing_is_refused(tmp_path, text):
    with pytest.raises(ClasseurError, match="aucun identifiant technique|est vide"):
        read_liste(write_csv(tmp_path / "ids.txt", text))

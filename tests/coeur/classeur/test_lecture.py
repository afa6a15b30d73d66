"""Reading of a workbook: the right sheet, the right columns, every row that is a passage and no other."""

import time

import pytest

from accrochage.classeur.colonnes import REASONS_HEADER
from accrochage.classeur.lecture import read_classeur
from accrochage.modele import Header, Table
from factories.classeurs import (
    HEADER_ROW,
    LEROUX,
    MARTIN,
    TABLE,
    TITLES,
    codes,
    lines_of,
    raw_xlsx,
    said,
    write_csv,
    write_xlsx,
    xlsx_row,
)

EXAMPLE = ("EXEMPLE", "LE GALL", "Anne-Maëlle", "03/07/1991")


@pytest.fixture
def given(tmp_path):
    """Return a function that writes an .xlsx of one sheet, given its rows."""
    return lambda *rows, name="Passages": write_xlsx(tmp_path / "classeur.xlsx", {name: rows})


# --- A plain workbook


def test_a_plain_workbook(given):
    classeur = read_classeur(given(*TABLE))

    assert classeur.table == Table(
        "Passages",
        {
            "idTechnique": Header(0, "A", "Identifiant technique"),
            "nomNaissance": Header(1, "B", "Nom de naissance"),
            "prenom1": Header(2, "C", "Prénom"),
            "dateNaissance": Header(3, "D", "Date de naissance"),
        },
    )
    assert list(classeur.rows()) == [(2, list(MARTIN)), (3, list(LEROUX))]
    assert (classeur.total, classeur.defaults, classeur.anomalies) == (2, {}, ())
    assert (classeur.feuille.name, classeur.header.index) == ("Passages", 0)


def test_rows_can_be_read_twice(given):
    classeur = read_classeur(given(*TABLE))

    assert list(classeur.rows()) == list(classeur.rows())


def test_a_csv_file_has_no_sheet_and_no_total(tmp_path):
    classeur = read_classeur(write_csv(tmp_path / "a.csv", "\n".join(map(";".join, TABLE))))

    assert (classeur.table.feuille, classeur.total) == (None, None)
    assert list(classeur.rows()) == [(2, list(MARTIN)), (3, list(LEROUX))]


# --- Which rows are passages


BLANKS = ("", " ", "\u00a0", " \u2003 ")


def test_blank_rows_are_no_passages(given):
    path = given(TITLES, BLANKS, MARTIN, (), ("", "", "", 0, False, 0.0), LEROUX, BLANKS)

    assert lines_of(path) == [(3, "P-1"), (6, "P-2")]


def test_a_row_without_identifier_is_a_passage_all_the_same(given):
    path = given(TITLES, ("", "MARTIN"), ("\u00a0", "", "Zoé"), (0, "LEROUX"))

    assert lines_of(path) == [(2, ""), (3, "\u00a0"), (4, 0)]


def test_without_a_column_for_identifiers(given, tmp_path):
    rows = (
        ("Tél.", "Nom de naissance", "Prénom", "Sexe"),
        ("", "EXEMPLE", "Zoé", "F"),
        ("01", "", "", ""),
        BLANKS,
    )

    assert lines_of(given(*rows)) == [(2, ""), (3, "01")]
    text = write_csv(tmp_path / "a.csv", "Nom de naissance;Prénom;Sexe\n\nMARTIN\n;Zoé\n;;\n")
    assert lines_of(text) == [(3, "MARTIN"), (4, "")]


@pytest.mark.parametrize("mark", ["EXEMPLE", "Exemple", "exemple"])
def test_the_example_row_is_left_out_and_said_to_be(given, mark):
    path = given(("Promotion",), TITLES, (mark, *EXAMPLE[1:]), MARTIN)

    assert lines_of(path) == [(4, "P-1")]
    assert said(path) == [
        (
            "FEU-05",
            "A3",
            "La ligne d'exemple du modèle n'est pas envoyée ; vous pouvez la supprimer.",
        )
    ]


def test_a_ragged_row_is_given_as_it_is(tmp_path):
    path = write_csv(
        tmp_path / "a.csv", ";".join(TITLES) + "\nP-1\nP-2;LEROUX;Ali;1992;de trop;encore\n"
    )

    assert [row for _, row in read_classeur(path).rows()] == [
        ["P-1"],
        ["P-2", "LEROUX", "Ali", "1992", "de trop", "encore"],
    ]


def test_blank_rows_without_number_are_quick(tmp_path):
    path = write_csv(
        tmp_path / "a.csv", ";".join(TITLES) + "\n" + (";" * 39 + "\n") * 300_000 + ";".join(MARTIN)
    )

    started = time.process_time()
    assert lines_of(path) == [(300_002, "P-1")]
    assert time.process_time() - started < 15


def test_a_million_rows_of_gaps_are_quick(tmp_path):
    row = xlsx_row(1_048_576, MARTIN)
    path = raw_xlsx(tmp_path / "a.xlsx", f"<sheetData>{HEADER_ROW}{row}</sheetData>")

    started = time.process_time()
    assert lines_of(path) == [(1_048_576, "P-1")]
    assert time.process_time() - started < 15


def test_letters_and_numbers_are_those_of_the_spreadsheet(tmp_path):
    sheet = (
        f"<sheetData>{xlsx_row(4, (*TITLES, 'Tél.'), 'C')}{xlsx_row(7, MARTIN, 'C')}</sheetData>"
    )
    path = raw_xlsx(tmp_path / "a.xlsx", sheet)

    classeur = read_classeur(path)
    assert classeur.table.columns["nomNaissance"] == Header(1, "D", "Nom de naissance")
    assert classeur.table.ou("nomNaissance", 7).cellule == "D7"
    assert (classeur.header.index, classeur.total) == (3, 3)
    assert list(classeur.rows()) == [(7, [*MARTIN, ""])]
    assert said(path)[0][:2] == ("COL-03", "G4")


def test_two_header_rows(given):
    xsd = ("idTechnique", "nomNaissance", "prenom1", "dateNaissance")

    for rows in ((TITLES, xsd, MARTIN), (xsd, TITLES, MARTIN)):
        path = given(*rows)
        assert lines_of(path) == [(3, "P-1")]
        assert said(path) == [
            ("FEU-04", None, "La ligne 2 répète les titres : elle n'est pas lue.")
        ]
        assert read_classeur(path).total == 1


def test_only_a_header(given, tmp_path):
    classeur = read_classeur(given(TITLES))
    text = read_classeur(write_csv(tmp_path / "a.csv", ";".join(TITLES)))

    assert (list(classeur.rows()), classeur.total, classeur.anomalies) == ([], 0, ())
    assert (list(text.rows()), text.total, text.anomalies) == ([], None, ())


# --- Which columns


def test_unknown_columns_are_said_and_left_out(given):
    path = given((*TITLES, "Téléphone", REASONS_HEADER), MARTIN)

    assert said(path) == [
        ("COL-03", "E1", "La colonne « Téléphone » n'est pas reconnue : elle n'est pas envoyée.")
    ]


def test_an_ambiguous_title_is_said(given):
    path = given(("Identifiant technique", "Nom", "Prénom", "Date de naissance"), MARTIN)

    assert said(path) == [
        (
            "COL-04",
            "B1",
            "La colonne « Nom » a été lue comme « Nom de naissance ». Vérifiez que c'est bien le cas.",
        )
    ]
    assert read_classeur(path).anomalies[0].correction == "Nom de naissance"


def test_a_column_twice(given):
    path = given((*TITLES, "NOM_NAISSANCE"), MARTIN)

    assert read_classeur(path).table.columns["nomNaissance"].letter == "B"
    assert said(path) == [
        (
            "COL-02",
            "E1",
            (
                "Les colonnes B (« Nom de naissance ») et E (« NOM_NAISSANCE ») disent toutes deux « Nom de naissance ». "
                "Gardez la bonne, supprimez ou renommez l'autre."
            ),
        )
    ]


@pytest.mark.parametrize(
    ("titles", "letter", "other"),
    [
        (("Nom", *TITLES), "C", "Nom"),
        ((*TITLES, "Nom"), "B", "Nom"),
        ((*TITLES, "Nom de jeune fille"), "B", "Nom de jeune fille"),
    ],
)
def test_a_plainer_title_wins(given, titles, letter, other):
    path = given(titles)

    assert read_classeur(path).table.columns["nomNaissance"].letter == letter
    assert [(code, sentence) for code, _, sentence in said(path)] == [
        (
            "COL-03",
            f"La colonne « {other} » n'est pas envoyée : « Nom de naissance » (colonne {letter}) dit déjà la même chose.",
        )
    ]


def test_civilite_beside_sexe_is_no_fault(given):
    path = given(("Civilité", "Nom de naissance", "Prénom", "Sexe"))

    assert read_classeur(path).table.columns["sexe"].letter == "D"
    assert codes(path) == ["COL-03"]

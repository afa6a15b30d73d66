"""Which sheet is read, what is said of the file, and what the « Certificateur » sheet gives."""

from pathlib import Path

import pytest

from accrochage.classeur.lecture import read_classeur
from accrochage.erreurs import ClasseurError
from accrochage.modele import Lieu
from factories.classeurs import (
    LEROUX,
    MARTIN,
    TABLE,
    TITLES,
    codes,
    lines_of,
    ods_row,
    ods_table,
    raw_ods,
    raw_xlsx,
    refusal,
    said,
    write_csv,
    write_ods,
    write_xls,
    write_xlsx,
    xlsx_row,
)


@pytest.fixture
def sheets(tmp_path):
    """Return a function that writes an .xlsx of several sheets."""
    return lambda hidden="", **rows: write_xlsx(tmp_path / "classeur.xlsx", rows, hidden=hidden)


# --- Which sheet


def test_the_sheet_named_passages_wins(sheets):
    path = sheets(Candidats=((*TITLES, "Sexe"), (*MARTIN, "F")), PASSAGES=(TITLES, LEROUX))

    assert read_classeur(path).table.feuille == "PASSAGES"
    assert said(path) == [
        (
            "FEU-01",
            None,
            "La feuille « Candidats » semble contenir des passages ; seule « PASSAGES » a été lue.",
        )
    ]


def test_else_the_sheet_with_most_columns(sheets):
    path = sheets(
        Petite=(TITLES, MARTIN),
        Grande=((*TITLES, "Sexe"), (*LEROUX, "M")),
        Notes=(("Vu par Léa",),),
    )

    assert lines_of(path) == [(2, "P-2")]
    assert codes(path) == ["FEU-01"]


def test_sheets_beside_and_hidden_ones_are_not_considered(sheets):
    path = sheets(
        "Ancienne", Anomalies=TABLE, Listes=TABLE, Ancienne=TABLE, Feuil1=(TITLES, LEROUX)
    )

    assert lines_of(path) == [(2, "P-2")]
    assert codes(path) == []


@pytest.mark.parametrize("wanted", ["Élèves", "élèves", "ELEVES"])
def test_the_sheet_asked_for(sheets, wanted):
    path = sheets("Élèves", Passages=(TITLES, MARTIN), Élèves=(TITLES, LEROUX))

    assert lines_of(path, wanted) == [(2, "P-2")]
    assert [code for code, _, _ in said(path, wanted)] == ["FEU-01"]


def test_an_exact_name_wins_over_a_near_one(sheets):
    path = sheets(Élèves=(TITLES, MARTIN), Eleves=(TITLES, LEROUX))

    assert lines_of(path, "Eleves") == [(2, "P-2")]


def test_a_sheet_that_is_not_there(sheets, tmp_path):
    path = sheets(Passages=TABLE, Notes=((),))

    assert (
        refusal(read_classeur, path, "Promo")
        == "« classeur.xlsx » n'a pas de feuille « Promo ». Ses feuilles : « Passages », « Notes »."
    )
    csv = write_csv(tmp_path / "a.csv", ";".join(TITLES))
    assert (
        refusal(read_classeur, csv, "Passages")
        == "« a.csv » n'a pas de feuille à choisir. Recommencez sans donner de feuille."
    )


NO_HEADER = "Donnez aux colonnes les titres du modèle"


def test_a_sheet_without_known_headers(sheets):
    path = sheets(Passages=(("Bonjour",),), Notes=(("Vu",),))

    assert refusal(read_classeur, path).startswith(
        f"Aucune ligne de titres n'est reconnue dans « classeur.xlsx ». {NO_HEADER}"
    )


def test_the_sheet_asked_for_has_no_known_headers(sheets):
    path = sheets(Notes=(("Vu",),), Autre=(("Vu",),))

    assert f"reconnue dans « classeur.xlsx » sur la feuille « Notes ». {NO_HEADER}" in refusal(
        read_classeur, path, "Notes"
    )


def test_headers_on_another_sheet_than_the_one_asked_for(sheets):
    path = sheets(Notes=(("Vu",),), Élèves=TABLE)

    assert "sont sur la feuille « Élèves », masquée ou laissée de côté." in refusal(
        read_classeur, path, "Notes"
    )


def test_headers_on_a_hidden_sheet_only(sheets):
    path = sheets("Élèves", Notes=(("Vu",),), Élèves=TABLE)

    assert refusal(read_classeur, path) == (
        "Les titres de colonnes de « classeur.xlsx » sont sur la feuille « Élèves », masquée ou laissée de côté. "
        "Affichez-la, ou donnez son nom avec --feuille."
    )


def test_a_text_without_headers(tmp_path):
    path = write_csv(tmp_path / "a.csv", "Bonjour,\nVoici la liste.\n")

    assert refusal(read_classeur, path).startswith(
        f"Aucune ligne de titres n'est reconnue dans « a.csv ». {NO_HEADER}"
    )


@pytest.mark.parametrize("write", [write_xlsx, write_xls])
def test_a_workbook_with_no_cell(tmp_path, write):
    path = write(tmp_path / "a.xlsx", {"Passages": (), "Notes": ()})

    assert refusal(read_classeur, path) == "« a.xlsx » est vide : aucune cellule n'est remplie."


def test_an_ods_with_no_cell(tmp_path):
    for path in (write_ods(tmp_path / "a.ods", ()), raw_ods(tmp_path / "a.ods", "")):
        assert refusal(read_classeur, path) == "« a.ods » est vide : aucune cellule n'est remplie."


SPILLED = '<sheetData><row r="2"><c r="A2" t="e"><v>#SPILL!</v></c></row></sheetData>'


def test_the_only_sheet_cannot_be_read(tmp_path):
    assert refusal(read_classeur, raw_xlsx(tmp_path / "a.xlsx", SPILLED)) == (
        "La feuille « Passages » de « a.xlsx » ne peut pas être lue : une formule y est en erreur (#SPILL!). "
        "Corrigez-la, puis recommencez."
    )


@pytest.mark.parametrize(
    ("name", "known"), [("Calculs", True), ("Certificateur", True), ("Listes", False)]
)
def test_another_sheet_cannot_be_read(tmp_path, monkeypatch, name, known):
    from accrochage.classeur import lecture  # noqa: PLC0415 - patched below
    from accrochage.classeur.feuilles import open_feuilles  # noqa: PLC0415

    kind, (broken,) = open_feuilles(raw_xlsx(tmp_path / "a.xlsx", SPILLED))
    _, (sound,) = open_feuilles(write_xlsx(tmp_path / "b.xlsx", {"Passages": TABLE}))
    monkeypatch.setattr(
        lecture, "open_feuilles", lambda _: (kind, [broken._replace(name=name), sound])
    )

    expected = f"La feuille « {name} » n'a pas pu être lue : une formule y est en erreur (#SPILL!). Corrigez-la si elle sert à la déclaration."
    assert said(Path("a.xlsx")) == [("FEU-01", None, expected)] * known
    assert lines_of(Path("a.xlsx")) == [(2, "P-1"), (3, "P-2")]


# --- What is said of the file


def merged(path, *ranges):
    cells = "".join(f'<mergeCell ref="{area}"/>' for area in ranges)
    rows = "".join(
        xlsx_row(number, row) for number, row in enumerate((("Promotion",), *TABLE), start=1)
    )
    return raw_xlsx(path, f"<sheetData>{rows}</sheetData><mergeCells>{cells}</mergeCells>")


def test_merged_cells_under_the_headers_are_said(tmp_path):
    path = merged(tmp_path / "a.xlsx", "A1:D1", "B2:C2", "A3:A4")

    assert said(path) == [
        (
            "FEU-02",
            "A3",
            "Les cellules A3:A4 sont fusionnées : seule A3 porte la valeur. Défusionnez et recopiez-la sur chaque ligne.",
        )
    ]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("a.xls", "Le fichier est un .xlsx malgré son extension .xls : il a été lu comme tel."),
        ("a", "Le fichier est un .xlsx malgré son extension absente : il a été lu comme tel."),
    ],
)
def test_a_misleading_extension_is_said(tmp_path, name, sentence):
    assert said(write_xlsx(tmp_path / name, {"Passages": TABLE})) == [("FEU-06", None, sentence)]


def test_a_csv_under_the_name_of_a_workbook(tmp_path):
    text = "\n".join(map(";".join, TABLE))

    assert said(write_csv(tmp_path / "a.XLSX", text)) == [
        (
            "FEU-06",
            None,
            "Le fichier est un texte CSV malgré son extension .xlsx : il a été lu comme tel.",
        )
    ]
    assert codes(write_csv(tmp_path / "a.txt", text)) == []


# --- The Certificateur sheet


CERTIFICATEUR = (
    ("À remplir une seule fois",),
    (),
    ("Identifiant client du certificateur *", "12ABC345", "Matricule à la Caisse des Dépôts"),
    ("Numéro de contrat *", " ", "Donné par courriel"),
    ("", "Nature du déposant", "Certificateur"),
    ("Couleur préférée", "bleu"),
    ("Identifiant client de l'émetteur",),
)


def test_the_certificateur_sheet_gives_defaults(sheets):
    classeur = read_classeur(sheets("Certificateur", Certificateur=CERTIFICATEUR, Passages=TABLE))

    assert {key: default.raw for key, default in classeur.defaults.items()} == {
        "idClient": "12ABC345",
        "natureDeposant": "Certificateur",
    }
    assert classeur.defaults["natureDeposant"].ou == Lieu(
        "Certificateur", 5, "Nature du déposant", "C5", "natureDeposant"
    )


def test_defaults_know_their_place_in_a_table_that_does_not_start_at_the_corner(tmp_path):
    rows = (
        f"<sheetData>{xlsx_row(9, ('BCR', '12ABC345'), 'C')}{xlsx_row(12, TITLES, 'C')}</sheetData>"
    )
    path = raw_xlsx(tmp_path / "a.xlsx", rows)
    path_of_sheet = write_xlsx(
        tmp_path / "b.xlsx", {"CERTIFICATEUR": CERTIFICATEUR, "Passages": TABLE}
    )

    assert read_classeur(path).defaults == {}
    assert read_classeur(path_of_sheet).defaults["idClient"].ou.cellule == "B3"


def test_an_ods_gives_defaults_too(tmp_path):
    tables = ods_table(ods_row(("BCR", "12ABC345")), "Certificateur") + ods_table(
        "".join(map(ods_row, TABLE))
    )

    classeur = read_classeur(raw_ods(tmp_path / "a.ods", tables))
    assert classeur.defaults["idClient"].ou.cellule == "B1"
    assert classeur.anomalies == ()


# --- Errors


def test_every_refusal_is_of_one_class(tmp_path):
    for path in (tmp_path, tmp_path / "absent", write_csv(tmp_path / "a", "x")):
        with pytest.raises(ClasseurError):
            read_classeur(path)

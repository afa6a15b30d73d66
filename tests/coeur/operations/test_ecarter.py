"""Faulty rows set aside: the others leave at once, they come back as a workbook that is mended and given back as it is."""

import errno
import os
from datetime import date
from itertools import pairwise

import openpyxl
import pytest

from accrochage.classeur.entetes import recognise
from accrochage.dictionnaire import COLONNES
from accrochage.erreurs import EcritureError
from accrochage.operations import generate
from factories.flux import STAMP
from factories.operations import a_demande, codes, csv_of, mend, names, sound_rows, written, xlsx_of
from factories.passages import a_row, without

XML = f"accrochage-12ABC345-{STAMP}.xml"
BAD = a_row(
    idTechnique="N-9",
    nomNaissance="ROY",
    prenom1="Camille",
    sexe="X",
    dateDebutValidite="31/02/2026",
)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "dépôts"


@pytest.fixture(params=[(csv_of, "t.csv"), (xlsx_of, "t.xlsx")], ids=["csv", "xlsx"])
def classeur(request, tmp_path):
    """Return a function that writes rows as a workbook of either kind."""
    write, name = request.param
    return lambda rows: write(tmp_path / name, rows)


def rows_of(path):
    """Return the rows of a workbook to mend, by title, with the reasons."""
    sheet = openpyxl.load_workbook(path)["Passages"]
    titles = [str(cell.value).rstrip("*\u00a0") for cell in sheet[2]]
    return [
        dict(zip(titles, [cell.value for cell in row], strict=True))
        for row in sheet.iter_rows(min_row=3)
    ]


def title(key):
    return COLONNES[key].header


def test_sound_rows_are_written_and_the_others_come_back(classeur, folder):
    bilan = generate(classeur([*sound_rows(2), BAD]), folder, a_demande(ecarter=True))

    assert not bilan.valide
    assert written(bilan) == [("RNCP35726", ["N-0", "N-1"])]
    assert (bilan.lignes, bilan.passages, bilan.ecartes) == (3, 2, 1)
    assert sorted(codes(bilan)) == [("DAT-02", 4), ("ENU-01", 4)]
    assert bilan.a_corriger == folder / "a-corriger.xlsx"
    assert names(folder) == ["a-corriger.xlsx", XML]


def test_the_workbook_to_mend_has_the_row_and_every_reason(classeur, folder):
    bilan = generate(classeur([*sound_rows(1), BAD]), folder, a_demande(ecarter=True))
    (row,) = rows_of(bilan.a_corriger)

    assert row[title("idTechnique")] == "N-9"
    assert row[title("sexe")] == "X"
    assert row[title("dateDebutValidite")] == "31/02/2026"
    assert "« X »" in row["À corriger"].replace("\u00a0", " ")
    assert "février" in row["À corriger"]


def test_a_mended_workbook_is_given_back_as_it_is(classeur, folder):
    bilan = generate(classeur([*sound_rows(2), BAD]), folder, a_demande(ecarter=True))
    mended = mend(bilan.a_corriger, sexe={"N-9": "M"}, dateDebutValidite={"N-9": "28/02/2026"})

    again = generate(mended, folder / "suite", a_demande(ecarter=True))

    assert codes(again) == []
    assert again.valide
    assert written(again) == [("RNCP35726", ["N-9"])]
    assert names(folder / "suite") == [XML]


def test_half_mended_rows_come_back_again(classeur, folder):
    other = {**BAD, "idTechnique": "N-8", "nomNaissance": "PETIT"}
    bilan = generate(classeur([BAD, other]), folder, a_demande(ecarter=True))
    mended = mend(
        bilan.a_corriger, sexe={"N-9": "M", "N-8": "F"}, dateDebutValidite={"N-9": "28/02/2026"}
    )

    again = generate(mended, folder, a_demande(ecarter=True))

    assert written(again) == [("RNCP35726", ["N-9"])]
    assert again.a_corriger == folder / "a-corriger-2.xlsx"
    assert [row[title("idTechnique")] for row in rows_of(again.a_corriger)] == ["N-8"]


def test_what_options_and_the_sheet_gave_is_not_asked_again(tmp_path, folder):
    rows = [without(row, "idClient", "idContrat", "code", "type") for row in (*sound_rows(1), BAD)]
    path = xlsx_of(tmp_path / "t.xlsx", rows, {"idClient": "12ABC345", "code": "RS6000"})
    bilan = generate(path, folder, a_demande(ecarter=True, options={"idContrat": "C-1"}))
    mended = mend(bilan.a_corriger, sexe={"N-9": "M"}, dateDebutValidite={"N-9": "28/02/2026"})

    again = generate(mended, folder / "suite", a_demande())

    assert codes(again) == []
    assert written(again) == [("RS6000", ["N-9"])]


def test_values_come_back_whatever_their_type(tmp_path, folder):
    odd = {
        **BAD,
        "dateDebutValidite": date(2026, 2, 28),
        "dateNaissance": date(1991, 7, 3),
        "donneeCertifiee": True,
        "codeInsee": 35238,
        "scoreGeneral": 640.0,
        "presenceNiveauNumeriqueEuro": 1,
        "idClientEmetteur": "99TIERS0",
    }
    bilan = generate(xlsx_of(tmp_path / "t.xlsx", [odd]), folder, a_demande(ecarter=True))

    again = generate(mend(bilan.a_corriger, sexe={"N-9": "M"}), folder / "suite", a_demande())

    assert codes(bilan) == [("ENU-01", 2)]
    assert codes(again) == []
    assert written(again) == [("RNCP35726", ["N-9"])]


def test_a_double_comes_back_without_its_identifier(classeur, folder):
    rows = [*sound_rows(2), a_row(idTechnique="N-1", nomNaissance="ROY")]
    bilan = generate(classeur(rows), folder, a_demande(ecarter=True))
    (row,) = rows_of(bilan.a_corriger)
    again = generate(bilan.a_corriger, folder / "suite", a_demande())

    assert codes(bilan) == [("DUP-01", 4)]
    assert row[title("nomNaissance")] == "ROY"
    assert row[title("idTechnique")] is None
    assert [anomalie.code for anomalie in again.anomalies] == ["OBL-01"]


def test_a_cell_whose_formula_fails_comes_back_to_be_filled(tmp_path, folder):
    path = xlsx_of(tmp_path / "t.xlsx", sound_rows(2))
    book = openpyxl.load_workbook(path)
    book["Passages"]["N3"] = "=NA()"
    book.save(path)
    bilan = generate(path, folder, a_demande(ecarter=True))
    again = generate(mend(bilan.a_corriger, sexe={"N-1": "F"}), folder / "suite", a_demande())

    assert [(a.code, a.ou.cellule) for a in bilan.anomalies] == [("FEU-07", "N3")]
    assert (bilan.passages, bilan.ecartes) == (1, 1)
    assert written(again) == [("RNCP35726", ["N-1"])]


def test_short_rows_come_back(tmp_path, folder):
    path = csv_of(tmp_path / "t.csv", sound_rows(1), [*a_row(), "verbatim"])
    path.write_text(f"{path.read_text(encoding='utf-8')}C;C\n", encoding="utf-8")
    bilan = generate(path, folder, a_demande(ecarter=True))

    assert (bilan.passages, bilan.ecartes) == (1, 1)
    assert len(rows_of(bilan.a_corriger)) == 1


def test_rows_come_back_in_their_order(tmp_path, folder):
    rows = [{**row, "sexe": "X" if rank % 3 else "F"} for rank, row in enumerate(sound_rows(300))]
    bilan = generate(csv_of(tmp_path / "t.csv", rows), folder, a_demande(ecarter=True))

    found = [int(row[title("idTechnique")][2:]) for row in rows_of(bilan.a_corriger)]
    assert found == [rank for rank in range(300) if rank % 3]
    assert all(before <= after for before, after in pairwise(line for _, line in codes(bilan)))


def test_when_every_row_is_faulty_nothing_is_deposited(classeur, folder):
    bilan = generate(classeur([BAD]), folder, a_demande(ecarter=True))

    assert (list(bilan.fichiers), bilan.passages) == ([], 0)
    assert names(folder) == ["a-corriger.xlsx"]


def test_when_no_row_is_faulty_nothing_comes_back(classeur, folder):
    bilan = generate(classeur(sound_rows(2)), folder, a_demande(ecarter=True))

    assert bilan.a_corriger is None
    assert names(folder) == [XML]


def test_an_earlier_workbook_to_mend_is_never_overwritten(classeur, folder):
    folder.mkdir()
    for name in ("a-corriger.xlsx", "a-corriger-2.xlsx"):
        (folder / name).write_text("ancien", encoding="utf-8")
    bilan = generate(classeur([BAD]), folder, a_demande(ecarter=True))

    assert bilan.a_corriger == folder / "a-corriger-3.xlsx"
    assert (folder / "a-corriger.xlsx").read_text(encoding="utf-8") == "ancien"


def test_a_deposit_that_cannot_be_written_leaves_no_workbook_to_mend(classeur, folder):
    folder.mkdir()
    (folder / XML).write_text("autre", encoding="utf-8")
    with pytest.raises(EcritureError, match="autre contenu"):
        generate(classeur([*sound_rows(1), BAD]), folder, a_demande(ecarter=True))

    assert names(folder) == [XML]


def test_a_deposit_that_cannot_be_written_is_told_when_nothing_is_set_aside(classeur, folder):
    folder.mkdir()
    (folder / XML).write_text("autre", encoding="utf-8")
    with pytest.raises(EcritureError, match="autre contenu"):
        generate(classeur(sound_rows(1)), folder, a_demande(ecarter=True))

    assert names(folder) == [XML]


def test_a_workbook_to_mend_that_cannot_be_written_leaves_nothing(classeur, folder, monkeypatch):
    def fail(*_):
        raise OSError(errno.ENOSPC, "in English")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(EcritureError, match="le disque est plein"):
        generate(classeur([*sound_rows(1), BAD]), folder, a_demande(ecarter=True))

    assert names(folder) == []


# --- The columns of the user that Agrafe does not read


def test_columns_that_are_not_read_come_back_after_the_others(classeur, folder):
    rows = [{**BAD, "Ma note": "à rappeler", "Civilité": "Mme", "Vide": ""}]
    bilan = generate(classeur(rows), folder, a_demande(ecarter=True))
    sheet = openpyxl.load_workbook(bilan.a_corriger)["Passages"]
    last = sheet.max_column

    assert [sheet.cell(2, last - rank).value for rank in (2, 1, 0)] == [
        "Ma note",
        "Civilité",
        "Vide",
    ]
    assert [sheet.cell(3, last - rank).value for rank in (2, 1, 0)] == ["à rappeler", "Mme", None]
    bands = [cell.value for cell in sheet[1] if cell.value]
    assert bands[-1] == "Autres colonnes de votre fichier"
    assert sheet.cell(1, last).fill.bgColor == sheet.cell(1, last - 3).fill.bgColor
    assert sheet.cell(1, last).fill.fgColor.rgb == sheet.cell(1, last - 3).fill.fgColor.rgb
    assert "telle quelle" in sheet.cell(2, last).comment.text


def test_they_come_back_again_and_are_never_read(classeur, folder):
    rows = [{**BAD, "Ma note": "à rappeler", "Civilité": "Mme"}]
    first = generate(classeur(rows), folder, a_demande(ecarter=True))

    again = generate(first.a_corriger, folder, a_demande(ecarter=True))

    (row,) = rows_of(again.a_corriger)
    assert (row["Ma note"], row["Civilité"], row["À corriger"] is None) == (
        "à rappeler",
        "Mme",
        False,
    )
    assert {code for code, _ in codes(again)} == {code for code, _ in codes(first)}


def test_a_column_left_aside_on_purpose_is_not_read_when_it_comes_back(classeur, folder):
    rows = [{**BAD, "Déposant": "TIERS_CONFIANCE", "Nom": "DURAND"}]
    given = {"Déposant": "", "Nom": ""}
    bilan = generate(classeur(rows), folder, a_demande(ecarter=True, correspondance=given))

    (row,) = rows_of(bilan.a_corriger)
    assert row["Non lue\u00a0: Déposant"] == "TIERS_CONFIANCE"
    assert (row["Nom"], row[title("nomNaissance")]) == ("DURAND", "ROY")
    assert recognise("Non lue\u00a0: Déposant") is None


def test_the_band_begins_above_them_when_there_is_no_other_column_of_the_user(tmp_path, folder):
    row = without({**BAD, "Ma note": "à rappeler"}, "idClient", "idContrat")
    path = xlsx_of(tmp_path / "t.xlsx", [row], {"idClient": "12ABC345", "idContrat": "C-1"})
    bilan = generate(path, folder, a_demande(ecarter=True))
    sheet = openpyxl.load_workbook(bilan.a_corriger)["Passages"]

    assert sheet.cell(1, sheet.max_column).value == "Autres colonnes de votre fichier"
    assert sheet.cell(2, sheet.max_column).value == "Ma note"

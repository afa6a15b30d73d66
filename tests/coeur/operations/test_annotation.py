"""The annotated copy that a check may be asked for: its name, and what it shows of a real check."""

import openpyxl
import pytest

from accrochage.erreurs import ClasseurError, EcritureError
from accrochage.operations import generate, verify_classeur
from factories.annotation import comments, listed, marks, parts, with_macros
from factories.classeurs import write_csv
from factories.operations import a_demande, codes, csv_of, names, sound_rows, xlsx_of
from factories.passages import a_row
from factories.textes import plain

BAD = a_row(idTechnique="N-9", sexe="X", nomNaissance="")


@pytest.fixture
def classeur(tmp_path):
    """Return a workbook of three rows, the last of which is faulty, and so is a value given for all of them."""
    return xlsx_of(tmp_path / "titulaires.xlsx", [*sound_rows(2), BAD], {"type": "RNC"})


def refusal(source, asked):
    with pytest.raises(EcritureError) as caught:
        verify_classeur(source, a_demande(annoter=asked))
    return plain(str(caught.value))


def cell_of(path, title, row, feuille="Passages"):
    """Return the address of a column on a row."""
    sheet = openpyxl.load_workbook(path)[feuille]
    return next(cell.column_letter for cell in sheet[1] if cell.value == title) + str(row)


def test_the_faults_of_every_sheet_are_shown(tmp_path, classeur):
    bilan = verify_classeur(classeur, a_demande(annoter=tmp_path / "copie.xlsx"))
    copy = bilan.copie.chemin

    assert (copy, list(bilan.copie.pertes)) == (tmp_path / "copie.xlsx", [])
    assert set(marks(copy, "Passages")) == {
        cell_of(classeur, "Sexe", 4),
        cell_of(classeur, "Nom de naissance", 4),
    }
    assert set(marks(copy, "Certificateur")) == set(comments(copy, "Certificateur")) == {"B1"}
    assert len(listed(copy)) == len(bilan.anomalies)


def test_the_copy_gives_the_same_check_and_a_copy_in_its_turn(tmp_path, classeur):
    first = verify_classeur(classeur, a_demande(annoter=tmp_path / "1.xlsx"))
    second = verify_classeur(first.copie.chemin, a_demande(annoter=tmp_path / "2.xlsx"))

    assert second.anomalies == first.anomalies
    assert marks(tmp_path / "2.xlsx", "Passages") == marks(tmp_path / "1.xlsx", "Passages")


def test_a_deposit_and_a_copy_are_written_together(tmp_path):
    source = csv_of(tmp_path / "t.csv", sound_rows(2))
    bilan = generate(source, tmp_path / "d", a_demande(annoter=tmp_path / "c.xlsx"))

    assert len(bilan.fichiers) == 1
    assert bilan.copie.chemin == tmp_path / "c.xlsx"
    assert bilan.copie.pertes == ()
    assert listed(bilan.copie.chemin) == []


def test_no_copy_is_made_unless_asked_for(tmp_path, classeur):
    assert verify_classeur(classeur, a_demande()).copie is None
    assert names(tmp_path) == ["titulaires.xlsx"]


def test_the_source_is_untouched_and_never_replaced(tmp_path, classeur):
    before = classeur.read_bytes()

    assert refusal(classeur, classeur) == (
        f"« {classeur} » existe déjà. Donnez un autre nom, ou déplacez-le d'abord."
    )
    verify_classeur(classeur, a_demande(annoter=tmp_path / "c.xlsx"))
    assert classeur.read_bytes() == before


@pytest.mark.parametrize(
    ("asked", "name"),
    [("copie", "copie.xlsx"), ("copie.XLSX", "copie.XLSX"), ("neuf/copie", "neuf/copie.xlsx")],
)
def test_the_extension_may_be_left_out_and_the_folder_is_made(tmp_path, classeur, asked, name):
    bilan = verify_classeur(classeur, a_demande(annoter=tmp_path / asked))

    assert bilan.copie.chemin == tmp_path / name
    assert bilan.copie.chemin.is_file()


def test_a_folder_gets_a_copy_named_after_the_workbook(tmp_path, classeur):
    folder = tmp_path / "copies.d"
    folder.mkdir()

    bilan = verify_classeur(classeur, a_demande(annoter=folder))
    assert bilan.copie.chemin == folder / "titulaires-annoté.xlsx"


def test_another_extension_is_refused_before_anything_is_done(tmp_path, classeur):
    assert refusal(classeur, tmp_path / "copie.xls") == (
        "La copie annotée est un classeur Excel : elle doit finir par .xlsx. Donnez-lui le nom « copie.xlsx »."
    )
    assert names(tmp_path) == ["titulaires.xlsx"]


def test_a_workbook_with_macros_keeps_them_under_its_extension(tmp_path, classeur):
    source = with_macros(classeur).rename(tmp_path / "titulaires.xlsm")

    assert refusal(source, tmp_path / "copie.xlsx") == (
        "« titulaires.xlsm » contient des macros : sa copie annotée doit finir par .xlsm. Donnez-lui le nom « copie.xlsm »."
    )
    bilan = verify_classeur(source, a_demande(annoter=tmp_path / "copie"))
    assert bilan.copie.chemin == tmp_path / "copie.xlsm"
    assert parts(bilan.copie.chemin)["xl/vbaProject.bin"] == parts(source)["xl/vbaProject.bin"]


def test_a_file_that_cannot_be_read_is_told_first(tmp_path):
    with pytest.raises(ClasseurError):
        verify_classeur(tmp_path / "absent.xlsx", a_demande(annoter=tmp_path / "c.xls"))


def test_a_fault_of_the_whole_file_is_on_the_list(tmp_path):
    source = csv_of(
        tmp_path / "t.csv",
        [{**a_row(), "sexe": "F"}],
        keys=["idTechnique", "nomNaissance", "prenom1"],
    )
    bilan = verify_classeur(source, a_demande(annoter=tmp_path / "c.xlsx"))

    missing = [line for line in listed(bilan.copie.chemin) if line[1] == "COL-01"]
    assert len(missing) == codes(bilan).count(("COL-01", None)) > 0
    assert {line[5] for line in missing} == {None}


def test_what_was_corrected_on_the_way_is_still_shown_in_the_workbook(tmp_path):
    source = csv_of(tmp_path / "t.csv", [a_row(prenom1="Jeanne, Lou")])
    bilan = verify_classeur(source, a_demande(annoter=tmp_path / "c.xlsx", corriger=True))
    lines = listed(bilan.copie.chemin)

    assert bilan.valide
    assert [line[6] for line in lines] == [change.avant for change in bilan.changements]
    assert [line[8] for line in lines] == [change.apres for change in bilan.changements]
    assert len(lines) > 0
    assert all(
        line[7].endswith("Corrigé dans ce qui est envoyé, pas dans le classeur.") for line in lines
    )
    assert len(marks(bilan.copie.chemin, "Passages")) > 0


def test_a_copy_that_cannot_be_written_leaves_nothing(tmp_path):
    source = write_csv(
        tmp_path / "t.csv", csv_of(tmp_path / "s.csv", sound_rows(1)).read_text("utf-8")
    )
    (tmp_path / "plein").write_text("", encoding="utf-8")

    with pytest.raises(EcritureError):
        generate(source, tmp_path / "d", a_demande(annoter=tmp_path / "plein" / "c.xlsx"))
    assert names(tmp_path / "d") == []

"""Sure corrections: applied before the rows are judged, each one listed, and nothing else."""

import openpyxl
from lxml import etree

from accrochage.operations import Changement, generate, verify_classeur
from accrochage.regles import controle
from accrochage.regles.anomalie import Anomalie
from factories.flux import NS
from factories.operations import a_demande, codes, csv_of, sound_rows, xlsx_of
from factories.passages import without


def corrected(tmp_path, **cells):
    """Return what comes out of one row, sure corrections being asked for."""
    path = csv_of(tmp_path / "a.csv", sound_rows(1, **cells))
    return generate(path, tmp_path / "depot", a_demande(corriger=True))


def changes(bilan):
    return [(change.ou.rubrique, change.avant, change.apres) for change in bilan.changements]


def sent(bilan, name):
    return [node.text for node in etree.parse(bilan.fichiers[0].chemin).iter(f"{NS}{name}")]


def test_nothing_is_changed_unless_asked(tmp_path):
    path = csv_of(tmp_path / "a.csv", sound_rows(1, nomNaissance="Mme KERVELLA"))

    bilan = verify_classeur(path, a_demande())

    assert bilan.changements == []
    assert [anomalie.sure for anomalie in bilan.anomalies] == [True]


def test_a_sure_correction_is_sent_and_listed(tmp_path):
    bilan = corrected(tmp_path, nomNaissance="Mme KERVELLA")

    assert sent(bilan, "nomNaissance") == ["KERVELLA"]
    assert bilan.anomalies == ()
    (change,) = bilan.changements
    assert isinstance(change, Changement)
    assert change[1:4] == ("Mme KERVELLA", "KERVELLA", "NOM-08")
    assert (change.ou.ligne, change.ou.colonne) == (2, "Nom de naissance")
    assert "Mme KERVELLA" in change.pourquoi


def test_one_correction_may_fill_several_cells(tmp_path):
    bilan = corrected(tmp_path, prenom1="Camille, Lou", prenom2="")

    assert changes(bilan) == [("prenom1", "Camille, Lou", "Camille"), ("prenom2", None, "Lou")]
    assert (sent(bilan, "prenom1"), sent(bilan, "prenom2")) == (["Camille"], ["Lou"])


def test_a_column_that_the_file_lacks_is_filled_all_the_same(tmp_path):
    bilan = corrected(tmp_path, nomNaissance="MARTIN née KERVELLA")

    assert sent(bilan, "nomNaissance") == ["KERVELLA"]
    assert sent(bilan, "nomUsage") == ["MARTIN"]
    (_, added) = bilan.changements
    assert (added.ou.rubrique, added.ou.cellule, added.avant) == ("nomUsage", None, None)


def test_a_correction_that_another_one_reveals_is_made_too(tmp_path):
    bilan = corrected(tmp_path, nomNaissance="Mme KERVELLA", prenom1="Ã‰lodie")

    assert {key for key, _, _ in changes(bilan)} == {"nomNaissance", "prenom1"}
    assert sent(bilan, "prenom1") == ["Élodie"]


def test_a_cell_may_have_two_faults(tmp_path):
    bilan = corrected(tmp_path, nomNaissance="MARTIN nÃ©e GÃ‰RARD")

    assert sent(bilan, "nomNaissance") == ["GÉRARD"]
    assert sent(bilan, "nomUsage") == ["MARTIN"]


def test_a_rule_that_is_never_satisfied_changes_a_cell_once(tmp_path, monkeypatch):
    def never_satisfied(passage, _contexte):
        return Anomalie("NOM-08", "Encore.", passage.ou("nomNaissance"), None, "KERVELLA")

    monkeypatch.setattr(controle, "RULES", (never_satisfied,))

    bilan = corrected(tmp_path)

    assert [apres for _, _, apres in changes(bilan)] == ["KERVELLA"]
    assert codes(bilan) == [("NOM-08", 2)]


def test_doubtful_proposals_are_left_to_the_user(tmp_path):
    bilan = corrected(tmp_path, sexe="M", prenom1="Élodie")

    assert bilan.changements == []
    assert [anomalie.correction for anomalie in bilan.anomalies] == ["F"]
    assert sent(bilan, "sexe") == ["M"]


def test_a_row_that_stays_faulty_comes_back_corrected(tmp_path):
    rows = sound_rows(2, dateNaissance="31/02/1990", nomNaissance="Mme KERVELLA", prenom1="Zoé")
    path = csv_of(tmp_path / "a.csv", [rows[0], sound_rows(2)[1]])

    bilan = generate(path, tmp_path, a_demande(corriger=True, ecarter=True))

    sheet = openpyxl.load_workbook(bilan.a_corriger)["Passages"]
    texts = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert "KERVELLA" in texts
    assert "Mme KERVELLA" not in texts


def test_what_a_correction_adds_comes_back_too(tmp_path):
    row = sound_rows(1, dateNaissance="31/02/1990", nomNaissance="MARTIN née KERVELLA")[0]
    path = csv_of(tmp_path / "a.csv", [row])

    bilan = generate(path, tmp_path, a_demande(corriger=True, ecarter=True))
    again = verify_classeur(bilan.a_corriger, a_demande())

    sheet = openpyxl.load_workbook(bilan.a_corriger)["Passages"]
    assert "MARTIN" in {cell.value for line in sheet.iter_rows() for cell in line}
    assert codes(again) == [("DAT-02", 3)]  # below the line that explains the columns


def test_duplicates_are_looked_for_once_corrected(tmp_path):
    same = without(sound_rows(1)[0], "idTechnique")
    rows = [
        {**same, "idTechnique": "A", "nomNaissance": "Mme KERVELLA"},
        {**same, "idTechnique": "B", "nomNaissance": "KERVELLA"},
    ]

    bilan = generate(csv_of(tmp_path / "a.csv", rows), tmp_path, a_demande(corriger=True))

    assert codes(bilan) == [("DUP-02", 3)]


def test_the_workbook_itself_is_left_alone(tmp_path):
    path = xlsx_of(tmp_path / "a.xlsx", sound_rows(1, nomNaissance="Mme KERVELLA"))
    before = path.read_bytes()

    generate(path, tmp_path, a_demande(corriger=True))

    assert path.read_bytes() == before


def test_rows_shorter_than_the_table_are_corrected(tmp_path):
    row = sound_rows(1)[0]
    titles = [*row, "prenom2"]
    path = csv_of(tmp_path / "a.csv", [{**row, "prenom1": "Camille, Lou"}], titles)
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([lines[0], lines[1].rstrip(";")]), encoding="utf-8")

    bilan = generate(path, tmp_path, a_demande(corriger=True))

    assert sent(bilan, "prenom2") == ["Lou"]

"""Data to rehearse with: the population, the workbook, the truth; then the whole loop, to the last passage accepted."""

import csv
from datetime import date

import pytest

from accrochage.classeur.lecture import read_classeur
from accrochage.erreurs import EcritureError
from accrochage.operations import draw_jeu_essai, invent_population
from accrochage.portail.essai.tirage import Essai
from accrochage.portail.population import read_population
from accrochage.regles.lecture.nettoyage import clean
from benchmarks.mesure import TODAY, measure

ESSAI = Essai(lignes=300, fautes=0.2, seed="a", today=date(2026, 11, 23))


@pytest.fixture(scope="module")
def population(tmp_path_factory):
    path = tmp_path_factory.mktemp("population") / "population.csv"
    invent_population(path, 3000, "essai")
    return path


def draw(folder, population, name="jeu.xlsx", essai=ESSAI):
    lignes = draw_jeu_essai(population, folder / name, folder / "verite.csv", essai)
    return lignes, folder / name, folder / "verite.csv"


def test_invents_as_many_people_as_asked(tmp_path, population):
    told = []
    again = tmp_path / "encore.csv"
    invent_population(again, 3000, "essai", lambda done, total: told.append((done, total)))

    assert len(list(read_population(population))) == 3000
    assert again.read_bytes() == population.read_bytes()
    assert told == [(0, 3000), (1000, 3000), (2000, 3000)]


def test_replaces_nothing(tmp_path, population):
    for taken in ("jeu.xlsx", "verite.csv"):
        (tmp_path / taken).write_text("à moi")
        with pytest.raises(EcritureError, match="existe déjà"):
            draw(tmp_path, population)
        (tmp_path / taken).unlink()
    with pytest.raises(EcritureError, match="existe déjà"):
        invent_population(population, 3, "a")


def test_the_workbook_and_its_truth_are_two_files(tmp_path, population):
    with pytest.raises(EcritureError, match="deux fichiers"):
        draw(tmp_path, population, "verite.csv")

    assert not list(tmp_path.iterdir())


def test_no_workbook_is_left_without_its_truth(tmp_path, population):
    (tmp_path / "fichier").write_text("à moi")

    with pytest.raises(EcritureError):
        draw_jeu_essai(population, tmp_path / "jeu.csv", tmp_path / "fichier" / "verite.csv", ESSAI)

    assert [path.name for path in tmp_path.iterdir()] == ["fichier"]


@pytest.mark.parametrize("name", ["jeu.xlsx", "jeu.csv"])
def test_the_truth_points_at_the_cells_of_the_workbook(tmp_path, population, name):
    lignes, path, verite = draw(tmp_path, population, name)
    classeur = read_classeur(path, None)
    rows = dict(classeur.rows())
    with verite.open(encoding="utf-8-sig", newline="") as file:
        truth = list(csv.DictReader(file, delimiter=";"))

    assert len(rows) == len(lignes) == 300
    assert len({fault["ligne"] for fault in truth}) == 60
    for fault in truth:
        header = classeur.table.columns[fault["rubrique"]]
        assert clean(rows[int(fault["ligne"])][header.rank]) == fault["valeurFautive"]
        assert fault["valeurFautive"] != fault["valeurJuste"]


def test_same_seed_same_bytes(tmp_path, population):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    _, first, truth = draw(tmp_path / "a", population)
    _, again, other = draw(tmp_path / "b", population)

    assert first.read_bytes() == again.read_bytes()
    assert truth.read_bytes() == other.read_bytes()


@pytest.mark.parametrize("nir", [0, 0.5])
def test_the_whole_loop(tmp_path, nir):
    """Workbook, deposit, accusé, what is rejected mended from the truth, deposit again: everything is accepted."""
    essai = Essai(lignes=600, fautes=0.2, seed="boucle", today=TODAY, nir=nir)
    mesure = measure(tmp_path, essai, 5000)
    faulty, sound = mesure.faulty, mesure.sound
    last = "après un aller-retour"

    assert mesure.wrong == []
    assert faulty.fautes == 120
    assert faulty.acceptees[last] == 120
    assert sound.acceptees[last] == sound.fautes == 480
    assert sound.vues <= 5
    assert faulty.acceptees["sans Agrafe"] < faulty.acceptees["après --corriger"] < 120
    assert faulty.vues > 0.4 * faulty.fautes

"""What the processes of the tool do, called here as functions."""

from datetime import UTC, datetime

import pytest

from accrochage.erreurs import AccrochageError
from agrafe.outil import isolated
from agrafe.outil.isolated import check, columns, in_page_words, rank_of, read
from factories.accuses import AUCUN, a_rejection, accuse_file, an_accuse
from factories.flux import deposit
from factories.operations import csv_of, sound_rows, xlsx_of
from factories.passages import a_passage

REGLAGES = {
    "version": "1.1.5",
    "options": {},
    "correspondance": {},
    "retouches": {},
    "corriger": False,
}


def tell(*_):
    pass


def check_of(path, **reglages):
    folder = path.parent / "fichiers"
    folder.mkdir()
    return check(
        tell,
        source=str(path),
        folder=str(folder),
        now=datetime(2026, 9, 1, 9, tzinfo=UTC).isoformat(),
        reglages={**REGLAGES, **reglages},
    )


def read_of(tmp_path, content, **given):
    (tmp_path / "fichiers").mkdir(exist_ok=True)
    given = {"flux": [], "classeur": None, "own": True, "version": "1.1.5", **given}
    accuse = str(accuse_file(tmp_path, content))
    return read(tell, accuse=accuse, folder=str(tmp_path / "fichiers"), **given)


def test_a_check_makes_everything_at_once(tmp_path):
    rows = sound_rows(3)
    rows[1]["sexe"] = "Jeune homme"

    found = check_of(xlsx_of(tmp_path / "a.xlsx", rows), retouches={"4": {"prenom1": "Anne"}})

    assert (found["lignes"], found["passages"], found["ecartes"]) == (3, 2, 1)
    assert found["gravites"] == {"erreur": 1, "alerte": 0, "conseil": 0}
    assert [one["code"] for one in found["anomalies"]] == ["ENU-01"]
    assert [one["apres"] for one in found["changements"]] == ["Anne"]
    names = {path.name for path in (tmp_path / "fichiers").iterdir()}
    assert names == {found["fichiers"][0]["nom"], found["a_corriger"], found["copie"]}


def test_when_there_are_too_many_the_most_serious_are_shown(tmp_path, monkeypatch):
    monkeypatch.setattr(isolated, "MAX_SHOWN", 2)
    rows = sound_rows(4, sexe="M")
    rows[3]["sexe"] = "Jeune homme"

    found = check_of(csv_of(tmp_path / "a.csv", rows))

    assert found["total"] == 4
    assert [(one["code"], one["ligne"]) for one in found["anomalies"]] == [
        ("SEX-01", 2),
        ("ENU-01", 5),
    ]


def test_titles_that_say_nothing_are_no_failure(tmp_path):
    rows = [{f"X{rank}": value for rank, value in enumerate(sound_rows(1)[0].values())}]
    path = csv_of(tmp_path / "a.csv", rows)

    assert "sans_titres" in check_of(path)
    found = columns(tell, source=str(path))
    assert found["colonnes"][0]["lettre"] == "A"


def test_another_failure_is_one(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"")

    with pytest.raises(AccrochageError, match="vide"):
        check_of(path)


@pytest.mark.parametrize(("letters", "rank"), [("A", 1), ("Z", 26), ("AA", 27), ("BC", 55)])
def test_letters_are_counted(letters, rank):
    assert rank_of(letters) == rank


@pytest.mark.parametrize(
    ("core", "page"),
    [
        ("Titres, ou donnez son nom avec --feuille.", "Titres."),
        (
            "Manque. Donnez-le sur la feuille ou en option.",
            "Manque. Donnez-le sur la feuille, ou en haut de cette page.",
        ),
        (
            "Un accusé. Pour le lire : accrochage accuse a.xml",
            "Un accusé. Pour le lire, ouvrez « Lire un accusé ».",
        ),
        ("Rien à changer.", "Rien à changer."),
    ],
)
def test_no_command_is_named_in_a_page(core, page):
    assert in_page_words(core).replace("\u00a0", " ") == page


def test_the_first_deposit_that_answers_is_taken(tmp_path):
    for name, id_technique in (("autre", "X-1"), ("bon", "2026-0001")):
        (tmp_path / f"{name}.xml").write_bytes(deposit(a_passage(id_technique=id_technique)))
    flux = [str(tmp_path / "autre.xml"), str(tmp_path / "bon.xml")]

    found = read_of(tmp_path, an_accuse(ko={"2026-0001": AUCUN}), flux=flux)

    assert found["ko"] == isolated.KO_NAME
    assert found["causes"][0]["passages"] == ["2026-0001"]


def test_a_deposit_that_was_given_must_be_the_right_one(tmp_path):
    (tmp_path / "autre.xml").write_bytes(deposit(a_passage()))
    flux = [str(tmp_path / "autre.xml")]

    with pytest.raises(AccrochageError, match="n'est pas celui"):
        read_of(tmp_path, an_accuse(ok=["X"], id_flux="X"), flux=flux, own=False)


def test_a_workbook_without_identifiers_gives_nothing_back(tmp_path):
    rows = [{key: value for key, value in sound_rows(1)[0].items() if key != "idTechnique"}]
    classeur = str(csv_of(tmp_path / "a.csv", rows))

    with pytest.raises(AccrochageError, match="Donnez plutôt le fichier déposé\\.$"):
        read_of(tmp_path, an_accuse(ko={"X": AUCUN}), classeur=classeur, own=False)


def test_a_rejection_is_explained(tmp_path):
    found = read_of(tmp_path, a_rejection(("cvc-minLength-valid: trop court", 3, 2)))

    assert found["statut"] == "rejete"
    assert found["erreurs"][0]["ligne"] == 3

"""`accrochage supprimer`: nothing is withdrawn by mistake."""

import io

import pytest
from lxml import etree

from factories.depots import COMPLET
from factories.flux import NS
from factories.textes import plain

STAMP = ("--horodatage", "2026-07-03T14:05:00+02:00")
FILE = "suppression-00AGRAFE-20260703-140500.xml"
IDS = [f"lot-11 n° {rank}" for rank in (1, 2, 3)]


@pytest.fixture
def depot(folder):
    path = folder / "depot.xml"
    path.write_bytes(COMPLET)
    return path


@pytest.fixture
def liste(folder):
    path = folder / "ids.txt"
    path.write_text(f"{IDS[0]}\n{IDS[2]}\n", encoding="utf-8")
    return path


def written(path):
    return [node.text for node in etree.parse(path).iter(f"{NS}idTechnique")]


def test_a_list_chooses(accrochage, depot, liste, folder):
    code, out, err = accrochage("supprimer", depot, "--liste", liste, "-o", "s", *STAMP)
    said = plain(err).replace("\n  ", " ")

    assert (code, out) == (0, f"s/{FILE}\n")
    assert written(folder / "s" / FILE) == [IDS[0], IDS[2]]
    assert "2 passages à retirer.\n" in plain(err)
    assert (
        "de retirer 2 passages de ses données (lot-11 n° 1, lot-11 n° 3). Relisez ce nombre" in said
    )
    assert "✓ Fichier de suppression" in err
    assert "n'est pas publié" in said


def test_options_and_the_standard_input_choose_too(accrochage, depot, folder, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO(f"\n{IDS[1]}\n"))
    code, *_ = accrochage("supprimer", depot, "--id", IDS[0], "--liste", "-", *STAMP)

    assert code == 0
    assert written(folder / FILE) == IDS[:2]


def test_everything_must_be_asked_for(accrochage, depot, folder):
    code, _, err = accrochage("supprimer", depot, "--tout", *STAMP)

    assert code == 0
    assert written(folder / FILE) == IDS
    assert "de retirer 3 passages de ses données. Relisez" in plain(err).replace("\n  ", " ")


def test_a_workbook_is_a_source(accrochage, classeur, folder):
    path = classeur({}, {"idTechnique": "AGR-2", "nomNaissance": "ROUX"})
    code, *_ = accrochage("supprimer", path, "--id", "AGR-2", *STAMP)

    assert code == 0
    assert written(folder / FILE) == ["AGR-2"]


def test_an_unknown_identifier_is_told(accrochage, depot, liste, folder):
    liste.write_text(f"{IDS[0]}\nX-1\n", encoding="utf-8")
    code, out, err = accrochage("supprimer", depot, "--liste", liste)

    assert (code, out) == (1, "")
    assert "2 passages à retirer, 1 trouvé." in plain(err)
    assert "« X-1 » (ligne 2 de la liste) n'est pas dans ce fichier." in plain(err)
    assert "Aucun fichier n'a été écrit." in err
    assert list(folder.glob("*suppression*")) == []


def test_a_refused_passage_is_counted(accrochage, depot):
    depot.write_bytes(COMPLET.replace(b"MIXTE", b"AUTRE", 1))
    code, _, err = accrochage("supprimer", depot, "--tout")

    assert code == 1
    assert "3 passages à retirer, 1 en erreur." in plain(err)


def test_json_is_that_of_the_other_commands(accrochage_json, depot):
    code, answer = accrochage_json("supprimer", depot, "--id", IDS[0], *STAMP)

    assert code == 0
    assert (answer["passages"], answer["version_format"]) == (1, "1.1.5")
    assert answer["fichiers"][0]["chemin"] == FILE
    assert [one["code"] for one in answer["anomalies"]] == ["SUP-03"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--liste", "ids.txt"], "Une liste d'identifiants ne suffit pas"),
        (["depot.xml"], "Dites quels passages retirer : --liste IDS.txt"),
        (["depot.xml", "--tout", "--liste", "ids.txt"], "--tout retire tous les passages"),
        (["depot.xml", "ids.txt", "--tout"], "« ids.txt » n'est pas un dépôt XML"),
        (["depot.xml", "--tout", "--code", "RS1"], "À réserver aux classeurs : --code"),
        (["depot.xml", "--tout", "--version-format", "1.1.2"], "La version 1.1.2 du format ne sait pas retirer"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("depot", "liste")
def test_what_is_unclear_is_refused(accrochage, folder, arguments, sentence):
    code, out, err = accrochage("supprimer", *arguments)

    assert (code, out) == (2, "")
    assert sentence in plain(err)
    assert sorted(path.name for path in folder.glob("*.xml")) == ["depot.xml"]


def test_an_empty_standard_input_is_refused(accrochage, depot, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("\n \n"))
    code, _, err = accrochage("supprimer", depot, "--liste", "-")

    assert (code, plain(err)) == (
        2,
        "La liste ne contient aucun identifiant. Écrivez-en un par ligne.\n",
    )


@pytest.mark.parametrize("content", [b"", b"<rapport/>", COMPLET[:3000]])
def test_what_is_no_deposit_is_refused(accrochage, depot, content):
    depot.write_bytes(content)

    assert accrochage("supprimer", depot, "--tout")[0] == 3

"""`accrochage prevoir`, from its arguments to its exit code."""

import json

SURE = {"nomNaissance": "ZYLBERKRAUTZ"}
UNDATED = {"nomNaissance": "MARTIN", "prenom1": "Marie", "dateNaissance": "1965"}
TWO_NAMES = {"nomNaissance": "MARTIN épouse DURAND"}
RARE = {"nomNaissance": "ZYLBERKRAUTZ", "dateNaissance": "15/03/2020"}


def test_prevoir_says_what_will_probably_be_rejected_and_why(classeur, accrochage):
    code, out, err = accrochage("prevoir", classeur(SURE, UNDATED, TWO_NAMES, RARE))

    assert (code, out) == (1, "")
    assert "4 passages lus : 1 sans risque connu, 1 à vérifier, 2 rejets probables." in err
    assert "✗ 2 rejets probables\n  • Ligne 3 (AGR-1)\n      Plusieurs personnes" in err
    assert "étape 2, mois et jour de naissance" in err
    assert "! 1 passage à vérifier\n  • Ligne 5 (AGR-3)" in err
    assert "C'est une prévision, pas une promesse" in err


def test_prevoir_is_glad_of_a_sound_workbook(classeur, accrochage):
    code, out, err = accrochage("prevoir", classeur(SURE, {"nomNaissance": "KERZANET-ROC"}))

    assert (code, out) == (0, "")
    assert "2 passages lus : 2 sans risque connu, 0 à vérifier, 0 rejet probable." in err
    assert "✗" not in err


def test_prevoir_answers_in_json_for_each_passage(classeur, accrochage):
    code, out, err = accrochage("prevoir", classeur(SURE, UNDATED), "--json")

    answer = json.loads(out)
    assert (code, err) == (1, "")
    assert answer["lignes"] == 2
    assert answer["risques"] == {"sur": 1, "a_verifier": 0, "probable_ko": 1}
    assert [one["risque"] for one in answer["passages"]] == ["sur", "probable_ko"]
    (raison,) = answer["passages"][1]["raisons"]
    assert (raison["etape"], raison["rubriques"]) == (2, ["moisNaissance", "jourNaissance"])
    assert answer["anomalies_fichier"] == []


def test_prevoir_says_when_the_file_itself_is_to_be_mended(classeur, accrochage):
    code, _, err = accrochage("prevoir", classeur(SURE, without=["idContrat"]))

    assert code == 1
    assert "✗ Le fichier lui-même est à corriger d'abord\n  • « Numéro de contrat" in err


def test_prevoir_shows_a_page_and_says_how_many_are_left(classeur, accrochage):
    _, _, err = accrochage("prevoir", classeur(*[UNDATED] * 60))

    assert "… et 10 autres : ajoutez --json pour tout voir." in err


def test_prevoir_refuses_what_is_no_workbook(folder, accrochage):
    (folder / "image.png").write_bytes(b"\x89PNG\r\n\x1a\n")

    code, out, err = accrochage("prevoir", "image.png")

    assert (code, out) == (3, "")
    assert "image.png" in err


def test_prevoir_names_the_column_and_says_what_comes_next(classeur, accrochage):
    path = classeur({"nomNaissance": "", "sexe": "X"})
    _, _, err = accrochage("prevoir", path, "--version-format", "1.1.2")

    assert "titulaires.csv, format 1.1.2\n" in err
    assert "Colonne « Sexe » : « X » n'est pas reconnu." in err.replace("\u00a0", " ")
    assert "ce passage ne peut pas partir" in " ".join(err.split())
    assert "Corrigez d'abord ces erreurs dans le classeur, puis relancez la même" in err


def test_prevoir_gives_the_command_that_deposits(classeur, accrochage):
    path = classeur(SURE)
    _, _, err = accrochage("prevoir", path, "--corriger", "--code", "RS99002")
    assert err.endswith(f"    accrochage generer {path} --code RS99002 --corriger\n")

    _, _, err = accrochage("prevoir", classeur(RARE))
    assert "Vérifiez d'abord les passages ci-dessus" in err

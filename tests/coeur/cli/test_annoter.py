"""`--annoter`, from its argument to what is said of it."""

import openpyxl
import pytest

from factories.classeurs import write_xls


def test_the_report_says_where_the_copy_is_and_what_comes_next(folder, classeur, accrochage):
    name = classeur({"sexe": "X"}, {})

    code, out, err = accrochage("generer", name, "--annoter", "copie.xlsx")

    assert (code, out) == (1, "")
    assert "✓ Copie annotée du classeur\n    copie.xlsx\n" in err
    said = "Aucun fichier XML n'a été écrit. Corrigez les cellules en rouge dans « copie.xlsx », dont la feuille"
    assert said in " ".join(err.replace("\u00a0", " ").split())
    assert "    accrochage generer copie.xlsx\n" in err
    assert openpyxl.load_workbook(folder / "copie.xlsx").sheetnames == ["Passages", "Anomalies"]


def test_a_check_is_followed_by_a_check(classeur, accrochage):
    _, _, err = accrochage("verifier", classeur({"sexe": "X"}), "--annoter", "copie")

    assert "    accrochage verifier copie.xlsx\n" in err


def test_a_sound_workbook_has_its_copy_too(folder, classeur, accrochage):
    code, _, err = accrochage("generer", classeur({}), "--annoter", "copie.xlsx")

    assert code == 0
    assert "✓ Copie annotée du classeur" in err
    assert (folder / "copie.xlsx").is_file()


def test_what_the_copy_lost_is_said(folder, classeur, accrochage, accrochage_json):
    lines = (folder / classeur({"sexe": "X"})).read_text("utf-8").splitlines()
    write_xls(folder / "t.xls", {"Passages": [line.split(";") for line in lines]})
    lost = "Cette copie ne reprend que les valeurs du fichier : ni formules, ni mise en forme, ni images, ni macros."

    _, _, err = accrochage("verifier", "t.xls", "--annoter", "a.xlsx")
    _, answer = accrochage_json("verifier", "t.xls", "--annoter", "b.xlsx")
    assert lost in " ".join(err.split())
    assert answer["copie_annotee"] == {"chemin": "b.xlsx", "pertes": [lost]}


def test_json_says_nothing_of_a_copy_that_was_not_asked_for(classeur, accrochage_json):
    assert accrochage_json("verifier", classeur({}))[1]["copie_annotee"] is None
    assert accrochage_json("verifier", "absent.csv")[1]["copie_annotee"] is None


@pytest.mark.parametrize("command", ["generer", "verifier"])
def test_a_file_that_is_there_is_never_replaced(folder, classeur, accrochage, command):
    (folder / "copie.xlsx").write_text("à moi", encoding="utf-8")
    code, _, err = accrochage(command, classeur({}), "--annoter", "copie.xlsx")

    assert (code, err) == (
        2,
        "« copie.xlsx » existe déjà. Donnez un autre nom, ou déplacez-le d'abord.\n",
    )


def test_an_xml_file_has_no_copy(classeur, accrochage):
    _, out, _ = accrochage("generer", classeur({}))
    code, _, err = accrochage("verifier", out.strip(), "--annoter", "copie.xlsx")

    assert code == 2
    assert "À réserver aux classeurs : --annoter." in err

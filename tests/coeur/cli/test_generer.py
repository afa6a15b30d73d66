"""`accrochage generer`, from its arguments to its exit code."""

import csv
import re
import sys
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from accrochage.dictionnaire import DEFAULT_VERSION, NAMESPACE

ID_CLIENT = "00AGRAFE"
INSTANT = ["--id-flux", "essai", "--horodatage", "2026-07-03T14:05:00+02:00"]
XML = f"accrochage-{ID_CLIENT}-20260703-140500.xml"


def text_of(path, name):
    return etree.parse(path).findtext(f".//{{{NAMESPACE}}}{name}")


def test_generer_writes_a_deposit(classeur, accrochage):
    code, out, err = accrochage("generer", classeur({}, {}), "-o", "dépôts", *INSTANT)

    path = Path("dépôts", XML)
    assert (code, out) == (0, f"{path}\n")
    assert "2 lignes lues, toutes prêtes." in err
    assert f"✓ Fichier à déposer\n    {path}\n    2 passages, " in err
    assert "https://certificateurs.moncompteformation.gouv.fr/espace-prive" in err
    assert text_of(path, "idFlux") == "essai"
    assert text_of(path, "horodatage") == "2026-07-03T14:05:00+02:00"
    assert text_of(path, "action") == "CREATION"


def test_generer_writes_in_the_current_folder_by_default(folder, classeur, accrochage):
    _, out, _ = accrochage("generer", classeur({}))

    assert re.fullmatch(rf"accrochage-{ID_CLIENT}-\d{{8}}-\d{{6}}\.xml\n", out)
    assert (folder / out.strip()).is_file()


def test_generer_gives_each_deposit_an_identifier_of_its_own(classeur, accrochage):
    name = classeur({})
    first, second = (accrochage("generer", name, "-o", folder)[1].strip() for folder in "ab")

    assert len(text_of(first, "idFlux")) == 36
    assert text_of(first, "idFlux") != text_of(second, "idFlux")


def test_generer_follows_the_version(classeur, accrochage, monkeypatch):
    monkeypatch.setenv("ACCROCHAGE_VERSION_FORMAT", "1.1.2")

    _, out, err = accrochage("generer", classeur({}))

    assert "titulaires.csv, format 1.1.2" in err
    assert text_of(out.strip(), "action") is None


def test_generer_writes_nothing_when_a_row_is_faulty(folder, classeur, accrochage):
    code, out, err = accrochage("generer", classeur({"sexe": "Homm"}, {}, {}))

    assert (code, out) == (1, "")
    assert "3 lignes lues : 2 prêtes, 1 à corriger." in err
    assert "  • Ligne 2, colonne « sexe » (E2) : « Homm » n'est pas reconnu." in err
    assert "Aucun fichier n'a été écrit." in err
    assert list(folder.glob("*.xml")) == []


def test_generer_sets_faulty_rows_aside(classeur, accrochage):
    name = classeur({"sexe": "Homm"}, {}, {})

    code, out, err = accrochage("generer", name, "--ecarter", "-o", "sortie", *INSTANT)

    assert (code, out) == (1, f"{Path('sortie', XML)}\n")
    assert "✗ Ligne écartée, à corriger\n    sortie/a-corriger.xlsx\n" in err
    assert err.endswith("    accrochage generer sortie/a-corriger.xlsx -o sortie\n")
    assert sorted(path.name for path in Path("sortie").iterdir()) == ["a-corriger.xlsx", XML]


def test_generer_fills_what_the_workbook_lacks(classeur, accrochage):
    missing = ("idClient", "idContrat", "type", "code")
    name = classeur({}, without=missing)

    code, out, _ = accrochage(
        *(
            "generer",
            name,
            "--id-client",
            "11AUTRES",
            "--id-contrat",
            "MCFCER1",
            "--id-client-emetteur",
            "22TIERS2",
        ),
        *("--nature-deposant", "tiers_confiance", "--type", "rncp", "--code", "RNCP99001"),
    )

    assert code == 0
    root = etree.parse(out.strip())
    values = [element.text for element in root.iter(f"{{{NAMESPACE}}}idClient")]
    assert values == ["22TIERS2", "11AUTRES"]
    assert text_of(out.strip(), "natureDeposant") == "TIERS_CONFIANCE"
    assert text_of(out.strip(), "code") == "RNCP99001"


def test_generer_lays_a_faulty_option_at_the_door_of_the_option(classeur, accrochage):
    name = classeur({}, without=("idClient",))

    code, _, err = accrochage("generer", name, "--id-client", "court")

    assert code == 1
    assert "  • Option --id-client : " in err


def test_generer_cuts_deposits(classeur, accrochage):
    name = classeur({}, {}, {})

    code, out, err = accrochage("generer", name, "--max-passages", "2", *INSTANT)

    first, second = out.split()
    assert code == 0
    assert "✓ Fichiers à déposer" in err
    assert [text_of(path, "idFlux") for path in (first, second)] == ["essai-001", "essai-002"]
    assert len(accrochage("generer", name, "--max-octets", "1", "-o", "b")[1].split()) == 3


def test_generer_refuses_an_identifier_too_long_to_be_numbered(folder, classeur, accrochage):
    arguments = ("generer", classeur({}, {}), "--max-passages", "1", "-o", "sortie", "--id-flux")

    code, out, err = accrochage(*arguments, "x" * 47)

    assert (code, out) == (2, "")
    assert "46 caractères au plus" in err
    assert list((folder / "sortie").glob("*")) == []
    assert accrochage(*arguments, "x" * 46)[0] == 0
    assert len(list((folder / "sortie").iterdir())) == 2


def test_generer_takes_a_long_identifier_for_one_file(classeur, accrochage):
    code, out, _ = accrochage("generer", classeur({}), "--id-flux", "x" * 50)

    assert code == 0
    assert text_of(out.strip(), "idFlux") == "x" * 50


@pytest.mark.parametrize(
    "arguments",
    [
        ["--id-flux", "x" * 51],
        ["--horodatage", "hier"],
        ["--max-passages", "0"],
        ["--max-octets", "beaucoup"],
        ["--type", "diplôme"],
        ["--id-client", ""],
        ["--version-format", "9"],
    ],
)
def test_generer_refuses_an_option_that_will_not_do(folder, classeur, accrochage, arguments):
    code, out, err = accrochage("generer", classeur({}), *arguments, "-o", "sortie")

    assert (code, out) == (2, "")
    assert arguments[0] in err
    assert err.count("\n") == 1
    assert not (folder / "sortie").exists()


def test_generer_refuses_a_file_that_it_cannot_read(folder, accrochage):
    (folder / "a.xml").write_text("<a/>", encoding="utf-8")

    assert accrochage("generer", "absent.xlsx")[0] == 3
    code, out, err = accrochage("generer", "a.xml")
    assert (code, out) == (3, "")
    assert "accrochage verifier a.xml" in err


def test_generer_says_when_it_cannot_write(folder, classeur, accrochage):
    (folder / "sortie").touch()

    code, out, err = accrochage("generer", classeur({}), "-o", "sortie")

    assert (code, out) == (2, "")
    assert "« sortie »" in err


def test_generer_leaves_stdout_empty_on_a_terminal(classeur, accrochage, monkeypatch):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)

    code, out, err = accrochage("generer", classeur({}), *INSTANT)

    assert (code, out) == (0, "")
    assert XML in err


def test_generer_reads_the_sheet_named(folder, accrochage, classeur):
    with (folder / classeur({})).open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    book = openpyxl.Workbook()
    for name in ("Mai", "Juin"):
        sheet = book.create_sheet(name)
        for row in rows if name == "Mai" else [rows[0], rows[1], rows[1][:1]]:
            sheet.append(row)
    book.save("a.xlsx")

    assert "1 ligne lue, prête." in accrochage("verifier", "a.xlsx", "--feuille", "Mai")[2]
    assert "2 lignes lues" in accrochage("verifier", "a.xlsx", "--feuille", "Juin")[2]
    code, _, err = accrochage("verifier", "a.xlsx", "--feuille", "Août")
    assert code == 3
    assert "n'a pas de feuille « Août »" in err


def test_generer_answers_in_json(folder, classeur, accrochage_json):
    name = classeur({"sexe": "Homm"}, {})

    code, answer = accrochage_json("generer", name, "--ecarter", *INSTANT)

    assert code == 1
    assert answer["valide"] is False
    assert (answer["lignes"], answer["passages"], answer["ecartes"]) == (2, 1, 1)
    assert answer["version_format"] == DEFAULT_VERSION
    assert answer["a_corriger"] == "a-corriger.xlsx"
    assert [fichier["chemin"] for fichier in answer["fichiers"]] == [XML]
    assert answer["fichiers"][0]["octets"] == (folder / XML).stat().st_size
    anomalie = next(anomalie for anomalie in answer["anomalies"] if anomalie["code"] == "ENU-01")
    assert (anomalie["ligne"], anomalie["cellule"], anomalie["valeur"]) == (2, "E2", "Homm")

"""`accrochage correspondance`, and the option that uses what it writes."""

import json

import pytest

from factories.classeurs import write_xlsx
from factories.dialectes import DIALECTES


@pytest.fixture
def ecole(folder):
    """Write a table whose titles are mostly unknown."""
    rows = ([str(cell) for cell in row] for row in DIALECTES[0].rows())
    (folder / "ecole.csv").write_text(
        "\n".join(";".join(row) for row in rows) + "\n", encoding="utf-8"
    )
    return "ecole.csv"


@pytest.fixture
def anglais(folder, classeur):
    """Write a sound table under English titles."""
    name = classeur({}, {})
    text = (folder / name).read_text(encoding="utf-8")
    titles = {"nomNaissance": "lastName", "prenom1": "firstName", "idTechnique": "externalId"}
    for key, title in titles.items():
        text = text.replace(key, title, 1)
    (folder / name).write_text(text, encoding="utf-8")
    return name


def test_shows_each_column_and_writes_the_file(folder, ecole, accrochage):
    code, out, err = accrochage("correspondance", ecole)

    assert (code, out) == (0, "correspondance.toml\n")
    assert err.startswith("ecole.csv, titres à la ligne 1\n\n✓ 6 colonnes reconnues\n")
    assert "    G  SEXE               Sexe" in err
    assert "! 5 colonnes proposées, à vérifier\n" in err
    assert "ℹ 12 colonnes laissées de côté\n" in err
    assert "peut-être « Code postal du centre d'examen » (" in err
    assert "✗ 6 rubriques obligatoires sans colonne\n" in err
    assert "  • Numéro de contrat, ou option --id-contrat\n" in err
    assert err.endswith("    accrochage generer ecole.csv --correspondance correspondance.toml\n")
    assert (folder / "correspondance.toml").is_file()


def test_no_value_of_the_table_is_shown(folder, ecole, accrochage):
    _, out, err = accrochage("correspondance", ecole)

    shown = out + err + (folder / "correspondance.toml").read_text(encoding="utf-8")
    assert [
        value for value in ("MARTIN", "Zoé", "titulaire1", "rue des Lilas") if value in shown
    ] == []


def test_a_title_too_long_is_cut(folder, accrochage):
    (folder / "a.csv").write_text(
        f"{'Titre ' * 20};lastName;firstName;\n1;A;B;C\n", encoding="utf-8"
    )

    _, _, err = accrochage("correspondance", "a.csv")

    assert "    A  Titre Titre Titre Titre Titre Titre T…" in err
    assert "(sans titre)" in err


@pytest.mark.parametrize(
    ("option", "name"),
    [("b.toml", "b.toml"), ("b", "b.toml"), ("sous", "sous/correspondance.toml")],
)
def test_the_file_goes_where_it_is_asked(folder, ecole, accrochage, option, name):
    (folder / "sous").mkdir()

    assert accrochage("correspondance", ecole, "-o", option)[:2] == (0, f"{name}\n")
    assert (folder / name).is_file()


def test_misuse_is_told(ecole, accrochage):
    code, _, err = accrochage("correspondance", ecole, "-o", "b.xlsx")
    assert (code, err) == (
        2,
        "Une correspondance est un fichier .toml : « b.xlsx » doit finir ainsi.\n",
    )
    accrochage("correspondance", ecole)
    code, _, err = accrochage("correspondance", ecole)
    assert code == 2
    assert "« correspondance.toml » existe déjà." in err
    assert accrochage("correspondance", "absent.csv")[0] == 3
    assert (
        "feuille à choisir" in accrochage("correspondance", ecole, "-o", "c", "--feuille", "A")[2]
    )


def test_answers_in_json(folder, ecole, accrochage_json):
    code, answer = accrochage_json("correspondance", ecole)

    assert code == 0
    assert (answer["feuille"], answer["ligne_titres"], answer["correspondance"]) == (None, 1, None)
    assert "idClient" in answer["absentes"]
    assert answer["colonnes"][6] == {
        "colonne": "G",
        "titre": "SEXE",
        "rubrique": "sexe",
        "confiance": 99,
        "reconnue": "officiel",
        "piste": None,
    }
    assert not (folder / "correspondance.toml").exists()
    assert accrochage_json("correspondance", ecole, "-o", "c")[1]["correspondance"] == "c.toml"


def test_what_is_written_is_used(anglais, accrochage):
    code, _, err = accrochage("generer", anglais)
    assert code == 1
    assert f"    accrochage correspondance {anglais}\n" in err

    accrochage("correspondance", anglais)
    code, out, err = accrochage("verifier", anglais, "--correspondance", "correspondance.toml")
    assert (code, out) == (0, "")
    assert err.endswith(f"generer {anglais} --correspondance correspondance.toml\n")
    code, out, _ = accrochage("generer", anglais, "--correspondance", "correspondance.toml")
    assert (code, out.count(".xml")) == (0, 1)


def test_the_command_is_not_suggested_when_it_was_used(folder, anglais, accrochage):
    (folder / "c.toml").write_text('"lastName" = ""\n', encoding="utf-8")

    _, _, err = accrochage("generer", anglais, "--correspondance", "c.toml")

    assert "accrochage correspondance" not in err


def test_a_correspondance_that_will_not_do_is_refused(folder, anglais, accrochage, accrochage_json):
    (folder / "c.toml").write_text('"lastName" = "nomNaisance"\n', encoding="utf-8")

    code, out, err = accrochage("generer", anglais, "--correspondance", "c.toml")

    assert (code, out) == (2, "")
    assert "Vouliez-vous écrire nomNaissance ?" in err
    assert accrochage_json("verifier", anglais, "--correspondance", "absent.toml")[0] == 2


def test_the_sheet_is_repeated_in_the_next_command(folder, accrochage):
    write_xlsx(folder / "a.xlsx", {"Export 2026": DIALECTES[5].rows(), "Autre": [("x",)]})

    _, _, err = accrochage("correspondance", "a.xlsx", "--feuille", "Export 2026")

    assert err.startswith("a.xlsx, feuille « Export 2026 », titres à la ligne 1\n")
    assert err.endswith('--correspondance correspondance.toml --feuille "Export 2026"\n')
    assert json.dumps(err)


def test_says_when_it_is_needless(accrochage, classeur):
    path = classeur({})
    _, _, err = accrochage("correspondance", path, "-o", "b.toml")

    assert "Agrafe reconnaît déjà tous les titres utiles" in " ".join(err.split())
    assert err.endswith(f"    accrochage generer {path}\n")

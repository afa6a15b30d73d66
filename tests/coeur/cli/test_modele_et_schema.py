"""`accrochage modele` and `accrochage schema`, from their arguments to their exit code."""

from pathlib import Path

import openpyxl
import pytest

from accrochage.dictionnaire import DEFAULT_VERSION
from accrochage.flux.schemas import SHIPPED_FOLDER


@pytest.fixture
def xsd(folder):
    """Return a schema of a version that Agrafe does not know."""
    shipped = (SHIPPED_FOLDER / f"cpf-{DEFAULT_VERSION}.xsd").read_text(encoding="utf-8")
    path = folder / "cdc.xsd"
    path.write_text(
        shipped.replace(f'version="{DEFAULT_VERSION}"', 'version="1.2.0"'), encoding="utf-8"
    )
    return path


def test_modele_writes_a_workbook_to_be_filled(accrochage):
    code, out, err = accrochage("modele")

    assert (code, out) == (0, "modele-accrochage.xlsx\n")
    assert err.startswith("✓ Classeur à remplir\n    modele-accrochage.xlsx\n")
    assert err.endswith("    accrochage generer modele-accrochage.xlsx\n")
    assert "Passages" in openpyxl.load_workbook("modele-accrochage.xlsx").sheetnames


def test_modele_never_replaces_a_file(folder, accrochage):
    (folder / "a.xlsx").write_text("précieux", encoding="utf-8")

    code, out, err = accrochage("modele", "a.xlsx")

    assert (code, out) == (2, "")
    assert "« a.xlsx » existe déjà" in err
    assert (folder / "a.xlsx").read_text(encoding="utf-8") == "précieux"
    assert [path.name for path in folder.iterdir()] == ["a.xlsx"]


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("mon classeur", "mon classeur.xlsx"),
        ("A.XLSX", "A.XLSX"),
        ("sous-dossier", "sous-dossier/modele-accrochage.xlsx"),
        (".", "modele-accrochage.xlsx"),
        ("neuf/a.xlsx", "neuf/a.xlsx"),
    ],
)
def test_modele_completes_the_name(folder, accrochage, name, path):
    (folder / "sous-dossier").mkdir()

    code, out, _ = accrochage("modele", name)

    assert (code, out) == (0, f"{Path(path)}\n")
    assert (folder / path).is_file()


def test_modele_is_an_excel_workbook(accrochage):
    code, _, err = accrochage("modele", "dossier/a.ods")

    assert code == 2
    assert err == "Le modèle est un classeur Excel : « a.ods » doit finir par .xlsx.\n"


def test_modele_has_the_columns_of_its_version(accrochage):
    accrochage("modele", "a.xlsx", "--version-format", "1.1.2")
    _, _, err = accrochage("modele", "b.xlsx")

    old, new = (
        {
            cell.value
            for row in openpyxl.load_workbook(name)["Passages"].iter_rows(max_row=5)
            for cell in row
        }
        for name in ("a.xlsx", "b.xlsx")
    )
    assert "NIR" in {str(title).strip(" *\u00a0") for title in new - old}
    assert "--version-format" not in err


def test_modele_repeats_the_version_in_the_next_command(accrochage):
    _, _, err = accrochage("modele", "--version-format", "1.1.2")

    assert err.endswith("accrochage generer modele-accrochage.xlsx --version-format 1.1.2\n")


def test_modele_refuses_an_unknown_version(folder, accrochage):
    code, _, err = accrochage("modele", "--version-format", "9")

    assert code == 2
    assert "Versions connues : 1.1.2, 1.1.5" in err
    assert list(folder.iterdir()) == []


def test_schema_lister_lists_the_versions(accrochage, folder):
    code, out, err = accrochage("schema", "lister")

    assert code == 0
    assert [line.split()[:2] for line in out.splitlines()] == [
        ["1.1.2", "livré"],
        ["1.1.5", "livré"],
    ]
    assert f"Sans --version-format, la version {DEFAULT_VERSION} sert." in err
    assert err.endswith(f"  {folder / 'config' / 'agrafe' / 'accrochage.toml'}\n")


def test_schema_lister_answers_in_json(accrochage_json):
    code, answer = accrochage_json("schema", "lister")

    assert code == 0
    assert [schema["version"] for schema in answer["schemas"]] == ["1.1.2", "1.1.5"]


def test_schema_ajouter_adds_a_version(folder, accrochage, accrochage_json, xsd, classeur):
    code, out, err = accrochage("schema", "ajouter", xsd)

    added = folder / "data" / "agrafe" / "schemas" / "cpf-1.2.0.xsd"
    assert (code, out) == (0, f"{added}\n")
    assert err.startswith(f"✓ Schéma ajouté\n    {added}\n")
    assert "valable pour la version 1.2.0" in err
    assert "ajoutez --version-format 1.2.0 à vos commandes" in err
    _, answer = accrochage_json("schema", "lister")
    assert answer["schemas"][-1] == {"version": "1.2.0", "origine": "ajouté", "chemin": str(added)}
    assert accrochage("verifier", classeur({}), "--version-format", "1.2.0")[0] == 0


def test_schema_ajouter_replaces_the_version_in_use(folder, accrochage, monkeypatch):
    monkeypatch.setenv("ACCROCHAGE_DOSSIER_SCHEMAS", str(folder / "ici"))

    _, out, err = accrochage("schema", "ajouter", SHIPPED_FOLDER / f"cpf-{DEFAULT_VERSION}.xsd")

    assert out == f"{folder / 'ici' / f'cpf-{DEFAULT_VERSION}.xsd'}\n"
    assert "--version-format" not in err


def test_schema_ajouter_refuses_what_is_no_schema(folder, accrochage):
    (folder / "a.xsd").write_text("rien", encoding="utf-8")

    code, out, err = accrochage("schema", "ajouter", "a.xsd")

    assert (code, out) == (2, "")
    assert "« a.xsd » n'est pas un XSD du format" in err

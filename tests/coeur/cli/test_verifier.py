"""`accrochage verifier`, from its arguments to its exit code."""

from pathlib import Path

import pytest


def test_verifier_writes_nothing(folder, classeur, accrochage):
    name = classeur({}, {})

    code, out, err = accrochage("verifier", name)

    assert (code, out) == (0, "")
    assert err.endswith(
        "Tout est prêt. Pour écrire le fichier à déposer :\n    accrochage generer titulaires.csv\n"
    )
    assert [path.name for path in folder.iterdir()] == [name]


def test_verifier_repeats_the_options_in_the_next_command(classeur, accrochage):
    name = classeur({}, without=("idClient", "code"))

    _, _, err = accrochage(
        "verifier",
        name,
        "--id-client",
        "00AGRAFE",
        "--code",
        "RS99002",
        "--version-format",
        "1.1.5",
    )

    assert err.endswith(
        "    accrochage generer titulaires.csv --id-client 00AGRAFE --code RS99002 --version-format 1.1.5\n"
    )


def test_verifier_keeps_what_it_corrected_in_the_next_command(classeur, accrochage):
    path = classeur({"nomNaissance": "Mme MARTIN"})
    code, _, err = accrochage("verifier", path, "--corriger")

    assert code == 0
    assert err.endswith(f"    accrochage generer {path} --corriger\n")


def test_verifier_finds_errors(classeur, accrochage):
    code, out, err = accrochage("verifier", classeur({"sexe": "Homm"}))

    assert (code, out) == (1, "")
    assert "1 ligne lue, à corriger." in err


def test_verifier_reads_an_xml_file(classeur, accrochage, accrochage_json):
    _, out, _ = accrochage("generer", classeur({}, {}))
    path = Path(out.strip())

    code, out, err = accrochage("verifier", path)
    assert (code, out) == (0, "")
    assert "2 passages lus, tous prêts." in err

    path.write_bytes(path.read_bytes().replace(b"<cpf:sexe>F", b"<cpf:sexe>X", 1))
    code, _, err = accrochage("verifier", path)
    assert code == 1
    assert "2 passages lus : 1 prêt, 1 à corriger." in err
    assert "élément « sexe »" in err
    code, answer = accrochage_json("verifier", path)
    assert (code, answer["ecartes"], answer["anomalies"][0]["rubrique"]) == (1, 1, "sexe")


@pytest.mark.parametrize("option", ["--feuille", "--id-client", "--code", "--nature-deposant"])
def test_verifier_refuses_the_options_of_a_workbook_for_an_xml_file(folder, accrochage, option):
    (folder / "a.xml").write_text("<a/>", encoding="utf-8")

    code, _, err = accrochage("verifier", "a.xml", option, "certificateur")

    assert code == 2
    assert err == (
        f"« a.xml » est un fichier XML, qui dit déjà tout. À réserver aux classeurs : {option}.\n"
    )


def test_verifier_refuses_a_file_that_it_cannot_read(folder, accrochage):
    (folder / "a.xml").write_text("<a><b>", encoding="utf-8")
    (folder / "a.xlsx").write_bytes(b"")

    assert [accrochage("verifier", name)[0] for name in ("a.xml", "a.xlsx", "absent.csv")] == [
        3,
        3,
        3,
    ]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["verifier", "absent.csv"], 3),
        (["verifier", "a.csv", "--version-format", "9"], 2),
        (["generer"], 2),
        (["generer", "a.csv", "--inconnue"], 2),
    ],
)
def test_an_error_is_told_in_json_too(accrochage_json, accrochage, arguments, code):
    answered, answer = accrochage_json(*arguments)

    assert answered == code
    assert answer["valide"] is False
    assert answer["anomalies"] == answer["fichiers"] == []
    assert answer["passages"] == answer["ecartes"] == answer["lignes"] == 0
    assert accrochage(*arguments)[2].startswith(answer["erreur"].replace("\u00a0", " "))

"""`population`, `jeu-essai` and `portail`, as one types them."""

import json

import pytest

from accrochage.cli import main
from accrochage.cli.commandes.portail import _share
from accrochage.cli.usage import UsageError

NAME = "Accusé de traitement_{}_"


def run(capsys, *arguments):
    code = main(arguments)
    out, err = capsys.readouterr()
    return code, out, " ".join(err.replace("\u00a0", " ").replace("\u202f", " ").split())


@pytest.fixture
def essai(capsys):
    """Invent a population and draw a workbook where nothing is wrong; return its deposit."""
    assert run(capsys, "population", "2 000")[0] == 0
    assert run(capsys, "jeu-essai", "-n", "50", "--fautes", "0")[0] == 0
    code, out, _ = run(capsys, "generer", "jeu-essai.xlsx")
    assert code == 0
    return out.strip()


def test_population(capsys, folder):
    code, out, err = run(capsys, "population", "2 000", "--graine", "b", "-o", "gens.csv")

    assert (code, out) == (0, "gens.csv\n")
    assert err.startswith("✓ 2 000 personnes inventées gens.csv")
    assert "Personne n'y existe" in err
    assert err.endswith("accrochage jeu-essai --population gens.csv")
    assert (folder / "gens.csv").read_text(encoding="utf-8-sig").startswith("nirInvente;")
    assert run(capsys, "population", "1", "-o", "gens.csv")[0] == 2


@pytest.mark.parametrize("number", ["0", "-1", "mille", "1,5"])
def test_population_of_no_number(capsys, number):
    code, _, err = run(capsys, "population", "--", number)

    assert code == 2
    assert "n'est pas un nombre entier" in err


def test_jeu_essai(capsys):
    run(capsys, "population", "2000")
    code, out, err = run(capsys, "jeu-essai", "-n", "100", "--fautes", "10 %", "-o", "jeu.csv")

    assert (code, out) == (0, "jeu.csv\nverite.csv\n")
    assert "100 lignes, dont 10 fautives : « verite.csv » dit ce qui est faux" in err
    assert err.endswith("accrochage generer jeu.csv --corriger --ecarter")


def test_jeu_essai_that_cannot_be(capsys):
    assert run(capsys, "jeu-essai")[0] == 3
    run(capsys, "population", "100")

    assert run(capsys, "jeu-essai", "-n", "1000")[0] == 3
    code, _, err = run(capsys, "jeu-essai", "-o", "jeu.ods")
    assert (code, err) == (2, "-o : « jeu.ods » doit finir par .xlsx ou .csv.")
    code, _, err = run(capsys, "jeu-essai", "--fautes", "120")
    assert (code, err) == (2, "--fautes : « 120 » n'est pas un pourcentage, de 0 à 100.")


@pytest.mark.parametrize(
    ("text", "share"), [("20", 0.2), ("0", 0), ("100 %", 1), ("2,5", 0.025), (" 2.5% ", 0.025)]
)
def test_percentages(text, share):
    assert _share("--nir", text) == pytest.approx(share)


@pytest.mark.parametrize("text", ["", "vingt", "-1", "100,5", "1000", "1,2,3"])
def test_what_is_no_percentage(text):
    with pytest.raises(UsageError, match="n'est pas un pourcentage"):
        _share("--nir", text)


def test_portail_accepts(capsys, essai):
    code, out, err = run(capsys, "portail", essai)

    assert code == 0
    assert out.startswith(NAME.format(essai))
    assert "50 passages acceptés, 0 passage rejeté." in err
    assert f'accrochage accuse "{out.strip()}" --flux {essai}' in err


def test_portail_rejects_passages(capsys, essai):
    run(capsys, "portail", essai, "--registre", "registre.csv")
    code, out, err = run(
        capsys, "portail", essai, "--registre", "registre.csv", "--strict", "-o", "accuse.xml"
    )

    assert (code, out) == (1, "accuse.xml\n")
    assert "0 passage accepté, 50 déjà enregistrés, 0 passage rejeté." in err
    assert run(capsys, "accuse", "accuse.xml")[0] in {0, 1}


def test_portail_rejects_a_file(capsys, essai):
    code, _, err = run(capsys, "portail", essai, "--id-client", "99999999")

    assert code == 1
    assert "Le fichier est rejeté en entier (ligne" in err
    assert "Le certificateur « 00AGRAFE » n'est pas connu du portail" in err


def test_portail_for_another_program(capsys, essai):
    code, out, err = run(capsys, "portail", essai, "--json", "-o", "a.xml")
    answer = json.loads(out)

    assert (code, err, answer["valide"], answer["erreurs_fichier"]) == (0, "", True, [])
    assert (len(answer["ok"]), answer["ko"], answer["accuse"]) == (50, [], "a.xml")

    code, out, _ = run(capsys, "portail", essai, "--json", "--id-contrat", "X", "-o", "b.xml")
    (rejet,) = json.loads(out)["erreurs_fichier"]
    assert (code, rejet["type"]) == (1, "AGRAFE")


def test_portail_that_cannot_be(capsys, essai):
    assert run(capsys, "portail", "absent.xml")[0] == 3
    assert run(capsys, "portail", essai, "--population", "absente.csv")[0] == 3
    assert run(capsys, "portail", essai, "--version-format", "9.9.9")[0] == 2


def test_portail_says_apart_what_was_accepted_before(capsys, essai):
    run(capsys, "portail", essai, "--registre", "registre.csv", "-o", "a.xml")
    _, out, _ = run(capsys, "portail", essai, "--registre", "registre.csv", "--json", "-o", "b.xml")
    answer = json.loads(out)

    assert (answer["ok"], answer["ko"], len(answer["deja_en_base"])) == ([], [], 50)
    assert "existe déjà en base" in answer["deja_en_base"][0]["messages"][0]
    assert answer["id_traitement"].isdecimal()


def test_portail_never_replaces_a_file(capsys, essai, folder):
    (folder / "vrai.xml").write_text("le vrai accusé", encoding="utf-8")

    for sortie, said in (
        ("vrai.xml", "« vrai.xml » existe déjà."),
        ("jeu-essai.xlsx", "« jeu-essai.xlsx » doit finir par .xml"),
        ("nouveau/", "« nouveau » doit finir par .xml, ou être un dossier qui existe déjà."),
    ):
        code, _, err = run(capsys, "portail", essai, "-o", sortie)
        assert (code, said in err) == (2, True)
    assert (folder / "vrai.xml").read_text(encoding="utf-8") == "le vrai accusé"


@pytest.mark.usefixtures("essai")
def test_portail_does_not_take_a_workbook(capsys):
    code, out, err = run(capsys, "portail", "jeu-essai.xlsx")

    assert (code, out) == (2, "")
    assert err.endswith("Pour en faire un dépôt XML : accrochage generer jeu-essai.xlsx")


def test_says_how_to_invent_the_population_that_lacks(capsys):
    code, _, err = run(capsys, "jeu-essai", "--population", "mes gens.csv")

    assert (code, err.count("existe pas")) == (3, 1)
    assert err.endswith('accrochage population 100000 -o "mes gens.csv"')

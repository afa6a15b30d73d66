"""`accrochage accuse`, as a person and as a program use it."""

import json
import re
from importlib import import_module

import pytest

from accrochage.dictionnaire import RUBRIQUES
from corpus.xerces import CASES
from factories.accuses import AUCUN, DATE, a_rejection, accuse_file, an_accuse, deja

FIELDS = [
    *("nom_fichier", "id_flux", "id_traitement", "statut", "classeur_ko", "introuvables"),
    *("ok", "deja_en_base", "ko", "erreurs_fichier"),
]


@pytest.fixture
def write(folder):
    """Return a function that writes an accusé."""

    def write(content=None, **asked):
        return accuse_file(folder, content or an_accuse(**asked)).name

    return write


@pytest.fixture
def depot(accrochage, classeur, folder):
    """Return a deposit of three passages, AGR-0 to AGR-2."""
    arguments = ("generer", classeur({}, {}, {}), "-o", "depot", "--id-flux", "AGRAFE-1")
    assert accrochage(*arguments)[0] == 0
    return next((folder / "depot").iterdir()).relative_to(folder)


def spaced(text):
    """Return a report on one line."""
    return " ".join(text.split())


# --- For a person


def test_says_that_all_is_accepted(accrochage, write):
    code, out, err = accrochage("accuse", write(ok=["A", "B"]))

    assert (code, out) == (0, "")
    assert err == (
        "accuse.xml, traitement 67598, dépôt « depot.xml »\n"
        "2 passages traités : 2 acceptés, 0 rejeté.\n"
        "\n"
        "→ Ensuite\n"
        "  Rien à renvoyer. Gardez cet accusé avec le fichier déposé.\n"
    )


def test_an_accuse_that_says_nothing_is_no_success(accrochage, write):
    code, _, err = accrochage("accuse", write("<rapport><nomFichier>a.xml</nomFichier></rapport>"))

    assert code == 1
    assert "Cet accusé ne parle d'aucun passage. Téléchargez-le de nouveau" in spaced(err)
    assert "Rien à renvoyer" not in err


def test_gathers_what_is_rejected_by_cause(accrochage, write):
    ko = {"B": DATE, **{f"A-{rank}": AUCUN for rank in range(7)}, "D": deja("D"), "X": "Clos"}

    code, _, err = accrochage("accuse", write(ok=["C"], ko=ko))

    assert code == 1
    assert "11 passages traités : 1 accepté, 1 déjà enregistré, 9 rejetés." in err
    assert re.findall(r"  • (.+)", err) == [
        "Aucun titulaire reconnu, 7 passages  MSG-AUCUN-TITULAIRE",
        "Aucun titulaire né ce jour-là, 1 passage  MSG-AUCUN-TITULAIRE-DATE",
        "Message que nous ne connaissons pas encore, 1 passage  MSG-INCONNU",
        "Passage déjà enregistré, 1 passage  MSG-DEJA-EN-BASE",
    ]
    text = spaced(err)
    assert "Passages : A-0, A-1, A-2, A-3, A-4 et 2 autres" in text
    assert "À vérifier : Nom de naissance, Prénom, Sexe, Année de naissance." in text
    assert "Qui peut agir : vous, le titulaire." in text
    assert "Qui peut agir : vous, la Caisse des Dépôts." in text
    assert "« Clos » C'est un message que nous ne connaissons pas encore" in text
    assert "accrochage accuse accuse.xml --flux DEPOT.xml --ko a-reprendre.xlsx" in text
    assert "Ne déposez de nouveau que les 9 passages rejetés" in text
    assert "Au deuxième rejet d'un même passage, gardez les fichiers XML, les accusés" in text
    assert text.endswith("support.certificateurs@caissedesdepots.fr")


def test_says_what_an_accuse_leaves_out(accrochage, write):
    content = an_accuse(ko={"": ()}, nom_fichier=None).replace(b"<idTechnique></idTechnique>", b"")
    content = content.replace(b"</passage>", b"<messageErreur>Non</messageErreur></passage>")

    err = accrochage("accuse", write(content))[2]
    assert "Passages : (sans identifiant)" in err
    assert "Ne déposez de nouveau que le passage rejeté" in err

    err = accrochage(
        "accuse", write(b"<rapport><PassagesKO><idTechnique>A</idTechnique></PassagesKO></rapport>")
    )[2]
    assert err.startswith("accuse.xml\n1 passage traité : 0 accepté, 1 rejeté.\n")
    assert "L'accusé ne dit pas pourquoi." in err

    assert "Aucun passage dans cet accusé." in accrochage("accuse", write(an_accuse()))[2]


def test_does_not_name_more_causes_than_one_reads(accrochage, write):
    ko = {f"A-{rank}": f"Cause {'abcdefghijklmnopqrstuvwxyz'[rank]}" for rank in range(26)}

    assert "… et 6 autres : ajoutez --json pour tout voir." in accrochage("accuse", write(ko=ko))[2]


def test_gives_the_rejected_passages_back(accrochage, write, depot):
    name = write(ok=["AGR-0", "AGR-2"], ko={"AGR-1": AUCUN})

    code, out, err = accrochage("accuse", name, "--flux", depot, "--ko", "à reprendre.xlsx")

    assert (code, out) == (1, "à reprendre.xlsx\n")
    assert "✓ Passages rejetés, à reprendre\n    à reprendre.xlsx\n" in err
    assert '    accrochage generer "à reprendre.xlsx"\n' in err
    assert "DEPOT.xml" not in err
    code, _, err = accrochage("generer", "à reprendre.xlsx", "-o", "encore")
    assert code == 0
    assert "1 ligne lue, prête." in err


def test_says_which_deposit_it_was_given(accrochage, write, depot):
    err = accrochage("accuse", write(ok=["AGR-0", "AGR-2"], ko={"AGR-1": AUCUN}), "--flux", depot)[
        2
    ]

    assert f"accrochage accuse accuse.xml --flux {depot} --ko a-reprendre.xlsx" in err


def test_says_when_nothing_could_be_given_back(accrochage, write, classeur):
    err = accrochage(
        "accuse", write(ko={"X": AUCUN}), "--classeur", classeur({}), "--ko", "ko.xlsx"
    )[2]

    assert "! 1 passage rejeté dont les données n'ont pas été trouvées : X." in spaced(err)
    assert "ko.xlsx" not in err


def test_the_next_command_says_what_is_known_of_the_deposit(accrochage, write, folder):
    accuse = write(ko={"Z": AUCUN})
    assert "--flux DEPOT.xml --ko a-reprendre.xlsx" in accrochage("accuse", accuse)[2]

    (folder / "depot.xml").touch()
    assert "--flux depot.xml --ko a-reprendre.xlsx" in accrochage("accuse", accuse)[2]


def test_the_next_command_keeps_the_workbook(accrochage, write, classeur):
    path = classeur({})
    _, _, err = accrochage("accuse", write(ko={"Z": AUCUN}), "--classeur", path)

    assert f"accrochage accuse accuse.xml --classeur {path} --ko a-reprendre.xlsx\n" in err


def test_the_next_command_keeps_the_version(accrochage, write, classeur):
    path = classeur({})
    options = ("--classeur", path, "--ko", "ko", "--version-format", "1.1.2")
    _, _, err = accrochage("accuse", write(ko={"AGR-0": AUCUN}), *options)

    assert "    accrochage generer ko.xlsx --version-format 1.1.2\n" in err


def test_a_workbook_is_no_deposit(accrochage, write):
    assert accrochage("modele", "a.xlsx")[0] == 0
    code, _, err = accrochage("accuse", write(ok=["A"]), "--flux", "a.xlsx")

    assert (code, "donnez-le avec --classeur." in err) == (2, True)


def test_says_what_differs_from_the_deposit(accrochage, write, depot):
    name = write(ok=["AGR-0", "AGR-0", "X"])

    code, _, err = accrochage("accuse", name, "--flux", depot)

    assert code == 1
    text = spaced(err)
    assert "! L'accusé et le dépôt ne disent pas tout à fait la même chose" in text
    assert "• 2 passages du dépôt ne sont pas dans l'accusé : AGR-1, AGR-2." in text
    assert "• 1 passage de l'accusé n'est pas dans le dépôt : X." in text
    assert "• 1 passage y figure plusieurs fois : AGR-0." in text
    assert "demandez à la Caisse des Dépôts ce que sont devenus les passages sans réponse" in text


def test_says_nothing_when_the_deposit_agrees(accrochage, write, depot):
    code, _, err = accrochage("accuse", write(ok=["AGR-0", "AGR-1", "AGR-2"]), "--flux", depot)

    assert code == 0
    assert "même chose" not in err


def test_warns_of_a_deposit_made_again(accrochage, write, depot):
    name = write(ok=["AGR-0", "AGR-1", "AGR-2"], id_flux="AGRAFE-0")

    code, _, err = accrochage("accuse", name, "--flux", depot)

    assert code == 0
    assert "L'accusé répond au flux « AGRAFE-0 », ce dépôt est le flux « AGRAFE-1 »." in spaced(err)


# --- A rejected file


def rejection(name):
    case = next(case for case in CASES if case.name == name)
    return case, a_rejection(*((message, case.ligne, case.colonne) for message in case.messages))


def test_says_why_a_file_is_rejected(accrochage, write):
    case, content = rejection("énumération")

    code, _, err = accrochage("accuse", write(content))

    assert code == 1
    text = spaced(err)
    assert "Fichier rejeté en entier : aucun passage n'a été enregistré." in text
    assert "✗ 1 erreur dans le fichier • Ligne 7, colonne 869 : « Sexe » (sexe) : « Femme »" in text
    assert f"« {case.messages[0]} »" in text
    assert "cvc-type.3.1.3" not in text
    assert "accrochage accuse accuse.xml --flux DEPOT.xml" in text
    assert "déposez-le tout entier" in text


def test_says_where_it_points(accrochage, write, folder):
    case, content = rejection("énumération")
    accuse_file(folder, case.content, "mon-depot.xml")

    err = accrochage("accuse", write(content), "--flux", "mon-depot.xml")[2]

    assert "Ligne 7, colonne 869, passage AGR-1 :" in err
    assert "! Le fichier déposé s'appelait « depot.xml » : vérifiez" in err
    assert "DEPOT.xml" not in err


def test_says_what_it_does_not_know(accrochage, write):
    content = a_rejection(("", 0, 0), *((f"Refus {rank}", rank, 1) for rank in range(1, 25)))

    text = spaced(accrochage("accuse", write(content))[2])

    assert "• Dans le fichier : C'est un message que nous ne connaissons pas encore" in text
    assert "… et 5 autres" in text


# --- For a program


def test_answers_in_json(accrochage_json, write):
    code, answer = accrochage_json(
        "accuse", write(ok=["A"], ko={"B": [AUCUN, "Autre"], "C": deja("C")})
    )

    assert code == 1
    assert list(answer) == FIELDS
    assert (answer["id_flux"], answer["nom_fichier"]) == ("AGRAFE-1", "depot.xml")
    assert (answer["id_traitement"], answer["statut"]) == ("67598", "traite_avec_erreurs")
    assert (answer["ok"], answer["erreurs_fichier"]) == (["A"], [])
    (ko,) = answer["ko"]
    assert ko.pop("explication").startswith("La Caisse des Dépôts n'a trouvé personne")
    assert ko == {
        "id_technique": "B",
        "messages": [AUCUN, "Autre"],
        "codes_erreur": [],
        "code": "MSG-AUCUN-TITULAIRE",
        "a_verifier": ["nomNaissance", "prenom1", "sexe", "anneeNaissance"],
        "acteur": ["certificateur", "titulaire"],
    }
    assert [one["code"] for one in answer["deja_en_base"]] == ["MSG-DEJA-EN-BASE"]


def test_answers_beside_the_deposit(accrochage_json, write, depot):
    name = write(ok=["AGR-0", "AGR-0", "X"], ko={"AGR-1": AUCUN})

    answer = accrochage_json("accuse", name, "--flux", depot, "--ko", "ko.xlsx")[1]

    assert list(answer) == [
        *FIELDS[:6],
        "id_flux_depot",
        *FIELDS[6:],
        *("inconnus", "manquants", "doublons"),
    ]
    assert (answer["inconnus"], answer["manquants"]) == (["X"], ["AGR-2"])
    assert (answer["doublons"], answer["id_flux_depot"]) == (["AGR-0"], "AGRAFE-1")
    assert answer["classeur_ko"] == "ko.xlsx"


def test_answers_for_a_rejected_file(accrochage_json, write, folder):
    case, content = rejection("autre ordre, plusieurs lignes")
    accuse_file(folder, case.content, "depot.xml")

    code, answer = accrochage_json("accuse", write(content), "--flux", "depot.xml")

    assert (code, answer["statut"], answer["id_flux"]) == (1, "rejete", None)
    first = answer["erreurs_fichier"][0]
    assert "Homme" in first.pop("explication")
    assert first == {
        "type": "XSD",
        "message": case.messages[0],
        "ligne": 17,
        "colonne": 33,
        "id_technique": "AGR-2",
        "rubrique": "sexe",
    }
    assert first["rubrique"] in RUBRIQUES


def test_writes_a_passage_a_line(accrochage, write):
    out = accrochage("accuse", write(ok=["A", "B"]), "--json")[1]

    assert out.splitlines()[1:4] == ['"ok": [', '"A",', '"B"],']
    assert json.loads(out)["ok"] == ["A", "B"]


# --- What cannot be


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "est vide"),
        (b"PK\x03\x04", "un classeur Excel"),
        ("<flux/>", "un dépôt, celui que l'on envoie"),
    ],
)
def test_says_that_a_file_is_no_accuse(accrochage, accrochage_json, folder, content, sentence):
    accuse_file(folder, content)

    code, _, err = accrochage("accuse", "accuse.xml")
    assert (code, sentence in err) == (3, True)
    code, answer = accrochage_json("accuse", "accuse.xml")
    assert (code, sentence in answer["erreur"]) == (3, True)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--ko", "ko.xlsx"], "donnez aussi le fichier déposé (--flux DEPOT.xml)"),
        (["--ko", "ko.csv"], "« ko.csv » doit finir par .xlsx"),
        (["--ko", "titulaires.csv.xlsx", "--classeur", "titulaires.csv"], "existe déjà"),
        (["--version-format", "9"], "inconnue"),
        (["--flux", "autre.xml"], "n'est pas celui de « autre.xml »"),
    ],
)
def test_says_what_to_give(accrochage, write, folder, depot, arguments, sentence):
    (folder / "titulaires.csv.xlsx").touch()
    (folder / depot).rename(folder / "autre.xml")

    code, _, err = accrochage("accuse", write(ko={"Z": AUCUN}), *arguments)

    assert (code, sentence in spaced(err)) == (2, True), err


# --- The example that ships


def test_the_shipped_accuse_is_the_one_that_the_script_writes(root, monkeypatch):
    monkeypatch.syspath_prepend(root / "scripts")
    script = import_module("exemple_accuse")

    shipped = (root / "exemples" / "accuse.xml").read_text(encoding="utf-8")
    assert shipped == script.make_accuse(), "run make goldens"


def test_the_shipped_accuse_answers_the_deposit_of_the_shipped_workbook(
    root, folder, accrochage, accrochage_json
):
    instant = ("--id-flux", "exemple-2026-07", "--horodatage", "2026-07-03T14:05:00+02:00")
    accrochage("generer", root / "exemples" / "exemple.xlsx", "-o", "depot", *instant)
    depot = "depot/accrochage-00AGRAFE-20260703-140500.xml"

    code, answer = accrochage_json("accuse", root / "exemples" / "accuse.xml", "--flux", depot)

    assert code == 1
    assert answer["nom_fichier"] == (folder / depot).name
    assert answer["id_flux_depot"] == answer["id_flux"]
    assert [answer[name] for name in ("inconnus", "manquants", "doublons")] == [[], [], []]
    assert (len(answer["ok"]), len(answer["deja_en_base"]), len(answer["ko"])) == (61, 1, 4)

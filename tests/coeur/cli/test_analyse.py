"""Every way of misusing the command is told in French, and none in English."""

import re

import pytest

from accrochage import __version__
from accrochage.cli import main
from accrochage.cli.analyse import build_parser, parse
from accrochage.cli.grammaire.classeurs import DEFAULT_MODELE
from accrochage.cli.traduction import french
from accrochage.dictionnaire import DEFAULT_VERSION

ENGLISH = re.compile(
    r"\b(usage|error|argument \S+:|expected|required|invalid|choose|unrecognized|show|this|help message|options:|"
    r"positional|optional|ambiguous|could|one of|the following|ignored|explicit)\b",
    re.IGNORECASE,
)
COMMANDS = [
    *("modele", "generer", "verifier", "correspondance", "prevoir", "accuse", "convertir"),
    *(
        "supprimer",
        "portail",
        "population",
        "jeu-essai",
        "schema",
        "schema lister",
        "schema ajouter",
    ),
]


def in_english(text):
    """Return the English words of a text, French words spelt alike and « [options] » left out."""
    return ENGLISH.findall(text.replace("[options]", "").replace("Argument", ""))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["generer"], "Argument obligatoire manquant : CLASSEUR."),
        (["verifier"], "Argument obligatoire manquant : FICHIER."),
        (["schema", "ajouter"], "Argument obligatoire manquant : FICHIER.xsd."),
        (["generer", "a.csv", "-o"], "L'option -o attend une valeur."),
        (["generer", "a.csv", "--code", "--json"], "L'option --code attend une valeur."),
        (
            ["generer", "a.csv", "--json=3"],
            "L'option --json ne prend pas de valeur : retirez « 3 ».",
        ),
        (
            ["generer", "a.csv", "--ecartr"],
            "Option inconnue : --ecartr. Vouliez-vous écrire --ecarter ?",
        ),
        (
            ["verifier", "a.csv", "--id-flux=X"],
            "Option inconnue : --id-flux. Vouliez-vous écrire --id-client ?",
        ),
        (["modele", "--zzz"], "Option inconnue : --zzz."),
        (["--zzz"], "Option inconnue : --zzz."),
        (
            ["--json", "generer", "a.csv"],
            "L'option --json se place après le nom de la commande.",
        ),
        (["generer", "a.csv", "--eca"], "Option inconnue : --eca. Vouliez-vous écrire --ecarter ?"),
        (
            ["generer", "mon", "classeur.csv"],
            "Argument en trop : « classeur.csv ». Un nom qui contient des espaces s'écrit entre guillemets droits.",
        ),
        (
            ["generr", "a.csv"],
            (
                "Commande inconnue : « generr ». Vouliez-vous écrire generer ? "
                "Commandes : modele, generer, verifier, correspondance, prevoir, accuse, convertir, supprimer, portail, population, jeu-essai, schema."
            ),
        ),
        (
            ["xyz"],
            "Commande inconnue : « xyz ». Commandes : modele, generer, verifier, correspondance, prevoir, accuse, convertir, supprimer, portail, population, jeu-essai, schema.",
        ),
        (
            ["schema", "liste"],
            "Commande inconnue : « liste ». Vouliez-vous écrire lister ? Commandes : lister, ajouter.",
        ),
    ],
)
def test_refuses_misuse_in_french(refusal, arguments, sentence):
    assert refusal(parse, arguments) == sentence
    assert in_english(sentence) == []


def test_says_how_the_command_is_written(accrochage):
    code, out, err = accrochage("generer")

    assert code == 2
    assert out == ""
    assert err == (
        "Argument obligatoire manquant : CLASSEUR.\n"
        "Utilisation : accrochage generer CLASSEUR [options]\n"
        "Aide : accrochage generer --help\n"
    )


@pytest.mark.parametrize(
    "message",
    [
        "argument --code: expected 3 arguments",
        "one of the arguments -a -b is required",
        "ambiguous option: --id could match --id-flux, --id-client",
        "anything that a later Python may say",
    ],
)
def test_never_shows_a_sentence_that_it_cannot_translate(message):
    assert french(message) == "La commande n'est pas comprise."


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_the_help_is_in_french(accrochage, command):
    code, out, err = accrochage(*command.split(), "--help")

    assert (code, err) == (0, "")
    assert out.startswith(f"Utilisation : accrochage {command}".rstrip())
    assert "-h, --help" in out
    assert "affiche cette aide" in out
    assert in_english(out) == []


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_the_help_fits_the_width(accrochage, monkeypatch, command):
    monkeypatch.setenv("COLUMNS", "84")

    _, out, _ = accrochage(*command.split(), "-h")

    assert max(map(len, out.splitlines())) <= 84


def test_the_help_names_the_defaults_of_the_core(accrochage):
    _, out, _ = accrochage("generer", "--help")
    flat = " ".join(out.split())

    assert f"sinon {DEFAULT_VERSION}" in flat
    for code in ("0", "1", "2", "3", "130"):
        assert re.search(rf"^  {code} +\w", out, re.MULTILINE)


def test_alone_it_prints_the_help_and_is_a_misuse(accrochage):
    code, out, err = accrochage()

    assert (code, out) == (2, "")
    assert err.startswith("Utilisation : accrochage COMMANDE")
    assert re.search(r"generer +contrôle un classeur", err)


def test_schema_alone_prints_its_own_help(accrochage):
    code, out, err = accrochage("schema")

    assert (code, out) == (2, "")
    assert "lister    liste les versions connues" in err


def test_says_its_version(accrochage):
    assert accrochage("--version") == (0, f"accrochage {__version__}\n", "")


def test_takes_the_arguments_of_the_process_by_default(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["accrochage", "--version"])

    assert main() == 0
    assert capsys.readouterr().out == f"accrochage {__version__}\n"


def test_options_have_their_defaults():
    namespace = parse(["generer", "a.csv"])

    assert namespace.command == "generer"
    assert namespace.fichier == "a.csv"
    given = {name: value for name, value in vars(namespace).items() if value not in (None, False)}
    assert given.keys() == {"command", "fichier", "parser"}
    assert parse(["modele"]).sortie == DEFAULT_MODELE


@pytest.mark.parametrize(
    ("columns", "terminal", "width"),
    [
        ("60", None, 60),
        ("300", None, 100),
        ("0", 70, 70),
        ("", 0, 80),
        ("large", 250, 100),
        ("", None, 80),
    ],
)
def test_finds_the_width_of_the_help(monkeypatch, columns, terminal, width):
    def get_terminal_size():
        if terminal is None:
            raise OSError
        return type("Size", (), {"columns": terminal})

    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setattr("os.get_terminal_size", get_terminal_size)

    lines = build_parser().parse_args(["generer", "x"]).parser.format_help().splitlines()

    wrapped = [line for line in lines if line.startswith(" " * 26)]
    assert width - 12 < max(map(len, wrapped)) <= width

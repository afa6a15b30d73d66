"""The grammar of `portail`, `population` and `jeu-essai`."""

from __future__ import annotations

from accrochage.cli.grammaire.sections import (
    add_help,
    add_json,
    add_version_format,
    exit_codes,
    on_screen,
)

TYPE_CHECKING = False  # of typing, which takes longer to import than the help to come
if TYPE_CHECKING:
    from typing import Final

    from accrochage.cli.analyseur import Adder
    from accrochage.cli.grammaire.sections import Command

DEFAULT_POPULATION: Final = "population.csv"
DEFAULT_CLASSEUR: Final = "jeu-essai.xlsx"
DEFAULT_VERITE: Final = "verite.csv"
DEFAULT_GRAINE: Final = "agrafe"

_INVENTED: Final = f"""\
Personne n'existe dans ces fichiers : noms, dates, lieux et NIR sont inventés.
Ne les déposez pas à la Caisse des Dépôts. Un fichier qui existe déjà n'est
jamais remplacé.

{exit_codes("tout est écrit")}"""
_PORTAIL_CODES: Final = exit_codes(
    "tous les passages sont acceptés", "des passages, ou le fichier entier, sont rejetés"
)
_PORTAIL_NOTES: Final = f"""\
Le portail de répétition joue le rôle de la Caisse des Dépôts, sur votre
ordinateur et sur des gens inventés. Il suit ce qu'elle publie de ses contrôles ;
sur de vraies personnes, il ne prédit rien. Un accusé qui existe déjà n'est
jamais remplacé.

{on_screen(_PORTAIL_CODES)}"""


def declare(command: Command) -> None:
    """Add the three commands."""
    _portail(command)
    _population(command)
    _jeu_essai(command)


def _portail(command: Command) -> None:
    parser = command(
        "portail",
        usage="accrochage portail DEPOT.xml [options]",
        help="répète un dépôt : rend l'accusé que la Caisse des Dépôts rendrait, sur des gens inventés",
        description=(
            "Répète un dépôt : contrôle un fichier XML comme la Caisse des Dépôts, et écrit\n"
            "son accusé de traitement."
        ),
        epilog=_PORTAIL_NOTES,
    )
    parser.set_defaults(command="portail")
    parser.section("Fichier")("fichier", metavar="DEPOT.xml", help="le fichier XML à déposer")
    add = parser.section("Ce que le portail connaît")
    add(
        "--population",
        metavar="POPULATION.csv",
        default=DEFAULT_POPULATION,
        help=f"les personnes inventées (sinon {DEFAULT_POPULATION})",
    )
    add(
        "--registre",
        metavar="REGISTRE.csv",
        help="passages déjà acceptés, tenu d'une répétition à l'autre (sinon aucun)",
    )
    add("--id-client", metavar="ID", help="seul certificateur admis (sinon tous)")
    add("--id-contrat", metavar="ID", help="seul contrat admis (sinon tous)")
    add("--id-client-emetteur", metavar="ID", help="seul émetteur admis (sinon tous)")
    add(
        "--strict",
        action="store_true",
        help="compare les noms lettre à lettre, au lieu d'ignorer accents, casse et traits d'union",
    )
    add = parser.section("Ce qui est écrit")
    add(
        "-o",
        metavar="ACCUSE.xml",
        dest="accuse",
        help="accusé à écrire, ou son dossier (sinon le dossier courant, sous le nom que donne la Caisse des Dépôts)",
    )
    add = add_help(parser)
    add_version_format(add)
    add_json(add)


def _population(command: Command) -> None:
    parser = command(
        "population",
        usage="accrochage population N [options]",
        help="invente des personnes, réparties comme celles de France",
        description=(
            "Invente des personnes, réparties comme celles de France, pour le portail de\n"
            "répétition."
        ),
        epilog=_INVENTED,
    )
    parser.set_defaults(command="population")
    parser.section("Personnes")("nombre", metavar="N", help="combien, 100 000 par exemple")
    add = parser.section("Ce qui est écrit")
    add(
        "-o",
        metavar="POPULATION.csv",
        dest="population",
        default=DEFAULT_POPULATION,
        help=f"fichier à écrire (sinon {DEFAULT_POPULATION})",
    )
    _add_graine(add)
    add_help(parser)


def _jeu_essai(command: Command) -> None:
    parser = command(
        "jeu-essai",
        usage="accrochage jeu-essai [options]",
        help="tire d'une population un classeur avec des fautes, et la liste de ces fautes",
        description=(
            "Tire d'une population inventée un classeur de titulaires où des lignes sont\n"
            "fautives, et écrit à part ce qui est faux et ce qui serait juste."
        ),
        epilog=_INVENTED,
    )
    parser.set_defaults(command="jeu-essai")
    add = parser.section("Ce qui est tiré")
    add(
        "--population",
        metavar="POPULATION.csv",
        default=DEFAULT_POPULATION,
        help=f"les personnes inventées (sinon {DEFAULT_POPULATION})",
    )
    add("-n", metavar="N", dest="nombre", default="1000", help="nombre de lignes (sinon 1000)")
    add(
        "--fautes",
        metavar="POUR-CENT",
        default="20",
        help="part des lignes fautives, en pour cent (sinon 20)",
    )
    add(
        "--nir",
        metavar="POUR-CENT",
        default="0",
        help="part des lignes qui donnent aussi le NIR, en pour cent (sinon 0)",
    )
    _add_graine(add)
    add = parser.section("Ce qui est écrit")
    add(
        "-o",
        metavar="CLASSEUR",
        dest="classeur",
        default=DEFAULT_CLASSEUR,
        help=f"classeur à écrire, .xlsx ou .csv (sinon {DEFAULT_CLASSEUR})",
    )
    add(
        "--verite",
        metavar="VERITE.csv",
        default=DEFAULT_VERITE,
        help=f"liste des fautes et de ce qui serait juste (sinon {DEFAULT_VERITE})",
    )
    add_help(parser)


def _add_graine(add: Adder) -> None:
    add(
        "--graine",
        metavar="TEXTE",
        default=DEFAULT_GRAINE,
        help=f"la même graine redonne le même fichier (sinon {DEFAULT_GRAINE})",
    )

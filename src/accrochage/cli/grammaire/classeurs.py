"""The grammar of `modele`, `generer` and `verifier`."""

from __future__ import annotations

from accrochage.cli.grammaire.sections import (
    EXIT_CODES,
    add_annoter,
    add_corriger,
    add_folder,
    add_help,
    add_json,
    add_limits,
    add_reading,
    add_version_format,
    exit_codes,
    on_screen,
)

TYPE_CHECKING = False  # of typing, which takes longer to import than the help to come
if TYPE_CHECKING:
    from typing import Final

    from accrochage.cli.grammaire.sections import Command

DEFAULT_MODELE: Final = "modele-accrochage.xlsx"

_MODELE_NOTES: Final = f"""\
Un fichier qui existe déjà n'est jamais remplacé.

{exit_codes("le classeur est écrit")}"""
_GENERER_NOTES: Final = f"""\
Le compte rendu s'affiche à l'écran (sortie d'erreur). Quand la sortie standard
n'est pas un écran, elle reçoit le chemin de chaque fichier XML écrit, un par
ligne ; avec --json, un seul objet JSON, et rien d'autre.

{EXIT_CODES}"""


def declare(command: Command) -> None:
    """Add the three commands."""
    _modele(command)
    _generer(command)
    _verifier(command)


def _modele(command: Command) -> None:
    parser = command(
        "modele",
        usage="accrochage modele [SORTIE.xlsx] [options]",
        help="écrit un classeur Excel vierge et commenté, à remplir",
        description="Écrit un classeur Excel vierge et commenté : une ligne par personne certifiée.",
        epilog=_MODELE_NOTES,
    )
    parser.set_defaults(command="modele")
    parser.section("Fichier")(
        "sortie",
        metavar="SORTIE.xlsx",
        nargs="?",
        default=DEFAULT_MODELE,
        help=f"nom du classeur à écrire (sinon {DEFAULT_MODELE})",
    )
    add_version_format(add_help(parser))


def _generer(command: Command) -> None:
    parser = command(
        "generer",
        usage="accrochage generer CLASSEUR [options]",
        help="contrôle un classeur et écrit le fichier XML à déposer",
        description=(
            "Contrôle un classeur et écrit le fichier XML à déposer à la Caisse des Dépôts.\n"
            "S'il reste une erreur, rien n'est écrit et chacune est expliquée."
        ),
        epilog=_GENERER_NOTES,
    )
    parser.set_defaults(command="generer")
    add = parser.section("Fichier")
    add("fichier", metavar="CLASSEUR", help="le classeur : .xlsx, .xlsm, .xls, .ods ou .csv")
    add = parser.section("Ce qui est écrit")
    add_folder(add)
    add(
        "--ecarter",
        action="store_true",
        help="dépose les lignes justes et rend les autres dans a-corriger.xlsx, au lieu de ne rien écrire",
    )
    add_annoter(add)
    add_limits(add)
    add_corriger(parser)
    add_reading(parser)
    add = add_help(parser)
    add_version_format(add)
    add_json(add)


def _verifier(command: Command) -> None:
    parser = command(
        "verifier",
        usage="accrochage verifier FICHIER [options]",
        help="contrôle un classeur ou un fichier XML, sans rien écrire",
        description="Contrôle un classeur, ou un fichier XML déjà fait, sans écrire de dépôt.",
        epilog=on_screen(EXIT_CODES),
    )
    parser.set_defaults(command="verifier")
    parser.section("Fichier")(
        "fichier",
        metavar="FICHIER",
        help="un classeur (.xlsx, .xlsm, .xls, .ods, .csv) ou un dépôt (.xml)",
    )
    add_annoter(parser.section("Ce qui est écrit"))
    add_corriger(parser)
    add_reading(parser)
    add = add_help(parser)
    add_version_format(add)
    add_json(add)

"""The grammar of `convertir`."""

from __future__ import annotations

from accrochage.cli.grammaire.sections import add_help, add_json, exit_codes

TYPE_CHECKING = False  # of typing, which takes longer to import than the help to come
if TYPE_CHECKING:
    from typing import Final

    from accrochage.cli.grammaire.sections import Command

_NOTES: Final = f"""\
Les valeurs fautives sont reprises telles quelles, pour être corrigées. Un
fichier qui existe déjà n'est jamais remplacé.

{exit_codes("le classeur est écrit")}"""


def declare(command: Command) -> None:
    """Add the command."""
    parser = command(
        "convertir",
        usage="accrochage convertir DEPOT.xml… [options]",
        help="fait d'un dépôt XML un classeur, à relire ou à corriger",
        description=(
            "Fait d'un dépôt XML, d'Agrafe ou d'un autre logiciel, un classeur Excel à relire\n"
            "ou à corriger. Plusieurs dépôts donnés ensemble font un seul classeur."
        ),
        epilog=_NOTES,
    )
    parser.set_defaults(command="convertir")
    parser.section("Fichier")(
        "fichiers", metavar="DEPOT.xml", nargs="+", help="le dépôt, ou ses parties (-001, -002…)"
    )
    parser.section("Ce qui est écrit")(
        "-o",
        metavar="CLASSEUR.xlsx",
        dest="sortie",
        help="nom du classeur à écrire (sinon celui du dépôt, dans le dossier courant)",
    )
    add = add_help(parser)
    add(
        "--version-format",
        metavar="V",
        help="version du format à laquelle le classeur est destiné (sinon celle du dépôt)",
    )
    add_json(add)

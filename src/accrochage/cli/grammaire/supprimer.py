"""The grammar of `supprimer`."""

from __future__ import annotations

from accrochage.cli.grammaire.sections import (
    EXIT_CODES,
    add_folder,
    add_help,
    add_json,
    add_limits,
    add_reading,
    add_version_format,
)

TYPE_CHECKING = False  # of typing, which takes longer to import than the help to come
if TYPE_CHECKING:
    from typing import Final

    from accrochage.cli.grammaire.sections import Command

_NOTES: Final = f"""\
Ce que la Caisse des Dépôts attend dans un tel fichier n'est pas publié : Agrafe
y met les passages entiers. Demandez confirmation au support des certificateurs
avant de le déposer. Rien n'est retiré tant que le fichier n'est pas déposé.

{EXIT_CODES}"""


def declare(command: Command) -> None:
    """Add the command."""
    parser = command(
        "supprimer",
        usage="accrochage supprimer SOURCE… (--liste … | --id … | --tout) [options]",
        help="écrit le fichier XML qui retire des passages déjà déposés",
        description=(
            "Écrit le fichier XML (action SUPPRESSION) qui retire des passages déjà déposés.\n"
            "Si un seul des passages demandés est introuvable, rien n'est écrit."
        ),
        epilog=_NOTES,
    )
    parser.set_defaults(command="supprimer")
    parser.section("Fichier")(
        "fichiers",
        metavar="SOURCE",
        nargs="*",
        help="le dépôt XML qui a créé les passages (ou plusieurs), ou leur classeur",
    )
    add = parser.section("Les passages à retirer")
    add(
        "--liste",
        metavar="IDS.txt",
        help="liste de leurs identifiants techniques, un par ligne : texte, CSV ou classeur (- : l'entrée standard)",
    )
    add(
        "--id",
        metavar="ID",
        dest="ids",
        action="append",
        help="identifiant technique d'un passage ; répétez l'option pour plusieurs",
    )
    add("--tout", action="store_true", help="tous les passages de la source")
    add = parser.section("Ce qui est écrit")
    add_folder(add)
    add_limits(add)
    add_reading(parser)
    add = add_help(parser)
    add_version_format(add)
    add_json(add)

"""The grammar of `prevoir`."""

from __future__ import annotations

from accrochage.cli.grammaire.sections import (
    add_corriger,
    add_help,
    add_json,
    add_reading,
    add_version_format,
    exit_codes,
    on_screen,
)

TYPE_CHECKING = False  # of typing, which takes longer to import than the help to come
if TYPE_CHECKING:
    from typing import Final

    from accrochage.cli.grammaire.sections import Command

_CODES: Final = exit_codes(
    "aucun rejet n'est probable", "au moins un passage sera probablement rejeté"
)
_NOTES: Final = f"""\
C'est une prévision, pas une promesse : elle suit les trois étapes que la Caisse
des Dépôts publie, sans connaître le registre des personnes qu'elle consulte.

{on_screen(_CODES)}"""


def declare(command: Command) -> None:
    """Add the command."""
    parser = command(
        "prevoir",
        usage="accrochage prevoir CLASSEUR [options]",
        help="dit, avant le dépôt, quels passages risquent d'être rejetés, et pourquoi",
        description=(
            "Dit, avant le dépôt, quels passages la Caisse des Dépôts risque de rejeter, et\n"
            "pourquoi."
        ),
        epilog=_NOTES,
    )
    parser.set_defaults(command="prevoir")
    parser.section("Fichier")(
        "fichier", metavar="CLASSEUR", help="le classeur : .xlsx, .xlsm, .xls, .ods ou .csv"
    )
    add_corriger(parser)
    add_reading(parser)
    add = add_help(parser)
    add_version_format(add)
    add_json(add)

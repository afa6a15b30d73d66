"""The grammar of the command line, in French throughout.

Nothing heavy is imported here: the help must come at once. Values are checked by `demandes`, once a command is chosen.
"""

from __future__ import annotations

from accrochage import __version__
from accrochage.cli.analyseur import Analyseur
from accrochage.cli.grammaire import (
    accuse,
    classeurs,
    convertir,
    correspondance,
    portail,
    prevoir,
    schemas,
    supprimer,
)
from accrochage.cli.grammaire.classeurs import DEFAULT_MODELE
from accrochage.cli.grammaire.sections import add_help

TYPE_CHECKING = False  # of typing, which takes longer to import than the help to come
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence
    from typing import Final

_DESCRIPTION: Final = """\
Agrafe prépare vos dépôts à la Caisse des Dépôts : du classeur de vos titulaires
au fichier XML de l'accrochage. Rien ne quitte votre ordinateur."""
_START: Final = f"""\
Pour commencer :
  accrochage modele                             écrit un classeur à remplir
  accrochage generer {DEFAULT_MODELE}     écrit le fichier XML à déposer

L'aide d'une commande : accrochage generer --help"""


def parse(arguments: Sequence[str]) -> Namespace:
    """Read the command line.

    Returns:
        The values; `command` is None when none was chosen, `parser` is the parser of the chosen command.

    Raises:
        UsageError: It is not written as it should be.
        SystemExit: The help or the version was asked for, and was printed.
    """
    namespace, extra = build_parser().parse_known_args(arguments)
    if extra:
        namespace.parser.refuse_unknown(extra)
    return namespace


def build_parser() -> Analyseur:
    """Return the parser of the whole command."""
    parser = Analyseur(
        prog="accrochage",
        usage="accrochage COMMANDE …",
        description=_DESCRIPTION,
        epilog=_START,
    )
    parser.set_defaults(command=None)
    command = parser.commands()
    for grammaire in (
        classeurs,
        correspondance,
        prevoir,
        accuse,
        convertir,
        supprimer,
        portail,
        schemas,
    ):
        grammaire.declare(command)
    add_help(parser)(
        "--version",
        action="version",
        version=f"accrochage {__version__}",
        help="affiche la version d'Agrafe",
    )
    return parser

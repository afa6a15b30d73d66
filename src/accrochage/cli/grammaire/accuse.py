"""The grammar of `accuse`."""

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

    from accrochage.cli.grammaire.sections import Command

DEFAULT_KO: Final = "a-reprendre.xlsx"

_CODES: Final = exit_codes(
    "tous les passages sont enregistrés", "des passages, ou le fichier entier, sont rejetés"
)


def declare(command: Command) -> None:
    """Add the command."""
    parser = command(
        "accuse",
        usage="accrochage accuse ACCUSE.xml [options]",
        help="explique un accusé de traitement, et rend les passages rejetés dans un classeur",
        description=(
            "Explique un accusé de traitement de la Caisse des Dépôts : ce qui est accepté,\n"
            "ce qui est rejeté et pourquoi, ce qu'il faut vérifier."
        ),
        epilog=on_screen(_CODES),
    )
    parser.set_defaults(command="accuse")
    parser.section("Fichier")(
        "fichier", metavar="ACCUSE.xml", help="l'accusé de traitement, tel que le portail le donne"
    )
    add = parser.section("Ce qui a été déposé")
    add(
        "--flux",
        metavar="DEPOT.xml",
        help="le fichier déposé : l'accusé en est rapproché, et chaque erreur y est située",
    )
    add(
        "--classeur",
        metavar="CLASSEUR",
        help="le classeur dont il vient : les passages rejetés y sont repris",
    )
    add("--feuille", metavar="NOM", help="feuille du classeur à lire (sinon Agrafe choisit)")
    add = parser.section("Ce qui est écrit")
    add(
        "--ko",
        metavar="KO.xlsx",
        help="classeur des passages rejetés, prêt à corriger ; demande --flux ou --classeur",
    )
    add = add_help(parser)
    add_version_format(add)
    add_json(add)

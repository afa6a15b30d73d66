"""The grammar of `correspondance`."""

from __future__ import annotations

from accrochage.cli.grammaire.sections import add_help, add_json, exit_codes

TYPE_CHECKING = False  # of typing, which takes longer to import than the help to come
if TYPE_CHECKING:
    from typing import Final

    from accrochage.cli.grammaire.sections import Command

DEFAULT_CORRESPONDANCE: Final = "correspondance.toml"

_NOTES: Final = f"""\
Le fichier écrit est un petit texte à relire : une ligne par colonne. Il sert
ensuite ainsi :
  accrochage generer CLASSEUR --correspondance {DEFAULT_CORRESPONDANCE}
Un fichier qui existe déjà n'est jamais remplacé. Aucune valeur de votre classeur
n'y figure, seulement les titres.

{exit_codes("la proposition est faite")}"""


def declare(command: Command) -> None:
    """Add the command."""
    parser = command(
        "correspondance",
        usage="accrochage correspondance CLASSEUR [options]",
        help="propose ce que contiennent les colonnes d'un classeur aux titres inconnus",
        description=(
            "Propose ce que contient chaque colonne d'un classeur dont les titres ne sont pas\n"
            "ceux du modèle, d'après son titre et son contenu, et l'écrit dans un fichier à\n"
            "relire."
        ),
        epilog=_NOTES,
    )
    parser.set_defaults(command="correspondance")
    add = parser.section("Fichier")
    add("fichier", metavar="CLASSEUR", help="le classeur : .xlsx, .xlsm, .xls, .ods ou .csv")
    add("--feuille", metavar="NOM", help="feuille à lire (sinon Agrafe choisit)")
    parser.section("Ce qui est écrit")(
        "-o",
        metavar="FICHIER.toml",
        dest="sortie",
        help=f"nom du fichier à écrire (sinon {DEFAULT_CORRESPONDANCE} ; avec --json, rien)",
    )
    add_json(add_help(parser))

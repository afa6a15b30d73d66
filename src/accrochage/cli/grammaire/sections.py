"""What the help of several commands says alike."""

from __future__ import annotations

TYPE_CHECKING = False  # of typing, which takes longer to import than the help to come
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Final

    from accrochage.cli.analyseur import Adder, Analyseur

    # Adds a command to the grammar, as `add_parser` does.
    Command = Callable[..., Analyseur]

EXIT_CODES: Final = """\
Code de sortie :
  0    tout est prêt
  1    il reste au moins une erreur à corriger
  2    commande, réglage ou dossier à revoir
  3    fichier illisible
  130  arrêt demandé (Ctrl+C)"""
ON_SCREEN: Final = f"""\
Le compte rendu s'affiche à l'écran (sortie d'erreur). Avec --json, la sortie
standard reçoit un seul objet JSON, et rien d'autre.

{EXIT_CODES}"""
"""What the help of a command that only reports ends with."""


def add_reading(parser: Analyseur) -> None:
    """Open the section of what a workbook may lack."""
    add = parser.section("Ce que le classeur ne dit pas")
    add("--feuille", metavar="NOM", help="feuille à lire (sinon Agrafe choisit)")
    add("--id-client", metavar="ID", help="identifiant client du certificateur (BCR), 8 caractères")
    add("--id-contrat", metavar="ID", help="numéro de contrat du certificateur")
    add(
        "--id-client-emetteur",
        metavar="ID",
        help="identifiant client de celui qui dépose, s'il n'est pas le certificateur",
    )
    add("--nature-deposant", metavar="NATURE", help="CERTIFICATEUR ou TIERS_CONFIANCE")
    add("--type", metavar="TYPE", help="répertoire de la certification : RNCP ou RS")
    add("--code", metavar="CODE", help="code de la certification, comme RNCP35726")


def add_corriger(parser: Analyseur) -> None:
    """Open the section of what Agrafe may do about faults."""
    parser.section("Ce qui est corrigé")(
        "--corriger",
        action="store_true",
        help="applique les corrections sûres, et les montre toutes ; votre classeur reste tel quel",
    )


def add_help(parser: Analyseur) -> Adder:
    """Open the last section of the help, with the help itself in it."""
    add = parser.section("Options")
    add("-h", "--help", action="help", help="affiche cette aide")
    return add


def add_json(add: Adder) -> None:
    """Add `--json`."""
    add("--json", action="store_true", help="répond en JSON, pour un autre programme")


def add_version_format(add: Adder) -> None:
    """Add `--version-format`."""
    add(
        "--version-format",
        metavar="V",
        help=(
            "version du format de la Caisse des Dépôts ; sinon celle de la variable ACCROCHAGE_VERSION_FORMAT, "
            "sinon celle du fichier de réglages (voir « accrochage schema lister »), sinon 1.1.5"
        ),
    )

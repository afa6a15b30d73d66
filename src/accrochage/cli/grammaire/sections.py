"""What the help of several commands says alike."""

from __future__ import annotations

TYPE_CHECKING = False  # of typing, which takes longer to import than the help to come
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Final

    from accrochage.cli.analyseur import Adder, Analyseur

    # Adds a command to the grammar, as `add_parser` does.
    Command = Callable[..., Analyseur]


def exit_codes(done: str, left: str = "") -> str:
    """Return what the help says of the exit codes.

    Args:
        done: What 0 means.
        left: What 1 means; empty for a command that never gives it.
    """
    codes = {0: done, 1: left, 2: "commande, réglage ou dossier à revoir", 3: "fichier illisible"}
    codes[130] = "arrêt demandé (Ctrl+C)"
    said = (f"  {code:<3}  {meaning}" for code, meaning in codes.items() if meaning)
    return "\n".join(["Code de sortie :", *said])


def on_screen(codes: str) -> str:
    """Return what the help of a command that reports ends with."""
    return f"{_ON_SCREEN}\n\n{codes}"


_ON_SCREEN: Final = """\
Le compte rendu s'affiche à l'écran (sortie d'erreur). Avec --json, la sortie
standard reçoit un seul objet JSON, et rien d'autre."""
EXIT_CODES: Final = exit_codes("tout est prêt", "il reste au moins une erreur à corriger")


def add_folder(add: Adder) -> None:
    """Add where deposits are written."""
    add(
        "-o",
        metavar="DOSSIER",
        dest="dossier",
        help="dossier des fichiers écrits (sinon le dossier courant)",
    )


def add_annoter(add: Adder) -> None:
    """Add `--annoter`."""
    add(
        "--annoter",
        metavar="COPIE.xlsx",
        help="copie du classeur où les cellules fautives sont colorées et commentées, avec la liste des anomalies",
    )


def add_limits(add: Adder) -> None:
    """Add where deposits are cut, and what they say of themselves."""
    add(
        "--max-passages",
        metavar="N",
        help="passages par fichier, au plus (sinon 200 000, la limite de la Caisse des Dépôts)",
    )
    add(
        "--max-octets",
        metavar="N",
        help="octets par fichier, au plus (sinon 200 000 000, la limite de la Caisse des Dépôts)",
    )
    add(
        "--id-flux",
        metavar="ID",
        help="identifiant du dépôt, 1 à 50 caractères (46 si plusieurs fichiers sortent : -001, -002… s'y ajoutent) ; sinon un identifiant neuf",
    )
    add(
        "--horodatage",
        metavar="DATE",
        help="date et heure du dépôt, comme 2026-07-03T14:05:00+02:00 ; sans décalage, à l'heure de Paris (sinon maintenant)",
    )


def add_reading(parser: Analyseur) -> None:
    """Open the section of what a workbook may lack."""
    add = parser.section("Ce que le classeur ne dit pas")
    add("--feuille", metavar="NOM", help="feuille à lire (sinon Agrafe choisit)")
    add(
        "--correspondance",
        metavar="FICHIER",
        help="ce que contiennent les colonnes, quand leurs titres ne le disent pas (voir « accrochage correspondance »)",
    )
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

"""The grammar of the command line, in French throughout.

Nothing heavy is imported here: the help must come at once. Values are checked by `demandes`, once a command is chosen.
"""

from __future__ import annotations

from accrochage import __version__
from accrochage.cli.analyseur import Analyseur

TYPE_CHECKING = False  # of typing, which takes longer to import than the help to come
if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Sequence
    from typing import Final

    from accrochage.cli.analyseur import Adder

DEFAULT_MODELE: Final = "modele-accrochage.xlsx"

_DESCRIPTION: Final = """\
Agrafe prépare vos dépôts à la Caisse des Dépôts : du classeur de vos titulaires
au fichier XML de l'accrochage. Rien ne quitte votre ordinateur."""
_START: Final = f"""\
Pour commencer :
  accrochage modele                             écrit un classeur à remplir
  accrochage generer {DEFAULT_MODELE}     écrit le fichier XML à déposer

L'aide d'une commande : accrochage generer --help"""
_EXIT_CODES: Final = """\
Code de sortie :
  0    tout est prêt
  1    il reste au moins une erreur à corriger
  2    commande, réglage ou dossier à revoir
  3    fichier illisible
  130  arrêt demandé (Ctrl+C)"""
_GENERER_NOTES: Final = f"""\
Le compte rendu s'affiche à l'écran (sortie d'erreur). Quand la sortie standard
n'est pas un écran, elle reçoit le chemin de chaque fichier XML écrit, un par
ligne ; avec --json, un seul objet JSON, et rien d'autre.

{_EXIT_CODES}"""
_VERIFIER_NOTES: Final = f"""\
Le compte rendu s'affiche à l'écran (sortie d'erreur). Avec --json, la sortie
standard reçoit un seul objet JSON, et rien d'autre.

{_EXIT_CODES}"""


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
    _modele(command)
    _generer(command)
    _verifier(command)
    _schema(command)
    _add_help(parser)(
        "--version",
        action="version",
        version=f"accrochage {__version__}",
        help="affiche la version d'Agrafe",
    )
    return parser


def _modele(command: Callable[..., Analyseur]) -> None:
    parser = command(
        "modele",
        usage="accrochage modele [SORTIE.xlsx] [options]",
        help="écrit un classeur Excel vierge et commenté, à remplir",
        description="Écrit un classeur Excel vierge et commenté : une ligne par personne certifiée.",
        epilog="Un fichier qui existe déjà n'est jamais remplacé.",
    )
    parser.set_defaults(command="modele")
    parser.section("Fichier")(
        "sortie",
        metavar="SORTIE.xlsx",
        nargs="?",
        default=DEFAULT_MODELE,
        help=f"nom du classeur à écrire (sinon {DEFAULT_MODELE})",
    )
    _add_version_format(_add_help(parser))


def _generer(command: Callable[..., Analyseur]) -> None:
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
    add(
        "-o",
        metavar="DOSSIER",
        dest="dossier",
        help="dossier des fichiers écrits (sinon le dossier courant)",
    )
    add(
        "--ecarter",
        action="store_true",
        help="dépose les lignes justes et rend les autres dans a-corriger.xlsx, au lieu de ne rien écrire",
    )
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
    _add_reading(parser)
    add = _add_help(parser)
    _add_version_format(add)
    _add_json(add)


def _verifier(command: Callable[..., Analyseur]) -> None:
    parser = command(
        "verifier",
        usage="accrochage verifier FICHIER [options]",
        help="contrôle un classeur ou un fichier XML, sans rien écrire",
        description="Contrôle un classeur, ou un fichier XML déjà fait, sans rien écrire.",
        epilog=_VERIFIER_NOTES,
    )
    parser.set_defaults(command="verifier")
    parser.section("Fichier")(
        "fichier",
        metavar="FICHIER",
        help="un classeur (.xlsx, .xlsm, .xls, .ods, .csv) ou un dépôt (.xml)",
    )
    _add_reading(parser)
    add = _add_help(parser)
    _add_version_format(add)
    _add_json(add)


def _schema(command: Callable[..., Analyseur]) -> None:
    parser = command(
        "schema",
        usage="accrochage schema COMMANDE …",
        help="liste les versions du format, ou ajoute le XSD de la Caisse des Dépôts",
        description="Les schémas XSD : un par version du format.",
    )
    inner = parser.commands()
    _add_help(parser)
    lister = inner(
        "lister",
        usage="accrochage schema lister [--json]",
        help="liste les versions connues",
        description="Liste les versions du format et le schéma XSD de chacune.",
    )
    lister.set_defaults(command="schema lister")
    _add_json(_add_help(lister))
    ajouter = inner(
        "ajouter",
        usage="accrochage schema ajouter FICHIER.xsd",
        help="ajoute un XSD de la Caisse des Dépôts",
        description=(
            "Ajoute le XSD de la Caisse des Dépôts : il décide désormais de ce qui est valable\n"
            "pour sa version, à la place de celui d'Agrafe."
        ),
    )
    ajouter.set_defaults(command="schema ajouter")
    ajouter.section("Fichier")("fichier", metavar="FICHIER.xsd", help="le XSD, tel que reçu")
    _add_help(ajouter)


def _add_reading(parser: Analyseur) -> None:
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


def _add_help(parser: Analyseur) -> Adder:
    """Open the last section of the help, with the help itself in it."""
    add = parser.section("Options")
    add("-h", "--help", action="help", help="affiche cette aide")
    return add


def _add_json(add: Adder) -> None:
    add("--json", action="store_true", help="répond en JSON, pour un autre programme")


def _add_version_format(add: Adder) -> None:
    add(
        "--version-format",
        metavar="V",
        help=(
            "version du format de la Caisse des Dépôts ; sinon celle de la variable ACCROCHAGE_VERSION_FORMAT, "
            "sinon celle du fichier de réglages (voir « accrochage schema lister »), sinon 1.1.5"
        ),
    )

"""`accrochage supprimer`."""

import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from accrochage import operations
from accrochage.classeur.liste import read_liste
from accrochage.classeur.ouverture import FileType, file_type
from accrochage.cli.commandes.reponses import print_paths
from accrochage.cli.demandes import demande_of, reading_options
from accrochage.cli.progression import Progression
from accrochage.cli.sortie_json import write_bilan
from accrochage.cli.sorties import writing_to
from accrochage.cli.usage import UsageError
from accrochage.operations import Bilan, Demande, Selection
from accrochage.regles.lecture.nettoyage import clean

_STDIN: Final = "-"
"""What stands for the standard input in the place of a file."""


def supprimer(arguments: Namespace) -> int:
    """Make the deposits that withdraw passages."""
    sources = list(map(Path, arguments.fichiers))
    _refuse_unclear(arguments)
    wanted = _wanted(arguments)
    xml = _are_xml(sources)
    useless = ", ".join(reading_options(arguments))
    if xml and useless:
        raise UsageError(
            f"« {sources[0].name} » est un fichier XML, qui dit déjà tout. À réserver aux classeurs : {useless}."
        )
    demande = demande_of(arguments)
    bilan = _withdraw(sources, Path(arguments.dossier or "."), demande, wanted, xml=xml)
    if arguments.json:
        with writing_to(sys.stdout) as stdout:
            write_bilan(stdout, bilan, demande.flux.version)
    else:
        from accrochage.cli.rapport_retrait import write_report  # noqa: PLC0415 - JSON does without rich

        print_paths(fichier.chemin for fichier in bilan.fichiers)
        with writing_to(sys.stderr) as stderr:
            write_report(stderr, bilan, sources, list(wanted), xml=xml)
    return 0 if bilan.valide else 1


def _refuse_unclear(arguments: Namespace) -> None:
    """Refuse to guess what is to be withdrawn: nothing is easier to regret.

    Raises:
        UsageError: There is no source, or it is not said which of its passages are to be withdrawn, or it is said twice.
    """
    if not arguments.fichiers:
        raise UsageError(
            "Il manque le fichier où sont les passages à retirer : le dépôt XML qui les a créés, ou leur classeur. "
            "Une liste d'identifiants ne suffit pas, car le fichier de suppression reprend les passages entiers."
        )
    chosen = bool(arguments.liste or arguments.ids)
    if arguments.tout and chosen:
        raise UsageError(
            "--tout retire tous les passages : donnez-le seul, ou retirez-le pour que la liste serve."
        )
    if not (arguments.tout or chosen):
        raise UsageError(
            "Dites quels passages retirer : --liste IDS.txt (un identifiant technique par ligne), --id ID, "
            "ou --tout pour tous ceux du fichier."
        )


def _wanted(arguments: Namespace) -> dict[str, str]:
    """Return the identifiers asked for, each with where it was: `" (ligne 3 de la liste)"`; none means all passages."""
    wanted = {clean(one): "" for one in arguments.ids or ()}
    if arguments.liste == _STDIN:
        lines = {clean(line): rank for rank, line in enumerate(sys.stdin, start=1)}
        lines.pop("", None)
    else:
        lines = read_liste(Path(arguments.liste)) if arguments.liste else {}
    wanted |= {one: f" (ligne {ligne} de la liste)" for one, ligne in lines.items()}
    if not (wanted or arguments.tout):
        raise UsageError("La liste ne contient aucun identifiant. Écrivez-en un par ligne.")
    return wanted


def _are_xml(sources: Sequence[Path]) -> bool:
    """Tell whether the sources are deposits rather than a workbook.

    Raises:
        UsageError: Several files are given, and not all are deposits.
    """
    xml = [file_type(source) is FileType.XML for source in sources]
    if len(sources) > 1 and not all(xml):
        raise UsageError(
            f"« {sources[xml.index(False)].name} » n'est pas un dépôt XML : un classeur se donne seul, "
            "et la liste des passages avec --liste."
        )
    return all(xml)


def _withdraw(
    sources: Sequence[Path], folder: Path, demande: Demande, wanted: dict[str, str], *, xml: bool
) -> Bilan:
    selection = Selection(wanted) if wanted else None
    with Progression(sources[0].name, "passages" if xml else "lignes") as progression:
        if xml:
            return operations.withdraw_flux(sources, folder, demande, selection, progression)
        return operations.withdraw_classeur(sources[0], folder, demande, selection, progression)

"""`accrochage accuse`."""

import sys
from argparse import Namespace
from contextlib import suppress
from pathlib import Path

from accrochage import operations
from accrochage.classeur.ouverture import file_type
from accrochage.cli.commandes.convertir import CLASSEURS
from accrochage.cli.commandes.modele import path_of_classeur
from accrochage.cli.commandes.reponses import print_paths
from accrochage.cli.grammaire.accuse import DEFAULT_KO
from accrochage.cli.progression import Progression
from accrochage.cli.reglages import choose_version, schema_store
from accrochage.cli.sortie_accuse import write_depouillement
from accrochage.cli.sorties import writing_to
from accrochage.cli.usage import UsageError
from accrochage.erreurs import ClasseurError
from accrochage.operations import DemandeAccuse


def accuse(arguments: Namespace) -> int:
    """Explain an accusé de traitement."""
    source = Path(arguments.fichier)
    _refuse_classeur_as_flux(arguments.flux)
    demande = DemandeAccuse(
        version=choose_version(arguments.version_format, schema_store()),
        flux=_path(arguments.flux),
        classeur=_path(arguments.classeur),
        feuille=arguments.feuille,
        ko=_path_of_ko(arguments.ko),
    )
    with Progression(source.name, "passages") as progression:
        found = operations.read_accuse(source, demande, progression)
    if arguments.json:
        with writing_to(sys.stdout) as stdout:
            write_depouillement(stdout, found)
    else:
        from accrochage.cli.rapport_accuse import write_report  # noqa: PLC0415 - JSON does without rich

        print_paths(filter(None, [found.classeur_ko]))
        with writing_to(sys.stderr) as stderr:
            write_report(stderr, found, source, demande)
    return 0 if found.complete else 1


def _path(name: str | None) -> Path | None:
    return None if name is None else Path(name)


def _path_of_ko(name: str | None) -> Path | None:
    return None if name is None else path_of_classeur(name, DEFAULT_KO, "Ce que --ko écrit")


def _refuse_classeur_as_flux(name: str | None) -> None:
    """Refuse a workbook where the deposit is wanted; what is neither is refused when it is read."""
    with suppress(ClasseurError):
        if name is not None and file_type(Path(name)) in CLASSEURS:
            raise UsageError(
                f"--flux attend le dépôt XML, et « {Path(name).name} » est un classeur : donnez-le avec --classeur."
            )

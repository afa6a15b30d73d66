"""`accrochage convertir`."""

import sys
from argparse import Namespace
from pathlib import Path
from typing import Final

from accrochage import operations
from accrochage.classeur.ouverture import FileType, file_type
from accrochage.cli.commandes.modele import path_of_classeur
from accrochage.cli.commandes.reponses import print_paths
from accrochage.cli.progression import Progression
from accrochage.cli.reglages import choose_version, schema_store
from accrochage.cli.sortie_json import write_conversion
from accrochage.cli.sorties import writing_to
from accrochage.cli.usage import UsageError
from accrochage.erreurs import command

CLASSEURS: Final = frozenset({FileType.XLSX, FileType.XLS, FileType.ODS})


def convertir(arguments: Namespace) -> int:
    """Make deposits into a workbook."""
    sources = list(map(Path, arguments.fichiers))
    for source in sources:
        refuse_classeur(source)
    usual = f"{sources[0].stem}.xlsx"
    asked = arguments.version_format
    version = asked and choose_version(asked, schema_store())
    path = path_of_classeur(arguments.sortie or usual, usual, "Ce qui est écrit")
    with Progression(sources[0].name, "passages") as progression:
        conversion = operations.convert(sources, path, version, progression)
    if arguments.json:
        with writing_to(sys.stdout) as stdout:
            write_conversion(stdout, conversion)
        return 0
    from accrochage.cli.rapport_conversion import write_report  # noqa: PLC0415 - JSON does without rich

    print_paths([path])
    with writing_to(sys.stderr) as stderr:
        write_report(stderr, conversion)
    return 0


def refuse_classeur(source: Path) -> None:
    """Refuse what is a workbook already.

    Raises:
        UsageError: It is.
        ClasseurError: It cannot be opened.
    """
    if file_type(source) in CLASSEURS:
        raise UsageError(
            f"« {source.name} » est déjà un classeur. Pour en faire un dépôt XML : {command('generer', source)}"
        )

"""`accrochage modele`."""

from argparse import Namespace
from pathlib import Path

from accrochage import operations
from accrochage.classeur.gabarit import CERTIFICATEUR, PASSAGES
from accrochage.cli.commandes.reponses import notice, print_paths
from accrochage.cli.demandes import common_options
from accrochage.cli.grammaire.classeurs import DEFAULT_MODELE
from accrochage.cli.reglages import choose_version, schema_store
from accrochage.cli.suite import Etape, generer_command
from accrochage.cli.usage import UsageError


def modele(arguments: Namespace) -> int:
    """Write an empty workbook."""
    version = choose_version(arguments.version_format, schema_store())
    path = path_of_classeur(arguments.sortie, DEFAULT_MODELE, "Le modèle")
    operations.write_modele(path, version)
    print_paths([path])
    etapes = [
        Etape(
            f"Sur la feuille « {CERTIFICATEUR} », donnez vos identifiants ; sur la feuille « {PASSAGES} », remplissez une "
            "ligne par personne certifiée. Enregistrez, puis :"
        ),
        generer_command(path, *common_options(arguments)),
    ]
    notice("Classeur à remplir", path, etapes)
    return 0


def path_of_classeur(name: str, usual: str, what: str) -> Path:
    """Return where a workbook to write goes; in a folder, under its usual name; `what` is its own.

    Raises:
        UsageError: The name is not one of an Excel workbook.
    """
    path = Path(name)
    if path.is_dir():
        return path / usual
    if not path.suffix:
        return path.with_suffix(".xlsx")
    if path.suffix.lower() != ".xlsx":
        raise UsageError(f"{what} est un classeur Excel : « {path.name} » doit finir par .xlsx.")
    return path

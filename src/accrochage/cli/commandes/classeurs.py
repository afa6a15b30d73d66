"""`accrochage generer` and `accrochage verifier`."""

from argparse import Namespace
from pathlib import Path

from accrochage import operations
from accrochage.classeur.ouverture import FileType, file_type
from accrochage.cli.commandes.reponses import answer, print_paths
from accrochage.cli.demandes import demande_of, lecture_of, reading_options
from accrochage.cli.progression import Progression
from accrochage.cli.usage import UsageError


def generer(arguments: Namespace) -> int:
    """Make the deposits of a workbook."""
    demande = demande_of(arguments)
    source, folder = Path(arguments.fichier), Path(arguments.dossier or ".")
    with Progression(source.name) as progression:
        bilan = operations.generate(source, folder, demande, progression)
    if not arguments.json:
        print_paths(fichier.chemin for fichier in bilan.fichiers)
    return answer(bilan, lecture_of(arguments, demande.flux.version), json=arguments.json)


def verifier(arguments: Namespace) -> int:
    """Check a workbook or an XML file."""
    demande = demande_of(arguments)
    source = Path(arguments.fichier)
    xml = file_type(source) is FileType.XML
    others = {"--annoter": arguments.annoter, "--corriger": arguments.corriger}
    useless = ", ".join([*reading_options(arguments), *filter(others.get, others)])
    if xml and useless:
        raise UsageError(
            f"« {source.name} » est un fichier XML, qui dit déjà tout. À réserver aux classeurs : {useless}."
        )
    verify = operations.verify_flux if xml else operations.verify_classeur
    with Progression(source.name, "passages" if xml else "lignes") as progression:
        bilan = verify(source, demande, progression)
    return answer(bilan, lecture_of(arguments, demande.flux.version, xml=xml), json=arguments.json)

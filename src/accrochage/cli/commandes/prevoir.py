"""`accrochage prevoir`."""

import sys
from argparse import Namespace
from pathlib import Path

from accrochage import operations
from accrochage.cli.demandes import demande_of, lecture_of
from accrochage.cli.progression import Progression
from accrochage.cli.sortie_json import write_previsions
from accrochage.cli.sorties import writing_to


def prevoir(arguments: Namespace) -> int:
    """Foretell the CDC's matching of a workbook."""
    demande = demande_of(arguments)
    source = Path(arguments.fichier)
    with Progression(source.name) as progression:
        previsions = operations.predict_classeur(source, demande, progression)
    if arguments.json:
        with writing_to(sys.stdout) as stdout:
            write_previsions(stdout, previsions, demande.flux.version)
    else:
        from accrochage.cli.rapport_prevision import write_report  # noqa: PLC0415 - JSON does without rich

        with writing_to(sys.stderr) as stderr:
            write_report(stderr, previsions, lecture_of(arguments, demande.flux.version))
    return 0 if previsions.hopeful else 1

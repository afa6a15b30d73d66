"""`accrochage correspondance`."""

import sys
from argparse import Namespace
from pathlib import Path
from typing import Final

from accrochage import operations
from accrochage.cli.commandes.reponses import print_paths
from accrochage.cli.grammaire.correspondance import DEFAULT_CORRESPONDANCE
from accrochage.cli.sortie_json import write_ebauche
from accrochage.cli.sorties import writing_to
from accrochage.cli.usage import UsageError

_SUFFIX: Final = ".toml"


def correspondance(arguments: Namespace) -> int:
    """Propose what the columns of a workbook hold."""
    path = _path_of(arguments)
    ebauche = operations.propose_correspondance(Path(arguments.fichier), arguments.feuille)
    if path:
        ebauche.write(path)
    if arguments.json:
        with writing_to(sys.stdout) as stdout:
            write_ebauche(stdout, ebauche, path)
        return 0
    from accrochage.cli.rapport_correspondance import write_report  # noqa: PLC0415 - JSON does without rich

    print_paths([path] if path else [])
    with writing_to(sys.stderr) as stderr:
        write_report(stderr, ebauche, path or Path(DEFAULT_CORRESPONDANCE), arguments.feuille)
    return 0


def _path_of(arguments: Namespace) -> Path | None:
    """Return where the file goes; None when a program asks, and gives no name."""
    if arguments.sortie is None:
        return None if arguments.json else Path(DEFAULT_CORRESPONDANCE)
    path = Path(arguments.sortie)
    if path.is_dir():
        return path / DEFAULT_CORRESPONDANCE
    if path.suffix.lower() not in {"", _SUFFIX}:
        raise UsageError(
            f"Une correspondance est un fichier .toml : « {path.name} » doit finir ainsi."
        )
    return path.with_suffix(_SUFFIX)

"""The template, ready to be filled."""

from pathlib import Path

from accrochage.classeur.gabarit import write_gabarit
from accrochage.flux.disque import refuse_existing, write_whole


def write_modele(path: Path, version: str) -> None:
    """Write the commented template of a version of the format.

    Args:
        path: Where it goes; a file that is already there is never replaced.
        version: Version of the format, `"1.1.5"`.

    Raises:
        EcritureError: There is already a file of that name, or it cannot be written.
    """
    refuse_existing(path)
    write_whole(path, lambda file: write_gabarit(file, version=version))

"""The template, ready to be filled."""

from pathlib import Path

from accrochage.classeur.gabarit import write_gabarit
from accrochage.erreurs import EcritureError
from accrochage.flux.disque import write_whole


def write_modele(path: Path, version: str) -> None:
    """Write the commented template of a version of the format.

    Args:
        path: Where it goes; a file that is already there is never replaced.
        version: Version of the format, `"1.1.5"`.

    Raises:
        EcritureError: There is already a file of that name, or it cannot be written.
    """
    if path.exists():
        raise EcritureError(f"« {path} » existe déjà. Donnez un autre nom, ou déplacez-le d'abord.")
    write_whole(path, lambda file: write_gabarit(file, version=version))

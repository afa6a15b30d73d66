"""Files that are there whole or not at all.

A file is written beside its final place under a name that no portal takes (`.partiel`), forced to the disk, then renamed. A
process killed at any moment leaves nothing that could be taken for a whole file.
"""

import errno
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from accrochage.erreurs import EcritureError

PARTIAL_SUFFIX: Final = ".partiel"

_CAUSES: Final = {
    errno.ENOSPC: "le disque est plein",
    errno.EDQUOT: "votre part du disque est pleine",
    errno.EFBIG: "le fichier est trop gros pour ce disque",
    errno.EACCES: "vous n'avez pas le droit d'y écrire",
    errno.EPERM: "vous n'avez pas le droit d'y écrire",
    errno.EROFS: "le disque est en lecture seule",
    errno.EEXIST: "un fichier porte déjà ce nom",
    errno.EISDIR: "un dossier porte déjà ce nom",
    errno.ENOTDIR: "un fichier porte déjà le nom d'un de ses dossiers",
    errno.ENOENT: "ce dossier a disparu",
    errno.ENAMETOOLONG: "ce nom est trop long",
}
"""Why nothing was written, by the number of the system's error."""


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """Put an error of the system into a French sentence.

    Raises:
        EcritureError: The folder cannot be written to, the disk is full or fails.
    """
    try:
        yield
    except OSError as error:
        cause = _CAUSES.get(error.errno or 0, "le disque ou le réseau ne répond pas comme il faut")
        raise EcritureError(
            f"Rien n'a été écrit dans « {folder} » : {cause}. "
            "Choisissez un dossier où vous pouvez écrire (option -o), ou libérez de la place."
        ) from error


def open_partial(folder: Path, undo: ExitStack) -> IO[bytes]:
    """Open a file beside its final place, for reading and writing; `undo` closes it, and removes it under that name.

    It has the permissions of an ordinary file, those that the user's mask leaves.
    """
    path = folder / f".accrochage-{secrets.token_hex(8)}{PARTIAL_SUFFIX}"
    undo.callback(
        path.unlink, missing_ok=True
    )  # first: an interruption may come as soon as the file is there
    file = path.open("x+b")
    undo.callback(_drop, file)
    return file


def _drop(file: IO[bytes]) -> None:
    """Close a file that may be of no use any more: what a full disk has no room for is let go."""
    with suppress(OSError):
        file.close()


def force(file: IO[bytes]) -> Path:
    """Force a file to the disk, close it, and return where it is."""
    file.flush()
    os.fsync(file.fileno())
    file.close()
    return Path(file.name)


def refuse_existing(*paths: Path) -> None:
    """Refuse names that are taken: what is written there for the user never replaces a file.

    Raises:
        EcritureError: There is already a file of one of these names, or the same name is given twice.
    """
    for rank, path in enumerate(paths):
        if path in paths[:rank]:
            raise EcritureError(
                f"« {path} » est donné pour deux fichiers à écrire. Donnez un nom à chacun."
            )
        if path.exists():
            raise EcritureError(
                f"« {path} » existe déjà. Donnez un autre nom, ou déplacez-le d'abord."
            )


def write_whole(path: Path, write: Callable[[IO[bytes]], object]) -> None:
    """Write a file that is there whole or not at all.

    Args:
        path: Where it goes; its folder is made when it is missing, a file of the same name is replaced.
        write: Writes its content into the open file that it is given.

    Raises:
        EcritureError: It could not be written; what was there before is untouched.
    """
    with told(path.parent), ExitStack() as undo:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = open_partial(path.parent, undo)
        write(file)
        force(file).replace(path)

"""Private folders of this machine: where works lay their files aside, and what is left of those that died."""

import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_LEFT: Final = 24 * 3600
"""Seconds after which a folder is of a work that died, and that nobody took up."""


def private_folder(root: Path, name: str = "") -> Path:
    """Make a folder that only this user of the machine can open, under a name that nobody guesses.

    Args:
        root: Where; made too when it is not there.
        name: Its name, when it was drawn elsewhere.

    Raises:
        PermissionError: The root belongs to another user of the machine, or is a link.
    """
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    if hasattr(os, "getuid") and (root.is_symlink() or root.stat().st_uid != os.getuid()):
        raise PermissionError(f"{root} belongs to somebody else")
    folder = root / (name or secrets.token_urlsafe(24))
    folder.mkdir(mode=0o700)
    return folder


@contextmanager
def working_folder(app: str, name: str = "") -> Iterator[Path]:
    """Give a work of an application a private folder, which goes with it.

    Args:
        app: The application.
        name: What tells this work from the others, when it can be taken up: what a worker that died left of it is deleted. The
            folder is new each time all the same, so that a worker that was only late never writes among the files of another.
    """
    root = _root(app)
    for left in root.glob(f"{name}-*") if name else ():
        shutil.rmtree(left, ignore_errors=True)
    folder = private_folder(root, f"{name or 'travail'}-{secrets.token_urlsafe(24)}")
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def purge_folders(app: str) -> None:
    """Delete the folders of the works of an application that died, and that nobody took up."""
    limit = time.time() - _LEFT
    for left in _root(app).glob("*"):
        with suppress(FileNotFoundError):  # its work has just ended
            if left.stat().st_mtime < limit:
                shutil.rmtree(left, ignore_errors=True)


def _root(app: str) -> Path:
    return Path(tempfile.gettempdir()) / f"agrafe-{app}"

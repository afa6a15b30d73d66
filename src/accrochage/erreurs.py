"""What can prevent an operation of the core from taking place.

A fault in the data is not an exception: it is an `Anomalie`. Every message here is a French sentence fit for the user: what
happened, where, and how to mend it.
"""

from __future__ import annotations

import re

TYPE_CHECKING = (
    False  # of typing, which takes longer to import than the help of the command to come
)
if TYPE_CHECKING:
    from pathlib import Path
    from typing import Final

_PLAIN: Final = re.compile(r"[\w./\\:@+,=-]+")


def command(*arguments: object) -> str:
    """Return a command of Agrafe to be copied from a sentence: an argument with a blank in it comes between quotes."""
    typed = (str(argument) for argument in arguments)
    return " ".join(
        ["accrochage", *(one if _PLAIN.fullmatch(one) else f'"{one}"' for one in typed)]
    )


def accuse_instead(path: Path, wanted: str) -> str:
    """Say that a file is an accusé de traitement where something else was wanted, and which command reads it."""
    return f"« {path.name} » est un accusé de traitement, pas {wanted}. Pour le lire : {command('accuse', path)}"


def cause(error: OSError) -> str:
    """Say why a file cannot be opened or read, as the end of a French sentence."""
    if isinstance(error, FileNotFoundError):
        return "aucun fichier de ce nom"
    if isinstance(error, IsADirectoryError):
        return "c'est un dossier"
    if isinstance(error, PermissionError):
        return "l'accès est refusé"
    return "le disque ou le réseau ne répond pas comme il faut"


class AccrochageError(Exception):
    """Root of every exception that the core raises on purpose; `str(error)` is a French sentence."""


class ClasseurError(AccrochageError):
    """The workbook or CSV file cannot be read: wrong type, encrypted, damaged, empty, or no recognisable header."""


class CorrespondanceError(AccrochageError):
    """The file that says what the columns of a workbook hold cannot be used: absent, not TOML, or at odds with itself."""


class FluxError(AccrochageError):
    """The XML deposit cannot be read: not XML, not a deposit, or with constructs that are refused for safety."""


class AccuseError(AccrochageError):
    """The accusé de traitement cannot be read: not XML, not an accusé, or with constructs that are refused for safety."""


class RapprochementError(AccrochageError):
    """An accusé and the file given with it do not go together, or what was asked for cannot be made of them."""


class SchemaError(AccrochageError):
    """The XSD asked for is unknown, damaged, or not a schema of the CDC's format."""


class EcritureError(AccrochageError):
    """A file could not be written; nothing that could be deposited is left behind."""


class PortailError(AccrochageError):
    """The rehearsal cannot take place: the population or the register of the accepted passages cannot be read."""

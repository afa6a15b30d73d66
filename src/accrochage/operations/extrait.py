"""A part of a deposit, to show what was sent of some passages without showing the others."""

from collections.abc import Collection
from pathlib import Path

from accrochage.flux.disque import write_whole
from accrochage.flux.lecture import read_extrait


def extract_flux(path: Path, target: Path, wanted: Collection[str]) -> int:
    """Write the passages of a deposit that are asked for, as it said them, with what it says of itself.

    Args:
        path: The deposit.
        target: The file to write.
        wanted: Their identifiers; those that the deposit has not are passed over.

    Returns:
        How many were written; nothing is when there is none.

    Raises:
        FluxError: The deposit cannot be read.
        EcritureError: The file cannot be written.
    """
    tree, kept = read_extrait(path, wanted.__contains__)
    if kept:
        write_whole(
            target,
            lambda file: tree.write(file, encoding="UTF-8", xml_declaration=True),
        )
    return kept

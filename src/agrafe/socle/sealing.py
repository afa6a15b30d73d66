"""What is sealed in the database, and sealed again when the keys of the installation change (`agrafe cles resceller`).

Each application that seals something names, on its AppConfig, the function that seals all of it again with the first key of the
setting FIELD_KEYS: `reseal = "agrafe.personnes.services.reseal_nirs"`, a function `() -> Resealed`.
"""

from typing import NamedTuple


class Resealed(NamedTuple):
    """What became of the sealed values of an application.

    Attributes:
        counted: What they are, its singular and its plural: « NIR,NIR ».
        done: How many were sealed again.
        closed: How many no key opens; they stay as they are.
    """

    counted: str
    done: int
    closed: int

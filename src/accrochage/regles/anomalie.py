"""A fault found in the data, with its place and the way to mend it."""

from typing import NamedTuple

from accrochage.modele import Lieu
from accrochage.regles.catalogue import CATALOGUE, Gravite

__all__ = ["Anomalie", "Gravite"]


class Anomalie(NamedTuple):
    """One fault; a file has as many as it has faults, found in one pass.

    Attributes:
        code: Stable code, a key of `CATALOGUE` (`"VAL-01"`).
        message: French sentence: what is wrong and how to mend it. The place is not repeated in it.
        ou: Where it stands.
        valeur: The value as the user wrote it, None when nothing was written.
        correction: Value that would mend it (`""`: empty the cell), None when only the user can know.
        avec: Other cells of the row that the correction changes too: key of the column and value of each.
    """

    code: str
    message: str
    ou: Lieu
    valeur: str | None = None
    correction: str | None = None
    avec: tuple[tuple[str, str], ...] = ()

    @property
    def gravite(self) -> Gravite:
        """How serious it is; the catalogue decides, so that a code always weighs the same."""
        return CATALOGUE[self.code].gravite

    @property
    def sure(self) -> bool:
        """May the correction be applied without asking?"""
        return self.correction is not None and CATALOGUE[self.code].sure

    @property
    def blocking(self) -> bool:
        """Does it keep the passage out of the deposit?"""
        return self.gravite is Gravite.ERREUR

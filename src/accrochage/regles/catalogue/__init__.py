"""Every fault that Agrafe knows how to name: its weight, what it means, how to mend it.

The reference page of the documentation is generated from this table; a test checks that each code can really be met.
"""

from typing import Final

from accrochage.regles.catalogue import coherence, echanges, fichiers, identite, lieux, valeurs
from accrochage.regles.catalogue.regle import Gravite, Regle

__all__ = ["CATALOGUE", "Gravite", "Regle"]

CATALOGUE: Final[dict[str, Regle]] = {
    code: regle
    for room in (fichiers, valeurs, identite, lieux, coherence, echanges)
    for code, regle in room.REGLES.items()
}

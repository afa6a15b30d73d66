"""The use cases of the core: one function each. The command line and the web application call these."""

from accrochage.operations.correction import Changement
from accrochage.operations.demande import Bilan, Demande, Progress
from accrochage.operations.modele import write_modele
from accrochage.operations.production import generate, verify_classeur
from accrochage.operations.verification import verify_flux

__all__ = [
    "Bilan",
    "Changement",
    "Demande",
    "Progress",
    "generate",
    "verify_classeur",
    "verify_flux",
    "write_modele",
]

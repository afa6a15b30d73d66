"""The use cases of the core: one function each. The command line and the web application call these."""

from accrochage.operations.accuse import DemandeAccuse, Depouillement, Statut, read_accuse
from accrochage.operations.conversion import Conversion, convert
from accrochage.operations.correction import Changement
from accrochage.operations.correspondance import Ebauche, propose_correspondance
from accrochage.operations.demande import Bilan, Copie, Demande, Progress
from accrochage.operations.depot import DemandeDepot, Depot, write_depot
from accrochage.operations.extrait import extract_flux
from accrochage.operations.jeu_essai import draw_jeu_essai, invent_population
from accrochage.operations.modele import write_modele
from accrochage.operations.prevision import PassagePrevu, Previsions, predict_classeur
from accrochage.operations.production import generate, verify_classeur
from accrochage.operations.repetition import BilanRepetition, Repetition, rehearse
from accrochage.operations.retouche import Retouches, retouche_of
from accrochage.operations.retrait import Selection
from accrochage.operations.suppression import withdraw_classeur, withdraw_flux
from accrochage.operations.verification import verify_flux

__all__ = [
    "Bilan",
    "BilanRepetition",
    "Changement",
    "Conversion",
    "Copie",
    "Demande",
    "DemandeAccuse",
    "DemandeDepot",
    "Depot",
    "Depouillement",
    "Ebauche",
    "PassagePrevu",
    "Previsions",
    "Progress",
    "Repetition",
    "Retouches",
    "Selection",
    "Statut",
    "convert",
    "draw_jeu_essai",
    "extract_flux",
    "generate",
    "invent_population",
    "predict_classeur",
    "propose_correspondance",
    "read_accuse",
    "rehearse",
    "retouche_of",
    "verify_classeur",
    "verify_flux",
    "withdraw_classeur",
    "withdraw_flux",
    "write_depot",
    "write_modele",
]

"""The data classes of a deposit: immutable, compared by value, spelt as the XSD spells them."""

from accrochage.modele.depot import Certificateur, Certification, Flux
from accrochage.modele.identification import (
    DossierFormation,
    IdentifiantNational,
    Identification,
    Titulaire,
)
from accrochage.modele.lieu import Header, Lieu, Table
from accrochage.modele.passage import NO_TABLE, Passage, Resultat

__all__ = [
    "NO_TABLE",
    "Certificateur",
    "Certification",
    "DossierFormation",
    "Flux",
    "Header",
    "IdentifiantNational",
    "Identification",
    "Lieu",
    "Passage",
    "Resultat",
    "Table",
    "Titulaire",
]

"""Checks passages one after another: the rules of each, and what must not come twice."""

from collections.abc import Hashable
from functools import lru_cache
from typing import Final

from accrochage.modele import DossierFormation, IdentifiantNational, Passage, Titulaire
from accrochage.referentiels.cles import fold
from accrochage.regles import coherence, etat_civil, lieux
from accrochage.regles.anomalie import Anomalie
from accrochage.regles.contexte import Contexte, Rule
from accrochage.regles.doublons import FirstSeen

RULES: Final[tuple[Rule, ...]] = (*coherence.RULES, *etat_civil.RULES, *lieux.RULES)
"""Every rule on one passage."""


class Controle:
    """The checks of one file.

    Args:
        contexte: What the rules need beside the passages.
    """

    def __init__(self, contexte: Contexte) -> None:
        self._contexte = contexte
        self._identifiants = FirstSeen()
        self._personnes = FirstSeen()

    def check(self, passage: Passage) -> list[Anomalie]:
        """Return what is wrong with a passage, in itself and beside those checked before it."""
        return [*self.check_alone(passage), *self.check_beside(passage)]

    def check_alone(self, passage: Passage) -> list[Anomalie]:
        """Return what is wrong with a passage in itself."""
        contexte = self._contexte
        return [anomalie for rule in RULES if (anomalie := rule(passage, contexte))]

    def check_beside(self, passage: Passage) -> list[Anomalie]:
        """Return what a passage has in common with those checked before it, and should not."""
        found = []
        ligne = passage.ligne or 0
        if passage.id_technique is not None:
            first = self._identifiants.row_of(passage.id_technique, ligne)
            if first is not None:
                found.append(_same_id(passage, first))
        person = _person(passage)
        if person is not None:
            first = self._personnes.row_of((person, passage.certification.code), ligne)
            if first is not None:
                found.append(_same_person(passage, first))
        return found


def _same_id(passage: Passage, first: int) -> Anomalie:
    message = f"« {passage.id_technique} » est déjà l'identifiant technique de la ligne {first} de votre fichier. Donnez-en un autre, ou supprimez la ligne."
    return Anomalie("DUP-01", message, passage.ou("idTechnique"), passage.id_technique)


def _same_person(passage: Passage, first: int) -> Anomalie:
    message = f"La même personne a déjà la même certification à la ligne {first} de votre fichier. Gardez les deux si elle l'a obtenue deux fois."
    return Anomalie("DUP-02", message, passage.ou(_identity_key(passage)))


def _person(passage: Passage) -> Hashable:
    """Return what tells a person from another; None when too little is known."""
    identity = passage.identification
    if isinstance(identity, Titulaire):
        if (
            identity.nom_naissance is None
            or identity.prenom1 is None
            or identity.annee_naissance is None
        ):
            return None
        name = f"{_plain(identity.nom_naissance)} {_plain(identity.prenom1)}"
        return (
            name,
            identity.annee_naissance,
            identity.mois_naissance,
            identity.jour_naissance,
            identity.code_insee,
        )
    if isinstance(identity, DossierFormation):
        return identity.id_dossier
    return identity and identity.nir


def _plain(name: str) -> str:
    """Return what remains of a name without case, accents, hyphens and blanks: two spellings of one name give the same."""
    return name.lower() if name.isascii() and name.isalpha() else _folded(name)


_folded: Final = lru_cache(maxsize=1 << 16)(fold)
"""Names that are not in plain letters, each folded once."""


def _identity_key(passage: Passage) -> str:
    if isinstance(passage.identification, IdentifiantNational):
        return "nir"
    return "nomNaissance" if isinstance(passage.identification, Titulaire) else "idDossier"

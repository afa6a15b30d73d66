"""A certification obtained by one person: what is sent to the CDC."""

from datetime import date
from typing import NamedTuple

from accrochage.dictionnaire import COLONNES
from accrochage.modele.depot import Certification
from accrochage.modele.identification import Identification, Titulaire
from accrochage.modele.lieu import Lieu, Table

NO_TABLE = Table(None, {})


class Resultat(NamedTuple):
    """Level reached in one digital competence (DigComp).

    Attributes:
        niveau: 1 to 8.
        domaine_competence_id: One character.
        competence_id: One character.
    """

    niveau: int | None
    domaine_competence_id: str | None
    competence_id: str | None


class Passage(NamedTuple):
    """One passage, in the order of the XSD; None means absent, nil, or unreadable in the file it was read from.

    A passage that earned no `erreur` has everything that the XSD wants. Dates are days without time zone; codes are the
    official ones. `table` and `ligne` say where it was read. `etat_civil` is the civil identity that the row gives beside a NIR:
    it is compared with the NIR, and never sent.
    """

    certification: Certification
    id_technique: str | None
    url_preuve: str | None
    libelle_option: str | None
    obtention_certification: str | None
    donnee_certifiee: bool | None
    date_debut_examen: date | None
    date_fin_examen: date | None
    modalite_passage_examen: str | None
    code_postal_centre_examen: str | None
    date_debut_validite: date | None
    date_fin_validite: date | None
    presence_niveau_langue_euro: bool | None
    niveau_langue_europeen: str | None
    presence_niveau_numerique_euro: bool | None
    score_general: int | None
    resultats: tuple[Resultat, ...] | None
    scoring: str | None
    mention_validee: str | None
    modalite_acces: str | None
    voie_acces_vae: str | None
    initiative_inscription: str | None
    date_inscription: date | None
    identification: Identification | None
    verbatim: str | None
    table: Table = NO_TABLE
    ligne: int | None = None
    etat_civil: Titulaire | None = None

    def ou(self, key: str) -> Lieu:
        """Return the place of a rubrique of this passage, by its key in the dictionary."""
        return self.table.ou(key, self.ligne, COLONNES[key].header)

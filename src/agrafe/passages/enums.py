from typing import Final

from django.db import models

from accrochage.regles.catalogue import regle


class Status(models.TextChoices):
    """Where a passage stands with the CDC."""

    INCOMPLET = "incomplet", "Incomplet"
    PRET = "pret", "Prêt"
    EN_DEPOT = "en_depot", "Dans un dépôt"
    ACCEPTE = "accepte", "Accepté"
    REJETE = "rejete", "Rejeté"
    A_RENVOYER = "a_renvoyer", "À renvoyer"
    EXCLU = "exclu", "Exclu"
    RETIRE = "retire", "Retiré"


TRANSITIONS: Final = {
    Status.INCOMPLET: {Status.PRET, Status.EXCLU},
    Status.PRET: {Status.INCOMPLET, Status.EN_DEPOT, Status.EXCLU},
    Status.EN_DEPOT: {Status.PRET, Status.A_RENVOYER, Status.ACCEPTE, Status.REJETE},
    Status.REJETE: {Status.A_RENVOYER, Status.EXCLU},
    Status.A_RENVOYER: {Status.REJETE, Status.EN_DEPOT, Status.EXCLU},
    Status.ACCEPTE: {Status.RETIRE},
    Status.EXCLU: {Status.INCOMPLET, Status.PRET, Status.REJETE, Status.A_RENVOYER},
    Status.RETIRE: set(),
}

OPEN: Final = frozenset({Status.INCOMPLET, Status.PRET, Status.REJETE, Status.A_RENVOYER})
"""What can still be changed, and is waited for at the CDC."""


TO_DEPOSIT: Final = (Status.PRET, Status.A_RENVOYER)
"""What can go into a deposit."""
EDITABLE: Final = OPEN | {Status.EXCLU}
"""What may be changed, and is checked again when it is."""
DELETABLE: Final = frozenset({Status.INCOMPLET, Status.PRET, Status.EXCLU})
"""What may be deleted, as long as it was never sent."""


class Gravite(models.TextChoices):
    """The weight of the worst fault of a passage: values of the core, which says what each one means."""

    ERREUR = regle.Gravite.ERREUR.value, "À corriger"
    ALERTE = regle.Gravite.ALERTE.value, "À vérifier"
    CONSEIL = regle.Gravite.CONSEIL.value, "Conseil"


class Voie(models.TextChoices):
    """How the titulaire is identified: one of the three ways of the XSD (identificationTitulaire)."""

    ETAT_CIVIL = "etat_civil", "État civil"
    DOSSIER = "dossier", "Dossier de formation (EDOF)"
    NIR = "nir", "NIR et nom de naissance"

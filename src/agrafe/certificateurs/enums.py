from typing import Final

from django.db import models


class Identification(models.TextChoices):
    """Where the certificateur stands with the CDC: without idClient and idContrat nothing can be deposited."""

    A_DEMANDER = "a_demander", "Identifiants à demander"
    ATTENDUS = "attendus", "Identifiants attendus"
    RECUS = "recus", "Identifiants reçus"


TRANSITIONS: Final = {
    Identification.A_DEMANDER: {Identification.ATTENDUS, Identification.RECUS},
    Identification.ATTENDUS: {Identification.A_DEMANDER, Identification.RECUS},
    Identification.RECUS: {Identification.ATTENDUS},
}


class Deposant(models.TextChoices):
    """Who deposits: rubrique natureDeposant of the XSD."""

    CERTIFICATEUR = "CERTIFICATEUR", "Le certificateur lui-même"
    TIERS_CONFIANCE = "TIERS_CONFIANCE", "Un tiers de confiance"


class Image(models.TextChoices):
    """The images of a certificateur; each value is the field that holds it."""

    LOGO = "logo", "Logo"
    SIGNATURE = "signature", "Signature"

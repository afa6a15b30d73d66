from typing import Final

from django.db import models

from agrafe.socle.states import Tone


class Status(models.TextChoices):
    """Where a verification stands."""

    ENVOYEE = "envoyee", "Envoyée"
    REPONDUE = "repondue", "Réponse à lire"
    PAS_MOI = "pas_moi", "« Ce n'est pas moi »"
    ACCEPTEE = "acceptee", "Réponse acceptée"
    ECARTEE = "ecartee", "Réponse écartée"
    ANNULEE = "annulee", "Annulée"
    EXPIREE = "expiree", "Sans réponse"


TRANSITIONS: Final = {
    Status.ENVOYEE: {Status.REPONDUE, Status.PAS_MOI, Status.ANNULEE, Status.EXPIREE},
    Status.REPONDUE: {Status.ACCEPTEE, Status.ECARTEE},
    Status.PAS_MOI: {Status.ECARTEE},
    Status.ACCEPTEE: set(),
    Status.ECARTEE: set(),
    Status.ANNULEE: set(),
    Status.EXPIREE: set(),
}
TONES: Final = {
    Status.ENVOYEE: Tone.PROGRESS,
    Status.REPONDUE: Tone.ATTENTION,
    Status.PAS_MOI: Tone.ATTENTION,
    Status.ACCEPTEE: Tone.SUCCESS,
    Status.ECARTEE: Tone.NEUTRAL,
    Status.ANNULEE: Tone.NEUTRAL,
    Status.EXPIREE: Tone.NEUTRAL,
}
OPEN: Final = frozenset({Status.ENVOYEE})
TO_READ: Final = frozenset({Status.REPONDUE, Status.PAS_MOI})
CLOSED: Final = frozenset(status for status, after in TRANSITIONS.items() if not after)


class Langue(models.TextChoices):
    """The languages of the page of the titulaire."""

    FRANCAIS = "fr", "français"
    ANGLAIS = "en", "anglais"

from typing import Final

from django.db import models

from agrafe.socle.states import Tone


class MailStatus(models.TextChoices):
    """Where a mail stands."""

    EN_ATTENTE = "en_attente", "En attente"
    EN_COURS = "en_cours", "Envoi en cours"
    ENVOYE = "envoye", "Envoyé"
    ECHEC = "echec", "Échec"
    INCERTAIN = "incertain", "Envoi incertain"
    REVENU = "revenu", "Revenu"
    ANNULE = "annule", "Annulé"


TRANSITIONS: Final = {
    MailStatus.EN_ATTENTE: {MailStatus.EN_COURS, MailStatus.ANNULE, MailStatus.ECHEC},
    MailStatus.EN_COURS: {
        MailStatus.ENVOYE,
        MailStatus.EN_ATTENTE,
        MailStatus.ECHEC,
        MailStatus.INCERTAIN,
        MailStatus.ANNULE,
    },
    MailStatus.INCERTAIN: {MailStatus.ENVOYE, MailStatus.EN_ATTENTE, MailStatus.REVENU},
    MailStatus.ENVOYE: {MailStatus.REVENU},
    MailStatus.ECHEC: {MailStatus.EN_ATTENTE},
    MailStatus.REVENU: set(),
    MailStatus.ANNULE: set(),
}

TONES: Final = {
    MailStatus.EN_ATTENTE: Tone.NEUTRAL,
    MailStatus.EN_COURS: Tone.PROGRESS,
    MailStatus.ENVOYE: Tone.SUCCESS,
    MailStatus.ECHEC: Tone.ERROR,
    MailStatus.INCERTAIN: Tone.ATTENTION,
    MailStatus.REVENU: Tone.ERROR,
    MailStatus.ANNULE: Tone.NEUTRAL,
}

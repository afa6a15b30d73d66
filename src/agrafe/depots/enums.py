from typing import Final

from django.db import models

from agrafe.socle.states import Tone


class Action(models.TextChoices):
    """What a deposit asks of the CDC: rubrique action of the format 1.1.5."""

    CREATION = "CREATION", "Création"
    SUPPRESSION = "SUPPRESSION", "Suppression"


class Status(models.TextChoices):
    """Where a deposit stands."""

    EN_CONSTRUCTION = "en_construction", "En construction"
    REFUSE = "refuse", "À reprendre"
    CONSTRUIT = "construit", "À déposer"
    DEPOSE = "depose", "Déposé"
    TRAITE = "traite", "Traité"
    ABANDONNE = "abandonne", "Abandonné"


TRANSITIONS: Final = {
    Status.EN_CONSTRUCTION: {Status.CONSTRUIT, Status.REFUSE, Status.ABANDONNE},
    Status.REFUSE: {Status.ABANDONNE},
    Status.CONSTRUIT: {Status.DEPOSE, Status.ABANDONNE},
    Status.DEPOSE: {Status.CONSTRUIT, Status.TRAITE},
    Status.TRAITE: set(),
    Status.ABANDONNE: set(),
}
"""An accusé may come for a deposit that nobody marked as deposited: it is then marked in the same go."""

NOT_SENT: Final = frozenset({Status.EN_CONSTRUCTION, Status.CONSTRUIT})
"""The CDC has not seen it: its passages are reserved, and still awaited."""

TONES: Final = {
    Status.EN_CONSTRUCTION: Tone.PROGRESS,
    Status.REFUSE: Tone.ERROR,
    Status.CONSTRUIT: Tone.ATTENTION,
    Status.DEPOSE: Tone.PROGRESS,
    Status.TRAITE: Tone.SUCCESS,
    Status.ABANDONNE: Tone.NEUTRAL,
}
"""How each state is shown."""


class FichierStatus(models.TextChoices):
    """Where a file of a deposit stands: each has its own accusé."""

    A_DEPOSER = "a_deposer", "À déposer"
    DEPOSE = "depose", "Déposé"
    TRAITE = "traite", "Traité"
    REJETE = "rejete", "Fichier rejeté"


class Issue(models.TextChoices):
    """What became of a passage in a deposit."""

    ATTENTE = "attente", "En attente"
    ACCEPTE = "accepte", "Accepté"
    DEJA_EN_BASE = "deja_en_base", "Déjà en base"
    REJETE = "rejete", "Rejeté"
    FICHIER_REJETE = "fichier_rejete", "Fichier rejeté"
    SANS_REPONSE = "sans_reponse", "Absent de l'accusé"
    ABANDONNE = "abandonne", "Dépôt abandonné"


ISSUE_TONES: Final = {
    Issue.ATTENTE: Tone.PROGRESS,
    Issue.ACCEPTE: Tone.SUCCESS,
    Issue.DEJA_EN_BASE: Tone.SUCCESS,
    Issue.REJETE: Tone.ERROR,
    Issue.FICHIER_REJETE: Tone.ERROR,
    Issue.SANS_REPONSE: Tone.ATTENTION,
    Issue.ABANDONNE: Tone.NEUTRAL,
}
"""How each of them is shown."""

RECORDED: Final = frozenset({Issue.ACCEPTE, Issue.DEJA_EN_BASE})
"""The CDC has done what was asked."""

ANSWERED: Final = RECORDED | {Issue.REJETE}
"""The CDC has answered for the passage itself: what counts as a sending."""

WAITING: Final = frozenset({Issue.ATTENTE, Issue.SANS_REPONSE})
"""The CDC has not answered yet: an accusé may still say something of it."""

HOLDING: Final = frozenset({Issue.ATTENTE, Issue.ACCEPTE, Issue.DEJA_EN_BASE, Issue.SANS_REPONSE})
"""A passage with one of these is accepted or under way: it enters no other deposit of the same action."""


class Genre(models.TextChoices):
    """What the CDC asks for, and by when: article R. 6113-17-2 and R. 6113-17-3 of the Code du travail."""

    CORRECTION = "correction", "Demande de correction"
    MISE_EN_DEMEURE = "mise_en_demeure", "Mise en demeure"


class Sujet(models.TextChoices):
    """What a reminder is about."""

    PASSAGES = "passages", "Passages à déposer"
    CORRECTION = "correction", "Demande de correction"
    MISE_EN_DEMEURE = "mise_en_demeure", "Mise en demeure"

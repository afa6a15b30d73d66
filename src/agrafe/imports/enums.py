from typing import Final

from django.db import models

from agrafe.socle.states import Tone


class Status(models.TextChoices):
    """Where an import stands."""

    LECTURE = "lecture", "Lecture en cours"
    ILLISIBLE = "illisible", "Fichier illisible"
    A_RELIRE = "a_relire", "À relire"
    ECRITURE = "ecriture", "Import en cours"
    FINI = "fini", "Importé"
    RETOUR = "retour", "Annulation en cours"
    DEFAIT = "defait", "Défait"
    ABANDONNE = "abandonne", "Abandonné"


TRANSITIONS: Final = {
    Status.LECTURE: {Status.A_RELIRE, Status.ILLISIBLE},
    Status.ILLISIBLE: {Status.LECTURE, Status.ABANDONNE},
    Status.A_RELIRE: {Status.LECTURE, Status.ECRITURE, Status.ABANDONNE},
    Status.ECRITURE: {Status.FINI, Status.A_RELIRE},
    Status.FINI: {Status.ECRITURE, Status.RETOUR},
    Status.RETOUR: {Status.DEFAIT, Status.FINI},
    Status.DEFAIT: set(),
    Status.ABANDONNE: set(),
}
"""A finished import may write again: the rows that were mended since. One that is being read cannot be given up: its rows still come."""
TONES: Final = {
    Status.LECTURE: Tone.PROGRESS,
    Status.ILLISIBLE: Tone.ERROR,
    Status.A_RELIRE: Tone.ATTENTION,
    Status.ECRITURE: Tone.PROGRESS,
    Status.FINI: Tone.SUCCESS,
    Status.RETOUR: Tone.PROGRESS,
    Status.DEFAIT: Tone.NEUTRAL,
    Status.ABANDONNE: Tone.NEUTRAL,
}
"""How each state is shown."""
RUNNING: Final = frozenset({Status.LECTURE, Status.ECRITURE, Status.RETOUR})
"""What a work in the background is at."""
OPEN: Final = frozenset({Status.A_RELIRE, Status.FINI})
"""What is read, and whose rows can still be mended and written."""


DONE_WITH: Final = frozenset({Status.A_RELIRE, Status.FINI, Status.ILLISIBLE, Status.DEFAIT})
"""What is forgotten when nobody has come back to it for long."""


class Effet(models.TextChoices):
    """What a row does."""

    CREE = "cree", "Crée un passage"
    CHANGE = "change", "Change un passage"
    INCHANGE = "inchange", "Ne change rien"
    FIGE = "fige", "Passage qui ne change plus"


WRITES: Final = frozenset({Effet.CREE, Effet.CHANGE})

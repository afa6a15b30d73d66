from django.db import models

from agrafe.socle.states import Tone


class Etat(models.TextChoices):
    """What the last check says of a person's civil identity; the values sort from the worst to the best."""

    A_CORRIGER = "a_corriger", "À corriger"
    A_VERIFIER = "a_verifier", "À vérifier"
    BON = "bon", "Rien à signaler"

    @property
    def tone(self) -> str:
        """Return the tone of its badge."""
        return _TONES[self].value


_TONES = {Etat.A_CORRIGER: Tone.ERROR, Etat.A_VERIFIER: Tone.ATTENTION, Etat.BON: Tone.SUCCESS}

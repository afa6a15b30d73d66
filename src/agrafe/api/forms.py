from datetime import timedelta
from typing import Final

from django import forms

from agrafe.api.services import LIFE

LIVES: Final = ((30, "30 jours"), (90, "90 jours"), (LIFE.days, "un an"))


class JetonForm(forms.Form):
    """What a jeton is called, and how long it opens."""

    nom = forms.CharField(
        label="Nom",
        help_text="Le logiciel qui s'en servira, pour le reconnaître dans la liste.",
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    duree = forms.TypedChoiceField(
        label="Durée",
        help_text="Ensuite, le jeton n'ouvre plus rien : vous en créerez un autre.",
        choices=LIVES,
        coerce=int,
        initial=LIFE.days,
        widget=forms.RadioSelect,
    )

    @property
    def life(self) -> timedelta:
        """Return how long it opens."""
        return timedelta(days=self.cleaned_data["duree"])

from django import forms
from django.core.exceptions import ValidationError

from agrafe.socle.widgets import FileDrop


class ExampleForm(forms.Form):
    """The form of the page of components: one field of each kind."""

    nom = forms.CharField(
        label="Nom de naissance",
        help_text="Tel qu'il est écrit sur la carte d'identité.",
        max_length=60,
    )
    naissance = forms.DateField(
        label="Date de naissance",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    certification = forms.ChoiceField(
        label="Certification",
        choices=[("", "Choisissez…"), ("RNCP35726", "RNCP35726"), ("RS5875", "RS5875")],
    )
    sexe = forms.ChoiceField(
        label="Sexe",
        choices=[("F", "Féminin"), ("M", "Masculin")],
        widget=forms.RadioSelect,
        help_text="Celui de l'état civil.",
    )
    blocs = forms.MultipleChoiceField(
        label="Blocs validés",
        choices=[("1", "Bloc 1"), ("2", "Bloc 2"), ("3", "Bloc 3")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    remarque = forms.CharField(
        label="Remarque", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    piece = forms.FileField(
        label="Procès-verbal",
        help_text="PDF, 5 Mo au plus.",
        required=False,
        widget=FileDrop(attrs={"accept": ".pdf"}),
    )
    accord = forms.BooleanField(label="Le titulaire a relu ses données")

    def clean_nom(self) -> str:
        """Refuse a name that holds a figure."""
        nom: str = self.cleaned_data["nom"]
        if any(character.isdigit() for character in nom):
            raise ValidationError(
                f"« {nom} » contient un chiffre. Écrivez le nom de naissance seul."
            )
        return nom

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy

from agrafe.socle.fields import PartialDateField, WithWarnings
from agrafe.socle.widgets import Combobox, FileDrop, ImageDrop


class ExampleForm(WithWarnings, forms.Form):
    """The form of the page of components: one field of each kind."""

    nom = forms.CharField(
        label="Nom de naissance",
        help_text="Tel qu'il est écrit sur la carte d'identité.",
        max_length=60,
    )
    naissance = PartialDateField(
        label="Date de naissance",
        help_text="Laissez vide le jour, ou le jour et le mois, si l'état civil ne les connaît pas.",
        required=False,
    )
    commune = forms.CharField(
        label="Commune de naissance",
        help_text="Écrivez les premières lettres : Li, Ly, Saint-É.",
        required=False,
        widget=Combobox(reverse_lazy("socle:components_suggestions")),
    )
    delivrance = forms.DateField(
        label="Délivrée le",
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
        choices=[
            ("Tronc commun", [("1", "Bloc 1"), ("2", "Bloc 2")]),
            ("Option", [("3", "Bloc 3")]),
        ],
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
    logo = forms.FileField(
        label="Logo",
        help_text="PNG ou JPEG.",
        required=False,
        widget=ImageDrop(attrs={"accept": "image/png,image/jpeg"}),
    )
    accord = forms.BooleanField(label="Le titulaire a relu ses données")

    def clean_nom(self) -> str:
        """Refuse a name that holds a figure."""
        nom: str = self.cleaned_data["nom"]
        if any(character.isdigit() for character in nom):
            raise ValidationError(
                f"« {nom} » contient un chiffre. Écrivez le nom de naissance seul."
            )
        if nom.islower():
            self.add_warning("nom", f"« {nom} » n'a pas de majuscule. Est-ce voulu ?")
        return nom


class StepForm(forms.Form):
    """A step of the example assistant."""

    certification = forms.ChoiceField(
        label="Quelle certification déposez-vous ?",
        choices=[("RNCP35726", "RNCP35726"), ("RS5875", "RS5875")],
        widget=forms.RadioSelect,
    )

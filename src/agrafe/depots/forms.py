from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from agrafe.certifications.selectors import certifications_of
from agrafe.comptes.models import Membership
from agrafe.depots.enums import Genre
from agrafe.depots.selectors import Choix, certification_named
from agrafe.passages.models import Passage
from agrafe.passages.selectors import promotions_of
from agrafe.socle.widgets import FileDrop


class ChoixForm(forms.Form):
    """What a deposit gathers; read from an address, nonsense chooses everything."""

    certification = forms.ChoiceField(label="Certification", required=False)
    promotion = forms.ChoiceField(label="Promotion", required=False)
    renvois = forms.BooleanField(label="Seulement les passages à renvoyer", required=False)

    def __init__(self, *arguments: Any, par: Membership, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.par = par
        known = certifications_of(par).values_list("public_id", "code", "intitule")
        of_certification: Any = self.fields["certification"]
        of_certification.choices = [
            ("", "Toutes"),
            *((str(key), f"{code}, {intitule}") for key, code, intitule in known),
        ]
        of_promotion: Any = self.fields["promotion"]
        of_promotion.choices = [("", "Toutes"), *((name, name) for name in promotions_of(par=par))]
        of_certification.is_wanted = of_promotion.is_wanted = True  # « Toutes » is an answer

    @property
    def choix(self) -> Choix:
        """Return what is chosen."""
        self.is_valid()
        said = self.cleaned_data
        named = certification_named(par=self.par, public_id=said.get("certification", ""))
        return Choix(named, said.get("promotion", ""), bool(said.get("renvois")))

    @property
    def said(self) -> dict[str, str]:
        """Return what is chosen as an address says it."""
        self.is_valid()
        return {name: self.data[name] for name, value in self.cleaned_data.items() if value}


class AccuseForm(forms.Form):
    """An accusé to read."""

    accuse = forms.FileField(
        label="Accusé de traitement",
        help_text="Le fichier XML que le portail donne dans l'historique des dépôts.",
        widget=FileDrop(attrs={"accept": ".xml"}),
        allow_empty_file=True,
        error_messages={"required": "Choisissez le fichier de l'accusé."},
    )


class WithdrawalForm(forms.Form):
    """Why a passage is to be withdrawn."""

    motif = forms.CharField(
        label="Motif du retrait",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Il reste au dossier, et n'est pas envoyé à la Caisse des Dépôts.",
    )


class DemandeForm(forms.Form):
    """A letter of the CDC."""

    genre = forms.ChoiceField(label="Nature", choices=Genre, widget=forms.RadioSelect)
    received_on = forms.DateField(
        label="Reçue le",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        initial=timezone.localdate,
    )
    limit = forms.DateField(
        label="Dernier jour pour répondre",
        required=False,
        help_text="Laissez vide pour le délai de la loi : trois mois pour une demande de correction, soixante jours pour une mise en demeure.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    objet = forms.CharField(
        label="Objet",
        max_length=300,
        help_text="Ce que demande la Caisse des Dépôts, en une phrase.",
    )
    id_technique = forms.CharField(
        label="Identifiant technique du passage",
        required=False,
        help_text="Si la demande concerne un seul passage.",
    )

    def __init__(self, *arguments: Any, par: Membership, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.par = par

    def clean_received_on(self) -> Any:
        """Refuse a letter of the future."""
        return _past(self.cleaned_data["received_on"], "Écrivez le jour de réception.")

    def clean_id_technique(self) -> Passage | None:
        """Find the passage."""
        name = self.cleaned_data["id_technique"].strip()
        if not name:
            return None
        found: Passage | None = (
            Passage.objects.of(self.par.certificateur).filter(id_technique=name).first()
        )
        if found is None:
            raise forms.ValidationError(
                f"Aucun passage n'a l'identifiant « {name} ». Copiez-le depuis sa fiche."
            )
        return found


class ReponseForm(forms.Form):
    """What was answered to a letter of the CDC."""

    on = forms.DateField(
        label="Répondu le",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        initial=timezone.localdate,
    )
    reponse = forms.CharField(
        label="Réponse",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Ce qui a été envoyé : des données corrigées, ou pourquoi la demande n'est pas fondée.",
    )

    def clean_on(self) -> Any:
        """Refuse an answer of the future: it is not given yet."""
        return _past(self.cleaned_data["on"], "Écrivez le jour de la réponse.")


def _past(day: date, remedy: str) -> date:
    if day > timezone.localdate():
        raise forms.ValidationError(f"Cette date est dans l'avenir. {remedy}")
    return day

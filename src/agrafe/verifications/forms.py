"""The forms of the staff."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from agrafe.personnes.models import Personne
from agrafe.verifications.models import Reglage
from agrafe.verifications.questions import BY_NAME, QUESTIONS, Question, keys_of

_DOUTE: Final = "doute"
_TOUT: Final = "tout"
_CHOIX: Final = "choix"


class AskForm(forms.Form):
    """What to ask of the titulaires that were chosen.

    Args:
        questions: What it proposes; what is in doubt when there is none.
    """

    quoi = forms.ChoiceField(
        label="Que doivent-ils vérifier ?",
        choices=(
            (_DOUTE, "Ce qui paraît faux ou douteux chez chacun ; à défaut, tout l'état civil"),
            (_TOUT, "Tout l'état civil"),
            (_CHOIX, "Seulement ce que je coche ci-dessous"),
        ),
        initial=_DOUTE,
        widget=forms.RadioSelect,
    )
    questions = forms.MultipleChoiceField(
        label="Informations à vérifier",
        choices=[(one.name, one.label) for one in QUESTIONS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *arguments: Any, questions: Sequence[Question] = (), **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._proposed = questions
        if questions:
            self.initial = {"quoi": _CHOIX, "questions": [one.name for one in questions]}
        self.fields["questions"].is_wanted = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for the questions when only some are to be asked; never leave out in silence those that are ticked."""
        data = super().clean() or {}
        is_choice = data.get("quoi") == _CHOIX
        if is_choice and not data.get("questions"):
            raise ValidationError({"questions": "Cochez au moins une information à vérifier."})
        if data.get("questions") and not is_choice and "quoi" in data:
            raise ValidationError(
                {"quoi": "Choisissez « Seulement ce que je coche », ou décochez tout ci-dessous."}
            )
        return data

    def rubriques_of(self, personnes: Sequence[Personne]) -> dict[int, Sequence[str]] | None:
        """Return what the form asks of each person, or proposes to ask as long as it is not valid; None for what is in doubt."""
        chosen = self._chosen() if self.is_valid() else self._proposed
        keys = keys_of(chosen)
        return {one.pk: keys for one in personnes} if keys else None

    def _chosen(self) -> Sequence[Question]:
        data = self.cleaned_data
        if data["quoi"] == _CHOIX:
            return [BY_NAME[one] for one in data["questions"]]
        return QUESTIONS if data["quoi"] == _TOUT else ()


class SetAsideForm(forms.Form):
    """Why an answer is left out."""

    motif = forms.CharField(
        label="Motif",
        help_text="Pour qui se le demandera plus tard. Le titulaire ne le voit pas.",
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )


class ReglageForm(forms.Form):
    """How a certificateur asks."""

    validite = forms.IntegerField(
        label="Validité du lien, en jours",
        help_text="De 3 à 90. Les liens déjà envoyés gardent la date que leur courriel annonce.",
        min_value=3,
        max_value=90,
    )
    relance_1 = forms.IntegerField(
        label="Première relance, en jours après la demande",
        help_text="0 : pas de relance.",
        min_value=0,
        max_value=89,
    )
    relance_2 = forms.IntegerField(
        label="Seconde relance, en jours après la demande",
        help_text="0 : pas de seconde relance.",
        min_value=0,
        max_value=89,
    )
    avis = forms.BooleanField(
        label="Prévenir l'équipe quand des titulaires répondent",
        help_text="Un courriel par jour ouvré au plus, aux gestionnaires et aux administrateurs : combien de réponses sont à lire, rien d'autre.",
        required=False,
    )

    def __init__(self, *arguments: Any, reglage: Reglage, **options: Any) -> None:
        initial = {name: getattr(reglage, name) for name in self.base_fields}
        super().__init__(*arguments, **{**options, "initial": initial})

    def clean(self) -> dict[str, Any]:
        """Refuse a reminder that would come after the link is dead."""
        data = super().clean() or {}
        validite = data.get("validite")
        for name in ("relance_1", "relance_2"):
            if validite and (data.get(name) or 0) >= validite:
                self.add_error(name, "La relance doit partir avant la fin de validité du lien.")
        return data

    def freeze(self) -> None:
        """Have the form show and take nothing."""
        for field in self.fields.values():
            field.disabled = True

from django import forms
from django.core.exceptions import ValidationError

from agrafe.courriels.house import Words
from agrafe.courriels.kinds import MailKind
from agrafe.courriels.writing import WritingError, check, check_subject


class TemplateForm(forms.Form):
    """The words of a mail."""

    subject = forms.CharField(label="Objet", max_length=200)
    text = forms.CharField(
        label="Texte",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text="Une ligne vide sépare les paragraphes. Votre nom et le pied de vos courriels s'ajoutent d'eux-mêmes.",
    )

    def __init__(self, *args: object, kind: MailKind, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.kind = kind

    @property
    def words(self) -> Words:
        """Return the words typed, once they were found good."""
        return Words(self.cleaned_data["subject"], self.cleaned_data["text"])

    def clean_subject(self) -> str:
        """Refuse what could not be sent."""
        subject: str = self.cleaned_data["subject"]
        try:
            check_subject(subject, self.kind.names)
        except WritingError as error:
            raise ValidationError(str(error)) from None
        return subject

    def clean_text(self) -> str:
        """Refuse what could not be sent."""
        text: str = self.cleaned_data["text"].replace("\r\n", "\n")
        try:
            check(text, self.kind.names, self.kind.links)
        except WritingError as error:
            raise ValidationError(str(error)) from None
        return text


class BounceForm(forms.Form):
    """Why a mail came back."""

    reason = forms.CharField(
        label="Motif",
        required=False,
        max_length=200,
        help_text="Ce que dit le message reçu en retour, en quelques mots : « boîte pleine », « adresse inconnue ».",
    )

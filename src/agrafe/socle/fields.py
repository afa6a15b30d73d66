"""The form fields that Django does not have, and what a form says without refusing."""

from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from agrafe.socle.widgets import PartialDate, SplitDate

_INCOMPLETE: Final = (
    "Écrivez au moins l'année, en quatre chiffres ; le mois aussi si vous connaissez le jour."
)


class PartialDateField(forms.MultiValueField):
    """A date whose day, or day and month, may be left empty: gives a PartialDate, or None when all three are empty."""

    widget = SplitDate
    default_error_messages = {  # noqa: RUF012 - Django's own way
        "incomplete": _INCOMPLETE,
        "digits": "Écrivez le jour, le mois et l'année en chiffres, par exemple 3 7 1991.",
        "impossible": "Cette date n'existe pas : regardez le jour et le mois.",
    }

    def __init__(self, **options: Any) -> None:
        options.setdefault("require_all_fields", False)
        parts = [forms.CharField(required=False) for _ in PartialDate._fields]
        super().__init__(parts, **options)

    def compress(self, data_list: list[str]) -> PartialDate | None:
        """Return the date written, or say what is wrong with it."""
        if not any(data_list):
            return None
        try:
            jour, mois, annee = (int(text) if text else None for text in data_list)
        except ValueError:
            raise ValidationError(self.error_messages["digits"], code="digits") from None
        if annee is None or not 1000 <= annee <= 9999 or (jour is not None and mois is None):
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        try:
            date(annee, 1 if mois is None else mois, 1 if jour is None else jour)
        except ValueError:
            raise ValidationError(self.error_messages["impossible"], code="impossible") from None
        return PartialDate(jour, mois, annee)


class WithWarnings(forms.BaseForm):
    """A form that can doubt an answer without refusing it: the doubt is shown under the field.

    `class CandidatForm(WithWarnings, forms.Form)`, then `self.add_warning("nom", "…")` in `clean`.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.warnings: dict[str, list[str]] = {}

    def add_warning(self, field: str, message: str) -> None:
        """Say a doubt about a field."""
        self.warnings.setdefault(field, []).append(message)

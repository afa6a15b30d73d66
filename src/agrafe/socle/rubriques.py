"""Form fields whose words, choices and checks are those of the data dictionary of the core."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accrochage.dictionnaire import RUBRIQUES
from accrochage.operations.formulaire import in_form
from accrochage.regles.anomalie import Gravite
from accrochage.regles.catalogue import CATALOGUE
from accrochage.regles.lecture.valeurs import value_reader
from agrafe.socle.fields import WithWarnings


def choices_of(key: str, *, empty: str | None = None) -> list[tuple[str, str]]:
    """Return the choices of a rubrique that has an enumeration, after an empty one when it is named.

    Args:
        key: The key of the rubrique, `modaliteAcces`.
        empty: What the empty choice is called; None when there is none.
    """
    first = [] if empty is None else [("", empty)]
    return first + [(code.value, code.libelle) for code in RUBRIQUES[key].codes]


def label_of(key: str, value: str) -> str:
    """Return what a code of a rubrique means in French; the code itself when the dictionary has no such one."""
    return next((code.libelle for code in RUBRIQUES[key].codes if code.value == value), value)


class RubriqueField(forms.CharField):
    """A text that the core reads and checks as it does a cell; its doubts are kept in `doubts` for the form to say."""

    def __init__(self, key: str, **options: Any) -> None:
        entry = RUBRIQUES[key]
        self.doubts: list[str] = []
        self._read = value_reader(entry)
        options.setdefault("label", entry.header)
        options.setdefault("help_text", f"{entry.help} Exemple : {entry.example}.")
        super().__init__(**options)

    def clean(self, value: Any) -> str:
        """Return the value as the format wants it, empty when there is none; the first error of the core refuses it."""
        self.doubts = []
        errors: list[str] = []

        def note(code: str, message: str, _correction: str | None, *_avec: Any) -> None:
            heavy = CATALOGUE[code].gravite is Gravite.ERREUR
            (errors if heavy else self.doubts).append(in_form(message))

        read = self._read(super().clean(value), note)
        if errors:
            raise ValidationError(errors[0], code="rubrique")
        return read or ""


class RubriquesForm(WithWarnings, forms.Form):
    """A form with fields of the dictionary: what the core doubts is said, and refuses nothing."""

    def clean(self) -> dict[str, Any]:
        """Collect the doubts of the fields."""
        cleaned = super().clean() or {}
        for name, field in self.fields.items():
            for doubt in getattr(field, "doubts", ()):
                self.add_warning(name, doubt)
        return cleaned

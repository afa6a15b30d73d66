"""What forms say of an answer, in the words of the house: what to do, never « invalide » nor « obligatoire ».

Django looks these sentences up on the class of a field; a form that says better for a field of its own still does.
"""

from typing import Final

from django import forms
from django.core import validators

_URL: Final = "Écrivez une adresse complète, par exemple https://exemple.fr."

_MESSAGES: Final[dict[type[forms.Field], dict[str, str]]] = {
    forms.Field: {"required": "Remplissez ce champ."},
    forms.BooleanField: {"required": "Cochez cette case pour continuer."},
    forms.ChoiceField: {
        "required": "Choisissez une réponse.",
        "invalid_choice": "Choisissez une réponse de la liste.",
    },
    forms.MultipleChoiceField: {
        "required": "Choisissez une réponse au moins.",
        "invalid_choice": "Choisissez des réponses de la liste.",
        "invalid_list": "Choisissez des réponses de la liste.",
    },
    forms.DateField: {"invalid": "Écrivez une date, par exemple 03/07/1991."},
    forms.DateTimeField: {
        "invalid": "Écrivez une date et une heure, par exemple 03/07/2026 14:30."
    },
    forms.TimeField: {"invalid": "Écrivez une heure, par exemple 14:30."},
    forms.IntegerField: {"invalid": "Écrivez un nombre entier, en chiffres."},
    forms.DecimalField: {"invalid": "Écrivez un nombre, en chiffres."},
    forms.URLField: {"invalid": _URL},
    forms.FileField: {
        "required": "Choisissez un fichier.",
        "invalid": "Le fichier n'est pas arrivé. Choisissez-le de nouveau.",
        "missing": "Le fichier n'est pas arrivé. Choisissez-le de nouveau.",
        "empty": "Ce fichier est vide. Choisissez-en un autre.",
    },
}


def install() -> None:
    """Give the fields of Django the sentences of the house; called once, when Django is ready."""
    for field, messages in _MESSAGES.items():
        field.default_error_messages = {**field.default_error_messages, **messages}
    validators.EmailValidator.message = (
        "Écrivez une adresse de courriel, par exemple nom@exemple.fr."
    )
    validators.URLValidator.message = (
        "Écrivez une adresse complète, par exemple https://exemple.fr."
    )

"""A form says what to do, in the words of the house."""

import re

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

FIELDS = {
    "texte": (forms.CharField(), "", "Remplissez ce champ."),
    "case": (forms.BooleanField(), "", "Cochez cette case pour continuer."),
    "choix": (forms.ChoiceField(choices=[("a", "A")]), "", "Choisissez une réponse."),
    "autre": (forms.ChoiceField(choices=[("a", "A")]), "z", "Choisissez une réponse de la liste."),
    "date": (forms.DateField(), "hier", "Écrivez une date, par exemple 03/07/1991."),
    "nombre": (forms.IntegerField(), "dix", "Écrivez un nombre entier, en chiffres."),
    "courriel": (
        forms.EmailField(),
        "zoe",
        "Écrivez une adresse de courriel, par exemple nom@exemple.fr.",
    ),
    "adresse": (
        forms.URLField(assume_scheme="https"),
        "http://",
        "Écrivez une adresse complète, par exemple https://exemple.fr.",
    ),
}


@pytest.mark.parametrize("name", FIELDS)
def test_says_what_to_do(name):
    field, answer, sentence = FIELDS[name]

    with pytest.raises(forms.ValidationError, match=f"^{re.escape(str([sentence]))}$"):
        field.clean(answer)


def test_says_that_a_file_is_empty():
    with pytest.raises(forms.ValidationError, match="Ce fichier est vide"):
        forms.FileField().clean(SimpleUploadedFile("vide.pdf", b""))


def test_a_field_keeps_its_own_words():
    field = forms.CharField(error_messages={"required": "Écrivez le nom."})

    with pytest.raises(forms.ValidationError, match="Écrivez le nom"):
        field.clean("")

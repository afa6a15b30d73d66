import pytest
from django.core.exceptions import ValidationError

from agrafe.socle.siret import SiretField, spaced


@pytest.mark.parametrize(
    "typed",
    [
        "73282932000074",
        "732 829 320 00074",
        " 732.829.320-00074 ",
        "732\u202f829\u202f320\u202f00074",
        "35600000000048",  # the head office of La Poste, by the key of everyone
        "35600000049837",  # one of its offices, by its own
    ],
)
def test_a_siret_is_taken_whatever_stands_between_its_digits(typed):
    assert SiretField().clean(typed).isdigit()
    assert len(SiretField().clean(typed)) == 14


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("73282932000075", "Un chiffre de ce SIRET est faux"),
        ("73282932000047", "deux sont inversés"),
        ("35600000049838", "Un chiffre de ce SIRET est faux"),
        ("00000000000000", "Un chiffre de ce SIRET est faux"),
        ("732829320", "C'est un SIREN"),
        ("7328293200007", "compte 13 chiffres"),
        ("7328293200007A", "n'a que des chiffres"),
        ("٧٣٢٨٢٩٣٢٠٠٠٠٧٤", "n'a que des chiffres"),
        ("1", "compte 1 chiffre au lieu"),
    ],
)
def test_a_siret_that_is_none_is_explained(typed, said):
    with pytest.raises(ValidationError) as caught:
        SiretField().clean(typed)

    assert said in caught.value.message.replace("\u202f", " ").replace("\xa0", " ")


def test_it_may_be_left_out():
    assert SiretField(required=False).clean(" ") == ""


def test_it_is_shown_with_blanks():
    assert spaced("73282932000074") == "732 829 320 00074"
    assert SiretField().prepare_value("73282932000074") == "732 829 320 00074"
    assert SiretField().prepare_value("732") == "732"
    assert SiretField().prepare_value(None) is None

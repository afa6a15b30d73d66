"""The SIRET: fourteen digits, the last of which proves the others."""

import re
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from accrochage.typographie import count

LENGTH: Final = 14
_LA_POSTE: Final = "356000000"
_LA_POSTE_HEAD: Final = "35600000000048"
_BLANKS: Final = re.compile(r"[\s.\-]+")


def compact(text: str) -> str:
    """Return a SIRET without the blanks, dots and dashes that people put between its digits."""
    return _BLANKS.sub("", text)


def spaced(siret: str) -> str:
    """Write a SIRET as people read it: `123 456 782 00010`."""
    return " ".join(filter(None, (siret[:3], siret[3:6], siret[6:9], siret[9:])))


def fault_of(siret: str) -> str:
    """Return the French sentence that says what is wrong with a compact SIRET; empty when nothing is."""
    if not (siret.isascii() and siret.isdigit()):
        return "Un SIRET n'a que des chiffres : il y en a 14."
    if len(siret) == 9:
        return "C'est un SIREN : 9 chiffres. Donnez le SIRET de l'établissement, qui en compte 14."
    if len(siret) != LENGTH:
        found = count(len(siret), "chiffre", "chiffres")
        return f"Ce SIRET compte {found} au lieu de 14. Recopiez-le en entier."
    if not _is_proved(siret):
        return "Un chiffre de ce SIRET est faux, ou deux sont inversés. Recopiez-le de l'avis de situation de l'Insee."
    return ""


def _is_proved(siret: str) -> bool:
    """Tell whether the key of Luhn is right; the offices of La Poste follow a rule of their own (Insee): the sum divides by five."""
    if siret.startswith(_LA_POSTE) and siret != _LA_POSTE_HEAD:
        return sum(map(int, siret)) % 5 == 0
    return siret != "0" * LENGTH and _luhn(siret) % 10 == 0


def _luhn(digits: str) -> int:
    doubled = (int(digit) * (1 + rank % 2) for rank, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled)


class SiretField(forms.CharField):
    """A SIRET: gives its fourteen digits, whatever stands between them."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", "SIRET")
        options.setdefault("widget", forms.TextInput({"inputmode": "numeric"}))
        super().__init__(max_length=30, **options)

    def prepare_value(self, value: Any) -> Any:
        """Show a SIRET that stands in the database with blanks; what was typed wrong stays as it was typed."""
        text = str(value or "")
        return value if fault_of(text) else spaced(text)

    def clean(self, value: Any) -> str:
        """Return the fourteen digits, or say what is wrong with them."""
        siret = compact(super().clean(value))
        if siret and (fault := fault_of(siret)):
            raise ValidationError(fault, code="siret")
        return siret

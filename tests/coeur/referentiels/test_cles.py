"""The key of a look-up: the same however a text was typed."""

import pytest

from accrochage.referentiels.cles import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("N° Né(e)", "nonee"),
        ("NOM_NAISSANCE", "nomnaissance"),
        ("Œuvre cœur, Lætitia", "oeuvrecoeurlaetitia"),
        ("Équivalence (diplôme étranger)", "equivalencediplomeetranger"),
        ("Straße", "strasse"),
        ("?!", ""),
    ],
)
def test_keeps_letters_and_digits_when_folded(text, folded):
    assert fold(text) == folded

"""An anomalie weighs what the catalogue says."""

import pytest

from accrochage.modele import Lieu
from accrochage.regles.anomalie import Anomalie, Gravite
from accrochage.regles.catalogue import CATALOGUE


@pytest.mark.parametrize("code", CATALOGUE)
def test_weighs_what_the_catalogue_says(code):
    assert Anomalie(code, "", Lieu()).gravite is CATALOGUE[code].gravite


@pytest.mark.parametrize(
    ("code", "blocking"), [("DAT-01", True), ("TXT-04", False), ("PRE-02", False)]
)
def test_keeps_a_passage_back_only_when_it_is_an_error(code, blocking):
    assert Anomalie(code, "", Lieu()).blocking is blocking


def test_has_neither_value_nor_correction_unless_they_are_given():
    anomalie = Anomalie("OBL-01", "Remplissez la cellule.", Lieu())

    assert (anomalie.valeur, anomalie.correction) == (None, None)


def test_says_its_weight_in_french():
    assert [str(gravite) for gravite in Gravite] == ["erreur", "alerte", "conseil"]

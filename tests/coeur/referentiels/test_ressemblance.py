"""Communes whose name is like a mistyped one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accrochage.referentiels.communes import Quand, birth_places, key_of
from accrochage.referentiels.ressemblance import likeness, suggest_communes
from accrochage.referentiels.toponymes import departement_of


def names(text, **asked):
    return [commune.nom for commune in suggest_communes(text, **asked)]


@pytest.mark.parametrize(
    ("text", "nom"),
    [
        ("Renes", "Rennes"),
        ("Mareille", "Marseille"),
        ("Villeurbane", "Villeurbanne"),
        ("Clermont Ferand", "Clermont-Ferrand"),
        ("sain malot", "Saint-Malo"),
        ("Aix en Prov", "Aix-en-Provence"),
        ("aubervillers", "Aubervilliers"),
        ("Montpelier", "Montpellier"),
        ("Paris 12", "Paris 12e Arrondissement"),
    ],
)
def test_the_likeliest_comes_first(text, nom):
    assert names(text)[0] == nom


def test_a_departement_and_a_day_narrow_the_choice():
    assert names("Renne", departement="35") == ["Rennes"]
    assert names("Renne (35)") == ["Rennes"]
    assert suggest_communes("ajacio", quand=Quand.de(1970))[0].code == "20004"
    assert names("Evri", departement="91", quand=Quand.de(1990)) == ["Évry"]


def test_no_more_are_proposed_than_asked_for():
    assert len(names("Saint-Martin", limite=3)) == 3
    assert len(names("Saint-Martin")) == 5


def test_nothing_is_proposed_for_what_is_like_nothing():
    assert names("xqzwk") == []
    assert names("") == []


def test_the_most_peopled_comes_first_among_equals():
    assert suggest_communes("Saint-Denis", quand=Quand.de(1990), limite=1)[0].code == "97411"


def mistyped(nom, rank):
    """Return a name less the letter of a rank."""
    return nom[:rank] + nom[rank + 1 :]


def test_one_letter_forgotten_hides_no_commune():
    """Of a sample: one commune in six hundred, the letter forgotten being each in turn."""
    for commune, _ in birth_places()[::600]:
        cle = key_of(commune.nom)
        if len(cle) < 5 or cle[-1].isdigit():
            continue
        for rank in range(len(cle)):
            found = suggest_communes(mistyped(cle, rank), departement_of(commune.code))
            assert commune.code in [other.code for other in found], (cle, rank)


@settings(deadline=None)
@given(st.text())
def test_any_text_can_be_looked_for(text):
    assert len(suggest_communes(text)) <= 5


def test_likeness_goes_from_nothing_to_the_same():
    assert likeness("rennes", "rennes") == 1
    assert 0.8 < likeness("rennes", "renes") < 1
    assert likeness("rennes", "xxx") == 0

"""What family names say: what was meant by one mistyped, and whether name and first name are swapped."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accrochage.identite.patronymes import nom_meant_by, odds_of_swap
from accrochage.referentiels.patronymes import is_patronyme, patronymes, rare_patronymes
from accrochage.referentiels.prenoms import prenoms_de
from factories.noms import PERSONS
from factories.noms_d_ailleurs import NOMS_D_AILLEURS


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *(("MARITN", "MARTIN"), ("Dupnot", "Dupont"), ("LEFEBRVE", "LEFEBVRE")),
        *(("Rodrifuez", "Rodriguez"), ("Ferrnandez", "Fernandez"), ("Fernadez", "Fernandez")),
    ],
)
def test_finds_what_was_meant_when_fingers_slipped(typed, meant):
    assert nom_meant_by(typed) == meant


@pytest.mark.parametrize(
    "nom",
    [
        "MARTIN",  # it is one
        "Martine",  # a first name
        "Berthellot",  # a name that somebody bears
        "Dupzny",  # a letter that is far on the keyboard
        "Leroi",  # a name too
        "Rxux",  # short
        "Zzyxwq",
        "Шевченко",
        "",
    ],
)
def test_means_nothing_else_when_in_doubt(nom):
    assert nom_meant_by(nom) is None


def test_hardly_ever_takes_a_name_of_elsewhere_for_a_slip():
    unlisted = [nom for nom in NOMS_D_AILLEURS if not is_patronyme(nom)]
    blamed = [nom for nom in unlisted if nom_meant_by(nom)]

    assert len(unlisted) > 300
    assert len(blamed) <= 3, blamed


@pytest.mark.parametrize(
    ("nom", "prenom"), [("Maëlle", "LEFEBVRE"), ("Nicolas", "Moreau"), ("KÉVIN", "LE GALL")]
)
def test_finds_a_name_and_a_first_name_likelier_when_they_are_swapped(nom, prenom):
    assert odds_of_swap(nom, prenom) > 1_000
    assert odds_of_swap(prenom, nom) < 1 / 1_000


@pytest.mark.parametrize(("nom", "prenom", "_sexe"), PERSONS)
def test_finds_an_unusual_name_no_likelier_when_it_is_swapped(nom, prenom, _sexe):
    assert odds_of_swap(nom, prenom) < 1_000


@pytest.mark.parametrize("sexe", ["M", "F"])
@pytest.mark.parametrize("annee", [1958, 1985, 2001])
def test_hardly_ever_swaps_sound_names_and_often_swapped_ones(sexe, annee):
    rng = random.Random(annee)
    frequent, rare = patronymes(), rare_patronymes()
    given_names, weights = zip(*prenoms_de(sexe, annee), strict=True)
    persons = [
        (
            frequent[int(len(frequent) ** rng.random()) - 1]
            if rng.random() < 0.45
            else rng.choice(rare),
            prenom,
        )
        for prenom in rng.choices(given_names, weights, k=4_000)
    ]

    assert sum(odds_of_swap(nom, prenom) >= 1_000 for nom, prenom in persons) <= 2
    assert sum(odds_of_swap(prenom, nom) >= 1_000 for nom, prenom in persons) > 1_800


@given(st.text(max_size=12), st.text(max_size=12))
def test_never_fails_whatever_names_are(nom, prenom):
    assert nom_meant_by(nom) != nom
    assert odds_of_swap(nom, prenom) > 0

"""Likelihood of a namesake: orders of magnitude that tell the frequent from the rare."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accrochage.identite.homonymes import Homonymie, likelihood_of_namesake


def test_marie_martin_is_never_alone():
    namesake = likelihood_of_namesake("MARTIN", "Marie", "F", 1965)

    assert namesake.same_year > 0.99
    assert 0.01 < namesake.same_day < 0.9


def test_a_rare_name_is_alone():
    namesake = likelihood_of_namesake("ZYLBERKRAUTZ", "Zélie", "F", 1991)

    assert namesake.same_year < 0.01
    assert namesake.same_day < namesake.same_year


def test_the_more_frequent_the_name_the_likelier():
    names = ["MARTIN", "LE GALL", "ZYLBERKRAUTZ"]
    found = [likelihood_of_namesake(name, "Camille", "F", 1995).same_year for name in names]

    assert found == sorted(found, reverse=True)
    assert len(set(found)) == 3


def test_a_first_name_has_its_time():
    old, new = (likelihood_of_namesake("MARTIN", "Germaine", "F", year) for year in (1925, 2005))

    assert old.same_year > 10 * new.same_year


def test_spelling_does_not_matter():
    assert likelihood_of_namesake("le-gall", "EMILIE", "F", 1985) == likelihood_of_namesake(
        "LE GALL", "Émilie", "F", 1985
    )


@pytest.mark.parametrize("rank", range(4))
def test_says_nothing_when_something_is_missing(rank):
    known = ["MARTIN", "Marie", "F", 1965]
    known[rank] = None

    assert likelihood_of_namesake(*known) == Homonymie(0, 0)


@given(st.text(), st.text(), st.sampled_from("MF"), st.integers(1900, 2099))
def test_is_always_a_likelihood(nom, prenom, sexe, annee):
    namesake = likelihood_of_namesake(nom, prenom, sexe, annee)

    assert 0 <= namesake.same_day <= namesake.same_year <= 1

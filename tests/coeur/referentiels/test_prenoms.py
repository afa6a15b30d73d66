"""First names and family names of France: found by any spelling, frequent ones told from rare ones."""

from importlib.resources import files

import pytest

from accrochage.referentiels.cles import fold
from accrochage.referentiels.patronymes import is_patronyme, patronymes, rank_of, rare_patronymes
from accrochage.referentiels.prenoms import (
    DECENNIES,
    births_in_decade,
    births_named,
    find_prenom,
    prenoms,
    prenoms_de,
)


@pytest.mark.parametrize("text", ["Stéphane", "STEPHANE", "stephane", "Ste\u0301phane"])
def test_finds_a_first_name_by_any_spelling(text):
    found = find_prenom(text)

    assert found.ecriture == "Stéphane"
    assert found.hommes > 100 * found.femmes > 0


@pytest.mark.parametrize("text", ["", "Zzyx", "Lefebvre", "?", "Ô"])
def test_finds_nothing_when_it_is_no_first_name_of_france(text):
    assert find_prenom(text) is None


def test_finds_a_compound_first_name_with_a_hyphen_or_without():
    assert find_prenom("jean pierre") == find_prenom("Jean-Pierre")


def test_holds_every_first_name_under_the_key_that_finds_it():
    wrong = [
        key
        for key, prenom in prenoms()
        if key != fold(prenom.ecriture) or find_prenom(key) != prenom
    ]

    assert wrong == []


def test_holds_numbers_and_decades_that_can_be_read():
    for _, prenom in prenoms():
        assert prenom.femmes + prenom.hommes >= 3
        for digits in (prenom.decennies_femmes, prenom.decennies_hommes):
            assert len(digits) <= len(DECENNIES)
            assert not digits.endswith(".")


@pytest.mark.parametrize(
    ("sexe", "annee", "given", "not_given"),
    [
        ("F", 1925, "Simone", "Chloé"),
        ("F", 2005, "Chloé", "Simone"),
        ("M", 1988, "Kevin", "Eugénie"),
        ("M", 1850, "Eugène", "Kevin"),
        ("M", 2050, "Gabriel", "Raymonde"),
    ],
)
def test_gives_the_first_names_of_a_generation(sexe, annee, given, not_given):
    numbers = dict(prenoms_de(sexe, annee))

    assert numbers[given] > 1000
    assert numbers.get(not_given, 0) < 1000


def test_ranks_family_names_by_any_spelling():
    assert rank_of("MARTIN") == 1
    assert rank_of("Le Gall") == rank_of("LE-GALL") == patronymes().index("Le Gall") + 1
    assert rank_of("Zzyx") is None


def test_knows_family_names_that_few_bear():
    assert [is_patronyme(nom) for nom in ("Le Gall", "KERBRAT", "Zzyx")] == [True, True, False]
    assert rank_of(rare_patronymes()[0]) is None


def test_holds_each_rare_family_name_once_and_folded():
    rare = rare_patronymes()

    assert list(rare) == sorted({fold(nom) for nom in rare})
    assert len(rare) > 190_000


def test_says_where_the_names_come_from():
    provenance = files("accrochage.referentiels") / "donnees" / "noms.md"

    assert "Insee" in provenance.read_text(encoding="utf-8")


@pytest.mark.parametrize("sexe", "MF")
@pytest.mark.parametrize("annee", [*DECENNIES, 1890, 2026])
def test_births_of_a_decade_are_those_of_its_first_names(sexe, annee):
    given = prenoms_de(sexe, annee)

    assert births_in_decade(sexe, annee) == sum(births for _, births in given)
    assert all(
        births_named(find_prenom(prenom), sexe, annee) == births for prenom, births in given[::500]
    )


def test_nobody_is_born_under_a_name_of_another_time():
    assert births_named(find_prenom("Mathéo"), "M", 1905) == 0
    assert births_named(find_prenom("Aadil"), "M", 2005) == 0

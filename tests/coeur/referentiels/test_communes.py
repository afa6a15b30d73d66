"""Communes and their codes, by date, by name and by postal code."""

import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from accrochage.referentiels.arrondissements import VILLES
from accrochage.referentiels.communes import (
    Genre,
    Quand,
    birth_places,
    commune_at,
    communes_named,
    communes_of_key,
    communes_of_postal,
    departements,
    followers,
    forerunners,
    history,
    is_postal,
    key_of,
    keys,
    latest,
    population,
    postal_codes,
)
from accrochage.referentiels.epoques import communes_then, territoire_then


@pytest.fixture(scope="module")
def everything():
    """Every period of every code."""
    codes = {commune.code for cle in keys() for commune in communes_of_key(cle)}
    return [commune for code in sorted(codes) for commune in history(code)]


def codes(communes):
    return [commune.code for commune in communes]


# --- The data


def test_every_code_is_found_at_its_dates(everything):
    for commune in everything:
        first = commune.debut or date(1943, 1, 1)
        last = commune.fin - timedelta(days=1) if commune.fin else date(2099, 12, 31)
        for day in (first, last):
            assert commune_at(commune.code, Quand(day, day)) is not None, commune
        assert commune.existed(Quand.de(first.year))
        if commune.fin:
            assert not commune.existed(Quand(commune.fin, commune.fin))
        if commune.debut:
            before = commune.debut - timedelta(days=1)
            assert not commune.existed(Quand(before, before)), commune


def test_every_name_is_found(everything):
    for commune in everything:
        assert commune.code in codes(communes_named(commune.nom)), commune


def test_the_data_are_whole(everything):
    assert len({commune.code for commune in everything}) > 39_000
    assert {commune.genre for commune in everything} == set(Genre)
    for commune in everything:
        assert commune.debut is None or commune.fin is None or commune.debut < commune.fin
        assert all(history(code) or code == "99352" for code in commune.vers), commune
    still = [commune for commune in everything if commune.fin is None]
    assert len([commune for commune in still if commune.genre is Genre.COMMUNE]) == 34_969
    assert len([commune for commune in still if commune.genre is Genre.ARRONDISSEMENT]) == 45


def test_what_ended_became_something(everything):
    """But for six communes that nobody lived in any more."""
    lost = [
        commune
        for commune in everything
        if commune.fin
        and commune.genre is Genre.COMMUNE
        and not commune.vers
        and all(other.debut != commune.fin for other in history(commune.code))
    ]

    assert len(lost) == 6


def test_nearly_every_code_has_a_postal_code(everything):
    without = {commune.code for commune in everything if not postal_codes(commune.code)}

    assert len(without) < 60


def test_birth_places_are_those_of_today():
    places = birth_places()

    assert len(places) == 34_969 + 45 - 3
    assert 68_000_000 < sum(people for _, people in places) < 70_000_000
    assert not {commune.code for commune, _ in places} & set(VILLES)


def test_the_data_are_not_read_before_they_are_needed():
    modules = ("communes", "pays", "ressemblance", "epoques", "toponymes")
    names = ", ".join(f"accrochage.referentiels.{name}" for name in modules)
    code = f"import {names}; c = accrochage.referentiels.communes; print(c._lines.cache_info().currsize)"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "0"


# --- By code


@pytest.mark.parametrize(
    ("code", "quand", "nom"),
    [
        ("35238", Quand.de(1991), "Rennes"),
        ("35238", Quand.de(1901), "Rennes"),
        ("78228", Quand.de(1950), "Évry-Petit-Bourg"),
        ("78228", Quand.de(1966), "Évry"),
        ("78228", Quand.de(1968), None),
        ("91228", Quand.de(1967, 12, 31), None),
        ("91228", Quand.de(1968, 1, 1), "Évry"),
        ("91228", Quand.de(2019), "Évry-Courcouronnes"),
        ("20004", Quand.de(1975), "Ajaccio"),
        ("20004", Quand.de(1976), None),
        ("2A004", Quand.de(1975, 12), None),
        ("75112", Quand.de(1950), "Paris 12e Arrondissement"),
        ("69389", Quand.de(1964, 8, 11), None),
        ("69389", Quand.de(1964, 8), "Lyon 9e Arrondissement"),
        ("59355", Quand.de(2010), "Lomme"),
        ("97123", Quand.de(2007), "Saint-Barthélemy"),
        ("97701", Quand.de(2006), None),
        ("98818", Quand.de(1980), "Nouméa"),
        ("91352", Quand.de(1962, 7, 4), "Alger, département d'Algérie"),
        ("91352", Quand.de(1962, 7, 5), None),
        ("97611", Quand.de(1990), "Mamoudzou"),
        ("99352", Quand.de(1990), None),
        ("35999", Quand.de(1990), None),
        ("", Quand.de(1990), None),
    ],
)
def test_a_code_stands_for_a_commune_at_its_time(code, quand, nom):
    commune = commune_at(code, quand)

    assert (commune and commune.nom) == nom


def test_the_latest_is_that_of_today_or_the_last():
    assert latest("91228").nom == "Évry-Courcouronnes"
    assert latest("20004").nom == "Ajaccio"
    assert latest("35999") is None


@pytest.mark.parametrize(
    ("given", "first", "last"),
    [
        ((1991,), date(1991, 1, 1), date(1991, 12, 31)),
        ((1991, 2), date(1991, 2, 1), date(1991, 2, 28)),
        ((1991, 2, 3), date(1991, 2, 3), date(1991, 2, 3)),
        ((1991, 2, 30), date(1991, 2, 1), date(1991, 2, 28)),
        ((1991, 13, 1), date(1991, 1, 1), date(1991, 12, 31)),
        ((1991, None, 3), date(1991, 1, 1), date(1991, 12, 31)),
    ],
)
def test_a_day_may_be_known_in_part(given, first, last):
    assert Quand.de(*given) == (first, last)


def test_codes_lead_to_one_another():
    assert followers("78228") == ["91228"]
    assert forerunners("91228") == ["78228", "91182", "78182"]
    assert followers("35238") == forerunners("35238") == []
    assert departements("78228") == {"78", "91"}
    assert departements("20004") == {"20", "2A"}
    assert "91000" in postal_codes("78228")


@pytest.mark.parametrize(
    ("code", "year", "nom", "then"),
    [
        ("91228", 1966, None, ["78228"]),
        ("91228", 1950, None, ["78228"]),
        ("91228", 1950, "Courcouronnes", ["78182"]),
        ("2A004", 1970, None, ["20004"]),
        ("20004", 1990, None, ["2A004"]),
        ("92050", 1960, "Rennes", ["75050"]),
        ("97701", 1990, None, ["97123"]),
        ("51606", 1990, None, []),
        ("35999", 1990, None, []),
    ],
)
def test_what_a_code_was_at_another_time(code, year, nom, then):
    found = codes(communes_then(code, Quand.de(year), nom))

    assert sorted(found) == sorted(then)


@pytest.mark.parametrize(
    ("code", "year", "territoire"),
    [
        ("91001", 1961, "l'Algérie"),
        ("94001", 1963, None),
        ("95001", 1955, "le Maroc"),
        ("96001", 1957, None),
        ("98511", 1990, "Mayotte"),
        ("35238", 1950, None),
    ],
)
def test_former_territories(code, year, territoire):
    assert territoire_then(code, Quand.de(year)) == territoire


# --- By name, by postal code


@pytest.mark.parametrize(
    ("nom", "departement", "quand", "found"),
    [
        ("st malo", None, None, ["35288"]),
        ("Evry", None, None, ["78228", "89162", "91228"]),
        ("Evry", "91", None, ["78228", "91228"]),
        ("Evry", "91", Quand.de(1966), ["78228"]),
        ("Evry", None, Quand.de(1990), ["89162", "91228"]),
        ("Ajaccio", "20", Quand.de(1990), ["2A004"]),
        ("Saint-Denis", "974", None, ["97411"]),
        ("Saint-Denis (974)", None, None, ["97411"]),
        ("Lyon 3", None, None, ["69383"]),
        ("La Réunion", None, None, ["47222"]),
        ("Château-Chinon (Ville)", None, None, ["58062"]),
        ("Nulle-Part", None, None, []),
        ("", None, None, []),
    ],
)
def test_communes_are_found_by_name(nom, departement, quand, found):
    assert codes(communes_named(nom, departement, quand)) == found


def test_communes_are_found_by_postal_code():
    assert codes(communes_of_postal("35000")) == ["35238"]
    assert codes(communes_of_postal("75012")) == ["75112"]
    assert len(communes_of_postal("01400")) > 5
    assert communes_of_postal("99999") == []
    assert is_postal("35000")
    assert not is_postal("35999")


def test_the_population_has_two_digits():
    assert population("35238") == 230_000
    assert population("75112") > 100_000
    assert population("20004") == population("35999") == 0


@given(st.text(), st.one_of(st.none(), st.text(max_size=3)), st.integers(1, 9999))
@example("\n", None, 1)
@example("Paris\nLyon", None, 1990)
def test_looking_up_never_fails(text, departement, year):
    quand = Quand.de(year)

    communes_named(text, departement, quand)
    for answer in (history, latest, followers, forerunners, postal_codes, population, key_of):
        answer(text)
    commune_at(text, quand)
    communes_of_postal(text)
    communes_then(text, quand, text)
    territoire_then(text, quand)

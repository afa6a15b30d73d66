"""Birth places proposed to whoever types one."""

from time import perf_counter

import pytest

from accrochage.operations.suggestion import read_lieu, read_pays, suggest_communes, suggest_pays
from accrochage.referentiels.communes import Quand


def codes(text, on=None, **options):
    return [lieu.code for lieu in suggest_communes(text, on, **options)]


@pytest.mark.parametrize("text", ["renn", "Rennes", "RENNES (35)", "35238", "35000", "rennse"])
def test_the_likeliest_comes_first(text):
    first = suggest_communes(text)[0]

    assert (first.label, first.detail) == ("Rennes (35238)", "Ille-et-Vilaine")


def test_the_most_peopled_come_first():
    assert codes("mars", limit=20).index("13201") < 5
    assert codes("re")[:2] == ["35238", "51454"]


def test_the_very_name_comes_before_longer_ones():
    assert codes("saint-denis")[0] == "97411"
    assert codes("Saint-Denis (93)")[0] == "93066"


def test_cities_come_by_arrondissement_in_their_order():
    assert codes("lyon", limit=3) == ["69381", "69382", "69383"]
    assert codes("Paris 12e", limit=1) == ["75112"]
    assert "13055" not in codes("marseil", limit=50)
    assert "75056" not in codes("75056")


def test_only_what_existed_on_the_day_of_birth():
    assert "78228" in codes("evry", Quand.de(1966))
    assert "78228" not in codes("evry", Quand.de(1990))
    assert codes("78228", Quand.de(1966)) == ["78228"]


def test_what_existed_at_another_time_when_nothing_else_bears_the_name():
    found = suggest_communes("Évry-Petit-Bourg", Quand.de(1990))

    assert found[0].detail == "Yvelines, jusqu'en 1965"


def test_a_commune_that_kept_its_name_stands_as_it_is_today():
    (first,) = suggest_communes("saint-étienne (42)", limit=1)

    assert (first.code, first.detail) == ("42218", "Loire")


@pytest.mark.parametrize("text", ["", "  ", "!?", "xxxx", "zz"])
def test_nothing_bears_no_such_name(text):
    assert codes(text, Quand.de(1990)) == []


def test_a_suggestion_takes_no_time():
    suggest_communes("chauffe")
    start = perf_counter()
    for text in ("s", "sa", "sai", "saint", "saint-", "m", "la ro", "xyz", "35000"):
        suggest_communes(text, Quand.de(1985))

    assert (perf_counter() - start) / 9 < 0.05


def pays(text, on=None, **options):
    return [lieu.label for lieu in suggest_pays(text, on, **options)]


def test_countries():
    assert pays("portug")[0] == "Portugal (99139)"
    assert pays("DZA")[0] == pays("99352")[0] == pays("Algeria")[0] == "Algérie (99352)"
    assert pays("", limit=2) == ["Afghanistan (99212)", "Afrique du Sud (99303)"]
    assert pays("france") == []


def test_countries_of_the_past_come_after_and_not_beyond_their_end():
    before = suggest_pays("tchéco", Quand.de(1980))

    assert any(lieu.detail.startswith("jusqu'en") for lieu in before)
    assert not any(lieu.detail for lieu in suggest_pays("tchéco", Quand.de(2010)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rennes (35238)", ("Rennes", "35238")),
        (" Ajaccio  ( 2a004 ) ", ("Ajaccio", "2A004")),
        ("35238", ("Rennes", "35238")),
        ("99998", ("", "99998")),
        ("Rennes", ("Rennes", "")),
        ("", ("", "")),
    ],
)
def test_a_place_is_read(text, expected):
    assert read_lieu(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Portugal (99139)", ("Portugal", "139")),
        ("portugal", ("Portugal", "139")),
        ("139", ("Portugal", "139")),
        ("France", ("France", "")),
        ("Nulle part", ("Nulle part", "")),
        ("Nulle part (99998)", ("Nulle part (99998)", "")),
        ("", ("", "")),
    ],
)
def test_a_country_is_read(text, expected):
    assert read_pays(text) == expected

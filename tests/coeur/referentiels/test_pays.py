"""Countries, of today and of the past."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accrochage.referentiels.cles import fold
from accrochage.referentiels.pays import (
    FRANCE,
    all_pays,
    find_pays,
    heirs,
    pays_named,
    relatives,
    suggest_pays,
)


@pytest.mark.parametrize(
    ("code", "nom"),
    [
        ("99352", "Algérie"),
        ("352", "Algérie"),
        ("99115", "Tchécoslovaquie"),
        (FRANCE, "France"),
        ("100", "France"),
        ("999", None),
        ("99999", None),
        ("", None),
        ("DZA", None),
    ],
)
def test_countries_are_found_by_code(code, nom):
    pays = find_pays(code)

    assert (pays and pays.nom) == nom


@pytest.mark.parametrize(
    ("nom", "code"),
    [
        ("ETATS-UNIS", "99404"),
        ("états unis d'amérique", "99404"),
        ("USA", "99404"),
        ("Angleterre", "99132"),
        ("Tchécoslovaquie", "99115"),
        ("République tchèque", "99116"),
        ("TCHEQUE (REPUBLIQUE)", "99116"),
        ("Haute-Volta", "99331"),
        ("URSS", "99123"),
        ("DZA", "99352"),
        ("Côte d'Ivoire", "99326"),
        ("COTE D IVOIRE", "99326"),
        ("Alegrie", None),
        ("Guadeloupe", None),
        ("", None),
    ],
)
def test_countries_are_found_by_name(nom, code):
    pays = pays_named(nom)

    assert (pays and pays.code) == code


def test_mistyped_countries_are_guessed():
    assert [pays.nom for pays in suggest_pays("Alegrie")] == ["Algérie"]
    assert suggest_pays("Marroc")[0].nom == "Maroc"
    assert len(suggest_pays("Nigeri")) > 1
    assert len(suggest_pays("Nigeri", limite=1)) == 1
    assert suggest_pays("") == []


def test_no_name_stands_for_two_countries():
    seen = {}
    for pays in all_pays():
        for nom in {fold(nom) for nom in (pays.iso, pays.nom, *pays.autres_noms) if nom}:
            assert seen.setdefault(nom, pays.code) == pays.code, nom


def test_the_data_are_whole():
    countries = all_pays()

    assert len(countries) >= 235
    for pays in countries:
        assert pays.code == f"99{pays.trois}"
        assert pays.trois.isdigit()
        assert len(pays.trois) == 3
        assert len(pays.iso) in {0, 3}
        assert len(pays.nom) <= 60
        assert pays.debut is None or pays.fin is None or pays.debut < pays.fin
        assert pays.fin is None or pays.ancien
        assert pays.fin is None or heirs(pays.code)  # a rule names what came after


def test_what_came_out_of_one_another():
    ussr, ukraine = "99123", "99155"

    assert find_pays(ukraine) in relatives(ussr, date(1980, 1, 1))
    assert find_pays(ussr) in relatives(ukraine, date(1980, 1, 1))
    assert relatives(ukraine, date(1995, 1, 1)) == ()
    assert relatives("99350", date(1980, 1, 1)) == ()
    assert [pays.nom for pays in heirs("99115")] == ["Tchéquie", "Slovaquie"]
    assert heirs("99350") == []


@given(st.text())
def test_looking_up_never_fails(text):
    find_pays(text)
    pays_named(text)
    suggest_pays(text)
    heirs(text)
    relatives(text, date(1980, 1, 1))

"""What first names say: a sex, that they are ones, what was meant by one mistyped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accrochage.identite.prenoms import (
    is_only_a_nom,
    is_prenom,
    is_well_known,
    meant_by,
    sexe_of,
    with_lost_letters,
)
from accrochage.referentiels.prenoms import prenoms


@pytest.mark.parametrize(
    ("prenom", "sexe"),
    [
        *(("Maëlle", "F"), ("MAELLE", "F"), ("Jean-Michel", "M"), ("Marie-Pierre", "F")),
        *(("Anne Maëlle", "F"), ("Clothilde-Lucie", "F"), ("Mohamed Amine", "M")),
        *(("Camille", None), ("Marie", None), ("Simone", None), ("Karen", None), ("Zzyx", None)),
        *(("Yvette-Gontran", None), ("Zzyx-Maëlle", None), ("- -", None), ("", None)),
    ],
)
def test_says_the_sex_when_hardly_anybody_of_the_other_bears_it(prenom, sexe):
    assert sexe_of(prenom) == sexe


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *(("Nicloas", "Nicolas"), ("STEPAHNIE", "Stéphanie"), ("Mathiue", "Mathieu")),
        *(("Isabllle", "Isabelle"), ("Sebastein", "Sébastien"), ("Isabwelle", "Isabelle")),
        *(("Nicoals", "Nicolas"), ("Chrstophe", "Christophe"), ("Chrixtophe", "Christophe")),
    ],
)
def test_finds_what_was_meant_when_fingers_slipped(typed, meant):
    assert meant_by(typed) == meant


@pytest.mark.parametrize(
    "prenom",
    [
        "Nicolas",  # it is one
        "Kristophe",  # sounds the same
        "Mathieux",
        "Isabele",
        "Paulino",  # ends otherwise
        "Lefebvre",  # a family name
        "Aino",  # short
        "Zzyxwq",
        "Jean Nicloas",  # two words
        "Vabien",  # starts otherwise
        "",
    ],
)
def test_means_nothing_else_when_in_doubt(prenom):
    assert meant_by(prenom) is None


def test_means_nothing_else_when_two_first_names_are_as_near():
    typed = {key[:-2] + key[-1] + key[-2] for key, prenom in prenoms() if prenom.femmes > 20_000}

    assert {meant_by(text) for text in typed} - {None}


@pytest.mark.parametrize(
    ("text", "expected"), [("LEFEBVRE", True), ("Garcia", True), ("Martin", False), ("Zzyx", False)]
)
def test_tells_family_names_that_are_no_first_names(text, expected):
    assert is_only_a_nom(text) is expected


def test_tells_well_known_first_names_from_rare_ones():
    assert [is_well_known(text) for text in ("Julie", "Yseult", "Zzyx")] == [True, False, False]
    assert [is_prenom(text) for text in ("Julie", "Yseult", "Zzyx")] == [True, True, False]


@pytest.mark.parametrize(
    ("text", "prenom"),
    [
        *(("Fran?ois", "François"), ("h?l?ne", "Hélène"), ("Zo\ufffd", "Zoé"), ("No?l", "Noël")),
        *(("Maelle", None), ("???", None), ("H?l?n?", None), ("M?rie", None), ("Zz?x", None)),
    ],
)
def test_gives_lost_letters_back_when_only_one_first_name_has_them(text, prenom):
    assert with_lost_letters(text) == prenom


@given(st.text(max_size=12))
def test_never_fails_whatever_a_first_name_is(text):
    assert sexe_of(text) in {"M", "F", None}
    assert meant_by(text) != text
    with_lost_letters(text)
    is_only_a_nom(text)

"""What first names say: a sex, that they are ones, what was meant by one mistyped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accrochage.identite.prenoms import (
    is_prenom,
    is_well_known,
    meant_by,
    sexe_of,
    with_lost_letters,
)
from factories.noms_d_ailleurs import PRENOMS_D_AILLEURS


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
        *(("Isabellle", "Isabelle"), ("Sebastein", "Sébastien"), ("Isabzelle", "Isabelle")),
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


def test_hardly_ever_takes_a_first_name_of_elsewhere_for_a_slip():
    unlisted = [prenom for prenom in PRENOMS_D_AILLEURS if not is_prenom(prenom)]
    blamed = [prenom for prenom in unlisted if meant_by(prenom)]

    assert len(unlisted) > 200
    assert len(blamed) <= 2, blamed


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

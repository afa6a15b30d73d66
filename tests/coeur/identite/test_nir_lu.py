"""What a NIR says, through the changes of the map."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accrochage.identite.nir import Accord, compare_lieu, nir_key, read_nir


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("2910735238014", ("F", 91, 7, "35238")),
        ("185052A004123", ("M", 85, 5, "2A004")),
        ("1751297105014", ("M", 75, 12, "97105")),
        ("2013199139014", ("F", 1, None, "99139")),
        ("2915035238014", ("F", 91, None, "35238")),
    ],
)
def test_reads_what_a_nir_says(number, expected):
    assert read_nir(number) == expected


@pytest.mark.parametrize(
    "number", ["", "291073523801", "29107352380144", "7910735238014", "X" * 13]
)
def test_reads_nothing_when_it_is_no_nir(number):
    assert read_nir(number) is None


MEME, PROCHE, AUTRE = Accord.MEME, Accord.PROCHE, Accord.AUTRE


@pytest.mark.parametrize(
    ("lieu", "code", "annee", "accord"),
    [
        ("35238", "35238", 1991, MEME),
        ("35238", "35047", 1991, PROCHE),  # communes merge
        ("35238", "44109", 1991, AUTRE),
        ("75050", "92050", 1960, MEME),  # Seine until 1967
        ("78646", "91228", 1965, MEME),  # Seine-et-Oise until 1967
        ("78646", "91228", None, MEME),
        ("75112", "92050", 1985, AUTRE),
        ("38200", "69200", 1960, MEME),
        ("38200", "69200", 1990, AUTRE),
        ("20004", "2A004", 1970, MEME),
        ("2A004", "2B033", 1990, MEME),
        ("20004", "13055", 1970, AUTRE),
        ("97105", "97209", 1991, MEME),
        ("97105", "97107", 1991, PROCHE),
        ("98506", "97611", 1991, MEME),  # Mayotte before it was a département
        ("97105", "99139", 1991, MEME),
        ("99350", "99139", 1991, PROCHE),
        ("99350", "35238", 1991, AUTRE),
        ("91001", "99352", 1955, MEME),  # Alger before independence
        ("95001", "99350", 1950, MEME),
        ("91001", "99352", 1991, AUTRE),
        ("99352", "91001", 1955, AUTRE),
    ],
)
def test_compares_birth_places_through_the_changes_of_the_map(lieu, code, annee, accord):
    assert compare_lieu(lieu, code, annee) is accord


@given(st.from_regex(r"[12][0-9]{4}(2[AB]|[0-9]{2})[0-9]{6}", fullmatch=True))
def test_reads_every_nir_that_the_format_admits(number):
    assert 1 <= nir_key(number) <= 97
    assert compare_lieu(read_nir(number).lieu, number[5:10], None) is MEME

"""What a cell of names says; the sentences are tested where they are made."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accrochage.identite.lettres import is_name, is_plain
from accrochage.identite.noms import (
    are_two_prenoms,
    is_initial,
    is_no_name,
    read_nom,
    read_prenoms,
)
from factories.noms import PERSONS

PIECES = st.lists(
    st.sampled_from(
        [
            "MARTIN",
            "LE GALL",
            "née",
            "NEE",
            "épouse",
            "ép.",
            "(",
            ")",
            ",",
            "Mme",
            "M.",
            "Dr",
            "et",
            "/",
        ]
        + [" "] * 6
    )
    | st.text(max_size=3),
    max_size=8,
).map("".join)


@pytest.mark.parametrize(("nom", "prenom", "_sexe"), PERSONS)
def test_reads_a_sound_name_as_it_is(nom, prenom, _sexe):
    for usage in (True, False):
        assert read_nom(nom, usage=usage) == (nom, None, None, False, False, True)
    assert read_prenoms(prenom)[:4] == ((prenom,), None, False, False)


@given(PIECES, st.booleans())
def test_reads_names_only_whatever_a_cell_holds(text, usage):
    read = read_nom(text, usage=usage)

    if read:
        assert is_name(read.nom) or not read.nom
        assert read.autre is None or is_name(read.autre) or not read.autre


@given(PIECES, st.booleans())
def test_has_nothing_more_to_take_out_of_a_name_once_read(text, usage):
    read = read_nom(" ".join(text.split()), usage=usage)

    if read and read.nom and read.civilite:
        again = read_nom(read.nom, usage=usage)
        assert again is None or not again.abime


@given(PIECES)
def test_reads_first_names_only_whatever_a_cell_holds(text):
    read = read_prenoms(text)

    assert read is None or (read.prenoms and all(map(is_name, read.prenoms)))


@given(st.text())
def test_takes_for_plain_only_what_is_a_name(text):
    assert not is_plain(text) or is_name(text)
    assert isinstance(is_initial(text), bool)
    assert isinstance(is_no_name(text), bool)
    assert isinstance(are_two_prenoms(text), bool)


@pytest.mark.parametrize(
    "text", ["a" + "," * 50_000, "née " * 50_000, "&amp;" * 40_000, "( " * 50_000]
)
def test_stays_quick_when_a_text_is_absurdly_long(text):
    start = time.perf_counter()

    assert (read_nom(text, usage=False), read_prenoms(text)) == (None, None)
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize("text", [("M" + "," * 199), ("née " * 49), "&" * 200, "( " * 99 + "a"])
def test_stays_quick_on_the_longest_text_that_is_read(text):
    start = time.perf_counter()
    read_nom(text, usage=False)
    read_prenoms(text)

    assert time.perf_counter() - start < 0.2

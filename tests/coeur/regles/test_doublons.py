"""Values seen twice: while they are few or once they are many, the same answers as a plain dictionary."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accrochage.regles import doublons
from accrochage.regles.doublons import FEW, FirstSeen

FEW_HERE = 16
SLOTS = 4 * FEW_HERE
"""Slots of the arrays when they are new; an integer is its own hash, so its slot is known."""


@pytest.fixture(params=[FEW, FEW_HERE], ids=["few", "many"])
def seen(request, monkeypatch):
    monkeypatch.setattr(doublons, "FEW", request.param)
    return FirstSeen()


def look_up(seen, values, start=0):
    return [seen.row_of(value, row) for row, value in enumerate(values, start)]


def test_keeps_the_size_of_the_arrays_a_power_of_two():
    assert FEW & (FEW - 1) == 0


def test_knows_a_value_only_the_second_time(seen):
    assert look_up(seen, ["a", "b", "a", "a"], start=2) == [None, None, 2, 2]


def test_remembers_the_first_row_even_when_it_is_zero(seen):
    assert look_up(seen, ["a", "a"]) == [None, 0]


def test_knows_a_value_whose_hash_is_zero(seen):
    assert look_up(seen, [0, 0], start=5) == [None, 5]


@pytest.mark.parametrize("slot", [7, SLOTS - 1, SLOTS - 2])
def test_tells_values_apart_when_they_fall_in_the_same_slot(seen, slot):
    values = [slot + rank * SLOTS for rank in range(FEW_HERE + 10)]

    assert look_up(seen, values) == [None] * len(values)
    assert look_up(seen, values, start=999) == list(range(len(values)))


@pytest.mark.parametrize(
    "count", [FEW_HERE, FEW_HERE + 1, SLOTS // 2 - 1, SLOTS // 2, SLOTS // 2 + 1, 20 * SLOTS]
)
def test_forgets_nothing_when_it_grows(seen, count):
    values = [f"P-{rank}" for rank in range(count)]

    assert look_up(seen, values) == [None] * count
    assert look_up(seen, values, start=999) == list(range(count))


def test_forgets_nothing_when_colliding_values_make_it_grow(seen):
    values = [1 + rank * SLOTS for rank in range(3 * SLOTS)]

    assert look_up(seen, values) == [None] * len(values)
    assert look_up(seen, values) == list(range(len(values)))


def test_agrees_with_a_dictionary_on_many_thousand_values(seen):
    chance = random.Random(1)
    values = [f"{chance.randrange(20_000)}" for _ in range(40_000)]

    assert look_up(seen, values) == look_up_in_a_dictionary(values)


VALUES = st.lists(st.text() | st.integers(2, 99) | st.tuples(st.text(), st.none() | st.text()))


@given(VALUES)
def test_agrees_with_a_dictionary_on_any_few_values(values):
    assert look_up(FirstSeen(), values) == look_up_in_a_dictionary(values)


@given(VALUES)
def test_agrees_with_a_dictionary_on_any_many_values(values):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(doublons, "FEW", 1)

        assert look_up(FirstSeen(), values) == look_up_in_a_dictionary(values)


def look_up_in_a_dictionary(values):
    first = {}
    return [
        None if first.setdefault(value, row) == row else first[value]
        for row, value in enumerate(values)
    ]

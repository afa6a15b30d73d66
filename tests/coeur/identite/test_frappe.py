"""Slips of the fingers, told from other names."""

import pytest

from accrochage.identite.frappe import index_of, is_slip, meant_by


@pytest.mark.parametrize(
    "typed",
    [
        "bernrad",  # two letters swapped
        "ebrnard",  # the first ones too
        "benard",  # one left out
        "berrnard",  # one struck twice
        "bernzard",  # one struck with the key beside it
        "bernsrd",  # one struck for the key beside it
    ],
)
def test_knows_what_fingers_do(typed):
    assert is_slip(typed, "bernard")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("bernard", "bernard"),
        ("gernard", "bernard"),  # another beginning
        ("bernars", "bernard"),  # another end
        ("bernxrd", "bernard"),  # a letter from elsewhere
        ("bernoard", "bernard"),  # one too many, from elsewhere
        ("beanord", "bernard"),  # two letters
        ("anett", "annett"),  # a double letter written once
        ("isavel", "isabelle"),
        ("patrisia", "patricia"),  # sounds the same
    ],
)
def test_takes_nothing_else_for_a_slip(typed, meant):
    assert not is_slip(typed, meant)


def test_finds_the_first_of_the_words_that_a_slip_stands_for():
    index = index_of(["bernard", "bernad", "renard"])

    assert meant_by("bernrad", index) == "bernard"
    assert meant_by("benad", index_of(["bernad", "benard"])) == "bernad"
    assert meant_by("brnd", index) is None
    assert meant_by("dupont", index) is None

"""Numbers, plurals, and characters that could act on a terminal."""

import pytest

from accrochage.typographie import count, number, plural, printable, size


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (999, "999"), (1000, "1\u202f000"), (1234567, "1\u202f234\u202f567")],
)
def test_groups_digits_by_three(value, text):
    assert number(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0\u00a0ligne"),
        (1, "1\u00a0ligne"),
        (2, "2\u00a0lignes"),
        (1500, "1\u202f500\u00a0lignes"),
    ],
)
def test_the_plural_begins_at_two(value, text):
    assert count(value, "ligne", "lignes") == text
    assert plural(value, "ligne", "lignes") == text.split("\u00a0")[1]


@pytest.mark.parametrize(
    ("octets", "text"),
    [
        (0, "0\u00a0octet"),
        (1, "1\u00a0octet"),
        (999, "999\u00a0octets"),
        (1000, "1\u00a0ko"),
        (1250, "1,2\u00a0ko"),
        (9949, "9,9\u00a0ko"),
        (9950, "10\u00a0ko"),
        (112_047, "112\u00a0ko"),
        (999_499, "999\u00a0ko"),
        (999_500, "1\u00a0Mo"),
        (1_260_000, "1,3\u00a0Mo"),
        (200_000_000, "200\u00a0Mo"),
        (1_500_000_000, "1,5\u00a0Go"),
        (2_000_000_000_000, "2000\u00a0Go"),
    ],
)
def test_says_the_size_of_a_file(octets, text):
    assert size(octets) == text


def test_shows_what_could_act_on_the_terminal():
    assert printable("a\x1b[31mb\x9bc\x7f") == "a\ufffd[31mb\ufffdc\ufffd"
    assert printable("gauche\u202edroite\u2066x") == "gauche\ufffddroite\ufffdx"
    assert printable("deux\nlignes\tet\rplus") == "deux lignes et plus"
    assert printable("Zoé « œ » 1\u202f234\u00a0€ 北") == "Zoé « œ » 1\u202f234\u00a0€ 北"

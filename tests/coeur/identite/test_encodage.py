"""Accents that programs spoilt: undone when nothing else can have made the text."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accrochage.identite.encodage import original_name, unspoilt

NAMES = ["François", "HÉLÈNE", "Noël", "Jérôme", "Bjørn", "Chloë", "Ångström", "Đorđe", "Łukasz"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("encoding", ["latin-1", "mac_roman", "cp850"])
def test_undoes_utf8_that_was_read_as_something_else(name, encoding):
    assert original_name(name.encode().decode(encoding)) == name


@pytest.mark.parametrize("name", ["François", "Noël", "Bjørn"])
def test_undoes_accents_that_were_spoilt_twice(name):
    once = name.encode().decode("cp1252")

    assert original_name(once.encode().decode("cp1252")) == name
    assert unspoilt(once.encode().decode("cp1252")) == name


@pytest.mark.parametrize("name", NAMES)
def test_undoes_escapes(name):
    entities = name.encode("ascii", "xmlcharrefreplace").decode()
    escapes = "".join(letter if letter.isascii() else f"\\u{ord(letter):04x}" for letter in name)

    assert original_name(entities) == name
    assert original_name(html.escape(entities)) == name
    assert original_name(escapes) == name


@pytest.mark.parametrize(
    "text",
    [
        "",
        "LE GALL",
        "François",
        "Ã",
        "GUIMARÃES",
        "AT&T",
        "R&D;",
        "100 %",
        r"C:\users",
        "&nosuch;",
        r"\u0007",
        "%07",
    ],
)
def test_leaves_a_text_that_nothing_spoilt(text):
    assert original_name(text) is None


def test_stops_when_a_text_never_ends_being_escaped():
    assert original_name("&amp;" * 3 + "amp;" * 40) is not None


@given(st.text())
def test_never_fails_whatever_a_text_is(text):
    for undo in (original_name, unspoilt):
        before = undo(text)
        assert before is None or (before != text and before.isprintable())

"""Cleaning: one line of text out of whatever a cell holds."""

from datetime import date, datetime, time, timedelta

import pytest

from accrochage.identite.encodage import unspoilt
from accrochage.regles.lecture.nettoyage import (
    NIL_WORDS,
    check_characters,
    check_encoding,
    clean,
    quote,
    without_forbidden,
)
from factories.lectures import Notes
from factories.textes import plain


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (None, ""),
        ("", ""),
        (" \t\r\n\u00a0\u202f ", ""),
        ("  LE   GALL ", "LE GALL"),
        ("LE\u00a0GALL", "LE GALL"),
        ("LE\nGALL", "LE GALL"),
        ("LE\u200b GALL\ufeff", "LE GALL"),
        ("\u202aLE GALL\u202c\u200e", "LE GALL"),
        ("\u2066LE GALL\u2069", "LE GALL"),
        ("LE\u00adGALL", "LEGALL"),
        ("E\u0301lodie", "Élodie"),
        ("E\u200b\u0301lodie", "Élodie"),
        ("Jean\u2011Pierre", "Jean-Pierre"),
        ("Jean\u2010Pierre", "Jean-Pierre"),
        ("So\ufb01a", "Sofia"),
        ("\ufb00 \ufb01 \ufb02 \ufb03 \ufb04 \ufb05 \ufb06", "ff fi fl ffi ffl st st"),
        ("a\u202a\u202b\u202c\u202d\u202eb", "ab"),
        ("a\u2066\u2067\u2068\u2069b", "ab"),
        ("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff", ""),
        ('=""', ""),
        ("'2A004", "2A004"),
        ('="01053"', "01053"),
        ('=" 01053 "', "01053"),
        ('="', '="'),
        ("'01053", "01053"),
        ("'t Hooft", "'t Hooft"),
        ("'", "'"),
        ("=A1", "=A1"),
    ],
)
def test_makes_one_line_when_a_cell_holds_text(raw, text):
    assert clean(raw) == text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (123, "123"),
        (123.0, "123"),
        (1234567891011.0, "1234567891011"),
        (-0.0, "0"),
        (15.5, "15.5"),
        (0.1 + 0.2, "0.3"),
        (float("inf"), "inf"),
        (float("nan"), "nan"),
        (True, "VRAI"),
        (False, "FAUX"),
        (date(1991, 7, 3), "03/07/1991"),
        (datetime(1991, 7, 3, 10, 5), "03/07/1991"),  # noqa: DTZ001 - a cell has no time zone
        (time(10, 5), "10:05:00"),
        (timedelta(hours=36), "1 day, 12:00:00"),
    ],
)
def test_writes_a_value_as_the_user_sees_it_when_it_is_no_text(raw, text):
    assert clean(raw) == text


def test_knows_words_for_nothing_only_in_small_letters():
    assert {word.lower() for word in NIL_WORDS} == NIL_WORDS


@pytest.mark.parametrize("text", ["Élodie", "naïve 😀", "a\u00a0b", "\ue000"])
def test_accepts_a_text_when_xml_can_hold_it(text):
    notes = Notes()

    assert check_characters(text, notes)
    assert notes == []


@pytest.mark.parametrize(
    ("text", "code_point"),
    [
        ("a\x07b", "U+0007"),
        ("a\x9fb", "U+009F"),
        ("a\ufffeb", "U+FFFE"),
        ("a\ud800b", "U+D800"),
        ("a\x00b", "U+0000"),
    ],
)
def test_names_the_character_when_xml_cannot_hold_it(text, code_point):
    notes = Notes()

    assert not check_characters(text, notes)
    assert notes == [
        (
            "TXT-02",
            f"La cellule contient un caractère invisible ({code_point}), qui ne peut pas être envoyé. Retapez-la.",
            "ab",
        )
    ]


def test_proposes_nothing_when_a_text_only_has_forbidden_characters():
    notes = Notes()

    check_characters("\x07\x08", notes)

    assert notes[0].correction is None


def test_takes_out_what_cannot_be_written():
    assert without_forbidden("\x07 a \x08\ud800 b") == "a b"


def test_quotes_a_text_without_what_cannot_be_shown():
    assert plain(quote("LE\x07 GALL\ud800")) == "« LE GALL »"


@pytest.mark.parametrize(
    ("text", "shown"),
    [("x" * 60, "x" * 60), ("x" * 61, "x" * 60 + "…"), ("x" * 59 + " yz", "x" * 59 + "…")],
)
def test_cuts_a_quoted_text_when_it_is_long(text, shown):
    assert plain(quote(text)) == f"« {shown} »"


@pytest.mark.parametrize("text", ["Élodie", "JOÃO", "Malmö", "30 €", "Łódź", "日本", "Rennes"])
def test_says_nothing_of_accents_when_they_are_right(text):
    notes = Notes()

    check_encoding(text, notes)

    assert notes == []


@pytest.mark.parametrize(
    ("text", "original"),
    [
        ("Nîmes".encode().decode("cp1252"), "Nîmes"),
        ("L’Haÿ-les-Roses".encode().decode("cp1252"), "L’Haÿ-les-Roses"),
    ],
)
def test_proposes_the_accents_when_they_were_spoilt(text, original):
    notes = Notes()

    check_encoding(text, notes)

    assert notes == [
        (
            "TXT-04",
            f"« {text} » : les accents ont été abîmés par un logiciel. Écrivez « {original} ».",
            original,
        )
    ]


def test_asks_for_the_letter_when_it_was_lost():
    notes = Notes()

    check_encoding("N\ufffdmes", notes)

    assert notes == [
        (
            "TXT-04",
            "« N\ufffdmes » : une lettre accentuée n'a pas pu être lue. Retapez la cellule.",
            None,
        )
    ]


def test_finds_no_other_spelling_when_a_text_is_plain():
    assert unspoilt("Rennes") is None


def test_finds_the_accents_when_they_were_spoilt_twice():
    twice = "Nîmes".encode().decode("cp1252").encode().decode("cp1252")

    assert unspoilt(twice) == "Nîmes"


def test_finds_no_other_spelling_when_it_would_hide_a_control_character():
    assert unspoilt("Â…") is None


def test_asks_for_the_letter_when_what_replaces_it_was_spoilt_too():
    notes = Notes()

    check_encoding("Nï¿½mes", notes)

    assert (notes.codes, notes[0].correction) == (["TXT-04"], None)

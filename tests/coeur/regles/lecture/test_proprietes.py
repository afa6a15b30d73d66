"""Whatever a cell holds: no reader fails, and what it lets through satisfies the format."""

import re
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from accrochage.dictionnaire import COLONNES, RUBRIQUES, Kind, Rubrique
from accrochage.regles.catalogue import CATALOGUE, Gravite
from accrochage.regles.lecture.nettoyage import NIL_WORDS, clean
from factories.lectures import read

KEYS = st.sampled_from(
    [entry.key for entry in COLONNES.values() if entry.kind is not Kind.TIMESTAMP]
)

# Characters of every category, surrogates and controls included.
ANY_TEXT = st.text(st.characters(exclude_categories=()))
EXAMPLES = sorted(
    {entry.example for entry in COLONNES.values()}
    | {word for entry in COLONNES.values() for code in entry.codes for word in code.synonyms}
    | NIL_WORDS
)
# Things that look right, cut, doubled and mixed.
NEARLY_RIGHT = st.lists(
    st.sampled_from(
        [*EXAMPLES, *" .,;/-='’0", "née", "00/00/", "19", "É", "Ã©", "А", "\ufffd", "99"]
    )
    | ANY_TEXT,
    max_size=4,
).map("".join)
SHAPED = st.one_of(
    st.from_regex(
        r"[0-9?X]{1,4}[/.\- ][0-9?X]{1,2}[/.\- ][0-9]{1,4}([T ][0-9]{2}:[0-9]{2}Z?)?",
        fullmatch=True,
    ),
    st.from_regex(r"[12][0-9]{4}(2[AB]|[0-9]{2})[0-9]{6}([0-9]{2})?", fullmatch=True),
    st.from_regex(r"(RNCP|rs|RS)? ?[0-9]{1,6}", fullmatch=True),
    st.from_regex(r"([1-9]\.[1-9] ?=[0-9]?[;, ]?){1,3}", fullmatch=True),
    st.from_regex(r"[0-9]{1,2}[ \-](juil|mai|déc|jul)[.]?[ \-][0-9]{2,4}", fullmatch=True),
)
NOT_TEXT = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(0, 99_999),
    st.floats(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)
CELLS = st.one_of(NEARLY_RIGHT, SHAPED, ANY_TEXT, NOT_TEXT)

INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")


def is_sound(reading):
    return all(CATALOGUE[code].gravite is not Gravite.ERREUR for code in reading.codes)


def satisfies(entry, value):
    """Tell whether a value is one that the format takes for a rubrique."""
    if entry.kind is Kind.BOOLEAN:
        return isinstance(value, bool)
    if entry.kind is Kind.INTEGER:
        return type(value) is int and entry.minimum <= value <= entry.maximum
    if entry.kind is Kind.DATE:
        return type(value) is date and 1900 <= value.year <= 2099
    return isinstance(value, str) and text_satisfies(entry, value)


def text_satisfies(entry, text):
    if entry.codes and not entry.open_codes:
        return text in {code.value for code in entry.codes}
    return (
        entry.min_length <= len(text) <= entry.max_length
        and INVISIBLE.search(text) is None
        and (entry.pattern is None or re.fullmatch(entry.pattern, text) is not None)
    )


def parts_of(entry, value):
    """Yield the rubriques that a value fills, each with its part of it."""
    if isinstance(entry, Rubrique):
        yield entry, value
        return
    for parts in value if entry.kind is Kind.COMPETENCES else [value]:
        for key, part in zip(entry.parts, parts, strict=True):
            if part is not None:
                yield RUBRIQUES[key], part


@settings(max_examples=500)
@given(key=KEYS, raw=CELLS)
def test_lets_through_only_what_the_format_takes(key, raw):
    reading = read(key, raw)

    if reading.value is not None and is_sound(reading):
        assert all(satisfies(entry, part) for entry, part in parts_of(COLONNES[key], reading.value))


@settings(max_examples=500)
@given(key=KEYS, raw=CELLS)
def test_says_why_when_it_reads_nothing(key, raw):
    reading = read(key, raw)

    if reading.value is None and not reading.notes:
        text = clean(raw)
        assert text.lower() in NIL_WORDS or not text.strip("0/.-T: ;|,")


@settings(max_examples=500)
@given(key=KEYS, raw=CELLS)
def test_proposes_only_what_is_no_longer_blamed(key, raw):
    for noted in read(key, raw).notes:
        if noted.correction is not None:
            assert noted.code not in read(key, noted.correction).codes


@settings(max_examples=500)
@given(key=KEYS.filter(RUBRIQUES.__contains__), raw=CELLS)
def test_reads_a_value_the_same_when_it_is_read_again(key, raw):
    reading = read(key, raw)

    if reading.value is not None and is_sound(reading):
        value = reading.value
        assert read(key, str(value).lower() if isinstance(value, bool) else value).value == value


@settings(max_examples=500)
@given(key=KEYS, raw=CELLS)
def test_speaks_in_short_whole_sentences(key, raw):
    for noted in read(key, raw).notes:
        assert noted.code in CATALOGUE
        assert noted.message.endswith(".")
        assert len(noted.message) < 400
        assert INVISIBLE.search(noted.message) is None

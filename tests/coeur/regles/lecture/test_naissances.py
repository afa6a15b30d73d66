"""Birth dates, of which the civil registry may not know the day or the month."""

from datetime import date

import pytest

from factories.lectures import read


@pytest.mark.parametrize(
    "raw", ["03/07/1991", "1991-07-03", "3 juillet 1991", "03071991", date(1991, 7, 3), 19910703]
)
def test_reads_a_whole_birth_date_when_all_is_known(raw):
    assert read("dateNaissance", raw) == ((1991, 7, 3), [])


@pytest.mark.parametrize(
    "raw",
    [
        "07/1991",
        "7/1991",
        "07.1991",
        "07-1991",
        "07 1991",
        "juillet 1991",
        "Juil. 1991",
        "July 1991",
        "00/07/1991",
        "0/7/1991",
        "XX/07/1991",
        "??/07/1991",
        "--/07/1991",
        "1991-07",
        "1991-07-00",
        "19910700",
    ],
)
def test_reads_month_and_year_when_the_day_is_unknown(raw):
    assert read("dateNaissance", raw) == ((1991, 7, None), [])


@pytest.mark.parametrize(
    "raw",
    [
        "1991",
        1991,
        1991.0,
        "00/1991",
        "00/00/1991",
        "0/0/1991",
        "xx/xx/1991",
        "?/?/1991",
        "--/--/1991",
        "1991-00-00",
        "19910000",
    ],
)
def test_reads_the_year_when_the_month_is_unknown(raw):
    assert read("dateNaissance", raw) == ((1991, None, None), [])


@pytest.mark.parametrize("raw", ["1900", "2099", "12/2099", "01/1900"])
def test_reads_a_year_when_it_stands_at_the_bounds(raw):
    assert read("dateNaissance", raw).codes == []


@pytest.mark.parametrize("raw", ["1899", "2100", "12/1899", "0000", "00/00/1850"])
def test_refuses_the_year_when_it_is_out_of_bounds(raw):
    reading = read("dateNaissance", raw)

    assert (reading.value, reading.codes) == (None, ["DAT-03"])


@pytest.mark.parametrize("raw", ["13/1991", "00/13/1991", "1991-13"])
def test_explains_the_month_when_there_is_none_of_that_rank(raw):
    reading = read("dateNaissance", raw)

    assert (reading.value, reading.codes) == (None, ["DAT-02"])
    assert reading.message == "Cette date est impossible : il n'y a pas de mois 13. Corrigez-la."


@pytest.mark.parametrize("raw", ["29/02/2023", "31/04/1991", "03/00/1991"])
def test_refuses_a_whole_birth_date_when_it_is_impossible(raw):
    reading = read("dateNaissance", raw)

    assert (reading.value, reading.codes) == (None, ["DAT-02"])


@pytest.mark.parametrize(
    "raw", ["brumaire 1991", "l'an 1991", "91", "né en 1991", "19911300", "01020000"]
)
def test_refuses_a_text_when_it_is_no_birth_date(raw):
    reading = read("dateNaissance", raw)

    assert reading.value is None
    assert reading.codes in (["DAT-01"], ["DAT-02"])


@pytest.mark.parametrize(
    ("raw", "correction"),
    [
        ("03/07/91", "03/07/1991"),
        ("03/07/30", "03/07/1930"),
        ("03/07/29", None),
        ("03/07/20", None),
        ("03/07/19", "03/07/2019"),
        ("03-juil-05", "03/07/2005"),
    ],
)
def test_proposes_the_century_of_a_living_person_when_the_year_has_two_digits(raw, correction):
    reading = read("dateNaissance", raw)

    assert (reading.value, reading.codes, reading.correction) == (None, ["DAT-01"], correction)


def test_reads_a_number_of_days_when_the_spreadsheet_shows_one():
    reading = read("dateNaissance", 33422.0)

    assert (reading.value, reading.codes) == ((1991, 7, 3), ["DAT-04"])


@pytest.mark.parametrize("raw", ["00/00/0000", "0000-00-00"])
def test_wants_a_birth_date_when_a_database_says_that_there_is_none(raw):
    reading = read("dateNaissance", raw)

    assert reading.value is None
    assert reading.codes == ["DAT-03"]

"""Whole dates: what is read, what is refused, and what is proposed instead."""

from datetime import date, datetime, time, timedelta

import pytest

from accrochage.regles.lecture.dates import date_in_words, explain_impossible, read_month_name
from factories.lectures import read

WRITTEN = [
    "03/07/1991",
    "3/7/1991",
    "1991-07-03",
    "1991/7/3",
    "1991.07.03",
    "03.07.1991",
    "03-07-1991",
    "03 07 1991",
    "03_07_1991",
    "03 / 07 / 1991",
    "3. 7. 1991",
    "  03/07/1991\u00a0",
    "\u200e03/07/1991",
    "'03/07/1991",
    '="03/07/1991"',
    "19910703",
    "03071991",
    "3 juillet 1991",
    "3 JUILLET 1991",
    "03 juil. 1991",
    "03-juil-1991",
    "03-juil.-1991",
    "mercredi 3 juillet 1991",
    "Mercredi, 3 juillet 1991",
    "le 3 juillet 1991",
    "le mercredi 3 juillet 1991",
    "3 juillet 1991 à 10h30",
    "03-Jul-1991",
    "3 July 1991",
    "July 3, 1991",
    "July 3rd, 1991",
    "1991-07-03T00:00:00",
    "1991-07-03 00:00:00",
    "1991-07-03T10:05:00.123",
    "1991-07-03T10:05:00Z",
    "1991-07-03T22:00:00+02:00",
    "03/07/1991 00:00",
    "03/07/1991 10:05:07",
    "03/07/1991 10h",
    "3/7/1991 1h",
]

TYPED = [
    date(1991, 7, 3),
    datetime(1991, 7, 3),  # noqa: DTZ001 - a cell has no time zone
    datetime(1991, 7, 3, 23, 59),  # noqa: DTZ001
    19910703,
    19910703.0,
]


@pytest.mark.parametrize("raw", [*WRITTEN, *TYPED], ids=repr)
def test_reads_a_date_when_its_spelling_is_known(raw):
    reading = read("dateDebutValidite", raw)

    assert reading == (date(1991, 7, 3), [])


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("1er août 2023", date(2023, 8, 1)),
        ("1ER AOUT 2023", date(2023, 8, 1)),
        ("1 er août 2023", date(2023, 8, 1)),
        ("3 déc. 2022", date(2022, 12, 3)),
        ("14 févr. 2022", date(2022, 2, 14)),
        ("14 fe\u0301vrier 2022", date(2022, 2, 14)),
        ("29/02/2024", date(2024, 2, 29)),
        ("29 février 2000", date(2000, 2, 29)),
        ("01/01/1900", date(1900, 1, 1)),
        ("31/12/2099", date(2099, 12, 31)),
        ("20012000", date(2000, 1, 20)),
        ("20121201", date(2012, 12, 1)),
    ],
)
def test_reads_other_dates_when_they_exist(raw, expected):
    assert read("dateDebutValidite", raw) == (expected, [])


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("2026-06-14T22:00:00Z", date(2026, 6, 15)),
        ("2026-06-14T22:00:00.000Z", date(2026, 6, 15)),
        ("2026-01-14T23:00:00Z", date(2026, 1, 15)),
        ("2026-06-14T21:00:00Z", date(2026, 6, 14)),
        ("2026-06-14T22:30:00Z", date(2026, 6, 14)),
        ("2026-06-14T22:00:00", date(2026, 6, 14)),
    ],
)
def test_reads_the_day_of_paris_when_midnight_is_written_in_utc(raw, expected):
    assert read("dateDebutValidite", raw) == (expected, [])


def test_is_out_of_bounds_when_midnight_in_paris_begins_the_year_2100():
    reading = read("dateDebutValidite", "2099-12-31T23:00:00Z")

    assert (reading.value, reading.codes) == (None, ["DAT-03"])


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (33422, date(1991, 7, 3)),
        (33422.0, date(1991, 7, 3)),
        (33422.75, date(1991, 7, 3)),
        ("33422", date(1991, 7, 3)),
        (10_000, date(1927, 5, 18)),
        (73_050, date(2099, 12, 31)),
    ],
)
def test_reads_a_number_of_days_when_the_spreadsheet_shows_one(raw, expected):
    reading = read("dateDebutValidite", raw)

    assert reading.value == expected
    assert reading.codes == ["DAT-04"]
    assert reading.correction == f"{expected:%d/%m/%Y}"


def test_says_how_a_number_was_read():
    reading = read("dateDebutValidite", 33422)

    assert reading.message == "Le nombre 33422 a été lu comme le 03/07/1991. Vérifiez la date."


@pytest.mark.parametrize(
    "raw", [9_999, 73_051, 0, -1, "9999", "73051", "³³⁴²²", float("inf"), True]
)
def test_refuses_a_number_when_no_spreadsheet_shows_it_for_a_date(raw):
    reading = read("dateDebutValidite", raw)

    assert (reading.value, reading.codes) == (None, ["DAT-01"])


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("29/02/2023", "le 29 février 2023 n'existe pas, 2023 n'est pas bissextile"),
        ("29/02/1900", "le 29 février 1900 n'existe pas, 1900 n'est pas bissextile"),
        ("30/02/2024", "février 2024 compte 29 jours"),
        ("31/04/2023", "avril 2023 compte 30 jours"),
        ("31 avril 2023", "avril 2023 compte 30 jours"),
        ("2023-04-31", "avril 2023 compte 30 jours"),
        ("32/01/2023", "janvier 2023 compte 31 jours"),
        ("32/12/2023", "décembre 2023 compte 31 jours"),
        ("00/07/2023", "il n'y a pas de jour 0"),
        ("03/00/2023", "il n'y a pas de mois 0"),
        ("45/13/2023", "il n'y a pas de mois 13"),
        ("00/00/0000", "l'année 0 n'existe pas"),
    ],
)
def test_explains_a_date_when_it_is_impossible(raw, reason):
    reading = read("dateDebutValidite", raw)

    assert (reading.value, reading.codes, reading.correction) == (None, ["DAT-02"], None)
    assert reading.message == f"Cette date est impossible : {reason}. Corrigez-la."


@pytest.mark.parametrize("raw", ["12/25/2024", "2024-25-12", "12/25/2024 10:00"])
def test_proposes_the_other_order_when_the_month_comes_first(raw):
    reading = read("dateDebutValidite", raw)

    assert (reading.value, reading.codes, reading.correction) == (None, ["DAT-02"], "25/12/2024")
    assert reading.message == (
        "Cette date est impossible : il n'y a pas de mois 25. "
        "Le jour et le mois semblent inversés : écrivez 25/12/2024."
    )


@pytest.mark.parametrize(
    "raw", ["31/12/1899", "01/01/2100", "03/07/0991", date(1899, 12, 31), date(2100, 1, 1)]
)
def test_refuses_a_year_when_it_is_out_of_bounds(raw):
    reading = read("dateDebutValidite", raw)

    assert (reading.value, reading.codes) == (None, ["DAT-03"])
    assert "le format admet 1900 à 2099" in reading.message


@pytest.mark.parametrize(
    ("raw", "correction"),
    [
        ("03/07/25", "03/07/2025"),
        ("03-juil-25", "03/07/2025"),
        ("3 juillet 25", "03/07/2025"),
        ("03.07.69", "03/07/2069"),
        ("03.07.70", "03/07/1970"),
        ("31/04/25", None),
    ],
)
def test_asks_for_four_digits_when_the_year_has_two(raw, correction):
    reading = read("dateDebutValidite", raw)

    assert (reading.value, reading.codes, reading.correction) == (None, ["DAT-01"], correction)
    assert reading.message == (
        f"« {raw} » : l'année s'écrit en quatre chiffres. Écrivez par exemple {correction or '03/07/1991'}."
    )


@pytest.mark.parametrize(
    "raw",
    [
        "demain",
        "2026",
        "juin 2026",
        "3 brumaire 1991",
        "brumaire 3, 1991",
        "03/07/19911",
        "15/06/2026 au 17/06/2026",
        "03071899",
        "12/25/2024 10:00:00 AM",
        time(10, 5),
        timedelta(days=2),
        True,
        "😀",
    ],
    ids=repr,
)
def test_refuses_a_text_when_it_is_no_date(raw):
    reading = read("dateDebutValidite", raw)

    assert (reading.value, reading.codes, reading.correction) == (None, ["DAT-01"], None)
    assert reading.message.endswith("n'est pas une date. Écrivez-la sous la forme 03/07/1991.")


@pytest.mark.parametrize(
    "raw", ["0000-00-00", "00/00/0000", "0000-00-00 00:00:00", "0000-00-00T00:00:00"]
)
@pytest.mark.parametrize("key", ["dateFinValidite", "dateDebutExamen", "dateInscription"])
def test_reads_nothing_when_a_database_says_that_there_is_no_date(key, raw):
    assert read(key, raw) == (None, [])


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("août", 8),
        ("AOUT", 8),
        ("févr.", 2),
        ("May", 5),
        ("Sept.", 9),
        ("thermidor", None),
        ("", None),
    ],
)
def test_knows_a_month_by_its_name(text, rank):
    assert read_month_name(text) == rank


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(1991, 7, 3), "3 juillet 1991"),
        (date(2023, 8, 1), "1er août 2023"),
        (date(2024, 2, 11), "11 février 2024"),
    ],
)
def test_writes_a_date_as_it_is_said(day, words):
    assert date_in_words(day) == words


def test_blames_the_month_when_the_day_is_wrong_too():
    assert explain_impossible(2023, 14, 32) == "il n'y a pas de mois 14"

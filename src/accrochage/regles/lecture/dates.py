"""Reading of dates, in the spellings that people and spreadsheets use."""

import re
from calendar import isleap, monthrange
from datetime import date, datetime, timedelta
from typing import Final

from accrochage.referentiels.cles import fold
from accrochage.regles.lecture.nettoyage import Note, Raw, quote

MONTHS: Final = {
    name: rank
    for rank, names in enumerate(
        (
            "janvier janv jan january",
            "fevrier fevr fev february feb",
            "mars mar march",
            "avril avr april apr",
            "mai may",
            "juin june jun",
            "juillet juil juill july jul",
            "aout aou august aug",
            "septembre sept sep september",
            "octobre oct october",
            "novembre nov november",
            "decembre dec december",
        ),
        start=1,
    )
    for name in names.split()
}
"""Rank of a month by its names in French and in English, folded."""
_MONTH_NAMES: Final = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)

_SIGN: Final = r" ?[/.\-_ ] ?"
_YEAR: Final = r"([0-9]{4}|[0-9]{2})"
_DAY_FIRST = re.compile(rf"([0-9]{{1,2}}){_SIGN}([0-9]{{1,2}}){_SIGN}{_YEAR}")
_YEAR_FIRST = re.compile(rf"([0-9]{{4}}){_SIGN}([0-9]{{1,2}}){_SIGN}([0-9]{{1,2}})")
_COMPACT_YEAR_FIRST = re.compile(r"((?:19|20)[0-9]{2})(0[0-9]|1[0-2])([0-9]{2})")
_COMPACT_DAY_FIRST = re.compile(r"([0-9]{2})([0-9]{2})((?:19|20)[0-9]{2})")
_IN_WORDS = re.compile(
    rf"(?:[^\W\d]+[.,]? ){{0,3}}([0-9]{{1,2}})(?: ?er|th|st|nd|rd)?[ .\-/]+([^\W\d]+)[ .,\-/]+{_YEAR}",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(r"([^\W\d]+)\.? ([0-9]{1,2})(?:th|st|nd|rd)?,? ([0-9]{4})", re.IGNORECASE)
_TIME = re.compile(
    r"(?:T| | à )(?P<hour>[0-9]{1,2})(?:[:h](?P<minute>[0-9]{2})?)(?::(?P<second>[0-9]{2})(?:[.,][0-9]+)?)?"
    r" ?(?P<offset>Z|[+\-][0-9]{2}:?[0-9]{2})?$"
)
_UNKNOWN: Final = r"(?:00?|[xX?]{1,2}|--?)"
_PARTIAL_BIRTH = re.compile(
    rf"(?:{_UNKNOWN}{_SIGN})?(?:(?P<month>[0-9]{{1,2}}|[xX?]{{1,2}}|--?){_SIGN})?(?P<year>[0-9]{{4}})"
    rf"|(?P<iso_year>[0-9]{{4}})-(?P<iso_month>[0-9]{{2}})(?:-00)?"
    rf"|(?P<compact_year>(?:19|20)[0-9]{{2}})(?P<compact_month>0[0-9]|1[0-2])00"
)
_MONTH_AND_YEAR = re.compile(r"([^\W\d]+)\.?[ \-/]([0-9]{4})")
_NO_DATE = re.compile(r"0{1,4}[/.\-]0{1,2}[/.\-]0{1,4}(?:[T ][0:]+)?")

_SERIAL_ORIGIN: Final = date(1899, 12, 30)
_SERIAL_BOUNDS: Final = (10_000, 73_050)
"""18 May 1927 to 31 December 2099: what a spreadsheet shows for a date left in number format."""

PLAUSIBLE_YEARS: Final = range(1900, 2100)
"""Years that the XSD accepts, in dates (pattern `(19|20)[0-9]{2}`) and in `anneeNaissance`."""

_WANTED: Final = "03/07/1991"

Partial = tuple[int, int | None, int | None]
"""Year, month, day of a birth; month and day may be unknown."""


def read_date(raw: Raw, text: str, note: Note, *, birth: bool = False) -> date | None:
    """Read a whole date; note DAT-01 to DAT-04, and return None when it is none.

    Args:
        raw: What the cell holds.
        text: The same, cleaned.
        note: Takes the faults.
        birth: The date is one of birth: of two digits of a year, the century is another.
    """
    if isinstance(raw, date):
        return _in_bounds(raw.date() if isinstance(raw, datetime) else raw, note)
    serial = _serial(raw, text)
    if serial:
        shown = f"{serial:%d/%m/%Y}"
        note("DAT-04", f"Le nombre {text} a été lu comme le {shown}. Vérifiez la date.", shown)
        return serial
    text, next_day = (text, False) if len(text) <= 10 else _without_time(text)
    parts = _parts(text)
    if parts is None:
        note(
            "DAT-01", f"{quote(text)} n'est pas une date. Écrivez-la sous la forme {_WANTED}.", None
        )
        return None
    year, month, found = parts
    if len(year) == 2:
        _note_short_year(text, parts, note, birth=birth)
        return None
    day = _calendar_date(int(year), month, found, note)
    return _in_bounds(day + timedelta(days=1), note) if day and next_day else day


def read_birth_date(raw: Raw, text: str, note: Note) -> Partial | None:
    """Read a birth date whose day, or day and month, may be unknown: `03/07/1991`, `07/1991`, `1991`."""
    partial = _partial(text)
    if partial is None:
        day = read_date(raw, text, note, birth=True)
        return None if day is None else (day.year, day.month, day.day)
    year, month = partial
    if month > 12:
        _note_impossible(explain_impossible(year, month, 1), None, note)
    elif _is_plausible(year, note):
        return year, month or None, None
    return None


def read_month_name(text: str) -> int | None:
    """Return the rank of a month written in letters (`"août"` gives 8), None when it is none."""
    return MONTHS.get(fold(text))


def is_no_date(text: str) -> bool:
    """Tell whether a text is what databases write when there is no date: `0000-00-00`, `00/00/0000`."""
    return _NO_DATE.fullmatch(text) is not None


def date_in_words(day: date) -> str:
    """Return a date as a Frenchman writes it: « 3 juillet 1991 », « 1er août 2023 »."""
    rank = "1er" if day.day == 1 else str(day.day)
    return f"{rank} {_MONTH_NAMES[day.month - 1]} {day.year}"


def explain_impossible(year: int, month: int, day: int) -> str:
    """Say why a day does not exist: « le 29 février 2023 n'existe pas, 2023 n'est pas bissextile »."""
    if not year:
        return "l'année 0 n'existe pas"
    if not 1 <= month <= 12:
        return f"il n'y a pas de mois {month}"
    if not day:
        return "il n'y a pas de jour 0"
    if (month, day) == (2, 29) and not isleap(year):
        return f"le 29 février {year} n'existe pas, {year} n'est pas bissextile"
    return f"{_MONTH_NAMES[month - 1]} {year} compte {monthrange(year, month)[1]} jours"


def _parts(text: str) -> tuple[str, int, int] | None:
    """Return the year as written, the month and the day, before any check; None when the text has no known shape."""
    if found := _DAY_FIRST.fullmatch(text) or _COMPACT_DAY_FIRST.fullmatch(text):
        return found[3], int(found[2]), int(found[1])
    if found := _YEAR_FIRST.fullmatch(text) or _COMPACT_YEAR_FIRST.fullmatch(text):
        return found[1], int(found[2]), int(found[3])
    if (found := _IN_WORDS.fullmatch(text)) and (month := read_month_name(found[2])):
        return found[3], month, int(found[1])
    if (found := _MONTH_FIRST.fullmatch(text)) and (month := read_month_name(found[1])):
        return found[3], month, int(found[2])
    return None


def _partial(text: str) -> tuple[int, int] | None:
    """Return the year and the month (0 when unknown) of an incomplete birth date; None when it is whole, or none."""
    if found := _PARTIAL_BIRTH.fullmatch(text):
        year = found["year"] or found["iso_year"] or found["compact_year"]
        month = found["month"] or found["iso_month"] or found["compact_month"] or ""
        return int(year), int(month) if month.isdigit() else 0
    if (found := _MONTH_AND_YEAR.fullmatch(text)) and (rank := read_month_name(found[1])):
        return int(found[2]), rank
    return None


def _without_time(text: str) -> tuple[str, bool]:
    """Take the time off a date; tell whether that time was, in UTC, the midnight in Paris that begins the next day.

    Web programs write 15 June 2026 as `2026-06-14T22:00:00.000Z`.
    """
    found = _TIME.search(text)
    if not found:
        return text, False
    midnight = found["offset"] == "Z" and (found["hour"], found["minute"]) in {
        ("22", "00"),
        ("23", "00"),
    }
    return text[: found.start()], midnight


def _calendar_date(year: int, month: int, day: int, note: Note) -> date | None:
    found = _date(year, month, day)
    if found:
        return _in_bounds(found, note)
    swapped = _date(year, day, month)
    _note_impossible(explain_impossible(year, month, day), swapped, note)
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _note_impossible(reason: str, swapped: date | None, note: Note) -> None:
    """Note DAT-02; `swapped` is what the date would be if the month had been written before the day."""
    correction = f"{swapped:%d/%m/%Y}" if swapped else None
    remedy = (
        f"Le jour et le mois semblent inversés : écrivez {correction}."
        if swapped
        else "Corrigez-la."
    )
    note("DAT-02", f"Cette date est impossible : {reason}. {remedy}", correction)


def _note_short_year(text: str, parts: tuple[str, int, int], note: Note, *, birth: bool) -> None:
    year, month, day = parts
    full = _full_year(int(year), birth=birth)
    whole = _date(full, month, day) if full else None
    correction = f"{whole:%d/%m/%Y}" if whole else None
    message = f"{quote(text)} : l'année s'écrit en quatre chiffres. Écrivez par exemple {correction or _WANTED}."
    note("DAT-01", message, correction)


def _full_year(short: int, *, birth: bool) -> int | None:
    """Return the year that two digits stand for; None when a birth may be of either century."""
    if birth and 20 <= short < 30:
        return None
    return (2000 if short < (20 if birth else 70) else 1900) + short


def _in_bounds(day: date, note: Note) -> date | None:
    return day if _is_plausible(day.year, note) else None


def _is_plausible(year: int, note: Note) -> bool:
    if year in PLAUSIBLE_YEARS:
        return True
    note(
        "DAT-03",
        f"L'année {year} est hors limites : le format admet 1900 à 2099. Corrigez l'année.",
        None,
    )
    return False


def _serial(raw: Raw, text: str) -> date | None:
    """Return the date that a spreadsheet counts in days; a CSV file has such a number as text."""
    number: float = 0
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        number = raw
    elif len(text) == 5 and text.isascii() and text.isdigit():
        number = int(text)
    low, high = _SERIAL_BOUNDS
    return _SERIAL_ORIGIN + timedelta(days=int(number)) if low <= number <= high else None

"""Numbers, dates and deadlines as a good colleague says them, and the no-break spaces of French.

The command line cuts its numbers with a narrow no-break space, which can hardly be seen in the typeface of the pages: here
it is an ordinary no-break space.
"""

import re
from datetime import date
from typing import Final

from django.utils import formats

from accrochage import typographie
from accrochage.typographie import NARROW, NO_BREAK

_BEFORE_SIGN: Final = re.compile(r" (?=[;:!?»](?:\s|$))")
_AFTER_QUOTE: Final = re.compile(r"(?<=«) ")
_BETWEEN_DIGITS: Final = re.compile(r"(?<=\d)[ \u202f](?=\d{3}(?!\d))")


def number(value: int) -> str:
    """Write a whole number: `1 234`."""
    return typographie.number(value).replace(NARROW, NO_BREAK)


def count(value: int, one: str, many: str) -> str:
    """Write a number and what is counted: `1 234 lignes`, `1 ligne`."""
    return typographie.count(value, one, many).replace(NARROW, NO_BREAK)


def long_date(day: date) -> str:
    """Write a day in full: `3 juillet 2026`, `1er mai 2026`."""
    return _with_first(day, formats.date_format(day, "j F Y"))


def short_date(day: date) -> str:
    """Write a day without its year: `3 juillet`, `1er mai`."""
    return _with_first(day, formats.date_format(day, "j F"))


def _with_first(day: date, text: str) -> str:
    if day.day == 1:
        text = text.replace("1", "1er", 1)
    return text.replace(" ", NO_BREAK)


def distance(day: date, today: date) -> str:
    """Say how far a day is: `aujourd'hui`, `demain`, `dans 9 jours`, `il y a 3 jours`, `dans 4 mois`."""
    days = (day - today).days
    if days in _NEAR:
        return _NEAR[days]
    amount = _amount(abs(days))
    return f"dans {amount}" if days > 0 else f"il y a {amount}"


_NEAR: Final = {
    -2: "avant-hier",
    -1: "hier",
    0: "aujourd'hui",
    1: "demain",
    2: "après-demain",
}


def _amount(days: int) -> str:
    """Say a number of days: days up to two months, then months, and years from two years on."""
    if days <= 60:
        return count(days, "jour", "jours")
    if days < 730:
        return count(round(days / 30.44), "mois", "mois")
    return count(int(days / 365.25), "an", "ans")


def both_ways(day: date, today: date) -> str:
    """Say a day both ways: `12 mars (dans 9 jours)`; the year is said when it is not this one."""
    said = short_date(day) if day.year == today.year else long_date(day)
    return f"{said} ({distance(day, today)})"


def no_break(text: str) -> str:
    """Put no-break spaces before `; : ! ? »`, after `«` and inside numbers."""
    text = _BEFORE_SIGN.sub(NO_BREAK, text)
    text = _AFTER_QUOTE.sub(NO_BREAK, text)
    return _BETWEEN_DIGITS.sub(NO_BREAK, text)

"""The periods that the journal can be narrowed to: the last days, and the last months by name."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import formats, timezone


def choices(today: date) -> tuple[tuple[str, str], ...]:
    """Return the periods to offer: value and label."""
    months = [_month_before(today, back) for back in range(12)]
    return (
        ("jour", "Aujourd'hui"),
        ("semaine", "Les 7 derniers jours"),
        *(
            (month.strftime("%Y-%m"), formats.date_format(month, "F Y").capitalize())
            for month in months
        ),
    )


def within(values: Sequence[str], today: date) -> Q:
    """Return the condition of a line written in one of the periods."""
    kept = Q(pk__in=())
    for value in values:
        first, after = _bounds(value, today)
        kept |= Q(at__gte=_start(first), at__lt=_start(after))
    return kept


def _bounds(value: str, today: date) -> tuple[date, date]:
    """Return the first day of a period, and the one after its last."""
    tomorrow = today + timedelta(days=1)
    if value == "jour":
        return today, tomorrow
    if value == "semaine":
        return today - timedelta(days=6), tomorrow
    year, month = map(int, value.split("-"))
    return date(year, month, 1), _month_before(date(year, month, 1), -1)


def _month_before(day: date, back: int) -> date:
    """Return the first day of the month so many months before that of a day."""
    months = day.year * 12 + day.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))

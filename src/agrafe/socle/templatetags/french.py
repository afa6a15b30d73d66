"""The French of the templates: `{% load french %}`."""

from datetime import date, datetime

from django import template
from django.utils import timezone

from accrochage import typographie
from agrafe.socle import french

register = template.Library()


@register.filter
def number(value: int) -> str:
    """Write a whole number: `1 234`."""
    return french.number(value)


@register.filter
def count(value: int, forms: str) -> str:
    """Write a number and what is counted, the two forms separated by a comma: `{{ n|count:"ligne,lignes" }}`."""
    one, many = forms.split(",")
    return french.count(value, one, many)


@register.filter
def plural(value: int, forms: str) -> str:
    """Choose the form that agrees with a number: `{{ n|plural:"prêt,prêts" }}`."""
    one, many = forms.split(",")
    return typographie.plural(value, one, many)


@register.filter
def size(octets: int) -> str:
    """Write the size of a file: `1,2 Mo`."""
    return typographie.size(octets)


@register.filter
def long_date(day: date) -> str:
    """Write a day in full: `3 juillet 2026`."""
    return french.long_date(day)


@register.filter
def moment(when: datetime) -> str:
    """Write a moment: `3 juillet 2026 à 14 h 05`."""
    local = timezone.localtime(when) if timezone.is_aware(when) else when
    return f"{french.long_date(local.date())} à {local:%-H}\u00a0h\u00a0{local:%M}"


@register.filter
def distance(day: date, today: date) -> str:
    """Say how far a day is from another: `{{ day|distance:today }}` gives `dans 9 jours`."""
    return french.distance(day, today)


@register.filter
def both_ways(day: date, today: date) -> str:
    """Say a day both ways: `{{ day|both_ways:today }}` gives `12 mars (dans 9 jours)`."""
    return french.both_ways(day, today)


@register.filter
def no_break(text: str) -> str:
    """Put the no-break spaces of French in a text that comes from elsewhere than our own pages."""
    return french.no_break(text)

"""French numbers, dates and deadlines."""

from datetime import date

import pytest
from django.template import Context, Template

from agrafe.socle import french

TODAY = date(2026, 3, 3)


def shown(text):
    return text.replace("\u00a0", "~").replace("\u202f", "_")


def render(source, **context):
    return shown(Template("{% load french %}" + source).render(Context(context)))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 7, 3), "3~juillet~2026"),
        (date(2026, 5, 1), "1er~mai~2026"),
        (date(2026, 1, 11), "11~janvier~2026"),
        (date(2021, 8, 21), "21~août~2021"),
    ],
)
def test_writes_a_day_in_full(day, expected):
    assert shown(french.long_date(day)) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 3, 1), "avant-hier"),
        (date(2026, 3, 2), "hier"),
        (date(2026, 3, 3), "aujourd'hui"),
        (date(2026, 3, 4), "demain"),
        (date(2026, 3, 5), "après-demain"),
        (date(2026, 3, 12), "dans 9~jours"),
        (date(2026, 2, 28), "il y a 3~jours"),
        (date(2026, 5, 2), "dans 60~jours"),
        (date(2026, 5, 3), "dans 2~mois"),
        (date(2027, 3, 3), "dans 12~mois"),
        (date(2028, 3, 1), "dans 24~mois"),
        (date(2028, 3, 3), "dans 2~ans"),
        (date(2016, 3, 3), "il y a 9~ans"),
        (date(2016, 3, 1), "il y a 10~ans"),
    ],
)
def test_says_how_far_a_day_is(day, expected):
    assert shown(french.distance(day, TODAY)) == expected


def test_says_a_day_both_ways():
    assert shown(french.both_ways(date(2026, 3, 12), TODAY)) == "12~mars (dans 9~jours)"
    assert shown(french.both_ways(date(2027, 1, 1), TODAY)) == "1er~janvier~2027 (dans 10~mois)"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("« Homme » : reconnu ?", "«~Homme~»~: reconnu~?"),
        ("Attention ! Encore ; fin.", "Attention~! Encore~; fin."),
        ("1 234 567 passages, 12 34", "1~234~567 passages, 12 34"),
        ("http://a : b", "http://a~: b"),
        ("rien", "rien"),
    ],
)
def test_puts_no_break_spaces(text, expected):
    assert shown(french.no_break(text)) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ n|number }}", "1~234"),
        ('{{ n|count:"ligne,lignes" }}', "1~234~lignes"),
        ('{{ 1|count:"ligne,lignes" }}', "1~ligne"),
        ('{{ 0|plural:"prêt,prêts" }} {{ 2|plural:"prêt,prêts" }}', "prêt prêts"),
        ("{{ 1200000|size }}", "1,2~Mo"),
        ("{{ day|long_date }}", "12~mars~2026"),
        ("{{ day|distance:today }}", "dans 9~jours"),
        ("{{ day|both_ways:today }}", "12~mars (dans 9~jours)"),
        ('{{ "oui ?"|no_break }}', "oui~?"),
    ],
)
def test_filters(source, expected):
    assert render(source, n=1234, day=date(2026, 3, 12), today=TODAY) == expected


def test_a_number_meant_for_a_machine_is_left_alone():
    assert render("{{ n }}", n=1234567) == "1234567"

"""A list whose address says all."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from django.contrib.sessions.models import Session
from django.http import QueryDict
from django.utils import timezone

from agrafe.socle.listing import Column, Filter, Listing


@dataclass(frozen=True)
class Fruit:
    name: str
    colour: str
    weight: int


FRUITS = [
    Fruit("poire", "vert", 180),
    Fruit("cerise", "rouge", 8),
    Fruit("pomme", "rouge", 150),
    Fruit("kiwi", "vert", 90),
    Fruit("citron", "jaune", 120),
]


def of_colours(rows, values):
    return [row for row in rows if row.colour in values]


def named(rows, text):
    return [row for row in rows if text in row.name]


def listing(query="", **options):
    return Listing(
        QueryDict(query),
        FRUITS,
        columns=(
            Column("Nom", key="nom", sort=("name",)),
            Column("Poids", key="poids", sort=("weight",), is_number=True),
            Column("Couleur"),
        ),
        filters=(
            Filter(
                "couleur",
                "Couleur",
                (("vert", "vert"), ("rouge", "rouge"), ("jaune", "jaune")),
                of_colours,
            ),
        ),
        **{"search": named, "page_size": 2, **options},
    )


def names(shown):
    return [row.name for row in shown.page]


def test_shows_the_first_page_in_the_order_of_the_rows():
    shown = listing()

    assert (names(shown), shown.count, shown.is_narrowed) == (["poire", "cerise"], 5, False)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("page=2", ["pomme", "kiwi"]),
        ("page=99", ["citron"]),
        ("page=zut", ["poire", "cerise"]),
        ("tri=nom", ["cerise", "citron"]),
        ("tri=-poids", ["poire", "pomme"]),
        ("tri=poids&page=2", ["citron", "pomme"]),
        ("tri=inconnu", ["poire", "cerise"]),
        ("couleur=vert", ["poire", "kiwi"]),
        ("couleur=vert&couleur=jaune&page=2", ["citron"]),
        ("couleur=mauve", ["poire", "cerise"]),
        ("q=%20omm", ["pomme"]),
        ("q=introuvable", []),
        ("q=i&couleur=rouge", ["cerise"]),
    ],
)
def test_shows_what_the_address_asks(query, expected):
    assert names(listing(query)) == expected


def test_a_search_is_cut_when_too_long_and_ignored_where_there_is_none():
    assert listing("q=" + "x" * 500).searched == "x" * 100
    assert names(listing("q=pomme", search=None)) == ["poire", "cerise"]


def test_addresses_keep_the_rest_and_start_again_at_the_first_page():
    shown = listing("q=i&couleur=vert&couleur=rouge&tri=-nom&page=2&espion=1")

    assert parse_qs(shown.address({}).removeprefix("?")) == {
        "q": ["i"],
        "couleur": ["vert", "rouge"],
        "tri": ["-nom"],
    }
    assert parse_qs(shown.all_url.removeprefix("?")) == {"tri": ["-nom"]}
    assert shown.kept_by_search == [("couleur", "vert"), ("couleur", "rouge"), ("tri", "-nom")]
    assert shown.kept_by_filters == [("q", "i"), ("tri", "-nom")]


def test_a_title_sorts_then_reverses():
    first = {heading.column.label: heading for heading in listing().headings}
    again = {heading.column.label: heading for heading in listing("tri=nom").headings}
    last = {heading.column.label: heading for heading in listing("tri=-nom").headings}

    assert (first["Nom"].url, first["Nom"].direction) == ("?tri=nom", "")
    assert (again["Nom"].url, again["Nom"].direction) == ("?tri=-nom", "ascending")
    assert (last["Nom"].url, last["Nom"].direction) == ("?tri=nom", "descending")
    assert first["Couleur"].url == ""


def test_each_chip_takes_itself_away():
    chips = {
        chip.label.replace("\u00a0", " "): chip.url for chip in listing("q=i&couleur=vert").chips
    }

    assert chips == {"« i »": "?couleur=vert", "Couleur : vert": "?q=i"}


def test_choices_say_which_are_on():
    [(_, choices)] = listing("couleur=vert").choices

    assert [(choice.value, choice.is_on) for choice in choices] == [
        ("vert", True),
        ("rouge", False),
        ("jaune", False),
    ]


def test_pages_lead_to_one_another():
    shown = listing("page=2&tri=nom")

    assert shown.previous_url == "?tri=nom&page=1"
    assert shown.next_url == "?tri=nom&page=3"
    assert [(number, current) for number, _, current in shown.pages] == [
        ("1", False),
        ("2", True),
        ("3", False),
    ]
    assert listing().previous_url == ""
    assert listing("page=3").next_url == ""


def test_many_pages_are_elided():
    shown = Listing(QueryDict("page=10"), range(200), columns=(), page_size=10)

    assert [number for number, url, _ in shown.pages if not url] == ["…", "…"]


@pytest.mark.django_db
def test_sorts_a_queryset_in_the_database_the_key_last(django_assert_num_queries):
    moment = timezone.now()
    for key, days in (("c", 1), ("a", 2), ("b", 1)):
        Session.objects.create(session_key=key, expire_date=moment + timedelta(days=days))

    shown = Listing(
        QueryDict("tri=-fin"),
        Session.objects.all(),
        columns=(Column("Fin", key="fin", sort=("expire_date",)),),
    )

    with django_assert_num_queries(2):  # one to count, one to read
        assert [row.session_key for row in shown.page] == ["a", "b", "c"]

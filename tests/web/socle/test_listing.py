"""A list whose address says all."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import F, Q
from django.http import QueryDict
from django.utils import timezone

from agrafe.socle import paging
from agrafe.socle.listing import Action, Column, Download, Filter, Listing, carried
from agrafe.socle.paging import in_total_order


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


def test_a_filter_may_understand_more_than_its_choices():
    heavier = Filter(
        "poids",
        "Poids",
        (("100", "plus de 100 g"),),
        lambda rows, values: [row for row in rows if row.weight > int(min(values))],
        label_of=lambda value: f"plus de {value} g" if value.isdecimal() else None,
    )

    def ask(query):
        return Listing(QueryDict(query), FRUITS, columns=(Column("Nom"),), filters=(heavier,))

    shown = ask("poids=160&poids=zut&poids=160")

    assert names(shown) == ["poire"]
    assert [one.label for one in shown.chips] == ["Poids\u00a0: plus de 160 g"]
    ((_, choices),) = shown.choices
    assert [(one.value, one.is_on) for one in choices] == [("100", False), ("160", True)]
    assert parse_qs(shown.query) == {"poids": ["160"]}
    assert not ask("poids=zut").is_narrowed


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
def test_sorts_a_queryset_in_the_database_the_key_last_and_the_same_way(django_assert_num_queries):
    moment = timezone.now()
    for key, days in (("c", 1), ("a", 2), ("b", 1)):
        Session.objects.create(session_key=key, expire_date=moment + timedelta(days=days))

    shown = Listing(
        QueryDict("tri=-fin"),
        Session.objects.all(),
        columns=(Column("Fin", key="fin", sort=("expire_date",)),),
    )

    with django_assert_num_queries(3):  # to count, to find the page, to read it
        assert [row.session_key for row in shown.page] == ["a", "c", "b"]


# ------------------------------------------------------------------------------- the columns


def shown_columns(query, memory):
    shown = Listing(
        QueryDict(query),
        FRUITS,
        columns=(
            Column("Nom", key="nom", sort=("name",), is_title=True),
            Column("Poids", key="poids"),
            Column("Couleur", key="couleur", visible_by_default=False),
            Column("Photo"),
        ),
        memory=memory,
    )
    return shown, [column.label for column in shown.columns]


def test_the_columns_are_the_usual_ones_until_others_are_chosen():
    memory = {}

    assert shown_columns("", memory)[1] == ["Nom", "Poids", "Photo"]
    assert shown_columns("colonnes=couleur", memory)[1] == ["Nom", "Couleur", "Photo"]
    assert memory == {"colonnes-liste": ["couleur"]}
    assert shown_columns("colonnes=couleur", memory)[1] == ["Nom", "Couleur", "Photo"]
    assert shown_columns("", memory)[1] == ["Nom", "Couleur", "Photo"]
    assert shown_columns("colonnes=", memory)[1] == ["Nom", "Poids", "Photo"]
    assert memory == {}


def test_the_columns_chosen_stay_in_the_address():
    shown, _ = shown_columns("colonnes=couleur&colonnes=nom&colonnes=zut&tri=nom", {})

    assert shown.query == "tri=nom&colonnes=couleur"
    assert ("colonnes", "couleur") in shown.kept_by_filters
    assert shown.kept_by_columns == [("tri", "nom")]
    assert [(choice.value, choice.is_on) for choice in shown.column_choices] == [
        ("poids", False),
        ("couleur", True),
    ]
    assert shown.default_columns_url == "?tri=nom&colonnes="


def test_nobody_chooses_columns_that_nothing_remembers():
    shown, labels = shown_columns("colonnes=couleur", None)

    assert labels == ["Nom", "Poids", "Photo"]
    assert shown.column_choices == []
    assert shown.column("couleur") is None
    assert shown.column("poids").label == "Poids"
    with pytest.raises(KeyError):
        shown.column("zut")


# --------------------------------------------------------------------------- rows ticked, files


def test_the_rows_ticked_are_among_those_that_one_may_see():
    shown = listing(tick_field="name", actions=(Action("Agir", "/agir/", "send"),))

    rows = shown.ticked(QueryDict("choix=kiwi&choix=poire&choix=ananas"))

    assert [row.name for row in rows] == ["poire", "kiwi"]


def test_every_row_of_a_list_is_ticked_at_once_by_its_query():
    shown = listing(tick_field="name")

    data = QueryDict("choix=pomme&tout=1&requete=couleur%3Dvert%26tri%3D-nom")

    assert [row.name for row in shown.ticked(data)] == ["poire", "kiwi"]
    assert len(shown.ticked(QueryDict("tout=1"))) == 5
    assert carried(data) == [
        ("choix", "pomme"),
        ("tout", "1"),
        ("requete", "couleur=vert&tri=-nom"),
    ]


def test_an_export_has_the_rows_of_all_pages_in_their_order():
    shown = listing("couleur=vert&tri=nom&page=2", downloads=(Download("Exporter", "/export/"),))

    assert [row.name for row in shown.rows] == ["kiwi", "poire"]
    assert shown.query == "couleur=vert&tri=nom"


def test_a_list_is_empty_when_nothing_is_asked_and_nothing_comes():
    assert Listing(QueryDict("q=a"), [], columns=()).is_empty
    assert not listing("q=introuvable").is_empty
    assert not listing().is_empty


@pytest.mark.django_db
class TestQuerySet:
    """With the kinds of content that Django registers: enough rows for any list."""

    @pytest.fixture(autouse=True)
    def rows(self):
        ContentType.objects.all().delete()
        ContentType.objects.bulk_create(
            ContentType(app_label=f"a{number % 3}", model=f"m{number:02}") for number in range(30)
        )

    def listing(self, query="", rows=None, **options):
        return Listing(
            QueryDict(query),
            ContentType.objects.all() if rows is None else rows,
            columns=(
                Column("Modèle", key="modele", sort=("model",)),
                Column("Ensemble", key="ensemble", sort=("app_label", "-model")),
                Column("Borné", key="borne", sort=("model",), within=Q(model__gte="m10")),
            ),
            filters=(
                Filter(
                    "app",
                    "Ensemble",
                    (("a0", "zéro"), ("a1", "un")),
                    lambda rows, values: rows.filter(app_label__in=values),
                ),
            ),
            **{"tick_field": "pk", "page_size": 4, **options},
        )

    def models(self, shown):
        return [row.model for row in shown.page]

    def test_rows_without_an_order_are_in_that_of_their_key(self):
        assert self.models(self.listing("page=2")) == ["m04", "m05", "m06", "m07"]

    @pytest.mark.parametrize(
        ("order", "expected"),
        [(["model"], "m00"), (["-model"], "m29"), (["-pk"], "m29"), (["app_label", "pk"], "m00")],
    )
    def test_the_order_of_the_rows_is_kept(self, order, expected):
        shown = self.listing(rows=ContentType.objects.order_by(*order))

        assert self.models(shown)[0] == expected
        assert self.models(shown) == self.models(shown)

    def test_an_order_may_be_an_expression(self):
        rows = ContentType.objects.order_by(F("model").desc())

        assert self.models(self.listing(rows=rows))[0] == "m29"

    def test_the_order_of_the_model_counts(self):
        assert in_total_order(Group.objects.all()).query.order_by == ("pk",)

    def test_each_field_of_a_sort_is_reversed(self):
        assert self.models(self.listing("tri=ensemble"))[0] == "m27"
        assert self.models(self.listing("tri=-ensemble"))[0] == "m02"

    def test_what_a_sort_says_again_is_not_counted(self):
        shown = self.listing("tri=borne")

        assert (shown.count, self.models(shown)[0]) == (30, "m10")

    def test_counts_and_pages_stop_at_the_limit(self, monkeypatch):
        monkeypatch.setattr(paging, "COUNT_LIMIT", 10)

        shown = self.listing("page=99")

        assert (shown.count, shown.is_over, shown.page.number) == (10, True, 3)
        assert self.models(shown) == ["m08", "m09"]
        assert not self.listing(rows=ContentType.objects.filter(app_label="a0")).is_over

    @pytest.mark.parametrize(("limit", "queries"), [(100, 3), (5, 4)])
    def test_few_rows_are_found_before_they_are_sorted(
        self, monkeypatch, django_assert_num_queries, limit, queries
    ):
        monkeypatch.setattr(paging, "KEYS_LIMIT", limit)
        shown = self.listing("app=a1&tri=-modele&page=2")

        with django_assert_num_queries(queries):
            assert self.models(shown) == ["m16", "m13", "m10", "m07"]
            assert shown.count == 10

    def test_rows_are_ticked_by_a_value_that_is_understood(self):
        first, other = ContentType.objects.order_by("pk")[:2]
        shown = self.listing(rows=ContentType.objects.exclude(pk=other.pk))

        rows = shown.ticked(QueryDict(f"choix={first.pk}&choix={other.pk}&choix=zut"))

        assert list(rows) == [first]
        assert not self.listing().ticked(QueryDict())

    def test_rows_are_ticked_by_any_field(self):
        shown = self.listing(tick_field="model")

        assert [row.model for row in shown.ticked(QueryDict("choix=m03"))] == ["m03"]

    def test_every_row_of_the_filter_is_ticked(self):
        assert self.listing().ticked(QueryDict("tout=1&requete=app%3Da0")).count() == 10

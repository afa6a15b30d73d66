"""Applications declare their rooms, and the frame shows those that one may enter."""

from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import NoReverseMatch, resolve

from agrafe.socle import navigation
from agrafe.socle.context import frame
from agrafe.socle.navigation import SLOTS, Entry, Link, Navigation, navigation_of, slots

JURYS = Entry("Jurys", icon="people", route="socle:components", place=30)
REGLAGES = Entry("Réglages", icon="gear", route="socle:command", place=120)
HIDDEN = Entry("Secret", icon="gear", route="socle:home", place=10, allowed=lambda _request: False)


@pytest.fixture
def declare(monkeypatch):
    """Have two applications declare entries, and another none."""

    def set_up(*entries):
        configs = [
            SimpleNamespace(navigation=entries[::2]),
            SimpleNamespace(navigation=entries[1::2]),
            SimpleNamespace(),
        ]
        monkeypatch.setattr(navigation.apps, "get_app_configs", lambda: configs)

    return set_up


@pytest.fixture
def page(rf):
    def at(address):
        request = rf.get(address)
        request.resolver_match = resolve(address)
        return request

    return at


def test_stands_in_the_order_of_the_places(declare, page):
    declare(REGLAGES, JURYS)

    shown = navigation_of(page("/"))

    assert [link.label for link in shown.main] == ["Jurys"]
    assert [(link.label, link.url) for link in shown.below] == [("Réglages", "/commande/")]


def test_lights_up_the_room_where_one_is(declare, page):
    declare(JURYS)

    assert navigation_of(page("/composants/avancement/3/")).main[0].is_current


def test_a_route_without_namespace_lights_up_its_own_page_alone():
    entry = Entry("Accueil", icon="house", route="accueil", place=1)

    def at(name):
        return SimpleNamespace(resolver_match=SimpleNamespace(namespace="", view_name=name))

    assert entry.leads_to(at("accueil"))
    assert not entry.leads_to(at("ailleurs"))


def test_nothing_is_lit_up_where_there_is_no_page(declare, rf):
    declare(JURYS)

    assert not navigation_of(rf.get("/nulle-part/")).main[0].is_current


def test_hides_what_one_may_not_enter(declare, page):
    declare(HIDDEN, JURYS)

    assert [link.label for link in navigation_of(page("/")).main] == ["Jurys"]


def test_a_room_that_does_not_exist_fails(declare, page):
    declare(Entry("Rêve", icon="house", route="reves:list", place=1))

    with pytest.raises(NoReverseMatch):
        navigation_of(page("/"))


@pytest.mark.parametrize(("number", "in_bar", "in_rest"), [(0, 0, 0), (5, 5, 0), (6, 4, 2)])
def test_the_bar_of_a_phone_has_five_places(number, in_bar, in_rest):
    links = [Link(str(rank), "house", "/") for rank in range(number)]

    shown = Navigation(links[:3], links[3:])

    assert (len(shown.bar), len(shown.rest)) == (in_bar, in_rest)


def test_the_frame_without_any_room_has_no_navigation():
    html = render_to_string(
        "layout/page.html",
        {
            "navigation": Navigation(),
            "messages": [],
            "version": "1",
            "source_address": "",
            "has_components_page": False,
        },
    )

    assert "<nav" not in html
    assert 'href="#contenu"' in html


def test_no_application_declares_a_room_yet(page):
    assert navigation_of(page("/")).bar == []


def test_applications_fill_the_top_of_the_pages(declare, monkeypatch):
    declare()
    assert slots() == dict.fromkeys(SLOTS, "")

    config = SimpleNamespace(frame={"user": "layout/_wordmark.html"})
    monkeypatch.setattr(navigation.apps, "get_app_configs", lambda: [config])
    html = render_to_string("layout/page.html", frame(RequestFactory().get("/")))

    assert html.count('class="wordmark"') == 2
    assert '<div class="top-search"></div>' in html


def test_a_page_knows_who_acts(rf):
    request = rf.get("/")
    assert frame(request)["par"] is None
    request.par = "Claire"
    assert frame(request)["par"] == "Claire"

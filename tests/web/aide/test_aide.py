"""The help: every page of the documentation, what leads there, and where something is said."""

from html import unescape

import pytest
from django.apps import apps
from django.template import engines
from django.test import RequestFactory
from django.urls import resolve, reverse

from accrochage.regles.catalogue import CATALOGUE
from agrafe.aide import library
from agrafe.comptes.enums import Role
from agrafe.socle.listing import MAX_SEARCH
from factories.pages import sign_in, text_of


def test_every_page_has_a_title_and_leads_nowhere_in_vain(client):
    for name in library.names():
        page = library.read(name)
        assert page.title, name
        assert "<!--" not in page.html, name
        for part in page.html.split('href="/aide/')[1:]:
            target = part.partition("#")[0].partition('"')[0].strip("/")
            assert not target or target in library.names(), (name, target)
        for part in page.html.split('src="')[1:]:
            assert client.get(part.partition('"')[0]).status_code == 200, name


def test_the_index_leads_to_every_page():
    links = "".join(links for _, links in library.contents())

    assert [title for title, _ in library.contents()] == [
        "Guides",
        "Référence",
        "Explications",
        "Exploitation",
    ]
    missing = [one for one in library.names() if f'"{library.address_of(one)}"' not in links]
    assert missing == [library.INDEX]


@pytest.mark.parametrize(
    "name",
    ["adr/0001-nom-et-perimetre", "../README", "guides/..", "guides", "guides/absent", "README.md"],
)
def test_nothing_else_can_be_read(client, name):
    assert client.get(f"/aide/{name}/").status_code == 404


def test_no_other_file_is_an_image(client):
    assert client.get(reverse("aide:image", args=["..%2FREADME.md"])).status_code == 404


def test_whoever_has_no_account_reads_it_outside_the_software(client):
    page = text_of(client.get(reverse("aide:page", args=["guides/premier-depot"])))

    assert "Votre premier dépôt" in page
    assert "Navigation principale" not in page


@pytest.mark.django_db
def test_whoever_is_in_the_software_stays_in_it(client):
    sign_in(client, Role.LECTURE)

    assert "Navigation principale" in text_of(client.get(reverse("aide:index")))


@pytest.mark.django_db
def test_each_page_leads_to_the_guide_of_its_room(client):
    sign_in(client)

    assert 'href="/aide/guides/passages/"' in text_of(client.get(reverse("passages:list")))
    assert 'href="/aide/guides/titulaires/"' in text_of(client.get(reverse("personnes:list")))


def test_every_guide_that_is_named_exists():
    named = {config.label: getattr(config, "guide", None) for config in apps.get_app_configs()}
    named = {label: guide for label, guide in named.items() if guide}

    assert len(named) > 10
    assert {label for label, guide in named.items() if guide not in library.names()} == set()


def test_a_room_without_guide_leads_to_the_index():
    template = engines["django"].from_string("{% load aide %}{% help_address request %}")
    request = RequestFactory().get("/aide/")
    request.resolver_match = resolve("/aide/")

    assert template.render({"request": request}) == "/aide/"


def shown(code):
    return (
        engines["django"].from_string("{% load aide %}{% code_link code %}").render({"code": code})
    )


def test_every_code_leads_to_what_the_help_says_of_it():
    anchors = library.anchors("reference/regles")

    assert [code for code in CATALOGUE if code.lower() not in anchors] == []
    assert 'href="/aide/reference/regles/#feu-01"' in shown("FEU-01")


def test_a_message_of_the_cdc_leads_to_its_own():
    assert 'href="/aide/reference/messages/#msg-aucun-titulaire"' in shown("MSG-AUCUN-TITULAIRE")


def test_a_code_of_which_nothing_is_said_is_only_shown():
    assert shown("<X-1>") == '<span class="fault-code">&lt;X-1&gt;</span>'


def test_a_search_asks_for_every_word_whatever_its_accents():
    found = library.search("ECHEANCES depot")

    assert found
    assert found[0].url.startswith("/aide/")
    assert all("echeance" in one.folded for one in found)
    assert library.search("  , ") == []
    assert library.search("zyxwv") == []


def test_titles_come_first():
    found = library.search("échéances")

    assert "échéances" in found[0].title
    assert any("échéances" not in one.title for one in found)


def test_a_search_leads_to_the_place(client):
    page = unescape(client.get(reverse("aide:index"), {"q": "accusé programme"}).content.decode())

    assert "/aide/guides/acces-par-programme/#donner-un-accusé" in page


def test_a_search_in_vain_says_so(client):
    assert "Essayez-en un seul" in text_of(client.get(reverse("aide:index"), {"q": "zyxwv"}))


def test_a_search_is_no_longer_than_those_of_the_lists(client):
    response = client.get(reverse("aide:index"), {"q": "a " * 5_000})

    assert len(response.context["wanted"]) <= MAX_SEARCH


def test_an_anchor_in_a_heading_is_no_part_of_its_title():
    titles = {one.title for one in library.search("Aucun titulaire reconnu")}

    assert "Aucun titulaire reconnu" in titles

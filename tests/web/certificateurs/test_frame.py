"""Which room of the navigation a page stands in, whichever application shows it; errors keep whoever is in the software there."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from agrafe.comptes.enums import Role
from factories.web import make_certification, make_member, make_personne

pytestmark = pytest.mark.django_db


def room_of(page):
    side = page[page.index('<nav class="side"') : page.index("</nav>")]
    return re.findall(r'aria-current="page"><svg.*?</svg>([^<]+)</a>', side)


@pytest.fixture
def administrateur(client):
    par = make_member(Role.ADMINISTRATEUR)
    client.force_login(par.user)
    return par


@pytest.mark.parametrize(
    ("route", "room"),
    [
        ("passages:of_personne", "Titulaires"),
        ("verifications:of_personne", "Titulaires"),
        ("verifications:list", "Titulaires"),
        ("verifications:settings", "Réglages"),
        ("journal:list", "Réglages"),
        ("courriels:list", "Réglages"),
        ("courriels:templates", "Réglages"),
        ("depots:list", "Accrochage"),
        ("passages:create", "Accrochage"),
        ("comptes:profile", None),
    ],
)
def test_a_page_lights_up_the_room_it_stands_in(client, administrateur, route, room):
    personne = make_personne(administrateur.certificateur)
    arguments = [personne.public_id] if route.endswith("of_personne") else []

    assert room_of(client.get(reverse(route, args=arguments)).text) == ([room] if room else [])


@pytest.mark.usefixtures("administrateur")
@pytest.mark.parametrize("route", ["journal:list", "courriels:list", "courriels:templates"])
def test_the_pages_that_the_settings_lead_to_keep_their_tabs(client, route):
    page = client.get(reverse(route)).text

    assert "<h1>Réglages</h1>" in page
    assert f'href="{reverse("certificateurs:team")}"' in page


@pytest.mark.usefixtures("administrateur")
def test_a_page_that_is_not_there_stays_in_the_frame(client):
    response = client.get(reverse("personnes:detail", args=[uuid4()]))

    assert response.status_code == 404
    assert "<h1>Cette page n'existe pas</h1>" in response.text
    assert room_of(response.text) == ["Titulaires"]


def test_a_refusal_stays_in_the_frame(client):
    par = make_member(Role.LECTURE)
    client.force_login(par.user)
    certification = make_certification(par.certificateur)

    response = client.get(reverse("certifications:update", args=[certification.public_id]))

    assert response.status_code == 403
    assert "<h1>Cette page ne vous est pas ouverte</h1>" in response.text
    assert room_of(response.text) == ["Certifications"]

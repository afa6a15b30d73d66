"""The pages that everybody may see."""

import pytest
from django.db import DatabaseError
from django.urls import reverse

from agrafe.comptes.enums import Role
from factories.web import make_member

PUBLIC = ["socle:home", "socle:command"]


@pytest.mark.parametrize("route", PUBLIC)
def test_public_pages_ask_nothing_of_the_database_and_leave_no_cookie(client, route):
    response = client.get(reverse(route))

    assert response.status_code == 200
    assert response.cookies == {}


@pytest.mark.parametrize("route", [*PUBLIC, "socle:health"])
def test_only_reads(client, route):
    assert client.post(reverse(route)).status_code == 405


def test_home_says_what_agrafe_is_and_leads_to_what_exists(client):
    page = client.get("/").text

    assert "<h1>Du classeur Excel au fichier XML" in page
    assert f'href="{reverse("socle:command")}"' in page
    assert f'href="{reverse("outil:index")}"' in page
    assert f'href="{reverse("account_login")}"' in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "landing"),
    [(Role.LECTURE, "passages:list"), (Role.PARTENAIRE, "comptes:profile")],
)
def test_home_leads_whoever_is_signed_in_to_the_software(client, role, landing):
    client.force_login(make_member(role).user)

    response = client.get("/", follow=True)

    assert response.redirect_chain[-1][0] == reverse(landing)


def test_the_page_of_the_command_shows_its_own_help(client):
    page = client.get(reverse("socle:command")).text

    assert "Utilisation : accrochage COMMANDE" in page.replace("\u00a0", " ")
    assert "generer" in page


def test_footer_leads_to_the_source_when_there_is_an_address(client, settings):
    assert "Code source" not in client.get("/").text
    settings.SOURCE_ADDRESS = "https://forge.example/agrafe"
    assert '<a href="https://forge.example/agrafe">Code source</a>' in client.get("/").text


@pytest.mark.django_db
def test_health_is_good_when_the_database_answers(client):
    response = client.get("/sante/")

    assert (response.status_code, response.text) == (200, "ok\n")


def test_health_is_bad_when_the_database_does_not_answer(client, monkeypatch):
    def broken():
        raise DatabaseError("connection to 10.0.0.3 refused for agrafe:secret")

    monkeypatch.setattr("agrafe.socle.views.connection.cursor", broken)

    response = client.get("/sante/")

    assert response.status_code == 503
    assert response.text == "base de données injoignable\n"


@pytest.mark.django_db
def test_health_alone_is_answered_without_https(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/").status_code == 301
    assert client.get("/sante/").status_code == 200

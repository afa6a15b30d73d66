"""The top of every page: what goes on in the background."""

import pytest

from agrafe.comptes.enums import Role
from agrafe.travaux.enums import Status
from factories.web import make_certificateur, make_member, make_travail

pytestmark = pytest.mark.django_db
PAGE = "/compte/"
LINK = '<a href="/travaux/">'


def shown(client, par):
    client.force_login(par.user)
    return client.get(PAGE).text.replace("\u00a0", " ")


def test_nothing_goes_on(client):
    par = make_member()
    make_travail(par.certificateur, status=Status.DONE)
    make_travail(par.certificateur, status=Status.FAILED)
    make_travail(make_certificateur(), status=Status.RUNNING)

    assert LINK not in shown(client, par)


def test_what_waits_or_runs_is_counted(client):
    par = make_member(Role.LECTURE)
    make_travail(par.certificateur, status=Status.RUNNING)
    assert "1 travail en cours" in shown(client, par)

    make_travail(par.certificateur)
    page = shown(client, par)
    assert LINK in page
    assert "2 travaux en cours" in page


def test_a_partenaire_is_told_of_his_own(client):
    par = make_member(Role.PARTENAIRE)
    make_travail(par.certificateur, status=Status.RUNNING)
    assert LINK not in shown(client, par)

    make_travail(par.certificateur, status=Status.RUNNING, started_by=par.user)
    assert "1 travail en cours" in shown(client, par)


def test_an_error_page_asks_nothing_of_the_database(client, django_assert_num_queries):
    par = make_member()
    make_travail(par.certificateur, status=Status.RUNNING)
    client.force_login(par.user)

    with django_assert_num_queries(3):  # the session, the user, his memberships
        page = client.get("/nulle-part/").text

    assert "top-organisation" in page
    assert LINK not in page

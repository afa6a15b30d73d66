"""Every address of the site stands in a table (`tables/<application>.py`), with what each role may do there; a new one fails until it does.

The columns: `visiteur`, whoever has no account; the five roles of a member; and, for the addresses of an object,
`etranger`, the administrateur of another certificateur, to whom it does not exist.
"""

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from agrafe.comptes.enums import Role
from factories.web import make_certificateur, make_jeton, make_member
from securite.adresses import ETRANGER, VISITEUR, Row, whole_table

pytestmark = (
    pytest.mark.no_cover
)  # whoever is let in or kept out: what pages do is seen by the tests of each application

TABLE = whole_table()
COLUMNS = [VISITEUR, *Role.values, ETRANGER]


def names(resolver, namespace=""):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from names(pattern, inner)
        else:
            yield f"{namespace}{pattern.name}"


def cases():
    return list(_cases())


def _cases():
    for name, rows in TABLE.items():
        for row in rows:
            for column in COLUMNS:
                if column != ETRANGER or row.arguments:
                    yield pytest.param(
                        name, row, column, id=f"{column} {row.method} {name}{_how(row)}"
                    )


def _how(row):
    return " by program" if row.by_program else ""


@pytest.fixture(autouse=True)
def as_in_an_installation(settings, tmp_path):
    settings.COMPONENTS_PAGE = False
    settings.MEDIA_ROOT = str(tmp_path)


def test_every_address_is_in_the_table():
    assert sorted(names(get_resolver())) == sorted(TABLE)


def client_of(column, par, *, by_program=False):
    """Return a browser in which whoever a column is about is signed in, or a program that has his jeton."""
    if column == VISITEUR:
        return Client()
    who = make_member(Role.ADMINISTRATEUR) if column == ETRANGER else par
    if by_program:
        return Client(headers={"Authorization": f"Bearer {make_jeton(who).token}"})
    client = Client()
    client.force_login(who.user)
    return client


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "row", "column"), cases())
def test_who_may_go_there(name, row: Row, column):
    certificateur = make_certificateur()
    role = Role(column) if column in Role.values else Role.ADMINISTRATEUR
    par = make_member(role, certificateur)
    address = reverse(name, kwargs=row.arguments(par) if row.arguments else None)

    response = getattr(client_of(column, par, by_program=row.by_program), row.method)(
        address, row.data
    )

    assert response.status_code == row.statuses[column]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "row"),
    [
        pytest.param(name, row, id=name)
        for name, rows in TABLE.items()
        for row in rows
        if row.method == "post" and not row.is_exempt
    ],
)
def test_a_form_of_another_site_changes_nothing(name, row: Row):
    par = make_member(Role.ADMINISTRATEUR)
    client = Client(enforce_csrf_checks=True)
    client.force_login(par.user)
    address = reverse(name, kwargs=row.arguments(par) if row.arguments else None)

    assert client.post(address, row.data).status_code == 403

"""Every address of the site stands in this table, with what each role may do there; a new one fails until it does.

`visiteur` is whoever has no account. The roles of the accounts come with them, one column each.
"""

from typing import NamedTuple

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

GET, POST = "get", "post"


class Row(NamedTuple):
    method: str
    arguments: dict
    visiteur: int


TABLE = {
    "socle:home": [Row(GET, {}, 200), Row(POST, {}, 403)],
    "socle:command": [Row(GET, {}, 200), Row(POST, {}, 403)],
    "socle:health": [Row(GET, {}, 200), Row(POST, {}, 403)],
    # For developers: an installation answers that there is no such page.
    "socle:components": [Row(GET, {}, 404), Row(POST, {}, 403)],
    "socle:components_confirm": [Row(GET, {}, 404), Row(POST, {}, 403)],
    "socle:components_ticked": [Row(GET, {}, 404), Row(POST, {}, 403)],
    "socle:components_work": [Row(GET, {"done": 1}, 404), Row(POST, {"done": 1}, 403)],
}


def names(resolver, namespace=""):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from names(pattern, inner)
        else:
            yield f"{namespace}{pattern.name}"


def test_every_address_is_in_the_table():
    assert sorted(names(get_resolver())) == sorted(TABLE)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "row"),
    [
        pytest.param(name, row, id=f"{row.method} {name}")
        for name, rows in TABLE.items()
        for row in rows
    ],
)
def test_visiteur(settings, name, row):
    settings.COMPONENTS_PAGE = False  # as in an installation
    visitor = Client(enforce_csrf_checks=True)

    response = getattr(visitor, row.method)(reverse(name, kwargs=row.arguments))

    assert response.status_code == row.visiteur

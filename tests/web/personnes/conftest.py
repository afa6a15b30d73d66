import pytest

from factories.web import make_member

NIR = "2910735238014"
"""The NIR, invented, that agrees with the person of the factory; its key is 33."""


@pytest.fixture
def par(db):  # noqa: ARG001 - opens the database
    return make_member()


@pytest.fixture
def signed_in(client, par):
    """Return a browser in which `par` is signed in."""
    client.force_login(par.user)
    return client

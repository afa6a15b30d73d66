import pytest

from factories.pages import sign_in


@pytest.fixture
def par(client, db):  # noqa: ARG001 - opens the database
    """Return somebody who is signed in."""
    return sign_in(client)

import pytest

from agrafe.comptes.enums import Role
from agrafe.verifications import services
from factories.verifications import fill, tokens
from factories.web import make_member, make_personne


@pytest.fixture
def par(db):  # noqa: ARG001 - opens the database
    return make_member()


@pytest.fixture
def administrateur(par):
    return make_member(Role.ADMINISTRATEUR, par.certificateur)


@pytest.fixture
def signed_in(client, par):
    """Return a browser in which `par` is signed in."""
    client.force_login(par.user)
    return client


@pytest.fixture
def personne(par):
    return make_personne(par.certificateur)


@pytest.fixture
def asked(par, personne):
    """Return a verification of the birth name and of the first names, and the secret of its link."""
    done = services.ask(
        par=par, personnes=[personne], rubriques={personne.pk: ["nomNaissance", "prenom1"]}
    )
    return done.sent[0], tokens()[-1]


@pytest.fixture
def answered(asked):
    """Return a verification whose answer adds a first name and corrects an accent."""
    verification, token = asked
    fill(token, nomNaissance="Dubreuil", prenom1="Zoé", prenom2="Marie", prenom3="")
    verification.refresh_from_db()
    return verification

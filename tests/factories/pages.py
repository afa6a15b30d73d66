"""What a page says, and a browser in which somebody is signed in."""

from html import unescape

from agrafe.comptes.enums import Role
from factories.web import make_member


def text_of(response):
    """Return a page with its entities read, and its spaces ordinary."""
    return unescape(response.content.decode()).replace("\u00a0", " ")


def sign_in(client, role=Role.GESTIONNAIRE, certificateur=None):
    """Sign a new member in, and return it."""
    par = make_member(role, certificateur)
    client.force_login(par.user)
    return par

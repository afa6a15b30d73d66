import pytest
from django.test import Client

from agrafe.courriels.models import Desabonnement
from agrafe.courriels.selectors import unsubscribe_path
from agrafe.courriels.services import queue, unsubscribe
from agrafe.journal.models import JournalEntry
from factories.web import make_certificateur

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor():
    return Client(enforce_csrf_checks=True)


def write(key="essais.enquete", context=None):
    return queue(
        certificateur=make_certificateur(nom="École des Lilas"),
        key=key,
        recipient="zoe@exemple.fr",
        context=context or {"prenom": "Zoé"},
        unique_key="une",
    )


def path_of(mail):
    return unsubscribe_path(mail.public_id)


def test_opening_the_link_does_nothing(visitor):
    response = visitor.get(path_of(write()))

    page = response.content.decode()
    assert "École des Lilas" in page
    assert "Ne plus les recevoir" in page
    assert "zoe" not in page
    assert not Desabonnement.objects.exists()


def test_the_button_does_it_once(visitor):
    mail = write()

    for _ in range(2):
        response = visitor.post(path_of(mail))
        assert response.status_code == 200
        assert "C'est noté" in response.content.decode().replace("&#x27;", "'")

    row = Desabonnement.objects.get()
    assert (row.certificateur, row.key) == (mail.certificateur, "essais.enquete")
    assert "zoe" not in row.address_hash
    assert JournalEntry.objects.get().user is None


def test_a_mail_program_does_it_in_one_click(visitor):
    response = visitor.post(path_of(write()), {"List-Unsubscribe": "One-Click"})

    assert response.status_code == 200
    assert Desabonnement.objects.count() == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_link_that_is_not_ours(visitor, method):
    mail = write()
    good = path_of(mail)
    needed = path_of(write("essais.relance", {"prenom": "Zoé", "lien": "https://a.fr"}))

    for path in (good[:-3] + "/", good.replace(":", "x:"), "/desabonnement/x/", needed):
        response = getattr(visitor, method)(path)
        assert response.status_code == 404
        assert "Ce lien ne fonctionne pas" in response.content.decode()
    assert not Desabonnement.objects.exists()


def test_the_link_says_nothing_of_whoever_received_it():
    path = path_of(write())

    assert "zoe" not in path
    assert "exemple" not in path


def test_other_methods(visitor):
    assert visitor.put(path_of(write())).status_code == 405


def test_the_installation_solicits_nobody():
    mail = queue(
        certificateur=None, key="essais.secret", recipient="a@b.fr", context={}, unique_key="1"
    )

    unsubscribe(mail=mail)

    assert not Desabonnement.objects.exists()

import pytest
from django.core.exceptions import ImproperlyConfigured

from agrafe.config.environment import mail_server, sender, site_address


def test_without_a_server_nothing_is_set():
    assert mail_server("") == {}


@pytest.mark.parametrize(
    ("address", "port", "starttls", "tls"),
    [
        ("smtp://relais", 25, False, False),
        ("smtp+tls://agrafe:mot%40passe@relais", 587, True, False),
        ("smtps://agrafe:mot%40passe@relais:4650", 4650, False, True),
    ],
)
def test_a_server(address, port, starttls, tls):
    found = mail_server(address)

    assert found["EMAIL_BACKEND"].endswith("smtp.EmailBackend")
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("relais", port)
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (starttls, tls)
    assert found["EMAIL_HOST_PASSWORD"] in {"", "mot@passe"}


def test_a_folder():
    assert mail_server("file:///srv/mes%20courriels")["EMAIL_FILE_PATH"] == "/srv/mes courriels"


@pytest.mark.parametrize("address", ["relais", "http://relais", "smtp://", "smtp://a:secret@b:x"])
def test_what_is_not_understood_stops_the_start(address):
    with pytest.raises(ImproperlyConfigured, match="AGRAFE_MAIL_URL") as refusal:
        mail_server(address)

    assert "secret" not in str(refusal.value)


def test_the_sender_is_needed_as_soon_as_mails_leave(monkeypatch):
    assert sender("AGRAFE_MAIL_FROM", "agrafe@localhost", is_needed=False) == "agrafe@localhost"
    with pytest.raises(ImproperlyConfigured, match="AGRAFE_MAIL_FROM manque"):
        sender("AGRAFE_MAIL_FROM", "agrafe@localhost", is_needed=True)
    monkeypatch.setenv("AGRAFE_MAIL_FROM", "agrafe@exemple.fr")
    assert sender("AGRAFE_MAIL_FROM", "", is_needed=True) == "agrafe@exemple.fr"


@pytest.mark.parametrize("address", ["agrafe", "Agrafe <a@b.fr>", "a@b@c"])
def test_a_sender_that_is_no_address(monkeypatch, address):
    monkeypatch.setenv("AGRAFE_MAIL_FROM", address)

    with pytest.raises(ImproperlyConfigured, match="Écrivez une adresse seule"):
        sender("AGRAFE_MAIL_FROM", "", is_needed=False)


def test_the_address_of_the_site(monkeypatch):
    assert site_address("AGRAFE_ADDRESS", []) == ""
    assert site_address("AGRAFE_ADDRESS", [".exemple.fr"]) == "https://exemple.fr"
    monkeypatch.setenv("AGRAFE_ADDRESS", "https://agrafe.exemple.fr/")
    assert site_address("AGRAFE_ADDRESS", ["x.fr"]) == "https://agrafe.exemple.fr"
    monkeypatch.setenv("AGRAFE_ADDRESS", "agrafe.exemple.fr")
    with pytest.raises(ImproperlyConfigured, match="Écrivez l'adresse entière"):
        site_address("AGRAFE_ADDRESS", [])

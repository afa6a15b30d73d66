from html import unescape

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings as django_settings
from django.urls import reverse

from agrafe.comptes.enums import Role
from agrafe.courriels.models import Mail
from agrafe.journal.models import JournalEntry
from factories.web import PASSWORD, make_certificateur, make_member, make_user

pytestmark = pytest.mark.django_db
MFA = "/compte/second-facteur/"
KEY = {"name": "Clé bleue", "credential": {}, "passwordless": False}


def words(response):
    text = unescape(response.content.decode())
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def code_for(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def protect(user):
    """Give a user an application, and return its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def give_key(user):
    return Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=KEY)


@pytest.fixture
def member(client):
    member = make_member(Role.GESTIONNAIRE)
    client.force_login(member.user)
    return member


def confirm(client):
    """Give one's password again, as every page that matters asks."""
    return client.post("/compte/confirmation/", {"password": PASSWORD})


def sign_in(client, user):
    return client.post("/compte/connexion/", {"login": user.email, "password": PASSWORD})


@pytest.mark.usefixtures("member")
def test_asks_for_the_password_before_anything_that_matters(client):
    response = client.get(f"{MFA}application/ajouter/")
    assert (
        response["Location"]
        == f"/compte/confirmation/?next={MFA.replace('/', '%2F')}application%2Fajouter%2F"
    )
    assert "Confirmez que c'est vous" in words(client.get(response["Location"]))
    wrong = client.post(response["Location"], {"password": "pas le bon"})
    assert "Ce n'est pas votre mot de passe" in words(wrong)

    response = client.post(response["Location"], {"password": PASSWORD})

    assert response["Location"] == f"{MFA}application/ajouter/"


def test_adds_an_application_and_gives_recovery_codes(
    client, member, django_capture_on_commit_callbacks
):
    confirm(client)
    page = client.get(f"{MFA}application/ajouter/")
    secret = page.context["form"].secret
    assert secret in words(page)

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(f"{MFA}application/ajouter/", {"code": code_for(secret)})

    assert response["Location"] == f"{MFA}secours/"
    page = words(client.get(f"{MFA}secours/"))
    codes = RecoveryCodes(Authenticator.objects.get(user=member.user, type="recovery_codes"))
    assert all(code in page for code in codes.get_unused_codes())
    assert "10 codes utilisables" in page
    assert codes.get_unused_codes()[0] in words(client.get(f"{MFA}secours/fichier/"))
    assert "En service" in words(client.get(MFA))
    assert JournalEntry.objects.filter(action="comptes.factor_add").exists()
    assert "une application a été ajoutée" in Mail.objects.get(key="comptes.notice").text


@pytest.mark.usefixtures("member")
def test_a_wrong_code_adds_nothing(client):
    confirm(client)
    client.get(f"{MFA}application/ajouter/")

    response = client.post(f"{MFA}application/ajouter/", {"code": "000000"})

    assert "Ce code n'est pas le bon" in words(response)
    assert not Authenticator.objects.exists()


def test_keeps_the_secret_sealed(member, settings):
    protect(member.user)
    kept = Authenticator.objects.get(type="totp").data["secret"]
    assert kept.startswith("gAAAA")

    settings.FIELD_KEYS = [
        "YW5vdGhlci1vbmUtZm9yLXRoZS10ZXN0cy0wMTIzNDU=",
        *django_settings.FIELD_KEYS,
    ]
    secret = Authenticator.objects.get(type="totp").wrap().validate_code

    assert secret("000000") is False


def test_signing_in_asks_for_the_code(client):
    user = make_user()
    secret = protect(user)

    response = sign_in(client, user)
    assert response["Location"] == f"{MFA}code/"
    assert "_auth_user_id" not in client.session
    assert "Encore une étape" in words(client.get(f"{MFA}code/"))
    assert "Ce code n'est pas le bon" in words(client.post(f"{MFA}code/", {"code": "000000"}))
    client.post(f"{MFA}code/", {"code": code_for(secret)})

    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_recovery_code_lets_in_once(client):
    user = make_user()
    protect(user)
    code = RecoveryCodes.activate(user).get_unused_codes()[0]
    sign_in(client, user)
    client.post(f"{MFA}code/", {"code": code})
    assert "_auth_user_id" in client.session
    client.post("/compte/deconnexion/")
    sign_in(client, user)

    client.post(f"{MFA}code/", {"code": code})

    assert "_auth_user_id" not in client.session


def test_locks_after_five_wrong_codes(client):
    user = make_user()
    secret = protect(user)
    sign_in(client, user)
    for _ in range(5):
        client.post(f"{MFA}code/", {"code": "000000"})

    response = client.post(f"{MFA}code/", {"code": code_for(secret)})

    assert "Trop d'essais" in words(response)
    assert "_auth_user_id" not in client.session


def test_removes_the_application(client, member):
    protect(member.user)
    confirm(client)
    assert "Retirer l'application ?" in words(client.get(f"{MFA}application/retirer/"))

    client.post(f"{MFA}application/retirer/")

    assert not Authenticator.objects.exists()
    assert JournalEntry.objects.filter(action="comptes.factor_remove").exists()


def test_keeps_the_last_factor_that_the_certificateur_asks_for(client):
    member = make_member(certificateur=make_certificateur(requires_second_factor=True))
    client.force_login(member.user)
    protect(member.user)
    confirm(client)

    response = client.post(f"{MFA}application/retirer/")

    assert "Votre organisme demande un second facteur" in words(response)
    give_key(member.user)
    assert client.post(f"{MFA}application/retirer/").status_code == 302


def test_makes_recovery_codes_again(client, member, django_capture_on_commit_callbacks):
    protect(member.user)
    RecoveryCodes.activate(member.user)
    confirm(client)
    assert "Refaire les codes de secours ?" in words(client.get(f"{MFA}secours/refaire/"))

    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"{MFA}secours/refaire/")["Location"] == f"{MFA}secours/"

    assert JournalEntry.objects.filter(action="comptes.recovery_codes").exists()


@pytest.mark.usefixtures("member")
def test_makes_no_recovery_codes_without_a_factor(client):
    confirm(client)

    assert "Ajoutez d'abord" in words(client.post(f"{MFA}secours/refaire/"))


@pytest.mark.usefixtures("member")
def test_offers_to_add_a_key(client):
    confirm(client)
    page = words(client.get(f"{MFA}cles/ajouter/"))

    assert '"rp"' in page
    assert "mfa/js/webauthn.js" in page
    assert "<script>" not in page
    response = client.post(f"{MFA}cles/ajouter/", {"name": "", "credential": "{}"})
    assert response.status_code == 200
    assert not Authenticator.objects.exists()


def test_lists_renames_and_removes_a_key(client, member):
    key = give_key(member.user)
    confirm(client)
    assert "Clé bleue" in words(client.get(f"{MFA}cles/"))
    assert "1 clé" in words(client.get(MFA))
    assert "Renommer la clé" in words(client.get(f"{MFA}cles/{key.pk}/"))
    client.post(f"{MFA}cles/{key.pk}/", {"name": "Clé rouge"})
    assert "Retirer « Clé rouge »" in words(client.get(f"{MFA}cles/{key.pk}/retirer/")).replace(
        "\u00a0", " "
    )
    client.post(f"{MFA}cles/{key.pk}/retirer/")

    assert not Authenticator.objects.exists()


@pytest.mark.usefixtures("member")
def test_somebody_elses_key_is_not_there(client):
    key = give_key(make_user())
    confirm(client)

    assert client.get(f"{MFA}cles/{key.pk}/").status_code == 404
    assert client.post(f"{MFA}cles/{key.pk}/retirer/").status_code == 404


def test_signs_in_with_a_key_by_a_script_alone(client):
    page = client.get("/compte/connexion/")
    assert "mfa/js/webauthn.js" in words(page)

    options = client.get(f"{MFA}cles/connexion/", headers={"Accept": "application/json"}).json()

    assert options["request_options"]["publicKey"]["challenge"]
    assert (
        client.post(f"{MFA}cles/connexion/", {"credential": "{}"})["Location"]
        == "/compte/connexion/"
    )


def test_reauthenticates_with_a_code_or_a_key(client, member, monkeypatch):
    monkeypatch.setattr("allauth.mfa.webauthn.internal.auth.get_credentials", lambda _user: [])
    secret = protect(member.user)
    give_key(member.user)
    page = words(client.get("/compte/confirmation/"))
    assert "avec un code" in page
    assert "avec une clé" in page
    assert "Utiliser ma clé" in words(client.get(f"{MFA}cles/confirmation/"))
    assert client.get(f"{MFA}confirmation/").status_code == 200

    client.post(f"{MFA}confirmation/", {"code": code_for(secret)})

    assert client.get(f"{MFA}application/retirer/").status_code == 200


def test_a_certificateur_that_asks_for_a_second_factor_opens_to_those_who_have_one(client):
    member = make_member(certificateur=make_certificateur(requires_second_factor=True))
    client.force_login(member.user)
    response = client.get(reverse("certificateurs:settings"))
    assert response["Location"] == MFA
    assert "demande un second facteur à toute son équipe" in words(client.get(MFA))

    protect(member.user)

    assert client.get(reverse("certificateurs:settings")).status_code == 200

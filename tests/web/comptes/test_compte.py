from datetime import timedelta
from html import unescape

import pytest
from django.conf import settings as django_settings
from django.core import signing
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from agrafe.comptes import links
from agrafe.comptes.access import CURRENT
from agrafe.comptes.models import Membership
from agrafe.comptes.second_factor import SecondFactorAdapter
from agrafe.courriels.models import Mail
from agrafe.journal.models import JournalEntry
from factories.web import PASSWORD, make_certificateur, make_member, make_user

pytestmark = pytest.mark.django_db
NEW = {"password1": "quatre mots sans rapport", "password2": "quatre mots sans rapport"}


def words(response):
    text = unescape(response.content.decode())
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.fixture
def member(client):
    member = make_member(name="Claire Morel")
    client.force_login(member.user)
    return member


def away(monkeypatch, **lapse):
    """Have it be later."""
    now = timezone.now() + timedelta(**lapse)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


def test_changes_one_s_name(client, member):
    assert "Claire Morel" in words(client.get("/compte/"))

    response = client.post("/compte/", {"name": "Claire Dubois"})

    assert response.status_code == 302
    member.user.refresh_from_db()
    assert member.user.name == "Claire Dubois"
    entry = JournalEntry.objects.get()
    assert entry.action == "comptes.name"
    assert "Dubois" not in str(entry.changes)


@pytest.mark.usefixtures("member")
def test_says_that_a_name_is_missing(client):
    assert "Remplissez ce champ" in words(client.post("/compte/", {"name": " "}))


@pytest.mark.usefixtures("member")
def test_the_same_name_is_no_change(client):
    client.post("/compte/", {"name": "Claire Morel"})

    assert not JournalEntry.objects.exists()


def test_changes_one_s_password_and_ends_the_other_sessions(client, member):
    elsewhere = Client()
    elsewhere.force_login(member.user)
    assert client.get("/compte/mot-de-passe/").status_code == 200
    wrong = client.post("/compte/mot-de-passe/", {"oldpassword": "pas le bon", **NEW})
    assert "Ce n'est pas votre mot de passe actuel" in words(wrong)

    client.post("/compte/mot-de-passe/", {"oldpassword": PASSWORD, **NEW})

    assert client.get("/compte/").status_code == 200
    assert elsewhere.get("/compte/").status_code == 302
    assert "le mot de passe a été changé" in Mail.objects.get().text
    assert JournalEntry.objects.get().action == "comptes.password"


def test_changes_one_s_address_once_the_code_came(client, member):
    before = member.user.email
    client.post("/compte/confirmation/", {"password": PASSWORD})
    assert before in words(client.get("/compte/adresse/"))
    response = client.post(
        "/compte/adresse/", {"action_add": "1", "email": "Claire@Nouvelle.exemple"}
    )
    assert response["Location"] == "/compte/adresse/code/"
    code = Mail.objects.get().subject.rpartition(" ")[2]

    client.post("/compte/adresse/code/", {"code": code})

    member.user.refresh_from_db()
    assert member.user.email == "claire@nouvelle.exemple"
    assert Mail.objects.get(key="comptes.notice").recipient == before
    assert JournalEntry.objects.get().action == "comptes.email"


def test_an_address_that_is_taken_is_neither_given_nor_told(client, member):
    make_user(email="prise@exemple.fr")
    client.post("/compte/confirmation/", {"password": PASSWORD})
    client.post("/compte/adresse/", {"action_add": "1", "email": "prise@exemple.fr"})
    code = Mail.objects.get().subject.rpartition(" ")[2]

    response = client.post("/compte/adresse/code/", {"code": code}, follow=True)

    member.user.refresh_from_db()
    assert member.user.email != "prise@exemple.fr"
    assert response.status_code == 200


@pytest.mark.usefixtures("member")
def test_another_code_can_be_asked_for(client):
    client.post("/compte/confirmation/", {"password": PASSWORD})
    client.post("/compte/adresse/", {"action_add": "1", "email": "claire@nouvelle.exemple"})
    assert "Envoyer un autre code" in words(client.get("/compte/adresse/code/"))

    assert client.post("/compte/adresse/code/", {"action": "resend"}).status_code == 429
    cache.clear()  # ten seconds later
    client.post("/compte/adresse/code/", {"action": "resend"})

    assert Mail.objects.count() == 2


def test_works_for_another_of_one_s_certificateurs(client, member):
    other = make_certificateur(nom="École des fleurs")
    second = Membership.objects.create(user=member.user, certificateur=other, role="lecture")
    page = words(client.get("/compte/"))
    assert "École des fleurs" in page

    client.post(f"/compte/certificateur/{second.public_id}/")

    assert client.session[CURRENT] == str(second.public_id)
    assert client.get("/compte/").wsgi_request.par == second


@pytest.mark.parametrize("ended", [False, True])
def test_somebody_else_s_membership_or_an_ended_one_is_not_there(client, member, ended):
    membership = make_member()
    if ended:
        membership.user, membership.ended_at = member.user, timezone.now()
        membership.save()

    assert client.post(f"/compte/certificateur/{membership.public_id}/").status_code == 404


def test_falls_back_on_the_oldest_when_the_chosen_one_ended(client, member):
    second = make_member()
    client.session[CURRENT] = str(second.public_id)

    assert client.get("/compte/").wsgi_request.par == member


def test_signs_out_of_every_other_device(client, member):
    elsewhere = Client()
    elsewhere.force_login(member.user)
    session = elsewhere.session
    session["comptes_started"] -= 5
    session.save()

    client.post("/compte/deconnexion-partout/")

    assert client.get("/compte/").status_code == 200
    assert elsewhere.get("/compte/").status_code == 302
    assert JournalEntry.objects.get().action == "comptes.sign_out_everywhere"


@pytest.mark.usefixtures("member")
def test_ends_after_two_hours_without_a_page(client, monkeypatch):
    away(monkeypatch, minutes=119)
    assert client.get("/compte/").status_code == 200
    away(monkeypatch, minutes=121)

    response = client.get("/compte/", follow=True)

    assert "après un moment sans activité" in words(response)


@pytest.mark.usefixtures("member")
def test_each_page_gives_two_hours_more_but_twelve_end_it(client, monkeypatch):
    for _ in range(7):
        away(monkeypatch, minutes=100)
        assert client.get("/compte/").status_code == 200
    away(monkeypatch, minutes=30)

    assert "Votre session a pris fin" in words(client.get("/compte/", follow=True))


@pytest.mark.usefixtures("member")
def test_does_not_write_at_each_page(client, django_assert_num_queries):
    with django_assert_num_queries(3):  # session, user, memberships
        client.get("/compte/certificateur/nulle-part/")


def test_a_closed_account_is_out_at_once(client, member):
    member.user.is_active = False
    member.user.save()

    assert client.get("/compte/").status_code == 302


def test_a_one_time_link_lets_choose_a_password(client):
    user = make_user(email="claire@exemple.fr")
    address = f"/compte/lien/{links.key_for(user)}/"
    assert "claire@exemple.fr" in words(client.get(address))
    assert "trop court" in words(client.post(address, {"password1": "a", "password2": "a"}))

    client.post(address, NEW)

    user.refresh_from_db()
    assert user.check_password(NEW["password1"])
    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(  # named here: a signature holds the time, and each process would find another name
    "key",
    ["rien", signing.dumps([1, "x"], salt="comptes.links"), "é:é:é"],
    ids=["nothing", "of nobody", "accents"],
)
def test_a_dead_link_says_what_to_do(client, key):
    response = client.get(f"/compte/lien/{key}/")

    assert response.status_code == 404
    assert "Ce lien ne fonctionne plus" in words(response)


def test_a_link_is_dead_after_a_day(client, monkeypatch):
    key = links.key_for(make_user())
    later = timezone.now() + timedelta(days=1, minutes=1)
    generator = "django.contrib.auth.tokens.PasswordResetTokenGenerator._now"
    monkeypatch.setattr(generator, lambda _self: timezone.make_naive(later))

    assert client.get(f"/compte/lien/{key}/").status_code == 404


def test_the_seal_outlives_a_missing_key(settings):
    settings.FIELD_KEYS = []
    sealed = SecondFactorAdapter().encrypt("secret")
    settings.FIELD_KEYS = django_settings.FIELD_KEYS

    assert SecondFactorAdapter().decrypt(sealed) == "secret"


def test_the_seal_outlives_a_change_of_the_secret_key(settings):
    settings.FIELD_KEYS = []
    sealed = SecondFactorAdapter().encrypt("secret")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-one-only-for-the-tests-0123456789-0123456789"

    assert SecondFactorAdapter().decrypt(sealed) == "secret"

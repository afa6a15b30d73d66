from html import unescape

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from agrafe.comptes.models import User
from agrafe.courriels.models import Mail
from agrafe.journal.models import JournalEntry
from factories.web import PASSWORD, make_certificateur, make_member, make_user

pytestmark = pytest.mark.django_db
LOGIN = "/compte/connexion/"


def sign_in(client, email, password=PASSWORD, **extra):
    return client.post(LOGIN, {"login": email, "password": password}, **extra)


def words(response):
    text = unescape(response.content.decode())
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def is_in(client):
    return "_auth_user_id" in client.session


def code_of(mail):
    return mail.subject.rpartition(" ")[2]


def test_comes_in_with_address_and_password(client):
    user = make_user(email="claire@exemple.fr")

    response = sign_in(client, " CLAIRE@exemple.fr ")

    assert response.status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)
    assert JournalEntry.objects.get().action == "comptes.sign_in"


@pytest.mark.parametrize("email", ["claire@exemple.fr", "personne@exemple.fr"])
def test_says_the_same_of_a_wrong_password_and_of_an_unknown_address(client, email):
    make_user(email="claire@exemple.fr")

    response = sign_in(client, email, "pas le bon mot de passe")

    assert not is_in(client)
    assert "ne vont pas ensemble" in words(response)


def test_comes_back_to_the_page_asked_for(client):
    member = make_member()

    response = client.get(reverse("certificateurs:settings"))
    assert response["Location"] == f"{LOGIN}?next=/reglages/"
    response = client.post(
        response["Location"],
        {"login": member.user.email, "password": PASSWORD, "next": "/reglages/"},
    )

    assert response["Location"] == "/reglages/"


def test_never_leads_to_another_site(client):
    user = make_user()

    response = client.post(
        LOGIN, {"login": user.email, "password": PASSWORD, "next": "https://ailleurs.exemple/"}
    )

    assert response["Location"] == "/accrochage/"


def test_locks_an_address_after_five_failures(client):
    user = make_user()
    for _ in range(5):
        sign_in(client, user.email, "pas le bon mot de passe")

    response = sign_in(Client(), user.email.upper())

    assert "Trop d'essais" in words(response)
    assert not is_in(client)
    assert is_in(unlocked(user.email))


def unlocked(email):
    cache.clear()
    client = Client()
    sign_in(client, email)
    return client


def test_counts_the_failures_of_one_place_whatever_the_address(client):
    for number in range(20):
        sign_in(client, f"personne{number}@exemple.fr", "pas le bon mot de passe")
    user = make_user(email="claire@exemple.fr")

    assert "Trop d'essais" in words(sign_in(client, user.email))


def test_answers_429_to_a_flood(client):
    for _ in range(31):
        response = client.post(LOGIN, {"login": "", "password": ""})

    assert response.status_code == 429
    assert "Trop de demandes à la suite" in words(response)


def test_a_closed_account_does_not_come_in(client):
    user = make_user(is_active=False)

    response = sign_in(client, user.email)

    assert not is_in(client)
    assert response["Location"] == "/compte/inactif/"
    assert "Ce compte est fermé" in words(client.get("/compte/inactif/"))


def test_keeps_the_headers_of_a_page_that_nobody_may_keep(client):
    response = client.get(LOGIN)

    assert "no-store" in response["Cache-Control"]
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"


def test_signs_out(client):
    client.force_login(make_user())

    assert client.get("/compte/deconnexion/").status_code == 200
    assert client.post("/compte/deconnexion/")["Location"] == LOGIN
    assert not is_in(client)


def test_nobody_opens_an_account_without_an_invitation(client):
    make_user()

    assert "sur invitation" in words(client.get("/compte/inscription/"))
    client.post("/compte/inscription/", signing_up("zoe@exemple.fr"))
    assert not User.objects.filter(email="zoe@exemple.fr").exists()


def signing_up(email, password="quatre mots sans rapport"):
    return {"name": "Zoé Martin", "email": email, "password1": password, "password2": password}


def test_the_first_account_opens_itself_once_its_address_is_proven(client):
    response = client.post("/compte/inscription/", signing_up("Zoe@exemple.fr"))
    assert response["Location"] == "/compte/adresse/code/"
    assert not is_in(client)
    assert "zoe@exemple.fr" in words(client.get("/compte/adresse/code/"))

    response = client.post("/compte/adresse/code/", {"code": code_of(Mail.objects.get())})

    user = User.objects.get()
    assert response["Location"] == "/accrochage/"
    assert (user.name, user.email) == ("Zoé Martin", "zoe@exemple.fr")
    assert EmailAddress.objects.get(user=user).verified
    assert is_in(client)


def test_a_wrong_code_proves_nothing(client):
    client.post("/compte/inscription/", signing_up("zoe@exemple.fr"))

    response = client.post("/compte/adresse/code/", {"code": "BBBB-BBBB"})

    assert "Ce code n'est pas le bon" in words(response)
    assert not is_in(client)


def test_open_sign_up_says_nothing_of_who_has_an_account(client, settings):
    settings.OPEN_SIGN_UP = True
    make_user(email="zoe@exemple.fr")

    response = client.post("/compte/inscription/", signing_up("zoe@exemple.fr"))

    assert response["Location"] == "/compte/adresse/code/"
    assert Mail.objects.get().key == "comptes.already"
    assert User.objects.count() == 1
    assert client.post("/compte/adresse/code/", {"code": "BBBB-BBBB"}).status_code == 200


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"password1": "court", "password2": "court"}, "trop court"),
        ({"password1": "123456789012", "password2": "123456789012"}, "entièrement numérique"),
        ({"password2": "autre chose encore"}, "ne sont pas les mêmes"),
        ({"password2": ""}, "une seconde fois"),
        ({"password1": "zoe@exemple.fr", "password2": "zoe@exemple.fr"}, "trop semblable"),
        ({"name": ""}, "Remplissez ce champ"),
    ],
)
def test_sign_up_says_what_is_wrong(client, changed, said):
    response = client.post("/compte/inscription/", {**signing_up("zoe@exemple.fr"), **changed})

    assert said in words(response)
    assert not User.objects.exists()


def test_a_lost_password_is_replaced_with_a_code(client):
    user = make_user(email="claire@exemple.fr")
    assert "Recevoir un code" in words(client.get("/compte/mot-de-passe/oublie/"))
    response = client.post("/compte/mot-de-passe/oublie/", {"email": "Claire@exemple.fr"})
    assert response["Location"] == "/compte/mot-de-passe/code/"
    assert client.get("/compte/mot-de-passe/code/").status_code == 200
    response = client.post(
        "/compte/mot-de-passe/code/", {"code": code_of(Mail.objects.get()).lower()}
    )
    assert response["Location"] == "/compte/mot-de-passe/nouveau/"
    assert client.get("/compte/mot-de-passe/nouveau/").status_code == 200

    new = {"password1": "quatre mots sans rapport", "password2": "quatre mots sans rapport"}
    client.post("/compte/mot-de-passe/nouveau/", new)

    user.refresh_from_db()
    assert user.check_password("quatre mots sans rapport")
    assert is_in(client)
    assert Mail.objects.filter(key="comptes.notice").count() == 1
    actions = JournalEntry.objects.values_list("action", flat=True).order_by("number")
    assert list(actions) == ["comptes.password_reset", "comptes.sign_in"]


def test_a_lost_password_says_nothing_of_who_has_an_account(client):
    response = client.post("/compte/mot-de-passe/oublie/", {"email": "personne@exemple.fr"})

    assert response["Location"] == "/compte/mot-de-passe/code/"
    assert not Mail.objects.exists()
    page = words(client.get("/compte/mot-de-passe/code/"))
    assert "Si personne@exemple.fr a un compte" in page
    assert "n'est pas le bon" in words(client.post("/compte/mot-de-passe/code/", {"code": "B"}))


def test_a_wrong_code_replaces_nothing_and_three_end_it(client):
    user = make_user()
    client.post("/compte/mot-de-passe/oublie/", {"email": user.email})
    for _ in range(3):
        response = client.post("/compte/mot-de-passe/code/", {"code": "BBBB-BBBB"})

    assert response["Location"] == LOGIN
    assert client.get("/compte/mot-de-passe/nouveau/").status_code == 302


def test_a_member_without_certificateur_founds_one(client):
    client.force_login(make_user())

    assert client.get("/reglages/")["Location"] == reverse("certificateurs:create")


def test_a_form_sent_without_signing_in_does_not_come_back_to_itself(client):
    response = client.post("/reglages/")

    assert response["Location"] == LOGIN


def test_a_piece_of_a_page_leads_to_the_whole_page_to_sign_in(client):
    response = client.get(
        "/reglages/", headers={"HX-Request": "true", "HX-Current-URL": "https://testserver/x/?a=1"}
    )

    assert response["HX-Redirect"] == f"{LOGIN}?next=/x/%3Fa%3D1"


def test_the_door_costs_three_queries(client, django_assert_num_queries):
    member = make_member(certificateur=make_certificateur())
    client.force_login(member.user)
    with django_assert_num_queries(3):  # session, user, memberships
        client.get("/compte/second-facteur/cles/connexion/")

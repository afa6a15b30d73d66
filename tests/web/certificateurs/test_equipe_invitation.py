from datetime import timedelta
from html import unescape

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from agrafe.certificateurs import services_equipe as services
from agrafe.comptes.access import CURRENT
from agrafe.comptes.enums import Role
from agrafe.comptes.models import Invitation, Membership, User
from agrafe.courriels.models import Mail
from agrafe.journal.models import JournalEntry
from factories.web import PASSWORD, make_certificateur, make_member, make_user

pytestmark = pytest.mark.django_db
ACCOUNT = {
    "name": "Zoé Martin",
    "password1": "quatre mots sans rapport",
    "password2": "quatre mots sans rapport",
}


def words(response):
    text = unescape(response.content.decode())
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.fixture
def host():
    ecole = make_certificateur(nom="École des métiers")
    return make_member(Role.ADMINISTRATEUR, ecole, name="Claire Morel")


@pytest.fixture
def invite(host):
    def invited(email="zoe@exemple.fr", role=Role.GESTIONNAIRE):
        services.invite(par=host, email=email, role=role)
        return Mail.objects.last().text.partition("/invitation/")[2].partition("/")[0]

    return invited


def test_a_new_person_opens_an_account_and_is_in(client, invite, host):
    token = invite()
    page = words(client.get(f"/invitation/{token}/"))
    assert "Claire Morel vous invite" in page
    assert "zoe@exemple.fr" in page

    response = client.post(f"/invitation/{token}/", ACCOUNT)

    user = User.objects.get(email="zoe@exemple.fr")
    assert response["Location"] == "/accrochage/"
    assert client.session["_auth_user_id"] == str(user.pk)
    assert user.check_password("quatre mots sans rapport")
    assert EmailAddress.objects.get(user=user).verified
    membership = Membership.objects.get(user=user)
    assert (membership.certificateur, membership.role) == (host.certificateur, Role.GESTIONNAIRE)
    actions = set(JournalEntry.objects.values_list("action", flat=True))
    assert actions == {
        "certificateurs.invite", "certificateurs.join", "comptes.create", "comptes.sign_in",
    }  # fmt: skip


def test_the_link_serves_once(client, invite):
    token = invite()
    client.post(f"/invitation/{token}/", ACCOUNT)

    response = Client().get(f"/invitation/{token}/")

    assert response.status_code == 404
    assert "Cette invitation ne fonctionne plus" in words(response)


def test_wrong_old_revoked_and_used_links_show_the_same_page(client, invite):
    token = invite()
    Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    old = words(client.get(f"/invitation/{token}/"))
    Invitation.objects.update(
        expires_at=timezone.now() + timedelta(days=1), revoked_at=timezone.now()
    )
    revoked = words(client.get(f"/invitation/{token}/"))
    wrong = words(client.get("/invitation/n-importe-quoi/"))

    assert old == revoked == wrong
    assert not User.objects.filter(email="zoe@exemple.fr").exists()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"password1": "court", "password2": "court"}, "trop court"),
        ({"password2": "autre chose encore"}, "ne sont pas les mêmes"),
        ({"password1": "Zoé Martin !!", "password2": "Zoé Martin !!"}, "trop semblable"),
        ({"name": ""}, "Remplissez ce champ"),
    ],
)
def test_says_what_is_wrong_with_the_account(client, invite, changed, said):
    token = invite()

    response = client.post(f"/invitation/{token}/", {**ACCOUNT, **changed})

    assert said in words(response)
    assert client.get(f"/invitation/{token}/").status_code == 200


def test_who_has_an_account_signs_in_then_joins(client, invite):
    user = make_user(email="zoe@exemple.fr")
    token = invite()
    page = words(client.get(f"/invitation/{token}/"))
    assert f"/compte/connexion/?next=/invitation/{token}/" in page
    assert "Créer mon compte" not in page
    response = client.post(
        "/compte/connexion/",
        {"login": user.email, "password": PASSWORD, "next": f"/invitation/{token}/"},
    )
    assert "Vos autres organismes restent" in words(client.get(response["Location"]))

    response = client.post(f"/invitation/{token}/")

    membership = Membership.objects.get(user=user)
    assert response["Location"] == "/accrochage/"
    assert client.session[CURRENT] == str(membership.public_id)


def test_an_invitation_cannot_change_the_password_of_an_account(client, invite):
    user = make_user(email="zoe@exemple.fr")
    token = invite()

    client.post(f"/invitation/{token}/", ACCOUNT)

    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert not Membership.objects.filter(user=user).exists()


def test_an_account_opened_meanwhile_is_not_touched(invite):
    token = invite()
    make_user(email="zoe@exemple.fr")

    with pytest.raises(services.EquipeRefused):
        services.accept_as_new_user(token=token, name="Zoé", password="quatre mots sans rapport")


def test_who_opens_an_account_in_another_tab_is_asked_to_sign_in(client, invite, monkeypatch):
    token = invite()
    make_user(email="zoe@exemple.fr")
    monkeypatch.setattr(
        "agrafe.certificateurs.views_equipe.user_with_address", lambda _address: None
    )

    response = client.post(f"/invitation/{token}/", ACCOUNT)

    assert response["Location"] == f"/invitation/{token}/"
    monkeypatch.undo()
    assert "/compte/connexion/" in words(client.get(response["Location"]))


def test_another_person_does_not_take_the_place(client, invite):
    client.force_login(make_user())
    token = invite()
    assert "adressée à une autre personne" in words(client.get(f"/invitation/{token}/"))

    response = client.post(f"/invitation/{token}/")

    assert "adressée à une autre personne" in words(response)
    assert Membership.objects.count() == 1
    assert Invitation.objects.get().accepted_at is None


def test_two_tabs_join_once(client, invite, monkeypatch):
    user = make_user(email="zoe@exemple.fr")
    client.force_login(user)
    token = invite()
    seen = services.invitation_with(token)
    client.post(f"/invitation/{token}/")
    monkeypatch.setattr("agrafe.certificateurs.views_equipe.invitation_with", lambda _token: seen)

    assert client.post(f"/invitation/{token}/").status_code == 404
    assert Membership.objects.filter(user=user).count() == 1


def test_whoever_left_comes_back_with_the_role_offered(client, invite, host):
    user = make_user(email="zoe@exemple.fr")
    Membership.objects.create(
        user=user,
        certificateur=host.certificateur,
        role=Role.ADMINISTRATEUR,
        ended_at=timezone.now(),
    )
    client.force_login(user)

    client.post(f"/invitation/{invite(role=Role.LECTURE)}/")

    membership = Membership.objects.active().get(user=user)
    assert membership.role == Role.LECTURE


def test_a_partenaire_lands_on_his_account(client, invite):
    response = client.post(f"/invitation/{invite(role=Role.PARTENAIRE)}/", ACCOUNT)

    assert response["Location"] == "/compte/"


def test_the_secret_has_more_than_128_bits(invite):
    assert len(invite()) >= 22

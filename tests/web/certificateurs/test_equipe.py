from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from agrafe.certificateurs import services_equipe as services
from agrafe.comptes.enums import Role
from agrafe.comptes.models import Invitation, Membership
from agrafe.courriels.models import Mail
from agrafe.journal.models import JournalEntry
from agrafe.socle.refusals import Denied
from factories.web import make_certificateur, make_member, make_user

pytestmark = pytest.mark.django_db
TEAM = "/reglages/equipe/"


def words(response):
    text = unescape(response.content.decode())
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def actions():
    return list(JournalEntry.objects.order_by("pk").values_list("action", flat=True))


@pytest.fixture
def ecole():
    return make_certificateur(nom="École des métiers")


@pytest.fixture
def host(client, ecole):
    host = make_member(Role.ADMINISTRATEUR, ecole, name="Claire Morel")
    client.force_login(host.user)
    return host


def test_shows_the_team_and_its_invitations(client, host, ecole):
    make_member(Role.LECTURE, ecole, name="Zoé Martin")
    make_member(Role.LECTURE, name="Ailleurs Personne")
    services.invite(par=host, email="nouvelle@exemple.fr", role=Role.PARTENAIRE)
    late = services.invite(par=host, email="tardive@exemple.fr", role=Role.PARTENAIRE)
    Invitation.objects.filter(pk=late.pk).update(expires_at=timezone.now() - timedelta(days=1))

    page = words(client.get(TEAM))

    assert "Zoé Martin" in page
    assert "Ailleurs Personne" not in page
    assert "nouvelle@exemple.fr" in page
    assert "Lien trop ancien" in page


@pytest.mark.parametrize("count", [2, 12])
def test_costs_the_same_whatever_the_size_of_the_team(
    client, host, ecole, count, django_assert_num_queries
):
    for number in range(count):
        make_member(Role.LECTURE, ecole)
        services.invite(par=host, email=f"n{number}@exemple.fr", role=Role.LECTURE)

    with django_assert_num_queries(6):  # session, user, memberships, members, invitations, travaux
        client.get(TEAM)


@pytest.mark.usefixtures("host")
def test_invites(client):
    assert "Inviter une personne" in words(client.get(f"{TEAM}inviter/"))

    response = client.post(f"{TEAM}inviter/", {"email": " Zoe@Exemple.fr ", "role": "lecture"})

    assert response["Location"] == TEAM
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role) == ("zoe@exemple.fr", Role.LECTURE)
    assert timedelta(days=6) < invitation.expires_at - timezone.now() <= timedelta(days=7)
    mail = Mail.objects.get()
    assert mail.recipient == "zoe@exemple.fr"
    assert "École des métiers" in mail.subject
    assert mail.certificateur is None
    assert token_of(mail) not in str(Invitation.objects.values())
    assert actions() == ["certificateurs.invite"]
    assert "exemple.fr" not in str(JournalEntry.objects.values())


def token_of(mail):
    return mail.text.partition("/invitation/")[2].partition("/")[0]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"email": "pas une adresse", "role": "lecture"}, "Écrivez une adresse de courriel"),
        ({"email": "zoe@exemple.fr", "role": "roi"}, "Choisissez une réponse de la liste"),
    ],
)
@pytest.mark.usefixtures("host")
def test_says_what_is_wrong_with_an_invitation(client, data, said):
    assert said in words(client.post(f"{TEAM}inviter/", data))
    assert not Invitation.objects.exists()


@pytest.mark.usefixtures("host")
def test_does_not_invite_who_is_there_already(client, ecole):
    colleague = make_member(Role.LECTURE, ecole)

    response = client.post(f"{TEAM}inviter/", {"email": colleague.user.email, "role": "lecture"})

    assert "déjà dans l'équipe" in words(response)


@pytest.mark.usefixtures("host")
def test_inviting_again_sends_one_new_link_and_kills_the_other(client):
    for role in ("lecture", "gestionnaire"):
        client.post(f"{TEAM}inviter/", {"email": "zoe@exemple.fr", "role": role})

    assert Invitation.objects.get().role == Role.GESTIONNAIRE
    first, second = (token_of(mail) for mail in Mail.objects.order_by("pk"))
    assert client.get(f"/invitation/{first}/").status_code == 404
    assert client.get(f"/invitation/{second}/").status_code == 200


def test_resends_and_revokes(client, host):
    invitation = services.invite(par=host, email="zoe@exemple.fr", role=Role.LECTURE)
    address = f"{TEAM}invitation/{invitation.public_id}"
    client.post(f"{address}/renvoyer/")
    assert Mail.objects.count() == 2
    assert "cessera de fonctionner" in words(client.get(f"{address}/annuler/"))

    client.post(f"{address}/annuler/")

    assert client.get(f"/invitation/{token_of(Mail.objects.last())}/").status_code == 404
    assert client.post(f"{address}/renvoyer/").status_code == 404
    assert actions()[-1] == "certificateurs.revoke"


def test_an_invitation_answered_meanwhile_is_neither_resent_nor_revoked(host):
    invitation = services.invite(par=host, email="zoe@exemple.fr", role=Role.LECTURE)
    Invitation.objects.update(accepted_at=timezone.now())

    with pytest.raises(services.DeadInvitation):
        services.resend_invitation(par=host, invitation=invitation)
    with pytest.raises(services.DeadInvitation):
        services.revoke_invitation(par=host, invitation=invitation)


@pytest.mark.usefixtures("host")
def test_changes_a_role(client, ecole):
    colleague = make_member(Role.LECTURE, ecole)
    address = f"{TEAM}{colleague.public_id}/role/"
    assert colleague.user.email in words(client.get(address))

    client.post(address, {"role": "gestionnaire"})
    client.post(address, {"role": "gestionnaire"})

    colleague.refresh_from_db()
    assert colleague.role == Role.GESTIONNAIRE
    assert JournalEntry.objects.get().changes == {"role": ["lecture", "gestionnaire"]}


def test_ends_an_access_at_once(client, host, ecole):
    colleague = make_member(Role.ADMINISTRATEUR, ecole)
    address = f"{TEAM}{colleague.public_id}/terminer/"
    assert "ne pourra plus entrer" in words(client.get(address))

    assert client.post(address)["Location"] == TEAM

    assert Membership.objects.active().get() == host
    assert client.post(address).status_code == 404
    client.force_login(colleague.user)
    assert client.get("/reglages/")["Location"] == reverse("certificateurs:create")


def test_the_last_administrateur_stays(client, host, ecole):
    make_member(Role.GESTIONNAIRE, ecole)
    gone = make_member(Role.ADMINISTRATEUR, ecole)
    Membership.objects.filter(pk=gone.pk).update(ended_at=timezone.now())

    response = client.post(f"{TEAM}{host.public_id}/role/", {"role": "lecture"})
    assert "C'est le dernier administrateur" in words(response)
    response = client.post(f"{TEAM}{host.public_id}/terminer/", follow=True)

    assert "C'est le dernier administrateur" in words(response)
    host.refresh_from_db()
    assert host.is_administrateur
    assert host.ended_at is None


def test_an_administrateur_may_step_down_when_there_is_another(client, host, ecole):
    make_member(Role.ADMINISTRATEUR, ecole)

    response = client.post(f"{TEAM}{host.public_id}/role/", {"role": "lecture"})

    assert response["Location"] == "/compte/"
    assert client.get(TEAM).status_code == 403


def test_a_member_who_left_meanwhile_is_not_changed(host, ecole):
    colleague = make_member(Role.LECTURE, ecole)
    Membership.objects.filter(pk=colleague.pk).update(ended_at=timezone.now())

    with pytest.raises(services.EquipeRefused):
        services.change_role(par=host, membership=colleague, role=Role.GESTIONNAIRE)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATEUR])
def test_nobody_else_manages_the_team(ecole, role):
    par, colleague = make_member(role, ecole), make_member(Role.LECTURE, ecole)

    for attempt in (
        lambda: services.invite(par=par, email="zoe@exemple.fr", role=Role.ADMINISTRATEUR),
        lambda: services.change_role(par=par, membership=par, role=Role.ADMINISTRATEUR),
        lambda: services.end_access(par=par, membership=colleague),
        lambda: services.require_second_factor(par=par, is_required=True),
    ):
        with pytest.raises(Denied):
            attempt()


def test_a_service_refuses_the_member_of_another_certificateur(host):
    stranger = make_member(Role.LECTURE)

    with pytest.raises(services.EquipeRefused):
        services.end_access(par=host, membership=stranger)


def test_asks_everyone_for_a_second_factor_once_one_has_it(client, host):
    response = client.post(f"{TEAM}second-facteur/", {"exige": "oui"}, follow=True)
    assert "Ajoutez d'abord un second facteur" in words(response)
    host.user.authenticator_set.create(type="totp", data={})

    client.post(f"{TEAM}second-facteur/", {"exige": "oui"})
    client.post(f"{TEAM}second-facteur/", {"exige": "oui"})
    assert "Laisser le choix à chacun" in words(client.get(TEAM))
    client.post(f"{TEAM}second-facteur/", {"exige": "non"})

    assert actions() == ["certificateurs.second_factor"] * 2


def test_a_user_of_two_certificateurs_manages_one_team_alone(client, host):
    second = Membership.objects.create(
        user=host.user, certificateur=make_certificateur(), role=Role.LECTURE
    )
    client.post(f"/compte/certificateur/{second.public_id}/")

    assert client.get(TEAM).status_code == 403


def test_the_menu_of_the_certificateurs_shows_the_current_one(client, host):
    Membership.objects.create(
        user=host.user, certificateur=make_certificateur(nom="École des fleurs"), role=Role.LECTURE
    )

    page = words(client.get(TEAM))

    assert "École des fleurs" in page
    assert 'aria-current="true">École des métiers' in page


def test_make_user_is_nobody_here(client):
    client.force_login(make_user())

    assert client.get(TEAM)["Location"] == reverse("certificateurs:create")

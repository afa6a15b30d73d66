"""`agrafe utilisateur`."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command

from agrafe.certificateurs.management.commands import utilisateur
from agrafe.comptes.enums import Role
from agrafe.comptes.models import Membership, User
from agrafe.journal.models import JournalEntry
from factories.web import make_certificateur, make_member, make_user

pytestmark = pytest.mark.django_db
GOOD = "quatre mots sans rapport"


@pytest.fixture
def run(capsys):
    def ran(*arguments):
        call_command("utilisateur", *arguments)
        return capsys.readouterr().out

    return ran


@pytest.fixture
def answers(monkeypatch):
    """Have someone sit at the terminal and answer."""

    def answered(*words):
        said = iter(words)
        monkeypatch.setattr(utilisateur.sys.stdin, "isatty", lambda: True)
        monkeypatch.setattr(utilisateur, "getpass", lambda _question: next(said))

    return answered


def test_opens_an_account_with_a_password(run, answers):
    answers(GOOD, GOOD)

    assert "Compte créé" in run("Claire@exemple.fr", "--nom", "Claire Morel")

    user = User.objects.get(email="claire@exemple.fr")
    assert user.check_password(GOOD)
    assert user.emailaddress_set.get().verified
    assert JournalEntry.objects.get().action == "comptes.create"


def test_opens_an_account_with_a_link_and_a_place(run, client):
    make_certificateur(nom="École des métiers")

    said = run("zoe@exemple.fr", "--nom", "Zoé", "--lien", "--organisme", "école des métiers")

    membership = Membership.objects.get(user__email="zoe@exemple.fr")
    assert membership.role == Role.ADMINISTRATEUR
    link = said.splitlines()[-1].replace("https://agrafe.exemple.fr", "")
    client.post(link, {"password1": GOOD, "password2": GOOD})
    assert client.get("/compte/").status_code == 200


def test_asks_again_for_a_password_that_is_weak_or_not_repeated(run, answers):
    user = make_user()
    answers("court", "court", GOOD, "autre", GOOD, GOOD)

    run(user.email, "--mot-de-passe")

    user.refresh_from_db()
    assert user.check_password(GOOD)


def test_gives_up_after_three_bad_passwords(run, answers):
    user = make_user()
    before = user.password
    answers(*["court"] * 6)

    with pytest.raises(CommandError, match="Rien n'a été changé"):
        run(user.email, "--mot-de-passe")
    user.refresh_from_db()
    assert user.password == before


def test_asks_nobody_for_a_password(run, monkeypatch):
    monkeypatch.setattr(utilisateur.sys.stdin, "isatty", lambda: False)

    with pytest.raises(CommandError, match="--lien"):
        run("claire@exemple.fr", "--nom", "Claire")
    assert not User.objects.exists()


def test_removes_the_second_factor(run):
    user = make_user()
    Authenticator.objects.create(user=user, type="totp", data={})

    assert "Second facteur retiré" in run(user.email, "--sans-second-facteur")
    assert "Il n'y avait pas" in run(user.email, "--sans-second-facteur")
    assert not Authenticator.objects.exists()


def test_closes_and_opens_again(run, client):
    user = make_user()
    client.force_login(user)
    run(user.email, "--fermer")
    assert client.get("/compte/").status_code == 302

    assert "rouvert" in run(user.email, "--rouvrir")
    run(user.email, "--rouvrir")

    user.refresh_from_db()
    assert user.is_active
    assert JournalEntry.objects.count() == 2


def test_changes_the_role_of_a_member(run):
    member = make_member(Role.LECTURE)

    run(member.user.email, "--organisme", member.certificateur.nom, "--role", "gestionnaire")

    member.refresh_from_db()
    assert member.role == Role.GESTIONNAIRE


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("pas une adresse", "--nom", "X"), "Écrivez une adresse"),
        (("personne@exemple.fr",), "ajoutez --nom"),
        (("claire@exemple.fr",), "existe déjà"),
        (("claire@exemple.fr", "--organisme", "Nulle part"), "Aucun organisme"),
        (("claire@exemple.fr", "--organisme", "Deux fois"), "Plusieurs organismes"),
    ],
)
def test_says_what_is_missing(run, arguments, said):
    make_user(email="claire@exemple.fr")
    make_certificateur(nom="Deux fois")
    make_certificateur(nom="Deux fois")

    with pytest.raises(CommandError, match=said):
        run(*arguments)

"""The tab of the settings: jetons are listed, made, shown once, and taken back."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agrafe.api import services
from agrafe.api.models import Jeton
from agrafe.comptes.enums import Role
from agrafe.journal.models import JournalEntry
from agrafe.socle.refusals import Denied
from factories.pages import text_of
from factories.web import make_certificateur, make_jeton, make_member

pytestmark = pytest.mark.django_db
HERE = "/reglages/acces-par-programme/"


@pytest.fixture
def par():
    return make_member(Role.GESTIONNAIRE, make_certificateur())


@pytest.fixture
def browser(par):
    return browser_of(par)


def browser_of(par):
    client = Client()
    client.force_login(par.user)
    return client


def test_the_tab_is_among_those_of_the_settings(browser):
    assert f'href="{HERE}"' in text_of(browser.get("/reglages/"))


def test_an_empty_list_teaches(browser):
    page = text_of(browser.get(HERE))

    assert "Aucun jeton pour l'instant" in page
    assert f"{HERE}creer/" in page


def test_a_jeton_is_shown_once(browser, par):
    response = browser.post(f"{HERE}creer/", {"nom": "Scolarité", "duree": "365"})

    jeton = Jeton.objects.get()
    token = response.context["token"]
    assert token.startswith("agrafe_")
    assert len(token) >= 7 + 43  # 256 bits
    assert jeton.token_hash == sha256(token.encode()).hexdigest()
    assert jeton.membership == par
    assert timedelta(days=364) < jeton.expires_at - timezone.now() <= timedelta(days=365)
    assert f"Bearer {token}" in response.context["curl"]
    assert "https://agrafe.exemple.fr/api/v1/accuses/" in response.context["curl"]
    assert "no-store" in response["Cache-Control"]
    assert token not in text_of(browser.get(HERE))
    assert "Scolarité" in text_of(browser.get(HERE))


def test_nothing_keeps_the_secret(browser):
    token = browser.post(f"{HERE}creer/", {"nom": "S", "duree": "30"}).context["token"]

    [line] = JournalEntry.objects.filter(action="api.create_jeton")
    assert token not in f"{line.summary}{line.changes}"
    assert token not in str(dict(browser.session))
    assert token not in str(Jeton.objects.values().get())


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"nom": "", "duree": "30"}, "nom"),
        ({"nom": "x" * 81, "duree": "30"}, "nom"),
        ({"nom": "S", "duree": "9999"}, "duree"),
        ({"nom": "S"}, "duree"),
    ],
)
def test_what_is_missing_is_said(browser, data, field):
    response = browser.post(f"{HERE}creer/", data)

    assert response.context["form"].errors[field]
    assert not Jeton.objects.exists()


def test_a_page_that_is_sent_again_makes_no_second_jeton(browser):
    for _ in range(2):
        response = browser.post(f"{HERE}creer/", {"nom": "Scolarité", "duree": "365"})

    assert "déjà un jeton de ce nom" in text_of(response)
    assert Jeton.objects.count() == 1


def test_there_are_not_too_many(par, monkeypatch):
    monkeypatch.setattr(services, "MOST", 1)
    make_jeton(make_member(Role.GESTIONNAIRE, par.certificateur))

    with pytest.raises(services.JetonRefused, match="1 jetons"):
        services.create_jeton(par=par, nom="Scolarité")


def test_a_gestionnaire_sees_his_own_and_an_administrateur_all(par):
    boss = make_member(Role.ADMINISTRATEUR, par.certificateur)
    make_jeton(par, nom="Le sien")
    make_jeton(boss, nom="Celui du chef")
    make_jeton(make_member(Role.ADMINISTRATEUR), nom="Celui des voisins")

    assert "Celui du chef" not in text_of(browser_of(par).get(HERE))
    page = text_of(browser_of(boss).get(HERE))
    assert "Le sien" in page
    assert "Celui du chef" in page
    assert "Celui des voisins" not in page


def test_the_number_of_queries_does_not_follow_the_list(par, django_assert_num_queries):
    boss = make_member(Role.ADMINISTRATEUR, par.certificateur)
    browser = browser_of(boss)
    make_jeton(par)
    with CaptureQueriesContext(connection) as one:
        browser.get(HERE)
    for _ in range(5):
        make_jeton(make_member(Role.GESTIONNAIRE, par.certificateur))

    with django_assert_num_queries(len(one)):
        browser.get(HERE)


def test_each_state_is_said(browser, par):
    boss = browser_of(make_member(Role.ADMINISTRATEUR, par.certificateur))
    gone = make_member(Role.GESTIONNAIRE, par.certificateur)
    gone.ended_at = timezone.now()
    gone.save()
    make_jeton(par, used_at=timezone.now())
    make_jeton(par, expires_at=timezone.now() - timedelta(days=1))
    make_jeton(gone)

    page = text_of(boss.get(HERE))

    for said in ("Actif", "Expiré", "Accès terminé", "Employé le", "Jamais employé"):
        assert said in page
    assert "par vous" in text_of(browser.get(HERE))


@pytest.mark.parametrize("role", [Role.LECTURE, Role.RESPONSABLE_JURY])
def test_whoever_only_reads_is_told_who_makes_them(role):
    page = text_of(browser_of(make_member(role)).get(HERE))

    assert "Seuls les gestionnaires et les administrateurs" in page
    assert "creer/" not in page


def test_a_partenaire_sees_none_of_it(par):
    partenaire = make_member(Role.PARTENAIRE, par.certificateur)

    assert browser_of(partenaire).get(HERE).status_code == 403
    assert str(make_jeton(partenaire, nom="Scolarité").jeton) == "Scolarité"


def test_a_jeton_is_taken_back_after_a_question(browser, par):
    jeton = make_jeton(par, nom="Scolarité").jeton
    address = f"{HERE}{jeton.public_id}/revoquer/"

    assert "Scolarité" in text_of(browser.get(address))
    assert Jeton.objects.get().revoked_at is None
    page = browser.post(address, follow=True)

    assert "Le jeton est révoqué" in text_of(page)
    assert Jeton.objects.get().revoked_at is not None
    assert JournalEntry.objects.filter(action="api.revoke_jeton").count() == 1
    assert browser.post(address).status_code == 404


def test_the_name_of_a_revoked_one_is_free(par):
    services.revoke_jeton(par=par, jeton=services.create_jeton(par=par, nom="Scolarité").jeton)

    assert services.create_jeton(par=par, nom="Scolarité").token


def test_an_administrateur_takes_back_that_of_another(par):
    boss = make_member(Role.ADMINISTRATEUR, par.certificateur)

    assert services.revoke_jeton(par=boss, jeton=make_jeton(par).jeton).revoked_at


def test_what_was_taken_back_meanwhile_is_said(browser, par, monkeypatch):
    jeton = make_jeton(par, revoked_at=timezone.now()).jeton
    monkeypatch.setattr("agrafe.api.views.get_jeton", lambda **_: jeton)

    page = browser.post(f"{HERE}{jeton.public_id}/revoquer/", follow=True)

    assert "déjà révoqué" in text_of(page)


def test_nobody_takes_back_that_of_another(par):
    colleague = make_member(Role.GESTIONNAIRE, par.certificateur)
    jeton = make_jeton(colleague).jeton

    with pytest.raises(Denied):
        services.revoke_jeton(par=par, jeton=jeton)
    assert browser_of(par).post(f"{HERE}{jeton.public_id}/revoquer/").status_code == 404


def test_whoever_only_reads_makes_none():
    with pytest.raises(Denied):
        services.create_jeton(par=make_member(Role.LECTURE), nom="Scolarité")

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from agrafe.certificateurs.enums import Identification
from agrafe.certificateurs.models import Certificateur
from agrafe.comptes.access import CURRENT
from agrafe.comptes.enums import Role
from agrafe.comptes.models import Membership
from factories.pages import text_of
from factories.web import make_certificateur, make_member, make_user

pytestmark = pytest.mark.django_db

ORGANISME = {"nom": "École du jardin", "siret": "732 829 320 00074"}


@pytest.fixture
def user():
    return make_user(name="Ada Roy")


@pytest.fixture
def browser(client, user):
    client.force_login(user)
    return client


@pytest.fixture
def founder(client):
    certificateur = make_certificateur(
        identification=Identification.A_DEMANDER, id_client="", id_contrat=""
    )
    par = make_member(Role.ADMINISTRATEUR, certificateur)
    client.force_login(par.user)
    return par


def address(name):
    return reverse(f"certificateurs:{name}")


def now(par):
    par.certificateur.refresh_from_db()
    return par.certificateur


def test_whoever_has_no_certificateur_founds_one(browser, user):
    page = text_of(browser.get(address("create")))
    assert "étape 1 sur 3" in page
    assert 'value="Ada Roy"' in page  # as the person to reach
    assert user.email in page

    answer = browser.post(address("create"), ORGANISME)

    par = Membership.objects.get()
    assert answer["Location"] == address("start_caisse_des_depots")
    assert (par.user, par.role) == (user, Role.ADMINISTRATEUR)
    assert browser.session[CURRENT] == str(par.public_id)


def test_a_second_one_is_the_one_he_works_for_from_now_on(client):
    par = make_member()
    client.force_login(par.user)

    client.post(address("create"), ORGANISME)

    assert "École du jardin" in text_of(client.get(address("start_organisme")))


def test_the_same_name_twice_is_refused(browser):
    browser.post(address("create"), ORGANISME)

    assert "existe déjà" in text_of(browser.post(address("create"), ORGANISME))
    assert Certificateur.objects.count() == 1


def test_faults_lose_nothing(browser):
    page = text_of(browser.post(address("create"), {**ORGANISME, "siret": "123"}))

    assert "École du jardin" in page
    assert "compte 3 chiffres" in page.replace("\u202f", " ")
    assert not Certificateur.objects.exists()


def test_coming_back_to_the_first_step_changes_it(client, founder):
    assert founder.certificateur.nom in text_of(client.get(address("start_organisme")))

    answer = client.post(address("start_organisme"), ORGANISME)

    assert answer["Location"] == address("start_caisse_des_depots")
    assert now(founder).nom == "École du jardin"
    assert "compte" in text_of(client.post(address("start_organisme"), {"nom": "X", "siret": "1"}))


@pytest.mark.parametrize(
    ("sent", "state"),
    [
        ({"situation": "a_demander"}, Identification.A_DEMANDER),
        ({"situation": "attendus", "on": "2026-01-15"}, Identification.ATTENDUS),
        (
            {"situation": "recus", "id_client": "12ABC345", "id_contrat": "MCFCER000123"},
            Identification.RECUS,
        ),
    ],
)
def test_each_situation_is_noted(client, founder, sent, state):
    assert "étape 2 sur 3" in text_of(client.get(address("start_caisse_des_depots")))

    answer = client.post(address("start_caisse_des_depots"), sent)

    assert answer["Location"] == address("start_next")
    assert now(founder).identification == state


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Choisissez une réponse."),
        ({"situation": "attendus"}, "le jour où vous avez envoyé"),
        ({"situation": "attendus", "on": "2999-01-01"}, "pas encore venue"),
        ({"situation": "recus", "id_client": "12ABC345"}, "Recopiez-le du courriel"),
        ({"situation": "recus", "id_client": "12ABC3", "id_contrat": "X"}, "au lieu de 8"),
    ],
)
def test_what_an_answer_needs_is_asked_for(client, founder, sent, said):
    page = text_of(client.post(address("start_caisse_des_depots"), sent))

    assert said in page.replace("\u202f", " ")
    assert now(founder).identification == Identification.A_DEMANDER


def test_what_is_there_is_not_undone_by_the_assistant(client, founder):
    certificateur = founder.certificateur
    certificateur.identification = Identification.RECUS
    certificateur.save()

    page = text_of(client.post(address("start_caisse_des_depots"), {"situation": "a_demander"}))

    assert "cela ne se peut plus" in page


@pytest.mark.usefixtures("founder")
def test_the_core_s_doubt_is_said_at_the_next_step(client):
    sent = {"situation": "recus", "id_client": "12-BC345", "id_contrat": "X"}

    page = text_of(client.post(address("start_caisse_des_depots"), sent, follow=True))

    assert "n'a pas la forme attendue" in page


@pytest.mark.usefixtures("founder")
def test_the_last_step_says_what_to_do_first(client):
    page = text_of(client.get(address("start_next")))

    assert reverse("certifications:create") in page
    assert reverse("certificateurs:team") in page
    assert "Pensez à demander vos identifiants" in page


def test_while_waiting_everything_but_the_file_is_ready(client, founder):
    certificateur = founder.certificateur
    certificateur.identification = Identification.ATTENDUS
    certificateur.identifiants_demandes_le = timezone.localdate() - timedelta(3)
    certificateur.save()

    page = text_of(client.get(address("start_next")))

    assert "Identifiants attendus" in page
    assert "Seul le fichier XML définitif attend" in page


@pytest.mark.parametrize("name", ["start_organisme", "start_caisse_des_depots", "start_next"])
def test_it_is_for_administrateurs(client, name):
    client.force_login(make_member(Role.GESTIONNAIRE).user)

    assert client.get(address(name)).status_code == 403


@pytest.mark.parametrize(
    "name", ["create", "start_organisme", "start_caisse_des_depots", "start_next"]
)
def test_whoever_is_not_signed_in_signs_in(client, name):
    assert client.get(address(name)).status_code == 302


@pytest.mark.usefixtures("founder")
@pytest.mark.parametrize("name", ["create", "start_organisme", "start_next"])
def test_another_method_is_refused(client, name):
    assert client.put(address(name)).status_code == 405

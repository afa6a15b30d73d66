"""What a program gives and reads with a jeton: accusés and deposits, its errors in JSON, no session, nothing of any person."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agrafe.api.models import Jeton
from agrafe.comptes.enums import Role
from agrafe.depots.models import Accuse
from agrafe.journal.models import JournalEntry
from agrafe.travaux.worker import drain
from factories.web import make_accuse, make_certificateur, make_depot, make_jeton, make_member
from web.depots.conftest import KO, accuse_of, build, octets, rejection_of, sow

pytestmark = pytest.mark.django_db
ACCUSES = "/api/v1/accuses/"
DEPOTS = "/api/v1/depots/"


@pytest.fixture
def par():
    return make_member(Role.GESTIONNAIRE, make_certificateur())


@pytest.fixture
def depot(par):
    sow(par, 2)
    return build(par)


def program(par, **fields):
    """Return a program that holds a jeton of a member; it refuses to be led elsewhere, and keeps to the rules of forms."""
    token = make_jeton(par, **fields).token
    return Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {token}"})


@pytest.fixture
def client(par):
    return program(par)


def xml(content=b"<rapport/>"):
    return SimpleUploadedFile("accuse.xml", content, "application/xml")


def given(client, content):
    content.seek(0)
    return client.post(ACCUSES, {"fichier": SimpleUploadedFile("accuse.xml", content.read())})


def plain(text):
    return text.replace("\u00a0", " ")


# ------------------------------------------------------------------------------------------ accusés


def test_an_accuse_is_given_then_followed(client, depot):
    response = given(client, accuse_of(depot, ok=["A-00001"], ko=[("A-00002", KO)]))

    accuse = Accuse.objects.get()
    said = response.json()
    assert response.status_code == 202
    assert (said["id"], said["etat"], said["depot"]) == (str(accuse.public_id), "en_lecture", None)
    assert said["page"] == f"https://agrafe.exemple.fr/accrochage/accuses/{accuse.public_id}/"
    assert response["Location"] == said["adresse"]

    drain()
    said = client.get(f"{ACCUSES}{accuse.public_id}/").json()

    assert said["etat"] == "lu"
    assert (said["comptes"]["accepte"], said["comptes"]["rejete"]) == (1, 1)
    assert (said["depot"]["numero"], said["depot"]["etat"]) == (depot.numero, "traite")
    assert said["refus"] is None
    assert said["fichier_rejete"] is False


def test_the_journal_says_in_whose_place(client, depot, par):
    given(client, accuse_of(depot, ok=["A-00001"]))

    assert JournalEntry.objects.get(action="depots.receive").user == par.user


@pytest.mark.parametrize("is_read", [True, False])
def test_the_same_bytes_again_change_nothing(client, depot, is_read):
    first = given(client, accuse_of(depot, ok=["A-00001"]))
    if is_read:
        drain()
    again = given(client, accuse_of(depot, ok=["A-00001"]))

    assert (first.status_code, again.status_code) == (202, 200)
    assert first.json()["id"] == again.json()["id"]
    assert Accuse.objects.count() == 1


def test_a_refused_accuse_says_why(client):
    response = given(client, xml(b"<autre/>"))
    drain()
    said = client.get(response.json()["adresse"].removeprefix("https://agrafe.exemple.fr")).json()

    assert said["etat"] == "refuse"
    assert said["refus"]
    assert said["depot"] is None


def test_a_file_that_is_rejected_as_a_whole(client, depot):
    said = given(client, rejection_of(depot)).json()
    drain()

    said = client.get(f"{ACCUSES}{said['id']}/").json()

    assert said["fichier_rejete"] is True
    assert said["comptes"]["fichier_rejete"] == 2


def test_a_reading_that_stopped_is_said(client, par):
    accuse = make_accuse(par.certificateur)

    assert client.get(f"{ACCUSES}{accuse.public_id}/").json()["etat"] == "arrete"


def test_nothing_of_any_person_is_answered(client, depot, par):
    said = given(client, accuse_of(depot, ok=["A-00001"], ko=[("A-00002", KO)])).json()
    drain()
    answers = [
        client.get(address).content.decode().lower()
        for address in (f"{ACCUSES}{said['id']}/", DEPOTS, f"{DEPOTS}{depot.public_id}/")
    ]

    for told in ("dubreuil", "zoé", "a-00001", par.user.email, par.user.name.lower()):
        assert not any(told in text for text in answers)


@pytest.mark.parametrize(
    ("data", "status", "said"),
    [
        ({}, 400, "dans le champ « fichier »"),
        ({"fichier": "du texte"}, 400, "dans le champ « fichier »"),
        ({"autre": xml()}, 400, "dans le champ « fichier »"),
        ({"fichier": xml(b"")}, 422, "Ce fichier est vide"),
    ],
)
def test_what_is_no_accuse_is_said(client, data, status, said):
    response = client.post(ACCUSES, data)

    assert response.status_code == status
    assert said in plain(response.json()["erreur"])
    assert not Accuse.objects.exists()


@pytest.mark.parametrize("kind", ["application/xml", "application/json", "text/plain"])
def test_another_kind_of_request(client, kind):
    response = client.post(ACCUSES, b"<rapport/>", content_type=kind)

    assert response.status_code == 415
    assert "multipart/form-data" in response.json()["erreur"]


def test_a_malformed_form(client):
    response = client.post(ACCUSES, b"rien", content_type="multipart/form-data")

    assert response.status_code == 400
    assert "mal formée" in response.json()["erreur"]


def test_too_large(client, settings):
    settings.MAX_REQUEST_SIZE = 100

    response = client.post(ACCUSES, {"fichier": xml(b"x" * 200)})

    assert response.status_code == 413
    assert response["Content-Length"] == str(len(response.content))
    assert "trop gros" in response.json()["erreur"]


def test_whoever_only_reads_gives_nothing():
    reader = make_member(Role.LECTURE)

    response = program(reader).post(ACCUSES, {"fichier": xml()})

    assert response.status_code == 403
    assert "gestionnaires" in response.json()["erreur"]


# ----------------------------------------------------------------------------------------- deposits


def test_the_deposits_are_listed(client, depot):
    said = client.get(DEPOTS).json()

    assert said["suivante"] is None
    [one] = said["depots"]
    [fichier] = one["fichiers"]
    assert (one["numero"], one["etat"], one["passages"]) == (depot.numero, "construit", 2)
    assert fichier["sha256"] == depot.fichiers.get().sha256
    assert client.get(f"{DEPOTS}{depot.public_id}/").json() == one


def test_the_list_goes_page_by_page(client, par, django_assert_max_num_queries):
    for _ in range(52):
        make_depot(par.certificateur)

    with django_assert_max_num_queries(14):
        first = client.get(DEPOTS).json()
    following = client.get(first["suivante"].removeprefix("https://agrafe.exemple.fr")).json()

    assert (len(first["depots"]), len(following["depots"]), following["suivante"]) == (50, 2, None)
    assert first["depots"][0]["numero"] > following["depots"][0]["numero"]


def test_the_bytes_to_deposit_are_those_that_were_frozen(client, depot):
    fichier = depot.fichiers.get()

    response = client.get(f"{DEPOTS}{depot.public_id}/fichiers/1/")

    assert b"".join(response.streaming_content) == octets(fichier)
    assert fichier.nom in response["Content-Disposition"]
    assert JournalEntry.objects.filter(action="depots.download").count() == 1


def test_a_file_that_is_not_what_it_was_is_not_given(client, depot):
    fichier = depot.fichiers.get()
    fichier.sha256 = "0" * 64
    fichier.save()

    response = client.get(f"{DEPOTS}{depot.public_id}/fichiers/1/")

    assert response.status_code == 422
    assert response.json()["erreur"]


# --------------------------------------------------------------------------------------- who gets in


def test_each_certificateur_has_its_own(client):
    other = make_certificateur()
    addresses = (
        f"{ACCUSES}{make_accuse(other).public_id}/",
        f"{DEPOTS}{make_depot(other).public_id}/",
        f"{DEPOTS}{make_depot(other).public_id}/fichiers/1/",
    )

    for address in addresses:
        response = client.get(address)
        assert response.status_code == 404
        assert response["Content-Type"] == "application/json"
    assert client.get(DEPOTS).json()["depots"] == []


def _ended(jeton):
    jeton.membership.ended_at = timezone.now()
    jeton.membership.save()


def _closed(jeton):
    jeton.membership.user.is_active = False
    jeton.membership.user.save()


def _expired(jeton):
    jeton.expires_at = timezone.now() - timedelta(seconds=1)
    jeton.save()


def _revoked(jeton):
    jeton.revoked_at = timezone.now()
    jeton.save()


def _second_factor(jeton):
    jeton.certificateur.requires_second_factor = True
    jeton.certificateur.save()


@pytest.mark.parametrize("kill", [_ended, _closed, _expired, _revoked, _second_factor])
def test_a_dead_jeton_is_answered_as_one_that_never_was(client, kill):
    assert client.get(DEPOTS).status_code == 200
    kill(Jeton.objects.get())

    dead, stranger = client.get(DEPOTS), Client().get(DEPOTS)

    assert dead.status_code == stranger.status_code == 401
    assert dead.content == stranger.content
    assert dead["WWW-Authenticate"] == stranger["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("said", ["", "Bearer", "Bearer ", "Bearer é", "Basic abc", "Bearer " * 9])
def test_a_header_that_says_nothing(said):
    assert Client(headers={"Authorization": said}).get(DEPOTS).status_code == 401


def test_a_session_opens_nothing(par):
    client = Client()
    client.force_login(par.user)

    assert client.get(DEPOTS).status_code == 401
    assert client.post(ACCUSES, {"fichier": xml()}).status_code == 401


def test_a_jeton_opens_no_page_and_leaves_no_cookie(client):
    assert client.get(reverse("depots:list")).status_code == 302
    client.get(DEPOTS)
    assert not client.cookies


def test_the_last_use_is_noted_once_an_hour(client):
    client.get(DEPOTS)
    first = Jeton.objects.get().used_at
    assert first is not None

    client.get(DEPOTS)
    assert Jeton.objects.get().used_at == first

    before = timezone.now() - timedelta(hours=2)
    Jeton.objects.update(used_at=before)
    client.get(DEPOTS)
    assert Jeton.objects.get().used_at > first


def test_too_many_requests(client, settings):
    settings.API_RATE = 1
    client.get(DEPOTS)

    response = client.get(DEPOTS)

    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 600
    assert "Retry-After" in response.json()["erreur"]


def test_another_method(client):
    response = client.get(ACCUSES)

    assert (response.status_code, response["Allow"]) == (405, "POST")
    assert response.json()["erreur"]


@pytest.mark.parametrize("address", ["/api/v1/accuses", "/api/v2/", "/api/v1/depots/abc/", "/api/"])
def test_an_address_that_leads_nowhere(client, address):
    response = client.post(address, {"fichier": xml()})

    assert response.status_code == 404
    assert "barre oblique" in response.json()["erreur"]


def test_what_breaks_gives_a_number(client, monkeypatch):
    monkeypatch.setattr("agrafe.api.views_v1.depots_of", lambda **_: 1 / 0)
    client.raise_request_exception = False

    response = client.get(DEPOTS)

    assert response.status_code == 500
    assert "X-Request-Id" in response.json()["erreur"]
    assert response["X-Request-Id"]


def test_the_pages_of_people_keep_theirs(db):  # noqa: ARG001 - the database
    assert Client().get("/rien/")["Content-Type"].startswith("text/html")

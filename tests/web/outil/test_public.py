"""The pages that need no file, the limit on requests, the panel of progress."""

import io
import time

import openpyxl
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accrochage.dictionnaire import DEFAULT_VERSION
from agrafe.outil import views
from agrafe.outil.concerne import QUESTIONS, interview
from agrafe.socle.limits import address_of, seconds_to_wait
from factories.operations import sound_rows
from factories.outil import text

pytestmark = pytest.mark.django_db

CONCERNE = "/outil/suis-je-concerne/"


@pytest.mark.parametrize(
    ("asked", "version"),
    [({}, DEFAULT_VERSION), ({"version": "1.1.2"}, "1.1.2"), ({"version": "9"}, DEFAULT_VERSION)],
)
def test_the_template_is_given(client, asked, version):
    response = client.get(reverse("outil:modele"), asked)

    assert f'filename="modele-accrochage-{version}.xlsx"' in response["Content-Disposition"]
    assert "Passages" in openpyxl.load_workbook(io.BytesIO(response.content)).sheetnames


def test_the_template_given_back_empty_is_understood(client, give):
    template = client.get(reverse("outil:modele")).content

    page = text(give(file=SimpleUploadedFile("modele.xlsx", template)))

    assert "Aucun passage sous la ligne de titres" in page


def test_what_the_cdc_asks_is_told(client):
    page = text(client.get(reverse("outil:before")))

    for words in ("idClient", "idContrat", "un mois environ", "trois mois"):
        assert words in page


def test_questions_come_one_at_a_time_and_keep_the_answers(client):
    page = text(client.get(CONCERNE, {"organisme": "certificateur"}))

    assert "Question 2 sur 4" in page
    assert '<input type="hidden" name="organisme" value="certificateur">' in page
    assert "Il est le certificateur" in page


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        (["partenaire"], "Non, pas vous"),
        (["autre"], "Non, vous n'êtes pas concerné"),
        (["certificateur", "non"], "Non, pas pour cette certification"),
        (["certificateur", "oui", "non"], "Oui, dès la première délivrance"),
        (["certificateur", "oui", "oui", "tous"], "Oui, et vous êtes à jour"),
        (["certificateur", "oui", "oui", "certains"], "Oui, et des titulaires sont à déclarer"),
        (["certificateur", "oui", "oui", "aucun"], "Oui, et des titulaires sont à déclarer"),
    ],
)
def test_every_way_leads_to_a_verdict_and_its_source(client, answers, verdict):
    asked = dict(zip((one.key for one in QUESTIONS), answers, strict=False))

    page = text(client.get(CONCERNE, asked))

    assert verdict in page
    assert "Source : Code du travail" in page


def test_an_answer_that_is_not_understood_is_asked_for_again():
    assert interview({"organisme": "n'importe quoi"}).number == 1
    assert interview({"organisme": "certificateur", "active": "?"}).number == 2


# --------------------------------------------------------------------------------- the limit


def post(client, **headers):
    return client.post("/outil/", headers=headers)


def test_too_many_requests_of_one_address_are_put_off(client, settings):
    settings.OUTIL_RATE = 2

    answers = [post(client).status_code for _ in range(3)]
    last = post(client)

    assert answers == [422, 422, 429]
    assert 0 < int(last["Retry-After"]) <= 600
    assert "Recommencez dans" in text(last)
    assert client.get("/outil/").status_code == 200


def test_another_address_is_not_put_off(client, settings):
    settings.OUTIL_RATE = 1
    post(client)

    assert client.post("/outil/", REMOTE_ADDR="192.0.2.7").status_code == 422


def test_the_time_passes(client, settings, monkeypatch):
    settings.OUTIL_RATE = 1
    post(client)
    assert post(client).status_code == 429

    later = time.time() + 600
    monkeypatch.setattr("agrafe.outil.limits._now", lambda: int(later))
    assert post(client).status_code == 422


def test_a_count_lives_as_long_as_its_window(rf, monkeypatch):
    kept = []
    monkeypatch.setattr(cache, "set", lambda _key, number, life: kept.append((number, life)))

    seconds_to_wait(rf.post("/"), scope="outil", most=1)

    assert kept == [(1, 600)]


def test_what_a_visitor_says_of_his_address_is_not_believed(rf, settings):
    request = rf.get("/", headers={"X-Forwarded-For": "6.6.6.6, 192.0.2.7"})

    settings.SECURE_PROXY_SSL_HEADER = None
    assert address_of(request) == "127.0.0.1"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert address_of(request) == "192.0.2.7"
    assert address_of(rf.get("/")) == "127.0.0.1"


# ------------------------------------------------------------------------------ the progress


@pytest.fixture
def started(client, classeur, monkeypatch):
    """Give a workbook that takes more than a moment."""
    monkeypatch.setattr("agrafe.outil.pages.PATIENCE", 0.0)
    return client.post("/outil/", {"classeur": classeur(sound_rows(6000))})


def finished(client, address):
    until = time.monotonic() + 30
    while client.get(address).status_code == 200 and time.monotonic() < until:
        time.sleep(0.1)


def test_a_long_work_is_watched_until_it_is_done(client, started):
    address = reverse("outil:progress", args=["check"])
    assert started["Location"] == address
    assert client.get("/outil/")["Location"] == address

    page = text(client.get(address))
    assert "Lecture de votre fichier" in page
    assert "le travail s'arrête quand vous la quittez" in page

    finished(client, address)
    assert client.get(address)["Location"] == "/outil/"
    part = client.get(address, headers={"HX-Request": "true"})
    assert (part.status_code, part["HX-Redirect"]) == (200, "/outil/")
    assert "6 000 lignes lues" in text(client.get("/outil/"))


def test_once_read_the_files_are_written():
    state = views.State(done=10, total=10)
    assert views._progress("check", state).total is None
    assert views._progress("check", state).title == "Écriture de vos fichiers"

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agrafe.comptes.enums import Role
from agrafe.courriels.enums import MailStatus
from agrafe.courriels.models import Mail
from agrafe.courriels.services import queue
from agrafe.journal.models import JournalEntry
from factories.web import make_member

pytestmark = pytest.mark.django_db

LIEN = "https://agrafe.exemple.fr/v/abc"
PAGES = ("detail", "body", "resend", "note_bounce")
ACTS = ("cancel", "resend", "note_arrival", "note_bounce")


@pytest.fixture
def par(client):
    member = make_member()
    client.force_login(member.user)
    return member


def write(par, status=MailStatus.EN_ATTENTE, **fields):
    mail = queue(
        certificateur=par.certificateur,
        key="essais.relance",
        recipient=fields.pop("recipient", "zoe@exemple.fr"),
        context={"prenom": "Zoé", "lien": LIEN},
        unique_key=str(uuid4()),
    )
    Mail.objects.filter(pk=mail.pk).update(status=status, **fields)
    mail.refresh_from_db()
    return mail


def url(name, mail):
    return reverse(f"courriels:{name}", kwargs={"public_id": mail.public_id})


@pytest.mark.usefixtures("par")
def test_the_list_teaches_when_it_is_empty(client):
    page = client.get(reverse("courriels:list")).content.decode()

    assert "Aucun courriel pour l'instant" in page.replace("&#x27;", "'")
    assert "Récrire les textes" not in page


def test_the_list_shows_filters_and_searches(client, par):
    write(par, recipient="Lou@exemple.fr")
    write(par, MailStatus.ECHEC)
    write(make_member())

    page = client.get(reverse("courriels:list"))
    failed = client.get(reverse("courriels:list"), {"etat": "echec", "modele": "essais.relance"})
    found = client.get(reverse("courriels:list"), {"q": "LOU"})

    assert page.context["listing"].count == 2
    assert "vous attend" in page.content.decode()
    assert failed.context["listing"].count == 1
    assert [each.recipient for each in found.context["listing"].page] == ["lou@exemple.fr"]


def test_the_list_costs_the_same_whatever_its_length(client, par):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("courriels:list"))
        return len(captured)

    write(par)
    first = queries()
    for _ in range(8):
        write(par)

    assert queries() == first


@pytest.mark.usefixtures("par")
def test_an_installation_without_a_mail_server_says_so(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"

    assert (
        "pas réglé sur cette installation" in client.get(reverse("courriels:list")).content.decode()
    )


@pytest.mark.parametrize(
    ("status", "fields", "shown"),
    [
        (MailStatus.EN_ATTENTE, {}, ["Ne pas l'envoyer", "Il part dans un instant"]),
        (
            MailStatus.EN_ATTENTE,
            {"tries": 2, "failure": "Attendez."},
            ["Attendez.", "Nouvel essai le"],
        ),
        (MailStatus.EN_COURS, {"claimed_at": timezone.now(), "tries": 1}, ["Premier essai"]),
        (
            MailStatus.ENVOYE,
            {"sent_at": timezone.now()},
            ["Noter que ce courriel est revenu", "Remis"],
        ),
        (
            MailStatus.ECHEC,
            {"failure": "Boîte pleine.", "tries": 3},
            ["Boîte pleine.", "Renvoyer…"],
        ),
        (
            MailStatus.INCERTAIN,
            {"failure": "Peut-être parti."},
            ["Noter qu'il est arrivé", "Renvoyer…"],
        ),
        (MailStatus.REVENU, {"failure": "adresse inconnue"}, ["adresse inconnue"]),
        (MailStatus.ANNULE, {}, ["Annulé"]),
    ],
)
def test_the_card_says_what_can_be_done(client, par, status, fields, shown):
    mail = write(par, status, **fields)

    response = client.get(url("detail", mail))

    page = response.content.decode().replace("&#x27;", "'")
    assert [each for each in shown if each not in page] == []
    assert "frame-src 'self'" in response["Content-Security-Policy"]


def test_the_staff_does_not_read_the_personal_link(client, par):
    mail = write(par)

    card, body = client.get(url("detail", mail)), client.get(url("body", mail))

    assert LIEN in mail.text
    assert LIEN not in card.content.decode() + body.content.decode()
    assert "(lien personnel)" in card.content.decode()


def test_the_body_is_shown_where_it_can_do_nothing(client, par):
    response = client.get(url("body", write(par)))

    policy = {each.strip() for each in response["Content-Security-Policy"].split(";")}
    assert {"sandbox", "default-src 'none'", "style-src 'unsafe-inline'"} <= policy
    assert "frame-ancestors 'self'" in policy
    assert response["X-Frame-Options"] == "SAMEORIGIN"


def act(client, name, mail, **data):
    response = client.post(url(name, mail), data, follow=True)
    mail.refresh_from_db()
    return [str(each) for each in response.context["messages"]]


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("cancel", MailStatus.EN_ATTENTE, MailStatus.ANNULE),
        ("resend", MailStatus.ECHEC, MailStatus.EN_ATTENTE),
        ("resend", MailStatus.INCERTAIN, MailStatus.EN_ATTENTE),
        ("note_arrival", MailStatus.INCERTAIN, MailStatus.ENVOYE),
        ("note_bounce", MailStatus.ENVOYE, MailStatus.REVENU),
        ("note_bounce", MailStatus.INCERTAIN, MailStatus.REVENU),
    ],
)
def test_what_becomes_of_a_mail_is_decided_and_journaled(client, par, name, before, after):
    mail = write(par, before, failure="Boîte pleine.", tries=3, claimed_at=timezone.now())

    act(client, name, mail)

    assert (mail.status, mail.failure) == (after, "")
    entry = JournalEntry.objects.get()
    assert (entry.action, entry.target_id, entry.user) == (
        f"courriels.{name}",
        mail.public_id,
        par.user,
    )
    assert client.get(url("detail", mail)).status_code == 200


@pytest.mark.parametrize(
    ("name", "status"),
    [
        (name, status)
        for name, allowed in {
            "cancel": {"en_attente"},
            "resend": {"echec", "incertain"},
            "note_arrival": {"incertain"},
            "note_bounce": {"envoye", "incertain"},
        }.items()
        for status in MailStatus.values
        if status not in allowed
    ],
)
def test_what_makes_no_sense_is_refused(client, par, name, status):
    mail = write(par, status)

    [said] = act(client, name, mail)

    assert said.startswith(("Ce courriel", "L'envoi de ce courriel"))
    assert mail.status == status
    assert not JournalEntry.objects.exists()


def test_a_bounce_has_a_reason(client, par):
    mail = write(par, MailStatus.ENVOYE)

    assert "Motif" in client.get(url("note_bounce", mail)).content.decode()
    act(client, "note_bounce", mail, reason="boîte\npleine")
    assert mail.failure == "boîte pleine"
    again = write(par, MailStatus.ENVOYE)
    assert client.post(url("note_bounce", again), {"reason": "x" * 300}).status_code == 200
    again.refresh_from_db()
    assert again.status == MailStatus.ENVOYE


def test_sending_again_warns_when_it_may_be_twice(client, par):
    failed, doubtful = write(par, MailStatus.ECHEC), write(par, MailStatus.INCERTAIN)

    assert "deux fois" not in client.get(url("resend", failed)).content.decode()
    assert "deux fois" in client.get(url("resend", doubtful)).content.decode()


@pytest.mark.usefixtures("par")
@pytest.mark.parametrize("name", PAGES)
def test_another_certificateur_has_no_such_mail(client, name):
    assert client.get(url(name, write(make_member()))).status_code == 404


@pytest.mark.usefixtures("par")
@pytest.mark.parametrize("name", ACTS)
def test_another_certificateur_decides_nothing(client, name):
    assert client.post(url(name, write(make_member()))).status_code == 404


@pytest.mark.parametrize("role", [Role.LECTURE, Role.RESPONSABLE_JURY, Role.PARTENAIRE])
def test_other_roles_see_no_mail(client, role):
    member = make_member(role)
    client.force_login(member.user)
    mail = write(member)

    assert client.get(reverse("courriels:list")).status_code == 403
    assert [client.get(url(name, mail)).status_code for name in PAGES] == [403] * len(PAGES)
    assert [client.post(url(name, mail)).status_code for name in ACTS] == [403] * len(ACTS)


def test_visitors_sign_in(client):
    mail = write(make_member())

    for address in (reverse("courriels:list"), *(url(name, mail) for name in PAGES)):
        response = client.get(address)
        assert response.status_code == 302
        assert "next=" in response.url


def test_an_act_is_posted(client, par):
    mail = write(par)

    assert client.get(url("cancel", mail)).status_code == 405
    assert client.get(url("note_arrival", mail)).status_code == 405
    assert client.post(url("detail", mail)).status_code == 405

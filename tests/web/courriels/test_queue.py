from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail as django_mail
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agrafe.courriels import services
from agrafe.courriels.enums import MailStatus
from agrafe.courriels.models import Mail, MailTemplate
from agrafe.courriels.outbox import send_due
from agrafe.courriels.selectors import mails_about
from agrafe.courriels.services import (
    AddressRefused,
    Letter,
    cancel_waiting,
    queue,
    queue_many,
    unsubscribe,
)
from agrafe.travaux.worker import drain
from factories.web import make_certificateur, make_mail, make_member

pytestmark = pytest.mark.django_db

LIEN = "https://agrafe.exemple.fr/v/abc?a=1&b=2"


def relance(certificateur, **fields):
    fields = {
        "key": "essais.relance",
        "recipient": "zoe.dubreuil@exemple.fr",
        "context": {"prenom": "Zoé", "lien": LIEN},
        "unique_key": "une",
        **fields,
    }
    return queue(certificateur=certificateur, **fields)


def enquete(certificateur, **fields):
    return relance(certificateur, key="essais.enquete", context={"prenom": "Zoé"}, **fields)


def test_a_mail_is_written_as_it_will_leave():
    certificateur = make_certificateur(
        nom="École « Les Lilas »",
        courriel_reponse="reponse@exemple.fr",
        courriel_pied="12 rue des Lilas\nRennes",
    )

    mail = relance(certificateur, recipient=" Zoe.Dubreuil@exemple.fr ")

    assert mail.subject == "Zoé, École « Les Lilas » vous attend"
    assert mail.recipient == "zoe.dubreuil@exemple.fr"
    assert mail.reply_to == "reponse@exemple.fr"
    assert mail.sender_name == "École « Les Lilas »"
    assert mail.status == MailStatus.EN_ATTENTE
    assert mail.message_id == f"<{mail.public_id}@exemple.fr>"
    assert "Vérifier mes données\u00a0:\nhttps://agrafe.exemple.fr/v/abc?a=1&b=2" in mail.text
    assert mail.text.endswith("--\nÉcole « Les Lilas »\n12 rue des Lilas\nRennes\n")
    assert "12 rue des Lilas<br>Rennes" in mail.html
    assert "&#x27;" not in mail.text
    assert mail.unsubscribe_url == ""


def test_the_same_key_writes_one_mail():
    certificateur = make_certificateur()

    first = relance(certificateur)
    again = relance(certificateur, recipient="autre@exemple.fr")

    assert again == first
    assert again.recipient == "zoe.dubreuil@exemple.fr"
    assert relance(make_certificateur()) != first
    assert relance(certificateur, unique_key="deux") != first


def test_the_words_of_the_certificateur_replace_those_of_the_house():
    certificateur = make_certificateur()
    MailTemplate.objects.create(
        certificateur=certificateur, key="essais.relance", subject="À toi", text="{{ lien }}"
    )

    assert relance(certificateur).subject == "À toi"
    assert relance(make_certificateur()).subject != "À toi"


def test_the_installation_writes_too():
    mail = queue(
        certificateur=None,
        key="essais.secret",
        recipient="a@exemple.fr",
        context={},
        unique_key="1",
    )

    assert (mail.certificateur, mail.sender_name, mail.reply_to) == (None, "Agrafe", "")


@pytest.mark.parametrize(
    "recipient",
    [
        "",
        "zoe",
        "zoe@",
        "a@exemple.fr\nBcc: b@exemple.fr",
        "a@exemple.fr, b@exemple.fr",
        "é@exemple.fr",
    ],
)
def test_what_is_no_address_is_refused(recipient):
    with pytest.raises(AddressRefused, match="n'en est pas une") as refusal:
        relance(make_certificateur(), recipient=recipient)

    assert "exemple" not in str(refusal.value)
    assert not Mail.objects.exists()


def test_headers_cannot_be_slipped_in():
    certificateur = make_certificateur(courriel_expediteur="École\r\nBcc: b@exemple.fr")

    mail = relance(certificateur, context={"prenom": "Zoé\nBcc: c@exemple.fr", "lien": LIEN})

    assert "\n" not in mail.subject + mail.sender_name


@pytest.mark.parametrize(
    "context",
    [{}, {"prenom": "Zoé"}, {"prenom": "Zoé", "lien": 3}, {"prenom": "", "lien": "", "autre": ""}],
)
def test_values_that_are_not_those_of_the_kind_are_a_mistake(context):
    with pytest.raises(ValueError, match=r"essais\.relance"):
        relance(make_certificateur(), context=context)


@pytest.mark.parametrize("unique_key", ["", "x" * 121])
def test_a_key_too_long_is_a_mistake(unique_key):
    with pytest.raises(ValueError, match="unique key"):
        relance(make_certificateur(), unique_key=unique_key)


def test_many_cost_as_many_queries_as_one():
    certificateur = make_certificateur()

    def write(count):
        letters = [
            Letter(f"zoe{n}@exemple.fr", {"prenom": "Zoé"}, f"{count}-{n}", uuid4())
            for n in range(count)
        ]
        with CaptureQueriesContext(
            connection,
        ) as queries:
            mails = queue_many(certificateur=certificateur, key="essais.enquete", letters=letters)
        assert [each.recipient for each in mails] == [each.recipient for each in letters]
        return len(queries)

    assert write(1) == write(40)


def test_a_solicitation_says_how_to_refuse_it():
    mail = enquete(make_certificateur())

    assert mail.unsubscribe_url.startswith("https://agrafe.exemple.fr/desabonnement/")
    assert "exemple.fr" not in mail.unsubscribe_url.removeprefix("https://agrafe.exemple.fr")
    assert mail.unsubscribe_url in mail.text
    assert mail.unsubscribe_url in mail.html


def test_whoever_refused_receives_no_more_of_them():
    certificateur = make_certificateur()
    waiting = enquete(certificateur, unique_key="deux")
    unsubscribe(mail=enquete(certificateur))

    refused = enquete(certificateur, unique_key="trois", recipient="ZOE.dubreuil@exemple.fr")

    assert (refused.status, refused.failure) == (
        MailStatus.ANNULE,
        "Le destinataire s'est désabonné.",
    )
    assert relance(certificateur).status == MailStatus.EN_ATTENTE
    assert enquete(make_certificateur()).status == MailStatus.EN_ATTENTE
    send_due()
    waiting.refresh_from_db()
    assert waiting.status == MailStatus.ANNULE


def test_a_mail_may_wait():
    certificateur = make_certificateur()
    relance(certificateur, not_before=timezone.now() + timedelta(days=1))

    assert send_due() == 0


def test_mails_that_make_no_more_sense_do_not_leave():
    certificateur, target = make_certificateur(), uuid4()
    mail = relance(certificateur, target_id=target)
    other = relance(certificateur, unique_key="deux", target_id=uuid4())

    assert (
        cancel_waiting(certificateur=certificateur, key="essais.relance", target_ids=[target]) == 1
    )
    mail.refresh_from_db()
    other.refresh_from_db()
    assert (mail.status, other.status) == (MailStatus.ANNULE, MailStatus.EN_ATTENTE)


def test_the_mails_about_a_thing():
    par, target = make_member(), uuid4()
    mail = relance(par.certificateur, target_id=target)
    relance(par.certificateur, unique_key="deux")
    relance(make_certificateur(), target_id=target)

    assert list(mails_about(par=par, target_id=target)) == [mail]


def _write_and_fail(certificateur):
    with transaction.atomic():
        relance(certificateur)
        raise ZeroDivisionError


@pytest.mark.django_db(transaction=True)
def test_what_is_undone_sends_nothing():
    certificateur = make_certificateur()

    with pytest.raises(ZeroDivisionError):
        _write_and_fail(certificateur)
    drain()

    assert not Mail.objects.exists()
    assert django_mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_leaves():
    with transaction.atomic():
        mail = relance(make_certificateur())
        drain()
        assert django_mail.outbox == []

    drain()

    mail.refresh_from_db()
    assert mail.status == MailStatus.ENVOYE
    assert [each.to for each in django_mail.outbox] == [["zoe.dubreuil@exemple.fr"]]


@pytest.mark.parametrize("decide", [services.cancel, services.resend, services.note_arrival])
def test_a_service_knows_whose_mail_it_is(decide):
    mail = make_mail(make_certificateur())

    with pytest.raises(Mail.DoesNotExist):
        decide(par=make_member(), mail=mail)

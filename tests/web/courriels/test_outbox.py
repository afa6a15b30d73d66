from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from django.core.mail.backends.smtp import EmailBackend
from django.utils import timezone

from agrafe.courriels import outbox
from agrafe.courriels.enums import MailStatus
from agrafe.courriels.models import Mail
from agrafe.courriels.outbox import BATCH, DELAYS, send_due, send_waiting, sweep
from agrafe.courriels.services import queue, resend
from agrafe.courriels.tasks import tend_outbox
from agrafe.travaux.worker import drain
from factories.mail_server import Box, RefusingBox
from factories.web import make_certificateur, make_member

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]

LIEN = "https://agrafe.exemple.fr/v/abc?a=1&b=2"


def write(certificateur=None, **fields):
    fields = {
        "key": "essais.relance",
        "recipient": "zoe@exemple.fr",
        "context": {"prenom": "Zoé", "lien": LIEN},
        "unique_key": "une",
        **fields,
    }
    return queue(certificateur=certificateur or make_certificateur(nom="École Zoé"), **fields)


def read(envelope):
    return message_from_bytes(envelope.content, policy=default)


def said(caplog):
    """Return what Agrafe logged; the mail server of the tests logs too."""
    return "\n".join(each.getMessage() for each in caplog.records if each.name.startswith("agrafe"))


def later(mail, **fields):
    """Have time pass for a mail."""
    Mail.objects.filter(pk=mail.pk).update(next_at=timezone.now(), **fields)


def test_a_mail_leaves_once_and_whole(serve):
    box = serve(Box())
    mail = write(make_certificateur(nom="Éçole « Zoé »", courriel_reponse="reponse@exemple.fr"))

    assert send_due() == 1
    assert send_due() == 0

    [envelope] = box.mails
    message = read(envelope)
    assert envelope.mail_from == "agrafe@exemple.fr"
    assert envelope.rcpt_tos == ["zoe@exemple.fr"]
    assert message["From"] == "Éçole « Zoé » <agrafe@exemple.fr>"
    assert message["To"] == "zoe@exemple.fr"
    assert message["Reply-To"] == "reponse@exemple.fr"
    assert message["Subject"] == "Zoé, Éçole « Zoé » vous attend"
    assert message["Message-ID"] == mail.message_id
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"] is None
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert LIEN in plain.get_content()
    assert LIEN.replace("&", "&amp;") in html.get_content()
    mail.refresh_from_db()
    assert (mail.status, mail.tries, mail.failure) == (MailStatus.ENVOYE, 1, "")
    assert mail.sent_at is not None


def test_a_personal_link_does_not_stay(serve):
    serve(Box())
    mail = write()

    send_due()

    mail.refresh_from_db()
    assert mail.links == []
    assert "/v/abc" not in mail.text + mail.html
    assert "(lien personnel)" in mail.text
    assert 'href="(lien personnel)"' in mail.html


def test_a_code_does_not_stay(serve):
    box = serve(Box())
    mail = write(key="essais.code", context={"code": "QRST-VWXZ"})

    send_due()

    mail.refresh_from_db()
    [envelope] = box.mails
    assert b"QRST-VWXZ" in envelope.content
    assert "QRST-VWXZ" not in mail.text + mail.html + str(mail.links)


def test_a_code_does_not_stay_in_the_subject_either(serve):
    serve(Box())
    mail = write(key="essais.code", context={"code": "QRST-VWXZ"})
    Mail.objects.update(subject="Votre code : QRST-VWXZ")

    send_due()

    mail.refresh_from_db()
    assert mail.sent_at
    assert "QRST-VWXZ" not in mail.subject


def test_a_solicitation_has_its_headers(serve):
    box = serve(Box())
    mail = write(key="essais.enquete", context={"prenom": "Zoé"})

    send_due()

    message = read(box.mails[0])
    assert message["List-Unsubscribe"].strip() == f"<{mail.unsubscribe_url}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_what_may_pass_is_tried_again(serve):
    box = serve(Box())
    box.answers = ["451 zoe@exemple.fr: try later"]
    mail = write()

    send_due()

    mail.refresh_from_db()
    assert mail.status == MailStatus.EN_ATTENTE
    assert mail.failure == "Le serveur de courriel demande d'attendre (réponse 451 du serveur)."
    assert mail.next_at > timezone.now() + DELAYS[0] - timedelta(seconds=30)
    assert send_due() == 0
    later(mail)
    assert send_due() == 1
    mail.refresh_from_db()
    assert (mail.status, mail.tries) == (MailStatus.ENVOYE, 2)
    assert read(box.mails[0])["Message-ID"] == mail.message_id


def test_it_is_not_tried_for_ever(serve):
    box = serve(Box())
    box.answers = ["452 full"] * (len(DELAYS) + 1)
    mail = write()

    for _ in range(len(DELAYS) + 1):
        later(mail)
        assert send_due() == 1

    mail.refresh_from_db()
    assert mail.status == MailStatus.ECHEC
    assert mail.failure == "La boîte du destinataire est pleine (réponse 452 du serveur)."


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (
            "550 zoe@exemple.fr unknown",
            "L'adresse n'existe pas, ou n'accepte pas ce courriel (réponse 550",
        ),
        ("552 full", "La boîte du destinataire est pleine (réponse 552"),
        ("554 no", "Le serveur de courriel refuse cet envoi (réponse 554"),
    ],
)
@pytest.mark.parametrize("kind", ["recipient", "data"])
def test_what_is_refused_for_good_is_not_tried_again(serve, answer, sentence, kind):
    box = serve(RefusingBox(answer) if kind == "recipient" else Box())
    box.answers = [answer]
    mail = write()

    send_due()

    mail.refresh_from_db()
    assert mail.status == MailStatus.ECHEC
    assert sentence in mail.failure
    assert "zoe" not in mail.failure
    assert send_due() == 0


def test_a_line_cut_while_it_is_read_leaves_a_doubt(serve):
    box = serve(Box())
    box.cuts = True
    mail = write()

    send_due()

    mail.refresh_from_db()
    assert mail.status == MailStatus.INCERTAIN
    assert "peut-être parti" in mail.failure
    assert len(box.mails) == 1
    later(mail)
    assert send_due() == 0


def test_a_server_that_does_not_answer_stops_the_round(serve, settings, caplog):
    serve(Box())
    settings.EMAIL_PORT = 1
    first, second = write(), write(unique_key="deux")

    assert send_due() == 1

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, first.failure) == (
        MailStatus.EN_ATTENTE,
        "Le serveur de courriel ne répond pas.",
    )
    assert second.tries == 0
    assert "zoe" not in said(caplog)


def test_a_wrong_password_is_said(serve, settings):
    serve(Box())
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "agrafe", "faux"
    mail = write()

    send_due()

    mail.refresh_from_db()
    assert mail.status == MailStatus.EN_ATTENTE
    assert mail.failure


def test_the_address_is_not_in_the_log(serve, caplog):
    serve(RefusingBox("550 zoe@exemple.fr"))
    write()

    send_due()

    assert "SMTPRecipientsRefused 550" in said(caplog)
    assert "zoe" not in said(caplog)


def test_a_header_slipped_into_a_row_fails(serve):
    box = serve(Box())
    mail = write()
    later(mail, subject="Bonjour\nBcc: autre@exemple.fr")

    send_due()

    mail.refresh_from_db()
    assert mail.status == MailStatus.ECHEC
    assert box.mails == []


def test_a_server_that_leaves_without_a_word_changes_nothing(serve, monkeypatch):
    serve(Box())
    mail = write()

    close = EmailBackend.close

    def leave(connection):
        close(connection)
        raise OSError

    monkeypatch.setattr(EmailBackend, "close", leave)
    send_due()

    mail.refresh_from_db()
    assert mail.status == MailStatus.ENVOYE


def test_another_worker_takes_other_mails(serve, monkeypatch):
    """While one is sending, another finds only what is left; a mail that it just took is not taken again."""
    box = serve(Box())
    for number in range(4):
        write(unique_key=str(number), recipient=f"zoe{number}@exemple.fr")
    message_of = outbox.message_of
    monkeypatch.setattr(outbox, "message_of", lambda mail: (send_due(limit=1), message_of(mail))[1])

    send_due()

    assert sorted(each.rcpt_tos[0] for each in box.mails) == [
        f"zoe{number}@exemple.fr" for number in range(4)
    ]


def test_a_mail_lost_to_another_worker_is_left_to_it(serve, monkeypatch):
    serve(Box())
    write()
    update = Mail.objects.none().__class__.update
    monkeypatch.setattr(
        "django.db.models.query.QuerySet.update",
        lambda rows, **fields: (
            Mail.objects.all().delete() and 0
            if fields.get("status") == MailStatus.EN_COURS
            else update(rows, **fields)
        ),
    )

    assert send_due() == 0


def test_a_mail_whose_worker_died_is_never_sent_again_by_itself(serve):
    box = serve(Box())
    mail = write()
    claimed = timezone.now() - outbox.LEASE - timedelta(seconds=1)
    Mail.objects.filter(pk=mail.pk).update(status=MailStatus.EN_COURS, claimed_at=claimed, tries=1)

    sweep()
    send_due()

    mail.refresh_from_db()
    assert mail.status == MailStatus.INCERTAIN
    assert box.mails == []
    resend(par=make_member(certificateur=mail.certificateur), mail=mail)
    send_due()
    assert read(box.mails[0])["Message-ID"] == mail.message_id


def test_a_worker_that_comes_back_late_says_what_happened(serve, monkeypatch):
    serve(Box())
    mail = write()
    message_of = outbox.message_of

    def slow(claimed):
        Mail.objects.filter(pk=claimed.pk).update(status=MailStatus.INCERTAIN)
        return message_of(claimed)

    monkeypatch.setattr(outbox, "message_of", slow)
    send_due()

    mail.refresh_from_db()
    assert mail.status == MailStatus.ENVOYE


def test_a_mail_in_hand_is_left_in_peace(serve):
    serve(Box())
    mail = write()
    Mail.objects.filter(pk=mail.pk).update(status=MailStatus.EN_COURS, claimed_at=timezone.now())

    sweep()

    mail.refresh_from_db()
    assert mail.status == MailStatus.EN_COURS


def test_what_waited_too_long_is_for_a_person_to_decide(serve):
    box = serve(Box())
    mail = write()
    Mail.objects.filter(pk=mail.pk).update(next_at=timezone.now() - timedelta(days=4))

    tend_outbox.call()
    drain()

    mail.refresh_from_db()
    assert mail.status == MailStatus.ECHEC
    assert "trois jours" in mail.failure
    assert box.mails == []


def test_without_a_server_mails_wait(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    mail = write()

    assert send_due() == 0
    mail.refresh_from_db()
    assert mail.status == MailStatus.EN_ATTENTE


def test_a_long_round_is_cut_in_several(monkeypatch):
    rounds = iter([BATCH, BATCH, 3])
    monkeypatch.setattr(outbox, "send_due", lambda: next(rounds))

    send_waiting.enqueue()
    drain()

    assert list(rounds) == []


def test_the_sweep_sends_what_was_left(serve):
    box = serve(Box())
    write()

    tend_outbox.enqueue()
    drain()

    assert len(box.mails) == 1

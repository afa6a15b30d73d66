"""From the outbox to the mail server: each mail is claimed, sent once, and marked.

Never twice: what happened between the server's « yes » and our own mark is unknown when a worker dies there. Such a mail becomes
« incertain » when its lease ends, and a person decides. The same when the line is cut while the server reads it.
"""

import logging
import smtplib
from datetime import timedelta
from email.utils import formataddr, parseaddr
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from agrafe.courriels.enums import MailStatus
from agrafe.courriels.failures import Failure, failure_at_opening, failure_at_sending
from agrafe.courriels.house import without_links
from agrafe.courriels.models import Mail
from agrafe.courriels.selectors import refuses

logger = logging.getLogger(__name__)

LEASE: Final = timedelta(minutes=15)
"""How long a worker may take to send one mail: many times what a slow server needs."""
DELAYS: Final = tuple(timedelta(minutes=each) for each in (5, 15, 60, 240, 720, 1440))
"""How long to wait after each failure that may pass; after the last, no more."""
TOO_LATE: Final = timedelta(days=3)
"""A mail that nobody could send for so long is not sent without someone saying that it still makes sense."""
BATCH: Final = 200
"""Mails that one task sends; it calls another for the rest."""

_DUMMY: Final = "django.core.mail.backends.dummy.EmailBackend"


def is_set() -> bool:
    """Tell whether this installation can send mails."""
    return settings.EMAIL_BACKEND != _DUMMY


@task()
def send_waiting() -> None:
    """Send the mails that are due; in several tasks when there are many."""
    if send_due() == BATCH:
        send_waiting.enqueue()


def send_due(limit: int = BATCH) -> int:
    """Send the mails that are due, the oldest first, until none is left or the server cannot be reached.

    Returns:
        How many were taken out of the outbox, sent or not.
    """
    taken = 0
    while is_set() and taken < limit:
        mail = _claim_next()
        if mail is None:
            break
        taken += 1
        if not _deliver(mail):
            break
    return taken


def sweep() -> None:
    """Mark what no worker will finish, and what is too old to leave unasked."""
    now = timezone.now()
    Mail.objects.filter(status=MailStatus.EN_COURS, claimed_at__lt=now - LEASE).update(
        status=MailStatus.INCERTAIN,
        failure="L'envoi a été interrompu : ce courriel est peut-être parti.",
        updated_at=now,
    )
    Mail.objects.filter(status=MailStatus.EN_ATTENTE, next_at__lt=now - TOO_LATE).update(
        status=MailStatus.ECHEC,
        failure="Ce courriel n'a pas pu partir pendant trois jours. Renvoyez-le s'il est encore utile.",
        updated_at=now,
    )


def _claim_next() -> Mail | None:
    """Take the next mail that is due: between two workers, one alone changes its state."""
    while True:
        now = timezone.now()
        due = Mail.objects.filter(status=MailStatus.EN_ATTENTE, next_at__lte=now)
        key = due.order_by("next_at", "pk").values_list("pk", flat=True).first()
        if key is None:
            return None
        with transaction.atomic(durable=True):
            claimed = due.filter(pk=key).update(
                status=MailStatus.EN_COURS,
                claimed_at=now,
                tries=F("tries") + 1,
                updated_at=now,
            )
        if claimed:
            return Mail.objects.get(pk=key)


def _deliver(mail: Mail) -> bool:
    """Send a mail that was claimed, and mark it; False when the server cannot be reached at all."""
    if mail.unsubscribe_url and refuses(mail):
        _mark(mail, MailStatus.ANNULE, failure="Le destinataire s'est désabonné.")
        return True
    connection = get_connection()
    try:
        connection.open()
    except (smtplib.SMTPException, OSError) as error:
        _fail(mail, failure_at_opening(error))
        return False
    else:
        _send(mail, connection)
        return True
    finally:
        _close(connection)


def _send(mail: Mail, connection: Any) -> None:
    """Send a mail through a connection that is open, and mark it before anything else can fail."""
    try:
        connection.send_messages([message_of(mail)])
    except (smtplib.SMTPException, OSError, ValueError) as error:
        _fail(mail, failure_at_sending(error))
    else:
        _mark_sent(mail)


def _close(connection: Any) -> None:
    try:
        connection.close()
    except (smtplib.SMTPException, OSError):
        logger.info("the mail server did not say goodbye")


def message_of(mail: Mail) -> EmailMultiAlternatives:
    """Return a mail as the mail server takes it: plain text and HTML, the same Message-ID each time."""
    headers = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"}
    if mail.unsubscribe_url:
        headers["List-Unsubscribe"] = f"<{mail.unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message = EmailMultiAlternatives(
        mail.subject,
        mail.text,
        from_email=formataddr((mail.sender_name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1])),
        to=[mail.recipient],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers=headers,
    )
    message.attach_alternative(mail.html, "text/html")
    return message


def _mark_sent(mail: Mail) -> None:
    """Mark a mail as sent, and take its personal links and codes out of what is kept."""
    _mark(
        mail,
        MailStatus.ENVOYE,
        sent_at=timezone.now(),
        failure="",
        subject=without_links(mail.subject, mail.links),
        text=without_links(mail.text, mail.links),
        html=without_links(mail.html, mail.links),
        links=[],
    )


def _fail(mail: Mail, failure: Failure) -> None:
    logger.warning("mail %s: %s", mail.public_id, failure.name)
    status, next_at = failure.status, mail.next_at
    if status == MailStatus.EN_ATTENTE:
        if mail.tries > len(DELAYS):
            status = MailStatus.ECHEC
        else:
            next_at = timezone.now() + DELAYS[mail.tries - 1]
    _mark(mail, status, failure=failure.sentence, next_at=next_at)


def _mark(mail: Mail, status: MailStatus, **fields: object) -> None:
    """Write what became of a mail, unless someone has decided otherwise since it was claimed.

    A worker that comes back after its lease knows better than the sweep what happened: its word replaces « incertain ».
    """
    claimed = Mail.objects.filter(
        pk=mail.pk,
        status__in=(MailStatus.EN_COURS, MailStatus.INCERTAIN),
        claimed_at=mail.claimed_at,
    )
    claimed.update(status=status, updated_at=timezone.now(), **fields)

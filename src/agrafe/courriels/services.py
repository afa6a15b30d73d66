"""Writing mails, rewriting their words, deciding what becomes of one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from agrafe.comptes.models import Membership
from agrafe.courriels.enums import MailStatus
from agrafe.courriels.house import Organisation, Words, reply_to, sender_name, write
from agrafe.courriels.kinds import MailKind, kind_of
from agrafe.courriels.models import Desabonnement, Mail, MailTemplate
from agrafe.courriels.outbox import send_waiting
from agrafe.courriels.permissions import check_edit_templates, check_follow_mails
from agrafe.courriels.selectors import (
    address_hash,
    preview,
    refusals_among,
    unsubscribe_path,
    words_for,
)
from agrafe.courriels.writing import check, check_subject, one_line
from agrafe.journal.services import record
from agrafe.socle.addresses import absolute
from agrafe.socle.refusals import Refusal

MAX_UNIQUE_KEY: Final = 120
"""Characters; the kind and the certificateur are put before it."""


class AddressRefused(Refusal):
    """This is no address that a mail can go to."""


class MailUnchanged(Refusal):
    """The mail is no longer in a state where this can be done."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail among many of the same kind.

    Attributes:
        recipient: An address.
        context: The value of each variable of the kind.
        unique_key: What makes it one mail: a second one with the same key is not written.
        target_id: The `public_id` of what it is about.
    """

    recipient: str
    context: Mapping[str, str]
    unique_key: str
    target_id: UUID | None = None


# ---------------------------------------------------------------------------------------- writing


def queue(
    *,
    certificateur: Organisation | None,
    key: str,
    recipient: str,
    context: Mapping[str, str],
    unique_key: str,
    target_id: UUID | None = None,
    not_before: datetime | None = None,
) -> Mail:
    """Write a mail into the outbox, in the current transaction; it is sent once that is committed.

    Args:
        certificateur: In whose name; None for the installation.
        key: The kind of mail.
        recipient: An address.
        context: The value of each variable of the kind, all of them text.
        unique_key: What makes it one mail; no personal data.
        target_id: The `public_id` of what it is about.
        not_before: When it may leave; at once without it.

    Returns:
        The mail; the one written before when there is one with this key.

    Raises:
        AddressRefused: The recipient is no address.
    """
    letter = Letter(recipient, context, unique_key, target_id)
    mails = queue_many(
        certificateur=certificateur, key=key, letters=[letter], not_before=not_before
    )
    return mails[0]


@transaction.atomic
def queue_many(
    *,
    certificateur: Organisation | None,
    key: str,
    letters: Sequence[Letter],
    not_before: datetime | None = None,
) -> list[Mail]:
    """Write many mails of one kind, in as many queries as for one.

    Returns:
        The mails, in the order of the letters; those written before stand in their places.

    Raises:
        AddressRefused: A recipient is no address; nothing is written.
    """
    kind = kind_of(key)
    words = words_for(certificateur=certificateur, kind=kind)
    refused: set[str] = set()
    if kind.is_solicitation and certificateur:
        addresses = [each.recipient for each in letters]
        refused = refusals_among(certificateur_id=certificateur.pk, key=key, addresses=addresses)
    now = timezone.now()
    due = max(now, not_before or now)
    mails = [_mail(kind, words, certificateur, letter, due) for letter in letters]
    for mail in mails:
        if address_hash(mail.recipient) in refused:
            mail.status = MailStatus.ANNULE
            mail.failure = "Le destinataire s'est désabonné."
    return _written_once(mails)


def _mail(
    kind: MailKind, words: Words, certificateur: Organisation | None, letter: Letter, due: datetime
) -> Mail:
    _check_context(kind, letter.context)
    mail = Mail(
        certificateur_id=certificateur.pk if certificateur else None,
        key=kind.key,
        unique_key=_full_key(kind, certificateur, letter.unique_key),
        target_id=letter.target_id,
        recipient=_address(letter.recipient),
        reply_to=reply_to(certificateur),
        sender_name=sender_name(certificateur),
        next_at=due,
    )
    if kind.is_solicitation and certificateur:
        mail.unsubscribe_url = absolute(unsubscribe_path(mail.public_id))
    written = write(kind, words, letter.context, certificateur, mail.unsubscribe_url)
    mail.subject, mail.text, mail.html = written.subject, written.text, written.html
    mail.links = sorted({letter.context[name] for name in kind.secrets} - {""})
    mail.message_id = f"<{mail.public_id}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2]}>"
    return mail


def _check_context(kind: MailKind, context: Mapping[str, str]) -> None:
    """Refuse values that are not those of the kind: a mistake of the code."""
    if context.keys() != kind.examples.keys():
        raise ValueError(f"{kind.key} takes {sorted(kind.examples)}, given {sorted(context)}")
    if not all(isinstance(value, str) for value in context.values()):
        raise ValueError(f"the values of {kind.key} are text")


def _full_key(kind: MailKind, certificateur: Organisation | None, unique_key: str) -> str:
    if not 0 < len(unique_key) <= MAX_UNIQUE_KEY:
        raise ValueError(f"a unique key has from 1 to {MAX_UNIQUE_KEY} characters")
    return f"{certificateur.pk if certificateur else 0}:{kind.key}:{unique_key}"


def _address(text: str) -> str:
    """Return an address that no header can be slipped into."""
    address = text.strip(" ").lower()
    try:
        validate_email(address)
    except ValidationError:
        raise AddressRefused(
            "L'adresse électronique du destinataire n'en est pas une. "
            "Elle s'écrit nom@domaine, sans espace ni accent."
        ) from None
    return address


def _written_once(mails: list[Mail]) -> list[Mail]:
    Mail.objects.bulk_create(mails, ignore_conflicts=True)
    keys = [each.unique_key for each in mails]
    by_key = {each.unique_key: each for each in Mail.objects.filter(unique_key__in=keys)}
    transaction.on_commit(send_waiting.enqueue, robust=True)
    return [by_key[key] for key in keys]


# -------------------------------------------------------------------------------------- templates


@transaction.atomic
def save_template(*, par: Membership, key: str, subject: str, text: str) -> None:
    """Put the words of a certificateur in the place of those of the house.

    Raises:
        Denied: He is no administrateur.
        WritingError: The words name what the mail does not have.
    """
    check_edit_templates(par)
    kind = _editable(key)
    check_words(kind, Words(subject, text))
    template, _ = MailTemplate.objects.update_or_create(
        certificateur_id=par.certificateur_id, key=key, defaults={"subject": subject, "text": text}
    )
    record(
        par=par,
        action="courriels.save_template",
        target=template,
        summary=f"« {kind.label} »",
    )


def check_words(kind: MailKind, words: Words) -> None:
    """Refuse words that a kind of mail cannot be sent with.

    Raises:
        WritingError: They name what it does not have, or are badly written.
    """
    check_subject(words.subject, kind.names)
    check(words.text, kind.names, kind.links)


@transaction.atomic
def reset_template(*, par: Membership, key: str) -> None:
    """Go back to the words of the house.

    Raises:
        Denied: He is no administrateur.
    """
    check_edit_templates(par)
    kind = _editable(key)
    deleted, _ = MailTemplate.objects.filter(
        certificateur_id=par.certificateur_id, key=key
    ).delete()
    if deleted:
        record(par=par, action="courriels.reset_template", summary=f"« {kind.label} »")


@transaction.atomic
def send_trial(*, par: Membership, key: str) -> Mail:
    """Send whoever asks a mail as its recipients would receive it, with made-up values.

    Raises:
        Denied: He is no administrateur.
    """
    check_edit_templates(par)
    kind = _editable(key)
    words = words_for(certificateur=par.certificateur, kind=kind)
    letter = Letter(par.user.email, kind.examples, f"essai:{uuid4()}")
    mail = _mail(kind, words, par.certificateur, letter, timezone.now())
    mail.subject = f"Essai : {mail.subject}"[:300]
    mail.unsubscribe_url, mail.links = "", []
    written = preview(par=par, kind=kind, words=words)
    mail.text, mail.html = written.text, written.html
    [mail] = _written_once([mail])
    record(par=par, action="courriels.send_trial", target=mail, summary=f"« {kind.label} »")
    return mail


def _editable(key: str) -> MailKind:
    kind = kind_of(key)
    if not kind.is_editable:
        raise ValueError(f"{key} keeps the words of the house")
    return kind


# ----------------------------------------------------------------------- what becomes of one mail


@transaction.atomic
def cancel(*, par: Membership, mail: Mail) -> None:
    """Keep a mail that has not left from leaving.

    Raises:
        Denied: He is not of the staff.
        MailUnchanged: It is leaving, or has left.
    """
    check_follow_mails(par)
    mail = _locked(par, mail)
    if not mail.can_cancel:
        raise MailUnchanged("Ce courriel n'attend plus : il est trop tard pour l'annuler.")
    _change(mail, MailStatus.ANNULE)
    _save(mail, "failure")
    record(par=par, action="courriels.cancel", target=mail)


@transaction.atomic
def resend(*, par: Membership, mail: Mail) -> None:
    """Send again a mail that failed, or that may have left, under the same Message-ID.

    Raises:
        Denied: He is not of the staff.
        MailUnchanged: It is in no such state.
    """
    check_follow_mails(par)
    mail = _locked(par, mail)
    if not mail.can_resend:
        raise MailUnchanged(
            "Ce courriel n'est pas à renvoyer : il attend, il est parti, ou il est annulé."
        )
    before = mail.get_status_display()
    _change(mail, MailStatus.EN_ATTENTE)
    mail.tries, mail.claimed_at, mail.next_at = 0, None, timezone.now()
    _save(mail, "tries", "claimed_at", "next_at", "failure")
    transaction.on_commit(send_waiting.enqueue, robust=True)
    after = mail.get_status_display()
    record(par=par, action="courriels.resend", target=mail, changes={"status": (before, after)})


@transaction.atomic
def note_arrival(*, par: Membership, mail: Mail) -> None:
    """Note that a mail that may have left has arrived.

    Raises:
        Denied: He is not of the staff.
        MailUnchanged: Nobody doubts it.
    """
    check_follow_mails(par)
    mail = _locked(par, mail)
    if not mail.is_uncertain:
        raise MailUnchanged("L'envoi de ce courriel n'est pas incertain.")
    _change(mail, MailStatus.ENVOYE)
    mail.sent_at = mail.claimed_at
    _save(mail, "sent_at", "failure")
    record(par=par, action="courriels.note_arrival", target=mail)


@transaction.atomic
def note_bounce(*, par: Membership, mail: Mail, reason: str) -> None:
    """Note that a mail came back.

    Args:
        par: Who notes it.
        mail: The mail.
        reason: Why, in a few words; empty when nobody knows.

    Raises:
        Denied: He is not of the staff.
        MailUnchanged: It has not left.
    """
    check_follow_mails(par)
    mail = _locked(par, mail)
    if not mail.can_bounce:
        raise MailUnchanged("Ce courriel n'est pas parti : il ne peut pas être revenu.")
    _change(mail, MailStatus.REVENU)
    mail.failure = one_line(reason)[:300]
    _save(mail, "failure")
    record(par=par, action="courriels.note_bounce", target=mail)


def cancel_waiting(*, certificateur: Organisation, key: str, target_ids: Sequence[UUID]) -> int:
    """Keep the mails of a kind about some things from leaving, those that have not.

    Returns:
        How many there were.
    """
    waiting = Mail.objects.filter(
        certificateur=certificateur.pk,
        key=key,
        target_id__in=target_ids,
        status=MailStatus.EN_ATTENTE,
    )
    return waiting.update(status=MailStatus.ANNULE, updated_at=timezone.now())


def _locked(par: Membership, mail: Mail) -> Mail:
    return Mail.objects.select_for_update(no_key=True).get(
        pk=mail.pk, certificateur=par.certificateur_id
    )


def _change(mail: Mail, status: MailStatus) -> None:
    mail.status = status
    mail.failure = ""


def _save(mail: Mail, *fields: str) -> None:
    mail.save(update_fields=("status", "updated_at", *fields))


# ------------------------------------------------------------------------------------ unsubscribe


@transaction.atomic
def unsubscribe(*, mail: Mail) -> None:
    """Send no more mails of this kind to the recipient of one, nor those that wait."""
    if mail.certificateur_id is None:  # the installation solicits nobody
        return
    _, is_new = Desabonnement.objects.get_or_create(
        certificateur_id=mail.certificateur_id,
        address_hash=address_hash(mail.recipient),
        key=mail.key,
    )
    if is_new:
        record(
            par=None,
            certificateur_id=mail.certificateur_id,
            action="courriels.unsubscribe",
            target=mail,
            summary=f"« {kind_of(mail.key).label} »",
        )

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from agrafe.comptes.models import Membership
from agrafe.courriels.house import Organisation, Words, Written, without_links, write
from agrafe.courriels.kinds import MailKind, UnknownKind, all_kinds, kind_of
from agrafe.courriels.models import Desabonnement, Mail, MailTemplate
from agrafe.journal.selectors import history_of
from agrafe.socle.addresses import absolute
from agrafe.socle.history import Event
from agrafe.socle.states import Tone

_SIGNER = Signer(salt="courriels.unsubscribe")


@dataclass(frozen=True, slots=True)
class Template:
    """A kind of mail and the words that a certificateur sends it with."""

    kind: MailKind
    words: Words
    is_own: bool


# ------------------------------------------------------------------------------------------ mails


def mails_of(*, par: Membership) -> QuerySet[Mail]:
    """Return the mails of the certificateur, the newest first."""
    return Mail.objects.filter(certificateur=par.certificateur_id).order_by("-created_at", "-pk")


def mails_about(*, par: Membership, target_id: UUID) -> QuerySet[Mail]:
    """Return the mails about a thing, the newest first."""
    return mails_of(par=par).filter(target_id=target_id)


def get_mail(*, par: Membership, public_id: UUID) -> Mail:
    """Return a mail of the certificateur, or raise Http404."""
    return get_object_or_404(mails_of(par=par), public_id=public_id)


def readable(mail: Mail) -> Written:
    """Return a mail as the staff may read it: whole, but for the personal links of its recipient."""
    return Written(
        without_links(mail.subject, mail.links),
        without_links(mail.text, mail.links),
        without_links(mail.html, [*mail.links, *filter(None, [mail.unsubscribe_url])]),
    )


# -------------------------------------------------------------------------------------- templates


def templates_of(*, par: Membership) -> list[Template]:
    """Return every kind of mail that may be rewritten, with the words of the certificateur."""
    own = {
        each.key: each for each in MailTemplate.objects.filter(certificateur=par.certificateur_id)
    }
    return [_template(kind, own.get(kind.key)) for kind in all_kinds() if kind.is_editable]


def get_template(*, par: Membership, key: str) -> Template:
    """Return a kind of mail with the words of the certificateur, or raise Http404."""
    try:
        kind = kind_of(key)
    except UnknownKind:
        raise Http404 from None
    if not kind.is_editable:
        raise Http404
    own = MailTemplate.objects.filter(certificateur=par.certificateur_id, key=key).first()
    return _template(kind, own)


def words_for(*, certificateur: Organisation | None, kind: MailKind) -> Words:
    """Return the words that a kind of mail leaves with."""
    if certificateur is None or not kind.is_editable:
        return Words(kind.subject, kind.text)
    own = MailTemplate.objects.filter(certificateur=certificateur.pk, key=kind.key).first()
    return _template(kind, own).words


def preview(*, par: Membership, kind: MailKind, words: Words) -> Written:
    """Return what a mail looks like with the values of the examples."""
    address = absolute(unsubscribe_path(UUID(int=0))) if kind.is_solicitation else ""
    return write(kind, words, kind.examples, par.certificateur, address)


def _template(kind: MailKind, own: MailTemplate | None) -> Template:
    words = Words(own.subject, own.text) if own else Words(kind.subject, kind.text)
    return Template(kind, words, is_own=own is not None)


# ------------------------------------------------------------------------------------ unsubscribe


def unsubscribe_path(public_id: UUID) -> str:
    """Return the path where the recipient of a mail asks for no more of them: it says nothing of him."""
    return reverse("courriels:unsubscribe", kwargs={"token": _SIGNER.sign(public_id.hex)})


def mail_of_token(token: str) -> Mail | None:
    """Return the solicitation that a link of `unsubscribe_path` came with, None when the link is not ours."""
    try:
        public_id = UUID(_SIGNER.unsign(token))
    except (BadSignature, ValueError):
        return None
    mails = Mail.objects.select_related("certificateur").exclude(unsubscribe_url="")
    return mails.filter(public_id=public_id).first()


def address_hash(address: str) -> str:
    """Return the SHA-256 of an address, the same whatever its case."""
    return hashlib.sha256(address.strip().lower().encode()).hexdigest()


def refusals_among(*, certificateur_id: int, key: str, addresses: Iterable[str]) -> set[str]:
    """Return the hashes of those, among addresses, that want no more mails of a kind."""
    hashes = {address_hash(each) for each in addresses}
    found = Desabonnement.objects.filter(
        certificateur=certificateur_id, key=key, address_hash__in=hashes
    )
    return set(found.values_list("address_hash", flat=True))


def refuses(mail: Mail) -> bool:
    """Tell whether the recipient of a mail has since asked for no more of them."""
    if mail.certificateur_id is None:
        return False
    return bool(
        refusals_among(
            certificateur_id=mail.certificateur_id, key=mail.key, addresses=[mail.recipient]
        )
    )


# ----------------------------------------------------------------------------------------- history


def events_of(*, par: Membership, mail: Mail) -> list[Event]:
    """Return what happened to a mail, the latest first."""
    events = [Event(mail.created_at, "", "Courriel écrit"), *history_of(par=par, target=mail)]
    if mail.sent_at:
        events.append(Event(mail.sent_at, "", "Remis au serveur de courriel", tone=Tone.SUCCESS))
    elif mail.claimed_at:
        number = f"Essai {mail.tries}" if mail.tries > 1 else "Premier essai"
        events.append(Event(mail.claimed_at, "", number, mail.failure, Tone(mail.tone)))
    return sorted(events, key=attrgetter("when"), reverse=True)

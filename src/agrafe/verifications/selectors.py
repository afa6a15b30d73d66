"""Reads of the verifications; the guarded accessor is the only door from a view to one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from operator import attrgetter
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from agrafe.certificateurs.models import Certificateur
from agrafe.comptes.models import Membership
from agrafe.courriels import selectors as courriels
from agrafe.courriels.enums import MailStatus
from agrafe.courriels.models import Mail
from agrafe.journal.selectors import histories_of
from agrafe.personnes.models import Personne
from agrafe.personnes.selectors import search_personnes
from agrafe.socle.french import long_date
from agrafe.socle.history import Event
from agrafe.socle.states import Tone
from agrafe.verifications.enums import TO_READ, Status
from agrafe.verifications.mails import DEMANDE
from agrafe.verifications.models import MAX_TRIES, Reglage, Verification, VerificationQuerySet
from agrafe.verifications.questions import keys_in_doubt, keys_of, questions_of
from agrafe.verifications.textes import how_many
from agrafe.verifications.tokens import hash_of

_NOT_ARRIVED: Final = (MailStatus.ECHEC, MailStatus.REVENU, MailStatus.INCERTAIN)
Rubriques = Mapping[int, Sequence[str]]
"""What to ask, by primary key of the person; those who are absent are asked what is in doubt."""


class Choice(NamedTuple):
    """Whom a verification can be asked of, among some persons, and whom it cannot."""

    recipients: list[Personne]
    without_courriel: list[Personne]
    without_annee: list[Personne]
    already_open: list[Personne]


class Preview(NamedTuple):
    """What a sending would do: to whom, and the mail that the first of them would receive."""

    recipients: list[Personne]
    without_courriel: list[Personne]
    without_annee: list[Personne]
    already_open: list[Personne]
    subject: str
    text: str


# ----------------------------------------------------------------------------------------- the staff


def verifications_of(*, par: Membership) -> VerificationQuerySet:
    """Return the verifications that someone may see, the newest first; none for a partenaire."""
    rows: VerificationQuerySet = Verification.objects.of(par.certificateur)
    rows = rows if par.is_reader else rows.none()
    return rows.select_related("personne").order_by("-created_at", "-pk")


def search_verifications(
    *, par: Membership, rows: VerificationQuerySet, text: str
) -> VerificationQuerySet:
    """Keep the verifications of the persons whose name, or first name, begins so."""
    found = search_personnes(par=par, rows=Personne.objects.of(par.certificateur), text=text)
    return rows.filter(personne__in=found.values("pk"))


def get_verification(*, par: Membership, public_id: UUID) -> Verification:
    """Return a verification of the certificateur; Http404 when there is none."""
    rows = verifications_of(par=par).select_related(
        "personne", "certificateur", "asked_by", "closed_by"
    )
    found: Verification = get_object_or_404(rows, public_id=public_id)
    return found


def verifications_about(*, par: Membership, personne: Personne) -> VerificationQuerySet:
    """Return the verifications of a person, the newest first."""
    return verifications_of(par=par).filter(personne=personne)


def verifications_among(*, par: Membership, personnes: Sequence[int]) -> VerificationQuerySet:
    """Return the verifications of some persons, by their primary keys, the oldest first, with all that their proofs say."""
    rows = verifications_of(par=par).filter(personne__in=personnes)
    return rows.select_related("personne", "certificateur", "asked_by", "closed_by").order_by("pk")


def latest_of(*, par: Membership, personnes: Sequence[int]) -> dict[int, Verification]:
    """Return the last verification of each of some persons, by the primary key of the person."""
    rows = verifications_of(par=par).filter(personne__in=personnes).order_by("pk")
    return {one.personne_id: one for one in rows}


def count_to_read(*, par: Membership) -> int:
    """Return how many answers wait for the staff."""
    return verifications_of(par=par).to_read().count()


def next_to_read(*, par: Membership, besides: Verification) -> Verification | None:
    """Return the answer that has waited longest for the staff, other than one; None when there is none."""
    rows = verifications_of(par=par).to_read().exclude(pk=besides.pk)
    return rows.order_by("answered_at", "pk").first()


def open_among(*, personnes: Sequence[int]) -> frozenset[int]:
    """Return, of primary keys of persons, those whose answer can still come, or has come and is to be read."""
    rows = Verification.objects.filter(_waits(), personne__in=personnes)
    return frozenset(rows.values_list("personne_id", flat=True))


def waited_for(*, par: Membership) -> QuerySet[Any, Any]:
    """Return the same of a whole certificateur, as a subquery of primary keys of persons."""
    return verifications_of(par=par).filter(_waits()).order_by().values("personne")


def _waits() -> Q:
    open_ones = Q(status=Status.ENVOYEE, expires_at__gt=timezone.now(), tries__lt=MAX_TRIES)
    return open_ones | Q(status__in=TO_READ)


def reglage_of(*, certificateur: Certificateur) -> Reglage:
    """Return how a certificateur asks; the defaults of the house when it never said."""
    found = Reglage.objects.filter(certificateur=certificateur).first()
    return found or Reglage(certificateur=certificateur)


def events_of(*, par: Membership, verification: Verification) -> list[Event]:
    """Return the trail of a verification, the latest first: asked, sent, opened, answered, decided."""
    return trails_of(par=par, verifications=[verification])[verification.public_id]


def trails_of(*, par: Membership, verifications: Sequence[Verification]) -> dict[UUID, list[Event]]:
    """Return the same of several verifications, by `public_id`, in as many queries as of one."""
    told = histories_of(par=par, targets=verifications)
    mails = mails_among(par=par, verifications=verifications)
    return {
        one.public_id: _trail(one, told.get(one.public_id, ()), mails.get(one.public_id, ()))
        for one in verifications
    }


def _trail(verification: Verification, told: Iterable[Event], mails: Iterable[Mail]) -> list[Event]:
    asker = verification.asked_by.name if verification.asked_by else ""
    events = [Event(verification.created_at, asker, "Vérification demandée"), *told]
    if verification.opened_at:
        events.append(
            Event(verification.opened_at, "Titulaire", "Année de naissance donnée, page ouverte")
        )
    closed_at = verification.closed_at
    if closed_at and all(event.when < closed_at for event in events):
        events.append(_of_end(verification, closed_at))
    events += [_of_mail(mail) for mail in mails]
    return sorted(events, key=attrgetter("when"), reverse=True)


def mails_of(*, par: Membership, verification: Verification) -> QuerySet[Mail]:
    """Return the mails of a verification, the newest first."""
    return courriels.mails_about(par=par, target_id=verification.public_id)


def mails_among(
    *, par: Membership, verifications: Iterable[Verification]
) -> dict[UUID, list[Mail]]:
    """Return the mails of several verifications, by `public_id`, the newest first."""
    found: dict[UUID, list[Mail]] = defaultdict(list)
    wanted = [one.public_id for one in verifications]
    for mail in courriels.mails_of(par=par).filter(target_id__in=wanted):
        if mail.target_id:
            found[mail.target_id].append(mail)
    return found


def mail_troubles(
    *, par: Membership, verifications: Sequence[Verification]
) -> dict[UUID | None, Mail]:
    """Return, by `public_id` of an open verification, the last mail that its titulaire has not received, or perhaps not."""
    open_ones = [one.public_id for one in verifications if one.is_open]
    mails = courriels.mails_of(par=par).filter(target_id__in=open_ones, status__in=_NOT_ARRIVED)
    return {mail.target_id: mail for mail in reversed(mails)}


def _of_end(verification: Verification, when: datetime) -> Event:
    """Tell an end that the journal tells in one line for many: answers accepted together, links too old."""
    who = verification.closed_by.name if verification.closed_by else ""
    return Event(when, who, verification.get_status_display(), tone=Tone(verification.tone))


def _of_mail(mail: Mail) -> Event:
    if mail.sent_at:
        return Event(mail.sent_at, "", "Courriel remis au serveur", mail.label, Tone.SUCCESS)
    return Event(
        mail.updated_at,
        "",
        f"Courriel : {mail.get_status_display().lower()}",
        mail.failure,
        Tone(mail.tone),
    )


# -------------------------------------------------------------------------------------- the sending


def sort_out(personnes: Sequence[Personne]) -> Choice:
    """Tell, among persons, who can be asked, and why the others cannot."""
    waited_for = open_among(personnes=[one.pk for one in personnes])
    choice = Choice([], [], [], [])
    for one in personnes:
        if one.pk in waited_for:
            choice.already_open.append(one)
        elif not is_address(one.courriel):
            choice.without_courriel.append(one)
        elif not one.annee_naissance:
            choice.without_annee.append(one)
        else:
            choice.recipients.append(one)
    return choice


def is_address(text: str) -> bool:
    """Tell whether a mail can be sent to what a card says."""
    try:
        validate_email(text.strip())
    except ValidationError:
        return False
    return True


def keys_to_ask(personne: Personne, rubriques: Rubriques | None) -> list[str]:
    """Return the rubriques to ask of a person: whole questions, in their order."""
    asked = questions_of((rubriques or {}).get(personne.pk, ()))
    return keys_of(asked) if asked else keys_in_doubt(personne.anomalies)


def preview(
    *, par: Membership, personnes: Sequence[Personne], rubriques: Rubriques | None = None
) -> Preview:
    """Return what asking some persons would do; nothing is written."""
    choice = sort_out(personnes)
    first = choice.recipients[0] if choice.recipients else None
    if first is None:
        return Preview(*choice, "", "")
    link = next(one.example for one in DEMANDE.variables if one.name == "lien")
    expires = expiry(reglage_of(certificateur=par.certificateur))
    values = letter_of(first, keys_to_ask(first, rubriques), link, expires)
    shown = tuple(replace(one, example=values[one.name]) for one in DEMANDE.variables)
    words = courriels.words_for(certificateur=par.certificateur, kind=DEMANDE)
    written = courriels.preview(par=par, kind=replace(DEMANDE, variables=shown), words=words)
    return Preview(*choice, written.subject, written.text)


def letter_of(
    personne: Personne, keys: Sequence[str], link: str, expires: datetime
) -> dict[str, str]:
    """Return the values of the variables of a mail to a titulaire."""
    return {
        "prenom": personne.prenom1 or personne.nom_naissance,
        "quoi": how_many(len(questions_of(keys))),
        "lien": link,
        "lien_anglais": f"{link}?lang=en",
        "limite": long_date(timezone.localdate(expires)),
    }


def expiry(reglage: Reglage) -> datetime:
    """Return when a link sent today stops working: at the end of a day, as the mail says it."""
    day = timezone.localdate() + timedelta(days=reglage.validite)
    return datetime.combine(day, time.max, tzinfo=timezone.get_current_timezone())


# ------------------------------------------------------------------------------------ the titulaire


def open_link(*, token: str) -> Verification | None:
    """Return the verification that a link opens, None when it is wrong, used or too old.

    The year of birth must have been given first: see `services.check_year`.
    """
    rows: QuerySet[Any] = Verification.objects.open().filter(
        liens__token_hash=hash_of(token), expires_at__gt=timezone.now()
    )
    return rows.select_related("personne", "certificateur").first()

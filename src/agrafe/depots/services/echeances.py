"""The deadlines of the CDC: its letters, the answers, and the reminders to the staff, which leave on working days alone."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any, Final, NamedTuple

from django.db import transaction
from django.db.models import Count
from django.urls import reverse

from agrafe.certificateurs.models import Certificateur
from agrafe.certifications.selectors import months_after
from agrafe.comptes.enums import STAFF
from agrafe.comptes.models import Membership
from agrafe.courriels.services import Letter, queue_many
from agrafe.depots.enums import Genre, Sujet
from agrafe.depots.models import Demande, Rappel
from agrafe.depots.permissions import check_deposit
from agrafe.depots.selectors import awaited
from agrafe.depots.services.commun import DepotRefusal
from agrafe.journal import services as journal
from agrafe.passages.models import Passage
from agrafe.socle.addresses import absolute
from agrafe.socle.each import for_each
from agrafe.socle.french import both_ways, count, short_date

MONTHS_TO_CORRECT: Final = 3
"""Article R. 6113-17-2 of the Code du travail: three months from the request."""
DAYS_AFTER_NOTICE: Final = 60
"""Article R. 6113-17-3: the CDC gives sixty days at least; its letter may give more."""
SEUILS: Final = (30, 14, 7, 2, -1)
"""How many days before a deadline the staff is reminded of it; the last one says that it is past."""
_FRIDAY: Final = 4
_OLDEST: Final = 7
"""Days after which a deadline that is past is not said again: the lists show it."""


class Due(NamedTuple):
    """A deadline, and what is due on it.

    Attributes:
        sujet: What it is about.
        due_on: The last day.
        number: How many.
    """

    sujet: Sujet
    due_on: date
    number: int


# ------------------------------------------------------------------------------------------ letters


def due_on(genre: Genre, received_on: date) -> date:
    """Return the last day to answer a letter of the CDC."""
    if genre == Genre.CORRECTION:
        return months_after(received_on, MONTHS_TO_CORRECT)
    return received_on + timedelta(days=DAYS_AFTER_NOTICE)


@transaction.atomic
def add_demande(
    *,
    par: Membership,
    genre: Genre,
    received_on: date,
    objet: str,
    limit: date | None = None,
    passage: Passage | None = None,
) -> Demande:
    """Write down a letter of the CDC.

    Args:
        par: Who does it.
        genre: What it is.
        received_on: When it came.
        objet: What it asks for.
        limit: The last day that it gives; that of the law unless said.
        passage: The passage that it is about.

    Raises:
        Denied: He may not.
        DepotRefusal: It would end before it came.
    """
    check_deposit(par)
    limit = limit or due_on(genre, received_on)
    if limit < received_on:
        raise DepotRefusal("Le dernier jour pour répondre précède le jour de réception.")
    demande = Demande.objects.create(
        certificateur=par.certificateur,
        genre=genre,
        received_on=received_on,
        due_on=limit,
        objet=objet,
        passage=passage,
    )
    journal.record(par=par, action="depots.demande", target=demande, summary=genre.label)
    return demande


@transaction.atomic
def answer_demande(*, par: Membership, demande: Demande, on: date, reponse: str) -> Demande:
    """Write down what was answered to a letter of the CDC: it is not waited for any more.

    Raises:
        Denied: He may not.
        DepotRefusal: It was answered already, or on a day before it came.
    """
    check_deposit(par)
    row: Demande = Demande.objects.select_for_update(no_key=True).get(pk=demande.pk)
    if row.answered_on:
        raise DepotRefusal("Une réponse est déjà notée pour cette demande.")
    if on < row.received_on:
        raise DepotRefusal("La réponse ne peut pas précéder la réception de la demande.")
    row.answered_on, row.reponse = on, reponse
    row.save()
    journal.record(par=par, action="depots.answer", target=row, summary="Réponse notée")
    return row


# ---------------------------------------------------------------------------------------- reminders


def rappel_day(limit: date, seuil: int) -> date:
    """Return when a reminder leaves: so many days before the deadline, on the Friday before when that is a week-end.

    One that says that the deadline is past leaves on the Monday.
    """
    day = limit - timedelta(days=seuil)
    beyond = day.weekday() - _FRIDAY
    if beyond <= 0:
        return day
    return day - timedelta(days=beyond) if seuil >= 0 else day + timedelta(days=3 - beyond)


def remind(*, today: date) -> int:
    """Write to the staff of every certificateur of the deadlines that come near; return how many mails that makes.

    A deadline is said once for each threshold, whatever happens: one mail gathers those of a day. Nothing leaves on a week-end.
    """
    if today.weekday() > _FRIDAY:
        return 0
    owners = list(Certificateur.objects.filter(is_trial=False).order_by("pk"))
    return for_each(owners, partial(_remind, today=today))


@transaction.atomic
def _remind(owner: Certificateur, today: date) -> int:
    reached = {
        (due.sujet, due.due_on, seuil): due
        for due in _dues(owner, today)
        if (seuil := _seuil(due.due_on, today)) is not None
    }
    known = set(
        Rappel.objects.filter(
            certificateur=owner, due_on__in={key[1] for key in reached}
        ).values_list("sujet", "due_on", "seuil")
    )
    new = {key: due for key, due in reached.items() if key not in known}
    if not new:
        return 0
    Rappel.objects.bulk_create(
        Rappel(certificateur=owner, sujet=sujet, due_on=limit, seuil=seuil, sent_on=today)
        for sujet, limit, seuil in new
    )
    dues = sorted(new.values(), key=lambda due: (due.due_on, due.sujet))
    return len(
        queue_many(
            certificateur=owner, key="depots.echeances", letters=_letters(owner, dues, today)
        )
    )


def _seuil(limit: date, today: date) -> int | None:
    """Return the last threshold that is reached; None before the first, and long after the deadline."""
    if (today - limit).days > _OLDEST:
        return None
    reached = [seuil for seuil in SEUILS if rappel_day(limit, seuil) <= today]
    return reached[-1] if reached else None


def _dues(owner: Certificateur, today: date) -> Iterator[Due]:
    first, last = today - timedelta(days=_OLDEST), today + timedelta(days=SEUILS[0] + 2)
    rows = awaited(certificateur=owner).filter(due_on__range=(first, last)).order_by()
    for limit, number in rows.values_list("due_on").annotate(number=Count("pk")):
        yield Due(Sujet.PASSAGES, limit, number)
    letters = Demande.objects.of(owner).open().filter(due_on__range=(first, last)).order_by()
    for genre, limit, number in letters.values_list("genre", "due_on").annotate(number=Count("pk")):
        yield Due(Sujet(genre), limit, number)


def _letters(owner: Certificateur, dues: Sequence[Due], today: date) -> list[Letter]:
    context = _context(dues, today)
    staff = Membership.objects.active().filter(certificateur=owner, role__in=STAFF)
    return [
        Letter(
            recipient=par.user.email,
            context=context,
            unique_key=f"{today.isoformat()}:{par.public_id}",
        )
        for par in staff.select_related("user").order_by("pk")
    ]


_NAMED: Final[Mapping[Sujet, tuple[str, str]]] = {
    Sujet.PASSAGES: ("passage à déposer", "passages à déposer"),
    Sujet.CORRECTION: ("demande de correction", "demandes de correction"),
    Sujet.MISE_EN_DEMEURE: ("mise en demeure", "mises en demeure"),
}


def _context(dues: Sequence[Due], today: date) -> dict[str, Any]:
    lines = [f"- {_said(due)} avant le {both_ways(due.due_on, today)}." for due in dues]
    first = dues[0]
    return {
        "resume": f"{_said(first)} avant le {short_date(first.due_on)}",
        "liste": "\n".join(lines),
        "lien": absolute(reverse("depots:deadlines")),
    }


def _said(due: Due) -> str:
    return count(due.number, *_NAMED[due.sujet])

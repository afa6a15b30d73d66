from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from agrafe.comptes.models import Membership
from agrafe.journal.models import Chain, JournalEntry
from agrafe.socle.history import Event


def entries_of(*, par: Membership) -> QuerySet[JournalEntry]:
    """Return the lines of the journal of the certificateur, the latest first."""
    entries = JournalEntry.objects.filter(chain__certificateur=par.certificateur_id)
    return entries.select_related("user").order_by("-number")


def chain_of(*, par: Membership) -> Chain | None:
    """Return the chain of the certificateur, None when nothing was ever written."""
    return Chain.objects.filter(certificateur=par.certificateur_id).first()


def people_of(*, par: Membership) -> list[Membership]:
    """Return those who belong to the certificateur, or did."""
    members = Membership.objects.filter(certificateur=par.certificateur_id)
    return list(members.select_related("user").order_by("user__name", "pk"))


def history_of(*, par: Membership, target: Any, limit: int = 20) -> list[Event]:
    """Return what was done to a thing, the latest first, in one query.

    Args:
        par: Who asks.
        target: A `Record` of his certificateur.
        limit: How many lines at most.
    """
    entries = entries_of(par=par).filter(target_id=target.public_id)[:limit]
    return [_event(each) for each in entries]


def histories_of(*, par: Membership, targets: Iterable[Any]) -> dict[UUID, list[Event]]:
    """Return all that was done to each of some things, by its `public_id`, the latest first, in one query."""
    wanted = [one.public_id for one in targets]
    found: dict[UUID, list[Event]] = defaultdict(list)
    for each in entries_of(par=par).filter(target_id__in=wanted):
        if each.target_id:
            found[each.target_id].append(_event(each))
    return found


def _event(entry: JournalEntry) -> Event:
    return Event(
        when=entry.at,
        who="",
        what=entry.label,
        detail=" · ".join(filter(None, (str(entry.user or ""), entry.summary))),
    )

from typing import Any

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
    return [
        Event(
            when=each.at,
            who="",
            what=each.label,
            detail=" · ".join(filter(None, (str(each.user or ""), each.summary))),
        )
        for each in entries
    ]

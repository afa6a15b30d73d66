"""What the whole software finds, group by group."""

from operator import attrgetter

from agrafe.comptes.models import Membership
from agrafe.socle import declarations
from agrafe.socle.finding import Group


def groups_of(*, par: Membership, text: str) -> list[Group]:
    """Return what each application finds, those that he may search alone; an empty text finds nothing, and asks nothing."""
    groups = [find(par=par, text=text) for find in declarations.functions("search")]
    return sorted(filter(None, groups), key=attrgetter("place"))

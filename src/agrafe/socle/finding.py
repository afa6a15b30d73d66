"""What the search of the whole software finds: each application looks among its own rows, and answers in the same words.

    search = "agrafe.personnes.finding.find"  # in its configuration

    def find(*, par: Membership, text: str) -> Group | None:
        rows = personnes_of(par=par)
        found = first_of(search_personnes(par=par, rows=rows, text=text).order_by("name_key"), every=rows)
        return Group("Titulaires", …, hits=[_hit(one) for one in found.rows], total=found.total, is_over=found.is_over)

Whoever may see none of its rows is answered None. An empty text finds nothing: the group then only tells what it can be asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, cast
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from agrafe.socle.listing import SEARCH
from agrafe.socle.paging import BoundedPaginator, in_total_order
from agrafe.socle.states import Tone

SHOWN: Final = 8
"""Hits of a group; the list of the application has the others."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found.

    Attributes:
        title: What it is called.
        url: Its card.
        detail: One line that tells it from the others.
        state: Its state, empty when it has none to show.
        tone: How the state is shown.
    """

    title: str
    url: str
    detail: str = ""
    state: str = ""
    tone: str = Tone.NEUTRAL.value


@dataclass(frozen=True, slots=True)
class Group:
    """What an application found.

    Attributes:
        label: What they are, « Titulaires ».
        icon: A name of `icons.ICONS`.
        place: Its rank from top to bottom, by tens.
        counted: The singular and the plural of what is found, « titulaire,titulaires ».
        hint: What they can be found by, in a sentence.
        url: The list of the application, which finds the same and shows all of it.
        hits: The first of what was found.
        total: How many were found.
        is_over: Whether there are more than that, which are not counted.
    """

    label: str
    icon: str
    place: int
    counted: str
    hint: str
    url: str
    hits: Sequence[Hit] = ()
    total: int = 0
    is_over: bool = False

    @property
    def has_more(self) -> bool:
        """Tell whether the list has more than the hits."""
        return self.total > len(self.hits)


class Found(NamedTuple):
    """The first rows of a search.

    Attributes:
        rows: They themselves.
        total: How many there are.
        is_over: Whether there are more, which are not counted.
    """

    rows: Sequence[Any]
    total: int
    is_over: bool


def first_of(found: QuerySet[Any], *, every: QuerySet[Any]) -> Found:
    """Return the first rows of a search, in their order: at most four statements, however many there are.

    Args:
        found: The rows that the search keeps, sorted.
        every: The same rows before they were searched.
    """
    paginator = BoundedPaginator(
        in_total_order(found), SHOWN, kept=found, every=every, is_narrowed=True
    )
    page = paginator.page(1)
    return Found(cast("Sequence[Any]", page.object_list), paginator.count, paginator.is_over)


def list_url(route: str, text: str, **asked: str) -> str:
    """Return the address of a list that searches a text, and is asked for something else besides."""
    return f"{reverse(route)}?{urlencode({SEARCH: text, **asked})}"

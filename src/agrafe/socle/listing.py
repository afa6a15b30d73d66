"""A list of things on a page: searched, filtered, sorted and cut into pages, all of it in the address.

Every control is a link or a plain form: the address says all, can be kept and sent, and works without JavaScript. htmx only
spares the reload of the rest of the page.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any, Final
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import QueryDict

Rows = QuerySet[Any] | Sequence[Any]

SEARCH: Final = "q"
SORT: Final = "tri"
PAGE: Final = "page"
TICK: Final = "choix"
_MAX_SEARCH: Final = 100
"""Characters of a search; the rest is not read."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes:
        label: Its title.
        sort: The fields, or attributes of a plain row, that it is sorted by; none when it cannot be.
        key: Its name in the address, compulsory when it can be sorted by.
        is_number: Whether its figures stand one under the other, on the right.
    """

    label: str
    key: str = ""
    sort: tuple[str, ...] = ()
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter.

    Attributes:
        key: Its name in the address.
        label: What it is about, « État ».
        choices: The value and the label of each choice; several may be ticked.
        narrow: Keeps the rows that have one of the values ticked.
    """

    key: str
    label: str
    choices: tuple[tuple[str, str], ...]
    narrow: Callable[[Any, Sequence[str]], Rows]


@dataclass(frozen=True, slots=True)
class Action:
    """What can be done to the rows that are ticked: their values are posted to `url` under the name TICK.

    What cannot be undone leads to a page of confirmation there.
    """

    label: str
    url: str
    icon: str


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, and the address without it."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice of a filter, as its form shows it."""

    value: str
    label: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a column, as the table shows it; `direction` is the value of aria-sort, empty when not sorted by it."""

    column: Column
    url: str
    direction: str


class Listing:
    """The rows that an address asks for, and the addresses of what can be asked next.

    What is not understood in the address (a column that does not exist, a page past the last) is left out: a link kept
    for a year still opens the list.

    Args:
        query: The query of the request (`request.GET`).
        rows: All the rows that the reader may see: a QuerySet, or a plain sequence.
        columns: The columns, from left to right.
        filters: The filters.
        search: Keeps the rows that hold a text; None when there is no search.
        actions: What can be done to the rows that are ticked; each row then starts with `{% tick %}`.
        page_size: Rows of a page.
        name: The id of the list in its page, when there are several.
    """

    def __init__(  # noqa: PLR0913 - each is one trait of a list
        self,
        query: QueryDict,
        rows: Rows,
        *,
        columns: Sequence[Column],
        filters: Sequence[Filter] = (),
        search: Callable[[Any, str], Rows] | None = None,
        actions: Sequence[Action] = (),
        page_size: int = 50,
        name: str = "liste",
    ) -> None:
        self.columns = columns
        self.filters = filters
        self.actions = actions
        self.name = name
        self.has_search = search is not None
        self._query = query
        self._all = rows
        self._search = search
        self._page_size = page_size

    @cached_property
    def searched(self) -> str:
        """Return the text that is searched."""
        return self._query.get(SEARCH, "").strip()[:_MAX_SEARCH] if self.has_search else ""

    @cached_property
    def values(self) -> dict[str, list[str]]:
        """Return the values that are on, for each filter that has one."""
        asked = {
            each.key: [value for value, _ in each.choices if value in self._query.getlist(each.key)]
            for each in self.filters
        }
        return {key: values for key, values in asked.items() if values}

    @cached_property
    def sorted_by(self) -> tuple[Column, bool] | None:
        """Return the column that the rows are sorted by and whether it is from the last to the first."""
        asked = self._query.get(SORT, "")
        key = asked.removeprefix("-")
        column = next((each for each in self.columns if each.sort and each.key == key), None)
        return (column, asked.startswith("-")) if column else None

    @cached_property
    def page(self) -> Page[Any]:
        """Return the page asked for."""
        return Paginator(self._sorted(self._narrowed()), self._page_size).get_page(
            self._query.get(PAGE)
        )

    @property
    def count(self) -> int:
        """Return how many rows there are on all pages."""
        return self.page.paginator.count

    @property
    def is_narrowed(self) -> bool:
        """Tell whether a search or a filter is on."""
        return bool(self.searched or self.values)

    @property
    def headings(self) -> Iterator[Heading]:
        """Yield the titles of the columns; a sorted one leads to the same order reversed."""
        current, is_reversed = self.sorted_by or (None, False)
        for column in self.columns:
            is_current = column is current
            direction = ("descending" if is_reversed else "ascending") if is_current else ""
            asked = f"-{column.key}" if is_current and not is_reversed else column.key
            yield Heading(column, self.address({SORT: [asked]}) if column.sort else "", direction)

    @property
    def chips(self) -> Iterator[Chip]:
        """Yield the filters that are on, and the search."""
        if self.searched:
            yield Chip(f"« {self.searched} »", self.address({SEARCH: []}))
        for each in self.filters:
            on = self.values.get(each.key, [])
            for value, label in each.choices:
                if value in on:
                    left = [other for other in on if other != value]
                    yield Chip(f"{each.label} : {label}", self.address({each.key: left}))

    @property
    def choices(self) -> Iterator[tuple[Filter, list[Choice]]]:
        """Yield each filter with its choices."""
        for each in self.filters:
            on = self.values.get(each.key, [])
            yield each, [Choice(value, label, value in on) for value, label in each.choices]

    @property
    def kept_by_search(self) -> list[tuple[str, str]]:
        """Return what the form of the search must carry along: all but the search."""
        return [
            (key, value)
            for key, values in self._state().items()
            for value in values
            if key != SEARCH
        ]

    @property
    def kept_by_filters(self) -> list[tuple[str, str]]:
        """Return what the form of the filters must carry along: the search and the order."""
        state = self._state()
        return [(key, value) for key in (SEARCH, SORT) for value in state[key]]

    @property
    def all_url(self) -> str:
        """Return the address without search or filter."""
        return self.address({SEARCH: [], **{each.key: [] for each in self.filters}})

    @property
    def pages(self) -> list[tuple[str, str, bool]]:
        """Return the pages to offer: number, address (empty where some are skipped), whether it is this one."""
        numbers = self.page.paginator.get_elided_page_range(
            self.page.number, on_each_side=1, on_ends=1
        )
        return [
            (str(number), self.page_url(number), number == self.page.number)
            if isinstance(number, int)
            else (str(number), "", False)
            for number in numbers
        ]

    def page_url(self, number: int) -> str:
        """Return the address of a page."""
        return self.address({PAGE: [str(number)]})

    @property
    def previous_url(self) -> str:
        """Return the address of the page before, empty on the first."""
        return self.page_url(self.page.number - 1) if self.page.has_previous() else ""

    @property
    def next_url(self) -> str:
        """Return the address of the page after, empty on the last."""
        return self.page_url(self.page.number + 1) if self.page.has_next() else ""

    def address(self, changes: Mapping[str, Sequence[str]]) -> str:
        """Return the query of the same list with some of its values changed; it starts again at the first page."""
        return "?" + urlencode(self._state() | dict(changes), doseq=True)

    def _state(self) -> dict[str, Sequence[str]]:
        """Return what the address says and was understood."""
        state: dict[str, Sequence[str]] = {SEARCH: [self.searched] if self.searched else []}
        state |= self.values
        column, is_reversed = self.sorted_by or (None, False)
        state[SORT] = [f"-{column.key}" if is_reversed else column.key] if column else []
        return state

    def _narrowed(self) -> Rows:
        rows = self._all
        for each in self.filters:
            if each.key in self.values:
                rows = each.narrow(rows, self.values[each.key])
        if self._search and self.searched:
            rows = self._search(rows, self.searched)
        return rows

    def _sorted(self, rows: Rows) -> Rows:
        if self.sorted_by is None:
            return rows
        column, is_reversed = self.sorted_by
        if isinstance(rows, QuerySet):
            sign = "-" if is_reversed else ""
            # The key comes last: rows that are equal do not change pages from one request to the next.
            return rows.order_by(*(f"{sign}{name}" for name in column.sort), "pk")
        return sorted(rows, key=attrgetter(*column.sort), reverse=is_reversed)

"""A list of things on a page: searched, filtered, sorted and cut into pages, all of it in the address.

Every control is a link or a plain form: the address says all, can be kept and sent, and works without JavaScript. htmx only
spares the reload of the rest of the page.
"""

from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any, Final, cast
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.core.paginator import Page
from django.db.models import Q, QuerySet
from django.http import QueryDict

from agrafe.socle.paging import BoundedPaginator, in_total_order

Rows = QuerySet[Any] | Sequence[Any]

SEARCH: Final = "q"
SORT: Final = "tri"
PAGE: Final = "page"
COLUMNS: Final = "colonnes"
TICK: Final = "choix"
TICK_ALL: Final = "tout"
"""Posted when every row of the list is chosen, those of the other pages too."""
QUERY: Final = "requete"
"""Posted beside TICK_ALL: the query of the list, asked again when it is acted upon."""
MAX_SEARCH: Final = 100
"""Characters of a search; the rest is not read."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes:
        label: Its title.
        sort: The fields, or attributes of a plain row, that it is sorted by; none when it cannot be.
        key: Its name in the address and in `{% cell %}`; compulsory when it can be sorted by or hidden.
        is_number: Whether its figures stand one under the other, on the right.
        visible_by_default: Whether it is there for whoever did not choose.
        within: What every row meets, said again of the table that `sort` goes to, `Q(personne__certificateur=…)`: the database
            then enters that table by its index. It is only asked when the rows are sorted by this column.
        is_title: Whether it names the row: its cells are headings, and it cannot be hidden.
    """

    label: str
    key: str = ""
    sort: tuple[str, ...] = ()
    is_number: bool = False
    visible_by_default: bool = True
    within: Q | None = None
    is_title: bool = False

    @property
    def can_be_hidden(self) -> bool:
        """Tell whether the reader may do without it."""
        return bool(self.key) and not self.is_title


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter.

    Attributes:
        key: Its name in the address.
        label: What it is about, « État ».
        choices: The value and the label of each choice; several may be ticked.
        narrow: Keeps the rows that have one of the values ticked.
        label_of: Says a value that an address may ask for beyond the choices, such as a day; None for one that is not understood.
    """

    key: str
    label: str
    choices: tuple[tuple[str, str], ...]
    narrow: Callable[[Any, Sequence[str]], Rows]
    label_of: Callable[[str], str | None] | None = None


@dataclass(frozen=True, slots=True)
class Action:
    """What can be done to the rows that are ticked: their values are posted to `url` under the name TICK.

    What cannot be undone leads to a page of confirmation there.
    """

    label: str
    url: str
    icon: str


@dataclass(frozen=True, slots=True)
class Download:
    """The same rows as a file: `url` is asked with the query of the list, and its view reads them in `Listing.rows`."""

    label: str
    url: str
    icon: str = "download"


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
        downloads: The files that the rows can be had in.
        memory: Where the columns chosen are remembered, `request.session`; without it the reader cannot choose them.
        tick_field: The field, or attribute of a plain row, whose values `{% tick %}` writes.
        page_size: Rows of a page.
        name: The id of the list in its page, when there are several; its columns are remembered under it.
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
        downloads: Sequence[Download] = (),
        memory: MutableMapping[str, Any] | None = None,
        tick_field: str = "public_id",
        page_size: int = 50,
        name: str = "liste",
    ) -> None:
        self.all_columns = columns
        self.filters = filters
        self.actions = actions
        self.downloads = downloads
        self.name = name
        self.has_search = search is not None
        self._query = query
        self._all = rows
        self._search = search
        self._memory = memory
        self._tick_field = tick_field
        self._page_size = page_size

    @cached_property
    def searched(self) -> str:
        """Return the text that is searched."""
        return self._query.get(SEARCH, "").strip()[:MAX_SEARCH] if self.has_search else ""

    @cached_property
    def values(self) -> dict[str, list[str]]:
        """Return the values that are on, for each filter that has one."""
        asked = {
            each.key: [
                value
                for value, _ in self._choices_of(each)
                if value in self._query.getlist(each.key)
            ]
            for each in self.filters
        }
        return {key: values for key, values in asked.items() if values}

    @cached_property
    def sorted_by(self) -> tuple[Column, bool] | None:
        """Return the column that the rows are sorted by and whether it is from the last to the first."""
        asked = self._query.get(SORT, "")
        key = asked.removeprefix("-")
        column = next((each for each in self.all_columns if each.sort and each.key == key), None)
        return (column, asked.startswith("-")) if column else None

    @cached_property
    def columns(self) -> list[Column]:
        """Return the columns to show; those that the address names are remembered."""
        chosen = self._chosen_columns()
        return [
            each
            for each in self.all_columns
            if not each.can_be_hidden
            or (each.visible_by_default if chosen is None else each.key in chosen)
        ]

    @property
    def column_choices(self) -> list[Choice]:
        """Return the columns that the reader may show or hide; none when nothing remembers them."""
        if self._memory is None:
            return []
        return [
            Choice(each.key, each.label, each in self.columns)
            for each in self.all_columns
            if each.can_be_hidden
        ]

    def column(self, key: str) -> Column | None:
        """Return a column that is shown, or None when it is hidden; a key that no column has is a KeyError."""
        found = next((each for each in self.all_columns if each.key == key), None)
        if found is None:
            raise KeyError(key)
        return found if found in self.columns else None

    @property
    def rows(self) -> Rows:
        """Return every row that the address asks for, sorted: what an export writes."""
        return self._sorted(self._narrowed())

    @cached_property
    def page(self) -> Page[Any]:
        """Return the page asked for."""
        paginator = BoundedPaginator(
            self.rows,
            self._page_size,
            kept=self._narrowed(),
            every=self._all,
            is_narrowed=self.is_narrowed,
        )
        return paginator.get_page(self._query.get(PAGE))

    @property
    def count(self) -> int:
        """Return how many rows there are on all pages."""
        return self.page.paginator.count

    @property
    def is_over(self) -> bool:
        """Tell whether there are more rows than are counted."""
        return cast("BoundedPaginator", self.page.paginator).is_over

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing at all, whatever one asks: the page then teaches how to make the first."""
        return not self.is_narrowed and not self.count

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
            for value, label in self._choices_of(each):
                if value in on:
                    left = [other for other in on if other != value]
                    yield Chip(f"{each.label} : {label}", self.address({each.key: left}))

    @property
    def choices(self) -> Iterator[tuple[Filter, list[Choice]]]:
        """Yield each filter with its choices."""
        for each in self.filters:
            on = self.values.get(each.key, [])
            offered = self._choices_of(each)
            yield each, [Choice(value, label, value in on) for value, label in offered]

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
        """Return what the form of the filters must carry along: the search, the order and the columns."""
        state = self._state()
        return [(key, value) for key in (SEARCH, SORT, COLUMNS) for value in state.get(key, ())]

    @property
    def kept_by_columns(self) -> list[tuple[str, str]]:
        """Return what the form of the columns must carry along: all but the columns."""
        return [
            (key, value)
            for key, values in self._state().items()
            for value in values
            if key != COLUMNS
        ]

    @property
    def default_columns_url(self) -> str:
        """Return the address that forgets the columns chosen."""
        return self.address({COLUMNS: [""]})

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

    @property
    def query(self) -> str:
        """Return the query of this list, all its pages together: what a bulk action posts and an export is asked with."""
        return self.address({}).removeprefix("?")

    def ticked(self, data: QueryDict) -> Rows:
        """Return the rows chosen by a form (`request.POST`): those ticked, or all those of the list as it was then.

        Nothing is trusted: the rows come from those that the reader may see, and a value that is not understood chooses none.
        """
        if TICK_ALL in data:
            query = QueryDict(data.get(QUERY, ""))
            then = Listing(
                query,
                self._all,
                columns=self.all_columns,
                filters=self.filters,
                search=self._search,
            )
            return then.rows if then.is_understood else self._none()
        asked = data.getlist(TICK)
        if not isinstance(self._all, QuerySet):
            return [row for row in self._all if str(getattr(row, self._tick_field)) in asked]
        return self._all.filter(**{f"{self._tick_field}__in": self._understood(asked)})

    @property
    def is_understood(self) -> bool:
        """Tell whether each value that the address gives to a filter is still one of its choices.

        A list to look at does without those that are not; an act must not, or it would be done to all the others.
        """
        return all(
            set(filter(None, self._query.getlist(each.key))) <= set(self.values.get(each.key, ()))
            for each in self.filters
        )

    def _none(self) -> Rows:
        return self._all.none() if isinstance(self._all, QuerySet) else []

    def _understood(self, asked: Sequence[str]) -> list[Any]:
        """Return the values that the field ticked can have."""
        meta = cast("QuerySet[Any]", self._all).model._meta  # noqa: SLF001 - public, whatever its name
        field = meta.pk if self._tick_field == "pk" else meta.get_field(self._tick_field)
        values = []
        for text in asked:
            try:
                values.append(field.to_python(text))
            except ValidationError:
                continue
        return values

    def _choices_of(self, one: Filter) -> Sequence[tuple[str, str]]:
        """Return the choices of a filter, and what the address asks for beyond them."""
        if one.label_of is None:
            return one.choices
        known = dict(one.choices)
        for value in self._query.getlist(one.key):
            label = None if value in known else one.label_of(value)
            if label is not None:
                known[value] = label
        return [*known.items()]

    def _chosen_columns(self) -> list[str] | None:
        """Return the keys of the columns chosen, by the address or before; None when nothing was."""
        place = f"colonnes-{self.name}"
        known = {each.key for each in self.all_columns if each.can_be_hidden}
        if self._memory is None:
            return None
        if COLUMNS in self._query:
            asked = [key for key in self._query.getlist(COLUMNS) if key in known]
            if not asked:
                self._memory.pop(place, None)
                return None
            if self._memory.get(place) != asked:
                self._memory[place] = asked
            return asked
        remembered: list[str] | None = self._memory.get(place)
        return remembered

    def _state(self) -> dict[str, Sequence[str]]:
        """Return what the address says and was understood."""
        state: dict[str, Sequence[str]] = {SEARCH: [self.searched] if self.searched else []}
        state |= self.values
        column, is_reversed = self.sorted_by or (None, False)
        state[SORT] = [f"-{column.key}" if is_reversed else column.key] if column else []
        if COLUMNS in self._query:
            state[COLUMNS] = [each.key for each in self.columns if each.can_be_hidden]
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
        column, is_reversed = self.sorted_by or (None, False)
        if isinstance(rows, QuerySet):
            fields = column.sort if column else ()
            if column and column.within:
                rows = rows.filter(column.within)
            return in_total_order(rows, tuple(map(_reverse, fields)) if is_reversed else fields)
        if column is None:
            return rows
        return sorted(rows, key=attrgetter(*column.sort), reverse=is_reversed)


def carried(data: QueryDict) -> list[tuple[str, str]]:
    """Return the choice of rows that a form posted, for the page of confirmation to post it again."""
    return [(name, value) for name in (TICK, TICK_ALL, QUERY) for value in data.getlist(name)]


def _reverse(field: str) -> str:
    return field.removeprefix("-") if field.startswith("-") else f"-{field}"

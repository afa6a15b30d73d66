"""Pages whose price does not grow with the table: the count stops at a limit, and so do the pages.

Nobody reads the two hundredth page: past the limit one narrows, sorts the other way, or takes the export, which has every row.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Final, cast

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

COUNT_LIMIT: Final = 10_000
"""Rows that a list counts and leads to; the time of a count, and of the last page, is that of so many index entries."""
KEYS_LIMIT: Final = 1_000
"""Rows that a search or a filter may keep to be found first and sorted after, whatever the order asked for."""


def in_total_order(rows: QuerySet[Any], fields: tuple[str, ...] = ()) -> QuerySet[Any]:
    """Sort rows by fields, or as they already are, the primary key last and in the direction of the field before it.

    Rows that are equal do not change pages from one request to the next, and an index that ends with the key is read either way.
    """
    names = fields or rows.query.order_by
    if not names and rows.query.default_ordering:
        names = tuple(rows.model._meta.ordering or ())  # noqa: SLF001 - public, whatever its name
    last = names[-1] if names else ""
    if last in {"pk", "-pk"}:
        return rows.order_by(*names)
    is_reversed = (
        last.startswith("-") if isinstance(last, str) else getattr(last, "descending", False)
    )
    return rows.order_by(*names, "-pk" if is_reversed else "pk")


class BoundedPaginator(Paginator):  # type: ignore[type-arg]  # Django gives it none at run time
    """A paginator that neither counts nor leads further than COUNT_LIMIT rows of a QuerySet.

    When few rows are kept of many, to walk all of them in the order asked for would be slow: their keys are read first, which
    the index of the filter gives, and the page is then cut among them.

    Args:
        rows: The rows, sorted.
        per_page: Rows of a page.
        kept: The same rows before they were sorted, to be counted: they may need fewer tables.
        every: The same rows before they were narrowed or sorted: those of a page are fetched from them by their keys alone,
            where the database would else walk an index for the order, or search a second time.
        is_narrowed: Whether a search or a filter keeps few of many.
    """

    def __init__(
        self,
        rows: QuerySet[Any] | Sequence[Any],
        per_page: int,
        *,
        kept: QuerySet[Any] | Sequence[Any],
        every: QuerySet[Any] | Sequence[Any],
        is_narrowed: bool,
    ) -> None:
        super().__init__(rows, per_page)
        self._kept = kept
        self._every = every
        self._is_narrowed = is_narrowed

    @cached_property
    def _keys(self) -> list[Any] | None:
        """Return the keys of the rows kept, when they are few."""
        if not (self._is_narrowed and isinstance(self._kept, QuerySet)):
            return None
        keys = list(self._kept.order_by().values_list("pk", flat=True)[: KEYS_LIMIT + 1])
        return keys if len(keys) <= KEYS_LIMIT else None

    @cached_property
    def _counted(self) -> int:
        if self._keys is not None:
            return len(self._keys)
        if isinstance(self._kept, QuerySet):
            return self._kept.order_by()[: COUNT_LIMIT + 1].count()
        return len(self._kept)

    @property
    def is_over(self) -> bool:
        """Tell whether there are more rows than it counts."""
        return isinstance(self._kept, QuerySet) and self._counted > COUNT_LIMIT

    @cached_property
    def count(self) -> int:
        """Return how many rows the pages lead to."""
        return COUNT_LIMIT if self.is_over else self._counted

    def page(self, number: int | str) -> Page[Any]:
        """Return a page: its keys are read first, from the index of the order, and only its rows are joined to anything."""
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        rows = self.object_list
        if not isinstance(rows, QuerySet):
            return Page(rows[start : start + self.per_page], number, self)
        kept = rows if self._keys is None else rows.filter(pk__in=self._keys)
        keys = list(
            kept.values_list("pk", flat=True)[start : min(start + self.per_page, self.count)]
        )
        found = cast("QuerySet[Any]", self._every).order_by().in_bulk(keys)
        return Page([found[key] for key in keys if key in found], number, self)

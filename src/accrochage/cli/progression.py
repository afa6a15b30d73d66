"""The bar that shows how far the reading is."""

import sys
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from accrochage.cli.interruption import stop_if_asked
from accrochage.typographie import NO_BREAK, number, printable

if TYPE_CHECKING:
    from rich.progress import Progress

_EVERY: Final = 0.1
"""Seconds between two drawings of the bar."""


class Progression:
    """Shows how many rows were read, when stderr is a terminal: a context manager, to be given to a use case.

    Nothing is imported, and nothing shown, before a tenth of a second: small files come and go without a bar. No thread redraws it.

    Args:
        name: Name of the file.
        unit: What it is made of, in the plural.
        doing: What is done to it.
    """

    def __init__(self, name: str, unit: str = "lignes", doing: str = "Lecture de") -> None:
        self._name = printable(f"{doing} {name}")
        self._unit = unit
        self._bar: Progress | None = None
        self._wanted = sys.stderr.isatty()
        self._drawn = monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar:
            self._bar.stop()
        if kind is None:
            stop_if_asked()

    def __call__(self, done: int, total: int | None) -> None:
        """Take note of the rows read so far, and of how many there are when it is known.

        Raises:
            KeyboardInterrupt: Ctrl+C was pressed, and lost on its way.
        """
        stop_if_asked()
        now = monotonic()
        if not self._wanted or now - self._drawn < _EVERY:
            return
        self._drawn = now
        if self._bar is None:
            self._bar = _start(self._name)
        shown = number(done) if total is None else f"{number(done)} / {number(total)}"
        self._bar.update(
            self._bar.task_ids[0],
            completed=done,
            total=total,
            shown=f"{shown}{NO_BREAK}{self._unit}",
        )
        self._bar.refresh()


def _start(name: str) -> "Progress":
    from rich.console import Console  # noqa: PLC0415 - of use to large files on a terminal only
    from rich.progress import BarColumn, Progress, TextColumn  # noqa: PLC0415 - the same

    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.fields[shown]}", markup=False),
        console=Console(stderr=True),
        auto_refresh=False,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    bar.start()
    bar.add_task(name, total=None, shown="")
    return bar

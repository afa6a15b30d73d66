"""What can be done in the background: the functions of the long jobs, and the periodic tasks.

Each application writes its own in its `tasks.py`, imported when the software starts.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime, time, timedelta
from typing import Any, Final, TypeVar

from django.utils import timezone
from django_tasks.base import Task

from agrafe.socle.refusals import Refusal

TravailFunction = Callable[..., "Result | None"]
F = TypeVar("F", bound=TravailFunction)
T = TypeVar("T", bound=Task[Any, Any])


class TravailError(Refusal):
    """A long job cannot go on, and the sentence, without personal data, says why and what to do."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a long job leaves on its page.

    Attributes:
        summary: A French sentence without personal data, « 218 passages importés, 3 écartés. »
        route: The name of the route where the result is, empty when there is no such page.
        arguments: The arguments of the route.
        label: What the link says, « Voir l'import ».
    """

    summary: str = ""
    route: str = ""
    arguments: dict[str, str] = field(default_factory=dict)
    label: str = "Voir le résultat"

    def as_json(self) -> dict[str, Any]:
        """Return what the row keeps."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Period:
    """A task, and how often it is started: every so often, or every day at an hour of the site."""

    task: Task[Any, Any]
    every: timedelta | None
    daily_at: time | None

    def first(self, now: datetime) -> datetime:
        """Return when it is due for the first time: at once, or at its hour."""
        return now if self.every else self.after(now)

    def after(self, now: datetime) -> datetime:
        """Return when it is due next; the times missed while nothing was running are not made up for."""
        if self.every:
            return now + self.every
        hour = self.daily_at or time()
        today = timezone.make_aware(datetime.combine(timezone.localdate(now), hour))
        if today > now:
            return today
        tomorrow = timezone.localdate(now) + timedelta(days=1)
        return timezone.make_aware(datetime.combine(tomorrow, hour))


_TRAVAUX: Final[dict[str, TravailFunction]] = {}
PERIODS: Final[dict[str, Period]] = {}
"""The periodic tasks, each by the path of its function."""


def travail(kind: str) -> Callable[[F], F]:
    """Register the function of a kind of long job: `@travail("passages.import")`.

    It is called with a `Progression`, then the arguments given at the start, by name; called again with the last checkpoint when
    its worker died.
    """

    def register(function: F) -> F:
        known = _TRAVAUX.setdefault(kind, function)
        if known is not function:
            raise ValueError(f"two functions for the kind {kind}")
        return function

    return register


def function_of(kind: str) -> TravailFunction:
    """Return the function of a kind.

    Raises:
        KeyError: No application has registered it.
    """
    return _TRAVAUX[kind]


def periodic(*, every: timedelta | None = None, daily_at: time | None = None) -> Callable[[T], T]:
    """Have a task started again and again, once per period whatever the number of hosts.

    Args:
        every: The time between two starts.
        daily_at: Or the hour of each day, in the time zone of the site.
    """
    if (every is None) == (daily_at is None):
        raise ValueError("give either every or daily_at")

    def register(task: T) -> T:
        PERIODS[task.module_path] = Period(task, every, daily_at)
        return task

    return register

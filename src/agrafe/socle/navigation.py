"""The navigation of the software: each application declares its own entries, and the frame shows them.

An application that has a room writes it in its configuration, and nothing else knows of it:

    class JurysConfig(AppConfig):
        name = "agrafe.jurys"
        navigation = (Entry("Jurys", icon="people", route="jurys:list", place=30),)

A room may have several pages, each a tab of its first one: an entry says under which it stands, and whoever has the room need not
know of it. `{% room_tabs "passages:list" %}` shows them.

        navigation = (Entry("Dépôts", icon="folder2-open", route="depots:list", place=20, under="passages:list"),)

No entry leads to a room that does not exist: its address is found again at each page, and a wrong route fails the first test.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Final

from django.apps import apps
from django.http import HttpRequest
from django.urls import reverse

BAR_LENGTH: Final = 5
"""How many entries stand in the bar of a phone; when there are more, the last one opens the rest."""
SLOTS: Final = ("notice", "organisation", "search", "work", "help", "user")
"""The places of the top of a page. An application fills one with a template of its own, named in its configuration:
`frame = {"user": "comptes/frame/user.html"}`. It is given the context of the page, where `par` may be None."""
BELOW: Final = 100
"""From this place on, an entry stands below."""


def _everybody(_request: HttpRequest) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the navigation.

    Attributes:
        label: One or two words, `Jurys`.
        icon: A name of `icons.ICONS`.
        route: The name of its route, `jurys:list`; every page of the same namespace lights it up.
        place: Its rank from top to bottom, by tens: 10 Aujourd'hui, 20 Candidatures, 30 Jurys, 40 Titulaires, 50 Accrochage,
            60 Parchemins, 70 Enquêtes, 80 Partenaires, then below 110 Certifications, 120 Réglages.
        allowed: Tells whether whoever asks may see it; everybody unless said.
        under: The route of the entry whose tab it is; empty for an entry of the navigation itself.
    """

    label: str
    icon: str
    route: str
    place: int
    allowed: Callable[[HttpRequest], bool] = _everybody
    under: str = ""

    def is_page(self, request: HttpRequest) -> bool:
        """Tell whether the page asked for is that of this entry, or one of its own: `depots:deadlines_add` is of `depots:deadlines`."""
        match = request.resolver_match
        return match is not None and f"{match.view_name}_".startswith(f"{self.route}_")

    def leads_to(self, request: HttpRequest) -> bool:
        """Tell whether the page asked for is in the room of this entry."""
        match = request.resolver_match
        if match is None:
            return False
        namespace, _, _ = self.route.rpartition(":")
        return match.namespace == namespace if namespace else match.view_name == self.route


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as a page shows it."""

    label: str
    icon: str
    url: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Navigation:
    """The links of a page: `main` on top, `below` under them."""

    main: list[Link] = field(default_factory=list)
    below: list[Link] = field(default_factory=list)

    @property
    def bar(self) -> list[Link]:
        """Return the links that stand in the bar of a phone."""
        links = [*self.main, *self.below]
        return links if len(links) <= BAR_LENGTH else links[: BAR_LENGTH - 1]

    @property
    def rest(self) -> list[Link]:
        """Return the links that the bar has no room for."""
        return [*self.main, *self.below][len(self.bar) :]


def navigation_of(request: HttpRequest) -> Navigation:
    """Return the navigation for a page and whoever asks for it."""
    links: dict[bool, list[Link]] = {False: [], True: []}
    entries = sorted(_declared(), key=attrgetter("place"))
    room = _room(request, entries)
    for entry in entries:
        if not entry.under and entry.allowed(request):
            link = Link(entry.label, entry.icon, reverse(entry.route), entry.route == room)
            links[entry.place >= BELOW].append(link)
    return Navigation(links[False], links[True])


def _room(request: HttpRequest, entries: Sequence[Entry]) -> str:
    """Return the route of the room that a page is in, empty when it is in none.

    The address tells first: `/titulaires/…/passages/` is in the room of the titulaires, whichever application shows it.
    """
    for entry in entries:
        if not entry.under and request.path.startswith(reverse(entry.route)):
            return entry.route
    found = (entry.under or entry.route for entry in entries if entry.leads_to(request))
    return next(found, "")


def tabs_under(request: HttpRequest, route: str) -> list[Link]:
    """Return the tabs of a room that whoever asks may see, the current one marked; none when there is only one."""
    declared = [one for one in _declared() if one.under == route and one.allowed(request)]
    entries = sorted(declared, key=attrgetter("place"))
    here = [one for one in entries if one.is_page(request)]
    here = here or [one for one in entries if one.leads_to(request)]
    links = [Link(one.label, one.icon, reverse(one.route), one in here[:1]) for one in entries]
    return links if len(links) > 1 else []


def _declared() -> Iterator[Entry]:
    for config in apps.get_app_configs():
        yield from getattr(config, "navigation", ())


def slots() -> dict[str, str]:
    """Return the template that fills each place of the top, empty where no application does."""
    filled: dict[str, str] = dict.fromkeys(SLOTS, "")
    for config in apps.get_app_configs():
        filled |= getattr(config, "frame", {})
    return filled

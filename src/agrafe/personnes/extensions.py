"""What the applications above declare on their AppConfig, and personnes calls: no signal, the same transaction.

- `after_personne_change = "agrafe.passages.services.recheck"`: a function `(*, par, personnes) -> None`, called once for all the
  persons of whom one service call changed the civil identity.
- `after_nir_change = "agrafe.passages.services.recheck_nir"`: the same, for the persons whose NIR came into the vault or left it.
- `nir_needed = "agrafe.passages.services.nir_needed"`: a function `(personnes) -> QuerySet of Personne`; of these persons, those
  whose NIR still serves a purpose. While no application declares one, nothing is purged.
- `personne_tabs = (Entry("Passages", icon="award", route="passages:of_personne", place=10),)`: tabs of the card
  (`socle.navigation.Entry`); their routes take `public_id`.
- `personne_actions = (Entry("Demander une vérification", …),)`: what the list does to the rows that are ticked; their routes, which
  take nothing, are posted the choice, and read it with `listing.personne_listing(…).ticked(request.POST)`.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from agrafe.comptes.models import Membership
from agrafe.personnes.models import Personne
from agrafe.socle import declarations
from agrafe.socle.listing import Action
from agrafe.socle.navigation import Entry, Link


def announce_change(*, par: Membership | None, personnes: Sequence[Personne]) -> None:
    """Tell the applications above that the civil identity of persons has changed."""
    for function in declarations.functions("after_personne_change"):
        function(par=par, personnes=personnes)


def announce_nir(*, par: Membership, personnes: Sequence[Personne]) -> None:
    """Tell the applications above that the vault has got, or lost, the NIR of persons."""
    for function in declarations.functions("after_nir_change"):
        function(par=par, personnes=personnes)


def nir_purposes() -> list[Callable[..., Any]]:
    """Return the functions that say whose NIR still serves."""
    return list(declarations.functions("nir_needed"))


def tabs_of(request: HttpRequest, personne: Personne) -> list[Link]:
    """Return the tabs of the card of a person: its own, then those of the applications above; none when it is alone."""
    arguments = {"public_id": personne.public_id}
    here = reverse("personnes:detail", kwargs=arguments)
    links = [Link("Fiche", "", here, request.path == here)]
    for entry in _entries(request, "personne_tabs"):
        url = reverse(entry.route, kwargs=arguments)
        links.append(Link(entry.label, "", url, request.path == url))
    return links if len(links) > 1 else []


def actions_of(request: HttpRequest) -> list[Action]:
    """Return what the applications above do to the persons that are ticked in the list."""
    return [
        Action(entry.label, reverse(entry.route), entry.icon)
        for entry in _entries(request, "personne_actions")
    ]


def _entries(request: HttpRequest, name: str) -> list[Entry]:
    """Return the entries of a name that whoever asks may see, in their order."""
    return [entry for entry in declarations.entries(name) if entry.allowed(request)]

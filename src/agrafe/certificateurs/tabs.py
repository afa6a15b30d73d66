"""The tabs of the settings; the applications above add theirs.

They declare them on their AppConfig:

`settings_tabs = (Entry("Vérifications", icon="ui-checks", route="verifications:settings", place=10),)`, for all the members.
"""

from typing import Final

from django.urls import reverse

from agrafe.certificateurs.permissions import can_edit_settings
from agrafe.comptes.models import Membership
from agrafe.socle.declarations import entries
from agrafe.socle.navigation import Link

_FOR_ALL: Final = (
    ("Organisme", "certificateurs:settings"),
    ("Caisse des Dépôts", "certificateurs:caisse_des_depots"),
    ("Images", "certificateurs:images"),
    ("Courriels", "certificateurs:courriels"),
)
_FOR_ADMINISTRATEURS: Final = (
    ("Équipe", "certificateurs:team"),
    ("Journal", "journal:list"),
)


def settings_tabs(par: Membership, current: str) -> list[Link]:
    """Return the tabs of the settings that he may open; `current` is the route of the page."""
    shown = _FOR_ALL + _declared() + (_FOR_ADMINISTRATEURS if can_edit_settings(par) else ())
    return [Link(label, "", reverse(route), route == current) for label, route in shown]


def _declared() -> tuple[tuple[str, str], ...]:
    return tuple((entry.label, entry.route) for entry in entries("settings_tabs"))

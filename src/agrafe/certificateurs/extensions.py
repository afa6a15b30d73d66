"""What the applications above declare on their AppConfig, and certificateurs calls: no signal, the same transaction.

- `after_format_change = "agrafe.passages.services_bulk.check_all"`: a function `(*, par) -> None`, called when a certificateur
  begins to write another version of the format; whatever takes long is done in the background.
- `settings_tabs = (Entry("Vérifications", icon="ui-checks", route="verifications:settings", place=10),)`: tabs of the settings,
  for all the members (see `tabs`).
"""

from agrafe.comptes.models import Membership
from agrafe.socle import declarations


def announce_format_change(*, par: Membership) -> None:
    """Tell the applications above that the version of the format has changed."""
    for function in declarations.functions("after_format_change"):
        function(par=par)

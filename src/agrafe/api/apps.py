from typing import Final

from django.apps import AppConfig

from agrafe.socle.navigation import Entry


class ApiConfig(AppConfig):
    """The doors of the software for other programs, and the jetons that open them."""

    name = "agrafe.api"
    verbose_name = "accès par programme"
    guide: Final = "guides/acces-par-programme"
    settings_tabs = (Entry("Accès par programme", "terminal", "api:jetons", 20),)
    actions: Final = {
        "api.create_jeton": "Jeton d'accès créé",
        "api.revoke_jeton": "Jeton d'accès révoqué",
    }

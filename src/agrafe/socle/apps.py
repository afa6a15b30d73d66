from django.apps import AppConfig

from agrafe.socle import form_messages


class SocleConfig(AppConfig):
    """The socle: it has no data, and no entry in the navigation."""

    name = "agrafe.socle"
    verbose_name = "socle"

    def ready(self) -> None:
        """Have every form speak as the house does."""
        form_messages.install()

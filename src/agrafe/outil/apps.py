from typing import Final

from django.apps import AppConfig


class OutilConfig(AppConfig):
    """The free tool: no account, nothing stored."""

    name = "agrafe.outil"
    verbose_name = "outil gratuit"
    guide: Final = "guides/outil-en-ligne"

    def ready(self) -> None:
        """Erase what a server that was stopped left behind."""
        from agrafe.outil.workspace import sweep  # noqa: PLC0415 - needs the applications

        sweep()

from typing import Final

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """What ties the applications together: it stands above them all, and has the commands that touch them all."""

    name = "agrafe.config"
    verbose_name = "installation"
    actions: Final = {"config.demo": "Données de démonstration créées"}

from typing import Final

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class TravauxConfig(AppConfig):
    """Work in the background."""

    name = "agrafe.travaux"
    verbose_name = "travaux"
    frame: Final = {"work": "travaux/frame/active.html"}

    def ready(self) -> None:
        """Have every application register what it does in the background."""
        autodiscover_modules("tasks")

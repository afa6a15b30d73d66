from typing import Final

from django.apps import AppConfig


class RechercheConfig(AppConfig):
    """The search of the whole software, from every page."""

    name = "agrafe.recherche"
    verbose_name = "recherche"
    guide: Final = "guides/passages"
    frame: Final = {"search": "recherche/frame/search.html"}

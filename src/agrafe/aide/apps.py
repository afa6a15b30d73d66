from typing import Final

from django.apps import AppConfig


class AideConfig(AppConfig):
    """The documentation, to be read where one works."""

    name = "agrafe.aide"
    verbose_name = "aide"
    frame: Final = {"help": "aide/frame/help.html"}

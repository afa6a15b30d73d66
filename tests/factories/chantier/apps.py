from django.apps import AppConfig


class ChantierConfig(AppConfig):
    """An application that only the processes of tests/web/travaux install."""

    name = "factories.chantier"
    label = "chantier"

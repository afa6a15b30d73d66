"""`agrafe nir`: the purge of the NIR vault."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accrochage.typographie import count
from agrafe.personnes.services import purge_unneeded_nirs


class Command(BaseCommand):
    """Purge the NIR that serve no purpose any more."""

    help = "Le coffre des NIR : « purger » efface tout de suite ceux qui ne servent plus, sans attendre la nuit."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what the command takes."""
        parser.add_argument("geste", choices=("purger",), help="ce qu'il faut faire")

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Do it, and say what was done."""
        self.stdout.write(count(purge_unneeded_nirs(), "NIR purgé.", "NIR purgés."))

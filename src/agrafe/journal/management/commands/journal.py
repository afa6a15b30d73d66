"""`agrafe journal --verifier`: read every chain again, from its first line."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from accrochage import typographie
from agrafe.journal import triggers
from agrafe.journal.models import Chain
from agrafe.journal.verification import verify


class Command(BaseCommand):
    """Verify the journal, or say where it ends."""

    help = "Vérifie le journal d'activité : chaque ligne, dans l'ordre, jusqu'à la dernière."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the option."""
        parser.add_argument(
            "--verifier",
            action="store_true",
            help="relit tout ; sans elle, dit seulement où finit chaque chaîne",
        )

    def handle(self, *_args: Any, verifier: bool, **_options: Any) -> None:
        """Say where each chain ends; verify them when asked, and fail when one is broken."""
        broken = 0
        for chain in Chain.objects.select_related("certificateur").order_by("pk"):
            name = chain.certificateur or "Installation"
            lines = typographie.count(chain.number, "ligne", "lignes")
            end = f"{name} : {lines}, empreinte {chain.digest[:16]}"
            if not verifier:
                self.stdout.write(end)
                continue
            verdict = verify(chain)
            broken += not verdict.is_sound
            said = "intacte" if verdict.is_sound else f"ROMPUE à la ligne {verdict.broken}"
            self.stdout.write(f"{end}, {said}")
        if not triggers.are_set(connection):
            self.stderr.write("La base ne garde plus le journal : ses déclencheurs manquent.")
            broken += 1
        if broken:
            raise CommandError("Le journal n'est pas intact.")

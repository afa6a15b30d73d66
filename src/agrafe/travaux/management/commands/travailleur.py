"""`agrafe travailleur`: do the work in the background."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from agrafe.socle.migrated import check_database
from agrafe.travaux import worker


class Command(BaseCommand):
    """Do the tasks of the queue until stopped; several may run, on several hosts."""

    help = "Fait les travaux de fond : imports, dépôts, courriels. Plusieurs peuvent tourner à la fois."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare how long to work."""
        parser.add_argument(
            "--une-fois",
            action="store_true",
            help="fait ce qui attend, puis s'arrête",
        )
        parser.add_argument(
            "--parent", type=int, default=0, help="s'arrête avec ce processus, qui l'a lancé"
        )

    def handle(self, *_args: Any, une_fois: bool, parent: int, **_options: Any) -> None:
        """Check the database, and work."""
        check_database()
        if une_fois:
            worker.catch_up()
            return
        self.stdout.write("Le travailleur est prêt (Ctrl+C pour l'arrêter)")
        self.stdout.flush()
        worker.work(parent=parent)

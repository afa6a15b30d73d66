"""`agrafe restaurer`: put a backup back."""

from pathlib import Path
from typing import Any

from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand, CommandParser

from accrochage.typographie import count
from agrafe.config.backup import BackupRefusal, restore


class Command(BaseCommand):
    """Put a backup in the place of the database and of the private files."""

    help = "Remet la base et les fichiers d'une archive écrite par « agrafe sauvegarder ». Arrêtez d'abord le serveur et le travailleur."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the archive, and whether data may be replaced."""
        parser.add_argument("archive", type=Path, help="l'archive à remettre")
        parser.add_argument(
            "--remplacer", action="store_true", help="remplace les données qui sont déjà là"
        )

    def handle(self, *_args: Any, archive: Path, remplacer: bool, **_options: Any) -> None:
        """Put it back, then bring the database to this version of Agrafe."""
        try:
            content = restore(archive, replace=remplacer)
        except BackupRefusal as refusal:
            raise CommandError(str(refusal)) from None
        call_command("migrate", interactive=False, verbosity=0)
        files = count(content.files, "fichier", "fichiers")
        self.stdout.write(f"Sauvegarde du {content.made_at} remise : la base et {files}.")

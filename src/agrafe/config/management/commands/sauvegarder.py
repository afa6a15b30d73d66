"""`agrafe sauvegarder`: the database and the private files in one archive."""

from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand, CommandParser

from accrochage.typographie import count
from agrafe.config.backup import BackupRefusal, save


class Command(BaseCommand):
    """Write a backup of the whole installation."""

    help = "Écrit la base et les fichiers privés dans une archive. Les clés de l'environnement n'y sont pas : gardez-les ailleurs."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare where the archive goes."""
        parser.add_argument("archive", type=Path, help="l'archive à écrire (.tar.gz)")

    def handle(self, *_args: Any, archive: Path, **_options: Any) -> None:
        """Write it."""
        try:
            content = save(archive)
        except BackupRefusal as refusal:
            raise CommandError(str(refusal)) from None
        files = count(content.files, "fichier", "fichiers")
        self.stdout.write(f"Sauvegarde écrite : {archive} (la base et {files}).")
        self.stdout.write(
            "Elle contient des données personnelles : rangez-la où personne d'autre ne la lit."
        )

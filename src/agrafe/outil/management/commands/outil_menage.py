"""`agrafe outil_menage`: erase the files that visitors of the free tool left, when the site itself has no visitor to do it."""

from typing import Any

from django.core.management.base import BaseCommand

from agrafe.outil.workspace import sweep
from agrafe.socle.french import count


class Command(BaseCommand):
    """Erase what nobody asked for since OUTIL_MINUTES."""

    help = "Efface les fichiers de l'outil gratuit dont personne ne se sert plus."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Sweep, and say how many visitors had left something."""
        self.stdout.write(f"Effacé : {count(sweep(), 'dossier', 'dossiers')}.")

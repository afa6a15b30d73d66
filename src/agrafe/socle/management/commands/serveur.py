"""`agrafe serveur`: serve the web application, under Linux, macOS and Windows alike."""

import os
from typing import Any, Final

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from granian import Granian
from granian.constants import Interfaces

from agrafe.socle.companion import Companion
from agrafe.socle.migrated import check_database

THREADS: Final = 4
"""Requests that one process answers at a time; each keeps a connection to the database."""
SECONDS_TO_STOP: Final = 5
"""How long a process may finish what it answers, when the server stops."""


class Command(BaseCommand):
    """Serve the web application; a proxy in front of it brings HTTPS."""

    help = "Sert l'application web. Un serveur mandataire placé devant apporte le HTTPS."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare where to listen, and how many processes there are."""
        parser.add_argument(
            "--adresse", default="127.0.0.1", help="où écouter (127.0.0.1 sans cette option)"
        )
        parser.add_argument(
            "--port", type=int, default=8000, help="le port (8000 sans cette option)"
        )
        parser.add_argument(
            "--processus",
            type=int,
            default=min(os.cpu_count() or 1, 4),
            help="combien de processus répondent (un par cœur sans cette option, quatre au plus)",
        )
        parser.add_argument(
            "--avec-travailleur",
            action="store_true",
            help="fait aussi les travaux de fond, sans « agrafe travailleur » à côté",
        )

    def handle(
        self,
        *_args: Any,
        adresse: str,
        port: int,
        processus: int,
        avec_travailleur: bool,
        **_options: Any,
    ) -> None:
        """Check the database, gather the static files, and serve until stopped."""
        check_database()
        call_command("collectstatic", interactive=False, verbosity=0)
        module, _, name = settings.WSGI_APPLICATION.rpartition(".")
        self.stdout.write(f"Agrafe répond sur http://{adresse}:{port}/ (Ctrl+C pour arrêter)")
        self.stdout.flush()
        server = Granian(
            f"{module}:{name}",
            address=adresse,
            port=port,
            interface=Interfaces.WSGI,
            workers=processus,
            blocking_threads=THREADS,
            websockets=False,
            workers_kill_timeout=SECONDS_TO_STOP,
        )
        if not avec_travailleur:
            server.serve()
            return
        with Companion("travailleur"):
            server.serve()

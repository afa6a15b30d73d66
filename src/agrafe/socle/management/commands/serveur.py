"""`agrafe serveur`: serve the web application, under Linux, macOS and Windows alike."""

import os
from typing import Any, Final

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from granian import Granian
from granian.constants import Interfaces

THREADS: Final = 4
"""Requests that one process answers at a time; each keeps a connection to the database."""


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

    def handle(self, *_args: Any, adresse: str, port: int, processus: int, **_options: Any) -> None:
        """Check the database, gather the static files, and serve until stopped."""
        connection = connections[DEFAULT_DB_ALIAS]
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError("La base n'est pas à jour. Lancez d'abord « agrafe migrate ».")
        connection.close()  # the processes to come open their own
        call_command("collectstatic", interactive=False, verbosity=0)
        module, _, name = settings.WSGI_APPLICATION.rpartition(".")
        self.stdout.write(f"Agrafe répond sur http://{adresse}:{port}/ (Ctrl+C pour arrêter)")
        Granian(
            f"{module}:{name}",
            address=adresse,
            port=port,
            interface=Interfaces.WSGI,
            workers=processus,
            blocking_threads=THREADS,
            websockets=False,
        ).serve()

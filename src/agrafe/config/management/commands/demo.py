"""`agrafe demo`: demonstration data in an empty installation, and the accounts to look at them."""

import logging
import secrets
from typing import Any, Final

from django.conf import settings
from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.utils import timezone

from agrafe.comptes.models import User
from agrafe.config import demo

_LOCAL: Final = {"127.0.0.1", "localhost", "testserver"}


class Command(BaseCommand):
    """Write the demonstration data, once, and say which accounts there are."""

    help = "Remplit une installation vide de données inventées, et dit avec quels comptes les regarder."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Write them where there is nothing yet."""
        is_local = set(settings.ALLOWED_HOSTS) <= _LOCAL
        password = demo.PASSWORD if is_local else secrets.token_urlsafe(16)
        if demo.is_here():
            if is_local:
                self._say(password)
            return
        if User.objects.exists():
            raise CommandError(
                "Cette installation a déjà des utilisateurs, ou sa démonstration n'a pas été menée à bout. "
                "Donnez une base vide (AGRAFE_DATABASE)."
            )
        self.stdout.write("Création des données de démonstration…")
        logging.disable(logging.INFO)  # what the travaux say of themselves is no news here
        try:
            demo.make(today=timezone.localdate(), password=password)
        finally:
            logging.disable(logging.NOTSET)
        self._say(password)

    def _say(self, password: str) -> None:
        self.stdout.write(f"\nComptes de démonstration (mot de passe : {password}) :")
        for account in demo.ACCOUNTS:
            what = f"{account.role.label.lower()} {account.of}".strip()
            self.stdout.write(f"  {account.email:22} {what}")
        self.stdout.write("")

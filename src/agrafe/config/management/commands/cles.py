"""`agrafe cles`: the keys that seal what must not be read in the database."""

from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accrochage.typographie import count
from agrafe.socle import declarations
from agrafe.socle.sealing import Resealed


class Command(BaseCommand):
    """Make a key, or seal again with the first one whatever is sealed."""

    help = (
        "Les clés d'AGRAFE_FIELD_KEYS, qui chiffrent les NIR et les seconds facteurs. « nouvelle » en écrit une ; "
        "« resceller » referme tout avec la première, après quoi les suivantes peuvent être retirées."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what the command takes."""
        parser.add_argument("geste", choices=("nouvelle", "resceller"), help="ce qu'il faut faire")

    def handle(self, *_args: Any, geste: str, **_options: Any) -> None:
        """Do it, and say what was done."""
        if geste == "nouvelle":
            self.stdout.write(Fernet.generate_key().decode())
            return
        if not settings.FIELD_KEYS:
            raise CommandError(
                "AGRAFE_FIELD_KEYS est vide : il n'y a pas de clé avec laquelle refermer."
            )
        results: list[Resealed] = [reseal() for reseal in declarations.functions("reseal")]
        for one in results:
            self.stdout.write(f"Rescellé : {_said(one.done, one)}.")
        closed = [_said(one.closed, one) for one in results if one.closed]
        if closed:
            raise CommandError(
                f"Aucune clé n'ouvre {', '.join(closed)} : gardez les anciennes clés, ou remettez celle qui manque."
            )


def _said(number: int, resealed: Resealed) -> str:
    one, many = resealed.counted.split(",")
    return count(number, one, many)

"""The commands: each takes its arguments, calls one use case, says what came out, and returns the exit code.

A command is imported when it is chosen, so that none waits for what only another needs.
"""

from argparse import Namespace
from importlib import import_module
from typing import Final, cast

_MODULES: Final = {
    "modele": "modele",
    "generer": "classeurs",
    "verifier": "classeurs",
    "correspondance": "correspondance",
    "prevoir": "prevoir",
    "accuse": "accuse",
    "convertir": "convertir",
    "supprimer": "supprimer",
    "portail": "portail",
    "population": "portail",
    "jeu-essai": "portail",
    "schema lister": "schemas",
    "schema ajouter": "schemas",
}
"""Module of each command; there, the function of its name (`schema_lister`) runs it."""


def run(arguments: Namespace) -> int:
    """Run the command that the arguments name; return its exit code."""
    command: str = arguments.command
    module = import_module(f"accrochage.cli.commandes.{_MODULES[command]}")
    return cast("int", getattr(module, command.replace(" ", "_").replace("-", "_"))(arguments))

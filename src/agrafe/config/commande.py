"""The `agrafe` command: Django's own management commands, with the settings of Agrafe."""

import os
import sys
from importlib.util import find_spec

MISSING_DJANGO = (
    "La partie web d'Agrafe n'est pas installée : ajoutez-la avec « pip install \"agrafe[web]\" »."
)

INTERRUPTED = 130  # as a shell says it


def main() -> int:
    """Run the management command given on the command line.

    Returns:
        0 when it went well; 2 when Django is not installed or the settings lack something, said on stderr; 130 when it was interrupted.
    """
    if find_spec("django") is None:
        print(MISSING_DJANGO, file=sys.stderr)
        return 2

    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415 - Django is optional
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - Django is optional

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "agrafe.config.settings.production")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nArrêt demandé.", file=sys.stderr)
        return INTERRUPTED
    return 0

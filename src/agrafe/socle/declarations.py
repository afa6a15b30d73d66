"""What applications declare on their configurations for those below, which know nothing of them: no signal, plain calls."""

from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any

from django.apps import apps
from django.utils.module_loading import import_string

from agrafe.socle.navigation import Entry


def functions(name: str) -> Iterator[Callable[..., Any]]:
    """Yield the functions of which applications declare the dotted path: `after_personne_change = "agrafe.passages.services.recheck"`."""
    for config in apps.get_app_configs():
        path = getattr(config, name, None)
        if path:
            yield import_string(path)


def entries(name: str) -> list[Entry]:
    """Return the entries that applications declare, by place: `personne_tabs = (Entry("Passages", …),)`."""
    found = [entry for config in apps.get_app_configs() for entry in getattr(config, name, ())]
    return sorted(found, key=attrgetter("place"))

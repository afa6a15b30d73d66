from typing import Final

from django.apps import AppConfig
from django.http import HttpRequest

from agrafe.socle.navigation import Entry


def _is_staff(request: HttpRequest) -> bool:
    par = getattr(request, "par", None)
    return bool(par and par.is_staff)


class ImportsConfig(AppConfig):
    """Workbooks read into the passages: looked at, mended, written in one go, undone in one go."""

    name = "agrafe.imports"
    verbose_name = "imports"
    guide: Final = "guides/importer-un-classeur"
    navigation = (Entry("Imports", "upload", "imports:list", 90, _is_staff, under="passages:list"),)
    reseal = "agrafe.imports.resealing.reseal_cells"
    actions: Final = {
        "imports.create": "Fichier à importer reçu",
        "imports.read": "Fichier à importer relu",
        "imports.mend": "Lignes à importer corrigées",
        "imports.write": "Fichier importé",
        "imports.undo": "Import défait",
        "imports.abandon": "Import abandonné",
    }

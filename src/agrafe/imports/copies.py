"""The user's own workbook with its faults on it, made when it is asked for and kept nowhere."""

import shutil
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from django.utils import timezone

from agrafe.comptes.models import Membership
from agrafe.imports.cells import opened
from agrafe.imports.models import Import
from agrafe.imports.reading import CONTACT
from agrafe.passages.gabarit import write_empty
from agrafe.socle.folders import working_folder
from agrafe.socle.isolation import run
from agrafe.socle.refusals import Refusal


class Copy(NamedTuple):
    """A workbook, and the suffix of its name."""

    octets: bytes
    suffix: str


class NoCopy(Refusal):
    """No annotated copy can be made of the file."""


def template_for(*, par: Membership) -> bytes:
    """Return the template to be filled, with the identifiers of his certificateur."""
    file = BytesIO()
    write_empty(file, certificateur=par.certificateur)
    return file.getvalue()


def annotated_copy(*, par: Membership, imported: Import) -> Copy:
    """Return the workbook of an import with the faults of its cells on them, what was mended in the page included.

    Raises:
        NoCopy: The file is gone with the import.
        IsolationFailure: The file cannot be read, or be annotated.
    """
    if not imported.fichier:
        raise NoCopy("Le fichier de cet import a été effacé.")
    with working_folder("imports") as folder:
        suffix = Path(str(imported.fichier.name)).suffix
        source = folder / f"classeur{suffix}"
        with imported.fichier.open("rb") as given, source.open("wb") as copy:
            shutil.copyfileobj(given, copy)
        made = run("agrafe.imports.isolated.annotate", _asked(par, imported, folder), folder / "p")
        path = Path(made["copie"])
        return Copy(path.read_bytes(), path.suffix)


def _asked(par: Membership, imported: Import, folder: Path) -> dict[str, object]:
    owner = par.certificateur
    options = {
        "idClient": owner.id_client or "00000000",
        "idContrat": owner.id_contrat or "ATTENDU",
        "natureDeposant": owner.nature_deposant,
    }
    if imported.certification:
        options["code"] = imported.certification.code
    (folder / "copie").mkdir()
    return {
        "source": str(folder / f"classeur{Path(str(imported.fichier.name)).suffix}"),
        "copy": str(folder / "copie"),
        "feuille": imported.feuille,
        "correspondance": {
            name: key for name, key in imported.correspondance.items() if key not in CONTACT
        },
        "retouches": _known(imported),
        "options": {key: text for key, text in options.items() if key not in imported.defauts},
        "version": owner.version_format,
        "now": timezone.now().isoformat(),
    }


def _known(imported: Import) -> dict[str, dict[str, str]]:
    """Return what was typed in the place of cells; how to reach people is no affair of the CDC."""
    aside = {*CONTACT, "personne"}
    return {
        ligne: {key: text for key, text in opened(imported, typed).items() if key not in aside}
        for ligne, typed in imported.retouches.items()
    }

"""The file of evidence that the CDC asks for after a second rejection: asked for, kept for a time, deleted."""

from datetime import timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction

from accrochage.typographie import count
from agrafe.comptes.models import Membership
from agrafe.depots.permissions import check_deposit
from agrafe.depots.selectors import to_prove
from agrafe.depots.services.commun import DepotRefusal
from agrafe.journal import services as journal
from agrafe.passages.models import Passage
from agrafe.socle import storage
from agrafe.travaux import services as travaux
from agrafe.travaux.models import Travail

GATHER: Final = "depots.gather"
KEPT: Final = timedelta(days=2)
"""How long a file of evidence waits to be taken."""
NONE: Final = "Aucun passage n'est rejeté après un second envoi : il n'y a pas de dossier à faire."
_FOLDER: Final = "preuves"


@transaction.atomic
def start_evidence(*, par: Membership, passage: Passage | None = None) -> Travail:
    """Have the file of the passages that were rejected twice made in the background: of all of them, or of one alone.

    Raises:
        Denied: He may not.
        DepotRefusal: There is none.
    """
    check_deposit(par)
    number = to_prove(par=par, passage=passage).count()
    if not number:
        raise DepotRefusal(NONE)
    return travaux.start(
        par_user=par.user,
        certificateur=par.certificateur,
        kind=GATHER,
        arguments={"membership": par.pk, "passage": str(passage.public_id) if passage else ""},
        title="Dossier d'un passage rejeté deux fois"
        if passage
        else "Dossier des passages rejetés deux fois",
        total=number,
        counted="passage,passages",
        key=f"preuves:{passage.public_id}" if passage else "preuves",
    )


def note(*, par: Membership, number: int, passage: Passage | None = None) -> None:
    """Say in the journal that a file of evidence was made."""
    summary = f"Dossier de {count(number, 'passage', 'passages')}"
    journal.record(par=par, action="depots.evidence", target=passage, summary=summary)


def name_of(travail: UUID) -> str:
    """Return where a file of evidence is kept."""
    return f"{_FOLDER}/{travail}.zip"


def keep(path: Path, *, travail: UUID) -> None:
    """Keep a file of evidence for whoever asked for it; one that a worker who died left goes."""
    name = name_of(travail)
    default_storage.delete(name)
    with path.open("rb") as content:
        default_storage.save(name, File(content))


def purge() -> int:
    """Delete the files that waited too long; return how many."""
    return storage.delete(storage.older_than(_FOLDER, KEPT))

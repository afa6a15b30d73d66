"""The frozen bytes of a deposit, given as they were frozen or not at all."""

import tempfile
from typing import IO

from agrafe.comptes.models import Membership
from agrafe.depots.enums import Status
from agrafe.depots.models import Accuse, DepotFichier
from agrafe.depots.permissions import check_deposit
from agrafe.depots.services.commun import DepotRefusal
from agrafe.depots.services.construction import copy_into
from agrafe.journal import services as journal


def open_fichier(*, par: Membership, fichier: DepotFichier) -> IO[bytes]:
    """Return the bytes of a file of a deposit, once their fingerprint is found to be that of the day they were made.

    The copy that is verified is the one that is given.

    Raises:
        Denied: He may not.
        DepotRefusal: The deposit was given up, or the file is not what it was.
    """
    check_deposit(par)
    if fichier.depot.status == Status.ABANDONNE:
        raise DepotRefusal(
            "Ce dépôt a été abandonné : ses passages sont repartis ailleurs, et son fichier ne se donne plus."
        )
    content = tempfile.TemporaryFile()  # noqa: SIM115 - it goes to whoever reads the answer
    try:
        copy_into(content, fichier)
    except BaseException:
        content.close()
        raise
    content.seek(0)
    journal.record(
        par=par,
        action="depots.download",
        target=fichier.depot,
        summary="Fichier téléchargé",
        changes={"sha256": ("", fichier.sha256)},
    )
    return content


def open_accuse(*, par: Membership, accuse: Accuse) -> IO[bytes]:
    """Return an accusé as it came.

    Raises:
        Denied: He may not.
        DepotRefusal: Its file is lost.
    """
    check_deposit(par)
    return open_kept(accuse)


def open_kept(accuse: Accuse) -> IO[bytes]:
    """Return an accusé as it came, whoever asks.

    Raises:
        DepotRefusal: Its file is lost.
    """
    try:
        content: IO[bytes] = accuse.fichier.open("rb")
    except FileNotFoundError:
        raise DepotRefusal(
            f"« {accuse.nom} » n'est plus là. Téléchargez-le de nouveau sur le portail, et redonnez-le ici."
        ) from None
    return content

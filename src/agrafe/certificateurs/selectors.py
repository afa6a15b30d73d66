"""What is read of a certificateur."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models.fields.files import FieldFile
from django.http import Http404

from agrafe.certificateurs.enums import Identification, Image
from agrafe.certificateurs.models import Certificateur
from agrafe.comptes.models import Membership

USUAL_DELAY: Final = 31
"""Days that other certificateurs say they waited for their identifiers; the CDC promises none."""


@dataclass(frozen=True, slots=True)
class Identite:
    """Where a certificateur stands with the CDC on a day.

    Attributes:
        state: The state of its identification.
        asked_on: The day when it asked for its identifiers, if it is known.
        received_on: The day when they came, if it is known.
        waiting_days: For how many days it has been waiting; None when it does not wait, or since a day that is not known.
    """

    state: Identification
    asked_on: date | None
    received_on: date | None
    waiting_days: int | None

    @property
    def is_late(self) -> bool:
        """Tell whether it has waited for longer than others did."""
        return self.waiting_days is not None and self.waiting_days > USUAL_DELAY


def identite_of(certificateur: Certificateur, *, today: date) -> Identite:
    """Return where a certificateur stands with the CDC."""
    state = Identification(certificateur.identification)
    asked_on = certificateur.identifiants_demandes_le
    is_waiting = state == Identification.ATTENDUS and asked_on is not None
    return Identite(
        state,
        asked_on,
        certificateur.identifiants_recus_le,
        (today - asked_on).days if is_waiting and asked_on else None,
    )


def get_image(*, par: Membership, kind: str) -> FieldFile:
    """Return an image of the certificateur, `logo` or `signature`; Http404 when it has none, or there is no such kind."""
    if kind not in Image.values:
        raise Http404
    image: FieldFile = getattr(par.certificateur, kind)
    if not image.name or not image.storage.exists(image.name):
        raise Http404
    return image

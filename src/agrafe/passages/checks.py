"""What the core says of passages, and what follows for them: their faults, their state, their deadline.

Nothing here reads or writes the database.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from accrochage.dictionnaire import COLONNES
from accrochage.modele import Lieu
from accrochage.operations import saisie
from accrochage.regles.anomalie import Anomalie, Gravite
from accrochage.regles.lecture.cellules import EMPTY_REQUIRED
from agrafe.certifications.selectors import months_after
from agrafe.passages.enums import Status, Voie
from agrafe.passages.models import Passage
from agrafe.passages.rubriques import IDENTITY_KEYS, OWNER_KEYS, WAY_KEYS, to_values

MONTHS_TO_DEPOSIT: Final = 3
"""Article R. 6113-17-2 of the Code du travail: three months from delivery."""

_NO_NIR: Final[Mapping[int, str]] = MappingProxyType({})
_KEYS: Final = saisie.PASSAGE - OWNER_KEYS
"""What a passage is checked for. Identifiers that the certificateur still awaits keep its deposits back, not each passage."""


class Checker:
    """The core's checks of passages, each one alone, for one certificateur.

    Args:
        version: Its version of the format, `"1.1.5"`.
        today: The day of the check.
    """

    def __init__(self, version: str, today: date) -> None:
        self._saisie = saisie.Saisie(version, today, _KEYS)

    def check(
        self, values: Mapping[str, Any], voie: Voie, *, has_nir: bool = False
    ) -> tuple[saisie.Fiche, list[Anomalie]]:
        """Return what the core reads in a passage, and what is wrong with it.

        Args:
            values: What it says, by key, as `rubriques.to_values` gives it or as it was typed.
            voie: How its titulaire is identified.
            has_nir: The vault has the NIR, which need not be opened to be read here.
        """
        fiche = self._saisie.check(values)
        key = WAY_KEYS.get(voie)
        if key is None or values.get(key):
            return fiche, list(fiche.anomalies)
        found = [one for one in fiche.anomalies if one.ou.rubrique not in IDENTITY_KEYS]
        if key != "nir" or not has_nir:
            ou = Lieu(colonne=COLONNES[key].header, rubrique=key)
            found.append(Anomalie("OBL-01", EMPTY_REQUIRED, ou))
        return fiche, found


def judge(
    passages: Iterable[Passage],
    *,
    today: date,
    nirs: Mapping[int, str] = _NO_NIR,
    sealed: Collection[int] = frozenset(),
) -> None:
    """Set the faults, the deadline and, where they decide of it, the state of passages; nothing is saved.

    Args:
        passages: Rows with those of `rubriques.RELATED`.
        today: The day of the check.
        nirs: The NIR that were opened, by primary key of the person.
        sealed: Primary keys of the persons whose NIR is in the vault.
    """
    checker_of = cache(lambda version: Checker(version, today))
    for passage in passages:
        _, found = checker_of(passage.certificateur.version_format).check(
            to_values(passage, nirs), Voie(passage.voie), has_nir=passage.personne_id in sealed
        )
        passage.anomalies = [saisie.to_plain(one) for one in found]
        passage.gravite = next(
            (each for each in Gravite if each in {one.gravite for one in found}), ""
        )
        passage.due_on = due_on(passage.date_debut_validite)
        passage.status = state_after_check(Status(passage.status), found)


def state_after_check(status: Status, found: Sequence[Anomalie]) -> Status:
    """Return the state that faults lead to; what was sent, accepted or put aside stays where it is."""
    blocked = any(one.blocking for one in found)
    if status in {Status.INCOMPLET, Status.PRET}:
        return Status.INCOMPLET if blocked else Status.PRET
    if status is Status.A_RENVOYER and blocked:
        return Status.REJETE
    return status


def due_on(delivered: date | None) -> date | None:
    """Return the last day to send what was delivered on a day: three months later, or the last day of that month."""
    return months_after(delivered, MONTHS_TO_DEPOSIT) if delivered else None

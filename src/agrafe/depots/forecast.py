"""What is to be expected of the passages that would go: by the core's forecast, or by their alertes when they are too many to wait for it."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from django.utils import timezone

from accrochage.regles.prevision import Risque
from agrafe.passages.checks import Checker
from agrafe.passages.enums import Gravite, Voie
from agrafe.passages.models import Passage, PassageQuerySet
from agrafe.passages.rubriques import RELATED, to_values
from agrafe.personnes.selectors import sealed_among

FORECAST: Final = 3_000
"""Passages whose rejection is foretold one by one while the page waits, about a second; beyond, their alertes alone are counted."""
SHOWN: Final = 20
"""Doubtful passages that the page names, unless it is asked for all of them."""

_WORST_FIRST: Final = tuple(reversed(Risque))


class Forecast(NamedTuple):
    """What is to be expected of the passages that would go.

    Attributes:
        total: How many there are.
        doubtful: How many may be rejected; those that have an alerte, when it is approximate.
        why: Those, the riskiest first, each with its reason; the first of them when there are many.
        is_approximate: They are too many: the core's forecast was not asked for.
    """

    total: int
    doubtful: int
    why: Sequence[tuple[Passage, str]]
    is_approximate: bool = False

    @property
    def is_cut(self) -> bool:
        """Tell whether some of the doubtful are not named."""
        return self.doubtful > len(self.why)

    @property
    def limit(self) -> int:
        """Return beyond how many passages it is approximate."""
        return FORECAST


def forecast_of(rows: PassageQuerySet, *, whole: bool = False) -> Forecast:
    """Foretell what the CDC would make of passages.

    Args:
        rows: The passages.
        whole: Name all the doubtful, and not the first of them; when there are too many passages, the first alone are named.
    """
    total = rows.count()
    passages = rows.select_related(*RELATED).order_by("due_on", "pk")
    if total > FORECAST:
        doubtful = passages.filter(gravite=Gravite.ALERTE)
        why = [(one, _first_fault(one)) for one in doubtful[:SHOWN]]
        return Forecast(total, doubtful.count(), why, is_approximate=True)
    found = list(_doubts(list(passages)))
    return Forecast(total, len(found), found if whole else found[:SHOWN])


def _doubts(passages: Sequence[Passage]) -> Iterator[tuple[Passage, str]]:
    if not passages:
        return
    checker = Checker(passages[0].certificateur.version_format, timezone.localdate())
    sealed = sealed_among(personnes=[one.personne_id for one in passages if one.voie == Voie.NIR])
    found = []
    for one in passages:
        fiche, _ = checker.check(to_values(one), Voie(one.voie), has_nir=one.personne_id in sealed)
        prevision = fiche.predict()
        if prevision.risque is not Risque.SUR and one.voie != Voie.NIR:
            found.append((prevision.risque, one, prevision.raisons[0].message))
    for _, one, message in sorted(found, key=lambda each: _WORST_FIRST.index(each[0])):
        yield one, message


def _first_fault(passage: Passage) -> str:
    return next(
        (one["message"] for one in passage.anomalies if one["gravite"] == Gravite.ALERTE), ""
    )

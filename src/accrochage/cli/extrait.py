"""Which anomalies the report shows, and how they are gathered: what is the same is said once."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from accrochage.regles.anomalie import Anomalie, Gravite

MAX_SHOWN: Final = 50
"""Lines of anomalies in a report: nobody reads further."""
MAX_ONE_BY_ONE: Final = 20
"""Different anomalies of one weight, beyond which they are gathered by kind."""
OF_A_KIND: Final = 3
"""Examples shown of a kind."""


class Faute(NamedTuple):
    """An anomaly, and every row where it stands in the same words.

    Attributes:
        anomalie: The first.
        lignes: The rows; empty when the whole file is meant.
        times: How many times it was found.
    """

    anomalie: Anomalie
    lignes: Sequence[int]
    times: int


class Famille(NamedTuple):
    """Anomalies of one kind: the same code in the same column.

    Attributes:
        shown: Those to be shown.
        hidden: The others.
        times: How many anomalies there are in all.
    """

    shown: Sequence[Faute]
    hidden: Sequence[Faute]
    times: int


class Section(NamedTuple):
    """The anomalies of one weight: how many, and what is shown of them, kind by kind."""

    gravite: Gravite
    times: int
    familles: Sequence[Famille]


class Extrait(NamedTuple):
    """What the report shows: a section for each weight that was met, the heaviest first; how many anomalies are left out."""

    sections: Sequence[Section]
    left_out: int


def extract(anomalies: Sequence[Anomalie]) -> Extrait:
    """Choose what the report shows."""
    sections: list[Section] = []
    fautes, shown, room = list(_merge(anomalies)), 0, MAX_SHOWN
    for gravite in Gravite:
        of_weight = [faute for faute in fautes if faute.anomalie.gravite is gravite]
        if of_weight:
            familles = list(_cut(_gather(of_weight), room))
            room -= sum(len(famille.shown) for famille in familles)
            shown += sum(_times(famille.shown) for famille in familles)
            sections.append(Section(gravite, _times(of_weight), familles))
    return Extrait(sections, len(anomalies) - shown)


def _merge(anomalies: Iterable[Anomalie]) -> Iterator[Faute]:
    """Yield each different anomaly once, in the order of the first rows."""
    same: dict[tuple[object, ...], list[Anomalie]] = {}
    for anomalie in anomalies:
        ou = anomalie.ou
        column = ou.rubrique or ou.cellule
        key = (anomalie.code, ou.feuille, column, anomalie.message, anomalie.correction)
        same.setdefault(key, []).append(anomalie)
    for found in same.values():
        lignes = dict.fromkeys(
            anomalie.ou.ligne for anomalie in found if anomalie.ou.ligne is not None
        )
        yield Faute(found[0], list(lignes), len(found))


def _gather(fautes: Sequence[Faute]) -> Iterator[Sequence[Faute]]:
    """Yield anomalies one by one when they are few, else by kind, the commonest kind first."""
    if len(fautes) <= MAX_ONE_BY_ONE:
        return ([faute] for faute in fautes)
    kinds: dict[tuple[str, str | None], list[Faute]] = {}
    for faute in fautes:
        kinds.setdefault((faute.anomalie.code, faute.anomalie.ou.rubrique), []).append(faute)
    return iter(sorted(kinds.values(), key=_times, reverse=True))


def _cut(kinds: Iterable[Sequence[Faute]], left: int) -> Iterator[Famille]:
    """Yield what is shown of each kind, as long as there is room."""
    for fautes in kinds:
        room = min(left, OF_A_KIND)
        shown = fautes[:room]
        left -= len(shown)
        if shown:
            yield Famille(shown, fautes[room:], _times(fautes))


def _times(fautes: Iterable[Faute]) -> int:
    return sum(faute.times for faute in fautes)

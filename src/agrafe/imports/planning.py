"""What an import will write, worked out before the transaction that writes it, which holds the database for an instant only."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Count, Max
from django.utils import timezone

from agrafe.certifications.models import Certification
from agrafe.comptes.models import Membership
from agrafe.imports.cells import entry_of
from agrafe.imports.enums import WRITES
from agrafe.imports.mending import CHUNK, note
from agrafe.imports.models import Import, Ligne
from agrafe.imports.reading import Reader, Verdict
from agrafe.passages import services as passages
from agrafe.passages import writing
from agrafe.passages.models import Passage
from agrafe.personnes import services as personnes
from agrafe.personnes.models import Personne

_TELLING_APART = ("sexe", "code_insee")
"""What tells apart two persons of one name, born on one day."""


class Creation(NamedTuple):
    """A row that creates a passage: its key, what it says of its person, and the passage, not saved."""

    ligne: int
    verdict: Verdict
    passage: Passage

    @property
    def personne(self) -> Personne:
        """Return who it is about, saved or not."""
        return self.passage.personne


class Change(NamedTuple):
    """A row that changes a passage: its key, and what it says."""

    ligne: int
    verdict: Verdict
    passage: Passage


@dataclass
class Plan:
    """What an import will write.

    Attributes:
        stamp: What the database was when it was made.
        creations: The passages to create.
        changes: Those to change.
        personnes: The persons to create, whom some of the passages to create are about.
        left: The rows that turn out not to be written: their verdict is written on them.
    """

    stamp: tuple[Any, ...]
    creations: list[Creation] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    personnes: list[Personne] = field(default_factory=list)
    left: list[Ligne] = field(default_factory=list)


def stamp_of(par: Membership) -> tuple[Any, ...]:
    """Return what changes whenever a person, a passage or a certification of a certificateur does."""
    return tuple(
        tuple(
            model._base_manager.filter(certificateur=par.certificateur)  # noqa: SLF001 - all of them
            .aggregate(number=Count("pk"), last=Max("updated_at"))
            .values()
        )
        for model in (Personne, Passage, Certification)
    )


def make_plan(par: Membership, imported: Import, tell: Callable[[int], None]) -> Plan:
    """Judge again the rows to write, and make ready what they will write; nothing is written.

    Args:
        par: Who imports.
        imported: The import.
        tell: Told how many rows are ready.
    """
    plan = Plan(stamp_of(par))
    reader = Reader(par, imported, timezone.localdate())
    taken: list[tuple[int, Verdict]] = []
    for lignes in batches(imported.lignes.to_write()):
        verdicts = reader.judge([entry_of(imported, one) for one in lignes], alone=True)
        for ligne, verdict in zip(lignes, verdicts, strict=True):
            if verdict.has_errors or verdict.effet not in WRITES:
                note(ligne, verdict)
                plan.left.append(ligne)
            elif verdict.passage:
                plan.changes.append(Change(ligne.pk, verdict, verdict.passage))
            else:
                taken.append((ligne.pk, verdict))
        tell(len(taken) + len(plan.changes) + len(plan.left))
    _draft(par, imported, plan, taken)
    return plan


def batches(rows: Any) -> Iterator[list[Ligne]]:
    """Yield rows some hundreds at a time, in their order."""
    last = -1
    while lignes := list(rows.filter(ligne__gt=last).order_by("ligne")[:CHUNK]):
        yield lignes
        last = lignes[-1].ligne


def batches_backwards(rows: Any) -> Iterator[list[Ligne]]:
    """Yield rows some hundreds at a time, the last first."""
    lignes = list(rows.order_by("-ligne")[:CHUNK])
    while lignes:
        yield lignes
        lignes = list(rows.filter(ligne__lt=lignes[-1].ligne).order_by("-ligne")[:CHUNK])


def _draft(
    par: Membership, imported: Import, plan: Plan, taken: Sequence[tuple[int, Verdict]]
) -> None:
    """Make the persons and the passages to create, and have them judged."""
    plan.personnes = _draft_personnes(par, [one for _, one in taken])
    for ligne, verdict in taken:
        passage = Passage(
            certificateur=par.certificateur,
            personne=verdict.personne,
            certification=verdict.certification,
            promotion=imported.promotion,
            **{**verdict.rows.passage, "id_technique": verdict.rows.passage["id_technique"] or ""},
        )
        passages.fill_defaults(passage)
        plan.creations.append(Creation(ligne, verdict, passage))
    _identify(par, [one.passage for one in plan.creations])
    writing.judge_now([one.passage for one in plan.creations])


def _draft_personnes(par: Membership, verdicts: Iterable[Verdict]) -> list[Personne]:
    """Give a new person to the rows that are about nobody who is here; several rows may be about one."""
    known: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    rows: list[dict[str, Any]] = []
    meant: list[tuple[Verdict, dict[str, Any]]] = []
    for verdict in verdicts:
        if verdict.personne is not None:
            continue
        values = verdict.personne_values
        block = known.setdefault(verdict.identity, []) if verdict.identity else []
        row = next((one for one in block if _agree(one, values)), None)
        if row is None:
            row = {}
            block.append(row)
            rows.append(row)
        row |= {name: value for name, value in values.items() if name not in row}
        meant.append((verdict, row))
    drafted = personnes.draft_personnes(par=par, rows=rows)
    of_row = {id(row): personne for row, personne in zip(rows, drafted, strict=True)}
    for verdict, row in meant:
        verdict.personne = of_row[id(row)]
    return drafted


def _agree(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return all(
        not one.get(name) or not other.get(name) or one[name] == other[name]
        for name in _TELLING_APART
    )


def _identify(par: Membership, unsaved: Sequence[Passage]) -> None:
    """Give an identifiant technique to the passages that have none."""
    given = {one.id_technique for one in unsaved}
    free: dict[int, Iterator[str]] = {}
    for passage in unsaved:
        if not passage.id_technique:
            certification = passage.certification
            if certification.pk not in free:
                free[certification.pk] = passages.free_identifiers(
                    par=par, certification=certification, given=given
                )
            passage.id_technique = next(free[certification.pk])

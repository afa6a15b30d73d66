"""What takes long when there are many passages: in the background, a part at a time."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from io import BytesIO
from tempfile import TemporaryFile
from typing import Any, Final
from uuid import UUID

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction

from accrochage.typographie import count
from agrafe.comptes.models import Membership
from agrafe.journal import services as journal
from agrafe.passages.enums import EDITABLE
from agrafe.passages.gabarit import write_passages
from agrafe.passages.models import Passage, PassageQuerySet
from agrafe.passages.permissions import check_edit_passages, check_see_passages
from agrafe.passages.services import Done, check_passages, include_passages
from agrafe.socle import storage
from agrafe.travaux import services as travaux
from agrafe.travaux.models import Travail

AT_ONCE: Final = 2_000
"""Passages that are checked, or exported, while their user waits; beyond, it is done in the background."""
EXPORT: Final = "passages.export"
CHECK: Final = "passages.check"
INCLUDE: Final = "passages.include"
KEPT: Final = timedelta(days=2)
"""How long an export waits to be downloaded."""

Ranges = list[list[int]]

SERVICES: Final = {CHECK: check_passages, INCLUDE: include_passages}
TITLES: Final = {CHECK: "Vérification de passages", INCLUDE: "Réinclusion de passages"}


@transaction.atomic
def start_bulk(*, par: Membership, kind: str, passages: PassageQuerySet) -> Travail:
    """Have many passages checked again (CHECK) or included again (INCLUDE) in the background.

    Raises:
        Denied: He may not.
    """
    check_edit_passages(par)
    return _start(par, kind, passages, TITLES[kind])


def check_all(*, par: Membership) -> None:
    """Have every passage that may still change checked again; declared as `after_format_change`.

    Raises:
        Denied: He may not.
    """
    passages: PassageQuerySet = Passage.objects.of(par.certificateur).filter(status__in=EDITABLE)
    if passages.exists():
        start_bulk(par=par, kind=CHECK, passages=passages)


@transaction.atomic
def start_export(*, par: Membership, passages: PassageQuerySet) -> Travail:
    """Have many passages written in a workbook in the background.

    Raises:
        Denied: He may not see them.
    """
    check_see_passages(par)
    return _start(par, EXPORT, passages, "Export de passages")


def export_now(*, par: Membership, passages: PassageQuerySet) -> bytes:
    """Return passages as a workbook.

    Raises:
        Denied: He may not see them.
    """
    check_see_passages(par)
    content = BytesIO()
    number = write_passages(content, passages, certificateur=par.certificateur)
    record_export(par=par, number=number)
    return content.getvalue()


def record_export(*, par: Membership, number: int) -> None:
    """Say in the journal that passages were exported."""
    said = f"{count(number, 'passage exporté', 'passages exportés')}"
    journal.record(par=par, action=EXPORT, summary=said)


def write_export(*, par: Membership, ranges: Ranges, name: str, progress: Any = None) -> int:
    """Write passages in the file of an export, in the order of the list; return how many there were."""
    rows: PassageQuerySet = Passage.objects.of(par.certificateur)
    first, last = ranges[0][0], ranges[-1][1]
    chosen = frozenset(keys_of(ranges))
    with TemporaryFile() as file:
        number = write_passages(
            file,
            rows.filter(pk__range=(first, last)).order_by("-due_on", "-pk"),
            certificateur=par.certificateur,
            chosen=chosen,
            progress=progress,
        )
        file.seek(0)
        default_storage.delete(name)
        default_storage.save(name, File(file))
    return number


def export_name(travail: UUID) -> str:
    """Return where the file of an export is kept."""
    return f"exports/{travail}.xlsx"


def purge_exports() -> int:
    """Delete the exports that waited too long; return how many."""
    return storage.delete(storage.older_than("exports", KEPT))


def treat(*, par: Membership, kind: str, keys: Sequence[int]) -> Done:
    """Do a part of a work in the background: its caller writes one line in the journal for all of it."""
    rows = Passage.objects.filter(pk__in=keys)
    return SERVICES[kind](par=par, passages=rows, in_journal=False)


def ranges_of(keys: Iterable[int]) -> Ranges:
    """Return keys as ranges, first and last included: what a long selection is best kept as."""
    ranges: Ranges = []
    for key in sorted(keys):
        if ranges and key == ranges[-1][1] + 1:
            ranges[-1][1] = key
        else:
            ranges.append([key, key])
    return ranges


def keys_of(ranges: Ranges) -> Iterator[int]:
    """Yield the keys of ranges."""
    for first, last in ranges:
        yield from range(first, last + 1)


def _start(par: Membership, kind: str, passages: PassageQuerySet, title: str) -> Travail:
    keys = list(passages.order_by().values_list("pk", flat=True))
    return travaux.start(
        par_user=par.user,
        certificateur=par.certificateur,
        kind=kind,
        arguments={"membership": par.pk, "ranges": ranges_of(keys)},
        title=title,
        total=len(keys),
        counted="passage,passages",
    )

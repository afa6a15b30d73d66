"""The rows of an import as it keeps them: what is said of each, and what is written over its cells. The caller holds the lock."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils import timezone

from agrafe.comptes.models import Membership
from agrafe.imports import cells, twins
from agrafe.imports.models import Import, Ligne
from agrafe.imports.reading import Reader, Verdict, is_sure
from agrafe.socle.bulk import rewrite

CHUNK: Final = 500
"""Rows judged, or written, together."""
JUDGED: Final = (
    *("cle", "valeurs", "anomalies", "gravite", "has_errors"),
    *("effet", "changes", "creates_personne", "passage"),
)
"""What a verdict changes on a row."""


def ligne_of(imported: Import, verdict: Verdict) -> Ligne:
    """Return the row that keeps a verdict; nothing is saved.

    Raises:
        CoffreError: It says a NIR, and the vault has no key.
    """
    entry = verdict.entry
    ligne = Ligne(depuis=imported, ligne=entry.ligne, valeurs=cells.sealed(imported, entry.valeurs))
    note(ligne, verdict)
    return ligne


def note(ligne: Ligne, verdict: Verdict) -> None:
    """Write a verdict on its row; nothing is saved."""
    ligne.cle = verdict.cle
    ligne.anomalies = verdict.anomalies
    ligne.gravite = verdict.gravite
    ligne.has_errors = verdict.has_errors
    ligne.effet = verdict.effet
    ligne.changes = verdict.changes
    ligne.creates_personne = verdict.personne is None
    ligne.passage = verdict.passage


def mend(par: Membership, row: Import, mended: Sequence[tuple[Ligne, Mapping[str, str]]]) -> None:
    """Write values in the place of cells of some rows, and judge these again.

    What was said of them beside the other rows holds as long as its cell is the same.

    Args:
        par: Who mends them.
        row: Their import.
        mended: The rows, and what to write in each, by key of the dictionary.

    Raises:
        CoffreError: A row says a NIR, and the vault has no key, or does not open it.
    """
    lignes = [ligne for ligne, _ in mended]
    cles = {one.cle for one in lignes}
    for ligne, valeurs in mended:
        typed = {key: " ".join(text.split()) for key, text in valeurs.items()}
        typed = cells.sealed(row, typed)
        ligne.valeurs = {key: text for key, text in {**ligne.valeurs, **typed}.items() if text}
        row.retouches[str(ligne.ligne)] = {**row.retouches.get(str(ligne.ligne), {}), **typed}
    row.save(update_fields=["retouches", "updated_at"])
    reader = Reader(par, row, timezone.localdate())
    entries = [cells.entry_of(row, one) for one in lignes]
    for ligne, verdict in zip(lignes, reader.judge(entries, alone=True), strict=True):
        note(ligne, verdict)
    rewrite(lignes, JUDGED)
    twins.settle(row, cles | {one.cle for one in lignes})


def correct(par: Membership, row: Import, keys: Sequence[int], *, sure_only: bool) -> int:
    """Make the corrections proposed on some hundreds of rows; return how many had one.

    Args:
        par: Who makes them.
        row: Their import.
        keys: Their primary keys.
        sure_only: Make those alone that cannot be wrong.

    Raises:
        CoffreError: A row says a NIR, and the vault has no key, or does not open it.
    """
    rows = (
        row.lignes.select_for_update(no_key=True)
        .filter(pk__in=keys, is_done=False)
        .order_by("ligne")
    )
    wanted = [(one, corrections_of(one, sure_only=sure_only)) for one in rows]
    mended = [(ligne, values) for ligne, values in wanted if values]
    if mended:
        mend(par, row, mended)
    return len(mended)


def corrections_of(ligne: Ligne, *, sure_only: bool) -> dict[str, str]:
    """Return the values that the proposed corrections of a row would write, by key."""
    values: dict[str, str] = {}
    for one in ligne.anomalies:
        if one["correction"] is None or (sure_only and not is_sure(one)):
            continue
        if one["key"] not in values:
            values |= {one["key"]: one["correction"], **dict(one["avec"])}
    return values

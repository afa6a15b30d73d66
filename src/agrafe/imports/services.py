"""What is done to an import: given, read again, mended, written, undone. Each one checks who asks, locks, changes, and says so."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import PurePath
from typing import Any, Final

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils import timezone

from accrochage.typographie import count, printable
from agrafe.certifications.models import Certification
from agrafe.comptes.models import Membership
from agrafe.imports import mending, twins
from agrafe.imports.enums import DONE_WITH, OPEN, RUNNING, TRANSITIONS, Status
from agrafe.imports.mending import CHUNK
from agrafe.imports.models import Import, Ligne, LigneQuerySet
from agrafe.imports.permissions import check_import
from agrafe.imports.reading import NEW_PERSONNE
from agrafe.imports.recall import name_of
from agrafe.journal import services as journal
from agrafe.personnes.models import Personne
from agrafe.socle.refusals import Refusal
from agrafe.travaux import services as travaux
from agrafe.travaux.models import Travail

READ: Final = "imports.read"
WRITE: Final = "imports.write"
UNDO: Final = "imports.undo"
CORRECT: Final = "imports.correct"
AT_ONCE: Final = 2_000
"""Rows that are corrected while their user waits; beyond, it is done in the background."""
_SUFFIXES: Final = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".txt"})


class ImportRefusal(Refusal):
    """The import is not where it should be for this."""


@transaction.atomic
def create_import(
    *,
    par: Membership,
    fichier: File[Any],
    certification: Certification | None = None,
    promotion: str = "",
) -> Import:
    """Take a workbook, and have it read in the background.

    Args:
        par: Who gives it.
        fichier: The workbook, under the name that it bears at its user's.
        certification: What its rows are about, where they do not say.
        promotion: Kept on every passage that it creates.

    Raises:
        Denied: He may not.
    """
    check_import(par)
    name = PurePath((fichier.name or "classeur").replace("\\", "/")).name
    imported = Import(
        certificateur=par.certificateur,
        nom_fichier=printable(name)[:255],
        certification=certification,
        promotion=promotion,
        par=par.user,
    )
    suffix = PurePath(name).suffix.lower()
    stored = f"{uuid.uuid4().hex}{suffix if suffix in _SUFFIXES else ''}"
    imported.fichier.save(stored, fichier, save=False)
    imported.save()
    _start(par, imported, READ, "Lecture d'un fichier à importer")
    journal.record(
        par=par, action="imports.create", target=imported, summary="Fichier à importer reçu"
    )
    return imported


@transaction.atomic
def read_again(
    *,
    par: Membership,
    imported: Import,
    correspondance: Mapping[str, str] | None = None,
    feuille: str | None = None,
) -> Import:
    """Have the workbook read again, with what is said of its columns or of its sheets; what was typed in its rows is kept.

    Raises:
        Denied: He may not.
        ImportRefusal: It is being written, or was.
    """
    check_import(par)
    row = _locked(imported)
    bring(row, Status.LECTURE)
    if correspondance is not None:
        row.correspondance = dict(correspondance)
    if feuille is not None:
        row.feuille = feuille
    row.refus = ""
    row.save()
    _start(par, row, READ, "Lecture d'un fichier à importer")
    journal.record(par=par, action="imports.read", target=row, summary="Fichier à relire")
    return row


@transaction.atomic
def mend_ligne(*, par: Membership, ligne: Ligne, valeurs: Mapping[str, str]) -> Ligne:
    """Write values in place of cells of a row, and judge it again.

    Args:
        par: Who mends it.
        ligne: The row.
        valeurs: By key of the dictionary; an empty one empties the cell.

    Raises:
        Denied: He may not.
        ImportRefusal: The import is not read, or the row is written already.
        CoffreError: The row says a NIR, and the vault has no key, or does not open it.
    """
    row = _opened(par, ligne.depuis)
    locked = row.lignes.select_for_update(no_key=True).filter(pk=ligne.pk, is_done=False).first()
    if locked is None:
        raise ImportRefusal("Cette ligne est déjà importée : corrigez plutôt le passage lui-même.")
    mending.mend(par, row, [(locked, valeurs)])
    _record_lignes(par, row, 1, "corrigée", "corrigées")
    return row.lignes.get(pk=ligne.pk)  # its twins may have changed what is said of it


def choose_personne(
    *, par: Membership, ligne: Ligne, personne: Personne | None, is_new: bool = False
) -> Ligne:
    """Say whom a row is about.

    Args:
        par: Who says it.
        ligne: The row.
        personne: The person of the certificateur; None lets Agrafe find, or create.
        is_new: It is nobody who is here: a card is to be created.

    Raises:
        Denied: He may not.
        ImportRefusal: The row is written already.
    """
    said = NEW_PERSONNE if is_new else str(personne.public_id) if personne else ""
    return mend_ligne(par=par, ligne=ligne, valeurs={"personne": said})


@transaction.atomic
def correct_lignes(
    *, par: Membership, imported: Import, lignes: LigneQuerySet, sure_only: bool = False
) -> int:
    """Make the corrections that the core proposes on some rows; return how many rows had one.

    Args:
        par: Who makes them.
        imported: The import.
        lignes: Some of its rows; beyond AT_ONCE, `start_correcting` has it done in the background.
        sure_only: Make those alone that cannot be wrong.

    Raises:
        Denied: He may not.
        ImportRefusal: The import is not read.
        CoffreError: A row says a NIR, and the vault has no key, or does not open it.
    """
    row = _opened(par, imported)
    keys = _faulty(row, lignes)
    number = 0
    for first in range(0, len(keys), CHUNK):
        number += mending.correct(par, row, keys[first : first + CHUNK], sure_only=sure_only)
    _record_lignes(par, row, number, "corrigée", "corrigées")
    return number


def is_long(lignes: LigneQuerySet) -> bool:
    """Tell whether correcting some rows would have their user wait, and the database with him."""
    return lignes.exclude(gravite="").order_by()[: AT_ONCE + 1].count() > AT_ONCE


@transaction.atomic
def start_correcting(
    *, par: Membership, imported: Import, lignes: LigneQuerySet, sure_only: bool = False
) -> Travail:
    """Have many rows corrected in the background, some hundreds in each transaction.

    Raises:
        Denied: He may not.
        ImportRefusal: The import is not read.
    """
    row = _opened(par, imported)
    keys = _faulty(row, lignes)
    title = "Correction des lignes d'un import"
    return _start(par, row, CORRECT, title, len(keys), keys=keys, sure_only=sure_only)


@transaction.atomic
def correct_part(
    *, par: Membership, imported: Import, keys: Sequence[int], sure_only: bool, before: int | None
) -> int:
    """Correct some hundreds of the rows of a `start_correcting`; return how many had a correction.

    Args:
        par: Who asked for it.
        imported: The import.
        keys: The primary keys of the rows.
        sure_only: Make those alone that cannot be wrong.
        before: How many rows were corrected in the parts before, when this is the last one: the journal then says them all.

    Raises:
        Denied: He may not any more.
        ImportRefusal: The import is no longer at this.
        CoffreError: A row says a NIR, and the vault has no key, or does not open it.
    """
    row = _opened(par, imported)
    number = mending.correct(par, row, keys, sure_only=sure_only)
    if before is not None:
        _record_lignes(par, row, before + number, "corrigée", "corrigées")
    return number


def correct_cell(*, par: Membership, ligne: Ligne, key: str) -> Ligne:
    """Make the correction that the core proposes for a cell, and what goes with it.

    Raises:
        Denied: He may not.
        ImportRefusal: Nothing is proposed there, or the row is written already.
    """
    for one in ligne.anomalies:
        if one["key"] == key and one["correction"] is not None:
            values = {key: one["correction"], **dict(one["avec"])}
            return mend_ligne(par=par, ligne=ligne, valeurs=values)
    raise ImportRefusal("Cette correction n'est plus proposée : la page montre ce qu'il reste.")


@transaction.atomic
def set_aside(*, par: Membership, imported: Import, lignes: LigneQuerySet, aside: bool) -> int:
    """Put rows aside, or take them back; return how many.

    Raises:
        Denied: He may not.
        ImportRefusal: The import is not read.
    """
    row = _opened(par, imported)
    chosen = lignes.filter(depuis=row, is_done=False, is_aside=not aside).order_by()
    cles = set(chosen.values_list("cle", flat=True))
    number = chosen.update(is_aside=aside)
    twins.settle(row, cles)
    words = ("mise de côté", "mises de côté") if aside else ("reprise", "reprises")
    _record_lignes(par, row, number, *words)
    return number


@transaction.atomic
def start_writing(*, par: Membership, imported: Import) -> Travail:
    """Have the sound rows written, in the background and in one transaction.

    Raises:
        Denied: He may not.
        ImportRefusal: It is not read, or no row is to be written.
    """
    row = _opened(par, imported)
    total = row.lignes.to_write().count()
    if not total:
        raise ImportRefusal("Aucune ligne n'est à importer : corrigez celles qui le demandent.")
    bring(row, Status.ECRITURE)
    row.save()
    return _start(par, row, WRITE, "Import de passages", total)


@transaction.atomic
def start_undoing(*, par: Membership, imported: Import) -> Travail:
    """Have what an import wrote undone, in the background and in one transaction.

    Raises:
        Denied: He may not.
        ImportRefusal: It was not written, or was undone, or its rows were erased since.
    """
    check_import(par)
    row = _locked(imported)
    bring(row, Status.RETOUR)
    total = row.lignes.filter(is_done=True).count()
    if not total:
        raise ImportRefusal(
            "Les lignes de cet import ont été effacées : il ne peut plus être défait d'un coup."
        )
    row.save()
    return _start(par, row, UNDO, "Annulation d'un import", total)


@transaction.atomic
def abandon_import(*, par: Membership, imported: Import) -> Import:
    """Give up an import that was not written: its rows and its file are deleted.

    Raises:
        Denied: He may not.
        ImportRefusal: It was written.
    """
    check_import(par)
    row = _locked(imported)
    bring(row, Status.ABANDONNE)
    _empty(row)
    journal.record(par=par, action="imports.abandon", target=row, summary="Import abandonné")
    return row


@transaction.atomic
def resume_import(*, par: Membership, imported: Import) -> None:
    """Open again an import whose work in the background failed or was stopped: nothing of that work is left.

    Raises:
        Denied: He may not.
        ImportRefusal: No work of it has stopped.
    """
    check_import(par)
    row = _locked(imported)
    work = row.travail
    if row.status not in RUNNING or (work and work.is_active):
        raise ImportRefusal("Rien n'est arrêté ici : la page montre où en est l'import.")
    if row.status == Status.LECTURE:
        row.refus = (work.error if work else "") or "La lecture a été arrêtée."
        bring(row, Status.ILLISIBLE)
    else:
        bring(row, Status.A_RELIRE if row.imported_at is None else Status.FINI)
    row.save()


def purge_imports() -> int:
    """Forget the rows and the files of the imports that are done with, after some time; return how many there were."""
    before = timezone.now() - timedelta(days=settings.IMPORTS_KEPT_DAYS)
    old = Import.objects.filter(updated_at__lt=before, status__in=DONE_WITH).exclude(fichier="")
    number = 0
    for pk in old.values_list("pk", flat=True):
        with transaction.atomic():
            row = old.select_for_update(of=("self",), no_key=True).filter(pk=pk).first()
            if row:
                if Status.ABANDONNE in TRANSITIONS[Status(row.status)]:
                    bring(row, Status.ABANDONNE)
                _empty(row)
                number += 1
    return number


# ------------------------------------------------------------------------- what the travaux call too


def bring(row: Import, status: Status) -> None:
    """Bring an import to a state; it is not saved.

    Raises:
        ImportRefusal: It cannot come there from where it is.
    """
    if status not in TRANSITIONS[Status(row.status)]:
        raise ImportRefusal(
            f"Cet import est à l'état « {row.get_status_display().lower()} » : la page montre ce qui peut être fait."
        )
    row.status = status


def _record_lignes(par: Membership, row: Import, number: int, one: str, many: str) -> None:
    if number:
        summary = said(number, one, many)
        journal.record(par=par, action="imports.mend", target=row, summary=summary)


def _empty(row: Import) -> None:
    """Forget what an import read, and its file; of one that was written, the titles that its user explained are remembered."""
    row.lignes.all().delete()
    row.retouches, row.feuilles = {}, []
    row.colonnes = [
        {**one, "exemples": [], "proposition": ""}
        for one in row.colonnes
        if row.imported_at and name_of(one["lettre"]) in row.correspondance
    ]
    row.constats, row.defauts = [], {}
    name, storage = str(row.fichier.name), row.fichier.storage
    row.fichier = ""
    row.save()
    if name:
        transaction.on_commit(lambda: storage.delete(name))


def _faulty(row: Import, lignes: LigneQuerySet) -> list[int]:
    """Return the rows of an import, among some, that something is said of: settled at once, as each correction changes what is said of others."""
    rows = lignes.filter(depuis=row, is_done=False).exclude(gravite="")
    return list(rows.order_by("ligne").values_list("pk", flat=True))


def _opened(par: Membership, imported: Import) -> Import:
    """Return an import whose rows someone may change, locked until the end of the transaction.

    Raises:
        Denied: He may not.
        ImportRefusal: It is not read, or a work in the background is at it.
    """
    check_import(par)
    row = _locked(imported)
    if row.status not in OPEN:
        raise ImportRefusal(
            f"Cet import est à l'état « {row.get_status_display().lower()} » : ses lignes ne changent pas maintenant."
        )
    return row


def _locked(imported: Import) -> Import:
    row: Import = (
        Import.objects.select_for_update(of=("self",), no_key=True)
        .select_related("certification", "travail")
        .get(pk=imported.pk)
    )
    return row


def _start(
    par: Membership, row: Import, kind: str, title: str, total: int = 0, **arguments: Any
) -> Travail:
    """Start a work on an import, which shows it from then on."""
    travail = travaux.start(
        par_user=par.user,
        certificateur=par.certificateur,
        kind=kind,
        arguments={"membership": par.pk, "imported": str(row.public_id), **arguments},
        title=title,
        total=total,
        counted="ligne,lignes",
        key=str(row.public_id),
    )
    Import.objects.filter(pk=row.pk).update(travail=travail)
    row.travail = travail
    return travail


def said(number: int, one: str, many: str) -> str:
    """Return a number of rows and what was done to them."""
    return count(number, f"ligne {one}", f"lignes {many}")


NONE: Final = "Rien n'a changé : aucune ligne ne s'y prêtait."
"""What is said when nothing could be done to any of the rows chosen."""

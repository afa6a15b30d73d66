"""What is done to an import: given, read again, mended, written, undone. Each one checks who asks, locks, changes, and says so."""

import uuid
from collections.abc import Collection, Mapping, Sequence
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
from agrafe.imports import cells, twins
from agrafe.imports.enums import DONE_WITH, OPEN, RUNNING, TRANSITIONS, Status
from agrafe.imports.models import Import, Ligne
from agrafe.imports.permissions import check_import
from agrafe.imports.reading import NEW_PERSONNE, Reader, Verdict, is_sure
from agrafe.journal import services as journal
from agrafe.personnes.models import Personne
from agrafe.socle.bulk import rewrite
from agrafe.socle.refusals import Refusal
from agrafe.travaux import services as travaux
from agrafe.travaux.models import Travail

READ: Final = "imports.read"
WRITE: Final = "imports.write"
UNDO: Final = "imports.undo"
CHUNK: Final = 500
"""Rows judged, or written, together."""
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
        ImportRefusal: The row is written already.
    """
    return mend_lignes(par=par, imported=ligne.depuis, valeurs={ligne.ligne: valeurs})[0]


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
def mend_lignes(
    *, par: Membership, imported: Import, valeurs: Mapping[int, Mapping[str, str]]
) -> list[Ligne]:
    """Write values in place of cells of several rows, and judge these again.

    Raises:
        Denied: He may not.
        ImportRefusal: The import is not read, or a row of these is written already.
    """
    check_import(par)
    row = _locked(imported)
    _must_be_open(row)
    lignes = list(
        row.lignes.select_for_update().filter(ligne__in=valeurs, is_done=False).order_by("ligne")
    )
    if len(lignes) < len(valeurs):
        raise ImportRefusal("Cette ligne est déjà importée : corrigez plutôt le passage lui-même.")
    for ligne in lignes:
        typed = {key: " ".join(text.split()) for key, text in valeurs[ligne.ligne].items()}
        typed = cells.sealed(row, typed)
        ligne.valeurs = {key: text for key, text in {**ligne.valeurs, **typed}.items() if text}
        row.retouches[str(ligne.ligne)] = {**row.retouches.get(str(ligne.ligne), {}), **typed}
    row.save(update_fields=["retouches", "updated_at"])
    _judge_again(par, row, lignes)
    _record_lignes(par, row, len(lignes), "corrigée", "corrigées")
    return list(row.lignes.filter(ligne__in=valeurs).order_by("ligne"))


@transaction.atomic
def correct_lignes(*, par: Membership, imported: Import, numbers: Collection[int]) -> int:
    """Make the corrections that the core proposes on some rows, all of each; return how many rows had one.

    Raises:
        Denied: He may not.
        ImportRefusal: The import is not read.
    """
    lignes = imported.lignes.filter(ligne__in=numbers, is_done=False)
    return _correct(par, imported, lignes, sure_only=False)


@transaction.atomic
def correct_sure(*, par: Membership, imported: Import) -> int:
    """Make all the corrections that cannot be wrong; return how many rows had one.

    Raises:
        Denied: He may not.
        ImportRefusal: The import is not read.
    """
    lignes = imported.lignes.filter(is_done=False).exclude(gravite="")
    return _correct(par, imported, lignes, sure_only=True)


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


def corrections_of(ligne: Ligne, *, sure_only: bool) -> dict[str, str]:
    """Return the values that the proposed corrections of a row would write, by key."""
    values: dict[str, str] = {}
    for one in ligne.anomalies:
        if one["correction"] is None or (sure_only and not is_sure(one)):
            continue
        if one["key"] not in values:
            values |= {one["key"]: one["correction"], **dict(one["avec"])}
    return values


@transaction.atomic
def set_aside(*, par: Membership, imported: Import, numbers: Collection[int], aside: bool) -> int:
    """Put rows aside, or take them back; return how many.

    Raises:
        Denied: He may not.
        ImportRefusal: The import is not read.
    """
    check_import(par)
    row = _locked(imported)
    _must_be_open(row)
    chosen = row.lignes.filter(ligne__in=numbers, is_done=False, is_aside=not aside)
    cles = list(chosen.values_list("cle", flat=True))
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
    check_import(par)
    row = _locked(imported)
    _must_be_open(row)
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
        ImportRefusal: It was not written, or was undone.
    """
    check_import(par)
    row = _locked(imported)
    bring(row, Status.RETOUR)
    row.save()
    return _start(par, row, UNDO, "Annulation d'un import", row.lignes.filter(is_done=True).count())


@transaction.atomic
def abandon_import(*, par: Membership, imported: Import) -> None:
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
            row = old.select_for_update(of=("self",)).filter(pk=pk).first()
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


JUDGED: Final = (
    *("cle", "valeurs", "anomalies", "gravite", "has_errors"),
    *("effet", "changes", "creates_personne", "passage"),
)
"""What a verdict changes on a row."""


def _judge_again(par: Membership, row: Import, lignes: Sequence[Ligne]) -> None:
    """Judge rows that were mended; what was said of them beside the other rows holds as long as its cell is the same."""
    if not lignes:
        return
    reader = Reader(par, row, timezone.localdate())
    entries = [cells.entry_of(row, one) for one in lignes]
    cles = {one.cle for one in lignes}
    for ligne, verdict in zip(lignes, reader.judge(entries, alone=True), strict=True):
        note(ligne, verdict)
    rewrite(lignes, JUDGED)
    twins.settle(row, cles | {one.cle for one in lignes})


def _record_lignes(par: Membership, row: Import, number: int, one: str, many: str) -> None:
    if number:
        summary = said(number, one, many)
        journal.record(par=par, action="imports.mend", target=row, summary=summary)


def _empty(row: Import) -> None:
    """Forget what an import read, and its file."""
    row.lignes.all().delete()
    row.retouches, row.colonnes, row.feuilles = {}, [], []
    row.constats, row.defauts = [], {}
    name, storage = str(row.fichier.name), row.fichier.storage
    row.fichier = ""
    row.save()
    if name:
        transaction.on_commit(lambda: storage.delete(name))


def _correct(par: Membership, imported: Import, lignes: Any, *, sure_only: bool) -> int:
    done = 0
    wanted: dict[int, dict[str, str]] = {}
    for ligne in lignes.only("ligne", "anomalies").iterator(chunk_size=CHUNK):
        if values := corrections_of(ligne, sure_only=sure_only):
            wanted[ligne.ligne] = values
        if len(wanted) == CHUNK:
            done += len(mend_lignes(par=par, imported=imported, valeurs=wanted))
            wanted = {}
    return done + len(mend_lignes(par=par, imported=imported, valeurs=wanted))


def _locked(imported: Import) -> Import:
    row: Import = (
        Import.objects.select_for_update(of=("self",))
        .select_related("certification", "travail")
        .get(pk=imported.pk)
    )
    return row


def _must_be_open(row: Import) -> None:
    if row.status not in OPEN:
        raise ImportRefusal(
            f"Cet import est à l'état « {row.get_status_display().lower()} » : ses lignes ne changent pas maintenant."
        )


def _start(par: Membership, row: Import, kind: str, title: str, total: int = 0) -> Travail:
    """Start a work on an import, which shows it from then on."""
    travail = travaux.start(
        par_user=par.user,
        certificateur=par.certificateur,
        kind=kind,
        arguments={"membership": par.pk, "imported": str(row.public_id)},
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

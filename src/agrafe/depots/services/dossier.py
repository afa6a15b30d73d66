"""The archive that goes to the CDC after a second rejection, written to disk a few passages at a time, whatever their number."""

import csv
import re
import shutil
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from datetime import datetime
from operator import attrgetter
from pathlib import Path
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils import timezone

from accrochage.operations import extract_flux
from agrafe.comptes.models import Membership
from agrafe.courriels.selectors import mails_of, readable
from agrafe.depots.models import Accuse, DepotFichier, DepotPassage
from agrafe.depots.selectors import message_of
from agrafe.depots.services.construction import copy_of
from agrafe.depots.services.telechargement import open_kept
from agrafe.journal.models import JournalEntry
from agrafe.journal.services import MASK, owner_of
from agrafe.passages.models import Passage
from agrafe.passages.selectors import shown_value
from agrafe.verifications.models import Verification
from agrafe.verifications.selectors import verifications_among
from agrafe.verifications.services import proofs_of

CHUNK: Final = 500
"""Passages that are read together."""
EXTRACT: Final = 5_000
"""Passages of one extract of a deposit, which is held in memory while it is written."""

_PASSAGES: Final = ("identifiant", "titulaire", "certification", "dépôt", "issue", "messages")
_CORRECTIONS: Final = (
    *("identifiant", "date", "qui", "ce qui a été fait"),
    *("rubrique", "avant", "après"),
)
_FINGERPRINTS: Final = ("fichier déposé", "flux", "octets", "SHA-256")
_MASKED: Final = "(masqué)"
_NOT_CORRECTIONS: Final = frozenset({"personnes.show_nir"})
"""Actions on a titulaire that change nothing of him."""


def write(par: Membership, keys: Sequence[int], folder: Path, told: Callable[[int], None]) -> Path:
    """Write the archive of passages, and return where.

    Args:
        par: Who asks for it.
        keys: Primary keys of the passages.
        folder: A private folder to work in.
        told: Told how many passages were treated.

    Raises:
        Denied: He may not.
        DepotRefusal: A deposit is not what was frozen, or an accusé is lost.
    """
    path = folder / "dossier.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        closing(_Dossier(par, archive, folder)) as dossier,
    ):
        for start in range(0, len(keys), CHUNK):
            dossier.add(keys[start : start + CHUNK])
            told(dossier.number)
        dossier.finish()
    return path


class _Dossier:
    """The archive while it is written: tables wait beside it, and what the deposits and accusés are is known at the end."""

    def __init__(self, par: Membership, archive: zipfile.ZipFile, folder: Path) -> None:
        self._par, self._archive, self._folder = par, archive, folder
        self._passages = Table(folder / "passages.csv", _PASSAGES)
        self._corrections = Table(folder / "corrections.csv", _CORRECTIONS)
        self._wanted: dict[int, list[str]] = defaultdict(list)
        self._accuses: set[int] = set()
        self._depots: set[int] = set()
        self._mails: set[int] = set()
        self._proofs = 0
        self.number = 0

    def add(self, keys: Sequence[int]) -> None:
        """Write what is known of passages."""
        passages = Passage.objects.of(self._par.certificateur).filter(pk__in=keys)
        rows = list(passages.select_related("personne", "certification").order_by("pk"))
        lignes = list(_lignes(self._par, keys))
        for one in lignes:
            self._depots.add(one.depot.numero)
            if one.accuse_id:
                self._accuses.add(one.accuse_id)
            if one.fichier_id:
                self._wanted[one.fichier_id].append(one.id_technique)
        asked = list(
            verifications_among(par=self._par, personnes=[one.personne_id for one in rows])
        )
        self._passages.write(_told_of(rows, lignes))
        self._corrections.write(_corrections(self._par, rows))
        self._add_proofs(rows, asked)
        self._add_mails(rows, asked)
        self.number += len(rows)

    def close(self) -> None:
        """Leave the tables, whatever happened."""
        self._passages.close()
        self._corrections.close()

    def finish(self) -> None:
        """Write what goes once with all of them: the deposits, the accusés, the tables and the letter."""
        flux = self._add_depots()
        self._add_accuses()
        for table in (self._passages, self._corrections):
            table.close()
            self._archive.write(table.path, table.path.name)
        context = {
            "owner": self._par.certificateur,
            "number": self.number,
            "mails": len(self._mails),
            "proofs": self._proofs,
            "depots": sorted(self._depots),
            "flux": sorted(flux),
            "today": timezone.localdate(),
        }
        self._archive.writestr("courrier.html", render_to_string("depots/courrier.html", context))

    def _add_proofs(self, rows: Sequence[Passage], asked: Sequence[Verification]) -> None:
        """Write, for each passage, what its titulaire was asked and answered."""
        proofs = proofs_of(par=self._par, verifications=asked)
        of_personne: dict[int, list[str]] = defaultdict(list)
        for one in asked:
            of_personne[one.personne_id].append(proofs[one.public_id])
        for rank, row in enumerate(rows, start=self.number + 1):
            for number, text in enumerate(of_personne[row.personne_id], start=1):
                name = f"verifications/{rank:05}-{_plain(row.id_technique)}-{number}.txt"
                self._archive.writestr(name, text)
                self._proofs += 1

    def _add_mails(self, rows: Sequence[Passage], asked: Sequence[Verification]) -> None:
        about = [one.public_id for one in (*rows, *(row.personne for row in rows), *asked)]
        mails = mails_of(par=self._par).filter(target_id__in=about)
        for mail in mails.order_by("created_at", "pk"):
            if mail.pk in self._mails:  # another passage of the same titulaire
                continue
            self._mails.add(mail.pk)
            written = readable(mail)
            when = mail.sent_at or mail.created_at
            sent = _moment(mail.sent_at) if mail.sent_at else "non"
            head = f"À : {mail.recipient}\nObjet : {written.subject}\nEnvoyé : {sent}\nÉtat : {mail.get_status_display()}\n"
            name = _dated(f"courriels/{len(self._mails):05}.txt", when)
            self._archive.writestr(name, f"{head}\n{written.text}\n")

    def _add_depots(self) -> set[str]:
        """Write what was sent of these passages, and of no others, with the fingerprints of the whole files; return their flux."""
        path = self._folder / "empreintes.csv"
        found = set()
        with closing(Table(path, _FINGERPRINTS)) as table:
            fichiers = DepotFichier.objects.filter(pk__in=[*self._wanted])
            for fichier in fichiers.order_by("depot__numero", "rang"):
                found.add(fichier.id_flux)
                table.write([(fichier.nom, fichier.id_flux, fichier.octets, fichier.sha256)])
                self._add_extracts(fichier, self._wanted[fichier.pk])
        self._archive.write(path, "depots/empreintes.csv")
        return found

    def _add_extracts(self, fichier: DepotFichier, wanted: Sequence[str]) -> None:
        whole = copy_of(fichier, self._folder / fichier.nom)
        for start in range(0, len(wanted), EXTRACT):
            number = f"{start // EXTRACT + 1}-" if len(wanted) > EXTRACT else ""
            part = self._folder / f"extrait-{number}{fichier.nom}"
            extract_flux(whole, part, {*wanted[start : start + EXTRACT]})
            self._archive.write(part, f"depots/{part.name}")
            part.unlink()
        whole.unlink()

    def _add_accuses(self) -> None:
        """Write the accusés, each with the day that it was given."""
        accuses = Accuse.objects.filter(pk__in=self._accuses).order_by("pk")
        for rank, accuse in enumerate(accuses, start=1):
            name = _dated(f"accuses/{rank:02}-{accuse.nom}", accuse.created_at)
            with open_kept(accuse) as content, self._archive.open(name, "w") as copy:
                shutil.copyfileobj(content, copy)


class Table:
    """A table as Excel reads it in France, on disk."""

    def __init__(self, path: Path, titles: Sequence[str]) -> None:
        self.path = path
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file, delimiter=";", lineterminator="\r\n")
        self._writer.writerow(titles)

    def write(self, rows: Iterable[Sequence[Any]]) -> None:
        """Write rows; no cell of theirs is taken for a formula."""
        self._writer.writerows([safe(str(cell)) for cell in row] for row in rows)

    def close(self) -> None:
        """End the file."""
        self._file.close()


def safe(text: str) -> str:
    """Keep a spreadsheet from taking a text for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def _lignes(par: Membership, keys: Sequence[int]) -> Iterable[DepotPassage]:
    """Return what was answered of passages: by the CDC, or in a trial by the rehearsal portal, never by both."""
    rows = DepotPassage.objects.filter(
        passage__in=keys, depot__is_trial=par.certificateur.is_trial
    ).exclude(accuse=None)
    return rows.select_related("depot").order_by("passage", "pk")


def _told_of(rows: Sequence[Passage], lignes: Sequence[DepotPassage]) -> Iterator[Sequence[Any]]:
    passages = {one.pk: one for one in rows}
    for one in lignes:
        passage = passages[one.passage_id]
        yield (
            one.id_technique,
            str(passage.personne),
            passage.certification.code,
            one.depot.numero,
            one.get_issue_display(),
            " ; ".join(one.messages) or (message_of(one.cause).titre if one.cause else ""),
        )


def _corrections(par: Membership, rows: Sequence[Passage]) -> Iterator[Sequence[Any]]:
    """Yield what the journal says of passages and of their titulaires, passage by passage: what it masks stays masked."""
    about = [one.public_id for one in (*rows, *(row.personne for row in rows))]
    entries = JournalEntry.objects.filter(
        chain__owner=owner_of(par.certificateur_id), target_id__in=about
    ).exclude(action__in=_NOT_CORRECTIONS)
    found: defaultdict[Any, list[JournalEntry]] = defaultdict(list)
    for one in entries.select_related("user"):
        found[one.target_id].append(one)
    for row in rows:
        told = [*found[row.public_id], *found[row.personne.public_id]]
        for entry in sorted(told, key=attrgetter("number")):
            who = entry.user.name if entry.user else ""
            head = (row.id_technique, _moment(entry.at), who, entry.summary or entry.label)
            for change in _changes(entry):
                yield (*head, *change)


def _changes(entry: JournalEntry) -> Sequence[Sequence[str]]:
    """Return what a line of the journal says of each rubrique, before and after; one that is empty when it says nothing."""
    told = zip(sorted(entry.changes), entry.shown_changes, strict=True)
    return [
        (label[:1].upper() + label[1:], _shown(name, before), _shown(name, after))
        for name, (label, before, after) in told
    ] or [("", "", "")]


def _shown(name: str, value: object) -> str:
    return _MASKED if value == MASK else shown_value(name, value)


def _moment(when: datetime) -> str:
    return timezone.localtime(when).isoformat(" ", "minutes")


def _dated(name: str, when: datetime) -> zipfile.ZipInfo:
    """Return a name in the archive with the moment that a reader of it sees; without one, it would be 1980."""
    entry = zipfile.ZipInfo(name, timezone.localtime(when).timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _plain(text: str) -> str:
    """Return an identifier as part of the name of a file."""
    return re.sub(r"[^\w.-]+", "_", text)[:80]

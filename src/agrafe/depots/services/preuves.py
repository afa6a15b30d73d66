"""What the CDC asks for after a second rejection: what was sent, what it answered, what was done about it, and a letter."""

import csv
import io
import shutil
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from accrochage.operations import extract_flux
from accrochage.typographie import count
from agrafe.comptes.models import Membership
from agrafe.courriels.models import Mail
from agrafe.courriels.selectors import mails_of, readable
from agrafe.depots.models import Accuse, DepotFichier, DepotPassage
from agrafe.depots.permissions import check_deposit
from agrafe.depots.selectors import message_of, twice_rejected
from agrafe.depots.services.commun import DepotRefusal
from agrafe.depots.services.construction import copy_of
from agrafe.depots.services.telechargement import open_kept
from agrafe.journal import services as journal
from agrafe.journal.models import JournalEntry
from agrafe.journal.services import owner_of
from agrafe.passages.models import Passage, PassageQuerySet
from agrafe.passages.selectors import label_of
from agrafe.socle import storage
from agrafe.travaux import services as travaux
from agrafe.travaux.models import Travail
from agrafe.verifications.models import Verification

GATHER: Final = "depots.gather"
KEPT: Final = timedelta(days=2)
"""How long a file of evidence waits to be taken."""
AT_ONCE: Final = 500
"""Passages of one file."""
_FOLDER: Final = "preuves"


@transaction.atomic
def start_evidence(*, par: Membership) -> Travail:
    """Have the file of the passages that were rejected twice made in the background.

    Raises:
        Denied: He may not.
        DepotRefusal: There is none.
    """
    check_deposit(par)
    keys = list(twice_rejected(par=par).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    if not keys:
        raise DepotRefusal("Aucun passage n'a été rejeté après un second envoi.")
    return travaux.start(
        par_user=par.user,
        certificateur=par.certificateur,
        kind=GATHER,
        arguments={"membership": par.pk, "passages": keys},
        title="Dossier des passages rejetés deux fois",
        total=len(keys),
        counted="passage,passages",
        key="preuves",
    )


def note(*, par: Membership, number: int) -> None:
    """Say in the journal that a file of evidence was made."""
    summary = f"Dossier de {count(number, 'passage', 'passages')}"
    journal.record(par=par, action="depots.evidence", summary=summary)


def name_of(travail: UUID) -> str:
    """Return where a file of evidence is kept."""
    return f"{_FOLDER}/{travail}.zip"


def purge() -> int:
    """Delete the files that waited too long; return how many."""
    return storage.delete(storage.older_than(_FOLDER, KEPT))


def write(
    par: Membership, keys: Sequence[int], folder: Path, name: str, told: Callable[[int], None]
) -> None:
    """Write the file of evidence of passages.

    Args:
        par: Who asks for it.
        keys: Primary keys of the passages.
        folder: A private folder to work in.
        name: Where it is kept.
        told: Told how many passages were treated.

    Raises:
        DepotRefusal: A deposit is not what was frozen, or an accusé is lost.
    """
    passages: PassageQuerySet = Passage.objects.of(par.certificateur).filter(pk__in=keys)
    rows = list(passages.select_related("personne", "certification").order_by("pk"))
    lignes = list(_lignes(par, keys))
    path = folder / "dossier.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        _write_depots(archive, folder, lignes)
        _write_accuses(archive, lignes)
        mails = _mails(par, rows)
        _write_mails(archive, mails)
        archive.writestr("passages.csv", _csv(_PASSAGES, _told_of(rows, lignes)))
        archive.writestr("corrections.csv", _csv(_CORRECTIONS, _corrections(par, rows)))
        context = {
            "owner": par.certificateur,
            "number": len(rows),
            "mails": len(mails),
            "depots": sorted({one.depot.numero for one in lignes}),
            "flux": sorted({one.fichier.id_flux for one in lignes if one.fichier}),
            "today": timezone.localdate(),
        }
        archive.writestr("courrier.html", render_to_string("depots/courrier.html", context))
    default_storage.delete(name)
    with path.open("rb") as content:
        default_storage.save(name, File(content))
    told(len(rows))


def _lignes(par: Membership, keys: Sequence[int]) -> Iterable[DepotPassage]:
    """Return what was answered of passages: by the CDC, or in a trial by the rehearsal portal, never by both."""
    rows = DepotPassage.objects.filter(
        passage__in=keys, depot__is_trial=par.certificateur.is_trial
    ).exclude(accuse=None)
    return rows.select_related("depot", "fichier", "accuse").order_by("pk")


def _write_depots(archive: zipfile.ZipFile, folder: Path, lignes: Sequence[DepotPassage]) -> None:
    """Write what was sent of these passages, and of no others, with the fingerprints of the whole files."""
    by_file: dict[DepotFichier, set[str]] = {}
    for one in lignes:
        if one.fichier:
            by_file.setdefault(one.fichier, set()).add(one.id_technique)
    fingerprints = []
    for fichier, wanted in by_file.items():
        whole, part = folder / fichier.nom, folder / f"extrait-{fichier.nom}"
        extract_flux(copy_of(fichier, whole), part, wanted)
        whole.unlink()
        archive.write(part, f"depots/{part.name}")
        fingerprints.append((fichier.nom, fichier.id_flux, fichier.octets, fichier.sha256))
    archive.writestr("depots/empreintes.csv", _csv(_FINGERPRINTS, fingerprints))


def _write_accuses(archive: zipfile.ZipFile, lignes: Sequence[DepotPassage]) -> None:
    accuses: dict[int, Accuse] = {one.accuse.pk: one.accuse for one in lignes if one.accuse}
    for rank, accuse in enumerate(accuses.values(), start=1):
        name = f"accuses/{rank:02}-{accuse.nom}"
        with open_kept(accuse) as content, archive.open(name, "w") as copy:
            shutil.copyfileobj(content, copy)


def _mails(par: Membership, rows: Sequence[Passage]) -> list[Mail]:
    asked = Verification.objects.filter(
        certificateur=par.certificateur, personne__in=[one.personne_id for one in rows]
    )
    about = [one.public_id for one in rows] + [one.personne.public_id for one in rows]
    about += asked.values_list("public_id", flat=True)
    return list(mails_of(par=par).filter(target_id__in=about).order_by("created_at", "pk"))


def _write_mails(archive: zipfile.ZipFile, mails: Sequence[Mail]) -> None:
    for rank, mail in enumerate(mails, start=1):
        written = readable(mail)
        sent = timezone.localtime(mail.sent_at).isoformat(" ", "minutes") if mail.sent_at else "non"
        head = f"À : {mail.recipient}\nObjet : {written.subject}\nEnvoyé : {sent}\nÉtat : {mail.get_status_display()}\n"
        archive.writestr(f"courriels/{rank:03}.txt", f"{head}\n{written.text}\n")


_PASSAGES: Final = ("identifiant", "titulaire", "certification", "dépôt", "issue", "messages")
_CORRECTIONS: Final = ("date", "qui", "passage", "ce qui a changé")
_FINGERPRINTS: Final = ("fichier déposé", "flux", "octets", "SHA-256")


def _told_of(rows: Sequence[Passage], lignes: Sequence[DepotPassage]) -> Iterable[Sequence[Any]]:
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


def _corrections(par: Membership, rows: Sequence[Passage]) -> Iterable[Sequence[Any]]:
    """Yield what the journal says of these passages and of their titulaires: values that are personal stay masked."""
    named = {one.public_id: one.id_technique for one in rows}
    named |= {one.personne.public_id: one.id_technique for one in rows}
    entries = JournalEntry.objects.filter(
        chain__owner=owner_of(par.certificateur_id), target_id__in=[*named]
    )
    for one in entries.select_related("user").order_by("number"):
        what = ", ".join(label_of(name) for name in one.changes)
        yield (
            timezone.localtime(one.at).isoformat(" ", "minutes"),
            one.user.name if one.user else "",
            named[one.target_id] if one.target_id else "",
            f"{one.summary} ({what})" if what else one.summary,
        )


def _csv(titles: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return a table as Excel reads it in France."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(titles)
    writer.writerows([[_safe(str(cell)) for cell in row] for row in rows])
    return "\ufeff" + text.getvalue()


def _safe(text: str) -> str:
    """Keep a spreadsheet from taking a text for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text

"""The bytes of a deposit: made by the core from the reserved passages, in order, then frozen with their fingerprints."""

import hashlib
import tempfile
import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import IO, Any, Final

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from accrochage import modele
from accrochage.flux.decoupe import Limits
from accrochage.flux.ecriture import Fichier
from accrochage.modele import Flux
from accrochage.operations import DemandeDepot, write_depot
from accrochage.operations.demande import Demande
from accrochage.operations.retrait import Selection
from accrochage.operations.saisie import to_plain
from accrochage.operations.suppression import withdraw_flux
from accrochage.typographie import count
from agrafe.certificateurs.models import Certificateur
from agrafe.comptes.models import Membership
from agrafe.depots.enums import RECORDED, Action, Issue, Status
from agrafe.depots.models import Depot, DepotFichier, DepotPassage
from agrafe.depots.services.commun import REFUSALS_KEPT, DepotRefusal, bring, let_go, locked
from agrafe.journal import services as journal
from agrafe.passages.enums import Voie
from agrafe.passages.models import Passage
from agrafe.passages.rubriques import to_modele
from agrafe.personnes.services import open_nirs

BATCH: Final = 1_000
"""Passages read together."""
LIMITS: Final = Limits()
"""Where deposits are cut."""
_READ: Final = 1 << 20
_KEPT: Final = "depots"
_ORPHAN: Final = timedelta(days=1)

Told = Callable[[int], None]
Refused = Sequence[dict[str, Any]]


class DepotUnsound(DepotRefusal):
    """What was refused of the passages of a deposit, one by one."""

    def __init__(self, refus: Refused) -> None:
        self.refus = refus
        number = count(len(refus), "passage arrête", "passages arrêtent")
        super().__init__(f"{number} ce dépôt : rien n'est parti, tout est revenu à sa place.")


def write(par: Membership, depot: Depot, folder: Path, told: Told) -> Sequence[Fichier]:
    """Write the files of a deposit in a folder.

    Args:
        par: Who prepares it, and may open the vault.
        depot: The deposit.
        folder: Where they go.
        told: Told how many passages were read.

    Raises:
        DepotUnsound: The XSD refuses a passage.
        CoffreError: The vault cannot be opened.
        AccrochageError: The files cannot be made.
    """
    flux = Flux(
        depot.id_flux, timezone.localtime(depot.horodatage), depot.version_format, depot.action
    )
    if depot.is_withdrawal and _were_sent(depot):
        return _withdraw(depot, folder, flux)
    made = write_depot(
        folder,
        _passages(par, depot),
        DemandeDepot(flux=flux, limits=LIMITS),
        lambda done, _: told(done),
    )
    if made.refus:
        raise DepotUnsound(
            [
                {"id": name, "constats": [to_plain(one) for one in found]}
                for name, found in list(made.refus.items())[:REFUSALS_KEPT]
            ]
        )
    if made.passages != depot.total:
        raise DepotRefusal(
            f"{count(made.passages, 'passage lu', 'passages lus')} au lieu de {depot.total} : abandonnez ce dépôt, puis recommencez."
        )
    return made.fichiers


def _passages(par: Membership, depot: Depot) -> Iterator[modele.Passage]:
    """Yield the passages of a deposit in its order, some at a time: no cursor stays open while others write."""
    owner = _owner(depot)
    rang = 0
    while rows := list(
        DepotPassage.objects.filter(depot=depot, rang__gt=rang)
        .select_related("passage__personne", "passage__certification")
        .order_by("rang")[:BATCH]
    ):
        passages = [row.passage for row in rows]
        nirs = _nirs(par, passages)
        for passage in passages:
            passage.certificateur = owner
            yield to_modele(passage, nirs)
        rang = rows[-1].rang


def _owner(depot: Depot) -> Certificateur:
    """Return the identifiers that the deposit froze, whatever the settings have become."""
    return Certificateur(
        pk=depot.certificateur_id,
        id_client=depot.id_client,
        id_contrat=depot.id_contrat,
        id_client_emetteur=depot.id_client_emetteur,
        nature_deposant=depot.nature_deposant,
    )


def _nirs(par: Membership, passages: Sequence[Passage]) -> Any:
    persons = [one.personne_id for one in passages if one.voie == Voie.NIR]
    return open_nirs(par=par, personnes=persons) if persons else {}


# ------------------------------------------------------------------------------------- withdrawals


def _created(depot: Depot) -> Any:
    """Return the lines by which the CDC took the passages that a deposit withdraws."""
    return DepotPassage.objects.filter(
        passage__in=depot.lignes.values("passage"),
        depot__action=Action.CREATION,
        issue__in=RECORDED,
        fichier__isnull=False,
    )


def _were_sent(depot: Depot) -> bool:
    """Tell whether all that a deposit withdraws was sent by deposits that are kept here."""
    return bool(_created(depot).values("passage").distinct().count() == depot.total)


def _withdraw(depot: Depot, folder: Path, flux: Flux) -> Sequence[Fichier]:
    """Write a withdrawal that says the passages as the deposits that created them said them."""
    created = _created(depot)
    wanted = dict.fromkeys(created.values_list("id_technique", flat=True), "")
    files = DepotFichier.objects.filter(pk__in=created.values("fichier"))
    with tempfile.TemporaryDirectory(dir=folder.parent) as kept:
        paths = [copy_of(one, Path(kept) / f"{one.pk}-{one.nom}") for one in files.order_by("pk")]
        demande = Demande(flux=flux, today=timezone.localdate(), limits=LIMITS)
        bilan = withdraw_flux(paths, folder, demande, Selection(wanted))
    if not bilan.fichiers:
        raise DepotUnsound(
            [
                {"id": one.valeur or "", "constats": [to_plain(one)]}
                for one in bilan.anomalies[:REFUSALS_KEPT]
            ]
        )
    return bilan.fichiers


# ------------------------------------------------------------------------------------------- files


def copy_of(fichier: DepotFichier, path: Path) -> Path:
    """Write the bytes of a file somewhere, and return where.

    Raises:
        DepotRefusal: They are not those that were frozen.
    """
    with path.open("wb") as copy:
        copy_into(copy, fichier)
    return path


def copy_into(copy: IO[bytes], fichier: DepotFichier) -> None:
    """Write the bytes of a file into another, which serves only if all of them are those that were frozen.

    Raises:
        DepotRefusal: The file was changed or lost since.
    """
    digest = hashlib.sha256()
    try:
        with default_storage.open(str(fichier.fichier.name)) as source:
            while chunk := source.read(_READ):
                digest.update(chunk)
                copy.write(chunk)
    except FileNotFoundError:
        raise DepotRefusal(_lost(fichier)) from None
    if digest.hexdigest() != fichier.sha256:
        raise DepotRefusal(_lost(fichier))


def _lost(fichier: DepotFichier) -> str:
    return (
        f"« {fichier.nom} » n'est plus tel qu'Agrafe l'a écrit : son empreinte a changé, ou il manque. "
        "Ne le déposez pas. Prévenez la personne qui gère votre installation : une sauvegarde le rendra."
    )


def store(depot: Depot, files: Sequence[Fichier]) -> list[DepotFichier]:
    """Keep files where they stay, under names that nobody else uses; nothing is written in the database yet."""
    rows = []
    several = len(files) > 1
    for rang, one in enumerate(files, start=1):
        with one.chemin.open("rb") as content:
            name = default_storage.save(f"{_KEPT}/{uuid.uuid4().hex}.xml", File(content))
        rows.append(
            DepotFichier(
                depot=depot,
                rang=rang,
                nom=one.chemin.name,
                id_flux=f"{depot.id_flux}-{rang:03}" if several else depot.id_flux,
                fichier=name,
                octets=one.octets,
                sha256=one.sha256,
                passages=one.passages,
            )
        )
    return rows


def purge_orphans() -> int:
    """Delete the files that were made and never frozen, their worker having died between the two; return how many."""
    if not default_storage.exists(_KEPT):
        return 0
    limit = timezone.now() - _ORPHAN
    names = [f"{_KEPT}/{name}" for name in default_storage.listdir(_KEPT)[1]]
    old = [name for name in names if default_storage.get_modified_time(name) < limit]
    known = set(DepotFichier.objects.filter(fichier__in=old).values_list("fichier", flat=True))
    orphans = [name for name in old if name not in known]
    for name in orphans:
        default_storage.delete(name)
    return len(orphans)


@transaction.atomic
def freeze(*, par: Membership, depot: Depot, files: Sequence[DepotFichier]) -> Depot:
    """Write down that the files of a deposit are made; from then on nothing of them changes.

    Raises:
        DepotRefusal: It was abandoned meanwhile.
    """
    row = locked(depot)
    bring(row, Status.CONSTRUIT)
    row.built_at = timezone.now()
    row.save()
    first = 0
    for one in DepotFichier.objects.bulk_create(files):
        last = first + one.passages
        row.lignes.filter(rang__gt=first, rang__lte=last).update(fichier=one)
        first = last
    journal.record(
        par=par,
        action="depots.build",
        target=row,
        summary=f"Dépôt construit : {count(row.total, 'passage', 'passages')}, {count(len(files), 'fichier', 'fichiers')}",
        changes={f"sha256_{one.rang}": ("", one.sha256) for one in files},
    )
    return row


@transaction.atomic
def refuse(*, par: Membership, depot: Depot, reason: str, refus: Refused = ()) -> Depot:
    """Write down that a deposit cannot be made, and put its passages back where they were."""
    row = locked(depot)
    bring(row, Status.REFUSE)
    row.refus = [*refus] or [{"id": "", "constats": [], "motif": reason}]
    let_go(
        par=par,
        lignes=row.lignes.holding(),
        issue=Issue.ABANDONNE,
        reason=f"Dépôt n° {row.numero} refusé avant l'envoi",
        is_withdrawal=row.is_withdrawal,
    )
    row.closed_at = timezone.now()
    row.save()
    journal.record(par=par, action="depots.refuse", target=row, summary="Dépôt impossible")
    return row

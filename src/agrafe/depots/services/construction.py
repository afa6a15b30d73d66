"""The bytes of a deposit: made by the core from the reserved passages, in order, then frozen with their fingerprints."""

import hashlib
import itertools
import pickle
import tempfile
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
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
from accrochage.operations import DemandeDepot, extract_flux, write_depot
from accrochage.operations.demande import Demande
from accrochage.operations.retrait import Selection
from accrochage.operations.saisie import to_plain
from accrochage.operations.suppression import withdraw_flux
from accrochage.regles.anomalie import Anomalie
from accrochage.typographie import count
from agrafe.certificateurs.models import Certificateur
from agrafe.comptes.models import Membership
from agrafe.depots.enums import RECORDED, Action, Issue, Status
from agrafe.depots.models import Accuse, Depot, DepotFichier, DepotPassage
from agrafe.depots.services.commun import REFUSALS_KEPT, DepotRefusal, bring, let_go, locked
from agrafe.journal import services as journal
from agrafe.passages.enums import Voie
from agrafe.passages.models import Passage, PassageQuerySet
from agrafe.passages.rubriques import to_modele
from agrafe.personnes.models import Personne
from agrafe.personnes.services import open_nirs
from agrafe.socle import storage

CHUNK: Final = 1_000
"""Passages that the cursor brings at a time."""
LIMITS: Final = Limits()
"""Where deposits are cut."""
_READ: Final = 1 << 20
_KEPT: Final = "depots"
_ORPHAN: Final = timedelta(days=1)

Told = Callable[[int], None]
Refused = Sequence[dict[str, Any]]


class DepotUnsound(DepotRefusal):
    """What was refused of the passages of a deposit, one by one: the first of them, when there are many.

    Args:
        refus: Their identifiers, each with what is wrong.
    """

    def __init__(self, refus: Iterable[tuple[str, Sequence[Anomalie]]]) -> None:
        every = [*refus]
        number = count(len(every), "passage arrête", "passages arrêtent")
        super().__init__(f"{number} ce dépôt : rien n'est parti, tout est revenu à sa place.")
        self.refus: list[dict[str, Any]] = [
            {"id": name, "constats": [to_plain(one) for one in found]}
            for name, found in every[:REFUSALS_KEPT]
        ]
        if len(every) > REFUSALS_KEPT:
            self.refus.insert(0, _reason(f"{number} ce dépôt. Voici les premiers."))


def _reason(motif: str) -> dict[str, Any]:
    return {"id": "", "constats": [], "motif": motif}


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
        _passages(par, depot, folder.parent),
        DemandeDepot(flux=flux, limits=LIMITS),
        lambda done, _: told(done),
    )
    if made.refus:
        raise DepotUnsound(made.refus.items())
    if made.passages != depot.total:
        raise DepotRefusal(
            f"{count(made.passages, 'passage lu', 'passages lus')} au lieu de {depot.total} : abandonnez ce dépôt, puis recommencez."
        )
    return made.fichiers


def _passages(par: Membership, depot: Depot, folder: Path) -> Iterator[modele.Passage]:
    """Yield the passages of a deposit in its order.

    One statement reads them all into a file without a name, so that its cursor is closed before the work says how far it is: on
    SQLite, whoever reads what others have changed since may not write.
    """
    with tempfile.TemporaryFile(dir=folder) as aside:
        for passage in _read(par, depot):
            pickle.dump(passage, aside)
        length = aside.tell()
        aside.seek(0)
        known: dict[modele.Certification, modele.Certification] = {}
        while aside.tell() < length:
            passage = pickle.load(aside)  # noqa: S301 - what was just written
            # One object for each certification: the core gathers passages by it.
            certification = known.setdefault(passage.certification, passage.certification)
            yield passage._replace(certification=certification)


def _read(par: Membership, depot: Depot) -> Iterator[modele.Passage]:
    owner = _owner(depot)
    by_nir = Personne.objects.filter(passages__in=_by_nir(depot))
    nir_of = open_nirs(par=par, personnes=by_nir)
    rows = depot.lignes.select_related(
        "passage__personne__nir_scelle", "passage__certification"
    ).order_by("rang")
    for row in rows.iterator(chunk_size=CHUNK):
        passage: Passage = row.passage
        passage.certificateur = owner
        nir = nir_of(passage.personne) if passage.voie == Voie.NIR else ""
        yield to_modele(passage, {passage.personne_id: nir} if nir else {})


def _by_nir(depot: Depot) -> PassageQuerySet:
    rows: PassageQuerySet = Passage.objects.filter(pk__in=depot.lignes.values("passage"))
    return rows.filter(voie=Voie.NIR)


def _owner(depot: Depot) -> Certificateur:
    """Return the identifiers that the deposit froze, whatever the settings have become."""
    return Certificateur(
        pk=depot.certificateur_id,
        id_client=depot.id_client,
        id_contrat=depot.id_contrat,
        id_client_emetteur=depot.id_client_emetteur,
        nature_deposant=depot.nature_deposant,
    )


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
    created: dict[int, set[str]] = {}
    for fichier, name in _created(depot).values_list("fichier", "id_technique"):
        created.setdefault(fichier, set()).add(name)
    files = DepotFichier.objects.filter(pk__in=created).order_by("pk")
    with tempfile.TemporaryDirectory(dir=folder.parent) as kept:
        paths = [_part(one, Path(kept), created[one.pk]) for one in files]
        demande = Demande(flux=flux, today=timezone.localdate(), limits=LIMITS)
        wanted = dict.fromkeys(itertools.chain(*created.values()), "")
        bilan = withdraw_flux(paths, folder, demande, Selection(wanted))
    if not bilan.fichiers:
        raise DepotUnsound((one.valeur or "", [one]) for one in bilan.anomalies)
    return bilan.fichiers


def _part(fichier: DepotFichier, folder: Path, names: Collection[str]) -> Path:
    """Write what a file says of the passages that the CDC took from it, and return where.

    It may say others differently from the file that they were taken from, having been rejected.
    """
    whole, part = folder / f"{fichier.pk}.xml", folder / f"{fichier.pk}-{fichier.nom}"
    extract_flux(copy_of(fichier, whole), part, names)
    whole.unlink()
    return part


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
    """Delete the files of deposits and the accusés that are kept, and that no row names: whoever wrote them died before the row.

    Returns:
        How many there were.
    """
    known = (
        (_KEPT, DepotFichier.objects.values_list("fichier", flat=True)),
        ("accuses", Accuse.objects.values_list("fichier", flat=True)),
    )
    return sum(
        storage.delete({*old}.difference(names))
        for folder, names in known
        if (old := storage.older_than(folder, _ORPHAN))
    )


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
    row.refus = [*refus] or [_reason(reason)]
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

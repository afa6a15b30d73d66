"""What an accusé de traitement says: of each passage, of the whole file, beside the deposit that it answers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Final, NamedTuple

from accrochage.accuses.fichier import ErreurExpliquee, explain_all
from accrochage.accuses.lecture import Accuse, Entete, ErreurFichier, Issue
from accrochage.accuses.messages import Message, meaning
from accrochage.accuses.reperage import locate
from accrochage.dictionnaire import NAMESPACE
from accrochage.erreurs import RapprochementError
from accrochage.flux.disque import refuse_existing
from accrochage.flux.lecture import Cadre, read_cadre, read_lignes
from accrochage.operations.accuse_ko import Ko, Row, row_of, write_ko
from accrochage.operations.demande import Progress

_TOLD: Final = 1_000
"""Passages between two reports of progress."""


class Statut(StrEnum):
    """What became of a deposit."""

    TRAITE = "traite"
    """Every passage is recorded."""
    AVEC_ERREURS = "traite_avec_erreurs"
    """Some passages are rejected."""
    REJETE = "rejete"
    """The whole file is."""


@dataclass(frozen=True, kw_only=True)
class DemandeAccuse:
    """What is asked of an accusé.

    Attributes:
        version: Version of the format of the workbook to mend.
        flux: The deposit that the accusé answers.
        classeur: The workbook that the deposit was made of.
        feuille: Sheet of the workbook to read; None lets Agrafe choose.
        ko: Where to write the rejected passages as a workbook to mend; a file that is already there is never replaced.
    """

    version: str
    flux: Path | None = None
    classeur: Path | None = None
    feuille: str | None = None
    ko: Path | None = None


class Rapprochement(NamedTuple):
    """What the accusé and the deposit say of one another.

    Attributes:
        inconnus: Passages of the accusé that are not in the deposit.
        manquants: Passages of the deposit that the accusé says nothing of.
        doublons: Passages that stand twice or more in one of them.
        id_flux: Identifier of the deposit, None when it is that of the accusé or one of the two is not told.
    """

    inconnus: Sequence[str]
    manquants: Sequence[str]
    doublons: Sequence[str]
    id_flux: str | None = None


@dataclass(frozen=True, kw_only=True)
class Depouillement:
    """What came out of an accusé.

    Attributes:
        entete: What it says of the deposit.
        ok: Identifiers of the accepted passages.
        deja_en_base: Passages that were recorded before: nothing to send again.
        ko: Rejected passages.
        erreurs: Why the whole file was rejected.
        rapprochement: The accusé beside the deposit; None without the deposit, or when it was rejected.
        classeur_ko: Workbook to mend; None when none was asked for, or nothing is to be mended.
        introuvables: Rejected passages that are not in it, for want of their data.
        autre_nom: Name that the accusé gives to the deposit, when the one at hand bears another: lines may differ.
    """

    entete: Entete
    ok: Sequence[str]
    deja_en_base: Sequence[Ko]
    ko: Sequence[Ko]
    erreurs: Sequence[ErreurExpliquee]
    rapprochement: Rapprochement | None = None
    classeur_ko: Path | None = None
    introuvables: Sequence[str] = ()
    autre_nom: str | None = None

    @property
    def statut(self) -> Statut:
        """What became of the deposit."""
        if self.erreurs and not (self.ok or self.ko or self.deja_en_base):
            return Statut.REJETE
        return Statut.AVEC_ERREURS if self.ko or self.erreurs else Statut.TRAITE

    @property
    def complete(self) -> bool:
        """Is every passage recorded, as far as one can tell?"""
        lacking = self.rapprochement is not None and self.rapprochement.manquants
        return self.statut is Statut.TRAITE and not self.silent and not lacking

    @property
    def silent(self) -> bool:
        """Does it say nothing of any passage, nor of the file?"""
        return not (self.ok or self.deja_en_base or self.ko or self.erreurs)


def read_accuse(
    path: Path, demande: DemandeAccuse, progress: Progress | None = None
) -> Depouillement:
    """Read an accusé de traitement, explain it, and give its rejected passages back to be mended.

    Args:
        path: The accusé.
        demande: What is asked for.
        progress: Told now and then how many passages were read.

    Raises:
        AccuseError: The file is no accusé, or cannot be read.
        FluxError: The deposit cannot be read.
        ClasseurError: The workbook cannot be read.
        RapprochementError: The deposit is not the one that the accusé answers, or data are wanting for the workbook to mend.
        EcritureError: The workbook to mend exists already, or cannot be written.
    """
    if demande.ko:
        _check_ko(demande, demande.ko)
    tri = _Tri(path, progress)
    found = tri.depouillement()
    if found.statut is Statut.REJETE:
        return found if demande.flux is None else _located(found, tri.erreurs, demande.flux)
    rows: list[Row] = []
    if demande.flux:
        found, rows = _beside(found, tri, demande.flux, wanted=demande.ko is not None)
    if demande.ko and found.ko:
        written = write_ko(
            demande.ko, found.ko, rows, demande.classeur, demande.feuille, demande.version
        )
        found = replace(
            found,
            classeur_ko=demande.ko if written.lignes else None,
            introuvables=written.introuvables,
        )
    return found


def _check_ko(demande: DemandeAccuse, path: Path) -> None:
    if demande.flux is None and demande.classeur is None:
        raise RapprochementError(
            "Un accusé ne contient pas les données des titulaires : pour rendre les passages rejetés dans un classeur, "
            "donnez aussi le fichier déposé (--flux DEPOT.xml) ou le classeur dont il vient (--classeur CLASSEUR.xlsx)."
        )
    refuse_existing(path)


class _Tri:
    """The passages of an accusé, sorted while it is read."""

    def __init__(self, path: Path, progress: Progress | None) -> None:
        self.ok: list[str] = []
        self.deja: list[Ko] = []
        self.ko: list[Ko] = []
        self.erreurs: list[ErreurFichier] = []
        self.seen: dict[str, int] = {}
        """How many times each identifier stands in the accusé."""
        self._meanings: dict[tuple[str, ...], Message] = {}
        accuse = Accuse(path)
        for done, one in enumerate(accuse, start=1):
            if isinstance(one, ErreurFichier):
                self.erreurs.append(one)
            else:
                self._sort(one)
            if progress and done % _TOLD == 0:
                progress(done, None)
        self.entete = accuse.entete

    def _sort(self, issue: Issue) -> None:
        id_technique = issue.id_technique
        if id_technique:
            self.seen[id_technique] = self.seen.get(id_technique, 0) + 1
        if issue.accepte:
            self.ok.append(id_technique)
            return
        message = self._meanings.get(issue.messages)
        if message is None:
            message = self._meanings[issue.messages] = meaning(issue.messages)
        ko = Ko(id_technique, issue.messages, issue.codes, message)
        (self.deja if message.accepte else self.ko).append(ko)

    def depouillement(self) -> Depouillement:
        """Return what was found."""
        return Depouillement(
            entete=self.entete,
            ok=self.ok,
            deja_en_base=self.deja,
            ko=self.ko,
            erreurs=explain_all(self.erreurs),
        )


def _located(found: Depouillement, erreurs: Sequence[ErreurFichier], flux: Path) -> Depouillement:
    """Say where each reason of a rejection points in the deposit."""
    places = [(one.ligne, one.colonne) for one in erreurs if one.ligne is not None]
    name = found.entete.nom_fichier
    return replace(
        found,
        erreurs=explain_all(erreurs, locate(flux, places)),
        autre_nom=name if name != flux.name else None,
    )


def _beside(
    found: Depouillement, tri: _Tri, flux: Path, *, wanted: bool
) -> tuple[Depouillement, list[Row]]:
    """Compare an accusé with the deposit; return the rejected passages of the latter when they are wanted."""
    cadre = read_cadre(flux)
    rejected = {ko.id_technique for ko in found.ko} if wanted else frozenset[str]()
    deposited: dict[str, int] = {}

    def is_rejected(id_technique: str) -> bool:
        deposited[id_technique] = deposited.get(id_technique, 0) + 1
        return id_technique in rejected

    rows = [row_of(ligne) for ligne in read_lignes(flux, cadre, is_rejected)]
    inconnus = [name for name in tri.seen if name not in deposited]
    id_flux = _other_flux(found.entete, cadre)
    if inconnus and (id_flux or len(inconnus) == len(tri.seen)):
        raise RapprochementError(_not_together(found.entete, flux, id_flux, len(inconnus)))
    doublons = dict.fromkeys([*_several(tri.seen), *_several(deposited)])
    manquants = [name for name in deposited if name not in tri.seen]
    beside = Rapprochement(inconnus, manquants, list(doublons), id_flux)
    return replace(found, rapprochement=beside), rows


def _several(counts: dict[str, int]) -> Iterable[str]:
    return (name for name, times in counts.items() if times > 1)


def _other_flux(entete: Entete, cadre: Cadre) -> str | None:
    """Return the identifier of a deposit that is not the one that the accusé names."""
    text = cadre.document.getroot().findtext(f"{{{NAMESPACE}}}idFlux") or ""
    id_flux = text.strip()
    return id_flux if entete.id_flux and id_flux and entete.id_flux != id_flux else None


def _not_together(entete: Entete, flux: Path, id_flux: str | None, inconnus: int) -> str:
    named = f" (fichier « {entete.nom_fichier} »)" if entete.nom_fichier else ""
    answered = (
        f"répond au flux « {entete.id_flux} »{named}"
        if entete.id_flux
        else "répond à un autre dépôt"
    )
    which = f" est le flux « {id_flux} » et" if id_flux else ""
    return (
        f"Cet accusé n'est pas celui de « {flux.name} » : il {answered} ; « {flux.name} »{which} ne contient pas "
        f"{inconnus} de ses passages. Donnez le fichier déposé dont c'est l'accusé."
    )

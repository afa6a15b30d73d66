"""A rehearsal: what the CDC would answer to a deposit, on people who do not exist."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from accrochage.accuses.messages import find
from accrochage.erreurs import EcritureError
from accrochage.flux.disque import refuse_existing, write_whole
from accrochage.flux.schemas import SchemaStore
from accrochage.operations.demande import Progress
from accrochage.operations.jeu_essai import told
from accrochage.portail.accuse import PassageKo, accuse_name, write_accuse, write_rejet
from accrochage.portail.population import read_population
from accrochage.portail.rapprochement import as_written, folded
from accrochage.portail.registre import Registre
from accrochage.portail.traitement import Connus, Portail, Traitement, treat


@dataclass(frozen=True, kw_only=True)
class Repetition:
    """What is rehearsed.

    Attributes:
        flux: The deposit.
        population: CSV file of the people that the portal knows.
        accuse: Where the accusé goes: a file, or a folder that gets one under the name that the CDC gives.
        today: Day of the treatment, in that name.
        version: Version of the format that the portal takes.
        registre: File of the passages accepted before; None starts from nothing.
        connus: Identifiers that the portal lets in.
        strict: Compare names letter for letter.
        schemas: The schemas at hand.
    """

    flux: Path
    population: Path
    accuse: Path
    today: date
    version: str
    registre: Path | None = None
    connus: Connus = field(default_factory=Connus)
    strict: bool = False
    schemas: SchemaStore = field(default_factory=SchemaStore)


@dataclass(frozen=True, kw_only=True)
class BilanRepetition:
    """What the portal answered: the accusé that was written, and what it says."""

    accuse: Path
    traitement: Traitement

    @property
    def valide(self) -> bool:
        """Was everything accepted?"""
        return self.traitement.rejet is None and not self.traitement.ko

    @property
    def deja_en_base(self) -> Sequence[PassageKo]:
        """Passages refused only because they were accepted before."""
        return [one for one in self.traitement.ko if find(one.message).accepte]

    @property
    def ko(self) -> Sequence[PassageKo]:
        """Passages rejected for another reason."""
        return [one for one in self.traitement.ko if not find(one.message).accepte]


def rehearse(repetition: Repetition, progress: Progress | None = None) -> BilanRepetition:
    """Play the CDC's part: treat a deposit and write its accusé.

    Args:
        repetition: What is rehearsed.
        progress: Told now and then how many people were read.

    Raises:
        FluxError: The deposit cannot be opened.
        PortailError: The population or the register cannot be read.
        SchemaError: There is no schema for the version.
        EcritureError: The accusé would replace a file, or it or the register cannot be written; the accusé is then not left
            behind.
    """
    path = repetition.accuse
    if path.is_dir():
        path /= accuse_name(repetition.flux.name, repetition.today)
    _refuse_to_replace(path, repetition)
    portail = Portail(
        schema=repetition.schemas.get(repetition.version),
        registre=Registre(repetition.registre),
        connus=repetition.connus,
        compared=as_written if repetition.strict else folded,
    )
    personnes = told(read_population(repetition.population), None, progress)
    traitement = treat(repetition.flux, portail, personnes)
    _write(path, traitement)
    try:
        portail.registre.save()
    except EcritureError:
        path.unlink()
        raise
    return BilanRepetition(accuse=path, traitement=traitement)


def _refuse_to_replace(path: Path, repetition: Repetition) -> None:
    """Refuse to write the accusé over a file of the user: a true accusé bears the same name as one of a rehearsal."""
    read = [repetition.flux, repetition.population, *filter(None, [repetition.registre])]
    if path.resolve() in {one.resolve() for one in read}:
        raise EcritureError(
            f"« {path} » sert à la répétition : l'accusé ne peut pas prendre sa place. Donnez-lui un autre nom (option -o)."
        )
    refuse_existing(path)


def _write(path: Path, traitement: Traitement) -> None:
    rejet = traitement.rejet
    name, number = traitement.nom_fichier, traitement.id_traitement
    if rejet:
        write_whole(
            path,
            lambda file: write_rejet(file, nom_fichier=name, id_traitement=number, rejet=rejet),
        )
    else:
        write_whole(
            path,
            lambda file: write_accuse(
                file,
                nom_fichier=name,
                id_flux=traitement.id_flux,
                id_traitement=number,
                ko=traitement.ko,
                ok=traitement.ok,
            ),
        )

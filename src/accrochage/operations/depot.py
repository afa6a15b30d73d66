"""From passages that are kept elsewhere, in a database, to deposits: the XSD has the last word, then the bytes are frozen."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

from accrochage.dictionnaire import Bloc, Presence, rubriques_of
from accrochage.flux.decoupe import Limits
from accrochage.flux.ecriture import Fichier, FluxWriter
from accrochage.flux.rendu import passage_writer
from accrochage.flux.schemas import SchemaStore
from accrochage.flux.validation import BLOCK, Block, Validator, Verdict
from accrochage.modele import (
    DossierFormation,
    Flux,
    IdentifiantNational,
    Identification,
    Lieu,
    Passage,
    Titulaire,
)
from accrochage.operations.demande import Progress
from accrochage.operations.refus import refusal_of
from accrochage.regles.anomalie import Anomalie
from accrochage.regles.lecture.cellules import EMPTY_REQUIRED

_BLOCS: Final = {
    Passage: Bloc.PASSAGE,
    Titulaire: Bloc.TITULAIRE,
    DossierFormation: Bloc.DOSSIER,
    IdentifiantNational: Bloc.IDENTIFIANT_NATIONAL,
}


@dataclass(frozen=True, kw_only=True)
class DemandeDepot:
    """What is asked for.

    Attributes:
        flux: What the deposit says of itself; its action may be `"SUPPRESSION"`.
        limits: Where deposits are cut.
        schemas: The schemas at hand.
    """

    flux: Flux
    limits: Limits = field(default_factory=Limits)
    schemas: SchemaStore = field(default_factory=SchemaStore)


@dataclass(frozen=True, kw_only=True)
class Depot:
    """What came out.

    Attributes:
        passages: How many passages were read.
        fichiers: The files, in the order in which they are to be deposited; none when a passage was refused.
        refus: What is missing, or what the XSD refuses, by idTechnique.
    """

    passages: int
    fichiers: Sequence[Fichier]
    refus: Mapping[str, Sequence[Anomalie]]


def write_depot(
    folder: Path,
    passages: Iterable[Passage],
    demande: DemandeDepot,
    progress: Progress | None = None,
) -> Depot:
    """Write the deposits of passages that the rules found sound.

    Args:
        folder: Where the files go.
        passages: The passages, each certification's one after the other where possible; read once, never all in memory.
        demande: What is asked for.
        progress: Told now and then how many passages were read.

    Returns:
        What came out. Nothing is written as soon as one passage lacks what is required, or is refused by the XSD: the deposit is
        whole or is not.

    Raises:
        SchemaError: There is no schema for the version.
        EcritureError: The files cannot be written; none is left behind.
    """
    refus: dict[str, Sequence[Anomalie]] = {}
    with_all = _WithAll(passages, demande.flux.version)
    with FluxWriter(folder, demande.flux, demande.limits) as writer:
        read = 0
        for verdicts in _verdicts(iter(with_all), demande):
            for block, refused, accepted in verdicts:
                read += len(block.passages)
                for rank, why in refused.items():
                    passage = block.passages[rank]
                    refus[passage.id_technique or ""] = [refusal_of(passage, one) for one in why]
                for part in accepted:
                    writer.add(part)
            if progress:
                progress(read, None)
        refus |= with_all.lacking
        fichiers = [] if refus or not read else writer.finish()
    return Depot(passages=read + with_all.left_out, fichiers=fichiers, refus=refus)


class _WithAll:
    """The passages that have all that is required, which is what can be written; the XSD judges the rest.

    Attributes:
        lacking: What the others lack, by idTechnique.
        left_out: How many they are.
    """

    def __init__(self, passages: Iterable[Passage], version: str) -> None:
        self._passages = passages
        self._required = {
            kind: [
                (entry.key, entry.field)
                for entry in rubriques_of(bloc, version)
                if entry.presence is Presence.REQUIRED
            ]
            for kind, bloc in _BLOCS.items()
        }
        self.lacking: dict[str, Sequence[Anomalie]] = {}
        self.left_out = 0

    def __iter__(self) -> Iterator[Passage]:
        for passage in self._passages:
            keys = [*self._keys(passage), *self._keys(passage.identification)]
            if keys:
                self.left_out += 1
                self.lacking[passage.id_technique or ""] = [
                    Anomalie("OBL-01", EMPTY_REQUIRED, Lieu(rubrique=key)) for key in keys
                ]
            else:
                yield passage

    def _keys(self, part: Passage | Identification | None) -> Iterator[str]:
        if part is None:
            yield "nomNaissance"
            return
        for key, name in self._required[type(part)]:
            if getattr(part, name) is None:
                yield "nomNaissance" if key == "nomNaissanceNir" else key


def _verdicts(passages: Iterator[Passage], demande: DemandeDepot) -> Iterator[Iterator[Verdict]]:
    """Yield what the XSD says of the passages, block by block."""
    write = passage_writer(demande.flux.version)
    with Validator(demande.schemas.get(demande.flux.version), demande.flux) as validator:
        while batch := list(islice(passages, BLOCK)):
            yield validator.submit(Block(batch, [write(one).encode() for one in batch], []))
        yield validator.finish()

"""What is asked of an operation, and what comes out of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

from accrochage.flux.decoupe import Limits
from accrochage.flux.ecriture import Fichier
from accrochage.flux.schemas import SchemaStore
from accrochage.modele import Flux
from accrochage.operations.correction import Changement
from accrochage.operations.retouche import Retouches
from accrochage.regles.anomalie import Anomalie

Progress = Callable[[int, int | None], None]
"""Told now and then how many rows were read, and how many there are when it is known."""


@dataclass(frozen=True, kw_only=True)
class Demande:
    """What is asked for.

    Attributes:
        flux: What the deposit says of itself.
        today: The day of the check.
        options: Values that fill what the workbook lacks, by key of the dictionary.
        feuille: Sheet to read; None lets Agrafe choose.
        correspondance: What the user says of the columns: a key of the dictionary by title (or `"colonne F"`), an empty one
            to leave the column aside. It wins over the recognition of titles.
        retouches: What the user writes in place of cells, without touching the file: by row (as Excel shows it), then by key
            of the dictionary; `""` empties the cell. Each one is listed. They come before the corrections.
        corriger: Apply the corrections that cannot be wrong, and list them.
        ecarter: Write the sound passages and set the faulty rows aside, instead of writing nothing.
        annoter: Where to write the annotated copy of the workbook; None for no copy.
        limits: Where deposits are cut.
        schemas: The schemas at hand.
    """

    flux: Flux
    today: date
    options: Mapping[str, str] = field(default_factory=dict)
    feuille: str | None = None
    correspondance: Mapping[str, str] = field(default_factory=dict)
    retouches: Retouches = field(default_factory=dict)
    corriger: bool = False
    ecarter: bool = False
    annoter: Path | None = None
    limits: Limits = field(default_factory=Limits)
    schemas: SchemaStore = field(default_factory=SchemaStore)


class Copie(NamedTuple):
    """An annotated copy: where it is, and what it has lost of the workbook, as French sentences."""

    chemin: Path
    pertes: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Bilan:
    """What came out of a workbook.

    Attributes:
        lignes: Rows read.
        passages: Sound passages among them.
        ecartes: Rows set aside, because at least one `erreur` stands on them.
        anomalies: Everything found, by row.
        changements: Cells that were changed on the way: retouched by the user, or corrected when that was asked for.
        fichiers: Deposit files written.
        a_corriger: Workbook of the rows set aside, None when there is none.
        copie: Annotated copy of the workbook, None when none was asked for.
    """

    lignes: int
    passages: int
    ecartes: int
    anomalies: Sequence[Anomalie]
    changements: Sequence[Changement] = ()
    fichiers: Sequence[Fichier] = ()
    a_corriger: Path | None = None
    copie: Copie | None = None

    @property
    def valide(self) -> bool:
        """Is everything fit to be deposited?"""
        return not any(anomalie.blocking for anomalie in self.anomalies)

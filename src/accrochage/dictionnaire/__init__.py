"""The data dictionary: every rubrique of the CDC's format, declared once.

The template, the recognition of headers, the reading and checking of cells, the XML, the documentation and the web forms read
it here. To add or change a rubrique is to edit one declaration; a test walks the XSD and the dictionary side by side.

Sources: the XSD of versions 1.1.2 and 1.1.5, and the CDC's « Dictionnaire des données » (numbers such as 5.10).
"""

from collections.abc import Iterator
from typing import Final

from accrochage.dictionnaire import depot, identification, passage
from accrochage.dictionnaire.types import (
    Bloc,
    Code,
    Colonne,
    Composite,
    Kind,
    Presence,
    Rubrique,
    version_rank,
)

__all__ = [
    "ACCUSE_ROOTS",
    "COLONNES",
    "COMPOSITES",
    "COMPOSITE_OF",
    "DEFAULT_VERSION",
    "EXAMPLE_MARK",
    "NAMESPACE",
    "RUBRIQUES",
    "SHEET_COLUMNS",
    "VERSIONS",
    "WRITTEN_BY_AGRAFE",
    "Bloc",
    "Code",
    "Colonne",
    "Composite",
    "Kind",
    "Presence",
    "Rubrique",
    "colonne",
    "rubrique",
    "rubriques_of",
    "version_rank",
]

NAMESPACE: Final = "urn:cdc:cpf:pc5:schema:1.0.0"
"""Target namespace of the deposit, the same in every version."""

ACCUSE_ROOTS: Final = frozenset({"rapport", "accuse", "accusetraitement", "accusedetraitement"})
"""First element of an accusé de traitement, folded: the one seen, and what it may be called elsewhere."""

VERSIONS: Final = ("1.1.2", "1.1.5")
DEFAULT_VERSION: Final = "1.1.5"

EXAMPLE_MARK: Final = "EXEMPLE"
"""Value of `idTechnique` on the example row of the template, which is never sent."""

_ALL: Final[tuple[Rubrique, ...]] = (
    *depot.FLUX,
    *depot.EMETTEUR,
    *depot.CERTIFICATEUR,
    *depot.CERTIFICATION,
    *passage.OBTENTION,
    *passage.NIVEAUX,
    *passage.INSCRIPTION,
    *identification.TITULAIRE,
    *identification.DOSSIER_FORMATION,
    *identification.IDENTIFIANT_NATIONAL,
    *passage.FIN,
)

RUBRIQUES: Final[dict[str, Rubrique]] = {entry.key: entry for entry in _ALL}
"""Every rubrique by its key, in the order in which the XML is written, bloc by bloc."""

COMPOSITES: Final[dict[str, Composite]] = {
    entry.key: entry for entry in (passage.RESULTATS, identification.DATE_NAISSANCE)
}
"""Columns that fill several rubriques."""

COMPOSITE_OF: Final[dict[str, str]] = {
    part: entry.key for entry in COMPOSITES.values() for part in entry.parts
}
"""Key of the column that fills several rubriques, by key of each of them."""

COLONNES: Final[dict[str, Colonne]] = {
    **{
        key: entry
        for key, entry in RUBRIQUES.items()
        if key not in {"nomNaissanceNir", *passage.RESULTATS.parts}
    },
    **COMPOSITES,
}
"""Everything that may stand as a column of a workbook, by key."""

WRITTEN_BY_AGRAFE: Final = frozenset(entry.key for entry in depot.FLUX)
"""What a deposit says of itself: no column of a workbook gives it."""

SHEET_COLUMNS: Final = ("idClientEmetteur", "idClient", "idContrat", "natureDeposant")
"""Asked once on the « Certificateur » sheet of the template."""


def rubrique(key: str) -> Rubrique:
    """Return a rubrique by its key; `KeyError` when there is none."""
    return RUBRIQUES[key]


def colonne(key: str) -> Colonne:
    """Return a column by its key; `KeyError` when there is none."""
    return COLONNES[key]


def rubriques_of(bloc: Bloc, version: str) -> Iterator[Rubrique]:
    """Yield the rubriques that a bloc holds in a version of the format, in XML order."""
    return (entry for entry in _ALL if entry.bloc is bloc and entry.known_in(version))

"""The rejected passages of an accusé, given back as a workbook that can be mended and deposited again."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from accrochage.accuses.messages import A_VERIFIER, Message
from accrochage.classeur.gabarit import GabaritRow, write_gabarit
from accrochage.classeur.lecture import Classeur, read_classeur
from accrochage.dictionnaire import COLONNES, COMPOSITE_OF, RUBRIQUES, SHEET_COLUMNS
from accrochage.erreurs import RapprochementError
from accrochage.flux.disque import write_whole
from accrochage.flux.lecture import LigneXml
from accrochage.modele import Lieu
from accrochage.operations.conversion import cells_of
from accrochage.regles.anomalie import Anomalie
from accrochage.regles.composition import CERTIFICATION_KEYS, KEYS
from accrochage.regles.lecture.nettoyage import Raw, clean
from accrochage.regles.lecture.valeurs import value_reader

_ID_TECHNIQUE: Final = KEYS.index("idTechnique")
_BY_NIR: Final = ("nir", "nomNaissance")
_BY_DOSSIER: Final = ("idDossier", "nomTitulaire", "prenom1Titulaire")
_read_id: Final = value_reader(COLONNES["idTechnique"])

Cells = dict[str, Raw]
"""What the cells of a row hold, by key of the dictionary."""

Row = tuple[str, Cells]
"""The identifier of a passage, and its cells."""


class Ko(NamedTuple):
    """A passage that the CDC did not take.

    Attributes:
        id_technique: Its identifier, empty when the accusé gives none.
        messages: What the accusé says of it.
        codes: Codes of error, if the accusé has some.
        message: What is known of the message that says it best.
    """

    id_technique: str
    messages: tuple[str, ...]
    codes: tuple[str, ...]
    message: Message


class Written(NamedTuple):
    """What went into the workbook: how many rows, and the rejected passages whose data were not found."""

    lignes: int
    introuvables: Sequence[str]


@dataclass
class _Donnees:
    """The data of rejected passages.

    Attributes:
        rows: Their cells with their identifier, in the order of their file.
        defaults: What holds for all of them, for the « Certificateur » sheet.
    """

    rows: list[Row]
    defaults: Cells


def write_ko(
    path: Path,
    rejected: Sequence[Ko],
    deposited: list[Row],
    classeur: Path | None,
    feuille: str | None,
    version: str,
) -> Written:
    """Write the rejected passages as a workbook, with the reasons and the cells to check; nothing when no data are found.

    Args:
        path: Where it goes.
        rejected: The rejected passages.
        deposited: Those of them that stand in the deposit, when it is at hand.
        classeur: The workbook that the deposit was made of; its cells win over those of the deposit.
        feuille: Sheet of it to read.
        version: Version of the format, `"1.1.5"`.

    Raises:
        ClasseurError: The workbook cannot be read.
        RapprochementError: It has no column of identifiers.
        EcritureError: The file cannot be written.
    """
    by_id = {ko.id_technique: ko for ko in rejected if ko.id_technique}
    donnees = _of_flux(deposited)
    if classeur:
        donnees = _completed(
            _of_classeur(read_classeur(classeur, feuille), by_id, classeur), donnees
        )
    rows = [
        GabaritRow(cells, list(reasons(by_id[id_technique], cells, version)))
        for id_technique, cells in donnees.rows
    ]
    known = {id_technique for id_technique, _ in donnees.rows}
    if rows:
        write_whole(
            path,
            lambda file: write_gabarit(
                file, version=version, rows=rows, defaults=donnees.defaults, example=False
            ),
        )
    return Written(len(rows), [ko.id_technique for ko in rejected if ko.id_technique not in known])


def row_of(ligne: LigneXml) -> Row:
    """Return a passage of a deposit as a row; nothing of the XML is kept in memory."""
    return str(ligne.cells[_ID_TECHNIQUE]).strip(), cells_of(ligne)


def _of_flux(rows: list[Row]) -> _Donnees:
    """Return the data of passages of a deposit; what they all say of the certificateur goes to its sheet."""
    defaults: Cells = {}
    for key in SHEET_COLUMNS:
        values = {cells.get(key) for _, cells in rows}
        if len(values) == 1 and (value := values.pop()) is not None:
            defaults[key] = value
            for _, cells in rows:
                del cells[key]
    return _Donnees(rows, defaults)


def _of_classeur(classeur: Classeur, wanted: Collection[str], path: Path) -> _Donnees:
    """Return the data of rejected passages in the workbook that they come from."""
    columns = classeur.table.columns
    if "idTechnique" not in columns:
        raise RapprochementError(
            f"« {path.name} » n'a pas de colonne « {COLONNES['idTechnique'].header} » : rien n'y désigne les passages rejetés. "
            "Donnez plutôt le fichier déposé (--flux)."
        )
    defaults = {key: default.raw for key, default in classeur.defaults.items()}
    found = _Donnees([], defaults)
    for _, row in classeur.rows():
        cells = {
            key: row[header.rank]
            for key, header in columns.items()
            if header.rank < len(row) and clean(row[header.rank])
        }
        id_technique = _read_id(cells.get("idTechnique"), _ignore)
        if id_technique in wanted:
            found.rows.append((id_technique, cells))
    return found


def _ignore(*_: object) -> None:
    """Leave a fault of an identifier unsaid: it is said when the workbook is made into a deposit."""


def _completed(donnees: _Donnees, deposited: _Donnees) -> _Donnees:
    """Complete what a workbook lacks with what the deposit says of certifications: options of the command may have given it."""
    by_id = dict(deposited.rows)
    for id_technique, cells in donnees.rows:
        of_deposit = by_id.get(id_technique, {})
        for key in CERTIFICATION_KEYS:
            if key in of_deposit and key not in donnees.defaults:
                cells.setdefault(key, of_deposit[key])
    given = {key for _, cells in donnees.rows for key in cells}
    for key, value in deposited.defaults.items():
        if key not in given:
            donnees.defaults.setdefault(key, value)
    return donnees


def reasons(ko: Ko, cells: Mapping[str, Raw], version: str) -> Iterator[Anomalie]:
    """Yield why a passage was rejected, then each cell to check."""
    said = " ; ".join(f"« {message} »" for message in ko.messages) or "sans message"
    yield Anomalie(
        "CDC-01",
        f"La Caisse des Dépôts a rejeté ce passage : {said}. {ko.message.explication}",
        Lieu(),
    )
    told: set[str] = set()
    for key in _suspects(ko.message, cells, version):
        column = key if key in cells else COMPOSITE_OF.get(key, key)
        if column not in told:
            told.add(column)
            hint = A_VERIFIER[column]
            ou = Lieu(colonne=COLONNES[column].header, rubrique=column)
            yield Anomalie("CDC-01", hint if hint.endswith("?") else f"{hint}.", ou)


def _suspects(message: Message, cells: Mapping[str, Raw], version: str) -> Iterator[str]:
    """Return the rubriques to check: those of the branch that identifies the titulaire, when it is not the civil identity."""
    keys = message.a_verifier
    if keys and "nir" in cells and RUBRIQUES["nir"].known_in(version):
        keys = _BY_NIR
    elif keys and "idDossier" in cells:
        keys = _BY_DOSSIER
    return (key for key in keys if RUBRIQUES[key].known_in(version))

"""From a row of cells to a passage, with every fault of its cells."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence, Set
from operator import getitem, itemgetter
from typing import Any, Final, NamedTuple

from accrochage.dictionnaire import (
    COLONNES,
    RUBRIQUES,
    SHEET_COLUMNS,
    Bloc,
    Colonne,
    Presence,
    rubrique,
)
from accrochage.modele import (
    Certificateur,
    Certification,
    DossierFormation,
    IdentifiantNational,
    Identification,
    Lieu,
    Passage,
    Table,
    Titulaire,
)
from accrochage.referentiels.cles import fold
from accrochage.regles.anomalie import Anomalie, Gravite
from accrochage.regles.catalogue import CATALOGUE
from accrochage.regles.lecture.cellules import EMPTY_REQUIRED, CellFault, CellReader
from accrochage.regles.lecture.nettoyage import NIL_WORDS, Avec, Raw, clean
from accrochage.regles.lecture.valeurs import value_reader

CERTIFICATION_KEYS: Final = (
    "type",
    "code",
    "natureDeposant",
    "idClient",
    "idContrat",
    "idClientEmetteur",
)
PASSAGE_KEYS: Final = tuple(
    "resultats" if entry.key == "niveau" else entry.key
    for entry in RUBRIQUES.values()
    if entry.bloc in {Bloc.PASSAGE, Bloc.NUMERIQUE, Bloc.MODALITES} or entry.key == "niveau"
)
TITULAIRE_KEYS: Final = tuple(
    entry.key for entry in RUBRIQUES.values() if entry.bloc is Bloc.TITULAIRE
)
DOSSIER_KEYS: Final = tuple(entry.key for entry in RUBRIQUES.values() if entry.bloc is Bloc.DOSSIER)
KEYS: Final = (
    *CERTIFICATION_KEYS,
    *PASSAGE_KEYS,
    *TITULAIRE_KEYS,
    *DOSSIER_KEYS,
    "nir",
    "dateNaissance",
)
"""Every column that a row may fill, in the order in which the builder reads them."""

_BODY: Final = len(CERTIFICATION_KEYS)
_CIVIL: Final = _BODY + len(PASSAGE_KEYS)
_VERBATIM: Final = _CIVIL - 1
_DOSSIER: Final = _CIVIL + len(TITULAIRE_KEYS)
_YEAR: Final = TITULAIRE_KEYS.index("anneeNaissance")
_NIR: Final = KEYS.index("nir")
_BIRTH_DATE: Final = KEYS.index("dateNaissance")
_IDENTITY_KEYS: Final = frozenset({*TITULAIRE_KEYS, *DOSSIER_KEYS, "nir", "dateNaissance"})
_NOT_SENT_WITH_A_NIR: Final = _IDENTITY_KEYS - {"nir", "nomNaissance"}
_NOT_SENT_WITH_A_DOSSIER: Final = frozenset({*TITULAIRE_KEYS, "dateNaissance"}) - {
    *("nomNaissance", "prenom1")
}
_CIVIL_REQUIRED: Final = ("nomNaissance", "prenom1", "anneeNaissance", "sexe")
_CIVIL_REQUIRED_VALUES: Final = itemgetter(*(TITULAIRE_KEYS.index(key) for key in _CIVIL_REQUIRED))
_REQUIRED: Final = frozenset(
    entry.key
    for entry in RUBRIQUES.values()
    if entry.presence is Presence.REQUIRED
    and entry.bloc in {Bloc.CERTIFICATEUR, Bloc.CERTIFICATION, Bloc.PASSAGE}
    and entry.key != "type"  # the prefix of the code says it
)


_DOUBTFUL: Final = {"NOM-10": "NOM-06", "PRE-03": "PRE-01"}
"""Codes of sure corrections, and those of the same that are doubtful."""


class Default(NamedTuple):
    """What stands for the empty cells of a column: from the « Certificateur » sheet, or an option of the command.

    Attributes:
        raw: The value as the user wrote it.
        ou: Where he wrote it.
    """

    raw: Raw
    ou: Lieu


Built = tuple[Passage, Sequence[Anomalie], bool]
"""A passage (None where a cell is empty or unreadable), the faults of its cells, and whether it has all that the format wants."""


class _Ignored(dict[Raw, None]):
    """Stands for the reader of a column that is not recognised: whatever it holds, nothing is read."""

    def __missing__(self, raw: Raw) -> None:
        return None


class PassageBuilder:
    """Makes passages out of the rows of one table.

    Args:
        table: Where the rows stand; its columns are those of the rows, in order.
        version: Version of the format, `"1.1.5"`.
        defaults: Values for cells that are empty or columns that are missing.
    """

    def __init__(self, table: Table, version: str, defaults: Mapping[str, Default]) -> None:
        self._table = table
        self._knows_nir = rubrique("nir").known_in(version)
        self._faults: list[CellFault] = []
        self._constants: Sequence[Any] | None = None
        self._missing_columns: dict[str, Anomalie] = {}
        self._certifications: dict[tuple[Any, ...], Certification] = {}
        self._of_certifications: dict[tuple[Any, ...], list[CellFault]] = {}
        readers: dict[str, dict[Raw, Any]] = {
            key: self._reader(key, defaults.get(key)) for key in KEYS
        }
        by_rank = {header.rank: key for key, header in table.columns.items()}
        self._width = max(by_rank, default=-1) + 1
        self._readers = [
            readers.get(by_rank.get(rank, ""), _Ignored()) for rank in range(self._width)
        ]
        absent = self._absent_keys = [key for key in KEYS if key not in table.columns]
        self._absent = [readers[key] for key in absent]
        place = {key: rank for rank, key in enumerate(absent, start=self._width)}
        place |= {key: rank for rank, key in by_rank.items()}
        self._arrange: Callable[[Sequence[Any]], tuple[Any, ...]] = itemgetter(
            *(place[key] for key in KEYS)
        )

    def _reader(self, key: str, default: Default | None) -> CellReader:
        value = default and value_reader(COLONNES[key])(default.raw, lambda *_: None)
        return CellReader(COLONNES[key], value, self._faults, required=key in _REQUIRED)

    def build(
        self, row: Sequence[Raw], ligne: int, added: Mapping[str, Raw] | None = None
    ) -> Built:
        """Make a passage out of a row.

        Args:
            row: Its cells, in the order of the table's columns; a short row is taken as ending with empty cells.
            ligne: Its number in the file, as the user sees it.
            added: Values for columns that the table lacks, by key.
        """
        if len(row) < self._width:
            row = [*row, *[""] * (self._width - len(row))]
        values = list(map(getitem, self._readers, row))
        values += self._with_added(added) if added else self._of_absent_columns()
        arranged = self._arrange(values)
        certification = self._certification(arranged[:_BODY])
        civil = arranged[_CIVIL:_DOSSIER]
        birth = arranged[_BIRTH_DATE]
        if birth is not None:
            civil = (*civil[:_YEAR], *birth, *civil[_YEAR + 3 :])
        identification = self._identification(civil, arranged[_DOSSIER:_NIR], arranged[_NIR])
        passage = Passage._make(
            (
                certification,
                *arranged[_BODY:_VERBATIM],
                identification,
                arranged[_VERBATIM],
                self._table,
                ligne,
                _beside(identification, civil),
            )
        )
        if not self._faults:
            return passage, (), True
        return self._with_faults(passage, row, added or {})

    def _with_added(self, added: Mapping[str, Raw]) -> Sequence[Any]:
        return [
            reader[added.get(key, "")]
            for key, reader in zip(self._absent_keys, self._absent, strict=True)
        ]

    def _of_absent_columns(self) -> Sequence[Any]:
        """Return what stands for the columns that the file lacks; once known to be no fault, it is always the same."""
        if self._constants is None:
            noted = len(self._faults)
            values = [reader[""] for reader in self._absent]
            if len(self._faults) > noted:
                return values
            self._constants = values
        return self._constants

    def _certification(self, values: tuple[Any, ...]) -> Certification:
        known = self._certifications.get(values)
        if known is None:
            type_, code, nature, id_client, id_contrat, emetteur = values
            noted = len(self._faults)
            type_, code = self._type_and_code(type_, code)
            certificateur = Certificateur(id_client, id_contrat, emetteur or id_client)
            known = Certification(certificateur, type_, code, nature)
            if None not in (type_, code):
                self._certifications[values] = known
                if "code" in self._table.columns:  # given once for all rows, it is blamed once
                    self._of_certifications[values] = self._faults[noted:]
        elif values in self._of_certifications:
            self._faults += self._of_certifications[values]
        return known

    def _type_and_code(self, type_: str | None, code: str | None) -> tuple[str | None, str | None]:
        """Complete one with the other: the prefix of a code says its type, a bare number takes its type as prefix."""
        prefix = re.match(r"(RNCP|RS)\d", code or "")
        if type_ is None and prefix:
            return prefix[1], code
        if type_ in {"RNCP", "RS"} and code and code.isdigit():
            message = f"Le code « {code} » a été lu « {type_}{code} ». Écrivez-le avec son préfixe."
            self._faults.append(CellFault("code", code, "CER-02", message, f"{type_}{code}"))
            return type_, f"{type_}{code}"
        if type_ is None and code is not None:
            self._require({"type": type_})
        return type_, code

    def _identification(
        self, civil: tuple[Any, ...], dossier: tuple[Any, ...], nir: str | None
    ) -> Identification | None:
        if nir is not None and self._knows_nir:
            self._forget(_NOT_SENT_WITH_A_NIR)
            self._require({"nomNaissance": civil[0]})
            return IdentifiantNational(nir, civil[0])
        if dossier[0] is not None:
            return self._dossier(civil, dossier)
        required = _CIVIL_REQUIRED_VALUES(civil)
        if None not in required:
            return Titulaire._make(civil)
        self._require_identity(any(civil), dict(zip(_CIVIL_REQUIRED, required, strict=True)))
        return Titulaire._make(civil) if any(civil) else None

    def _dossier(self, civil: tuple[Any, ...], dossier: tuple[Any, ...]) -> DossierFormation:
        """Make an EDOF folder; the names that it lacks are those of the civil identity, which the format allows to be longer."""
        names = []
        for key, name, civil_key, civil_name in (
            ("nomTitulaire", dossier[1], "nomNaissance", civil[0]),
            ("prenom1Titulaire", dossier[2], "prenom1", civil[2]),
        ):
            longest = rubrique(key).max_length or 0
            if name:
                self._forget({civil_key})
            elif civil_name and len(civil_name) > longest:
                message = f"Un dossier EDOF n'admet que {longest} caractères, et celui-ci en a {len(civil_name)}. Remplissez « {COLONNES[key].header} »."
                self._faults.append(CellFault(civil_key, civil_name, "TXT-01", message, None))
            names.append(name or civil_name)
        self._forget(_NOT_SENT_WITH_A_DOSSIER)
        self._require({"nomTitulaire": names[0], "prenom1Titulaire": names[1]})
        return DossierFormation(dossier[0], *names)

    def _forget(self, keys: Set[str]) -> None:
        """Drop the faults of cells that are not sent."""
        if self._faults:
            self._faults[:] = [fault for fault in self._faults if fault.key not in keys]

    def _require_identity(self, some: bool, values: Mapping[str, Any]) -> None:
        noted = {fault.key for fault in self._faults} & _IDENTITY_KEYS
        if "nir" in noted:  # once mended, it identifies the holder by itself
            return
        if some or noted:
            self._require(values)
        else:
            message = "Rien ne dit qui est le titulaire. Donnez son état civil, son dossier EDOF ou son NIR."
            self._faults.append(CellFault("nomNaissance", "", "IDT-01", message, None))

    def _require(self, values: Mapping[str, Any]) -> None:
        """Note OBL-01 for each value that is missing and was not already found faulty."""
        noted = {fault.key for fault in self._faults}
        for key, value in values.items():
            column = self._column_of(key)
            parts = {key, column, "dateNaissance"} if key == "anneeNaissance" else {key, column}
            if value is None and not parts & noted:
                self._faults.append(CellFault(column, "", "OBL-01", EMPTY_REQUIRED, None))

    def _column_of(self, key: str) -> str:
        """Return the column that the file has for a rubrique: the year of birth may stand in a whole date."""
        columns = self._table.columns
        if key == "anneeNaissance" and key not in columns:
            return "dateNaissance"
        return key

    def _with_faults(self, passage: Passage, row: Sequence[Raw], added: Mapping[str, Raw]) -> Built:
        faults = [self._beside_other_cells(fault, row, added) for fault in self._faults]
        self._faults.clear()
        ligne = passage.ligne or 0
        anomalies = tuple(filter(None, (self._anomalie(fault, ligne) for fault in faults)))
        sound = not any(CATALOGUE[fault.code].gravite is Gravite.ERREUR for fault in faults)
        return passage, anomalies, sound

    def _beside_other_cells(
        self, fault: CellFault, row: Sequence[Raw], added: Mapping[str, Raw]
    ) -> CellFault:
        """Return a fault whose correction fills cells that are empty, and no other: one that holds something else makes it doubtful."""
        if not fault.avec:
            return fault
        columns, free, code = self._table.columns, [], fault.code
        for key, value in fault.avec:
            header = columns.get(key)
            held = clean(row[header.rank] if header else added.get(key))
            if not held or held.lower() in NIL_WORDS:
                free.append((key, value))
            elif key != "sexe" and fold(held) != fold(value):
                code = _DOUBTFUL.get(code, code)
        return fault._replace(code=code, avec=tuple(free))

    def _anomalie(self, fault: CellFault, ligne: int) -> Anomalie | None:
        entry = COLONNES[fault.key]
        if fault.code == "OBL-01" and fault.key not in self._table.columns:
            self._missing_column(entry)
            return None
        ou = self._table.ou(fault.key, ligne, entry.header)
        valeur = clean(fault.raw) or None
        return Anomalie(fault.code, fault.message, ou, valeur, fault.correction, fault.avec)

    def _missing_column(self, entry: Colonne) -> None:
        """Remember COL-01: one sentence about the file is enough for all its rows."""
        if entry.key in SHEET_COLUMNS:
            message = f"« {entry.header} » manque. Donnez-le sur la feuille « Certificateur » ou en option."
        else:
            message = f"La colonne « {entry.header} » manque. Ajoutez-la au tableau."
        ou = self._table.ou(entry.key, None, entry.header)
        self._missing_columns[entry.key] = Anomalie("COL-01", message, ou)

    @property
    def missing_columns(self) -> Collection[Anomalie]:
        """What is said of required columns that the rows built so far would have needed."""
        return self._missing_columns.values()


def _beside(identification: Identification | None, civil: tuple[Any, ...]) -> Titulaire | None:
    """Return the civil identity that a row gives beside a NIR, None otherwise."""
    if isinstance(identification, IdentifiantNational) and any(civil):
        return Titulaire._make(civil)
    return None


def check_defaults(defaults: Mapping[str, Default]) -> list[Anomalie]:
    """Return what is wrong with the values given once for all rows."""
    found: list[Anomalie] = []
    for key, default in defaults.items():

        def note(
            code: str,
            message: str,
            correction: str | None,
            avec: Avec = (),
            /,
            *,
            default: Default = default,
        ) -> None:
            found.append(Anomalie(code, message, default.ou, clean(default.raw), correction, avec))

        value_reader(COLONNES[key])(default.raw, note)
    return found

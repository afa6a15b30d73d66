"""Reading of a column of cells, fast because it remembers."""

import re
from typing import Any, Final, NamedTuple

from accrochage.dictionnaire import Colonne
from accrochage.regles.lecture.nettoyage import Avec, Raw
from accrochage.regles.lecture.valeurs import value_reader

MEMORY: Final = 32_768
"""Values remembered a column: every date of eighty years, nearly every commune, every first name."""

_NEVER_TWICE: Final = frozenset({"idTechnique", "urlPreuve", "idDossier", "nir"})
"""Columns whose values hardly ever come back: remembering them would only take memory."""

_PLAIN: Final = {
    "idTechnique": re.compile(r"[0-9A-Za-z][0-9A-Za-z:/._\-]{8,200}").fullmatch,
    "urlPreuve": re.compile(r"https?://[0-9A-Za-z:/._\-]{2,200}").fullmatch,
    "codeInsee": re.compile(r"[0-9][0-9AB][0-9]{3}").fullmatch,
}
"""By column, values of many kinds that need neither cleaning nor checking (nil is shorter, or has letters)."""

EMPTY_REQUIRED: Final = "Cette rubrique est obligatoire et rien n'est écrit. Remplissez-la."


class CellFault(NamedTuple):
    """A fault met in a cell, before its place is known."""

    key: str
    raw: Raw
    code: str
    message: str
    correction: str | None
    avec: Avec = ()


class CellReader(dict[Raw, Any]):
    """The value of every cell of one column: `reader[raw]` reads it, once.

    A value that earns a fault is never remembered, so that the fault is noted on each row where it stands. Neither are 0 and 1,
    which Python takes for False and True.

    Args:
        entry: The column.
        default: What stands for an empty cell.
        faults: Where faults are noted.
        required: An empty cell without default is a fault.
    """

    def __init__(
        self, entry: Colonne, default: Any, faults: list[CellFault], *, required: bool
    ) -> None:
        super().__init__()
        self._key = entry.key
        self._read = value_reader(entry)
        self._default = default
        self._faults = faults
        self._required = required
        self._plain = _PLAIN.get(entry.key)
        self._memory = 2 if entry.key in _NEVER_TWICE else MEMORY  # room for the empty cell
        self._raw: Raw = None

    def __missing__(self, raw: Raw) -> Any:
        if self._plain and isinstance(raw, str) and self._plain(raw):
            return raw
        noted = len(self._faults)
        self._raw = raw
        value = self._read(raw, self._note)
        if value is None and len(self._faults) == noted:
            value = self._of_empty_cell()
        if len(self._faults) == noted and len(self) < self._memory and raw not in (0, 1):
            self[raw] = value
        return value

    def _of_empty_cell(self) -> Any:
        if self._default is None and self._required:
            self._note("OBL-01", EMPTY_REQUIRED, None)
        return self._default

    def _note(self, code: str, message: str, correction: str | None, avec: Avec = (), /) -> None:
        self._faults.append(CellFault(self._key, self._raw, code, message, correction, avec))

"""Cells read one by one, with what is said of them."""

from typing import Any, NamedTuple

from accrochage.dictionnaire import colonne
from accrochage.regles.lecture.nettoyage import Avec, Raw
from accrochage.regles.lecture.valeurs import value_reader
from factories.textes import plain


class Noted(NamedTuple):
    """A fault as a reader notes it, its typography left out."""

    code: str
    message: str
    correction: str | None


class Notes(list[Noted]):
    """Takes the faults that readers note.

    Attributes:
        avecs: What the correction of each changes beside its cell.
    """

    def __init__(self) -> None:
        super().__init__()
        self.avecs: list[Avec] = []

    def __call__(self, code: str, message: str, correction: str | None, avec: Avec = (), /) -> None:
        self.append(Noted(code, plain(message), correction))
        self.avecs.append(avec)

    @property
    def codes(self) -> list[str]:
        return [noted.code for noted in self]


class Reading(NamedTuple):
    """What a cell gave."""

    value: Any
    notes: Notes

    @property
    def codes(self) -> list[str]:
        return self.notes.codes

    @property
    def message(self) -> str:
        """The sentence of the only fault."""
        (noted,) = self.notes
        return noted.message

    @property
    def correction(self) -> str | None:
        """The correction of the only fault."""
        (noted,) = self.notes
        return noted.correction

    @property
    def avec(self) -> Avec:
        """What the correction of the only fault changes beside its cell."""
        (avec,) = self.notes.avecs
        return avec


def read(key: str, raw: Raw) -> Reading:
    """Read a cell of a column, by its key in the dictionary."""
    notes = Notes()
    return Reading(value_reader(colonne(key))(raw, notes), notes)

"""Where a rejection points in the deposit: from a line and a column to a passage and a rubrique.

The CDC's parser (Xerces) stands just after the tag that it blames when it speaks: after the start tag for an element that has no place,
after the end tag for a value. A deposit may have all its elements on one line: the column decides.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Final, NamedTuple

from accrochage.accuses.balayage import Balayage, Place, UnreadableXml
from accrochage.dictionnaire import RUBRIQUES, Bloc
from accrochage.erreurs import FluxError, cause
from accrochage.regles.lecture.nettoyage import quote

_KEYS: Final = {
    entry.path: "nomNaissance" if key == "nomNaissanceNir" else key
    for key, entry in RUBRIQUES.items()
}
_PASSAGE: Final = len(Bloc.PASSAGE.value) + 1
"""Elements from the root to a passage."""
_NEVER: Final = 1 << 62
"""Line or column that no file has."""


class Repere(NamedTuple):
    """What stands at a place of a deposit.

    Attributes:
        element: Name of the element; None when only the line is known.
        rubrique: Key of its column in the dictionary; None when it is not a rubrique.
        id_technique: Identifier of the passage; None outside the passages.
    """

    element: str | None = None
    rubrique: str | None = None
    id_technique: str | None = None


def locate(
    path: Path, places: Iterable[tuple[int, int | None]]
) -> dict[tuple[int, int | None], Repere]:
    """Find what stands at each place of a deposit, even of one that is not well-formed.

    Args:
        path: The deposited file.
        places: Line and column, both from 1, as the accusé tells them; the column may be unknown.

    Raises:
        FluxError: The file cannot be opened, or is no deposit.
    """
    return _Reperage(path, places).run()


class _Reperage:
    """The search, tag after tag."""

    def __init__(self, path: Path, places: Iterable[tuple[int, int | None]]) -> None:
        self._path = path
        self._wanted = sorted(
            ((Place(ligne, colonne or _NEVER), (ligne, colonne)) for ligne, colonne in set(places)),
            reverse=True,
        )
        self._next_ligne = 0
        self._balayage = Balayage(path)
        self._balayage.on_start = self._start
        self._balayage.on_end = self._end
        self._names: list[str] = []
        self._ended: str | None = None
        self._id: str | None = None
        self._text: list[str] = []
        self._pending: list[tuple[tuple[int, int | None], Repere]] = []
        self._found: dict[tuple[int, int | None], Repere] = {}

    def run(self) -> dict[tuple[int, int | None], Repere]:
        """Read as much of the file as the places want."""
        try:
            for _ in self._balayage.run():
                if not self._wanted and not self._pending:
                    break
        except UnreadableXml:
            self._ended = (
                None  # where the reading stops, the element still open is the one to blame
            )
        except OSError as error:
            raise FluxError(
                f"« {self._path.name} » ne peut pas être lu : {cause(error)}."
            ) from error
        while self._wanted:
            self._resolve()
        self._flush()
        return self._found

    def _start(self, name: str) -> None:
        self._pass_by()
        if not self._names and name != "flux":
            raise FluxError(
                f"« {self._path.name} » n'est pas un dépôt : son premier élément est {quote(name)}. "
                "Donnez le fichier que vous avez déposé."
            )
        self._names.append(name)
        self._ended = None
        if len(self._names) == _PASSAGE:
            self._id = None
        elif name == "idTechnique" and len(self._names) == _PASSAGE + 1:
            self._text = []
            self._balayage.listen(self._text.append)

    def _end(self, name: str) -> None:
        self._pass_by()
        self._names.pop()
        self._ended = name
        if name == "idTechnique" and len(self._names) == _PASSAGE:
            self._id = "".join(self._text).strip() or None
            self._balayage.listen(None)
        elif len(self._names) == _PASSAGE - 1:
            self._flush()

    def _pass_by(self) -> None:
        """Note what the places up to this tag point at: the tag before it."""
        if self._balayage.ligne < self._next_ligne:
            return
        here = self._balayage.place
        while self._wanted and self._wanted[-1][0] <= here:
            self._resolve()
        self._next_ligne = self._wanted[-1][0].ligne if self._wanted else _NEVER
        if len(self._names) < _PASSAGE:
            self._flush()

    def _resolve(self) -> None:
        _, wanted = self._wanted.pop()
        names = [*self._names, *filter(None, [self._ended])]
        exact = wanted[1] is not None
        repere = Repere(
            names[-1] if exact and names else None, _KEYS.get(tuple(names[1:])) if exact else None
        )
        if len(names) < _PASSAGE:
            self._found[wanted] = repere
        else:
            self._pending.append((wanted, repere))

    def _flush(self) -> None:
        """Give its identifier to what was found in a passage: it may have come last."""
        for wanted, repere in self._pending:
            self._found[wanted] = repere._replace(id_technique=self._id)
        self._pending.clear()

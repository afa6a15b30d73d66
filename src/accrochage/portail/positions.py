"""Where things stand in a file, line and column, as the parser of the CDC tells them: just after the tag at fault.

libxml2, which validates, knows neither columns nor lines beyond the 65 535th. The file is therefore read once more by expat, when
it is to be rejected.
"""

from pathlib import Path
from typing import Final, NamedTuple, NoReturn
from xml.parsers import expat

from accrochage.dictionnaire import NAMESPACE
from accrochage.erreurs import FluxError, cause

_CHUNK: Final = 1 << 16
_LIST: Final = f"{NAMESPACE} passageCertifications"
_PASSAGE: Final = f"{NAMESPACE} passageCertification"

UNKNOWN_ENCODING: Final = "unknown encoding"

_MAX_DEPTH: Final = 256
_MAX_PENDING: Final = 10 << 20
"""Elements inside one another, and bytes of one tag or comment, beyond which libxml2 has already refused the file: no need to go on."""
_ENDLESS: Final = "unclosed token"


class Cible(NamedTuple):
    """A tag of a file.

    Attributes:
        passage: Rank of the passage where it stands, 0 for the first of the file; None outside the passages.
        ranks: Way to its element, from the passage or the root: at each level, its rank among the elements.
        closing: Is the closing tag meant, and not the opening one?
    """

    passage: int | None
    ranks: tuple[int, ...]
    closing: bool


class Lecture(NamedTuple):
    """What was learnt of a file.

    Attributes:
        error: What expat says when it is not well-formed, None when it is.
        ligne: Line of the target or of the error, from 1.
        colonne: Its column, from 1.
        root: Name of the root, with its namespace before it; `""` when none was met.
        octet: Bytes of the file before that place.
        doctype: Was a DOCTYPE met? The reading stops there.
    """

    error: str | None
    ligne: int
    colonne: int
    root: str
    octet: int
    doctype: bool


def look_for(path: Path, cible: Cible | None = None) -> Lecture:
    """Read a file up to a tag, or to its end.

    Raises:
        FluxError: The file cannot be opened.
    """
    return _Reader(cible).read(path)


class _Stop(Exception):  # noqa: N818 - a step inside this module, never seen outside
    """All is known."""


class _Reader:
    def __init__(self, cible: Cible | None) -> None:
        self._cible = cible
        self._counts: list[int] = [0]
        self._way: list[int] = []
        self._names: list[str] = []
        self._base = self._passages = 0
        self._hit: int | None = None
        self._place: tuple[int, int] | None = None
        self._root, self._doctype = "", False
        self._error: str | None = None
        self._parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = self._refuse
        parser.DefaultHandler = lambda _: self._pass()

    def read(self, path: Path) -> Lecture:
        parser, fed = self._parser, 0
        try:
            with path.open("rb") as file:
                while chunk := file.read(_CHUNK):
                    parser.Parse(chunk, False)
                    fed += len(chunk)
                    if fed - max(parser.CurrentByteIndex, 0) > _MAX_PENDING:
                        self._give_up()
                parser.Parse(b"", True)
        except _Stop:
            pass
        except expat.ExpatError as found:
            self._error = expat.ErrorString(found.code)
        except (
            LookupError,
            ValueError,
        ):  # an encoding that Python does not know, or cannot give to expat
            self._error = UNKNOWN_ENCODING
        except OSError as unreadable:
            raise FluxError(
                f"« {path.name} » ne peut pas être lu : {cause(unreadable)}."
            ) from unreadable
        return Lecture(
            self._error,
            *(self._place or self._here()),
            self._root,
            parser.CurrentByteIndex,
            self._doctype,
        )

    def _here(self) -> tuple[int, int]:
        return self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1

    def _pass(self) -> None:
        """Stop at what follows the target."""
        if self._hit not in (None, self._parser.CurrentByteIndex):
            self._stop()

    def _stop(self) -> NoReturn:
        self._place = self._here()  # expat moves on before it stops
        raise _Stop

    def _give_up(self) -> NoReturn:
        self._error = _ENDLESS
        self._stop()

    def _refuse(self, *_: object) -> None:
        self._doctype = True
        self._stop()

    def _start(self, name: str, _attributes: object) -> None:
        self._pass()
        self._root = self._root or name
        self._way.append(self._counts[-1])
        self._counts[-1] += 1
        self._counts.append(0)
        if name == _PASSAGE and self._names[-1:] == [_LIST]:
            self._passages += 1
            self._base = len(self._way)
        self._names.append(name)
        if len(self._names) > _MAX_DEPTH:
            self._give_up()
        self._note(closing=False)

    def _end(self, _name: str) -> None:
        self._pass()
        self._note(closing=True)
        self._way.pop()
        self._names.pop()
        self._counts.pop()

    def _note(self, *, closing: bool) -> None:
        """Take note of a tag, when it is the target."""
        cible = self._cible
        if cible is None or closing is not cible.closing:
            return
        base = 1
        if cible.passage is not None:
            if self._passages != cible.passage + 1:
                return
            base = self._base
        if tuple(self._way[base:]) == cible.ranks and len(self._way) >= base:
            self._hit = self._parser.CurrentByteIndex

"""Reading of XML tag by tag, in constant memory, with nothing that a file could do harm with.

A DOCTYPE is refused, and with it every entity; so are elements nested too deep and tags too long to be anything but an attack.
Unlike libxml2, expat tells the exact line and column of every tag, however far in a file and however long its lines.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, NamedTuple
from xml.parsers import expat

CHUNK: Final = 1 << 16
"""Bytes read at a time."""
MAX_DEPTH: Final = 100
"""Elements inside one another, at most: a deposit has 16."""
MAX_PENDING: Final = 1 << 20
"""Bytes of one tag or comment, at most."""

_ENCODINGS = re.compile(
    r"utf-?8|utf-?16(le|be)?|(us-?)?ascii|iso[-_]?8859-?\d{1,2}|latin-?\d|(windows-?|cp)125\d",
    re.IGNORECASE,
)

_TRUNCATED: Final = "il s'arrête avant la fin"
_REASONS: Final = {
    "no element found": _TRUNCATED,
    "unclosed token": _TRUNCATED,
    "unclosed CDATA section": _TRUNCATED,
    "partial character": _TRUNCATED,
    "mismatched tag": "une balise n'est pas fermée, ou ne l'est pas dans le bon ordre",
    "junk after document element": "quelque chose suit la fin du document",
    "XML or text declaration not at start of entity": "quelque chose précède la déclaration <?xml … ?>",
    "undefined entity": "il emploie une abréviation (&…;) que le XML ne connaît pas",
    "unknown encoding": "il annonce un encodage inconnu",
    "encoding specified in XML declaration is incorrect": "il n'est pas écrit dans l'encodage qu'il annonce",
}
"""What is wrong with a file, by the words of expat."""


class UnreadableXml(Exception):  # noqa: N818 - it never leaves the package: each reader says it in a sentence of its own
    """The XML cannot be read any further.

    Attributes:
        reason: Why, as the end of a French sentence.
        ligne: Line where it was noticed.
        truncated: The file stops before its end.
    """

    def __init__(self, reason: str, ligne: int) -> None:
        super().__init__(reason)
        self.reason = reason
        self.ligne = ligne
        self.truncated = reason == _TRUNCATED


class Place(NamedTuple):
    """A position in a file, both from 1, as parsers and editors count."""

    ligne: int
    colonne: int


class Balayage:
    """One reading of a file.

    Attributes:
        on_start: Told of each element that begins, by its local name.
        on_end: Told of each element that ends, by its local name.
        head: First bytes of the file, once its reading has begun: they tell what a file that is no XML may be.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._depth = 0
        self.head = b""
        self.on_start: Callable[[str], object] = _ignore
        self.on_end: Callable[[str], object] = _ignore

    @property
    def ligne(self) -> int:
        """Line where the tag being told begins, from 1."""
        return self._parser.CurrentLineNumber

    @property
    def place(self) -> Place:
        """Where the tag being told begins."""
        return Place(self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1)

    def listen(self, on_text: Callable[[str], object] | None) -> None:
        """Have each piece of text told from now on, or none of them any more."""
        self._parser.CharacterDataHandler = on_text

    def run(self) -> Iterator[None]:
        """Read the file, and yield after each piece of it.

        Raises:
            UnreadableXml: It is not well-formed, or holds something that is refused.
            OSError: It cannot be opened or read.
        """
        parser = self._parser
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = self._refuse_doctype
        parser.XmlDeclHandler = self._check_encoding
        fed = 0
        with self._path.open("rb") as file:
            while chunk := file.read(CHUNK):
                self.head = self.head or chunk
                self._parse(chunk)
                fed += len(chunk)
                if fed - max(parser.CurrentByteIndex, 0) > MAX_PENDING:
                    raise UnreadableXml("une balise est démesurée", parser.CurrentLineNumber)
                yield
        self._parse(b"", final=True)
        yield

    def _parse(self, chunk: bytes, *, final: bool = False) -> None:
        try:
            self._parser.Parse(chunk, final)
        except expat.ExpatError as error:
            words = expat.ErrorString(error.code) or ""
            reason = _REASONS.get(words, "sa syntaxe est fautive")
            raise UnreadableXml(reason, error.lineno) from error

    def _start(self, name: str, _attributes: object) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise UnreadableXml(
                "ses éléments s'emboîtent à l'infini", self._parser.CurrentLineNumber
            )
        self.on_start(name.rpartition(":")[2])

    def _end(self, name: str) -> None:
        self._depth -= 1
        self.on_end(name.rpartition(":")[2])

    def _refuse_doctype(self, *_: object) -> None:
        raise UnreadableXml(
            "il contient une déclaration DOCTYPE, refusée par sécurité",
            self._parser.CurrentLineNumber,
        )

    def _check_encoding(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and not _ENCODINGS.fullmatch(encoding):
            raise UnreadableXml("il annonce un encodage inconnu", self._parser.CurrentLineNumber)


def _ignore(_name: str) -> None:
    """Do nothing with a tag."""

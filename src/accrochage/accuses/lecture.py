"""Reading of an accusé de traitement: what became of each passage, or why the whole file was rejected.

Two shapes are known: passages treated (`PassagesKO`, `PassagesOK`), or a file rejected (`erreurs`). Samples are in no namespace; any
one is taken, and any case of the names. A section may be absent or empty, a passage may have several messages, `PassagesOK` may hold
identifiers or passages.
"""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from accrochage.accuses.balayage import Balayage, UnreadableXml
from accrochage.dictionnaire import ACCUSE_ROOTS
from accrochage.erreurs import AccuseError, cause
from accrochage.referentiels.cles import fold
from accrochage.regles.lecture.nettoyage import quote

MAX_TEXT: Final = 10_000
"""Characters kept of a message."""
MAX_FIELDS: Final = 1_000
"""Messages, codes and the like kept of a passage."""

_SECTIONS: Final = frozenset({"passagesok", "passagesko", "erreurs"})
_ITEMS: Final = {"passagesok": "passage", "passagesko": "passage", "erreurs": "erreur"}
_OF_ENTETE: Final = {
    "nomfichier": "nom_fichier",
    "idflux": "id_flux",
    "idtraitement": "id_traitement",
}
_OF_ITEM: Final = frozenset(
    {"idtechnique", "messageerreur", "codeerreur", "type", "message", "ligne", "colonne"}
)

_NIR = re.compile(
    r"(?<!\d)[1-478] ?\d{2} ?\d{2} ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3}(?: ?\d{2})?(?!\d)", re.IGNORECASE
)
"""Written in one go or in the groups of the card; 3, 4, 7 and 8 begin those that are temporary."""

_MAGIC: Final = (
    (b"PK\x03\x04", "un classeur Excel ou une archive"),
    (b"\xd0\xcf\x11\xe0", "un ancien fichier d'Excel ou de Word"),
    (b"%PDF", "un document PDF"),
    (b"\x1f\x8b", "une archive"),
)
_ROOT_NAMES: Final = {
    "flux": "un dépôt, celui que l'on envoie : donnez l'accusé que le portail a rendu",
    "html": "une page web : sur le portail, ouvrez l'historique des dépôts et téléchargez l'accusé de traitement",
    "schema": "un schéma XSD",
}


class Entete(NamedTuple):
    """What an accusé says of the deposit; None when it does not say it.

    Attributes:
        nom_fichier: Name of the deposited file.
        id_flux: Identifier of the flux; absent when the file was rejected.
        id_traitement: Number that the CDC gave to the treatment.
    """

    nom_fichier: str | None = None
    id_flux: str | None = None
    id_traitement: str | None = None


class Issue(NamedTuple):
    """What became of a passage.

    Attributes:
        id_technique: Its identifier, empty when the accusé gives none.
        accepte: Does it stand in `PassagesOK`?
        messages: What the CDC says of it, with any NIR masked.
        codes: Codes of error, if the accusé has some.
    """

    id_technique: str
    accepte: bool
    messages: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()


class ErreurFichier(NamedTuple):
    """Why the whole file was rejected.

    Attributes:
        type: `"XSD"` in every sample, even for a file that is not well-formed.
        message: What the CDC's XML parser says, with any NIR masked.
        ligne, colonne: Where the parser stood in the deposited file, both from 1; None when not told.
    """

    type: str
    message: str
    ligne: int | None = None
    colonne: int | None = None


class Accuse:
    """An accusé de traitement, read while one iterates, once.

    Attributes:
        entete: What it says of the deposit, complete at the end of the iteration.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._balayage = Balayage(path)
        self._balayage.on_start = self._start
        self._balayage.on_end = self._end
        self._balayage.listen(self._take)
        self._ready: list[Issue | ErreurFichier] = []
        self._root = ""
        self._known = False
        self._section = ""
        self._item: list[tuple[str, str]] | None = None
        self._field = ""
        self._text: list[str] = []
        self._length = 0
        self.entete = Entete()

    def __iter__(self) -> Iterator[Issue | ErreurFichier]:
        """Yield what became of each passage, or each reason why the file was rejected, in the order of the file.

        Raises:
            AccuseError: The file cannot be read, or is no accusé de traitement.
        """
        try:
            for _ in self._balayage.run():
                if self._ready:
                    yield from self._ready
                    self._ready = []
        except UnreadableXml as error:
            raise AccuseError(self._why(error)) from error
        except OSError as error:
            raise AccuseError(
                f"« {self._path.name} » ne peut pas être lu : {cause(error)}."
            ) from error
        if not self._known:
            raise AccuseError(
                f"« {self._path.name} » ne contient rien de ce qu'un accusé de traitement contient. "
                "Téléchargez-le de nouveau sur le portail."
            )

    def _start(self, name: str) -> None:
        name = name.lower()
        if not self._root:
            self._root = name
            if fold(name) not in ACCUSE_ROOTS:
                raise AccuseError(_another(self._path, name))
        elif name in _SECTIONS:
            self._section, self._item, self._field, self._known = name, None, "", True
        elif self._section and name == _ITEMS[self._section]:
            self._item, self._field = [], ""
        elif name in (_OF_ITEM if self._section else _OF_ENTETE):
            self._field, self._text, self._length = name, [], 0

    def _take(self, text: str) -> None:
        if self._field and self._length < MAX_TEXT:
            self._length += len(text)
            self._text.append(text)

    def _end(self, name: str) -> None:
        name = name.lower()
        if name == self._section:
            self._section, self._item, self._field = "", None, ""
        elif self._section and name == _ITEMS[self._section]:
            self._close_item()
        elif name == self._field:
            self._field = ""
            self._note(name, "".join(self._text).strip()[:MAX_TEXT])

    def _note(self, name: str, text: str) -> None:
        """Keep what an element says."""
        if not text:
            return
        if not self._section:
            self._known = True
            self.entete = self.entete._replace(**{_OF_ENTETE[name]: text})
        elif self._item is not None:
            if len(self._item) < MAX_FIELDS:
                self._item.append((name, text))
        elif name == "idtechnique":
            self._ready.append(Issue(text, self._section == "passagesok"))

    def _close_item(self) -> None:
        item, self._item = self._item or [], None
        if self._section == "erreurs":
            self._ready.append(_erreur(dict(item)))
            return
        ids = [text for name, text in item if name == "idtechnique"]
        messages = tuple(
            _shown(text) for name, text in item if name in {"messageerreur", "message"}
        )
        codes = tuple(text for name, text in item if name == "codeerreur")
        accepte = self._section == "passagesok"
        if ids or messages:
            self._ready.append(Issue(ids[0] if ids else "", accepte, messages, codes))

    def _why(self, error: UnreadableXml) -> str:
        """Say why the file cannot be read: what it seems to be, or what is wrong with its XML."""
        name = self._path.name
        seems = "" if self._root else _seems(self._balayage.head)
        if seems == _EMPTY:
            return f"« {name} » est vide. Téléchargez de nouveau l'accusé de traitement sur le portail."
        if seems:
            return f"« {name} » n'est pas un accusé de traitement, mais {seems}."
        again = " Téléchargez-le de nouveau sur le portail." if error.truncated else ""
        return f"« {name} » n'est pas un accusé que l'on peut lire (ligne {error.ligne}) : {error.reason}.{again}"


_EMPTY: Final = "rien"


def _erreur(fields: dict[str, str]) -> ErreurFichier:
    return ErreurFichier(
        fields.get("type", ""),
        _shown(fields.get("message") or fields.get("messageerreur", "")),
        _number(fields.get("ligne", "")),
        _number(fields.get("colonne", "")),
    )


def _number(text: str) -> int | None:
    """Return a position, None for what is none: parsers write -1 when they do not know."""
    return int(text) if re.fullmatch("0*[1-9][0-9]{0,8}", text) else None


def _shown(text: str) -> str:
    """Return a message on one line; a NIR is never repeated."""
    return _NIR.sub("[NIR masqué]", " ".join(text.split()))


def _another(path: Path, root: str) -> str:
    """Say what an XML file that is no accusé seems to be."""
    seems = _ROOT_NAMES.get(
        root, f"un autre fichier XML, dont le premier élément est {quote(root)}"
    )
    return f"« {path.name} » n'est pas un accusé de traitement, mais {seems}."


def _seems(head: bytes) -> str:
    """Return what a file that is no XML seems to be, by its first bytes; empty when nothing tells."""
    if not head.strip(b"\0 \t\r\n"):
        return _EMPTY
    for magic, seems in _MAGIC:
        if head.startswith(magic):
            return seems
    utf16 = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in head[:4]
    text = head.decode("utf-16" if utf16 else "utf-8", "replace").lstrip("\ufeff \t\r\n").lower()
    if re.search(r"<!doctype html|<html", text):
        return _ROOT_NAMES["html"]
    return "" if text.startswith("<") else "un texte qui n'est pas du XML"

"""The comments of a sheet: those of Agrafe join those of the user, under them when they stand on the same cell."""

import re
from collections.abc import Mapping
from copy import deepcopy
from typing import Final

from lxml import etree

from accrochage.classeur.annotation.paquet import Element
from accrochage.classeur.annotation.remarques import MARK
from accrochage.classeur.entetes import column_letter, column_number
from accrochage.classeur.gabarit_styles import printable

Place = tuple[int, int]
"""Row and column of a cell, from 1."""

_AUTHOR: Final = "Agrafe"
_THREAD: Final = "tc="
"""What the author of a comment starts with when the comment only stands for a thread: spreadsheets would not show what is added."""
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]+)")
_FONT: Final = '<sz val="9"/><color rgb="FF1E2A32"/><rFont val="Calibri"/><family val="2"/>'
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"


class Commentaires:
    """The comments of one sheet.

    Args:
        root: Root of their part; what an earlier copy wrote in it is taken away at once.

    Attributes:
        removed: Cells that had no comment but one of an earlier copy.
    """

    def __init__(self, root: Element) -> None:
        self._main = etree.QName(root).namespace or ""
        self._authors = self._section(root, "authors", 0)
        self._list = self._section(root, "commentList", 1)
        self._threads = {
            str(rank)
            for rank, author in enumerate(self._authors)
            if (author.text or "").startswith(_THREAD)
        }
        self._by_place = {_place(comment): comment for comment in self._list}
        self.removed = {place for place in list(self._by_place) if self._unmark(place)}

    def _section(self, root: Element, name: str, rank: int) -> Element:
        found = root.find(self._tag(name))
        if found is None:
            found = etree.Element(self._tag(name))
            root.insert(rank, found)
        return found

    def _tag(self, name: str) -> str:
        return f"{{{self._main}}}{name}"

    @property
    def places(self) -> set[Place]:
        """Cells that have a comment."""
        return set(self._by_place)

    def _unmark(self, place: Place) -> bool:
        """Take away what an earlier copy wrote on a cell; tell whether nothing is left."""
        comment = self._by_place[place]
        left = "".join(_texts(comment)).find(MARK)
        if left < 0:
            return False
        if not left:
            self._list.remove(comment)
            del self._by_place[place]
            return True
        for text in list(comment.iter(self._tag("t"))):
            kept = (text.text or "")[: max(0, left)]
            left -= len(text.text or "")
            text.text = kept.rstrip("\n") if left <= 0 else kept
        return False

    def add(self, textes: Mapping[Place, str]) -> dict[Place, str]:
        """Write comments; one that is on the cell already is kept above, and a thread is left alone.

        Returns:
            The whole text of each comment written to.
        """
        author, written = self._author(), {}
        for place, texte in sorted(textes.items()):
            comment = self._by_place.get(place)
            if comment is None:
                row, column = place
                comment = etree.SubElement(self._list, self._tag("comment"))
                comment.set("ref", f"{column_letter(column - 1)}{row}")
                comment.set("authorId", author)
                etree.SubElement(comment, self._tag("text"))  # always its first child
                self._by_place[place] = comment
                self._append(comment, texte)
            elif comment.get("authorId") not in self._threads:
                self._append(comment, f"\n\n{texte}")
            else:
                continue
            written[place] = "".join(_texts(comment))
        return written

    def _author(self) -> str:
        known = [author.text for author in self._authors]
        if _AUTHOR not in known:
            etree.SubElement(self._authors, self._tag("author")).text = _AUTHOR
            known.append(_AUTHOR)
        return str(known.index(_AUTHOR))

    def _append(self, comment: Element, texte: str) -> None:
        """Write at the end of a comment; a text without runs becomes a run first, for the two do not go together."""
        body = comment[0]
        plain = body.find(self._tag("t"))
        if plain is not None:
            run = etree.Element(self._tag("r"))
            run.append(deepcopy(plain))
            body.replace(plain, run)
        run = etree.fromstring(f'<r xmlns="{self._main}"><rPr>{_FONT}</rPr><t/></r>')
        run[1].text = printable(texte)
        run[1].set(_SPACE, "preserve")
        runs = len(body.findall(self._tag("r")))
        body.insert(runs, run)


def _place(comment: Element) -> Place:
    """Return the cell of a comment.

    Raises:
        ValueError: Its reference is none.
    """
    found = _REFERENCE.fullmatch(str(comment.get("ref")))
    if not found:
        raise ValueError(comment.get("ref"))
    return int(found[2]), column_number(found[1])


def _texts(comment: Element) -> list[str]:
    """Return the pieces of text of a comment."""
    return [text.text or "" for text in comment.iter("{*}t")]

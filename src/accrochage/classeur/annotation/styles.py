"""The styles of a package: a coloured copy of each that faulty cells have, and those of the sheet of anomalies."""

from copy import deepcopy
from typing import Final

from lxml import etree

from accrochage.classeur.annotation.paquet import Element, UnusualError
from accrochage.regles.anomalie import Gravite

COLOURS: Final = {
    Gravite.ERREUR: "F7C3BE",
    Gravite.ALERTE: "FCDEA6",
    Gravite.CONSEIL: "CBE0F2",
}
"""Fill of a faulty cell: no ordinary palette has exactly these, so that a later copy knows them and takes them away."""

EMPTY_STYLES: Final = (
    '<styleSheet xmlns="{main}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>'
)
"""For a workbook that has no style at all."""

_UNDERLINE: Final = '<border><left/><right/><top/><bottom style="thin"><color rgb="FF{}"/></bottom><diagonal/></border>'
_ORDER: Final = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs")
_MAX_STYLES: Final = 64_000
_NO_COLOUR: Final = {"indexed": "64"}
_HAD_A_FILL: Final = 1
"""Added to the last digit of a colour when the cell had a fill of its own, which the unseen background colour remembers."""


class Styles:
    """The part of the styles, while it grows.

    Args:
        root: Its root; the colours of an earlier copy are taken away at once.

    Raises:
        UnusualError: It is not the styles of a workbook, or is full.
    """

    def __init__(self, root: Element) -> None:
        self._root = root
        self._main = etree.QName(root).namespace or ""
        self._fills = self._section("fills")
        self._xfs = self._section("cellXfs")
        self._coloured: dict[tuple[int, Gravite], int] = {}
        self._fill_ids: dict[tuple[str, ...], int] = {}
        if not len(self._xfs):
            raise UnusualError("no style")
        self._restore()

    def _section(self, name: str) -> Element:
        """Return a part of the styles, made at its place when it is missing."""
        found = self._root.find(self._tag(name))
        if found is None:
            before = {self._tag(other) for other in _ORDER[: _ORDER.index(name)]}
            place = sum(child.tag in before for child in self._root)
            found = etree.Element(self._tag(name))
            self._root.insert(place, found)
        return found

    def _tag(self, name: str) -> str:
        return f"{{{self._main}}}{name}"

    # ---------------------------------------------------------------------------------- colours

    def coloured(self, base: int, gravite: Gravite) -> int:
        """Return the style that is another one, with the fill of a weight."""
        key = base, gravite
        if key not in self._coloured:
            xf = deepcopy(self._xfs[base if base < len(self._xfs) else 0])
            xf.set("fillId", str(self._mark_of(_number(xf, "fillId"), gravite)))
            xf.set("applyFill", "1")
            self._coloured[key] = self._append(xf)
        return self._coloured[key]

    def _mark_of(self, fill: int, gravite: Gravite) -> int:
        """Return the fill of a weight, which remembers the colour that it covers."""
        covered = self._colour(fill, "fgColor")
        colour = f"{int(COLOURS[gravite], 16) + (_HAD_A_FILL if covered else 0):06X}"
        return self._solid({"rgb": f"FF{colour}"}, covered or _NO_COLOUR)

    def _colour(self, fill: int, name: str) -> dict[str, str] | None:
        """Return a colour of a plain fill, as attributes; None for another fill or none."""
        pattern = None
        if fill < len(self._fills):
            pattern = self._fills[fill].find(self._tag("patternFill"))
        if pattern is None or pattern.get("patternType") != "solid":
            return None
        found = pattern.find(self._tag(name))
        return None if found is None else {str(key): str(value) for key, value in found.items()}

    def _solid(self, front: dict[str, str], back: dict[str, str]) -> int:
        key = tuple(f"{name}={value}" for name, value in (*front.items(), *back.items()))
        if key not in self._fill_ids:
            fill = etree.SubElement(self._fills, self._tag("fill"))
            pattern = etree.SubElement(fill, self._tag("patternFill"), patternType="solid")
            etree.SubElement(pattern, self._tag("fgColor"), front)
            etree.SubElement(pattern, self._tag("bgColor"), back)
            self._fill_ids[key] = _count(self._fills)
        return self._fill_ids[key]

    def _restore(self) -> None:
        """Give back to each style the fill that it had before an earlier copy.

        LibreOffice puts in the background a colour of its own choice, often that of another mark: no fill is then given back.
        """
        marks = {
            f"FF{int(colour, 16) + step:06X}": step
            for colour in COLOURS.values()
            for step in (0, _HAD_A_FILL)
        }
        for xf in self._xfs:
            fill = _number(xf, "fillId")
            step = marks.get(_rgb(self._colour(fill, "fgColor")))
            if step is not None:
                covered = self._colour(fill, "bgColor") if step else None
                if covered is None or _rgb(covered) in marks:
                    xf.set("fillId", "0")
                else:
                    xf.set("fillId", str(self._solid(covered, _NO_COLOUR)))

    # --------------------------------------------------------------------- the sheet of anomalies

    def add(
        self, font: str, attributes: str, *, fill: str = "", line: str = "", alignment: str = ""
    ) -> int:
        """Return a new style.

        Args:
            font: XML of what its font has.
            attributes: XML of the attributes of the style.
            fill: Its colour, as `"FCDEA6"`; empty for none.
            line: Colour of the line under the cell; empty for none.
            alignment: XML of the attributes of its alignment.
        """
        xf = self._parse(
            f'<xf {attributes} xfId="0" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
            f'<alignment vertical="top" {alignment}/></xf>'
        )
        xf.set("fontId", str(self._grown("fonts", f"<font>{font}</font>")))
        xf.set("fillId", str(self._solid({"rgb": f"FF{fill}"}, _NO_COLOUR) if fill else 0))
        xf.set("borderId", str(self._grown("borders", _UNDERLINE.format(line)) if line else 0))
        return self._append(xf)

    def _grown(self, section: str, xml: str) -> int:
        """Add an element at the end of a section; return its rank."""
        found = self._section(section)
        found.append(self._parse(xml))
        return _count(found)

    def _parse(self, xml: str) -> Element:
        return etree.fromstring(f'<root xmlns="{self._main}">{xml}</root>')[0]

    def _append(self, xf: Element) -> int:
        if len(self._xfs) >= _MAX_STYLES:
            raise UnusualError("too many styles")
        self._xfs.append(xf)
        return _count(self._xfs)


def _rgb(colour: dict[str, str] | None) -> str:
    return (colour or {}).get("rgb", "").upper()


def _number(xf: Element, name: str) -> int:
    return int(xf.get(name, "0"))


def _count(section: Element) -> int:
    """Bring the count of a section up to date; return the rank of its last element."""
    section.set("count", str(len(section)))
    return len(section) - 1

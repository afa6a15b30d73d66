"""The part of a package that lists the sheets, and the « Anomalies » sheet in it."""

import re
from collections.abc import Sequence
from typing import Final

from lxml import etree

from accrochage.classeur.annotation.liste import area, quoted, titles
from accrochage.classeur.annotation.paquet import Element, Paquet, UnusualError
from accrochage.regles.anomalie import Anomalie

NAME: Final = "Anomalies"

_KNOWN_BY: Final = "Agrafe_anomalies"
"""Hidden name by which a later copy knows the sheet of an earlier one, and takes its place."""
_NAMED_SHEET = re.compile(r"'((?:[^']|'')+)'!.*|([^'!#]+)!.*")
_SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_BEFORE_NAMES: Final = ("sheets", "functionGroups", "externalReferences")
_BUILT_IN: Final = "_xlnm."


class Livre:
    """The workbook of a package.

    Args:
        paquet: The package.

    Attributes:
        main: Namespace of its elements, and of those of its sheets.
        parts: Part of each worksheet, by name.

    Raises:
        UnusualError: It has no list of sheets.
    """

    def __init__(self, paquet: Paquet) -> None:
        self._paquet = paquet
        self.main = paquet.main_of(paquet.workbook)
        self._root = paquet.tree(paquet.workbook)
        found = self._root.find(self._tag("sheets"))
        if found is None:
            raise UnusualError("no sheet")
        self._sheets = found
        targets = paquet.related(paquet.workbook, "worksheet")
        self.parts = {
            str(sheet.get("name")): targets[identifier]
            for sheet in self._sheets
            if (identifier := _identifier(sheet)) in targets
        }

    def _tag(self, name: str) -> str:
        return f"{{{self.main}}}{name}"

    def place_anomalies(self, anomalies: Sequence[Anomalie]) -> str:
        """Give the « Anomalies » sheet its place, that of an earlier copy or the last; return its part."""
        self._paquet.tree(self._paquet.workbook, change=True)
        name = self._known()
        if name is None:
            name = self._free_name()
            self._append(name)
        else:
            self._paquet.drop_relations(self.parts[name])
        place = [sheet.get("name") for sheet in self._sheets].index(name)
        self._name_all(name, str(place), anomalies)
        return self.parts[name]

    def _known(self) -> str | None:
        """Return the name of the sheet of an earlier copy, None when there is none left."""
        for defined in self._root.iterfind(
            f"{self._tag('definedNames')}/{self._tag('definedName')}"
        ):
            found = _NAMED_SHEET.fullmatch(defined.text or "")
            if defined.get("name") == _KNOWN_BY and found:
                name = (found[1] or found[2]).replace("''", "'")
                return name if name in self.parts else None
        return None

    def _free_name(self) -> str:
        taken = {str(sheet.get("name")).casefold() for sheet in self._sheets}
        rank, name = 1, NAME
        while name.casefold() in taken:
            rank += 1
            name = f"{NAME} {rank}"
        return name

    def _append(self, name: str) -> None:
        """Add a sheet after the others: macros and names that count sheets still find theirs."""
        paquet = self._paquet
        part = paquet.free_name("xl/worksheets/sheet{}.xml")
        paquet.write_part(part, b"", _SHEET_TYPE)
        sheet = etree.SubElement(self._sheets, self._tag("sheet"))
        sheet.set("name", name)
        numbers = [int(other.get("sheetId", "0")) for other in self._sheets]
        sheet.set("sheetId", str(max(numbers) + 1))
        sheet.set(f"{{{paquet.office}}}id", paquet.relate(paquet.workbook, "worksheet", part))
        self.parts[name] = part

    def _name_all(self, name: str, place: str, anomalies: Sequence[Anomalie]) -> None:
        """Give the sheet the names that its filter and its printing want, and the one that it is known by."""
        names = self._names()
        for defined in list(names):
            of_sheet = defined.get("localSheetId") == place
            if defined.get("name") == _KNOWN_BY or (
                of_sheet and str(defined.get("name")).startswith(_BUILT_IN)
            ):
                names.remove(defined)
        self._define(names, _KNOWN_BY, f"{quoted(name)}!$A$1", hidden="1")
        if anomalies:
            local = {"localSheetId": place}
            self._define(names, f"{_BUILT_IN}Print_Titles", titles(name), **local)
            table = area(name, anomalies)
            self._define(names, f"{_BUILT_IN}_FilterDatabase", table, **local, hidden="1")

    def _names(self) -> Element:
        found = self._root.find(self._tag("definedNames"))
        if found is None:
            found = etree.Element(self._tag("definedNames"))
            before = {self._tag(name) for name in _BEFORE_NAMES}
            places = [rank for rank, child in enumerate(self._root) if child.tag in before]
            self._root.insert(max(places) + 1, found)
        return found

    def _define(self, names: Element, name: str, reference: str, **attributes: str) -> None:
        defined = etree.SubElement(names, self._tag("definedName"), {"name": name, **attributes})
        defined.text = reference


def _identifier(sheet: Element) -> str:
    """Return the identifier of the relation of a sheet, whichever the namespace."""
    found = (str(value) for key, value in sheet.items() if str(key).endswith("relationships}id"))
    return next(found, "")

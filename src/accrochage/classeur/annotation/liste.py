"""The « Anomalies » sheet of a copy: one line for each, the gravest first, with a link to its cell."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import islice
from math import ceil
from typing import IO, Final

from accrochage import typographie
from accrochage.classeur.annotation.remarques import (
    NAMES,
    WEIGHTS,
    Releve,
    by_weight,
    endroit_of,
    proposal,
)
from accrochage.classeur.annotation.styles import COLOURS, Styles
from accrochage.classeur.entetes import column_letter
from accrochage.classeur.gabarit_styles import (
    AMBER,
    BLUE_GREEN,
    GREY,
    INK,
    LINE,
    RED,
    WHITE,
    line_count,
    printable,
)
from accrochage.regles.anomalie import Anomalie

TITLE: Final = "Anomalies relevées par Agrafe"

MAX_LISTED: Final = 200_000
"""Lines of the sheet: nobody reads more, and each takes a kilobyte of memory in the spreadsheet."""
MAX_LINKS: Final = 60_000
"""Links of the sheet; Excel refuses a file with more than 65 530 in one."""

_COLUMNS: Final = (
    *(("Gravité", 10), ("Code", 9), ("Feuille", 15), ("Ligne", 8), ("Colonne", 24)),
    *(("Cellule", 9), ("Valeur", 26), ("Ce qui ne va pas", 66), ("Correction proposée", 28)),
)
"""Title and width of each column."""
_LAST: Final = column_letter(len(_COLUMNS) - 1)
_HEADER: Final = 4
_NOTE_CHARACTERS: Final = 190
_LONGEST: Final = 32_000
_LINE: Final = 15
_MOST_LINES: Final = 8
_OF_TEXT: Final = 'numFmtId="49" applyNumberFormat="1"'
_WRAP: Final = 'wrapText="1"'


def area(name: str, anomalies: Sequence[Anomalie]) -> str:
    """Return the reference of the table in the sheet of a name, for its filter."""
    last = _HEADER + min(len(anomalies), MAX_LISTED)
    return f"{quoted(name)}!$A${_HEADER}:${_LAST}${last}"


def titles(name: str) -> str:
    """Return the reference of the row of titles, printed on each page."""
    return f"{quoted(name)}!${_HEADER}:${_HEADER}"


def quoted(name: str) -> str:
    """Return the name of a sheet as references write it."""
    return "'" + name.replace("'", "''") + "'"


class Liste:
    """The sheet, while it is written.

    Args:
        releve: What it shows.
        names: Name that each sheet has in the copy, by the name that anomalies give it.
        notes: French sentences on what the copy lacks.
        main: Namespace of the sheet.
        styles: Styles of the package.
    """

    def __init__(
        self,
        releve: Releve,
        names: Mapping[str | None, str],
        notes: Sequence[str],
        main: str,
        styles: Styles,
    ) -> None:
        self._releve = releve
        self._names = names
        self._notes = [*notes, *_limits(len(releve.anomalies))]
        self._main = main
        self._links: list[str] = []
        ink, white, link = (f'<color rgb="FF{colour[1:]}"/>' for colour in (INK, WHITE, BLUE_GREEN))
        name = '<name val="Calibri"/><family val="2"/>'
        text = f'<sz val="11"/>{ink}{name}'
        line = LINE[1:]
        self._text = styles.add(text, _OF_TEXT, line=line, alignment=_WRAP)
        self._number = styles.add(text, 'numFmtId="0"', line=line, alignment='horizontal="left"')
        self._link = styles.add(f'<u/><sz val="11"/>{link}{name}', _OF_TEXT, line=line)
        self._head = styles.add(
            f'<b/><sz val="11"/>{white}{name}', _OF_TEXT, fill=BLUE_GREEN[1:], alignment=_WRAP
        )
        self._title = styles.add(f'<b/><sz val="16"/>{link}{name}', _OF_TEXT)
        grey = f'<sz val="11"/><color rgb="FF{GREY[1:]}"/>{name}'
        self._subtitle = styles.add(grey, _OF_TEXT, alignment=_WRAP)
        amber = f'<b/><sz val="11"/><color rgb="FF{AMBER[1:]}"/>{name}'
        self._note = styles.add(amber, _OF_TEXT, alignment=_WRAP)
        self._weights = {
            gravite: styles.add(f'<b/><sz val="11"/>{ink}{name}', _OF_TEXT, fill=colour, line=line)
            for gravite, colour in COLOURS.items()
        }

    def write(self, target: IO[bytes]) -> None:
        """Write the XML of the sheet."""
        listed = islice(by_weight(self._releve.anomalies), MAX_LISTED)
        count = min(len(self._releve.anomalies), MAX_LISTED)
        target.write(self._start().encode())
        target.write("".join(self._top(count)).encode())
        for row, anomalie in enumerate(listed, start=_HEADER + 1):
            target.write(self._line(row, anomalie).encode())
        target.write("".join(self._end(count)).encode())

    def _start(self) -> str:
        columns = "".join(
            f'<col min="{rank}" max="{rank}" width="{width}" customWidth="1"/>'
            for rank, (_, width) in enumerate(_COLUMNS, start=1)
        )
        return (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f'<worksheet xmlns="{self._main}"><sheetPr><tabColor rgb="FF{RED[1:]}"/><pageSetUpPr fitToPage="1"/></sheetPr>'
            '<sheetViews><sheetView showGridLines="0" workbookViewId="0">'
            f'<pane ySplit="{_HEADER}" topLeftCell="A{_HEADER + 1}" activePane="bottomLeft" state="frozen"/>'
            f'<selection pane="bottomLeft" activeCell="A{_HEADER + 1}" sqref="A{_HEADER + 1}"/></sheetView></sheetViews>'
            f'<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols><sheetData>'
        )

    def _top(self, count: int) -> Iterator[str]:
        """Yield the title, what was found, what the copy lacks, and the titles of columns."""
        notes = " ".join(self._notes)
        height = 15 * line_count(notes, _NOTE_CHARACTERS) + 3
        yield f'<row r="1" ht="26" customHeight="1">{_cell("A1", TITLE, self._title)}</row>'
        yield f'<row r="2" ht="18" customHeight="1">{_cell("A2", self._summary(), self._subtitle)}</row>'
        yield f'<row r="3" ht="{height}" customHeight="1">{_cell("A3", notes, self._note)}</row>'
        if count:
            cells = "".join(
                _cell(f"{column_letter(rank)}{_HEADER}", title, self._head)
                for rank, (title, _) in enumerate(_COLUMNS)
            )
            yield f'<row r="{_HEADER}" ht="20" customHeight="1">{cells}</row>'

    def _summary(self) -> str:
        releve = self._releve
        weights = Counter(anomalie.gravite for anomalie in releve.anomalies)
        said = [
            typographie.count(weights[gravite], gravite.value, f"{gravite.value}s")
            for gravite in WEIGHTS
            if weights[gravite]
        ]
        found = (
            f"{', '.join(said)}. Un clic dans la colonne « Cellule » mène à la cellule."
            if said
            else "aucune anomalie."
        )
        checked = typographie.count(releve.lignes, "ligne contrôlée", "lignes contrôlées")
        return f"« {releve.source} », {releve.today:%d/%m/%Y}, {checked} : {found}"

    def _line(self, row: int, anomalie: Anomalie) -> str:
        ou = anomalie.ou
        endroit = endroit_of(anomalie, self._releve.table)
        feuille = self._names.get(ou.feuille, ou.feuille or "")
        reference = f"{column_letter(endroit.colonne - 1)}{endroit.ligne}" if endroit else ""
        linked = bool(reference) and len(self._links) < MAX_LINKS
        if linked:
            location = escape(f"{quoted(feuille)}!{reference}")
            self._links.append(
                f'<hyperlink ref="F{row}" location="{location}" display="{reference}"/>'
            )
        texts = (
            *(NAMES[anomalie.gravite], anomalie.code, feuille, str(ou.ligne or "")),
            *(ou.colonne or "", reference, anomalie.valeur or "", anomalie.message),
            proposal(anomalie),
        )
        styles = dict.fromkeys("BCEGHI", self._text)
        styles |= {"A": self._weights[anomalie.gravite], "D": self._number}
        styles["F"] = self._link if linked else self._text
        cells = [
            _cell(f"{letter}{row}", text, styles[letter], number=letter == "D")
            for letter, text in zip("ABCDEFGHI", texts, strict=True)
        ]
        height = _LINE * max(
            _lines(text, width) for text, (_, width) in zip(texts, _COLUMNS, strict=True)
        )
        return f'<row r="{row}" ht="{height}" customHeight="1">{"".join(cells)}</row>'

    def _end(self, count: int) -> Iterator[str]:
        """Yield what follows the rows: filter, links and page."""
        yield "</sheetData>"
        if count:
            yield f'<autoFilter ref="A{_HEADER}:{_LAST}{_HEADER + count}"/>'
        yield f'<mergeCells count="2"><mergeCell ref="A2:{_LAST}2"/><mergeCell ref="A3:{_LAST}3"/></mergeCells>'
        if self._links:
            yield f"<hyperlinks>{''.join(self._links)}</hyperlinks>"
        yield (
            '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>'
            '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
            "<headerFooter><oddFooter>&amp;L&amp;A&amp;RPage &amp;P sur &amp;N</oddFooter></headerFooter></worksheet>"
        )


def _limits(count: int) -> Iterator[str]:
    """Yield what the sheet leaves out."""
    if count > MAX_LISTED:
        yield f"Seules les {typographie.number(MAX_LISTED)} premières anomalies sont listées ici, les erreurs d'abord."
    if count > MAX_LINKS:
        yield f"Seules les {typographie.number(MAX_LINKS)} premières ont un lien, la limite d'un tableur."


def _lines(text: str, width: int) -> int:
    """Return the number of lines that a text takes in a column, lines being cut between words."""
    return 1 if len(text) <= width else min(ceil(1.1 * len(text) / width), _MOST_LINES)


def _cell(reference: str, text: str, style: int, *, number: bool = False) -> str:
    """Return a cell that holds a text, which no spreadsheet takes for a formula, or a number; an empty one keeps its style."""
    if not text:
        return f'<c r="{reference}" s="{style}"/>'
    if number:
        return f'<c r="{reference}" s="{style}"><v>{text}</v></c>'
    written = escape(printable(text)[:_LONGEST], quote=False)
    return f'<c r="{reference}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{written}</t></is></c>'

"""The « Passages » sheet: a line per person, commented headers, drop-down lists, and faults where they stand."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Final, NamedTuple

from xlsxwriter.utility import xl_range  # type: ignore[import-untyped]

from accrochage.classeur import gabarit_styles as look
from accrochage.classeur.colonnes import REASONS_HEADER
from accrochage.classeur.entetes import recognise
from accrochage.classeur.gabarit_colonnes import Bande, GabaritColonne, header_comment
from accrochage.classeur.gabarit_styles import Styles, Workbook, Worksheet
from accrochage.dictionnaire import COMPOSITE_OF, EXAMPLE_MARK, Kind
from accrochage.regles.anomalie import Anomalie, Gravite
from accrochage.regles.lecture.nettoyage import Raw

PASSAGES: Final = "Passages"
"""Name of the sheet."""

LAST_ROW: Final = 1_048_575
"""Rank of the last row of a sheet, 0 for the first."""
HEADER_ROW: Final = 1
FIRST_ROW: Final = 2
"""Ranks of the header row, which has its bands above, and of the first row below it."""

MAX_COMMENTS: Final = 10_000
"""Comments beyond which a workbook becomes slow to open; further faults have their colour and their sentence all the same."""

_FROZEN: Final = 3
"""Columns that stay in sight: the reasons if any, the identifier, the birth name, the first name."""
_PAGES_WIDE: Final = 4
"""Printed pages across which some forty columns remain readable, with the names repeated on each."""
_REASONS_WIDTH: Final = 50
_REASONS_CHARACTERS: Final = 53
_REASONS_LINE: Final = 14
_HIGHEST_ROW: Final = 408
"""Height of a row, in points, that no spreadsheet exceeds."""
_HEADER_HEIGHT: Final = 54
_ROW_HEIGHT: Final = 19

_BANDS: Final = {
    Bande.OBLIGATOIRE: (look.DEEP_BLUE_GREEN, look.BLUE_GREEN, look.WHITE),
    Bande.SELON_LE_CAS: (look.DEEP_MIST, look.MIST, look.INK),
    Bande.FACULTATIVE: (look.DEEP_SAND, look.SAND, look.INK),
    Bande.AJOUTEE: (look.DEEP_SAND, look.PAPER, look.INK),
}
"""Fill of the band, fill of its headers, colour of their text."""

_SCALE: Final = (Gravite.ERREUR, Gravite.ALERTE, Gravite.CONSEIL)
_WORDS: Final = {Gravite.ERREUR: "Erreur", Gravite.ALERTE: "À vérifier", Gravite.CONSEIL: "Conseil"}
_DATE_VALIDATION: Final = {
    "validate": "date",
    "criteria": "between",
    "minimum": date(1900, 1, 1),
    "maximum": date(2099, 12, 31),
    "error_type": "warning",
    "error_title": "Ce n'est pas une date",
    "error_message": "Écrivez la date sous la forme 30/06/2026. Garder cette valeur ?",
}

_REASONS_COMMENT: Final = (
    "À CORRIGER\n"
    "Ce qui ne va pas sur la ligne. Les cellules de couleur sont celles à reprendre ; leur bulle dit comment.\n\n"
    "Une fois les lignes corrigées, donnez ce même fichier à Agrafe. Cette colonne n'est pas lue : inutile de l'effacer."
)
_OTHER_WIDTH: Final = 20
_OTHER_COMMENT: Final = (
    "Colonne de votre fichier, qu'Agrafe ne lit pas : elle vous est rendue telle quelle."
)
_EXAMPLE_COMMENT: Final = (
    "LIGNE D'EXEMPLE\n"
    "Elle montre comment remplir les autres et n'est jamais envoyée. Gardez-la ou supprimez-la, comme vous voulez."
)


class GabaritRow(NamedTuple):
    """A row to write.

    Attributes:
        values: What its cells hold, by key of the dictionary.
        anomalies: Its faults.
        others: The columns of the user that Agrafe does not read, the same for every row: their titles and what they hold.
    """

    values: Mapping[str, Raw]
    anomalies: Sequence[Anomalie] = ()
    others: Sequence[tuple[str, Raw]] = ()


class Page(NamedTuple):
    """What the sheet has beside its rows.

    Attributes:
        version: Version of the format, which the comments depend upon.
        example: Has it the example row?
        with_reasons: Has it a first column that says what is wrong with each row?
        others: Titles of the columns of the user that Agrafe does not read; they come last.
    """

    version: str
    example: bool
    with_reasons: bool
    others: Sequence[str] = ()


def add_passages(
    workbook: Workbook,
    styles: Styles,
    colonnes: Sequence[GabaritColonne],
    rows: Iterable[GabaritRow],
    page: Page,
) -> None:
    """Add the sheet.

    Args:
        workbook: The workbook.
        styles: Its formats.
        colonnes: Columns, in order.
        rows: Rows, in order, taken as they come.
        page: What the sheet has beside them.
    """
    sheet = _Passages(workbook.add_worksheet(PASSAGES), styles, colonnes, page)
    sheet.lay_out()
    sheet.write_headers()
    if page.example:
        sheet.write_example()
    for rank, row in enumerate(rows, start=FIRST_ROW + page.example):
        sheet.write_row(rank, row)


class _Passages:
    """The sheet while it is written, from top to bottom (the workbook keeps no row in memory)."""

    def __init__(
        self,
        sheet: Worksheet,
        styles: Styles,
        colonnes: Sequence[GabaritColonne],
        page: Page,
    ) -> None:
        self._sheet = sheet
        self._styles = styles
        self._colonnes = colonnes
        self._version = page.version
        self._with_reasons = page.with_reasons
        self._first = 1 if page.with_reasons else 0
        self._ranks = {
            colonne.entry.key: rank for rank, colonne in enumerate(colonnes, start=self._first)
        }
        self._end = self._first + len(colonnes)
        self._others = [_unread(title, self._ranks) for title in page.others]
        valign = "top" if page.with_reasons else "vcenter"
        border = {"border": 1, "border_color": look.LINE}
        self._cell = {**border, "align": "left", "valign": valign, "indent": 1}
        self._columns = [
            (
                rank,
                colonne.entry.key,
                {**self._cell, "num_format": look.cell_format(colonne.entry)},
            )
            for rank, colonne in enumerate(colonnes, start=self._first)
        ]
        self._comments = 0

    def lay_out(self) -> None:
        """Set what holds for the whole sheet: widths, formats, lists, panes, page."""
        sheet, last = self._sheet, self._end + len(self._others) - 1
        sheet.set_tab_color(look.BLUE_GREEN)
        sheet.hide_gridlines(2)
        sheet.set_default_row(_ROW_HEIGHT)
        if self._with_reasons:
            style = self._styles(**self._cell, num_format=look.TEXT)
            sheet.set_column(0, 0, _REASONS_WIDTH, style)
        for rank, colonne in enumerate(self._colonnes, start=self._first):
            self._lay_out_column(rank, colonne)
        if self._others:
            style = self._styles(**self._cell, num_format=look.TEXT)
            sheet.set_column(self._end, last, _OTHER_WIDTH, style)
        sheet.freeze_panes(FIRST_ROW, _FROZEN)
        sheet.set_selection(FIRST_ROW, self._first, FIRST_ROW, self._first)
        sheet.autofilter(HEADER_ROW, 0, LAST_ROW, last)
        everywhere = xl_range(FIRST_ROW, 0, LAST_ROW, last)
        sheet.ignore_errors(
            {"number_stored_as_text": everywhere, "two_digit_text_year": everywhere}
        )
        self._lay_out_print()

    def _lay_out_column(self, rank: int, colonne: GabaritColonne) -> None:
        entry = colonne.entry
        num_format = look.cell_format(entry)
        self._sheet.set_column(
            rank, rank, colonne.width, self._styles(**self._cell, num_format=num_format)
        )
        cells = (FIRST_ROW, rank, LAST_ROW, rank)
        if entry.codes:
            look.add_liste(self._sheet, cells, entry)
        elif entry.kind is Kind.DATE:
            self._sheet.data_validation(*cells, _DATE_VALIDATION)

    def _lay_out_print(self) -> None:
        sheet = self._sheet
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(_PAGES_WIDE, 0)
        sheet.repeat_rows(HEADER_ROW)
        sheet.repeat_columns(0, _FROZEN - 1)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer("&L&A&RPage &P sur &N")

    def write_headers(self) -> None:
        """Write the bands and the header row."""
        self._sheet.set_row(HEADER_ROW - 1, _ROW_HEIGHT)
        rank = self._first
        for bande, members in groupby(self._colonnes, key=lambda colonne: colonne.bande):
            fill, _, colour = _BANDS[bande]
            style = self._styles(bg_color=fill, font_color=colour, font_size=10, indent=1)
            for place, _ in enumerate(members):
                self._sheet.write_string(HEADER_ROW - 1, rank, "" if place else bande.value, style)
                rank += 1
        self._write_other_band()
        self._sheet.set_row(HEADER_ROW, _HEADER_HEIGHT)
        if self._with_reasons:
            self._sheet.write_blank(HEADER_ROW - 1, 0, None, self._styles(bg_color=look.DEEP_RED))
            self._write_header(0, REASONS_HEADER, (look.RED, look.WHITE))
            look.write_comment(self._sheet, HEADER_ROW, 0, _REASONS_COMMENT)
        for rank, colonne in enumerate(self._colonnes, start=self._first):
            self._write_header(rank, colonne.title, _BANDS[colonne.bande][1:])
            comment = header_comment(colonne, self._version)
            look.write_comment(self._sheet, HEADER_ROW, rank, comment)
        self._write_other_headers()

    def _write_other_band(self) -> None:
        """Let the band of the columns of the user's file go on, or begin, above those that Agrafe does not read."""
        fill, _, colour = _BANDS[Bande.AJOUTEE]
        style = self._styles(bg_color=fill, font_color=colour, font_size=10, indent=1)
        told = self._colonnes[-1].bande is Bande.AJOUTEE
        for rank in range(self._end, self._end + len(self._others)):
            text = "" if told or rank > self._end else Bande.AJOUTEE.value
            self._sheet.write_string(HEADER_ROW - 1, rank, text, style)

    def _write_other_headers(self) -> None:
        """Write the titles of the columns that Agrafe does not read."""
        for rank, title in enumerate(self._others, start=self._end):
            self._write_header(rank, look.printable(title), _BANDS[Bande.AJOUTEE][1:])
            look.write_comment(self._sheet, HEADER_ROW, rank, _OTHER_COMMENT)

    def _write_header(self, rank: int, title: str, colours: tuple[str, str]) -> None:
        fill, colour = colours
        border = {"left": 1, "left_color": look.WHITE, "bottom": 2, "bottom_color": look.BLUE_GREEN}
        style = self._styles(
            bold=True, text_wrap=True, indent=1, bg_color=fill, font_color=colour, **border
        )
        self._sheet.write_string(HEADER_ROW, rank, title, style)

    def write_example(self) -> None:
        """Write the example row under the headers."""
        properties = {**self._cell, "italic": True, "font_color": look.GREY, "bg_color": look.PAPER}
        for rank, colonne in enumerate(self._colonnes, start=self._first):
            raw = _example_value(colonne)
            if raw == EXAMPLE_MARK:
                look.write_comment(self._sheet, FIRST_ROW, rank, _EXAMPLE_COMMENT)
            style = {**properties, "num_format": look.cell_format(colonne.entry)}
            self._styles.write(self._sheet, FIRST_ROW, rank, raw, style)

    def write_row(self, row_rank: int, row: GabaritRow) -> None:
        """Write a row: what is wrong with it, then its values as they were, the faulty ones coloured and commented."""
        by_rank: dict[int, list[Anomalie]] = {}
        anomalies = sorted(row.anomalies, key=lambda anomalie: _SCALE.index(anomalie.gravite))
        for anomalie in anomalies:
            by_rank.setdefault(self._rank_of(anomalie), []).append(anomalie)
        if anomalies:
            self._write_reasons(row_rank, anomalies)
        for rank, key, style in self._columns:
            raw, faults = row.values.get(key), by_rank.get(rank)
            if faults:
                self._comment(row_rank, rank, faults)
                coloured = {**style, "bg_color": look.FILLS[faults[0].gravite]}
                self._styles.write(self._sheet, row_rank, rank, raw, coloured)
            elif raw is not None and raw != "":
                self._styles.write(self._sheet, row_rank, rank, raw, style)
        for rank, (_, raw) in enumerate(row.others, start=self._end):
            if raw is not None and raw != "":
                style = {**self._cell, "num_format": look.TEXT}
                self._styles.write(self._sheet, row_rank, rank, raw, style)

    def _rank_of(self, anomalie: Anomalie) -> int:
        """Return the rank of the column that a fault is about; -1 when the sheet has none."""
        key = anomalie.ou.rubrique or ""
        return self._ranks.get(key, self._ranks.get(COMPOSITE_OF.get(key, ""), -1))

    def _write_reasons(self, row_rank: int, anomalies: Sequence[Anomalie]) -> None:
        style = self._styles(**self._cell, text_wrap=True, num_format=look.TEXT, font_size=10)
        lines = [look.printable(self._reason(anomalie)) for anomalie in anomalies]
        count = sum(look.line_count(line, _REASONS_CHARACTERS) for line in lines)
        self._sheet.set_row(row_rank, min(6 + _REASONS_LINE * count, _HIGHEST_ROW))
        self._sheet.write_string(row_rank, 0, "\n".join(lines), style)

    def _reason(self, anomalie: Anomalie) -> str:
        rank = self._rank_of(anomalie)
        title = anomalie.ou.colonne if rank < 0 else self._colonnes[rank - self._first].entry.header
        if title is None:
            return anomalie.message
        doubt = "" if anomalie.blocking else f" ({_WORDS[anomalie.gravite].lower()})"
        return f"{title}{doubt} : {anomalie.message}"

    def _comment(self, row_rank: int, rank: int, faults: Sequence[Anomalie]) -> None:
        if self._comments < MAX_COMMENTS:
            self._comments += 1
            text = "\n".join(line for anomalie in faults for line in _fault_lines(anomalie))
            look.write_comment(self._sheet, row_rank, rank, text)


def _unread(title: str, ranks: Mapping[str, int]) -> str:
    """Return a title under which a column that was not read will not be read the next time either."""
    key = recognise(title)
    return title if key is None or key in ranks else f"Non lue : {title}"


def _example_value(colonne: GabaritColonne) -> Raw:
    """Return what a cell of the example row holds: the example of the dictionary, as a date where it is one."""
    text = colonne.example()
    if colonne.entry.key == "idTechnique":
        return EXAMPLE_MARK
    if text and colonne.entry.kind is Kind.DATE:
        day, month, year = map(int, text.split("/"))
        return date(year, month, day)
    return text


def _fault_lines(anomalie: Anomalie) -> Iterator[str]:
    """Yield what the comment of a faulty cell says."""
    yield f"{_WORDS[anomalie.gravite]} : {anomalie.message}"
    if anomalie.correction:
        yield f"Correction proposée : {anomalie.correction}"
    elif anomalie.correction is not None:
        yield "Correction proposée : vider la cellule"

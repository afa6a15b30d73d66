"""The sheets beside « Passages »: « Certificateur », asked once for all rows, and « Listes », which the drop-downs read."""

from collections.abc import Iterable, Mapping
from typing import Final

from xlsxwriter.utility import xl_range_abs  # type: ignore[import-untyped]

from accrochage.classeur import gabarit_styles as look
from accrochage.classeur.gabarit_colonnes import DEFAULT_COLUMNS, form, marked, shown
from accrochage.classeur.gabarit_styles import Styles, Workbook, Worksheet
from accrochage.dictionnaire import COLONNES, SHEET_COLUMNS, Bloc, Colonne, Kind, Rubrique
from accrochage.regles.anomalie import Gravite
from accrochage.regles.lecture.nettoyage import Raw

CERTIFICATEUR: Final = "Certificateur"
LISTES: Final = "Listes"
"""Names of the sheets."""

_LABEL_WIDTH: Final = 34
_VALUE_WIDTH: Final = 42
_HELP_WIDTH: Final = 84
_HELP_CHARACTERS: Final = 94
_HELP_LINE: Final = 14
_LIST_WIDTH: Final = 60


def add_certificateur(workbook: Workbook, styles: Styles, defaults: Mapping[str, Raw]) -> None:
    """Add the « Certificateur » sheet: titles in the first column, values in the second, help in the third.

    Args:
        workbook: The workbook.
        styles: Its formats.
        defaults: Values to fill in, by key of the dictionary; one that the sheet does not ask for is added at its end.
    """
    sheet = workbook.add_worksheet(CERTIFICATEUR)
    page = _Certificateur(sheet, styles, defaults)
    page.write_title()
    # Who the certificateur is comes before who deposits for it.
    identifiers = sorted(
        (COLONNES[key] for key in SHEET_COLUMNS), key=lambda entry: not _is_required(entry)
    )
    page.write_block("Vos identifiants, donnés par la Caisse des Dépôts", identifiers)
    others = [key for key in defaults if key not in {*SHEET_COLUMNS, *DEFAULT_COLUMNS}]
    page.write_block(
        "Valeurs par défaut, reprises quand une cellule de « Passages » est vide",
        [COLONNES[key] for key in (*DEFAULT_COLUMNS, *others)],
    )


def _is_required(entry: Colonne) -> bool:
    """Must the sheet say it? Who deposits is the certificateur itself unless told otherwise."""
    return isinstance(entry, Rubrique) and entry.bloc is Bloc.CERTIFICATEUR


class _Certificateur:
    """The « Certificateur » sheet while it is written, from top to bottom."""

    def __init__(self, sheet: Worksheet, styles: Styles, defaults: Mapping[str, Raw]) -> None:
        self._sheet = sheet
        self._styles = styles
        self._defaults = defaults
        self._row = 0

    def write_title(self) -> None:
        """Lay the sheet out and write its title."""
        sheet, paper = self._sheet, self._styles(bg_color=look.PAPER)
        look.lay_out_page(sheet, look.AMBER)
        sheet.set_landscape()
        sheet.set_column(0, 0, _LABEL_WIDTH, paper)
        sheet.set_column(1, 1, _VALUE_WIDTH, paper)
        sheet.set_column(2, 2, _HELP_WIDTH, paper)
        sheet.set_column(3, 16_383, 3, paper)
        look.write_title(
            sheet,
            self._styles,
            0,
            "À remplir une seule fois",
            "Ce qui vaut pour toutes les lignes de la feuille « Passages ». Remplissez la colonne du milieu.",
        )
        self._row = 3

    def write_block(self, title: str, entries: Iterable[Colonne]) -> None:
        """Write a titled block of values to fill."""
        look.write_section(self._sheet, self._styles, self._row, range(3), title)
        for entry in entries:
            self._row += 1
            self._write_entry(entry)
        self._row += 2

    def _write_entry(self, entry: Colonne) -> None:
        sheet, row, required = self._sheet, self._row, _is_required(entry)
        line = {"bottom": 1, "bottom_color": look.LINE, "bg_color": look.PAPER}
        lines = _help(entry)
        count = sum(look.line_count(text, _HELP_CHARACTERS) for text in lines)
        sheet.set_row(row, 12 + _HELP_LINE * count)
        label = self._styles(**line, bold=True, indent=1)
        sheet.write_string(row, 0, marked(entry, required=required), label)
        box = {"border": 1, "border_color": look.BLUE_GREEN, "bg_color": look.WHITE, "indent": 1}
        value = {**box, "num_format": look.cell_format(entry)}
        self._styles.write(sheet, row, 1, self._defaults.get(entry.key), value)
        if entry.codes:
            look.add_liste(sheet, (row, 1, row, 1), entry)
        if required:
            fill = self._styles.fill(look.FILLS[Gravite.ALERTE])
            sheet.conditional_format(row, 1, row, 1, {"type": "blanks", "format": fill})
        style = self._styles(**line, text_wrap=True, indent=1, font_color=look.GREY, font_size=10)
        sheet.write_string(row, 2, "\n".join(lines), style)


def _help(entry: Colonne) -> list[str]:
    """Say what a value is, then an example and its form, then where to find it."""
    example = "" if entry.codes else f"Exemple : {entry.example} ({form(entry)})"
    where = f"Où le trouver : {entry.where}" if entry.where else ""
    return [line for line in (entry.help, example, where) if line]


def add_listes(workbook: Workbook, styles: Styles, entries: Iterable[Colonne]) -> None:
    """Add the « Listes » sheet: each enumeration, in French and as the official codes, under a defined name.

    Args:
        workbook: The workbook.
        styles: Its formats.
        entries: Rubriques of the workbook; those without an enumeration have no list.
    """
    sheet = workbook.add_worksheet(LISTES)
    _lay_out_listes(sheet, styles)
    listes = {look.liste_name(entry): entry for entry in entries if entry.codes}
    top = 3
    for name, entry in listes.items():
        _write_liste(sheet, styles, top, entry)
        first, last = top + 1, top + len(entry.codes)
        workbook.define_name(name, f"={LISTES}!{xl_range_abs(first, 1, last, 1)}")
        top = last + 2


def _lay_out_listes(sheet: Worksheet, styles: Styles) -> None:
    paper = styles(bg_color=look.PAPER)
    look.lay_out_page(sheet, look.GREY)
    sheet.fit_to_pages(1, 1)
    sheet.set_column(0, 0, 3, paper)
    sheet.set_column(1, 2, _LIST_WIDTH, paper)
    sheet.set_column(3, 16_383, 3, paper)
    subtitle = (
        "Ce que proposent les listes déroulantes et, à droite, le code officiel que contiendra le fichier XML. "
        "Ne modifiez pas cette feuille."
    )
    look.write_title(sheet, styles, 1, "Les choix possibles", subtitle)


def _write_liste(sheet: Worksheet, styles: Styles, top: int, entry: Colonne) -> None:
    """Write a list: its title, then a choice a row."""
    title = "Oui ou non" if entry.kind is Kind.BOOLEAN else entry.header
    look.write_section(sheet, styles, top, range(1, 3), title)
    line = {
        "bottom": 1,
        "bottom_color": look.LINE,
        "bg_color": look.PAPER,
        "num_format": look.TEXT,
        "indent": 1,
    }
    official = styles(**line, font_name="Consolas", font_size=10, font_color=look.GREY)
    for row, code in enumerate(entry.codes, start=top + 1):
        sheet.set_row(row, 17)
        sheet.write_string(row, 1, shown(code), styles(**line))
        sheet.write_string(row, 2, code.value, official)

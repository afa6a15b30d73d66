"""Reading of a workbook: which sheet, which columns, which rows, and what the file says once for all of them."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from accrochage.classeur.colonnes import check_given, check_headings, columns_of, other_columns
from accrochage.classeur.entetes import (
    NOTHING_GIVEN,
    Correspondance,
    HeaderRow,
    column_letter,
    find_header_row,
    guess_header_row,
    recognise,
)
from accrochage.classeur.feuilles import Feuille, open_feuilles
from accrochage.classeur.formules import formules_without_value
from accrochage.classeur.ouverture import FileType
from accrochage.dictionnaire import EXAMPLE_MARK
from accrochage.erreurs import ClasseurError, command
from accrochage.modele import Header, Lieu, Table
from accrochage.referentiels.cles import fold
from accrochage.regles.anomalie import Anomalie
from accrochage.regles.composition import Default
from accrochage.regles.lecture.nettoyage import Raw, clean

_SIDE_SHEETS: Final = frozenset({"modedemploi", "listes", "certificateur", "anomalies"})
_EXTENSIONS: Final = {
    FileType.XLSX: {".xlsx", ".xlsm", ".xltx", ".xltm"},
    FileType.XLS: {".xls", ".xlt"},
    FileType.ODS: {".ods", ".ots"},
}
_CERTIFICATEUR_ROWS: Final = 1000
_NO_COLUMN: Final = Header(0, None, "")
"""Stands for the columns of a sheet of which the correspondance leaves everything aside."""
_BLANK: Final = frozenset({None, "", " ", "\xa0"})
_EXAMPLE: Final = frozenset({EXAMPLE_MARK, EXAMPLE_MARK.lower(), EXAMPLE_MARK.capitalize()})


class Classeur(NamedTuple):
    """A workbook, ready to be read row by row.

    Attributes:
        feuille: The sheet that holds the passages.
        header: Its header row.
        table: Its name and its columns.
        others: Its columns that are not read, left to right.
        defaults: What the « Certificateur » sheet gives for all rows, by key.
        anomalies: What is wrong or worth knowing about the file itself.
        total: Rows below the headers, when the file says it beforehand.
        of_rows: What is wrong with cells that read as empty, by row: formulas in error or without a value.
    """

    feuille: Feuille
    header: HeaderRow
    table: Table
    others: Sequence[Header]
    defaults: Mapping[str, Default]
    anomalies: Sequence[Anomalie]
    total: int | None
    of_rows: Mapping[int, Sequence[Anomalie]]

    def rows(self) -> Iterator[tuple[int, Sequence[Raw]]]:
        """Yield the number (as Excel shows it) and the cells of every row that holds something, examples left out.

        Raises:
            ClasseurError: The rest of the file cannot be read.
        """
        skipped = self.header.index + 1 + self.header.repeated
        columns = self.table.columns
        examples = _EXAMPLE if "idTechnique" in columns else frozenset[str]()
        probe = columns.get("idTechnique", next(iter(columns.values()), _NO_COLUMN)).rank
        unsure = (
            _BLANK | examples
        )  # elsewhere, one look at one cell tells that the row holds a passage
        for ligne, row in enumerate(islice(self.feuille.rows(), skipped, None), start=skipped + 1):
            cell = row[probe] if probe < len(row) else None
            if cell in unsure and (cell in examples or not _holds_something(row)):
                continue
            yield ligne, row


def _holds_something(row: Sequence[Raw]) -> bool:
    """Does a row hold anything but blanks, and the zeros of formulas copied down too far?"""
    return any(row) and any(clean(cell) for cell in row if cell)


def read_classeur(
    path: Path, feuille: str | None = None, given: Correspondance = NOTHING_GIVEN
) -> Classeur:
    """Open a workbook or a CSV file and find its passages.

    Args:
        path: The file: .xlsx, .xlsm, .xls, .ods or .csv, whatever its extension.
        feuille: Name of the sheet to read; None lets Agrafe choose.
        given: What the user says of the columns; it wins over the recognition of titles.

    Raises:
        ClasseurError: The file cannot be read, has no such sheet, or no recognisable header.
    """
    kind, feuilles = open_feuilles(path)
    chosen, header = choose(path, feuilles, feuille, given)
    table = Table(chosen.name, columns_of(chosen, header))
    anomalies = (
        *_extension(path, kind),
        *_other_sheets(feuilles, chosen, given),
        *check_headings(chosen, header, table),
        *check_given(chosen, header, given),
        *_example(chosen, header, table),
        *_merged(chosen, header),
    )
    below = header.index + 1 + header.repeated
    total = None if chosen.total is None else max(0, chosen.total - below)
    of_rows = _formules(path, kind, chosen, table)
    return Classeur(
        feuille=chosen,
        header=header,
        table=table,
        others=other_columns(chosen, header, table),
        defaults=read_defaults(feuilles),
        anomalies=anomalies,
        total=total,
        of_rows=of_rows,
    )


def _formules(
    path: Path, kind: FileType, feuille: Feuille, table: Table
) -> dict[int, list[Anomalie]]:
    """Return FEU-07 for each formula of a recognised column that gives an error or no value, by row."""
    keys = {header.letter: key for key, header in table.columns.items()}
    found: dict[int, list[Anomalie]] = {}
    for letter, ligne, error in formules_without_value(path, kind, feuille.name or ""):
        if letter not in keys:
            continue
        if error:
            message = (
                f"La formule donne l'erreur {error}. Corrigez-la, ou remplacez-la par sa valeur."
            )
        else:
            message = "La formule n'a pas de valeur enregistrée. Ouvrez le classeur dans votre tableur et enregistrez-le."
        ou = table.ou(keys[letter], ligne)
        found.setdefault(ligne, []).append(Anomalie("FEU-07", message, ou, error))
    return found


# ------------------------------------------------------------------------------------- the sheet


def choose(
    path: Path,
    feuilles: Sequence[Feuille],
    wanted: str | None,
    given: Correspondance = NOTHING_GIVEN,
    *,
    guess: bool = False,
) -> tuple[Feuille, HeaderRow]:
    """Return the sheet that holds the passages: the one asked for, else « Passages », else the one with most known headers.

    Args:
        path: The file.
        feuilles: Its sheets.
        wanted: Name of the sheet asked for.
        given: What the user says of the columns.
        guess: Take a row that looks like headers where none is recognised.

    Raises:
        ClasseurError: There is no such sheet, or no header row on any.
    """
    candidates = list(filter(_may_hold_passages, feuilles))
    if wanted is not None:
        candidates = [_named(path, feuilles, wanted)]
    found = []
    for feuille in candidates:
        header = find_header_row(feuille.head, given, feuille.first_column)
        if guess:
            header = header or guess_header_row(feuille.head)
        if header:
            found.append((feuille, header))
    if not found:
        advice = _TITLE_EACH if guess or given.given else _say_what_they_hold(path)
        raise ClasseurError(_no_header(path, feuilles, candidates, advice))
    return max(found, key=lambda pair: (fold(pair[0].name or "") == "passages", pair[1].recognised))


def _named(path: Path, feuilles: Sequence[Feuille], wanted: str) -> Feuille:
    """Return the sheet of a name; another case or accent is forgiven when no other sheet bears the name."""
    exact = (feuille for feuille in feuilles if feuille.name == wanted)
    near = (feuille for feuille in feuilles if feuille.name and fold(feuille.name) == fold(wanted))
    found = next(exact, None) or next(near, None)
    if found:
        return found
    names = ", ".join(f"« {feuille.name} »" for feuille in feuilles if feuille.name)
    if not names:
        raise ClasseurError(
            f"« {path.name} » n'a pas de feuille à choisir. Recommencez sans donner de feuille."
        )
    raise ClasseurError(f"« {path.name} » n'a pas de feuille « {wanted} ». Ses feuilles : {names}.")


def _may_hold_passages(feuille: Feuille) -> bool:
    return feuille.visible and fold(feuille.name or "") not in _SIDE_SHEETS


def _no_header(
    path: Path, feuilles: Sequence[Feuille], candidates: Sequence[Feuille], advice: str
) -> str:
    """Say why no sheet could be chosen: one cannot be read, all are empty, the right one is aside, or no title is known."""
    for feuille in candidates:
        if feuille.reason:
            return f"La feuille « {feuille.name} » de « {path.name} » ne peut pas être lue : {feuille.reason}. Corrigez-la, puis recommencez."
    if not any(any(row) for feuille in feuilles for row in feuille.head):
        return f"« {path.name} » est vide : aucune cellule n'est remplie."
    aside = next((feuille.name for feuille in feuilles if find_header_row(feuille.head)), None)
    if aside:
        return (
            f"Les titres de colonnes de « {path.name} » sont sur la feuille « {aside} », masquée ou laissée de côté. "
            "Affichez-la, ou donnez son nom avec --feuille."
        )
    where = (
        f" sur la feuille « {candidates[0].name} »"
        if len(candidates) == 1 and candidates[0].name
        else ""
    )
    return f"Aucune ligne de titres n'est reconnue dans « {path.name} »{where}. {advice}"


_TITLE_EACH: Final = (
    "Donnez un titre à chaque colonne, sur une même ligne au-dessus des données, puis recommencez."
)


def _say_what_they_hold(path: Path) -> str:
    return (
        "Donnez aux colonnes les titres du modèle (« Nom de naissance », « Prénom », « Date de naissance »…), "
        f"ou dites à Agrafe ce qu'elles contiennent : {command('correspondance', path)}"
    )


def _other_sheets(
    feuilles: Sequence[Feuille], chosen: Feuille, given: Correspondance
) -> Iterator[Anomalie]:
    for feuille in feuilles:
        if feuille.reason and (_may_hold_passages(feuille) or _is_certificateur(feuille)):
            message = f"La feuille « {feuille.name} » n'a pas pu être lue : {feuille.reason}. Corrigez-la si elle sert à la déclaration."
            yield Anomalie("FEU-01", message, Lieu(feuille.name))
        elif feuille is not chosen and _may_hold_passages(feuille) and _has_titles(feuille, given):
            message = f"La feuille « {feuille.name} » semble contenir des passages ; seule « {chosen.name} » a été lue."
            yield Anomalie("FEU-01", message, Lieu(feuille.name))


def _has_titles(feuille: Feuille, given: Correspondance) -> bool:
    """Has a sheet a header row of known titles, and not merely one that looks like headers?"""
    header = find_header_row(feuille.head, given, feuille.first_column)
    return header is not None and header.recognised > 0


def _is_certificateur(feuille: Feuille) -> bool:
    return fold(feuille.name or "") == "certificateur"


def _extension(path: Path, kind: FileType) -> Iterator[Anomalie]:
    suffix = path.suffix.lower()
    if kind in _EXTENSIONS and suffix not in _EXTENSIONS[kind]:
        message = f"Le fichier est un .{kind.value} malgré son extension {suffix or 'absente'} : il a été lu comme tel."
        yield Anomalie("FEU-06", message, Lieu())
    if kind is FileType.CSV and suffix in set().union(*_EXTENSIONS.values()):
        yield Anomalie(
            "FEU-06",
            f"Le fichier est un texte CSV malgré son extension {suffix} : il a été lu comme tel.",
            Lieu(),
        )


def _example(feuille: Feuille, header: HeaderRow, table: Table) -> Iterator[Anomalie]:
    mark = table.columns.get("idTechnique")
    for ligne, row in enumerate(feuille.head, start=1):
        if (
            mark
            and ligne > header.index + 1
            and mark.rank < len(row)
            and row[mark.rank] in _EXAMPLE
        ):
            ou = Lieu(feuille.name, ligne, mark.title, f"{mark.letter}{ligne}", "idTechnique")
            yield Anomalie(
                "FEU-05",
                "La ligne d'exemple du modèle n'est pas envoyée ; vous pouvez la supprimer.",
                ou,
            )


def _merged(feuille: Feuille, header: HeaderRow) -> Iterator[Anomalie]:
    for first_row, first_column, last_row, last_column in feuille.merged:
        if last_row > header.index + header.repeated:
            cell = f"{column_letter(first_column)}{first_row + 1}"
            area = f"{cell}:{column_letter(last_column)}{last_row + 1}"
            message = f"Les cellules {area} sont fusionnées : seule {cell} porte la valeur. Défusionnez et recopiez-la sur chaque ligne."
            yield Anomalie("FEU-02", message, Lieu(feuille.name, first_row + 1, None, cell))


# ------------------------------------------------------------------------ the Certificateur sheet


def read_defaults(feuilles: Sequence[Feuille]) -> dict[str, Default]:
    """Read the « Certificateur » sheet: a title, then its value, one a row."""
    defaults: dict[str, Default] = {}
    for feuille in feuilles:
        if not _is_certificateur(feuille):
            continue
        for ligne, row in enumerate(islice(feuille.rows(), _CERTIFICATEUR_ROWS), start=1):
            title, rank = next(
                ((clean(cell), rank) for rank, cell in enumerate(row) if clean(cell)), ("", 0)
            )
            key = recognise(title)
            value = row[rank + 1] if rank + 1 < len(row) else None
            if key and clean(value):
                cellule = f"{column_letter(feuille.first_column + rank + 1)}{ligne}"
                defaults[key] = Default(value, Lieu(feuille.name, ligne, title, cellule, key))
    return defaults

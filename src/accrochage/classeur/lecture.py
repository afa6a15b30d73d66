"""Reading of a workbook: which sheet, which columns, which rows, and what the file says once for all of them."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from accrochage.classeur.entetes import (
    Certainty,
    HeaderRow,
    Heading,
    column_letter,
    find_header_row,
    recognise,
)
from accrochage.classeur.feuilles import Feuille, open_feuilles
from accrochage.classeur.formules import formules_without_value
from accrochage.classeur.ouverture import FileType
from accrochage.dictionnaire import COLONNES, EXAMPLE_MARK
from accrochage.erreurs import ClasseurError
from accrochage.modele import Header, Lieu, Table
from accrochage.regles.anomalie import Anomalie
from accrochage.regles.composition import Default
from accrochage.regles.lecture.nettoyage import Raw, clean, fold

REASONS_HEADER: Final = "À corriger"
"""Title of the column that says, in `a-corriger.xlsx`, what is wrong with each row; it is never read."""

_SIDE_SHEETS: Final = frozenset({"modedemploi", "listes", "certificateur", "anomalies"})
_EXTENSIONS: Final = {
    FileType.XLSX: {".xlsx", ".xlsm", ".xltx", ".xltm"},
    FileType.XLS: {".xls", ".xlt"},
    FileType.ODS: {".ods", ".ots"},
}
_CERTIFICATEUR_ROWS: Final = 1000
_BLANK: Final = frozenset({None, "", " ", "\xa0"})
_EXAMPLE: Final = frozenset({EXAMPLE_MARK, EXAMPLE_MARK.lower(), EXAMPLE_MARK.capitalize()})


class Classeur(NamedTuple):
    """A workbook, ready to be read row by row.

    Attributes:
        feuille: The sheet that holds the passages.
        header: Its header row.
        table: Its name and its columns.
        defaults: What the « Certificateur » sheet gives for all rows, by key.
        anomalies: What is wrong or worth knowing about the file itself.
        total: Rows below the headers, when the file says it beforehand.
        of_rows: What is wrong with cells that read as empty, by row: formulas in error or without a value.
    """

    feuille: Feuille
    header: HeaderRow
    table: Table
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
        probe = columns.get("idTechnique", next(iter(columns.values()))).rank
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


def read_classeur(path: Path, feuille: str | None = None) -> Classeur:
    """Open a workbook or a CSV file and find its passages.

    Args:
        path: The file: .xlsx, .xlsm, .xls, .ods or .csv, whatever its extension.
        feuille: Name of the sheet to read; None lets Agrafe choose.

    Raises:
        ClasseurError: The file cannot be read, has no such sheet, or no recognisable header.
    """
    kind, feuilles = open_feuilles(path)
    chosen, header = _choose(path, feuilles, feuille)
    table = Table(chosen.name, _columns(chosen, header))
    anomalies = (
        *_extension(path, kind),
        *_other_sheets(feuilles, chosen),
        *_headings(chosen, header, table),
        *_example(chosen, header, table),
        *_merged(chosen, header),
    )
    below = header.index + 1 + header.repeated
    total = None if chosen.total is None else max(0, chosen.total - below)
    of_rows = _formules(path, chosen, table) if kind is FileType.XLSX else {}
    return Classeur(chosen, header, table, _defaults(feuilles), anomalies, total, of_rows)


def _formules(path: Path, feuille: Feuille, table: Table) -> dict[int, list[Anomalie]]:
    """Return FEU-07 for each formula of a recognised column that gives an error or no value, by row."""
    keys = {header.letter: key for key, header in table.columns.items()}
    found: dict[int, list[Anomalie]] = {}
    for letter, ligne, error in formules_without_value(path, feuille.name or ""):
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


def _choose(
    path: Path, feuilles: Sequence[Feuille], wanted: str | None
) -> tuple[Feuille, HeaderRow]:
    """Return the sheet that holds the passages: the one asked for, else « Passages », else the one with most known headers."""
    candidates = list(filter(_may_hold_passages, feuilles))
    if wanted is not None:
        candidates = [_named(path, feuilles, wanted)]
    found = [
        (feuille, header) for feuille in candidates if (header := find_header_row(feuille.head))
    ]
    if not found:
        raise ClasseurError(_no_header(path, feuilles, candidates))
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


def _no_header(path: Path, feuilles: Sequence[Feuille], candidates: Sequence[Feuille]) -> str:
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
    return (
        f"Aucune ligne de titres n'est reconnue dans « {path.name} »{where}. Donnez aux colonnes les titres du modèle "
        "(« Nom de naissance », « Prénom », « Date de naissance »…), ou recopiez vos lignes dans le modèle : accrochage modele"
    )


def _other_sheets(feuilles: Sequence[Feuille], chosen: Feuille) -> Iterator[Anomalie]:
    for feuille in feuilles:
        if feuille.reason and (_may_hold_passages(feuille) or _is_certificateur(feuille)):
            message = f"La feuille « {feuille.name} » n'a pas pu être lue : {feuille.reason}. Corrigez-la si elle sert à la déclaration."
            yield Anomalie("FEU-01", message, Lieu(feuille.name))
        elif (
            feuille is not chosen and _may_hold_passages(feuille) and find_header_row(feuille.head)
        ):
            message = f"La feuille « {feuille.name} » semble contenir des passages ; seule « {chosen.name} » a été lue."
            yield Anomalie("FEU-01", message, Lieu(feuille.name))


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


# ----------------------------------------------------------------------------------- the columns


def _columns(feuille: Feuille, header: HeaderRow) -> dict[str, Header]:
    """Return the columns to read: where two titles name the same one, the surer wins, else the first."""
    columns: dict[str, Heading] = {}
    for heading in header.headings:
        if heading.key:
            known = columns.setdefault(heading.key, heading)
            if heading.certainty > known.certainty:
                columns[heading.key] = heading
    return {
        key: Header(heading.rank, _letter(feuille, heading), heading.title)
        for key, heading in columns.items()
    }


def _letter(feuille: Feuille, heading: Heading) -> str:
    return column_letter(feuille.first_column + heading.rank)


def _headings(feuille: Feuille, header: HeaderRow, table: Table) -> Iterator[Anomalie]:
    ligne = header.index + 1
    if header.repeated:
        yield Anomalie(
            "FEU-04",
            f"La ligne {ligne + 1} répète les titres : elle n'est pas lue.",
            Lieu(feuille.name, ligne + 1),
        )
    by_rank = {heading.rank: heading for heading in header.headings}
    for heading in header.headings:
        ou = Lieu(
            feuille.name, ligne, heading.title, f"{_letter(feuille, heading)}{ligne}", heading.key
        )
        if heading.key is None:
            if fold(heading.title) != fold(REASONS_HEADER):
                yield Anomalie(
                    "COL-03",
                    f"La colonne « {heading.title} » n'est pas reconnue : elle n'est pas envoyée.",
                    ou,
                    heading.title,
                )
            continue
        read = by_rank[table.columns[heading.key].rank]
        if read is not heading:
            yield _twice(read, heading, _letter(feuille, read), _letter(feuille, heading), ou)
        elif heading.certainty is Certainty.AMBIGUOUS:
            meaning = COLONNES[heading.key].header
            message = f"La colonne « {heading.title} » a été lue comme « {meaning} ». Vérifiez que c'est bien le cas."
            yield Anomalie("COL-04", message, ou, heading.title, meaning)


def _twice(read: Heading, heading: Heading, first: str, second: str, ou: Lieu) -> Anomalie:
    """Say that two columns name the same thing: a fault, unless one says it more plainly (« Sexe » beside « Civilité »)."""
    if read.certainty > heading.certainty:
        message = f"La colonne « {heading.title} » n'est pas envoyée : « {read.title} » (colonne {first}) dit déjà la même chose."
        return Anomalie("COL-03", message, ou, heading.title)
    message = (
        f"Les colonnes {first} (« {read.title} ») et {second} (« {heading.title} ») "
        f"disent toutes deux « {COLONNES[heading.key or ''].header} ». Gardez la bonne, supprimez ou renommez l'autre."
    )
    return Anomalie("COL-02", message, ou, heading.title)


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


def _defaults(feuilles: Sequence[Feuille]) -> dict[str, Default]:
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

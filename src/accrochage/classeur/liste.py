"""Reading of a list of technical identifiers: a text with one a line, or a column of a table."""

from pathlib import Path

from accrochage.classeur.entetes import SEARCHED_ROWS, recognise
from accrochage.classeur.feuilles import Feuille, Rows, open_feuilles
from accrochage.dictionnaire import EXAMPLE_MARK
from accrochage.erreurs import ClasseurError
from accrochage.regles.lecture.nettoyage import clean


def read_liste(path: Path) -> dict[str, int]:
    """Read the identifiers of a file.

    Args:
        path: A text, a CSV file or a workbook. When one of its first rows has a title that names the technical identifier, the
            column below it is read; otherwise, the first filled cell of every row.

    Returns:
        The identifiers in order, each with the number of the first row where it stands.

    Raises:
        ClasseurError: The file cannot be read, or holds no identifier.
    """
    _, feuilles = open_feuilles(path)
    found: dict[str, int] = {}
    for feuille in filter(_is_filled, feuilles[:1]):
        title = _title(feuille)
        found = _all_rows(feuille.rows()) if title is None else _column(feuille.rows(), *title)
    if not found:
        raise ClasseurError(
            f"« {path.name} » ne contient aucun identifiant technique. Écrivez-en un par ligne."
        )
    return found


def _is_filled(feuille: Feuille) -> bool:
    return any(map(clean, (cell for row in feuille.head for cell in row)))


def _title(feuille: Feuille) -> tuple[int, int] | None:
    """Return the row, from 1, and the rank of the title that names the technical identifier."""
    for ligne, row in enumerate(feuille.head[:SEARCHED_ROWS], start=1):
        keys = [recognise(clean(cell)) for cell in row]
        if "idTechnique" in keys:
            return ligne, keys.index("idTechnique")
    return None


def _column(rows: Rows, title: int, rank: int) -> dict[str, int]:
    """Return what stands below the title, the example row of the template left out."""
    found: dict[str, int] = {}
    for ligne, row in enumerate(rows, start=1):
        identifier = clean(row[rank]) if rank < len(row) else ""
        if ligne > title and identifier not in {"", EXAMPLE_MARK}:
            found.setdefault(identifier, ligne)
    return found


def _all_rows(rows: Rows) -> dict[str, int]:
    """Return the first filled cell of every row."""
    found: dict[str, int] = {}
    for ligne, row in enumerate(rows, start=1):
        identifier = next(filter(None, map(clean, row)), "")
        if identifier:
            found.setdefault(identifier, ligne)
    return found

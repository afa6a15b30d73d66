"""Reading of a list of technical identifiers: a text with one a line, or a column of a table."""

from pathlib import Path

from accrochage.classeur.entetes import recognise
from accrochage.classeur.feuilles import Feuille, Rows, open_feuilles
from accrochage.erreurs import ClasseurError
from accrochage.regles.lecture.nettoyage import clean


def read_liste(path: Path) -> dict[str, int]:
    """Read the identifiers of a file.

    Args:
        path: A text, a CSV file or a workbook. When its first filled row has a title that names the technical identifier, the
            column below it is read; otherwise, the first filled cell of every row.

    Returns:
        The identifiers in order, each with the number of the first row where it stands.

    Raises:
        ClasseurError: The file cannot be read, or holds no identifier.
    """
    _, feuilles = open_feuilles(path)
    found: dict[str, int] = {}
    for feuille in filter(_is_filled, feuilles[:1]):
        found = _identifiers(feuille.rows())
    if not found:
        raise ClasseurError(
            f"« {path.name} » ne contient aucun identifiant technique. Écrivez-en un par ligne."
        )
    return found


def _is_filled(feuille: Feuille) -> bool:
    return any(map(clean, (cell for row in feuille.head for cell in row)))


def _identifiers(rows: Rows) -> dict[str, int]:
    found: dict[str, int] = {}
    column: int | None = None
    first = True
    for ligne, row in enumerate(rows, start=1):
        cells = [clean(cell) for cell in row]
        if not any(cells):
            continue
        keys = [recognise(cell) for cell in cells] if first else []
        first = False
        if "idTechnique" in keys:
            column = keys.index("idTechnique")
        elif column is None:
            found.setdefault(next(filter(None, cells)), ligne)
        elif column < len(cells) and cells[column]:
            found.setdefault(cells[column], ligne)
    return found

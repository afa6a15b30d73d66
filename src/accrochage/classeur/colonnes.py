"""The columns of a sheet: which holds which rubrique, and what is worth saying of the others."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

from accrochage.classeur.entetes import (
    Certainty,
    Correspondance,
    HeaderRow,
    Heading,
    column_letter,
    spelling,
)
from accrochage.classeur.feuilles import Feuille
from accrochage.dictionnaire import COLONNES, WRITTEN_BY_AGRAFE
from accrochage.modele import Header, Lieu, Table
from accrochage.referentiels.cles import fold
from accrochage.regles.anomalie import Anomalie

REASONS_HEADER: Final = "À corriger"
"""Title of the column that says, in `a-corriger.xlsx`, what is wrong with each row; it is never read."""


def columns_of(feuille: Feuille, header: HeaderRow) -> dict[str, Header]:
    """Return the columns to read: where two titles name the same one, the surer wins, else the first."""
    columns: dict[str, Heading] = {}
    for heading in header.headings:
        if heading.key:
            known = columns.setdefault(heading.key, heading)
            if heading.certainty > known.certainty:
                columns[heading.key] = heading
    return {key: _header(feuille, heading) for key, heading in columns.items()}


def reasons_rank(header: HeaderRow) -> int | None:
    """Return the rank of the column that says why rows were given back; None when no row was."""
    wanted = fold(REASONS_HEADER)
    return next((one.rank for one in header.headings if fold(one.title) == wanted), None)


def other_columns(feuille: Feuille, header: HeaderRow, table: Table) -> tuple[Header, ...]:
    """Return the columns that are not read: unknown titles, and those that repeat another."""
    read = {column.rank for column in table.columns.values()}
    return tuple(
        _header(feuille, heading)
        for heading in header.headings
        if heading.rank not in read and fold(heading.title) != fold(REASONS_HEADER)
    )


def _header(feuille: Feuille, heading: Heading) -> Header:
    letter = letter_of(feuille, heading)
    return Header(heading.rank, letter, heading.title or f"colonne {letter}")


def letter_of(feuille: Feuille, heading: Heading) -> str:
    """Return the letters of a column, as a spreadsheet shows them."""
    return column_letter(feuille.first_column + heading.rank)


def check_headings(feuille: Feuille, header: HeaderRow, table: Table) -> Iterator[Anomalie]:
    """Yield what is worth saying of the titles: FEU-04, COL-02, COL-03, COL-04."""
    ligne = header.index + 1
    if header.repeated:
        yield Anomalie(
            "FEU-04",
            f"La ligne {ligne + 1} répète les titres : elle n'est pas lue.",
            Lieu(feuille.name, ligne + 1),
        )
    by_rank = {heading.rank: heading for heading in header.headings}
    for heading in header.headings:
        cellule = f"{letter_of(feuille, heading)}{ligne}"
        ou = Lieu(feuille.name, ligne, heading.title, cellule, heading.key)
        if heading.key is None:
            yield from _unknown(heading, ou)
            continue
        read = by_rank[table.columns[heading.key].rank]
        if read is not heading:
            yield _twice(read, heading, letter_of(feuille, read), letter_of(feuille, heading), ou)
        elif heading.key in WRITTEN_BY_AGRAFE:
            message = f"La colonne « {heading.title} » n'est pas lue : Agrafe écrit cette rubrique au moment du dépôt."
            yield Anomalie("COL-03", message, ou, heading.title)
        elif heading.certainty is Certainty.AMBIGUOUS:
            meaning = COLONNES[heading.key].header
            message = f"La colonne « {heading.title} » a été lue comme « {meaning} ». Vérifiez que c'est bien le cas."
            yield Anomalie("COL-04", message, ou, heading.title, meaning)


def _unknown(heading: Heading, ou: Lieu) -> Iterator[Anomalie]:
    """Say that a column is not recognised, unless it was left aside on purpose."""
    if heading.certainty is Certainty.GIVEN or fold(heading.title) == fold(REASONS_HEADER):
        return
    message = f"La colonne « {heading.title} » n'est pas reconnue : elle n'est pas envoyée."
    yield Anomalie("COL-03", message, ou, heading.title)


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


def check_given(feuille: Feuille, header: HeaderRow, given: Correspondance) -> Iterator[Anomalie]:
    """Yield COL-05 for each title to which the correspondance gives a meaning, and that the sheet does not have."""
    titles = [heading.title for heading in header.headings]
    spelt = {spelling(title): title for title in titles if title}
    letters = given.of_letters(titles)
    known = {letter_of(feuille, heading) for heading in header.headings}
    for title, key in given.given.items():
        letter = title.split()[-1].upper() if title.split() else ""
        found = letter in known if letter in letters else spelling(title) in spelt
        if key and not found:
            near = get_close_matches(spelling(title), spelt, n=1, cutoff=0.75)
            hint = f"Vouliez-vous dire « {spelt[near[0]]} » ? " if near else ""
            message = (
                f"La correspondance donne un sens à « {title} », que le tableau n'a pas. "
                f"{hint}Corrigez le titre, ou retirez la ligne de la correspondance."
            )
            yield Anomalie("COL-05", message, Lieu(feuille.name, header.index + 1), title)

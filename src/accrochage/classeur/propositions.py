"""What each column of any table probably holds: its title and its contents, weighed together."""

from collections.abc import Mapping, Sequence
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import Final, NamedTuple

from accrochage.classeur.colonnes import letter_of
from accrochage.classeur.contenus import Contenu
from accrochage.classeur.entetes import Certainty, HeaderRow, Heading
from accrochage.classeur.feuilles import Feuille, open_feuilles
from accrochage.classeur.lecture import choose, read_defaults
from accrochage.classeur.mots import likeness
from accrochage.dictionnaire import COLONNES, WRITTEN_BY_AGRAFE, Presence
from accrochage.regles.lecture.nettoyage import Raw, clean

LIKELY: Final = 60
"""Confidence, in per cent, from which a column is proposed."""
WORTH_A_WORD: Final = 45
"""Confidence from which a guess that is not proposed is worth a word."""
SURE: Final = 80
"""Confidence from which a proposal hardly needs a second look."""

_ROWS: Final = 200
"""Rows below the headers that are looked at."""

_BY_TITLE: Final = {
    Certainty.OFFICIAL: 0.99,
    Certainty.SYNONYM: 0.95,
    Certainty.AMBIGUOUS: 0.72,
}
"""What a title that is recognised is worth by itself."""

_BY_CONTENTS: Final[Mapping[str, float]] = {
    "nir": 0.95,
    "code": 0.85,
    "sexe": 0.85,
    "type": 0.85,
    "niveauLangueEuropeen": 0.85,
    "dateNaissance": 0.75,
    "codeInsee": 0.75,
    "mentionValidee": 0.75,
    "modaliteAcces": 0.75,
    "obtentionCertification": 0.7,
    "voieAccessVAE": 0.7,
    "modalitePassageExamen": 0.7,
    "resultats": 0.7,
    "prenom1": 0.65,
    "nomNaissance": 0.65,
    "natureDeposant": 0.5,
    "initiativeInscription": 0.5,
    "urlPreuve": 0.4,
    "idContrat": 0.7,
    "idTechnique": 0.45,
    "idClient": 0.3,
}
"""What contents that fit are worth by themselves; those of the other columns tell nothing without a title."""
_LITTLE: Final = 0.15
_LIKE: Final = 0.9
"""What a title made of the same words as a known one is worth."""
_WORTHLESS: Final = 0.2
_FREE_TEXTS: Final = frozenset({"verbatim", "commentairesMEN"})


class Proposition(NamedTuple):
    """What a column probably holds.

    Attributes:
        letter: Its letters, as a spreadsheet shows them.
        title: Its title, cleaned; empty when it has none.
        key: Key of the dictionary; None when nothing is likely enough.
        confiance: How sure this is, in per cent; when nothing is likely enough, how sure the hint is.
        certainty: Whether Agrafe recognises the title by itself, and how surely.
        hint: Key of the likeliest rubrique that no other column holds, when nothing is likely enough.
    """

    letter: str
    title: str
    key: str | None
    confiance: int
    certainty: Certainty
    hint: str | None = None

    @property
    def sure(self) -> bool:
        """Does it hardly need a second look?"""
        return self.key is not None and self.confiance >= SURE


class Apercu(NamedTuple):
    """The columns of a table.

    Attributes:
        feuille: Name of the sheet; None for a CSV file.
        ligne: Row of the titles, as the spreadsheet shows it.
        propositions: One for each column, left to right.
        elsewhere: Keys that the « Certificateur » sheet gives.
    """

    feuille: str | None
    ligne: int
    propositions: Sequence[Proposition]
    elsewhere: frozenset[str]


def look_at(path: Path, feuille: str | None = None) -> Apercu:
    """Open any table, and say what each column probably holds.

    Args:
        path: The file: .xlsx, .xlsm, .xls, .ods or .csv.
        feuille: Name of the sheet; None lets Agrafe choose.

    Raises:
        ClasseurError: The file cannot be read, has no such sheet, or nothing that looks like headers.
    """
    _, feuilles = open_feuilles(path)
    chosen, header = choose(path, feuilles, feuille, guess=True)
    below = header.index + 1 + header.repeated
    rows = list(islice(chosen.rows(), below, below + _ROWS))
    headings = _all_columns(header, rows)
    cells = [[row[one.rank] for row in rows if one.rank < len(row)] for one in headings]
    return Apercu(
        feuille=chosen.name,
        ligne=header.index + 1,
        propositions=propose(chosen, headings, cells),
        elsewhere=frozenset(read_defaults(feuilles)),
    )


def _all_columns(header: HeaderRow, rows: Sequence[Sequence[Raw]]) -> list[Heading]:
    """Return the titles, and an empty one for each column that holds something under none."""
    by_rank = {heading.rank: heading for heading in header.headings}
    for row in rows:
        for rank, cell in enumerate(row):
            if rank not in by_rank and clean(cell):
                by_rank[rank] = Heading(rank, "", None, Certainty.UNKNOWN)
    return [by_rank[rank] for rank in sorted(by_rank)]


def propose(
    feuille: Feuille, headings: Sequence[Heading], cells: Sequence[Sequence[Raw]]
) -> list[Proposition]:
    """Give each column the rubrique that suits it best, each rubrique to one column: the surest pairs first."""
    chances = [
        _chances(heading, Contenu(column)) for heading, column in zip(headings, cells, strict=True)
    ]
    pairs = sorted(
        (-chance, rank, key)
        for rank, of_one in enumerate(chances)
        for key, chance in of_one.items()
    )
    chosen: dict[int, tuple[str, float]] = {}
    taken: set[str] = set()
    for chance, rank, key in pairs:
        if rank not in chosen and key not in taken and -100 * chance >= LIKELY:
            chosen[rank] = key, -chance
            taken |= {key, *_EXCLUDED.get(key, ())}
    return [
        _proposition(feuille, heading, chosen.get(rank), chances[rank], taken)
        for rank, heading in enumerate(headings)
    ]


_EXCLUDED: Final = {
    "dateNaissance": ("anneeNaissance", "moisNaissance", "jourNaissance"),
    "anneeNaissance": ("dateNaissance",),
}
"""Columns that say the same as another, and are not wanted beside it."""


def _proposition(
    feuille: Feuille,
    heading: Heading,
    chosen: tuple[str, float] | None,
    chances: Mapping[str, float],
    taken: set[str],
) -> Proposition:
    hint, left = max(
        ((key, chance) for key, chance in chances.items() if key not in taken),
        key=itemgetter(1),
        default=(None, 0.0),
    )
    key, chance = chosen or (None, left)
    letter = letter_of(feuille, heading)
    return Proposition(
        letter,
        heading.title,
        key,
        min(99, round(100 * chance)),
        heading.certainty,
        None if chosen else hint,
    )


def _chances(heading: Heading, contenu: Contenu) -> dict[str, float]:
    """Return how likely each rubrique is for a column, from 0 to 1; those that are out of the question are left out."""
    by_title = {key: _LIKE * share for key, share in likeness(heading.title).items()}
    if heading.key:
        by_title[heading.key] = _BY_TITLE[heading.certainty]
    found: dict[str, float] = {}
    for key in {*by_title, *_BY_CONTENTS} - _never_guessed(heading):
        chance = _weigh(key, by_title.get(key, 0.0), contenu)
        if chance > _WORTHLESS:
            found[key] = chance
    return found


def _never_guessed(heading: Heading) -> frozenset[str]:
    """Return what is not proposed: what Agrafe writes by itself, and free texts, unless the title says that they are for the CDC."""
    return WRITTEN_BY_AGRAFE | (_FREE_TEXTS - {heading.key})


def _weigh(key: str, title: float, contenu: Contenu) -> float:
    """Join what the title and the contents say of one rubrique.

    An empty column confirms nothing. Contents that fit make it likelier, and all the more where few columns hold such
    contents; contents that do not fit make it unlikely, whatever the title.
    """
    if contenu.empty:
        return title * 0.9 if title else 0.0
    fit = contenu.fits(key)
    evidence = _BY_CONTENTS.get(key, _LITTLE if title else 0.0)
    scarce = contenu.filled < 0.5 and COLONNES[key].presence is Presence.REQUIRED
    if scarce and title < _BY_TITLE[Certainty.OFFICIAL]:  # the title of the template needs no proof
        title, evidence = 0.6 * title, 0.6 * evidence
    if fit < 0.5:
        return title * (0.3 + fit) if title < 0.9 else title * (0.6 + 0.6 * fit)
    return 1 - (1 - title) * (1 - evidence * fit)

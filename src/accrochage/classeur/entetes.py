"""Recognition of headers: which column of a file holds which rubrique, whatever its wording."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cache, lru_cache
from itertools import chain, islice
from types import MappingProxyType
from typing import Final, NamedTuple

from accrochage.dictionnaire import COLONNES, RUBRIQUES
from accrochage.referentiels.cles import fold
from accrochage.regles.lecture.nettoyage import Raw, clean

SEARCHED_ROWS: Final = 30
"""Rows among which the header row is looked for, from the first that holds something: titles and notes may stand above it."""

_WANTED: Final = 3
"""Recognised columns below which a row is no header row."""

_AMBIGUOUS: Final = frozenset(
    {
        *("nom", "prenoms", "naissance", "insee", "pays", "codepays", "codecommune"),
        *("code", "type", "fiche", "identifiant", "contrat", "nocontrat", "nodecontrat"),
        *("note", "score", "resultats", "commentaires", "observation", "observations"),
    }
)
"""Folded titles that may mean something else: the user is told how they were taken, and a plainer title wins over them."""

ONLY_AS_SPELT: Final = frozenset({"codePostal"})
"""Names of the XSD that mean something else as French words: a « Code postal » is where the person lives."""

_NOTE = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\*")
_HARMLESS_NOTE = re.compile(
    r"\*|.(?:obligatoire|requis|facultatif|optionnel|format|texte|jj|ex)\b", re.IGNORECASE
)
_NUMBERING = re.compile(r"^\s*\d+(?:\.\d+)*\s*[.):\-]\s*(?=[^\W\d])")
_NAMESPACE = re.compile(r"^[a-z][a-z0-9]{0,3}:(?=\w)")
_SEPARATOR = re.compile(r"\s*[/.:>|]\s*|\s+[-–]\s+")
_SMALL_WORDS = re.compile(r"\b(?:de|du|des|la|le|les)\b|\b[ld]['’]|_", re.IGNORECASE)
_SEEMS_DATA = re.compile(r"\d{4}|@")
_LETTER = re.compile(r"\s*colonne\s+([A-Z]{1,3})\s*", re.IGNORECASE)
"""How a correspondance names a column by its letter."""

_PERSON: Final = r"(?:candidat|titulaire|stagiaire|apprenant|apprenti|beneficiaire|personne|eleve|etudiant|participant|laureat|certifie)e?s?"
_OF_A_PERSON = re.compile(rf"(.*(?:nom|naissance|sexe|civilite).*|nee?){_PERSON}")
"""« Nom du candidat » is a name; « Code stagiaire » is no code of a certification."""

_ELEMENTS: Final = frozenset(
    fold(name)
    for entry in RUBRIQUES.values()
    for name in (*entry.bloc.value, *entry.within, "flux", "cpf")
)
"""Elements of the XSD that hold others: exports of other tools write them before the name of a rubrique."""


_WRAPPERS: Final = {
    "codeInseeNaissance": "codeInsee",
    "codePostalNaissance": "codePostal",
    "emetteur.idClient": "idClientEmetteur",
    "certificateur.idClient": "idClient",
}
"""Elements of the XSD that only wrap a value, or tell apart two of the same name."""


class Certainty(IntEnum):
    """How sure it is that a title means what it was taken for."""

    UNKNOWN = 0
    AMBIGUOUS = 1
    SYNONYM = 2
    OFFICIAL = 3
    GIVEN = 4
    """The user said so himself."""


class Heading(NamedTuple):
    """A title of the header row.

    Attributes:
        rank: Place of the column, 0 for the first.
        title: The title, cleaned.
        key: Key of the rubrique or composite column; None when it is not recognised, or left aside on purpose.
        certainty: How sure this is.
    """

    rank: int
    title: str
    key: str | None
    certainty: Certainty


class Correspondance:
    """What the user says of the columns of a file, in the place of their titles.

    Args:
        given: Key of the dictionary by title, or by letter (`"colonne F"`); an empty one leaves the column aside.
    """

    def __init__(self, given: Mapping[str, str] = MappingProxyType({})) -> None:
        self.given = given
        self._titles = {spelling(title): key for title, key in given.items()}
        self._letters = {
            found[1].upper(): title for title in given if (found := _LETTER.fullmatch(title))
        }

    def meaning(self, title: str) -> tuple[str | None, Certainty] | None:
        """Return what a title names; None when nothing was said of it."""
        key = self._titles.get(spelling(title)) if title else None
        return None if key is None else (key or None, Certainty.GIVEN)

    def of_letters(self, titles: Iterable[str]) -> dict[str, str]:
        """Return the keys given by letter; a title of the file that reads « colonne F » is a title, and no letter."""
        spelt = {spelling(title) for title in titles}
        return {
            letter: self.given[title]
            for letter, title in self._letters.items()
            if spelling(title) not in spelt
        }


def spelling(title: str) -> str:
    """Return what of a title must be the same for a correspondance to name it: all but its case and outer blanks."""
    return clean(title).casefold()


NOTHING_GIVEN: Final = Correspondance()


@dataclass(frozen=True, slots=True)
class HeaderRow:
    """The header row of a sheet.

    Attributes:
        index: Its place among the rows, 0 for the first.
        headings: Its titles, empty ones left out.
        repeated: The next row gives the same titles again in other words (French above, XSD names below).
    """

    index: int
    headings: tuple[Heading, ...]
    repeated: bool

    @property
    def recognised(self) -> int:
        """Number of different columns recognised."""
        return _recognised(self.headings)


def recognise(title: str) -> str | None:
    """Return the key of the column that a title names: `"NOM_NAISSANCE"` gives `"nomNaissance"`; None when unknown."""
    return _meaning(title)[0]


@lru_cache(maxsize=4096)
def _meaning(title: str) -> tuple[str | None, Certainty]:
    """Return what a title names and how sure this is."""
    for reading in _readings(title):
        if reading in ONLY_AS_SPELT:
            return reading, Certainty.OFFICIAL
        for name in _names(reading):
            key = _spellings().get(name)
            if key is not None:
                return key, _certainty(reading, name, key)
    return None, Certainty.UNKNOWN


def _certainty(reading: str, name: str, key: str) -> Certainty:
    if name in _AMBIGUOUS and reading != key:
        return Certainty.AMBIGUOUS
    official = name in {fold(key), fold(COLONNES[key].header)}
    return Certainty.OFFICIAL if official else Certainty.SYNONYM


def _readings(title: str) -> Iterator[str]:
    """Yield a title as it is written, then without what may surround it: notes, numbering, path of elements."""
    yield title
    text = _NOTE.sub(" ", title).strip()
    if _SEEMS_DATA.search(text):
        return
    if fold(text) in _AMBIGUOUS and not all(map(_HARMLESS_NOTE.match, _NOTE.findall(title))):
        return  # « Nom (employeur) » is not the name of the person
    text = _NAMESPACE.sub("", _NUMBERING.sub("", text))
    yield text
    while separator := _SEPARATOR.search(text):
        before, text = text[: separator.start()], text[separator.end() :]
        if re.fullmatch(_PERSON, fold(before)):
            yield f"{text} {before}"
        if fold(before) not in _ELEMENTS:
            return
        yield text


def _names(reading: str) -> Iterator[str]:
    """Yield what a reading is looked up under: as a question, whole, without small words, without the person it belongs to."""
    if reading.endswith("?"):
        yield f"{fold(reading)}?"
    yield fold(reading)
    core = _core(reading)
    yield core
    person = _OF_A_PERSON.fullmatch(core)
    if person:
        yield person[1]


def _core(text: str) -> str:
    return fold(_SMALL_WORDS.sub(" ", text))


@cache
def _spellings() -> Mapping[str, str]:
    """Key of a column by every folded title it may bear; XSD names and French headers win over synonyms.

    A title without its small words is a title too, unless it would then be that of two columns. A synonym that ends with a
    question mark asks for oui or non: « Niveau de langue ? » is not « Niveau de langue ».
    """
    spellings = {
        fold(synonym) + "?" * synonym.endswith("?"): key
        for key, entry in COLONNES.items()
        for synonym in entry.synonyms
    }
    spellings |= {fold(entry.header): key for key, entry in COLONNES.items()}
    spellings |= {fold(key): key for key in COLONNES if key not in ONLY_AS_SPELT}
    spellings |= {fold(wrapper): key for wrapper, key in _WRAPPERS.items()}
    cores: dict[str, set[str]] = {}
    for key, entry in COLONNES.items():
        for text in (entry.header, *entry.synonyms):
            if not text.endswith("?"):
                cores.setdefault(_core(text), set()).add(key)
    return {core: keys.pop() for core, keys in cores.items() if len(keys) == 1} | spellings


def find_header_row(
    rows: Sequence[Sequence[Raw]], given: Correspondance = NOTHING_GIVEN, first_column: int = 0
) -> HeaderRow | None:
    """Find the header row among the first rows of a sheet.

    Args:
        rows: The first rows.
        given: What the user says of the columns: the titles that he names are recognised.
        first_column: Rank of the first column that the rows hold, 0 for A.

    Returns:
        The row with most recognised titles, from three on; None when there is none. When something was given, the row
        that looks most like headers serves as a last resort.
    """
    best: HeaderRow | None = None
    for index, row in _searched(rows):
        headings = read_headings(row, given)
        recognised = _recognised(headings)
        if recognised >= _WANTED and (best is None or recognised > best.recognised):
            best = HeaderRow(index, headings, repeated=False)
    if best:
        best = _with_repetition(best, rows, given)
    elif given.given:
        best = guess_header_row(rows, given)
    return best and _with_letters(best, rows, given, first_column)


def guess_header_row(
    rows: Sequence[Sequence[Raw]], given: Correspondance = NOTHING_GIVEN
) -> HeaderRow | None:
    """Return the first row that looks like headers, though its titles may all be unknown; None when none does.

    It has three titles at least, nearly as many as the widest row, all different words rather than data.
    """
    found = list(_searched(rows))
    widest = max((_width(row) for _, row in found), default=0)
    for index, row in found:
        titles = [clean(cell) for cell in row if clean(cell)]
        wanted = max(_WANTED, widest * 2 // 3)
        if len(titles) >= wanted and len(set(titles)) > 0.4 * len(titles) and _are_words(row):
            return HeaderRow(index, read_headings(row, given), repeated=False)
    return None


def _searched(rows: Sequence[Sequence[Raw]]) -> Iterator[tuple[int, Sequence[Raw]]]:
    """Yield the rows among which the headers are looked for, and their ranks."""
    first = next((index for index, row in enumerate(rows) if any(map(clean, row))), 0)
    return islice(enumerate(rows), first, first + SEARCHED_ROWS)


def _width(row: Sequence[Raw]) -> int:
    return sum(map(bool, map(clean, row)))


def _are_words(row: Sequence[Raw]) -> bool:
    """Are nearly all the cells of a row words: no number, no date, no address?"""
    cells = [cell for cell in row if clean(cell)]
    words = [cell for cell in cells if isinstance(cell, str) and _is_word(clean(cell))]
    return len(words) >= 0.9 * len(cells)


def _is_word(text: str) -> bool:
    return any(map(str.isalpha, text)) and not _SEEMS_DATA.search(text)


def _with_letters(
    found: HeaderRow, rows: Sequence[Sequence[Raw]], given: Correspondance, first_column: int
) -> HeaderRow:
    """Give the columns named by their letters what the user says of them; a column without title may be one."""
    letters = given.of_letters(heading.title for heading in found.headings)
    by_rank = {heading.rank: heading for heading in found.headings}
    for rank in range(max(map(len, rows), default=0)):
        key = letters.get(column_letter(first_column + rank))
        if key is not None:
            title = by_rank[rank].title if rank in by_rank else ""
            by_rank[rank] = Heading(rank, title, key or None, Certainty.GIVEN)
    return replace(found, headings=tuple(by_rank[rank] for rank in sorted(by_rank)))


def _with_repetition(
    found: HeaderRow, rows: Sequence[Sequence[Raw]], given: Correspondance
) -> HeaderRow:
    """Take the first of two header rows that say the same; the second is then known as a repetition."""
    for first in (found.index - 1, found.index):
        if first < 0 or first + 1 >= len(rows):
            continue
        upper, lower = read_headings(rows[first], given), read_headings(rows[first + 1], given)
        if min(_recognised(upper), _recognised(lower)) >= _WANTED:
            return HeaderRow(first, _best_of(upper, lower), repeated=True)
    return found


def _best_of(upper: Sequence[Heading], lower: Sequence[Heading]) -> tuple[Heading, ...]:
    """Keep the titles of the upper row, each with the surer of what the two rows say of its column."""
    merged: dict[int, Heading] = {}
    for heading in chain(upper, lower):
        above = merged.setdefault(heading.rank, heading)
        if heading.certainty > above.certainty:
            merged[heading.rank] = heading._replace(title=above.title)
    return tuple(sorted(merged.values()))


def read_headings(row: Sequence[Raw], given: Correspondance = NOTHING_GIVEN) -> tuple[Heading, ...]:
    """Return the titles of a row, each with what it names."""
    titles = ((rank, clean(cell)) for rank, cell in enumerate(row))
    return tuple(
        Heading(rank, title, *(given.meaning(title) or _meaning(title)))
        for rank, title in titles
        if title
    )


def _recognised(headings: Sequence[Heading]) -> int:
    return len({heading.key for heading in headings} - {None})


def column_letter(rank: int) -> str:
    """Return the letters of a column as a spreadsheet shows them: 0 gives `A`, 26 gives `AA`."""
    letters = ""
    rank += 1
    while rank:
        rank, digit = divmod(rank - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters


@lru_cache(maxsize=1 << 15)
def column_number(letters: str) -> int:
    """Return the number of a column from its letters: `A` gives 1, `AA` 27; 0 without any."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - ord("A") + 1
    return number

"""What a cell of names says: two names in one, a civility, several first names, or something that is no name at all."""

import re
from typing import Final, NamedTuple

from accrochage.identite.encodage import original_name
from accrochage.identite.lettres import is_name
from accrochage.identite.prenoms import is_well_known
from accrochage.referentiels.cles import fold
from accrochage.referentiels.patronymes import rank_of
from accrochage.referentiels.prenoms import is_prenom

_LONGEST: Final = 200
"""A longer text is no name; and what looks for words in it must not take for ever."""

_CIVILITES: Final = r"(?P<femme>madame|mademoiselle|mme|mlle)|(?P<homme>monsieur|mr)|dr"
_BEFORE = re.compile(rf"(?:{_CIVILITES})\b[ .,:]*", re.IGNORECASE)
_BEFORE_A_NOM = re.compile(rf"(?:(?:{_CIVILITES})\b|m\.)[ .,:]*", re.IGNORECASE)
_AFTER = re.compile(rf"(?:,? \(|,? )(?:{_CIVILITES})\.?\)?$", re.IGNORECASE)
_COUPLE = re.compile(rf"(?:et|&|ou|/)\b|(?:{_CIVILITES})\b", re.IGNORECASE)
"""What follows the civility of two persons in one cell."""
_TWO_PERSONS = re.compile(
    r"(?:m\.?|mr|monsieur|mme|madame) ?(?:et|&|ou|/) ?(?:m\.|mr|mme|mlle|mons|mad)", re.IGNORECASE
)

_MARRIED: Final = (
    r"épouse|epouse|époux|ép\.?|ep\.|veuve|vve|veuf|divorcée?|mariée?|nom d['’](?:usage|épouse)"
)
_BORN: Final = r"née?|nee|né\(e\)|nom de naissance|nom de jeune fille"
_TWO_NAMES = re.compile(
    rf"(?:(?P<before>.*?[^\s(,:;/])[\s,;/]+)?\(?(?:(?P<born>{_BORN})|(?P<married>{_MARRIED})) ?:?"
    r" (?P<after>[^)]*[^\s),;])\)?",
    re.IGNORECASE,
)
_HINT = re.compile(r"\b(?:né|nee|[ée]p|veu|vve|div|mari|nom)", re.IGNORECASE).search
"""Finds, quickly, where a word that parts two names may begin."""
_A_NAME_TOO: Final = "nee"
"""« née » without its accent is also a family name of Asia."""

_SEPARATOR = re.compile(r"\s*(?P<sure>[,;])\s*|\s*[/|+]\s*|\s+(?:et|&)\s+", re.IGNORECASE)
_INITIAL = re.compile(
    r"[^\W\d_](?:\.(?:[ -]?[^\W\d_]\.)*|(?:-[^\W\d_])+)|[B-DF-HJ-NP-TV-XZ]", re.IGNORECASE
)
"""`J.`, `J.-P.`, `J-P`, `J`; a vowel alone is somebody's name."""

_WAITING: Final = frozenset(
    {
        *("x", "xx", "xxx", "xxxx", "xxxxx", "yyy", "zzz", "abc", "azerty", "qwerty"),
        *("test", "tests", "essai", "exemple", "demo", "anonyme", "vide", "aucun", "aucune"),
        *("nom", "prenom", "nomprenom", "prenomnom", "nomdefamille", "nomdenaissance", "nomdusage"),
        *("nc", "nsp", "tbd", "todo", "acompleter", "averifier", "aconfirmer", "arenseigner"),
        *("nonconnu", "nonconnue", "nonindique", "nonprecise", "sansnom", "sansprenom", "idem"),
        *(
            "inconnu",
            "inconnue",
            "nominconnu",
            "prenominconnu",
            "mme",
            "mlle",
            "madame",
            "monsieur",
        ),
    }
)
"""What is typed to wait for a name, folded."""


_PARTICLES: Final = frozenset(
    {
        *("d", "da", "das", "de", "del", "della", "di", "do", "dos", "du", "el", "l", "la", "le"),
        *("les", "los", "saint", "sainte", "st", "van", "von", "y"),
    }
)
"""Words, folded, that hardly make a family name by themselves."""
_PARTS: Final = _PARTICLES | frozenset(
    {
        *("abd", "abdel", "abdoul", "abou", "al", "ben", "bin", "bint", "bou", "ibn", "oum"),
        *("hadj", "hadja", "hadji", "lalla", "mohamed", "mohammed", "moulay", "ould", "sidi"),
        *("thi", "uld"),
    }
)
"""Words, folded, that make one first name with the next: Maria da Conceição, Abd El Kader, Mohamed Amine, Thi Hoa."""


_MAKES_COMPOUNDS: Final = frozenset(
    {
        *("abdoul", "ahmed", "ana", "andre", "anna", "anne", "charles", "claire", "claude"),
        *("francois", "henri", "jacques", "jean", "jeanne", "jose", "juan", "lou", "louis", "marc"),
        *("maria", "marie", "mary", "mohamed", "paul", "pierre", "rose", "sarah", "yves"),
    }
)
"""First words, folded, of the most compound first names of the INSEE's list, ten or more each, and of those of Spain and Portugal."""


class NomLu(NamedTuple):
    """A cell of a family name, read.

    Attributes:
        nom: The name that the column is for; empty when the cell only gives the other one.
        autre: The other name: usage name in the column of birth names, birth name in the column of usage names; None when
            the cell has one name, and no word that says which; empty when it has such a word, and one name.
        sexe: What a civility says of the holder: `"M"`, `"F"` or None.
        abime: Accents were spoilt.
        civilite: A civility stood with the name.
        certain: The words that part two names leave no doubt.
    """

    nom: str
    autre: str | None
    sexe: str | None
    abime: bool
    civilite: bool
    certain: bool


class PrenomsLus(NamedTuple):
    """A cell of first names, read.

    Attributes:
        prenoms: The first names, one at least.
        sexe: What a civility says of the holder: `"M"`, `"F"` or None.
        abime: Accents were spoilt.
        civilite: A civility stood with them.
        certain: They are well known, and parted by commas.
    """

    prenoms: tuple[str, ...]
    sexe: str | None
    abime: bool
    civilite: bool
    certain: bool


def read_nom(text: str, *, usage: bool) -> NomLu | None:
    """Return what a cell of a family name says; None when it is not made of names.

    Args:
        text: The cell, cleaned.
        usage: Is it the column of usage names?
    """
    if len(text) > _LONGEST:
        return None
    original = original_name(text)
    rest, sexe = _without_civilite(original or text, _BEFORE_A_NOM)
    abime, civilite = original is not None, rest != (original or text)
    found = _TWO_NAMES.fullmatch(rest) if _HINT(rest) else None
    if not found:
        return NomLu(rest, None, sexe, abime, civilite, certain=True) if is_name(rest) else None
    before, after = found["before"] or "", found["after"]
    naissance, autre = (after, before) if found["born"] else (before, after)
    if not all(map(is_name, filter(None, (naissance, autre)))):
        return None
    certain = (found["born"] or "").lower() != _A_NAME_TOO or _are_french(before, after)
    if usage:
        naissance, autre = autre, naissance
    return NomLu(naissance, autre, sexe, abime, civilite, certain)


def _are_french(before: str, after: str) -> bool:
    """Tell whether two names are not those of Asia, TAN NEE LIM, that « née » without accent would part wrongly."""
    return min(len(before), len(after)) > 3 and bool(rank_of(before) or rank_of(after))


def read_prenoms(text: str) -> PrenomsLus | None:
    """Return what a cell of first names says; None when it is not made of names.

    Args:
        text: The cell, cleaned.
    """
    if len(text) > _LONGEST:
        return None
    original = original_name(text)
    rest, sexe = _without_civilite(original or text, _BEFORE)
    marks = [found["sure"] for found in _SEPARATOR.finditer(rest)]
    prenoms = _cut(rest)
    if not all(map(is_name, prenoms)):
        return None
    known = all(map(is_prenom, prenoms))
    return PrenomsLus(
        prenoms,
        sexe,
        original is not None,
        rest != (original or text),
        known and bool(marks) and None not in marks,
    )


def _cut(text: str) -> tuple[str, ...]:
    """Part first names at the signs between them; at spaces when there are three words or more, all of them first names."""
    prenoms = tuple(_SEPARATOR.sub("\n", text).split("\n"))
    words = tuple(text.split(" "))
    if len(prenoms) == 1 and len(words) > 2 and all(map(_stands_alone, words)):
        return words
    return prenoms


def are_two_prenoms(text: str) -> bool:
    """Tell whether a text is two words that are first names: two of them, or a compound one."""
    words = text.split(" ")
    return len(words) == 2 and all(map(_stands_alone, words))


def two_prenoms_of(text: str) -> tuple[str, str] | None:
    """Return the two frequent first names that a text joins by a space, when nobody bears both as one; None when they may be one.

    Marie, Jean, Anne, Pierre… make compounds with any other: Marie Célestine.
    """
    first, _, second = text.partition(" ")
    if is_prenom(text) or fold(first) in _MAKES_COMPOUNDS:
        return None
    return (first, second) if is_well_known(first) and is_well_known(second) else None


def is_whole(nom: str) -> bool:
    """Tell whether a text may be a whole family name, rather than an initial or particles that something followed: D, DE LA."""
    return len(nom) > 1 and not _PARTICLES.issuperset(map(fold, nom.split(" ")))


def _stands_alone(word: str) -> bool:
    return "." not in word and is_prenom(word) and fold(word) not in _PARTS


def _without_civilite(text: str, before: re.Pattern[str]) -> tuple[str, str | None]:
    """Return a text without the civility before or after it, and the sex that it says; untouched when there are two persons."""
    found = before.match(text) or _AFTER.search(text)
    if not found:
        return text, None
    rest = text[: found.start()] + text[found.end() :]
    if not is_name(rest[:1]) or _COUPLE.match(rest):
        return text, None
    return rest, "F" if found["femme"] else "M" if found["homme"] else None


def is_initial(text: str) -> bool:
    """Tell whether initials stand for a name: `J.`, `J.-P.`, `B`."""
    return text[1:2] in {"", ".", "-"} and _INITIAL.fullmatch(text) is not None


def is_no_name(text: str) -> bool:
    """Tell whether a text only waits for a name, `test`, `xxx`, `à compléter`, or names a couple: `M. et Mme DUPONT`."""
    return fold(text) in _WAITING or (" " in text and _TWO_PERSONS.match(text) is not None)

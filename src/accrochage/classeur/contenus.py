"""What a column seems to hold, from a sample of its cells; no value leaves this module."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from statistics import median
from typing import Any, Final

from accrochage.dictionnaire import COLONNES, Colonne, Kind
from accrochage.referentiels.cles import fold
from accrochage.referentiels.communes import history, is_postal
from accrochage.referentiels.patronymes import rank_of
from accrochage.referentiels.prenoms import find_prenom
from accrochage.regles.anomalie import Gravite
from accrochage.regles.catalogue import CATALOGUE
from accrochage.regles.lecture.nettoyage import Raw, clean
from accrochage.regles.lecture.valeurs import value_reader

SAMPLE: Final = 40
"""Different values of a column that are looked at."""
_GLANCE: Final = 8
"""Values after which a column where none is right is given up."""

_ADULT: Final = 2012
"""Year after which most certifications were delivered, and before which nearly all their holders were born."""


class Contenu:
    """A sample of a column.

    Args:
        cells: Its cells, the first ones.

    Attributes:
        filled: Share of the cells that hold something, from 0 to 1.
    """

    def __init__(self, cells: Sequence[Raw]) -> None:
        filled = [cell for cell in cells if clean(cell)]
        self.filled = len(filled) / len(cells) if cells else 0.0
        self._texts = list(dict.fromkeys(map(clean, filled)))[:SAMPLE]
        self._distinct = len(set(map(clean, filled))) / max(1, len(filled))
        self._values = list({clean(cell): cell for cell in filled}.values())[:SAMPLE]

    @property
    def empty(self) -> bool:
        """Is there nothing to look at?"""
        return not self._values

    def fits(self, key: str) -> float:
        """Return the share of the values, from 0 to 1, that may be those of a column, by its key; 0 for an empty column."""
        if self.empty:
            return 0.0
        entry = COLONNES[key]
        likely = _LIKELY.get(key)
        share = self._share(likely) if likely else self._readable(entry)
        if key == "idTechnique":
            return share if self._distinct > 0.95 and not self._counts() else 0.3 * share
        if entry.kind in {Kind.DATE, Kind.BIRTH_DATE} and share:
            share *= self._right_years(birth=entry.kind is Kind.BIRTH_DATE)
        return share

    def _counts(self) -> bool:
        """Are these the numbers of the rows?"""
        return all(text.isdecimal() and int(text) <= 2 * SAMPLE for text in self._texts)

    def _share(self, right: Callable[[str], float]) -> float:
        return sum(map(right, self._texts)) / len(self._texts)

    def _readable(self, entry: Colonne) -> float:
        """Return the share of the values that the reader of a column takes, or would take once mended."""
        read = value_reader(entry)
        points, seen = 0.0, 0
        for rank, value in enumerate(self._values):
            if rank == _GLANCE and not points:
                return 0.0
            points += _points(read, value)
            seen += 1
        return points / seen

    def _right_years(self, *, birth: bool) -> float:
        """Tell whether dates are those of births, or of what comes later in a life."""
        years = [year for value in self._values if (year := _year(value))]
        if not years:
            return 1.0
        return 1.0 if (median(years) < _ADULT) is birth else 0.2


def _points(read: Callable[[Raw, Any], Any], value: Raw) -> float:
    """Return 1 for a value that is right, 0 for one that is wrong, something between for one that could be mended."""
    notes: list[tuple[str, str | None]] = []
    found = read(value, lambda code, _message, correction, *_: notes.append((code, correction)))
    if not notes:
        return float(found is not None)
    if all(correction is not None for _, correction in notes):
        return 0.6
    wrong = any(CATALOGUE[code].gravite is Gravite.ERREUR for code, _ in notes)
    return 0.0 if wrong or found is None else 0.7


def _year(value: Raw) -> int | None:
    if isinstance(value, date):
        return value.year
    found = _YEAR.search(clean(value))
    return int(found[0]) if found else None


_YEAR = re.compile(r"(?:19|20)\d\d(?!\d)|(?<!\d)(?:19|20)\d\d")
_MANY: Final = 5_000
"""Bearers of a first name that is no mere family name."""
_CLIENT = re.compile(r"(?=.*[0-9])(?=.*[A-Za-z])[0-9A-Za-z]{8}")
_EDOF = re.compile(r"[0-9]{10,13}")
_ADDRESS = re.compile(r".*@.*|https?:.*|(?:\+33|0)[ .]?[1-9](?:[ .-]?[0-9]{2}){4}")
"""Of a mailbox, a page or a telephone."""


def _is_family_name(text: str) -> float:
    """Return 1 for a name that many bear, something less for one that may be a name."""
    if rank_of(text) is not None:
        return 1.0
    return 0.7 if _is_words(text) and find_prenom(text) is None else 0.0


def _is_words(text: str) -> bool:
    return not any(map(str.isdigit, text)) and not _ADDRESS.fullmatch(text) and len(text) > 1


def _is_first_name(text: str) -> float:
    """Return 1 for a first name, less for a family name that some bear as a first name."""
    found = find_prenom(text) or find_prenom(re.split(r"[ ,]", text)[0])
    if found is None:
        return 0.0
    return 1.0 if found.femmes + found.hommes >= _MANY or rank_of(text) is None else 0.4


def _is_insee(text: str) -> bool:
    return bool(history(text.zfill(5)) or (text.startswith("99") and len(text) == 5))


def _is_commune(text: str) -> bool:
    return _is_words(text) and len(text) < 50


def _is_code(text: str) -> float:
    """Return 1 for the code of a record with its prefix, something less for a bare number."""
    if re.match(r"(?:RNCP|RS)[ °n-]{0,4}[0-9]{2,6}\b", text, re.IGNORECASE):
        return 1.0
    return 0.5 if re.fullmatch(r"[0-9]{3,5}", text) else 0.0


def _is_identifier(text: str) -> bool:
    return any(map(str.isdigit, text)) and not _ADDRESS.fullmatch(text) and "/" not in text


def _is_sexe(text: str) -> float:
    """Return less for the numbers that stand for the two sexes: they stand for much else."""
    return 0.5 if text.isdigit() else float(fold(text) in _SEXES)


_SEXES: Final = {
    fold(spelling)
    for code in COLONNES["sexe"].codes
    for spelling in (code.value, code.libelle, *code.synonyms)
}

_LIKELY: Final[dict[str, Callable[[str], float]]] = {
    "nomNaissance": _is_family_name,
    "nomUsage": _is_family_name,
    "nomTitulaire": _is_family_name,
    **dict.fromkeys(("prenom1", "prenom2", "prenom3", "prenom1Titulaire"), _is_first_name),
    "sexe": _is_sexe,
    "codeInsee": _is_insee,
    "codePostal": is_postal,
    "codePostalCentreExamen": is_postal,
    "libelleCommuneNaissance": _is_commune,
    "libellePaysNaissance": _is_words,
    "idDossier": lambda text: bool(_EDOF.fullmatch(text)),
    "idClient": lambda text: bool(_CLIENT.fullmatch(text)),
    "idClientEmetteur": lambda text: bool(_CLIENT.fullmatch(text)),
    "idTechnique": _is_identifier,
    "idContrat": lambda text: text.upper().startswith("MCF"),
    "resultats": lambda text: bool(re.match(r"[1-5]\.[1-9]\s*=", text)),
    "type": lambda text: text.upper() in {"RNCP", "RS"},
    "code": _is_code,
    "urlPreuve": lambda text: text.lower().startswith("http"),
}
"""What tells the values of a column better than its reader, which forgives much."""

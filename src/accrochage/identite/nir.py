"""What a NIR says of its holder (décret n° 82-103 du 22 janvier 1982, article 4): sex, year and month of birth, place of birth."""

import re
from enum import Enum
from typing import Final, NamedTuple

_NIR = re.compile(r"([12])([0-9]{2})([0-9]{2})(2[AB]|[0-9]{2})([0-9]{3})[0-9]{3}")

_OLD_PARIS: Final = frozenset({"75", "78", "91", "92", "93", "94", "95"})
"""Seine (75) and Seine-et-Oise (78) became seven départements on 1 January 1968 (loi du 10 juillet 1964)."""
_OLD_LYON: Final = frozenset({"01", "38", "69"})
"""Communes of Ain and Isère went to Rhône on the same day (loi du 29 décembre 1967)."""
_LAST_OLD_BIRTH: Final = 1968
_CORSICA: Final = frozenset({"20", "2A", "2B"})
"""Corsica was 20 until 1976, and still is in the NIR of those registered before."""
_NORTH_AFRICA: Final = frozenset({"91", "92", "93", "94", "95", "96"})
"""Algeria, Morocco and Tunisia before independence; their codes are now 99352, 99350 and 99351."""
_LAST_NORTH_AFRICAN_BIRTH: Final = 1964
_OVERSEAS: Final = frozenset({"97", "98"})
"""Overseas départements and collectivités, whose codes changed with their status."""
_ABROAD: Final = "99"


class NirLu(NamedTuple):
    """A NIR, read.

    Attributes:
        sexe: `"M"` or `"F"`.
        annee: Last two digits of the year of birth.
        mois: 1 to 12, None when the registry did not know it: other numbers stand for it then.
        lieu: INSEE code of the birth place as it was at registration: `"35238"`, `"2A004"`, `"97105"`, `"99139"`.
    """

    sexe: str
    annee: int
    mois: int | None
    lieu: str


class Accord(Enum):
    """How a birth place agrees with that of a NIR."""

    MEME = "meme"
    """It is the same, or may have become it."""
    PROCHE = "proche"
    """Another commune of the same département, or another country: codes change."""
    AUTRE = "autre"
    """Another département, or France and abroad."""


def read_nir(number: str) -> NirLu | None:
    """Read the thirteen characters of a NIR, None when they have not its shape."""
    found = _NIR.fullmatch(number)
    if not found:
        return None
    sexe, annee, mois, departement, commune = found.groups()
    month = int(mois)
    return NirLu(
        "M" if sexe == "1" else "F",
        int(annee),
        month if 1 <= month <= 12 else None,
        departement + commune,
    )


def nir_key(number: str) -> int:
    """Return the control key of a NIR of 13 characters: 97 less the remainder by 97, 2A counting as 19 and 2B as 18."""
    return 97 - int(number.replace("2A", "19").replace("2B", "18")) % 97


def compare_lieu(lieu: str, code_insee: str, annee: int | None) -> Accord:
    """Compare the birth place of a NIR with an INSEE code.

    Args:
        lieu: The place of the NIR, as `NirLu` has it.
        code_insee: INSEE code of the birth place, 5 characters.
        annee: Year of birth, None when unknown: every change of the map is then admitted.
    """
    if lieu == code_insee:
        return Accord.MEME
    ours, theirs = lieu[:2], code_insee[:2]
    if ours == theirs:
        return Accord.MEME if ours in _OVERSEAS and lieu[:3] != code_insee[:3] else Accord.PROCHE
    return Accord.MEME if _became(ours, theirs, annee or 0) else Accord.AUTRE


def _became(ours: str, theirs: str, annee: int) -> bool:
    """Tell whether a département may have become another, for someone born in a year."""
    both = {ours, theirs}
    if both <= _CORSICA or both <= _OVERSEAS or both <= _OVERSEAS | {_ABROAD}:
        return True
    if annee <= _LAST_NORTH_AFRICAN_BIRTH and ours in _NORTH_AFRICA and theirs == _ABROAD:
        return True
    return annee <= _LAST_OLD_BIRTH and (both <= _OLD_PARIS or both <= _OLD_LYON)

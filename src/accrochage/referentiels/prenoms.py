"""First names given in France since 1900, by sex and decade of birth (INSEE; see donnees/noms.md)."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from accrochage.referentiels.cles import fold

DECENNIES: Final = range(1901, 2012, 10)
"""First year of each decade of birth, from 1901-1910 to 2011-2018."""

_BIRTHS: Final = {
    "M": (
        *(420_356, 387_030, 437_288, 415_788, 386_302, 503_982),
        *(715_874, 960_994, 1_148_454, 1_399_360, 1_959_484, 1_983_648),
    ),
    "F": (
        *(553_408, 493_812, 587_044, 576_658, 616_012, 796_368),
        *(952_566, 1_167_372, 1_359_482, 1_598_162, 2_325_714, 2_225_972),
    ),
}
"""Births of the file by sex and decade; a test adds them up again."""

_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"


class Prenom(NamedTuple):
    """A first name, all its spellings together.

    Attributes:
        ecriture: Its most frequent spelling, with its accents.
        femmes: Order of magnitude of the women who bear it, 0 when fewer than 3 a year ever received it.
        hommes: The same of men.
        decennies_femmes: By decade of `DECENNIES`, the power of two of the girls who received it, in base 36; `.` or nothing: fewer than 10.
        decennies_hommes: The same of boys.
    """

    ecriture: str
    femmes: int
    hommes: int
    decennies_femmes: str
    decennies_hommes: str


def find_prenom(text: str) -> Prenom | None:
    """Return a first name by any spelling of it; None when it is hardly ever given in France."""
    line = _lines().get(fold(text))
    return _parse(line) if line else None


def is_prenom(text: str) -> bool:
    """Tell whether a first name, by any spelling of it, is given in France, however rarely."""
    return fold(text) in _lines()


def prenoms() -> Iterator[tuple[str, Prenom]]:
    """Yield every first name, under its folded form."""
    for key, line in _lines().items():
        yield key, _parse(line)


def prenoms_de(sexe: str, annee: int) -> Sequence[tuple[str, int]]:
    """Return the first names of those born in a decade, with the order of magnitude of each, in the order of the alphabet.

    Args:
        sexe: `"M"` or `"F"`.
        annee: Year of birth; before 1901 the first decade stands for it, after 2018 the last.
    """
    return _decades()[sexe][_decade(annee)]


def births_named(prenom: Prenom, sexe: str, annee: int) -> int:
    """Return the order of magnitude of those born in a decade who received a first name, 0 when fewer than ten did."""
    digits = prenom.decennies_hommes if sexe == "M" else prenom.decennies_femmes
    digit = digits[_decade(annee) :][:1]
    return 2 ** _DIGITS.index(digit) if digit not in {"", "."} else 0


def births_in_decade(sexe: str, annee: int) -> int:
    """Return the sum of `births_named` over all first names, known without reading the file."""
    return _BIRTHS[sexe][_decade(annee)]


def _decade(annee: int) -> int:
    return min(max((annee - DECENNIES.start) // DECENNIES.step, 0), len(DECENNIES) - 1)


@cache
def _decades() -> Mapping[str, Sequence[list[tuple[str, int]]]]:
    """Return the first names by sex and decade: the file is read once for all of them."""
    found: dict[str, list[list[tuple[str, int]]]] = {sexe: [[] for _ in DECENNIES] for sexe in "MF"}
    for line in _lines().values():
        prenom = _parse(line)
        for sexe, digits in ("M", prenom.decennies_hommes), ("F", prenom.decennies_femmes):
            for decade, digit in zip(found[sexe], digits, strict=False):
                if digit != ".":
                    decade.append((prenom.ecriture, 2 ** _DIGITS.index(digit)))
    return found


def _parse(line: str) -> Prenom:
    ecriture, femmes, hommes, of_women, of_men = line.split(";")
    return Prenom(ecriture, int(femmes or 0), int(hommes or 0), of_women, of_men)


@cache
def _lines() -> Mapping[str, str]:
    """Return the lines of the file by folded first name: they are only parsed when they are asked for."""
    source = files("accrochage.referentiels") / "donnees" / "prenoms.csv"
    lines = source.read_text(encoding="utf-8").splitlines()
    return {fold(line.partition(";")[0]): line for line in lines}

"""How likely it is that somebody else bears the same name: orders of magnitude, good enough to tell Marie Martin from Zélie Kerbrat."""

from functools import cache
from math import expm1, log
from typing import Final, NamedTuple

from accrochage.referentiels.patronymes import is_patronyme, patronymes, rank_of
from accrochage.referentiels.prenoms import births_in_decade, births_named, find_prenom, prenoms

BIRTHS: Final = 400_000
"""Persons of one sex born in one year: France counts from 600 000 to 900 000 births a year (Insee, état civil)."""

_MOST_BORNE: Final = 0.0037
"""Share of the population that bears the most frequent family name: some 230 000 births of Martin a century (Insee, fichier des noms)."""
_LEAST_BORNE: Final = 500 / 80_000_000
"""Share of the last of the frequent names: 500 births among those of 1891 to 2000."""
_RARE: Final = 1 / 1_000_000
"""Share of a name borne fewer than 500 times: an order of magnitude."""
_UNKNOWN: Final = 1 / 10_000_000
"""Share of one name, or first name, that is on no list: few bear each of them, many bear one."""

LIKELY: Final = 0.5
"""Likelihood of a namesake from which it counts as certain."""

_UNLISTED_PRENOM: Final = 1 / 100_000

_DAYS: Final = 365


class Homonymie(NamedTuple):
    """Likelihoods, from 0 to 1, that somebody else of the same sex bears the same name and first name.

    Attributes:
        same_year: Born the same year.
        same_day: Born the same day.
    """

    same_year: float
    same_day: float


def likelihood_of_namesake(
    nom: str | None, prenom: str | None, sexe: str | None, annee: int | None
) -> Homonymie:
    """Tell how likely it is that a register of France knows somebody else of that name.

    Args:
        nom: Birth name.
        prenom: First name.
        sexe: `"M"` or `"F"`.
        annee: Year of birth.

    Returns:
        Both likelihoods; 0 when something is missing, for then nothing can be said.
    """
    if nom is None or prenom is None or sexe is None or annee is None:
        return Homonymie(0, 0)
    expected = BIRTHS * share_of_nom(nom) * share_of_prenom(prenom, sexe, annee)
    return Homonymie(-expm1(-expected), -expm1(-expected / _DAYS))


def share_of_nom(nom: str) -> float:
    """Return the share of the population that bears a family name: a power of its rank, between the first and the last of the frequent."""
    rank = rank_of(nom)
    if rank:
        share: float = _MOST_BORNE * rank ** _exponent()
        return share
    return _RARE if is_patronyme(nom) else _UNKNOWN


def share_of_prenom_ever(prenom: str) -> float:
    """Return the share of those born since 1900, men and women, who received a first name."""
    known = find_prenom(prenom)
    return max((known.femmes + known.hommes) / _births(), _UNKNOWN) if known else _UNKNOWN


@cache
def _births() -> int:
    return sum(prenom.femmes + prenom.hommes for _, prenom in prenoms())


@cache
def _exponent() -> float:
    return log(_LEAST_BORNE / _MOST_BORNE) / log(len(patronymes()))


def share_of_prenom(prenom: str, sexe: str, annee: int) -> float:
    """Return the share of those born in the decade who received a first name."""
    known = find_prenom(prenom)
    given = births_named(known, sexe, annee) if known else 0
    return given / births_in_decade(sexe, annee) if given else _UNLISTED_PRENOM

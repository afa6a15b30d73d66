"""People who do not exist, spread as those of France are."""

import random
from calendar import isleap
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from typing import Final

from accrochage.identite.homonymes import likelihood_of_namesake
from accrochage.identite.nir import nir_key
from accrochage.portail import demographie as france
from accrochage.portail.population import Personne
from accrochage.referentiels.pays import find_pays

_MONTH_UNKNOWN: Final = "20"
"""Month in the NIR of who was born in an unknown one."""
_ORDERS: Final = 999


def invent(count: int, seed: str) -> Iterator[Personne]:
    """Invent people; the same count and seed give the same people.

    Homonyms are as frequent as in the whole of France, however few are invented: each one brings another with the likelihood
    that somebody else of the country bears the same name, first name, sex and year of birth.

    Args:
        count: How many.
        seed: Any text.
    """
    return islice(_Inventor(seed).people(), count)


class _Inventor:
    def __init__(self, seed: str) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - invention, not secrecy
        self._nirs: set[int] = set()
        self._rank = 0

    def people(self) -> Iterator[Personne]:
        """Yield people for ever, those who come together one after the other."""
        chance = self._chance
        while True:
            personne = self._person()
            yield personne
            if chance.random() < france.TWINS:
                yield self._twin(personne)
            namesakes = likelihood_of_namesake(
                personne.nom_naissance,
                personne.prenom1,
                personne.sexe,
                int(personne.annee_naissance),
            )
            draw = chance.random()
            if draw < namesakes.same_day:
                yield self._namesake(personne, same_day=True)
            elif draw < namesakes.same_year:
                yield self._namesake(personne, same_day=False)

    def _person(self) -> Personne:
        chance = self._chance
        listed = chance.random() < france.LISTED
        nom = france.names().draw(chance) if listed else france.rare_name(chance)
        sexe = "M" if chance.random() < france.MEN else "F"
        return self._born(nom, sexe, france.years().draw(chance))

    def _born(self, nom: str, sexe: str, annee: int) -> Personne:
        """Invent everything of a person but his name, sex and year of birth."""
        chance = self._chance
        day = date(annee, 1, 1) + timedelta(chance.randrange(365 + isleap(annee)))
        abroad = chance.random() < france.BORN_ABROAD
        place = self._country() if abroad else self._commune(day)
        unknown = abroad and chance.random() < france.UNKNOWN_DAY
        prenoms = self._first_names(sexe, annee)
        if chance.random() < france.NO_FIRST_NAME:
            prenoms = ("", "", "")
        usage = france.USED_NAME_WOMEN if sexe == "F" else france.USED_NAME_MEN
        self._rank += 1
        return self._numbered(
            Personne(
                "",
                nom,
                france.names().draw(chance) if chance.random() < usage else "",
                *prenoms,
                sexe,
                str(annee),
                "" if unknown else str(day.month),
                "" if unknown else str(day.day),
                *place,
                f"99{self._rank:011}" if chance.random() < france.WITH_DOSSIER else "",
            )
        )

    def _first_names(self, sexe: str, annee: int) -> tuple[str, str, str]:
        chance, names = self._chance, france.first_names(sexe, annee)
        first, second, third = (names.draw(chance) for _ in range(3))
        if second == first or chance.random() > france.SECOND_NAME:
            return first, "", ""
        if third in {first, second} or chance.random() > france.THIRD_NAME:
            return first, second, ""
        return first, second, third

    def _country(self) -> tuple[str, str, str, str]:
        code = france.countries().draw(self._chance)
        pays = find_pays(code)
        return code, "", code[2:], pays.nom if pays else ""

    def _commune(self, day: date) -> tuple[str, str, str, str]:
        while True:
            commune = france.commune_then(france.places().draw(self._chance), day, self._chance)
            if commune:
                return commune.code, commune.nom, "", "France"

    def _twin(self, personne: Personne) -> Personne:
        """Invent somebody born of the same mother on the same day."""
        chance, annee = self._chance, int(personne.annee_naissance)
        same = chance.random() < france.SAME_SEX_TWINS
        sexe = personne.sexe if same else {"M": "F", "F": "M"}[personne.sexe]
        first, second, third = self._first_names(sexe, annee)
        if first == personne.prenom1:
            first, second = second or f"{first}-Marie", ""
        return self._numbered(
            personne._replace(
                nom_usage="", prenom1=first, prenom2=second, prenom3=third, sexe=sexe, id_dossier=""
            )
        )

    def _namesake(self, personne: Personne, *, same_day: bool) -> Personne:
        """Invent somebody of the same name, first name, sex and year of birth."""
        other = self._born(
            personne.nom_naissance, personne.sexe, int(personne.annee_naissance)
        )._replace(prenom1=personne.prenom1)
        if not same_day:
            return other
        return self._numbered(
            other._replace(
                mois_naissance=personne.mois_naissance, jour_naissance=personne.jour_naissance
            )
        )

    def _numbered(self, personne: Personne) -> Personne:
        """Give a person a NIR that nobody has: sex, year, month and place of birth, then an order that is invented, and the key."""
        month = f"{int(personne.mois_naissance):02}" if personne.mois_naissance else _MONTH_UNKNOWN
        head = f"{'12'[personne.sexe == 'F']}{personne.annee_naissance[2:]}{month}{personne.code_insee}"
        order = self._chance.randrange(_ORDERS)
        number = f"{head}{order + 1:03}"
        while int(number, 36) in self._nirs:
            order = (order + 1) % _ORDERS
            number = f"{head}{order + 1:03}"
        self._nirs.add(int(number, 36))
        return personne._replace(nir=f"{number}{nir_key(number):02}")

"""People who do not exist: the same seed gives the same ones, and they are spread as in France."""

import hashlib
import re
from collections import Counter
from datetime import date
from io import BytesIO
from itertools import islice, pairwise

import pytest

from accrochage.dictionnaire import RUBRIQUES
from accrochage.portail import demographie
from accrochage.portail.demographie import Tirage, commune_then
from accrochage.portail.invention import _Inventor, invent
from accrochage.portail.population import write_population
from accrochage.referentiels.communes import Quand, commune_at
from accrochage.referentiels.pays import find_pays
from accrochage.regles.lecture.textes import nir_key

COUNT = 20_000


@pytest.fixture(scope="module")
def people():
    return list(invent(COUNT, "essai"))


def share(people, condition):
    return sum(map(condition, people)) / len(people)


def day_of(personne):
    if not personne.mois_naissance:
        return None
    return date(
        int(personne.annee_naissance), int(personne.mois_naissance), int(personne.jour_naissance)
    )


def digest(count, seed):
    file = BytesIO()
    write_population(file, invent(count, seed))
    return hashlib.sha256(file.getvalue()).hexdigest()


def test_same_seed_same_bytes():
    assert digest(500, "a") == digest(500, "a")
    assert digest(500, "a") != digest(500, "b")
    assert list(invent(100, "a")) == list(invent(500, "a"))[:100]


def test_gives_as_many_as_asked():
    assert [len(list(invent(count, "a"))) for count in (0, 1, 33)] == [0, 1, 33]


def test_every_nir_is_well_formed_and_borne_once(people):
    assert len({personne.nir for personne in people}) == COUNT
    for personne in people:
        number, key = personne.nir[:13], personne.nir[13:]
        assert re.fullmatch(RUBRIQUES["nir"].pattern, number)
        assert int(key) == nir_key(number)
        assert number[0] == {"M": "1", "F": "2"}[personne.sexe]
        assert number[1:3] == personne.annee_naissance[2:]
        assert number[3:5] == (
            personne.mois_naissance.zfill(2) if personne.mois_naissance else "20"
        )
        assert number[5:10] == personne.code_insee
        assert number[10:] != "000"


def test_communes_stood_on_the_day_of_birth(people):
    born_here = [personne for personne in people if not personne.code_pays]
    for personne in born_here[:4000]:
        commune = commune_at(personne.code_insee, Quand.de(*_parts(personne)))
        assert commune is not None, personne
        assert commune.nom == personne.libelle_commune
        assert personne.code_insee not in {"75056", "69123", "13055"}


def _parts(personne):
    day = day_of(personne)
    return day.year, day.month, day.day


def test_those_born_abroad_have_the_code_of_a_country(people):
    abroad = [personne for personne in people if personne.code_insee.startswith("99")]

    assert 0.11 < len(abroad) / COUNT < 0.15
    for personne in abroad:
        pays = find_pays(personne.code_insee)
        assert (pays.trois, pays.nom) == (personne.code_pays, personne.libelle_pays)
    first = Counter(personne.libelle_pays for personne in abroad).most_common(3)
    assert {name for name, _ in first} == {"Algérie", "Maroc", "Portugal"}
    assert 0 < share(abroad, lambda one: not one.mois_naissance) < 0.05


def test_sexes_years_and_names_are_those_of_france(people):
    assert 0.46 < share(people, lambda one: one.sexe == "M") < 0.51
    assert {len(one.annee_naissance) for one in people} == {4}
    assert min(int(one.annee_naissance) for one in people) >= 1940
    assert max(int(one.annee_naissance) for one in people) <= 2009
    assert Counter(one.nom_naissance for one in people).most_common(1)[0][0] == "MARTIN"
    assert 0.003 < share(people, lambda one: one.nom_naissance == "MARTIN") < 0.012
    old = Counter(one.prenom1 for one in people if one.annee_naissance < "1950" and one.sexe == "F")
    young = Counter(one.prenom1 for one in people if one.annee_naissance > "2000")
    assert old["Monique"] > 10 > old["Manon"]
    assert young["Monique"] < 3 < young["Manon"]


def test_corsica_and_overseas_are_there(people):
    codes = Counter(one.code_insee[:2] for one in people)

    assert codes["97"] > 200
    assert codes["2A"] + codes["2B"] + codes["20"] > 50
    assert any(one.code_insee.startswith("20") for one in people if one.annee_naissance < "1976")
    assert share(people, lambda one: one.code_insee.startswith("751")) > 0.02


def test_homonyms_are_as_frequent_as_in_the_whole_country(people):
    keys = Counter(
        (one.nom_naissance, one.prenom1, one.sexe, one.annee_naissance) for one in people
    )
    homonyms = sum(times for times in keys.values() if times > 1) / COUNT
    days = Counter(
        (one.nom_naissance, one.prenom1, one.sexe, one.annee_naissance, *_day(one))
        for one in people
    )

    assert 0.07 < homonyms < 0.16
    assert 0 < sum(times for times in days.values() if times > 1) / COUNT < 0.005


def _day(personne):
    return personne.mois_naissance, personne.jour_naissance


def test_some_are_twins(people):
    twins = sum(
        one.nom_naissance == other.nom_naissance
        and day_of(one) == day_of(other)
        and one.code_insee == other.code_insee
        and one.prenom1 != other.prenom1
        for one, other in pairwise(people)
    )

    assert 0.01 < twins / COUNT < 0.022


def test_some_have_a_usage_name_or_an_edof_folder(people):
    assert 0.25 < share(people, lambda one: bool(one.id_dossier)) < 0.35
    assert 0.12 < share(people, lambda one: bool(one.nom_usage)) < 0.22
    folders = [one.id_dossier for one in people if one.id_dossier]
    assert len(set(folders)) == len(folders)


def test_some_have_no_first_name(monkeypatch):
    monkeypatch.setattr(demographie, "NO_FIRST_NAME", 0.2)
    people = list(invent(500, "sans"))
    nameless = [one for one in people if not one.prenom1]

    assert 50 < len(nameless) < 150
    assert not any(one.prenom2 or one.prenom3 for one in nameless)


def test_two_twins_never_have_the_same_first_name():
    class Chance:
        """Always draws the first thing."""

        def random(self):
            return 0.0

        def randrange(self, _):
            return 0

        def choice(self, things):
            return things[0]

    people = list(islice(_people_of(Chance()), 2))

    assert people[0].nom_naissance == people[1].nom_naissance
    assert people[0].prenom1 != people[1].prenom1


def _people_of(chance):
    inventor = _Inventor("x")
    inventor._chance = chance
    return inventor.people()


def test_draws_by_weight():
    class Chance:
        def __init__(self, value):
            self.value = value

        def random(self):
            return self.value

    tirage = Tirage([("a", 1), ("b", 3)])

    assert [tirage.draw(Chance(value)) for value in (0, 0.24, 0.26, 0.99)] == ["a", "a", "b", "b"]


def test_a_commune_of_today_may_have_had_another_code():
    class Chance:
        def random(self):
            return 0

        def choice(self, things):
            return things[0]

    assert commune_then("2A004", date(1970, 5, 1), Chance()).code == "20004"
    assert commune_then("35238", date(1991, 7, 3), Chance()).nom == "Rennes"

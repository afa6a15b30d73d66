"""The birth place: its codes, its names, its country, and the date."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accrochage.dictionnaire import COLONNES
from accrochage.referentiels.communes import Quand, communes_named
from accrochage.regles.anomalie import Gravite
from accrochage.regles.catalogue import CATALOGUE
from accrochage.regles.contexte import Contexte
from accrochage.regles.lieux import RULES, judge
from accrochage.regles.lieux_constat import ALWAYS, Place, of, say_one_of
from accrochage.regles.lieux_epoques import explain_then
from factories.passages import TODAY, a_dossier, a_passage, a_table, a_titulaire
from factories.textes import plain

CONTEXTE = Contexte(TODAY)


def blame(year=1990, month=None, day=None, table=None, **place):
    """Return what the rules say of a birth place."""
    titulaire = a_titulaire(
        annee_naissance=year,
        mois_naissance=month,
        jour_naissance=day,
        code_insee=place.get("insee"),
        code_postal=place.get("postal"),
        libelle_commune_naissance=place.get("commune"),
        code_pays_naissance=place.get("code_pays"),
        libelle_pays_naissance=place.get("pays"),
    )
    passage = a_passage(identification=titulaire, table=table or a_table(COLONNES))
    found = [anomalie for rule in RULES if (anomalie := rule(passage, CONTEXTE))]
    assert len(found) <= 1
    return found[0] if found else None


def verdict(year=1990, **place):
    """Return the code of what is said of a birth place, where, and its correction."""
    anomalie = blame(year, **place)
    return anomalie and (anomalie.code, anomalie.ou.rubrique, anomalie.correction)


# --- Nothing to say


@pytest.mark.parametrize(
    ("year", "place"),
    [
        (1990, {"insee": "35238"}),
        (1930, {"insee": "35238"}),
        (1990, {"insee": "35238", "postal": "35000"}),
        (1990, {"postal": "35000"}),
        (1990, {"insee": "35238", "commune": "RENNES CEDEX"}),
        (1990, {"insee": "35238", "commune": "Rennes Sud"}),
        (1990, {"insee": "35238", "commune": "Clinique de la Sagesse"}),
        (1990, {"insee": "35238", "commune": "Rennes", "code_pays": "100", "pays": "FRANCE"}),
        (1990, {"insee": "75112", "commune": "Paris"}),
        (1990, {"insee": "75112", "commune": "PARIS 12EME"}),
        (1990, {"insee": "91228", "commune": "Évry-Courcouronnes"}),
        (1990, {"insee": "97411", "commune": "La Réunion"}),
        (1990, {"insee": "97411", "commune": "Saint-Denis", "pays": "La Réunion"}),
        (2010, {"insee": "59350", "commune": "Lomme"}),
        (2010, {"insee": "59355", "commune": "Lomme"}),
        (1966, {"insee": "78228", "commune": "Evry"}),
        (1975, {"insee": "20004"}),
        (1990, {"insee": "2A004", "commune": "xy"}),
        (1990, {"insee": "97123"}),
        (1990, {"insee": "98511", "commune": "Mamoudzou"}),
        (1955, {"insee": "91352", "commune": "Alger", "code_pays": "352", "pays": "Algérie"}),
        (1955, {"insee": "91005", "commune": "Alger", "pays": "Algérie"}),
        (1955, {"insee": "92001", "commune": "Oran", "pays": "Algérie"}),
        (1950, {"insee": "95003"}),
        (1960, {"insee": "91228", "commune": "Alger"}),
        (1990, {"insee": "99352", "commune": "Alger", "code_pays": "352", "pays": "ALGERIE"}),
        (1980, {"insee": "99115", "commune": "Prague", "code_pays": "115"}),
        (1980, {"insee": "99123", "code_pays": "155", "pays": "Ukraine"}),
        (1990, {"insee": "99132", "code_pays": "132", "pays": "Guernesey"}),
        (1990, {"postal": "GY1 1AA", "commune": "St Peter Port", "pays": "Guernesey"}),
        (1990, {"postal": "12345", "commune": "St Peter Port", "pays": "Guernesey"}),
        (1990, {"postal": "97490", "commune": "Sainte-Clotilde"}),
        (1990, {"postal": "35000", "commune": "xqz"}),
        (1990, {"postal": "35000", "code_pays": "FR?"}),
        (None, {"insee": "35238"}),
        (None, {"insee": "20004"}),
        (1990, {"insee": "154640"}),  # its length was already blamed
    ],
)
def test_says_nothing_of_a_place_that_holds_together(year, place):
    assert blame(year, **place) is None


def test_says_nothing_of_a_holder_told_otherwise():
    (rule,) = RULES

    assert rule(a_passage(identification=a_dossier()), CONTEXTE) is None
    assert rule(a_passage(identification=None), CONTEXTE) is None


# --- No INSEE code


@pytest.mark.parametrize(
    ("columns", "rubrique"),
    [(["codeInsee", "codePostal"], "codeInsee"), (["codePostal"], "codePostal"), ([], "codeInsee")],
)
def test_warns_when_no_code_says_the_birth_place(columns, rubrique):
    anomalie = blame(table=a_table(columns))

    assert (anomalie.code, anomalie.ou.rubrique) == ("IDT-02", rubrique)


@pytest.mark.parametrize(
    ("year", "place", "code"),
    [
        (1990, {"postal": "35000", "commune": "rennes"}, "35238"),
        (1990, {"postal": "35999", "commune": "Rennes"}, "35238"),
        (1990, {"commune": "Rennes (35)"}, "35238"),
        (1990, {"commune": "35000 Rennes"}, "35238"),
        (1990, {"commune": "Saint-Denis (Réunion)"}, "97411"),
        (1966, {"postal": "91000", "commune": "Evry"}, "78228"),
        (1990, {"postal": "91000", "commune": "Evry"}, "91228"),
        (1975, {"postal": "20000", "commune": "Ajaccio"}, "20004"),
        (1980, {"postal": "20000", "commune": "Ajaccio"}, "2A004"),
        (1990, {"commune": "Paris 12e"}, "75112"),
        (1990, {"postal": "75012", "commune": "PARIS"}, "75112"),
        (1990, {"insee": "35999", "postal": "35000", "commune": "Rennes"}, "35238"),
        (1990, {"insee": "99", "postal": "35000", "commune": "Rennes"}, "35238"),
        (1990, {"insee": "154640", "commune": "Paris 12"}, "75112"),
        (1990, {"insee": "99", "pays": "Maroc"}, "99350"),
        (1990, {"insee": "35000", "commune": "Rennes"}, "35238"),
        (1990, {"insee": "75000", "postal": "75011", "commune": "Paris"}, "75111"),
        (1990, {"insee": "99100", "postal": "35000", "commune": "Rennes"}, "35238"),
        (1990, {"commune": "Lisbonne", "code_pays": "139"}, "99139"),
        (1990, {"commune": "Alger", "code_pays": "352", "pays": "Algérie"}, "99352"),
        (1995, {"postal": "10115", "commune": "Berlin", "pays": "Allemagne"}, "99109"),
        (1990, {"code_pays": "999", "pays": "Maroc"}, "99350"),
    ],
)
def test_finds_the_code_where_only_one_can_be(year, place, code):
    anomalie = blame(year, **place)

    assert anomalie.correction == code
    assert anomalie.ou.rubrique == "codeInsee"
    assert anomalie.sure


def test_gives_the_code_of_the_country_too():
    assert blame(pays="Sénégal").avec == (("codePaysNaissance", "341"),)
    assert blame(code_pays="PRT").avec == (("codePaysNaissance", "139"),)
    assert blame(code_pays="139").avec == ()


@pytest.mark.parametrize(
    ("year", "place", "found"),
    [
        (1990, {"commune": "Rennes"}, ("LIE-03", "codeInsee", "35238")),
        (1990, {"commune": "Saint-Denis"}, ("LIE-03", "codeInsee", None)),
        (1976, {"commune": "Bastia"}, ("LIE-03", "codeInsee", "2B033")),
        (2020, {"postal": "59160", "commune": "Lomme"}, ("LIE-03", "codeInsee", "59355")),
        (1990, {"postal": "35000", "commune": "Renness"}, ("LIE-03", "codeInsee", "35238")),
        (1990, {"commune": "Villeurbane"}, ("LIE-03", "codeInsee", "69266")),
        (1955, {"commune": "Alger", "pays": "Algérie"}, ("LIE-03", "codeInsee", "99352")),
        (1980, {"pays": "Allemagne"}, ("LIE-03", "codeInsee", "99109")),
        (1980, {"pays": "Tchécoslovaquie"}, ("LIE-03", "codeInsee", "99115")),
        (1990, {"postal": "44000", "commune": "Rennes"}, ("LIE-06", "codePostal", None)),
        (1990, {"postal": "35000", "commune": "Rene"}, ("LIE-06", "codePostal", None)),
        (1990, {"commune": "Paris"}, ("LIE-07", "codeInsee", None)),
        (1990, {"commune": "Paris", "postal": "92000"}, ("LIE-07", "codeInsee", None)),
        (1990, {"postal": "35999"}, ("LIE-09", "codePostal", None)),
        (1990, {"postal": "00000", "pays": "France"}, ("LIE-09", "codePostal", None)),
        (1990, {"postal": "35999", "commune": "xqz"}, ("LIE-09", "codePostal", None)),
        (1990, {"commune": "Alger"}, ("IDT-02", "codeInsee", None)),
        (1990, {"insee": "99100"}, ("LIE-01", "codeInsee", None)),
        (
            1990,
            {"postal": "35000", "commune": "Rennes", "code_pays": "350"},
            ("LIE-13", "codePaysNaissance", None),
        ),
        (
            1990,
            {"postal": "35000", "commune": "Rennes", "pays": "Maroc"},
            ("LIE-13", "libellePaysNaissance", None),
        ),
        (
            1990,
            {"commune": "Alger", "code_pays": "350", "pays": "Algérie"},
            ("LIE-12", "libellePaysNaissance", None),
        ),
    ],
)
def test_proposes_what_may_be_meant(year, place, found):
    assert verdict(year, **place) == found
    assert not blame(year, **place).sure


def test_lists_the_communes_that_bear_a_name():
    message = blame(commune="Saint-Denis").message

    assert message.startswith("5 communes portent ce nom")
    assert "93066" in message


def test_looks_near_a_postal_code_that_contradicts_the_name():
    assert "Rennes (35238)" in blame(postal="35000", commune="Renes (53)").message


# --- A word where the INSEE code should be


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ({"insee": "HAÏTI"}, ("LIE-02", "codeInsee", "99410")),
        ({"insee": "LIBAN", "commune": "Beyrouth"}, ("LIE-02", "codeInsee", "99205")),
        ({"insee": "BREST", "postal": "29200"}, ("LIE-02", "codeInsee", "29019")),
        ({"insee": "RENNES"}, ("LIE-03", "codeInsee", "35238")),
        ({"insee": "PARIS"}, ("LIE-07", "codeInsee", None)),
        ({"insee": "154640", "commune": "Evry"}, ("LIE-03", "codeInsee", None)),
    ],
)
def test_takes_the_name_of_a_commune_or_a_country_for_what_it_is(place, found):
    assert verdict(1990, **place) == found


@pytest.mark.parametrize(
    "place",
    [
        {"insee": "2C004"},
        {"insee": "ABCDE"},
        {"insee": "35-23"},
        {"insee": "HAÏTI", "pays": "France"},
        {"insee": "BREST", "commune": "Hôpital Morvan"},
    ],
)
def test_leaves_to_the_reading_of_the_cell_what_has_not_the_form_of_a_code(place):
    assert verdict(1990, **place) is None


# --- An INSEE code that is not one, or not that one


@pytest.mark.parametrize(
    ("year", "place", "found"),
    [
        (1990, {"insee": "35999"}, ("LIE-01", "codeInsee", None)),
        (1990, {"insee": "35999", "commune": "Rennes"}, ("LIE-01", "codeInsee", "35238")),
        (1990, {"insee": "35999", "commune": "Villeurbane"}, ("LIE-01", "codeInsee", "69266")),
        (1990, {"insee": "96001"}, ("LIE-01", "codeInsee", None)),
        (1970, {"insee": "2A004"}, ("LIE-04", "codeInsee", "20004")),
        (1980, {"insee": "20004"}, ("LIE-04", "codeInsee", "2A004")),
        (1960, {"insee": "92050"}, ("LIE-04", "codeInsee", None)),
        (1960, {"insee": "92050", "commune": "Nanterre"}, ("LIE-04", "codeInsee", "75050")),
        (1990, {"insee": "97801"}, ("LIE-04", "codeInsee", "97127")),
        (2010, {"insee": "97127"}, ("LIE-05", "codeInsee", None)),
        (2010, {"insee": "97127", "commune": "St Martin"}, ("LIE-04", "codeInsee", "97801")),
        (1990, {"insee": "51606"}, ("LIE-04", "codeInsee", None)),
        (1975, {"insee": "91352"}, ("LIE-04", "codeInsee", "99352")),
        (1990, {"insee": "35000"}, ("LIE-05", "codeInsee", "35238")),
        (1990, {"insee": "01500"}, ("LIE-05", "codeInsee", None)),
        (1990, {"insee": "75012"}, ("LIE-05", "codeInsee", None)),
        (1990, {"insee": "75012", "commune": "Paris"}, ("LIE-05", "codeInsee", "75112")),
        (
            1990,
            {"insee": "75012", "commune": "Boulogne-Billancourt"},
            ("LIE-04", "codeInsee", "92012"),
        ),
        (1990, {"insee": "13001", "commune": "Marseille"}, ("LIE-05", "codeInsee", "13201")),
        (1990, {"insee": "35240", "commune": "Retiers"}, ("LIE-05", "codeInsee", "35239")),
        (1990, {"insee": "35238", "commune": "Nantes"}, ("LIE-06", "codeInsee", "44109")),
        (1990, {"insee": "35238", "commune": "Saint-Denis"}, ("LIE-06", "codeInsee", None)),
        (1990, {"insee": "35238", "commune": "Villeurbane"}, ("LIE-06", "codeInsee", None)),
        (1990, {"insee": "94041", "commune": "Vitry"}, ("LIE-06", "codeInsee", None)),
        (1990, {"insee": "94041", "commune": "Vitry sur Seine"}, ("LIE-06", "codeInsee", "94081")),
        (1990, {"insee": "75112", "commune": "Paris 13"}, ("LIE-06", "codeInsee", "75113")),
        (1990, {"insee": "35238", "commune": "Paris"}, ("LIE-06", "codeInsee", None)),
        (1990, {"insee": "13055", "commune": "Lyon"}, ("LIE-06", "codeInsee", None)),
        (1990, {"insee": "13055", "commune": "Rennes"}, ("LIE-06", "codeInsee", "35238")),
        (1990, {"insee": "75056"}, ("LIE-07", "codeInsee", None)),
        (1990, {"insee": "75000", "commune": "Paris"}, ("LIE-07", "codeInsee", None)),
        (1960, {"insee": "69123", "commune": "Lyon 9"}, ("LIE-07", "codeInsee", None)),
        (1990, {"insee": "69123", "commune": "Lyon 9"}, ("LIE-08", "codeInsee", "69389")),
        (1990, {"insee": "75056", "postal": "75012"}, ("LIE-08", "codeInsee", "75112")),
        (1990, {"insee": "13055", "commune": "Marseille 3e"}, ("LIE-08", "codeInsee", "13203")),
        (None, {"insee": "35238", "commune": "Nantes"}, ("LIE-06", "codeInsee", "44109")),
    ],
)
def test_blames_a_code(year, place, found):
    assert verdict(year, **place) == found


def test_a_day_of_birth_decides_when_the_year_is_not_enough():
    assert blame(1965, insee="78228") is None
    assert blame(1968, 1, 1, insee="78228").correction == "91228"
    assert blame(1967, 12, 31, insee="78228") is None


def test_a_value_comes_with_what_is_said_of_it():
    anomalie = blame(insee="35999", postal="44000", commune="Rennes")

    assert anomalie.valeur == "35999"
    assert blame(postal="00000").valeur == "00000"
    assert blame(insee="99352").valeur is None


def test_says_that_algeria_may_be_meant():
    assert "l'Algérie" in blame(1960, insee="91228").message
    assert "l'Algérie" not in blame(1960, insee="91228", commune="Évry").message


# --- Abroad


@pytest.mark.parametrize(
    ("year", "place", "found"),
    [
        (1990, {"insee": "99999"}, ("LIE-01", "codeInsee", None)),
        (
            1990,
            {"insee": "99998", "code_pays": "350", "pays": "Maroc"},
            ("LIE-01", "codeInsee", "99350"),
        ),
        (2000, {"insee": "99115"}, ("LIE-04", "codeInsee", None)),
        (2000, {"insee": "99115", "pays": "Slovaquie"}, ("LIE-04", "codeInsee", "99117")),
        (2000, {"insee": "99115", "pays": "Maroc"}, ("LIE-04", "codeInsee", None)),
        (2000, {"insee": "99141"}, ("LIE-04", "codeInsee", "99109")),
        (1990, {"insee": "99352"}, ("LIE-10", "codePaysNaissance", "352")),
        (1990, {"insee": "99352", "pays": "Algérie"}, ("LIE-10", "codePaysNaissance", "352")),
        (1990, {"insee": "99352", "code_pays": "DZA"}, ("LIE-11", "codePaysNaissance", "352")),
        (1990, {"insee": "99352", "code_pays": "999"}, ("LIE-11", "codePaysNaissance", "352")),
        (1990, {"insee": "35238", "code_pays": "999"}, ("LIE-11", "codePaysNaissance", "100")),
        (1990, {"insee": "35238", "code_pays": "FRA"}, ("LIE-11", "codePaysNaissance", "100")),
        (1990, {"insee": "98511", "code_pays": "999"}, ("LIE-11", "codePaysNaissance", None)),
        (1990, {"insee": "98511", "code_pays": "XYZ"}, None),
        (1990, {"insee": "99352", "code_pays": "350"}, ("LIE-12", "codePaysNaissance", None)),
        (1990, {"insee": "99352", "pays": "Maroc"}, ("LIE-12", "libellePaysNaissance", None)),
        (
            1990,
            {"insee": "99352", "code_pays": "350", "pays": "Algérie"},
            ("LIE-12", "codePaysNaissance", "352"),
        ),
        (
            1990,
            {"insee": "99350", "code_pays": "352", "pays": "Algérie"},
            ("LIE-12", "codeInsee", "99352"),
        ),
        (
            1990,
            {"insee": "99350", "code_pays": "350", "pays": "Algérie"},
            ("LIE-12", "libellePaysNaissance", "Maroc"),
        ),
        (
            1990,
            {"insee": "99350", "code_pays": "352", "pays": "Tunisie"},
            ("LIE-12", "libellePaysNaissance", None),
        ),
        (2000, {"insee": "99123", "code_pays": "155"}, ("LIE-12", "codePaysNaissance", None)),
        (1990, {"insee": "35238", "pays": "Maroc"}, ("LIE-13", "libellePaysNaissance", None)),
        (
            1990,
            {"insee": "35238", "code_pays": "350", "pays": "Maroc"},
            ("LIE-13", "codeInsee", "99350"),
        ),
        (
            1990,
            {"insee": "35238", "code_pays": "350", "pays": "France"},
            ("LIE-12", "codePaysNaissance", "100"),
        ),
    ],
)
def test_blames_a_country(year, place, found):
    assert verdict(year, **place) == found


# --- All of them


def test_none_of_it_keeps_a_passage_back():
    codes = [code for code in CATALOGUE if code.startswith("LIE-")]

    assert len(codes) == 13
    assert not any(CATALOGUE[code].gravite is Gravite.ERREUR for code in codes)


def test_what_is_sure_stands_in_the_catalogue():
    sure = {code for code in CATALOGUE if code.startswith("LIE-") and CATALOGUE[code].sure}

    assert sure == {"LIE-02", "LIE-08", "LIE-10"}


PLACES = st.builds(
    Place,
    insee=st.one_of(
        st.none(),
        st.sampled_from(["75056", "75012", "91228", "20004", "35238", "99352", "99115", "35000"]),
        st.text("0123456789AB", min_size=5, max_size=5),
        st.text(),
    ),
    postal=st.one_of(st.none(), st.sampled_from(["75012", "35000", "00000"]), st.text()),
    commune=st.one_of(st.none(), st.sampled_from(["Rennes", "Paris", "Évry", "Lyon 9"]), st.text()),
    code_pays=st.one_of(st.none(), st.sampled_from(["100", "352", "DZA", "999"]), st.text()),
    pays=st.one_of(st.none(), st.sampled_from(["France", "Maroc", "URSS", "Guernesey"]), st.text()),
)


@settings(deadline=None, max_examples=300)
@given(PLACES, st.integers(1900, 2099))
def test_a_correction_mends_and_earns_nothing_worse(place, year):
    """Once applied, a sure correction earns no other reproach of the same rubrique."""
    quand = Quand.de(year)
    constat = judge(place, quand)
    if constat is None or constat.correction is None or not CATALOGUE[constat.code].sure:
        return
    names = {"codeInsee": "insee", "codePaysNaissance": "code_pays"}
    changed = {
        names[key]: value for key, value in ((constat.rubrique, constat.correction), *constat.avec)
    }
    after = judge(place._replace(**changed), quand)

    assert after is None or after.rubrique != constat.rubrique


@settings(deadline=None)
@given(PLACES, st.one_of(st.none(), st.integers(1900, 2099)))
def test_the_quick_way_says_the_same(place, year):
    """The years for which nothing is wrong are no shortcut to a wrong answer."""
    anomalie = blame(year, **place._asdict())
    constat = judge(place, ALWAYS if year is None else Quand.de(year))

    assert (anomalie and anomalie.code) == (constat and constat.code)


# --- Sentences


@pytest.mark.parametrize(
    ("nom", "sentence"),
    [
        ("Rennes", "de Rennes"),
        ("Ivry", "d'Ivry"),
        ("Évry", "d'Évry"),
        ("Le Rheu", "du Rheu"),
        ("Les Lilas", "des Lilas"),
        ("La Rochelle", "de La Rochelle"),
        ("", "de "),
    ],
)
def test_names_follow_de(nom, sentence):
    assert of(nom) == sentence


def test_communes_are_listed_in_french():
    assert say_one_of(communes_named("Rennes")) == "Rennes (35238)"
    assert say_one_of(communes_named("Évry")) == "Évry (78228), Évry (89162) ou Évry (91228)"
    assert say_one_of(communes_named("Saint-Denis")).endswith("…")


@pytest.mark.parametrize(
    ("code", "year", "sentence"),
    [
        ("35238", 1990, None),
        ("35999", 1990, None),
        (
            "2A004",
            1970,
            "Ajaccio (2A004) ne sert que depuis le 1er janvier 1976 : à la naissance, c'était Ajaccio (20004).",
        ),
        (
            "20004",
            1980,
            "Ajaccio (20004) ne sert plus depuis le 1er janvier 1976 : à la naissance, c'était Ajaccio (2A004).",
        ),
        (
            "51606",
            1990,
            "Verdey (51606) ne sert plus depuis le 12 décembre 1966. Vérifiez le code et la date de naissance.",
        ),
        (
            "91352",
            1990,
            "Alger, département d'Algérie (91352) ne sert plus depuis le 5 juillet 1962. Donnez 99352.",
        ),
    ],
)
def test_explains_a_code_of_another_time(code, year, sentence):
    told = explain_then(code, Quand.de(year))

    assert (told and plain(told)) == sentence

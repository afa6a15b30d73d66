"""Names, sex and NIR of one holder: what contradicts what, and what is left alone."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accrochage.referentiels.patronymes import patronymes
from accrochage.referentiels.prenoms import prenoms_de
from accrochage.regles import etat_civil
from accrochage.regles.contexte import Contexte
from factories.noms import PERSONS
from factories.passages import (
    TODAY,
    a_dossier,
    a_passage,
    a_table,
    a_titulaire,
    an_identifiant,
)
from factories.textes import plain


def blame(**overrides):
    """Return what the rules say of a passage."""
    passage = a_passage(**overrides)
    found = (rule(passage, Contexte(TODAY)) for rule in etat_civil.RULES)
    return [anomalie for anomalie in found if anomalie]


def blame_titulaire(**overrides):
    return blame(identification=a_titulaire(**overrides))


def only(found):
    (anomalie,) = found
    return anomalie


# --- Left alone


@pytest.mark.parametrize(("nom", "prenom", "sexe"), PERSONS)
def test_finds_nothing_when_a_name_is_only_unusual(nom, prenom, sexe):
    found = blame_titulaire(nom_naissance=nom, prenom1=prenom, sexe=sexe)

    # A name that is the first name too may be right, and is worth a look all the same.
    allowed = {"NOM-14"} if nom.lower() == prenom.lower() else set()
    assert {anomalie.code for anomalie in found} <= allowed


@pytest.mark.parametrize("missing", ["nom_naissance", "prenom1", "sexe"])
def test_finds_nothing_when_a_cell_could_not_be_read(missing):
    assert blame_titulaire(**{missing: None}) == []


@pytest.mark.parametrize("identity", [a_dossier(), an_identifiant(), None])
def test_finds_nothing_when_no_civil_identity_is_sent(identity):
    assert blame(identification=identity) == []


@pytest.mark.parametrize("sexe", ["M", "F"])
@pytest.mark.parametrize("annee", [1958, 1975, 1991, 2004])
def test_hardly_ever_blames_persons_drawn_as_the_population_is(sexe, annee):
    rng, family = random.Random(annee), patronymes()
    names, weights = zip(*prenoms_de(sexe, annee), strict=True)
    blamed = [
        (nom, prenom)
        for prenom in rng.choices(names, weights, k=300)
        if blame_titulaire(
            nom_naissance=(nom := family[int(len(family) ** rng.random()) - 1]),
            prenom1=prenom,
            sexe=sexe,
        )
    ]

    assert len(blamed) <= 3


# --- Name and first name


def test_wonders_when_name_and_first_name_are_swapped():
    anomalie = only(blame_titulaire(nom_naissance="Maëlle", prenom1="LEFEBVRE"))

    assert (anomalie.code, anomalie.ou.rubrique) == ("NOM-15", "nomNaissance")
    assert (anomalie.valeur, anomalie.correction) == ("Maëlle", "LEFEBVRE")
    assert (anomalie.avec, anomalie.sure) == ((("prenom1", "Maëlle"),), False)


@pytest.mark.parametrize(
    ("nom", "prenom"),
    [("KOUASSI", "Koffi"), ("Martin", "Thomas"), ("Mohamed", "Anziza"), ("Zzyx", "LEFEBVRE")],
)
def test_swaps_nothing_when_either_may_be_right(nom, prenom):
    assert blame_titulaire(nom_naissance=nom, prenom1=prenom, sexe=None) == []


def test_swaps_names_of_abroad_when_it_is_likelier_still():
    swapped = {"nom_naissance": "Ibrahim", "prenom1": "Marini", "sexe": "M"}

    assert only(blame_titulaire(**swapped)).code == "NOM-15"
    assert blame_titulaire(**swapped, code_insee="99350") == []


@pytest.mark.parametrize("nom", ["LE GALL Maëlle", "LE GALL MAELLE", "Maëlle LE GALL"])
def test_proposes_the_name_alone_when_it_repeats_the_first_name(nom):
    anomalie = only(blame_titulaire(nom_naissance=nom))

    assert (anomalie.code, anomalie.correction, anomalie.sure) == ("NOM-12", "LE GALL", False)
    assert anomalie.ou.rubrique == "nomNaissance"


@pytest.mark.parametrize("nom", ["MARTIN Jean", "Jean MARTIN", "DUPONT Jean"])
def test_takes_a_frequent_family_name_for_one_when_it_is_a_first_name_too(nom):
    found = only(blame_titulaire(nom_naissance=nom, prenom1="Jean", sexe="M"))

    assert found.code == "NOM-12"


@pytest.mark.parametrize(
    ("nom", "prenom"),
    [
        ("SAINT JEAN", "Jean"),
        ("BEN ALI", "Ali"),
        ("ALI MOHAMED", "Mohamed"),
        ("DE JESUS", "Jesus"),
        ("LE GALLMAËLLE", "Maëlle"),
        ("DUPONT JEANNE", "Jean"),
    ],
)
def test_leaves_a_name_whose_words_go_together(nom, prenom):
    assert blame_titulaire(nom_naissance=nom, prenom1=prenom, sexe=None) == []


@pytest.mark.parametrize("prenom", ["Maëlle LE GALL", "LE GALL Maëlle"])
def test_proposes_the_first_name_alone_when_it_repeats_the_name(prenom):
    anomalie = only(blame_titulaire(prenom1=prenom))

    assert (anomalie.code, anomalie.correction, anomalie.sure) == ("PRE-04", "Maëlle", False)
    assert anomalie.ou.rubrique == "prenom1"


def test_doubts_when_name_and_first_name_are_the_same():
    anomalie = only(blame_titulaire(nom_naissance="MAELLE", prenom1="Maëlle"))

    assert (anomalie.code, anomalie.correction) == ("NOM-14", None)


def test_wonders_when_fingers_slipped():
    anomalie = only(blame_titulaire(prenom1="Stepahnie"))

    assert (anomalie.code, anomalie.correction, anomalie.sure) == ("PRE-05", "Stéphanie", False)
    assert anomalie.ou.rubrique == "prenom1"


def test_wonders_when_fingers_slipped_on_the_name():
    anomalie = only(blame_titulaire(nom_naissance="MARITN"))

    assert (anomalie.code, anomalie.correction, anomalie.sure) == ("NOM-17", "MARTIN", False)
    assert anomalie.ou.rubrique == "nomNaissance"


@pytest.mark.parametrize("typed", [{"prenom1": "Stepahnie"}, {"nom_naissance": "MARITN"}])
def test_lets_other_names_be_when_the_holder_was_born_abroad(typed):
    assert blame_titulaire(**typed, code_insee="99139") == []


# --- Namesakes

COMMON = {"nom_naissance": "MARTIN", "prenom1": "Marie", "annee_naissance": 1965}


@pytest.mark.parametrize(
    ("missing", "key"), [("mois_naissance", "moisNaissance"), ("jour_naissance", "jourNaissance")]
)
def test_asks_for_the_whole_date_when_a_namesake_is_likely(missing, key):
    anomalie = only(blame_titulaire(**COMMON, **{missing: None}))

    assert (anomalie.code, anomalie.correction) == ("IDT-03", None)
    assert anomalie.ou.rubrique == key


def test_asks_for_the_date_in_the_column_that_the_file_has():
    identity = a_titulaire(**COMMON, mois_naissance=None)
    anomalie = only(blame(identification=identity, table=a_table(["dateNaissance"])))

    assert (anomalie.code, anomalie.ou.cellule) == ("IDT-03", "A2")


def test_asks_for_no_date_when_the_name_is_rare_or_the_date_whole():
    assert blame_titulaire(**COMMON) == []
    assert blame_titulaire(nom_naissance="ZYLBERKRAUTZ", mois_naissance=None) == []


# --- Usage name


@pytest.mark.parametrize("usage", ["LE GALL", "Le Gall", "LE-GALL"])
def test_says_that_a_usage_name_repeats_the_birth_name(usage):
    anomalie = only(blame_titulaire(nom_usage=usage))

    assert (anomalie.code, anomalie.correction, anomalie.sure) == ("NOM-13", "", False)
    assert anomalie.ou.rubrique == "nomUsage"


@pytest.mark.parametrize(("nom", "usage"), [("LE GALL", "MARTIN"), (None, "MARTIN")])
def test_says_nothing_of_a_usage_name_of_its_own(nom, usage):
    assert blame_titulaire(nom_naissance=nom, nom_usage=usage) == []


# --- Sex


@pytest.mark.parametrize(
    ("prenom", "sexe", "other"),
    [("Maëlle", "M", "F"), ("JEAN-MICHEL", "F", "M"), ("Jeanne", "M", "F"), ("Kévin", "F", "M")],
)
def test_proposes_the_other_sex_when_the_first_name_says_it(prenom, sexe, other):
    anomalie = only(blame_titulaire(prenom1=prenom, sexe=sexe))

    assert (anomalie.code, anomalie.ou.rubrique) == ("SEX-01", "sexe")
    assert (anomalie.valeur, anomalie.correction, anomalie.sure) == (sexe, other, False)


@pytest.mark.parametrize("prenom", ["Camille", "Dominique", "Andrea", "Simone", "Alix", "Zzyx"])
@pytest.mark.parametrize("sexe", ["M", "F"])
def test_says_nothing_of_the_sex_when_both_bear_the_first_name(prenom, sexe):
    assert blame_titulaire(prenom1=prenom, sexe=sexe) == []


# --- NIR: 2 91 07 35 238 014


def blame_nir(nir=None, **overrides):
    identity = an_identifiant(nir=nir) if nir else an_identifiant()
    return blame(identification=identity, etat_civil=a_titulaire(**overrides))


def test_finds_nothing_when_a_nir_agrees_with_the_row():
    assert blame_nir() == []


@pytest.mark.parametrize("missing", ["sexe", "annee_naissance", "mois_naissance", "code_insee"])
def test_finds_nothing_when_the_row_does_not_say_what_the_nir_says(missing):
    assert blame_nir(**{missing: None}) == []


@pytest.mark.parametrize(
    ("overrides", "code"),
    [
        ({"sexe": "M"}, "NIR-03"),
        ({"annee_naissance": 1992}, "NIR-04"),
        ({"mois_naissance": 8}, "NIR-04"),
        ({"code_insee": "44109"}, "NIR-05"),
        ({"code_insee": "99139"}, "NIR-05"),
        ({"code_insee": "35047"}, "NIR-06"),
    ],
)
def test_says_what_disagrees_with_a_nir_and_never_the_nir(overrides, code):
    anomalie = only(blame_nir(**overrides))

    assert (anomalie.code, anomalie.ou.rubrique) == (code, "nir")
    assert (anomalie.valeur, anomalie.correction) == (None, None)
    for secret in ("2910735238014", "35238", "238014"):
        assert secret not in plain(anomalie.message)


def test_says_everything_that_disagrees_with_a_nir():
    found = blame_nir(sexe="M", annee_naissance=1975, code_insee="13055")

    assert [anomalie.code for anomalie in found] == ["NIR-03", "NIR-04", "NIR-05"]


@pytest.mark.parametrize("month", ["20", "31", "42", "50", "99", "00", "13"])
def test_compares_no_month_when_the_registry_did_not_know_it(month):
    assert blame_nir(f"291{month}35238014", mois_naissance=7) == []


def test_compares_no_place_when_the_row_has_no_code():
    assert blame_nir(code_insee="N/A--") == []


@pytest.mark.parametrize(
    "identity", [None, a_titulaire(), an_identifiant(nir=None), an_identifiant(nir="X")]
)
def test_compares_nothing_when_there_is_no_nir_to_read(identity):
    found = blame(identification=identity, etat_civil=a_titulaire(sexe="M", annee_naissance=1950))

    assert found == []


# --- Whatever is written

TEXTS = st.text(max_size=30) | st.sampled_from([*(nom for nom, _, _ in PERSONS), "Jean", "née", ""])


@given(TEXTS, TEXTS, TEXTS, st.sampled_from(["M", "F"]))
def test_never_fails_whatever_names_are(nom, prenom, usage, sexe):
    for anomalie in blame_titulaire(
        nom_naissance=nom, prenom1=prenom, nom_usage=usage or None, sexe=sexe
    ):
        assert not anomalie.sure


@given(st.from_regex(r"[12][0-9]{4}(2[AB]|[0-9]{2})[0-9]{6}", fullmatch=True), TEXTS)
def test_never_fails_whatever_a_nir_is(nir, code_insee):
    found = blame_nir(nir, code_insee=code_insee)

    assert {anomalie.code for anomalie in found} <= {"NIR-03", "NIR-04", "NIR-05", "NIR-06"}
    assert all(nir not in anomalie.message for anomalie in found)

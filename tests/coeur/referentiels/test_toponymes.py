"""Names of communes as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accrochage.referentiels.arrondissements import VILLES, arrondissement
from accrochage.referentiels.departements import departement_named, nom_departement
from accrochage.referentiels.toponymes import departement_of, make_keys, read_toponyme


@pytest.mark.parametrize(
    "spellings",
    [
        ("Saint-Malo", "ST MALO", "st-malo", " saint malo ", "Saint‑Malo"),
        ("Sainte-Geneviève-des-Bois", "STE GENEVIEVE DES BOIS"),
        ("L'Haÿ-les-Roses", "L’HAY LES ROSES", "HAY-LES-ROSES (L')", "Haÿ-les-Roses"),
        ("Le Havre", "HAVRE (LE)", "Havre"),
        ("Les Lilas", "LILAS (LES)"),
        ("Chalon-sur-Saône", "CHALON S/SAONE", "Chalon s/ Saône", "chalon/saone", "Chalon s Saône"),
        ("Œuilly", "OEUILLY", "Oeuilly"),
        ("Paris 1er Arrondissement", "Paris 1", "PARIS 01", "paris 1er", "Paris Ier", "PARIS1"),
        (
            "Lyon 3e Arrondissement",
            "Lyon 3",
            "LYON 3EME",
            "Lyon III",
            "lyon 3ème arr.",
            "Lyon IIIe",
        ),
        ("Marseille 12e Arrondissement", "MARSEILLE 12", "Marseille XII", "Marseille 12 ème"),
    ],
)
def test_spellings_of_one_name_have_one_key(spellings):
    assert len({make_keys(spelling) for spelling in spellings}) == 1


def test_names_that_differ_have_different_keys():
    names = ["Saint-Denis", "Saint-Denis-d'Oléron", "Paris", "Paris 2", "Lyon 2", "Y", "La", "Eu"]

    assert make_keys("\n".join(names)).split("\n") == [make_keys(name) for name in names]
    assert len({make_keys(name) for name in names}) == len(names)


@pytest.mark.parametrize(
    ("text", "cle", "departement"),
    [
        ("Rennes", "rennes", None),
        ("Rennes (35)", "rennes", "35"),
        ("35000 RENNES CEDEX 7", "rennes", "35"),
        ("Ajaccio (2a)", "ajaccio", "2A"),
        ("97400 Saint-Denis", "saintdenis", "974"),
        ("Rennes (Ille et Vilaine)", "rennes", "35"),
        ("Rennes (Bretagne)", "rennes", None),
        ("Saint-Denis de la Réunion", "saintdenis", "974"),
        ("Saint-Pierre, Martinique", "saintpierre", "972"),
        ("Abergement-Clémenciat (L')", "abergementclemenciat", None),
        ("12345678", "12345678", None),
        ("", "", None),
    ],
)
def test_what_surrounds_a_name_tells_the_departement(text, cle, departement):
    assert read_toponyme(text) == (cle, departement)


@given(st.text(max_size=300))
def test_any_text_can_be_read(text):
    cle, departement = read_toponyme(text)

    assert " " not in cle
    assert departement is None or len(departement) in {2, 3}


@pytest.mark.parametrize(
    ("code", "departement"), [("35238", "35"), ("2A004", "2A"), ("97411", "974"), ("98735", "987")]
)
def test_a_code_tells_its_departement(code, departement):
    assert departement_of(code) == departement


@pytest.mark.parametrize(
    ("nom", "code"),
    [
        ("ILLE ET VILAINE", "35"),
        ("Corse-du-Sud", "2A"),
        ("La Réunion", "974"),
        ("Réunion", "974"),
        ("Landes", "40"),
        ("Seine", None),  # is no more
        ("Bretagne", None),
        ("", None),
    ],
)
def test_departements_are_found_by_name(nom, code):
    assert departement_named(nom) == code


def test_departements_have_names():
    assert nom_departement("2B") == "Haute-Corse"
    assert nom_departement("78") == "Yvelines"
    assert nom_departement("99") is None


@pytest.mark.parametrize(
    ("ville", "commune", "postal", "code"),
    [
        ("75056", "Paris 12e", None, "75112"),
        ("75056", "PARIS", "75008", "75108"),
        ("75056", None, "75116", "75116"),
        ("75056", "Paris 8", "75008", "75108"),
        ("75056", "Paris 8", "75009", None),
        ("75056", "Paris 21", None, None),
        ("75056", "Paris la Défense", None, None),
        ("75056", "Paris", "75000", None),
        ("75056", "Paris", "92000", None),
        ("75056", None, None, None),
        ("69123", "LYON 9", None, "69389"),
        ("69123", None, "69009", "69389"),
        ("13055", "Marseille", "13016", "13216"),
        ("13055", "Marseille 1er", None, "13201"),
    ],
)
def test_an_arrondissement_is_told_by_name_or_postal_code(ville, commune, postal, code):
    assert arrondissement(VILLES[ville], commune, postal) == code

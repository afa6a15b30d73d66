"""Passages of one file, each checked beside those before it."""

from datetime import date

import pytest

from factories.passages import (
    a_certification,
    a_dossier,
    a_passage,
    a_titulaire,
    an_identifiant,
    check,
    codes,
)
from factories.textes import plain


def another(**overrides):
    """Return a second passage, of the same person unless told otherwise."""
    return a_passage(id_technique="2026-0002", ligne=3, **overrides)


def codes_of_second(*, first=None, second):
    return codes(check(first or a_passage(), second)[1])


def test_says_nothing_of_different_passages():
    assert check(a_passage(), another(identification=a_titulaire(prenom1="Anne"))) == [[], []]


def test_applies_the_rules_to_each_passage():
    (found,) = check(
        a_passage(date_fin_validite=date(2020, 1, 1), obtention_certification="PAR_SCORING")
    )

    assert codes(found) == ["VAL-01", "SCO-01"]


# --- The same idTechnique


def test_refuses_a_second_passage_when_it_has_the_same_id():
    other = a_titulaire(prenom1="Anne")
    _, second, third = check(
        a_passage(ligne=12), a_passage(ligne=13, identification=other), a_passage(ligne=14)
    )

    assert codes(second) == ["DUP-01"]
    assert (second[0].ou.rubrique, second[0].ou.ligne, second[0].valeur) == (
        "idTechnique",
        13,
        "2026-0001",
    )
    assert plain(second[0].message).endswith(
        "de la ligne 12 de votre fichier. Donnez-en un autre, ou supprimez la ligne."
    )
    assert codes(third) == ["DUP-01", "DUP-02"]
    assert "ligne 12" in third[0].message


def test_tells_ids_apart_when_only_their_case_differs():
    first = a_passage(id_technique="a1")
    second = another(identification=a_titulaire(prenom1="Anne"))._replace(id_technique="A1")

    assert codes_of_second(first=first, second=second) == []


def test_says_nothing_of_ids_when_both_are_missing():
    missing = a_passage(id_technique=None)

    assert codes_of_second(first=missing, second=missing._replace(ligne=3)) == ["DUP-02"]


# --- The same person and certification


@pytest.mark.parametrize(
    ("identification", "rubrique"),
    [(a_titulaire(), "nomNaissance"), (a_dossier(), "idDossier"), (an_identifiant(), "nir")],
    ids=["titulaire", "dossier", "nir"],
)
def test_warns_when_a_person_has_the_same_certification_twice(identification, rubrique):
    first = a_passage(identification=identification)
    (anomalie,) = check(first, another(identification=identification))[1]

    assert (anomalie.code, anomalie.ou.rubrique, anomalie.ou.ligne) == ("DUP-02", rubrique, 3)
    assert plain(anomalie.message) == (
        "La même personne a déjà la même certification à la ligne 2 de votre fichier. Gardez les deux si elle l'a obtenue deux fois."
    )


def test_recognises_a_person_whatever_the_case_of_her_name():
    same = a_titulaire(nom_naissance="Le Gall", prenom1="MAËLLE")

    assert codes_of_second(second=another(identification=same)) == ["DUP-02"]


@pytest.mark.parametrize(
    ("nom_naissance", "prenom1"),
    [
        ("LE GALL", "Maelle"),
        ("Le-Gall", "MAËLLE"),
        ("LEGALL", "maëlle"),
        ("LE  GALL", "Maëlle."),
        ("Lè Gall", "Maëllé"),
    ],
)
def test_recognises_a_person_whatever_the_accents_and_hyphens_of_her_name(nom_naissance, prenom1):
    first = a_passage(identification=a_titulaire(nom_naissance="LE GALL", prenom1="Maëlle"))
    same = a_titulaire(nom_naissance=nom_naissance, prenom1=prenom1)

    assert codes_of_second(first=first, second=another(identification=same)) == ["DUP-02"]


def test_a_name_does_not_run_into_the_next():
    first = a_passage(identification=a_titulaire(nom_naissance="MARTIN", prenom1="Eve"))
    other = a_titulaire(nom_naissance="MARTINE", prenom1="Ve")

    assert codes_of_second(first=first, second=another(identification=other)) == []


@pytest.mark.parametrize(
    "difference",
    [
        {"nom_naissance": "LE GALLE"},
        {"prenom1": "Anne"},
        {"annee_naissance": 1990},
        {"mois_naissance": 8},
        {"jour_naissance": 4},
        {"code_insee": "35239"},
    ],
    ids=str,
)
def test_tells_two_persons_apart_when_one_thing_differs(difference):
    assert codes_of_second(second=another(identification=a_titulaire(**difference))) == []


def test_accepts_two_certifications_of_one_person():
    assert codes_of_second(second=another(certification=a_certification(code="RNCP1"))) == []


@pytest.mark.parametrize(
    "identification",
    [
        None,
        a_titulaire(nom_naissance=None),
        a_titulaire(prenom1=None),
        a_titulaire(annee_naissance=None),
        a_dossier(id_dossier=None),
        an_identifiant(nir=None),
    ],
    ids=str,
)
def test_recognises_nobody_when_too_little_is_known(identification):
    passage = a_passage(identification=identification)

    assert codes_of_second(first=passage, second=another(identification=identification)) == []


def test_counts_from_the_first_line_when_rows_have_no_number():
    nowhere = a_passage(ligne=None)

    assert codes(check(nowhere, nowhere)[1]) == ["DUP-01", "DUP-02"]

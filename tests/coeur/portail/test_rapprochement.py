"""The three steps of the CDC, one at a time, and what it answers at each."""

import pytest

from accrochage.portail.messages import AUCUN, AUCUN_JOUR_MOIS, AUCUN_LIEU, PLUSIEURS
from accrochage.portail.rapprochement import Rapprochement, as_written, folded
from factories.portail import a_personne

SENT = {
    "nomNaissance": "LE GALL",
    "prenom1": "Maëlle",
    "sexe": "F",
    "anneeNaissance": "1991",
    "moisNaissance": "7",
    "jourNaissance": "3",
    "codeInsee": "35238",
}
ME = a_personne(prenom2="Louise")
SAME_YEAR = a_personne(mois_naissance="12", jour_naissance="25", code_insee="29019")
SAME_DAY = a_personne(code_insee="29019", libelle_commune="Brest", prenom2="Anne")


def answer(*personnes, compared=folded, without=(), **changes):
    values = {key: value for key, value in (SENT | changes).items() if key not in without}
    return Rapprochement([values], personnes, compared).judge(values)


def test_literals_are_those_of_the_cdc():
    assert AUCUN == "Aucun titulaire ne correspond aux critères obligatoires"
    assert AUCUN_JOUR_MOIS == (
        "Aucun titulaire ne correspond aux critères obligatoires enrichis du jour et du mois de naissance"
    )
    assert PLUSIEURS == "Plusieurs titulaires ont été identifiés"


# --------------------------------------------------------------------------------------- step 1


@pytest.mark.parametrize(
    "change",
    [
        {"nomNaissance": "MARTIN"},
        {"prenom1": "Maël"},
        {"sexe": "M"},
        {"anneeNaissance": "1990"},
    ],
)
def test_each_criterion_of_the_first_step_counts(change):
    assert answer(ME) is None
    assert answer(ME, **change) == AUCUN


def test_the_first_step_is_enough_when_one_person_agrees():
    assert (
        answer(ME, moisNaissance="1", jourNaissance="1", codeInsee="75101", prenom2="Zoé") is None
    )


# --------------------------------------------------------------------------------------- step 2


def test_day_and_month_tell_two_people_apart():
    assert answer(ME, SAME_YEAR) is None


@pytest.mark.parametrize(
    "change",
    [
        {"moisNaissance": "8"},
        {"jourNaissance": "4"},
        {"moisNaissance": "3", "jourNaissance": "7"},
    ],
)
def test_nobody_was_born_that_day(change):
    assert answer(ME, SAME_YEAR, **change) == AUCUN_JOUR_MOIS


def test_a_criterion_that_was_not_sent_sets_nobody_aside():
    assert answer(ME, SAME_YEAR, without=("moisNaissance", "jourNaissance")) is None
    assert (
        answer(ME, SAME_YEAR, without=("moisNaissance", "jourNaissance", "codeInsee")) == PLUSIEURS
    )


def test_a_date_that_the_register_does_not_know_is_no_other_date():
    unknown = a_personne(mois_naissance="", jour_naissance="")

    assert answer(unknown, SAME_YEAR) == AUCUN_JOUR_MOIS


# --------------------------------------------------------------------------------------- step 3


def test_the_place_tells_two_people_apart():
    assert answer(ME, SAME_DAY) is None


@pytest.mark.parametrize(
    "change",
    [
        {"codeInsee": "75101"},
        {"prenom2": "Marie"},
        {"prenom3": "Jeanne"},
        {"libelleCommuneNaissance": "Paris"},
        {"libellePaysNaissance": "Maroc"},
    ],
)
def test_everything_optional_that_was_sent_counts(change):
    assert answer(ME, SAME_DAY, **change) == AUCUN_LIEU


def test_names_of_the_place_and_first_names_are_compared_as_names():
    assert (
        answer(
            ME,
            SAME_DAY,
            prenom2="LOUISE",
            libelleCommuneNaissance="RENNES",
            libellePaysNaissance="france",
        )
        is None
    )


def test_a_country_is_compared_when_the_register_knows_one():
    here = a_personne(code_insee="99352", code_pays="352")
    there = a_personne(code_insee="99350", code_pays="350")
    sent = {"codeInsee": "", "codePaysNaissance": "352"}

    assert answer(here, there, **sent) is None
    assert answer(there, there, **sent) == AUCUN_LIEU
    assert answer(ME, SAME_DAY, codePaysNaissance="100") is None


@pytest.mark.parametrize(
    ("postal", "insee"),
    [("35000", "35238"), ("20000", "2A004"), ("20200", "2B033"), ("97110", "97120")],
)
def test_a_postal_code_is_compared_by_its_departement(postal, insee):
    here, elsewhere = a_personne(code_insee=insee), a_personne(code_insee="97411")

    assert answer(here, elsewhere, without=("codeInsee",), codePostal=postal) is None


def test_people_who_have_everything_in_common_are_too_many():
    assert answer(ME, ME) == PLUSIEURS


# --------------------------------------------------------------------------------- names compared


@pytest.mark.parametrize(
    "change",
    [
        {"nomNaissance": "Le Gall"},
        {"nomNaissance": "LE-GALL"},
        {"nomNaissance": "LEGALL"},
        {"prenom1": "MAELLE"},
    ],
)
def test_names_are_folded_unless_told_otherwise(change):
    assert answer(ME, **change) is None
    assert answer(ME, compared=as_written, **change) == AUCUN


def test_letter_for_letter():
    assert answer(ME, compared=as_written) is None


# ------------------------------------------------------------------------------ NIR, EDOF folder


def test_the_nir_does_without_the_steps():
    values = {"nir": "2910735238014", "nomNaissance": "Le Gall"}

    assert Rapprochement([values], [ME, SAME_DAY._replace(nir="1")]).judge(values) is None


@pytest.mark.parametrize(
    "values",
    [
        {"nir": "2910735238015", "nomNaissance": "LE GALL"},
        {"nir": "2910735238014", "nomNaissance": "MARTIN"},
        {"idDossier": "1", "nomTitulaire": "LE GALL", "prenom1Titulaire": "Maëlle"},
        {"idDossier": "1234567891011", "nomTitulaire": "MARTIN", "prenom1Titulaire": "Maëlle"},
        {"idDossier": "1234567891011", "nomTitulaire": "LE GALL", "prenom1Titulaire": "Anne"},
    ],
)
def test_a_number_or_a_name_that_is_not_his(values):
    assert Rapprochement([values], [ME]).judge(values) == AUCUN


def test_the_names_of_a_folder_are_cut_as_the_format_cuts_them():
    long = a_personne(nom_naissance="A" * 40, prenom1="B" * 25)
    values = {
        "idDossier": "1234567891011",
        "nomTitulaire": "A" * 30,
        "prenom1Titulaire": "B" * 20,
    }

    assert Rapprochement([values], [long]).judge(values) is None


def test_people_without_a_folder_are_not_found_by_it():
    nobody = {"idDossier": "", **SENT}

    assert Rapprochement([nobody], [ME._replace(id_dossier="")]).judge(nobody) is None

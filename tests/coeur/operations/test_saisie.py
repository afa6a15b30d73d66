"""Check of records that no workbook holds."""

from datetime import date

import pytest

from accrochage.operations.saisie import (
    ETAT_CIVIL,
    ETAT_CIVIL_ET_NIR,
    PASSAGE,
    Saisie,
    apply_correction,
    to_plain,
)
from accrochage.regles.prevision import Risque
from factories.operations import sound_rows

TODAY = date(2026, 11, 23)
ZOE = {
    "nomNaissance": "Dubreuil",
    "prenom1": "Zoé",
    "anneeNaissance": 1991,
    "moisNaissance": "7",
    "jourNaissance": 3,
    "sexe": "F",
    "codeInsee": "35238",
    "libelleCommuneNaissance": "Rennes",
}


def found(values, keys=ETAT_CIVIL, version="1.1.5"):
    fiche = Saisie(version, TODAY, keys).check(values)
    return {(anomalie.ou.rubrique, anomalie.code) for anomalie in fiche.anomalies}


def test_a_sound_civil_identity():
    fiche = Saisie("1.1.5", TODAY, ETAT_CIVIL).check(ZOE)

    assert fiche.anomalies == ()
    assert fiche.sound
    assert fiche.titulaire.mois_naissance == 7
    assert fiche.predict().risque is Risque.SUR


@pytest.mark.parametrize("nothing", ["", None])
def test_nothing_is_said_beyond_the_keys(nothing):
    assert found({**ZOE, "sexe": nothing}) == {("sexe", "OBL-01")}


def test_nothing_is_said_of_a_titulaire_who_is_not_asked_for():
    certification = {"type": "RNCP", "code": "RNCP35726"}

    assert found(certification, keys=("type", "code")) == set()
    assert found({**certification, "type": "RS"}, keys=("type", "code")) == {("type", "CER-01")}


def test_an_empty_record():
    assert found({}) == {("nomNaissance", "IDT-01")}


def test_a_whole_birth_date_is_blamed_where_it_stands():
    parts = {"anneeNaissance", "moisNaissance", "jourNaissance"}
    identity = {key: value for key, value in ZOE.items() if key not in parts}

    assert found({**identity, "dateNaissance": "03/07/1991"}) == set()
    assert found({**identity, "dateNaissance": "31/02/1991"}) == {("dateNaissance", "DAT-02")}
    assert found(identity) == {("anneeNaissance", "OBL-01")}


def test_the_rules_of_one_passage_speak_too():
    assert found({**ZOE, "prenom1": "Martine", "sexe": "M"}) == {("sexe", "SEX-01")}


def test_a_whole_passage():
    (row,) = sound_rows(1)

    fiche = Saisie("1.1.5", TODAY, PASSAGE).check(row)

    assert fiche.anomalies == ()
    assert fiche.passage.id_technique == "N-0"
    assert fiche.predict("Aucun titulaire").risque is Risque.A_VERIFIER


def test_one_checker_serves_for_many_records():
    saisie = Saisie("1.1.5", TODAY, ETAT_CIVIL)

    verdicts = [saisie.check(values).sound for values in (ZOE, {**ZOE, "prenom1": ""}, ZOE)]

    assert verdicts == [True, False, True]


def test_a_nir_is_compared_and_never_kept():
    values = {**ZOE, "nir": "1 91 07 35 238 014"}

    fiche = Saisie("1.1.5", TODAY, ETAT_CIVIL_ET_NIR).check(values)
    (plain,) = [to_plain(anomalie) for anomalie in fiche.anomalies]

    assert (plain["key"], plain["code"], plain["valeur"]) == ("nir", "NIR-03", None)
    assert fiche.titulaire.nom_naissance == "Dubreuil"
    wrong = Saisie("1.1.5", TODAY, ETAT_CIVIL_ET_NIR).check({**ZOE, "nir": "191073523"})
    assert "191073523" not in str([to_plain(anomalie) for anomalie in wrong.anomalies])


def test_a_version_that_knows_no_nir_does_not_look_at_it():
    assert found({**ZOE, "nir": "abc"}, ETAT_CIVIL_ET_NIR, "1.1.2") == set()


def test_a_correction_and_what_goes_with_it():
    saisie = Saisie("1.1.5", TODAY, ETAT_CIVIL)
    values = {**ZOE, "nomNaissance": "Dupont née Martin"}
    (anomalie,) = saisie.check(values).anomalies

    corrected = apply_correction(values, anomalie)

    assert (corrected["nomNaissance"], corrected["nomUsage"]) == ("Martin", "Dupont")
    assert saisie.check(corrected).anomalies == ()
    assert to_plain(anomalie) == {
        "code": "NOM-10",
        "gravite": "erreur",
        "key": "nomNaissance",
        "message": anomalie.message,
        "valeur": "Dupont née Martin",
        "correction": "Martin",
        "avec": [["nomUsage", "Dupont"]],
    }


def test_an_anomalie_without_correction_changes_nothing():
    saisie = Saisie("1.1.5", TODAY, ETAT_CIVIL)
    values = {**ZOE, "sexe": ""}
    (anomalie,) = saisie.check(values).anomalies

    assert apply_correction(values, anomalie) == values

"""Rules between the rubriques of one passage, each on both sides of its boundary."""

from datetime import date, timedelta

import pytest

from accrochage.regles.coherence import RULES, START_OF_DUTY
from accrochage.regles.contexte import Contexte
from factories.passages import (
    TODAY,
    a_certification,
    a_dossier,
    a_passage,
    a_table,
    a_titulaire,
    an_identifiant,
    codes,
)
from factories.textes import plain

CONTEXTE = Contexte(TODAY)
DELIVERED = date(2026, 6, 30)
DAY = timedelta(days=1)


def blame(**overrides):
    """Return what the rules say of a passage."""
    passage = a_passage(**overrides)
    return [anomalie for rule in RULES if (anomalie := rule(passage, CONTEXTE))]


def blame_one(**overrides):
    (anomalie,) = blame(**overrides)
    return anomalie


def codes_of(**overrides):
    return codes(blame(**overrides))


def test_says_nothing_of_a_sound_passage():
    assert blame() == []


def test_says_nothing_when_nothing_is_known():
    nothing = dict.fromkeys(a_passage()._fields)
    nothing |= {"certification": a_certification(type=None, code=None), "table": a_table([])}

    assert blame(**nothing) == []


def test_says_nothing_of_an_identity_when_it_is_not_a_civil_one():
    assert blame(identification=a_dossier()) == []
    assert blame(identification=an_identifiant()) == []


# --- Certification


@pytest.mark.parametrize(
    ("type_", "code"),
    [("RNCP", "RNCP1"), ("RS", "RS5875"), (None, "RNCP1"), ("RNCP", None), ("Habilitation", "RS1")],
)
def test_accepts_a_code_when_it_goes_with_its_type(type_, code):
    assert blame(certification=a_certification(type=type_, code=code)) == []


@pytest.mark.parametrize(
    ("type_", "code", "other"), [("RNCP", "RS5875", "RS"), ("RS", "RNCP35726", "RNCP")]
)
def test_proposes_the_other_type_when_the_code_is_of_it(type_, code, other):
    anomalie = blame_one(certification=a_certification(type=type_, code=code))

    assert (anomalie.code, anomalie.ou.rubrique, anomalie.valeur, anomalie.correction) == (
        *("CER-01", "type", type_, other),
    )
    assert (
        plain(anomalie.message)
        == f"Le code {code} est au {other}, mais le type dit {type_}. Corrigez l'un des deux."
    )


@pytest.mark.parametrize(
    "code", ["RNCP", "RNCP35726BC01", "35726", "rncp35726", "RNCP²", "RNCP٣", "Titre"]
)
def test_warns_when_a_code_has_not_the_form_of_its_type(code):
    anomalie = blame_one(certification=a_certification(code=code))

    assert (anomalie.code, anomalie.ou.rubrique, anomalie.valeur) == ("TXT-04", "code", code)
    assert plain(anomalie.message) == (
        f"« {code} » n'a pas la forme d'un code RNCP (exemple : RNCP35726). Vérifiez-le."
    )


def test_gives_an_example_of_the_right_type_when_the_code_is_neither():
    assert "exemple : RS5875" in plain(
        blame_one(certification=a_certification(type="RS", code="5875")).message
    )


# --- Delivery and validity


def test_accepts_a_delivery_from_the_start_of_the_duty_to_today():
    assert codes_of(date_debut_validite=START_OF_DUTY) == []
    assert codes_of(date_debut_validite=TODAY) == []


def test_warns_when_a_delivery_precedes_the_duty():
    anomalie = blame_one(date_debut_validite=START_OF_DUTY - DAY)

    assert (anomalie.code, anomalie.ou.rubrique, anomalie.valeur) == (
        "VAL-02",
        "dateDebutValidite",
        "30/06/2021",
    )
    assert plain(anomalie.message).startswith(
        "Délivrée le 30 juin 2021, avant le 1er juillet 2021 :"
    )


def test_refuses_a_delivery_when_its_day_has_not_come():
    anomalie = blame_one(date_debut_validite=TODAY + DAY)

    assert (anomalie.code, anomalie.ou.rubrique, anomalie.valeur) == (
        "VAL-03",
        "dateDebutValidite",
        "02/09/2026",
    )
    assert (
        plain(anomalie.message)
        == "Le 2 septembre 2026 n'est pas encore venu. Corrigez la date, ou attendez ce jour."
    )


@pytest.mark.parametrize("end", [None, DELIVERED, DELIVERED + DAY])
def test_accepts_an_end_of_validity_when_it_does_not_precede_the_delivery(end):
    assert codes_of(date_fin_validite=end) == []


def test_refuses_an_end_of_validity_when_it_precedes_the_delivery():
    anomalie = blame_one(date_fin_validite=DELIVERED - DAY)

    assert (anomalie.code, anomalie.ou.rubrique, anomalie.valeur) == (
        "VAL-01",
        "dateFinValidite",
        "29/06/2026",
    )
    assert plain(anomalie.message) == (
        "La fin de validité (29/06/2026) précède la délivrance (30/06/2026). Corrigez l'une des deux."
    )


# --- Examination and registration


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (None, None),
        (DELIVERED, DELIVERED),
        (DELIVERED - DAY, DELIVERED),
        (DELIVERED, None),
        (None, DELIVERED),
    ],
)
def test_accepts_an_examination_when_it_ends_after_it_starts(start, end):
    assert codes_of(date_debut_examen=start, date_fin_examen=end) == []


def test_refuses_an_examination_when_it_ends_before_it_starts():
    anomalie = blame_one(date_debut_examen=DELIVERED, date_fin_examen=DELIVERED - DAY)

    assert (anomalie.code, anomalie.ou.rubrique, anomalie.valeur) == (
        "EXA-01",
        "dateFinExamen",
        "29/06/2026",
    )


def test_warns_when_an_examination_follows_the_delivery():
    anomalie = blame_one(date_debut_examen=DELIVERED + DAY)

    assert (anomalie.code, anomalie.ou.rubrique, anomalie.valeur) == (
        "EXA-02",
        "dateDebutExamen",
        "01/07/2026",
    )


@pytest.mark.parametrize("day", [None, DELIVERED - DAY, DELIVERED])
def test_accepts_a_registration_until_the_delivery(day):
    assert codes_of(date_inscription=day) == []


def test_warns_when_a_registration_follows_the_delivery():
    anomalie = blame_one(date_inscription=DELIVERED + DAY)

    assert (anomalie.code, anomalie.ou.rubrique, anomalie.valeur) == (
        "INS-01",
        "dateInscription",
        "01/07/2026",
    )


# --- Levels


@pytest.mark.parametrize(
    ("announced", "niveau"), [(True, "B2"), (False, None), (None, "B2"), (None, None)]
)
def test_accepts_a_language_level_when_it_is_announced(announced, niveau):
    assert codes_of(presence_niveau_langue_euro=announced, niveau_langue_europeen=niveau) == []


@pytest.mark.parametrize(
    ("announced", "niveau", "code"), [(True, None, "LNG-01"), (False, "B2", "LNG-02")]
)
def test_warns_when_a_language_level_and_its_announcement_disagree(announced, niveau, code):
    anomalie = blame_one(presence_niveau_langue_euro=announced, niveau_langue_europeen=niveau)

    assert (anomalie.code, anomalie.ou.rubrique, anomalie.valeur) == (
        code,
        "niveauLangueEuropeen",
        niveau,
    )


@pytest.mark.parametrize(
    ("announced", "score", "resultats"),
    [(True, 640, None), (True, None, ()), (True, 640, ()), (False, None, None), (None, 640, None)],
)
def test_accepts_a_digital_level_when_it_is_announced(announced, score, resultats):
    assert (
        codes_of(presence_niveau_numerique_euro=announced, score_general=score, resultats=resultats)
        == []
    )


@pytest.mark.parametrize(
    ("announced", "score", "resultats", "code"),
    [(True, None, None, "NUM-01"), (False, 640, None, "NUM-02"), (False, None, (), "NUM-02")],
)
def test_warns_when_a_digital_level_and_its_announcement_disagree(
    announced, score, resultats, code
):
    anomalie = blame_one(
        presence_niveau_numerique_euro=announced, score_general=score, resultats=resultats
    )

    assert (anomalie.code, anomalie.ou.rubrique) == (code, "scoreGeneral")


def test_points_to_the_results_when_the_file_has_no_column_for_the_score():
    anomalie = blame_one(presence_niveau_numerique_euro=True, table=a_table(["resultats"]))

    assert anomalie.ou.rubrique == "resultats"


# --- How it was obtained


@pytest.mark.parametrize(
    ("obtention", "scoring"),
    [("PAR_SCORING", "815"), ("PAR_ADMISSION", None), ("PAR_ADMISSION", "15"), (None, None)],
)
def test_accepts_a_missing_score_when_none_is_expected(obtention, scoring):
    assert codes_of(obtention_certification=obtention, scoring=scoring) == []


def test_warns_when_a_score_is_expected():
    anomalie = blame_one(obtention_certification="PAR_SCORING")

    assert (anomalie.code, anomalie.ou.rubrique) == ("SCO-01", "scoring")


@pytest.mark.parametrize(
    ("modalite", "voie"), [("VAE", "CONGES_VAE"), ("CANDIDAT_LIBRE", None), (None, None)]
)
def test_accepts_the_way_of_a_vae_when_there_is_a_vae(modalite, voie):
    assert codes_of(modalite_acces=modalite, voie_acces_vae=voie) == []


@pytest.mark.parametrize(
    ("modalite", "voie", "code"),
    [("VAE", None, "VAE-01"), ("CANDIDAT_LIBRE", "VAE_CLASSIQUE", "VAE-02")],
)
def test_warns_when_a_vae_and_its_way_disagree(modalite, voie, code):
    anomalie = blame_one(modalite_acces=modalite, voie_acces_vae=voie)

    assert (anomalie.code, anomalie.ou.rubrique, anomalie.valeur) == (code, "voieAccessVAE", voie)


def test_proposes_a_vae_when_only_its_way_is_given():
    anomalie = blame_one(modalite_acces=None, voie_acces_vae="VAE_CLASSIQUE")

    assert (anomalie.code, anomalie.ou.rubrique, anomalie.correction) == (
        "VAE-02",
        "modaliteAcces",
        "VAE",
    )


# --- Birth


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [
        (1991, 7, None),
        (1991, None, None),
        (1992, 2, 29),
        (1991, 2, 28),
        (1991, 1, 31),
        (1991, 4, 30),
        (None, 2, 30),
    ],
)
def test_accepts_a_birth_date_when_it_may_exist(year, month, day):
    titulaire = a_titulaire(annee_naissance=year, mois_naissance=month, jour_naissance=day)

    assert blame(identification=titulaire) == []


def test_warns_when_a_day_of_birth_has_no_month():
    anomalie = blame_one(identification=a_titulaire(mois_naissance=None))

    assert (anomalie.code, anomalie.ou.rubrique) == ("NAI-01", "moisNaissance")


@pytest.mark.parametrize(
    ("year", "month", "day", "reason"),
    [
        (1991, 2, 29, "le 29 février 1991 n'existe pas, 1991 n'est pas bissextile"),
        (1992, 2, 30, "février 1992 compte 29 jours"),
        (1991, 4, 31, "avril 1991 compte 30 jours"),
    ],
)
def test_refuses_a_birth_date_when_it_does_not_exist(year, month, day, reason):
    titulaire = a_titulaire(annee_naissance=year, mois_naissance=month, jour_naissance=day)
    anomalie = blame_one(identification=titulaire)

    assert (anomalie.code, anomalie.ou.rubrique) == ("NAI-02", "jourNaissance")
    assert anomalie.valeur == f"{day:02}/{month:02}/{year}"
    assert plain(anomalie.message) == (
        f"Cette date de naissance est impossible : {reason}. Recopiez-la de la pièce d'identité."
    )


@pytest.mark.parametrize("age", [10, 35, 100])
def test_accepts_the_age_of_a_holder_when_it_is_likely(age):
    assert codes_of(identification=a_titulaire(annee_naissance=DELIVERED.year - age)) == []


@pytest.mark.parametrize("age", [1, 9, 101])
def test_warns_when_the_age_of_a_holder_is_unlikely(age):
    year = DELIVERED.year - age
    anomalie = blame_one(identification=a_titulaire(annee_naissance=year))

    assert (anomalie.code, anomalie.ou.rubrique, anomalie.valeur) == (
        "NAI-03",
        "anneeNaissance",
        str(year),
    )


@pytest.mark.parametrize(
    ("year", "month", "day", "code"),
    [
        (DELIVERED.year + 1, 1, 1, "NAI-04"),
        (DELIVERED.year + 1, None, None, "NAI-04"),
        (DELIVERED.year, DELIVERED.month + 1, None, "NAI-04"),
        (DELIVERED.year, DELIVERED.month, DELIVERED.day, "NAI-03"),
        (DELIVERED.year, DELIVERED.month, None, "NAI-03"),
        (DELIVERED.year, None, None, "NAI-03"),
    ],
)
def test_refuses_a_delivery_when_the_holder_was_not_born(year, month, day, code):
    titulaire = a_titulaire(annee_naissance=year, mois_naissance=month, jour_naissance=day)
    anomalie = blame_one(identification=titulaire)

    assert (anomalie.code, anomalie.ou.rubrique, anomalie.valeur) == (
        code,
        "anneeNaissance",
        str(year),
    )


def test_points_to_the_whole_date_when_the_file_has_no_column_for_the_year():
    anomalie = blame_one(
        identification=a_titulaire(annee_naissance=1900), table=a_table(["dateNaissance"])
    )

    assert anomalie.ou == ("Passages", 2, "Date de naissance", "A2", "dateNaissance")

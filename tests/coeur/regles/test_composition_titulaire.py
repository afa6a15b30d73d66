"""Who the holder is: by his NIR, else by his EDOF folder, else by his civil identity."""

import pytest

from accrochage.modele import DossierFormation, IdentifiantNational
from factories.passages import NIR, SOUND_CELLS, Building, a_row, a_titulaire, without

CIVIL = ("nomNaissance", "prenom1", "dateNaissance", "sexe", "codeInsee")
NO_CIVIL = dict.fromkeys(CIVIL, "")


def identified(row, **options):
    """Return the identity made of a row, the rubriques blamed, and whether the passage is sound."""
    built = Building(row, **options)
    (passage,), (anomalies,) = built.passages, built.anomalies
    blamed = [(anomalie.code, anomalie.ou.rubrique) for anomalie in anomalies]
    return passage.identification, blamed, built.sound[0]


# --- Which of the three


def test_prefers_the_nir_when_all_three_are_given():
    assert identified(a_row(nir=NIR, idDossier="1234567891011")) == (
        IdentifiantNational(NIR, "LE GALL"),
        [],
        True,
    )


def test_prefers_the_dossier_when_there_is_no_nir():
    identity, blamed, sound = identified(a_row(nir="", idDossier="1234567891011"))

    assert (identity, blamed, sound) == (
        DossierFormation("1234567891011", "LE GALL", "Maëlle"),
        [],
        True,
    )


def test_takes_the_civil_identity_when_nothing_else_is_given():
    assert identified(a_row(nir="", idDossier="")) == (a_titulaire(), [], True)


@pytest.mark.parametrize("word", ["-", "néant", "nil", "N/A"])
def test_takes_the_civil_identity_when_nothing_else_is_said_in_words(word):
    assert identified(a_row(nir=word, idDossier=word)) == (a_titulaire(), [], True)


def test_ignores_the_nir_when_the_version_does_not_know_it():
    assert identified(a_row(nir=NIR), version="1.1.2") == (a_titulaire(), [], True)


def test_wants_a_civil_identity_when_only_a_nir_that_the_version_ignores_is_given():
    _, blamed, sound = identified(a_row(**NO_CIVIL, nir=NIR), version="1.1.2")

    assert (blamed, sound) == ([("IDT-01", "nomNaissance")], False)


# --- NIR


def test_asks_for_the_birth_name_when_it_goes_with_a_nir():
    identity, blamed, sound = identified(a_row(**NO_CIVIL, nir=NIR))

    assert (identity, blamed, sound) == (
        IdentifiantNational(NIR, None),
        [("OBL-01", "nomNaissance")],
        False,
    )


def test_blames_only_the_nir_when_it_is_wrong():
    identity, blamed, sound = identified(a_row(**NO_CIVIL, nir=f"{NIR}99"))

    assert (identity, blamed, sound) == (None, [("NIR-02", "nir")], False)


def test_blames_only_the_nir_when_it_is_wrong_beside_a_civil_identity():
    assert identified(a_row(nir=f"{NIR}99")) == (a_titulaire(), [("NIR-02", "nir")], False)


# --- EDOF folder


def test_reads_the_names_of_the_dossier_when_it_has_its_own():
    row = a_row(idDossier=1234567891011.0, nomTitulaire="MARTIN", prenom1Titulaire="Anne")

    assert identified(row) == (DossierFormation("1234567891011", "MARTIN", "Anne"), [], True)


def test_takes_one_name_from_each_when_the_dossier_has_half_of_them():
    identity, _, _ = identified(a_row(idDossier="1", nomTitulaire="MARTIN", prenom1Titulaire=""))

    assert identity == DossierFormation("1", "MARTIN", "Maëlle")


def test_asks_for_the_names_when_a_dossier_has_none():
    row = a_row(**NO_CIVIL, idDossier="1", nomTitulaire="", prenom1Titulaire="")

    assert identified(row) == (
        DossierFormation("1", None, None),
        [("OBL-01", "nomTitulaire"), ("OBL-01", "prenom1Titulaire")],
        False,
    )


# --- Civil identity


def test_says_that_nobody_is_identified_when_nothing_is_given():
    identity, blamed, sound = identified(a_row(**NO_CIVIL))

    assert (identity, blamed, sound) == (None, [("IDT-01", "nomNaissance")], False)


@pytest.mark.parametrize("key", ["nomNaissance", "prenom1", "dateNaissance", "sexe"])
def test_asks_for_what_is_missing_when_an_identity_is_partial(key):
    _, blamed, sound = identified(a_row(**{key: ""}))

    assert (blamed, sound) == ([("OBL-01", key)], False)


def test_keeps_a_partial_identity_so_that_other_rules_see_it():
    identity, blamed, _ = identified(a_row(**NO_CIVIL, prenom2="Louise"))

    assert identity.prenom2 == "Louise"
    assert blamed == [
        ("OBL-01", key) for key in ("nomNaissance", "prenom1", "dateNaissance", "sexe")
    ]


def test_blames_a_faulty_cell_once_when_it_is_all_that_is_known():
    _, blamed, _ = identified(a_row(**{**NO_CIVIL, "sexe": "Z9"}))

    assert blamed == [
        ("ENU-01", "sexe"),
        *(("OBL-01", key) for key in ("nomNaissance", "prenom1", "dateNaissance")),
    ]


@pytest.mark.parametrize(
    ("key", "raw", "code"),
    [
        ("dateNaissance", "31/04/1991", "DAT-02"),
        ("sexe", "Z9", "ENU-01"),
        ("nomNaissance", "-", "NIL-01"),
    ],
)
def test_blames_a_required_cell_once_when_it_is_faulty(key, raw, code):
    _, blamed, sound = identified(a_row(**{key: raw}))

    assert (blamed, sound) == ([(code, key)], False)


# --- Birth date, whole or in three columns

IN_COLUMNS = {"anneeNaissance": 1991, "moisNaissance": "juillet", "jourNaissance": "03"}


def test_reads_the_birth_date_in_three_columns():
    assert identified({**without(SOUND_CELLS, "dateNaissance"), **IN_COLUMNS}) == (
        a_titulaire(),
        [],
        True,
    )


@pytest.mark.parametrize(
    ("raw", "year", "month", "day"),
    [("07/1991", 1991, 7, None), ("1991", 1991, None, None), ("00/07/1991", 1991, 7, None)],
)
def test_leaves_out_what_the_registry_does_not_know(raw, year, month, day):
    identity, blamed, sound = identified(a_row(dateNaissance=raw))

    assert identity == a_titulaire(annee_naissance=year, mois_naissance=month, jour_naissance=day)
    assert (blamed, sound) == ([], True)


def test_leaves_month_and_day_out_when_their_columns_are_empty():
    row = {
        **without(SOUND_CELLS, "dateNaissance"),
        "anneeNaissance": 1991,
        "moisNaissance": "",
        "jourNaissance": "",
    }

    assert identified(row) == (a_titulaire(mois_naissance=None, jour_naissance=None), [], True)


def test_prefers_the_whole_date_when_both_are_given():
    identity, _, _ = identified(a_row(anneeNaissance=1950, moisNaissance=1, jourNaissance=1))

    assert identity == a_titulaire()


def test_takes_the_three_columns_when_the_whole_date_is_empty():
    assert identified(a_row(dateNaissance="", **IN_COLUMNS)) == (a_titulaire(), [], True)


def test_asks_for_the_year_when_the_file_has_its_column():
    row = {
        **without(SOUND_CELLS, "dateNaissance"),
        "anneeNaissance": "",
        "moisNaissance": "7",
        "jourNaissance": "3",
    }

    _, blamed, _ = identified(row)

    assert blamed == [("OBL-01", "anneeNaissance")]

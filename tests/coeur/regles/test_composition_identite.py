"""Names beside other cells: what a correction fills, what is not sent, what goes with a NIR or an EDOF folder."""

import pytest

from accrochage.dictionnaire import COLONNES, DEFAULT_VERSION
from accrochage.modele import DossierFormation, IdentifiantNational
from accrochage.regles.composition import PassageBuilder
from factories.passages import NIR, SOUND_CELLS, Building, a_row, a_table, a_titulaire, without
from factories.textes import plain

DOSSIER = "1234567891011"


def only(row, **options):
    """Return the only anomalie of a row."""
    ((anomalie,),) = Building(row, **options).anomalies
    return anomalie


# --- Corrections of several cells


@pytest.mark.parametrize("usage", ["", "  ", "-", "néant", None])
def test_fills_the_other_cell_when_it_is_empty(usage):
    anomalie = only(a_row(nomNaissance="MARTIN née LE GALL", nomUsage=usage))

    assert (anomalie.code, anomalie.correction, anomalie.sure) == ("NOM-10", "LE GALL", True)
    assert anomalie.avec == (("nomUsage", "MARTIN"),)


def test_fills_the_other_cell_when_the_file_has_no_such_column():
    anomalie = only(a_row(prenom1="Jean, Paul", sexe="M"))

    assert (anomalie.code, anomalie.sure) == ("PRE-03", True)
    assert anomalie.avec == (("prenom2", "Paul"),)


def test_leaves_the_other_cell_when_it_says_the_same():
    anomalie = only(a_row(nomNaissance="MARTIN née LE GALL", nomUsage="Martin"))

    assert (anomalie.code, anomalie.correction, anomalie.sure) == ("NOM-10", "LE GALL", True)
    assert anomalie.avec == ()


@pytest.mark.parametrize(
    ("cells", "code", "correction"),
    [
        ({"nomNaissance": "MARTIN née LE GALL", "nomUsage": "DURAND"}, "NOM-06", "LE GALL"),
        ({"nomUsage": "MARTIN née LEROY"}, "NOM-06", "MARTIN"),
        ({"prenom1": "Maëlle, Louise", "prenom2": "Jeanne"}, "PRE-01", "Maëlle"),
    ],
)
def test_is_not_sure_when_the_other_cell_says_something_else(cells, code, correction):
    anomalie = only(a_row(**cells))

    assert (anomalie.code, anomalie.correction, anomalie.sure) == (code, correction, False)
    assert anomalie.avec == ()


def test_judges_a_row_by_the_code_that_the_other_cells_leave():
    certain = Building(a_row(nomNaissance="MARTIN née LE GALL"))
    doubtful = Building(a_row(nomNaissance="MARTIN née LE GALL", nomUsage="DURAND"))

    assert (certain.sound, doubtful.sound) == ([False], [True])


@pytest.mark.parametrize(("sexe", "avec"), [("", (("sexe", "F"),)), ("Femme", ()), ("Homme", ())])
def test_fills_the_sex_when_it_is_empty_and_a_civility_says_it(sexe, avec):
    first, *_ = Building(a_row(nomNaissance="Mme LE GALL", sexe=sexe)).anomalies[0]

    assert (first.code, first.correction, first.sure, first.avec) == (
        "NOM-08",
        "LE GALL",
        True,
        avec,
    )


@pytest.mark.parametrize(
    ("added", "code", "avec"),
    [({"sexe": "F"}, "NOM-10", (("nomUsage", "MARTIN"),)), ({"nomUsage": "DURAND"}, "NOM-06", ())],
)
def test_looks_at_what_was_added_for_columns_that_the_file_lacks(added, code, avec):
    row = without(a_row(nomNaissance="MARTIN née LE GALL"), "sexe")
    builder = PassageBuilder(a_table(row), DEFAULT_VERSION, {})
    _, anomalies, _ = builder.build(list(row.values()), 2, {"sexe": "F", **added})

    assert [(anomalie.code, anomalie.avec) for anomalie in anomalies] == [(code, avec)]


# --- NIR


def test_keeps_the_civil_identity_beside_a_nir():
    (passage,) = Building(a_row(nir=NIR)).passages

    assert passage.identification == IdentifiantNational(NIR, "LE GALL")
    assert passage.etat_civil == a_titulaire()


@pytest.mark.parametrize(
    ("row", "options"),
    [
        (a_row(), {}),
        (a_row(idDossier=DOSSIER), {}),
        (a_row(nir=NIR), {"version": "1.1.2"}),
        (without(a_row(nir=f"{NIR}99"), "sexe"), {}),
    ],
)
def test_keeps_nothing_beside_another_identity(row, options):
    (passage,) = Building(row, **options).passages

    assert passage.etat_civil is None


def test_keeps_nothing_beside_a_nir_when_the_row_says_no_more():
    civil = dict.fromkeys(("nomNaissance", "prenom1", "dateNaissance", "sexe", "codeInsee"), "")
    (passage,) = Building(a_row(nir=NIR, **civil)).passages

    assert passage.etat_civil is None


FAULTY = {"prenom1": "Ma3lle", "dateNaissance": "hier", "sexe": "Z9", "nomUsage": "X2"}


def test_lets_a_nir_go_when_cells_that_are_not_sent_are_faulty():
    built = Building(a_row(nir=NIR, **FAULTY))

    assert (built.codes, built.sound) == ([], [True])


def test_blames_the_birth_name_that_goes_with_a_nir():
    built = Building(a_row(nir=NIR, nomNaissance="LE G4LL"))

    assert (built.codes, built.sound) == (["NOM-01"], [False])


# --- EDOF folder


def test_lets_an_edof_folder_go_when_cells_that_are_not_sent_are_faulty():
    named = {"nomTitulaire": "LE GALL", "prenom1Titulaire": "Maëlle", "nomNaissance": "LE G4LL"}
    built = Building(a_row(idDossier=DOSSIER, **named, **FAULTY))

    assert (built.codes, built.sound) == ([], [True])
    assert built.passages[0].identification == DossierFormation(DOSSIER, "LE GALL", "Maëlle")


def test_blames_the_civil_names_that_an_edof_folder_takes():
    built = Building(a_row(idDossier=DOSSIER, nomNaissance="LE G4LL", prenom1="Ma3lle"))

    assert (built.codes, built.sound) == (["NOM-01", "NOM-01"], [False])


@pytest.mark.parametrize(
    ("key", "longest", "own"),
    [("nomNaissance", 30, "nomTitulaire"), ("prenom1", 20, "prenom1Titulaire")],
)
def test_refuses_a_civil_name_when_it_is_too_long_for_an_edof_folder(key, longest, own):
    assert Building(a_row(idDossier=DOSSIER, **{key: "x" * longest})).sound == [True]
    built = Building(a_row(idDossier=DOSSIER, **{key: "x" * (longest + 1)}))

    ((anomalie,),) = built.anomalies
    assert (anomalie.code, anomalie.ou.rubrique, built.sound) == ("TXT-01", key, [False])
    assert plain(anomalie.message) == (
        f"Un dossier EDOF n'admet que {longest} caractères, et celui-ci en a {longest + 1}. "
        f"Remplissez « {COLONNES[own].header} »."
    )
    assert Building(a_row(idDossier=DOSSIER, **{key: "x" * 31, own: "Maëlle"})).sound == [True]


def test_asks_for_the_names_of_an_edof_folder_when_there_are_none():
    built = Building(
        a_row(idDossier=DOSSIER, nomNaissance="", prenom1="", nomTitulaire="", prenom1Titulaire="")
    )

    assert (built.codes, built.sound) == (["OBL-01", "OBL-01"], [False])


# --- Birth


def test_says_one_thing_when_a_date_is_faulty_and_the_year_has_its_own_empty_column():
    built = Building({**SOUND_CELLS, "dateNaissance": "hier", "anneeNaissance": ""})

    assert built.codes == ["DAT-01"]


def test_asks_for_the_year_when_neither_column_gives_it():
    built = Building({**SOUND_CELLS, "dateNaissance": "", "anneeNaissance": ""})

    assert [anomalie.ou.rubrique for anomalie in built.anomalies[0]] == ["anneeNaissance"]


# --- Sex


@pytest.mark.parametrize(
    ("raw", "sexe"),
    [
        *(("1", "M"), (1, "M"), ("Mr", "M"), ("M.", "M"), ("MONSIEUR", "M")),
        *(("2", "F"), (2, "F"), ("Mlle", "F"), ("Mademoiselle", "F"), ("Mme", "F")),
    ],
)
def test_reads_the_sex_out_of_a_civility_or_the_digit_of_a_nir(raw, sexe):
    (passage,) = Building(a_row(sexe=raw)).passages

    assert passage.identification.sexe == sexe

"""The data classes: the rubriques of the dictionary, in its order, and the places where they were read."""

from datetime import UTC, datetime

import pytest

from accrochage.dictionnaire import RUBRIQUES, VERSIONS, Bloc, rubriques_of
from accrochage.modele import (
    NO_TABLE,
    Certificateur,
    Certification,
    DossierFormation,
    Flux,
    Header,
    IdentifiantNational,
    Lieu,
    Passage,
    Resultat,
    Table,
    Titulaire,
)
from factories.passages import a_passage, a_table, a_titulaire


def fields_of(*blocs):
    """Return the attributes that the rubriques of some blocs fill, in the order of the dictionary."""
    return [entry.field for entry in RUBRIQUES.values() if entry.bloc in blocs]


@pytest.mark.parametrize(
    ("cls", "bloc"),
    [
        (Titulaire, Bloc.TITULAIRE),
        (DossierFormation, Bloc.DOSSIER),
        (IdentifiantNational, Bloc.IDENTIFIANT_NATIONAL),
        (Resultat, Bloc.RESULTAT),
    ],
)
def test_has_the_rubriques_of_its_bloc_in_order(cls, bloc):
    assert list(cls._fields) == fields_of(bloc)


def test_has_the_rubriques_of_a_certificateur_and_of_who_deposits_for_it():
    (emetteur,) = fields_of(Bloc.EMETTEUR)

    assert list(Certificateur._fields) == [*fields_of(Bloc.CERTIFICATEUR), f"{emetteur}_emetteur"]


def test_has_the_rubriques_of_a_certification_after_its_certificateur():
    assert list(Certification._fields) == ["certificateur", *fields_of(Bloc.CERTIFICATION)]


def test_has_the_rubriques_of_a_passage_with_the_identity_before_the_last():
    own = fields_of(Bloc.PASSAGE, Bloc.NUMERIQUE, Bloc.MODALITES, Bloc.RESULTAT)
    first = own.index(Resultat._fields[0])
    own[first : first + len(Resultat._fields)] = ["resultats"]
    *body, last = own

    assert list(Passage._fields) == [
        "certification",
        *body,
        "identification",
        last,
        "table",
        "ligne",
        "etat_civil",
    ]


def test_has_the_rubriques_of_a_flux_and_its_version():
    assert set(Flux._fields) == {*fields_of(Bloc.FLUX), "version"}


def test_creates_passages_unless_told_otherwise():
    assert Flux("f", datetime(2026, 9, 1, tzinfo=UTC), VERSIONS[-1]).action == "CREATION"


@pytest.mark.parametrize("version", VERSIONS)
def test_has_an_attribute_for_each_rubrique_of_a_version(version):
    classes = (
        Certificateur,
        Certification,
        Passage,
        Titulaire,
        DossierFormation,
        IdentifiantNational,
        Resultat,
        Flux,
    )
    known = {name for cls in classes for name in cls._fields}

    assert {entry.field for bloc in Bloc for entry in rubriques_of(bloc, version)} <= known


def test_compares_by_value_and_serves_as_a_key():
    assert {a_titulaire(): 1}[a_titulaire()] == 1
    assert a_titulaire() != a_titulaire(sexe="M")


def test_cannot_be_changed():
    with pytest.raises(AttributeError):
        a_titulaire().sexe = "M"


# --- Places


def test_says_the_cell_when_the_file_has_the_column():
    table = Table("Passages", {"sexe": Header(13, "N", "Sexe (M/F)")})

    assert table.ou("sexe", 14) == Lieu("Passages", 14, "Sexe (M/F)", "N14", "sexe")


def test_says_no_cell_when_the_file_has_no_letters():
    table = Table(None, {"sexe": Header(13, None, "sexe")})

    assert table.ou("sexe", 14) == Lieu(None, 14, "sexe", None, "sexe")


def test_says_no_cell_when_the_whole_column_is_meant():
    assert a_table(["sexe"]).ou("sexe", None) == Lieu("Passages", None, "Sexe", None, "sexe")


def test_says_the_title_that_is_wanted_when_the_file_lacks_the_column():
    assert a_table([]).ou("sexe", 14, "Sexe") == Lieu("Passages", 14, "Sexe", None, "sexe")
    assert a_table([]).ou("sexe", 14) == Lieu("Passages", 14, None, None, "sexe")


def test_says_where_a_rubrique_of_a_passage_stands():
    passage = a_passage(table=a_table(["idTechnique"]), ligne=9)

    assert passage.ou("idTechnique").cellule == "A9"
    assert passage.ou("verbatim") == Lieu("Passages", 9, "Commentaire", None, "verbatim")


def test_says_at_least_the_rubrique_when_a_passage_was_read_nowhere():
    passage = a_passage(table=NO_TABLE, ligne=None)

    assert passage.ou("verbatim") == Lieu(None, None, "Commentaire", None, "verbatim")

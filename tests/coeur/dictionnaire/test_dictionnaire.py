"""The dictionary as users and programs read it: complete, without ambiguity, with examples that work."""

import re
from dataclasses import FrozenInstanceError, replace

import pytest

from accrochage.dictionnaire import (
    COLONNES,
    COMPOSITES,
    DEFAULT_VERSION,
    EXAMPLE_MARK,
    RUBRIQUES,
    SHEET_COLUMNS,
    VERSIONS,
    Bloc,
    Kind,
    Presence,
    Rubrique,
    colonne,
    rubrique,
    rubriques_of,
    version_rank,
)
from accrochage.referentiels.cles import fold
from factories.lectures import read
from factories.textes import plain

GLUED = re.compile(r"[^\s][;!?»]|[^\s]:(?=\s|$)|«[^\s]")


# --- Versions


def test_knows_the_versions_in_order_and_takes_the_last_by_default():
    assert [*VERSIONS] == sorted(VERSIONS, key=version_rank)
    assert VERSIONS[-1] == DEFAULT_VERSION


@pytest.mark.parametrize(
    ("version", "rank"), [("1.1.5", (1, 1, 5)), ("2", (2,)), ("1.10.0", (1, 10, 0))]
)
def test_ranks_a_version_by_its_numbers(version, rank):
    assert version_rank(version) == rank


@pytest.mark.parametrize("version", ["", "1.1.x", "1..5", "v1"])
def test_refuses_a_version_when_it_is_not_made_of_numbers(version):
    with pytest.raises(ValueError, match="invalid literal"):
        version_rank(version)


@pytest.mark.parametrize(
    ("version", "known"),
    [
        ("1.1.1", False),
        ("1.1.2", True),
        ("1.1.3", True),
        ("1.1.10", True),
        ("1.1.11", False),
        ("2.0.0", False),
    ],
)
def test_knows_a_rubrique_from_its_first_to_its_last_version(version, known):
    entry = replace(rubrique("verbatim"), since="1.1.2", until="1.1.10")

    assert entry.known_in(version) is known


@pytest.mark.parametrize("version", ["1.1.5", "1.1.6", "9.9.9"])
def test_knows_a_rubrique_for_ever_when_it_has_no_last_version(version):
    assert rubrique("nir").known_in(version)


def test_adds_to_1_1_2_only_what_is_known_of_1_1_5():
    added = [key for key, entry in RUBRIQUES.items() if not entry.known_in("1.1.2")]

    assert added == ["action", "nir", "nomNaissanceNir"]


@pytest.mark.parametrize("version", VERSIONS)
def test_yields_the_rubriques_of_a_version_bloc_by_bloc(version):
    yielded = [entry.key for bloc in Bloc for entry in rubriques_of(bloc, version)]

    assert sorted(yielded) == sorted(
        key for key, entry in RUBRIQUES.items() if entry.known_in(version)
    )


def test_yields_the_rubriques_of_a_bloc_in_order():
    assert [entry.key for entry in rubriques_of(Bloc.DOSSIER, "1.1.5")] == [
        *("idDossier", "nomTitulaire", "prenom1Titulaire")
    ]


# --- Entries


def test_finds_a_rubrique_and_a_column_by_their_keys():
    assert rubrique("nir").name == "nir"
    assert colonne("dateNaissance").kind is Kind.BIRTH_DATE


@pytest.mark.parametrize("find", [rubrique, colonne])
def test_raises_when_there_is_no_such_key(find):
    with pytest.raises(KeyError):
        find("inconnue")


def test_files_each_entry_under_its_own_key():
    assert all(entry.key == key for key, entry in {**RUBRIQUES, **COLONNES, **COMPOSITES}.items())


def test_shares_a_key_with_no_other_element_unless_the_name_is_shared_too():
    renamed = {key: entry.name for key, entry in RUBRIQUES.items() if key != entry.name}

    assert renamed == {"idClientEmetteur": "idClient", "nomNaissanceNir": "nomNaissance"}


def test_has_a_path_for_each_rubrique_and_only_one():
    paths = [entry.path for entry in RUBRIQUES.values()]

    assert len(set(paths)) == len(paths)


def test_says_where_an_element_stands():
    assert rubrique("idFlux").path == ("idFlux",)
    assert rubrique("codeInsee").path[-4:] == (
        *("titulaire", "codeCommuneNaissance", "codeInseeNaissance", "codeInsee"),
    )


@pytest.mark.parametrize(
    ("key", "field"),
    [
        ("idTechnique", "id_technique"),
        ("voieAccessVAE", "voie_acces_vae"),
        ("commentairesMEN", "commentaires_men"),
        ("prenom1", "prenom1"),
        ("prenom1Titulaire", "prenom1_titulaire"),
        ("nomNaissanceNir", "nom_naissance"),
        ("idClientEmetteur", "id_client"),
    ],
)
def test_names_the_attribute_of_a_rubrique(key, field):
    assert rubrique(key).field == field


def test_admits_nil_where_the_cdc_says_so_and_for_the_postal_code():
    nillable = [key for key, entry in RUBRIQUES.items() if entry.nillable]

    assert nillable == [
        *("dateFinValidite", "scoring", "mentionValidee", "modaliteAcces"),
        *("nomUsage", "moisNaissance", "jourNaissance", "codePostal"),
    ]


def test_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        rubrique("nir").name = "autre"
    with pytest.raises(FrozenInstanceError):
        colonne("dateNaissance").key = "autre"
    with pytest.raises(FrozenInstanceError):
        rubrique("sexe").codes[0].value = "X"


# --- Columns


def test_makes_a_column_of_every_rubrique_that_is_not_part_of_another():
    assert RUBRIQUES.keys() - COLONNES.keys() == {
        *("nomNaissanceNir", "niveau", "domaineCompetenceId", "competenceId")
    }
    assert COLONNES.keys() - RUBRIQUES.keys() == COMPOSITES.keys() == {"resultats", "dateNaissance"}


def test_fills_only_rubriques_that_exist():
    assert all(part in RUBRIQUES for entry in COMPOSITES.values() for part in entry.parts)


def test_asks_once_only_for_what_is_a_column():
    assert set(SHEET_COLUMNS) <= COLONNES.keys()


def test_marks_the_example_with_a_value_that_would_be_right():
    assert read("idTechnique", EXAMPLE_MARK) == (EXAMPLE_MARK, [])


def test_gives_no_two_columns_the_same_title():
    titles: dict[str, set[str]] = {}
    for key, entry in COLONNES.items():
        for title in (key, entry.header, *entry.synonyms):
            titles.setdefault(fold(title), set()).add(key)

    shared = {title for title, keys in titles.items() if len(keys) > 1}
    assert shared <= {
        "niveaudelangue"
    }  # « Niveau de langue ? » expects oui or non, but is punctuated alike


@pytest.mark.parametrize("entry", COLONNES.values(), ids=COLONNES)
def test_explains_each_column_in_whole_sentences(entry):
    assert entry.header
    assert not entry.header.endswith((".", " "))
    assert entry.help.endswith(".")
    assert entry.where.endswith(".") or not entry.where
    assert entry.source
    for text in map(plain, (entry.header, entry.help, entry.where)):
        assert not GLUED.search(text)


@pytest.mark.parametrize("entry", COLONNES.values(), ids=COLONNES)
def test_gives_each_column_an_example_that_is_read_without_a_word(entry):
    reading = read(entry.key, entry.example)

    assert reading.notes == []
    assert (reading.value is None) is (entry.key == "commentairesMEN")


@pytest.mark.parametrize("entry", RUBRIQUES.values(), ids=RUBRIQUES)
def test_gives_each_rubrique_the_limits_that_its_kind_needs(entry):
    texts = {Kind.TEXT, Kind.IDENTIFIER, Kind.NAME, Kind.FIRST_NAME, Kind.NIR}
    limited = entry.kind in texts or entry.open_codes

    assert (entry.min_length is not None) is (entry.max_length is not None) is limited
    assert (
        (entry.minimum is not None) is (entry.maximum is not None) is (entry.kind is Kind.INTEGER)
    )
    assert bool(entry.codes) is (entry.kind in {Kind.CODE, Kind.BOOLEAN})


@pytest.mark.parametrize(
    "entry", [entry for entry in RUBRIQUES.values() if entry.shape], ids=lambda entry: entry.key
)
def test_wants_a_shape_that_its_example_has(entry):
    assert re.fullmatch(entry.shape, entry.example)


def test_requires_something_of_each_kind_of_presence():
    assert {entry.presence for entry in RUBRIQUES.values()} == set(Presence)


def test_has_codes_that_differ_in_value_and_in_words():
    for entry in COLONNES.values():
        assert len({code.value for code in entry.codes}) == len(entry.codes)
        assert len({code.libelle for code in entry.codes}) == len(entry.codes)


def test_takes_its_name_for_key_unless_it_has_one():
    entry = Rubrique(
        name="essai",
        bloc=Bloc.PASSAGE,
        presence=Presence.OPTIONAL,
        kind=Kind.TEXT,
        header="Essai",
        help="Essai.",
        example="x",
        source="Essai",
    )

    assert (entry.key, entry.field, entry.nillable) == ("essai", "essai", False)
    assert replace(entry, key="autre").key == "autre"


def test_no_title_means_two_columns():
    """A question mark tells « Niveau de langue ? », which wants oui or non, from « Niveau de langue »."""
    meanings = {}
    for key, entry in COLONNES.items():
        for text in (entry.header, *entry.synonyms):
            meanings.setdefault(fold(text) + "?" * text.endswith("?"), set()).add(key)

    assert {title: keys for title, keys in meanings.items() if len(keys) > 1} == {}

"""The schema store: what ships, what the user adds, and every file that is refused."""

import errno
import os
import re
from pathlib import Path

import pytest
from lxml import etree

from accrochage.dictionnaire import NAMESPACE, VERSIONS
from accrochage.erreurs import SchemaError
from accrochage.flux import schemas
from accrochage.flux.schemas import SHIPPED_FOLDER, Origin, Schema, SchemaStore

MINIMAL = """<?xml version="1.0" encoding="UTF-8"?>
<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema"
  targetNamespace="urn:cdc:cpf:pc5:schema:1.0.0" version="1.1.6">
  <xsd:element name="flux" type="xsd:string"/>
</xsd:schema>
"""

NO_BREAK = "\u00a0"


@pytest.fixture
def store(tmp_path):
    return SchemaStore(tmp_path / "schemas")


@pytest.fixture
def write(tmp_path):
    """Return a function that writes a file of the user, outside the store."""

    def write(content=MINIMAL, name="cdc.xsd"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def refusal(call, *arguments):
    """Return the sentence of the refusal, after checking its French typography."""
    with pytest.raises(SchemaError) as caught:
        call(*arguments)
    sentence = str(caught.value)
    assert re.search(r"« | »| [;:!?]|[^\s\u00a0]»|«[^\u00a0]", sentence) is None, sentence
    assert sentence.endswith(".")
    return sentence.replace(NO_BREAK, " ")


def files_of(store):
    return sorted(path.name for path in store.folder.iterdir()) if store.folder.exists() else []


# --- What ships


def test_the_versions_of_the_dictionary_ship():
    shipped = SchemaStore().list()

    assert [schema.version for schema in shipped] == sorted(VERSIONS)
    assert {schema.origin for schema in shipped} == {Origin.SHIPPED}


@pytest.mark.parametrize("version", VERSIONS)
def test_a_shipped_schema_compiles_and_states_its_version(version):
    schema = SchemaStore().get(version)

    assert isinstance(schema.load(), etree.XMLSchema)
    root = etree.parse(schema.path).getroot()
    assert (root.get("version"), root.get("targetNamespace")) == (version, NAMESPACE)


def test_every_file_that_ships_is_listed():
    named = {schema.path for schema in SchemaStore().list()}

    assert named == set(SHIPPED_FOLDER.glob("*.xsd"))


def test_a_folder_not_made_yet_holds_nothing(store):
    assert store.list() == SchemaStore().list()


def test_an_unknown_version_is_refused_with_those_that_are_known():
    sentence = refusal(SchemaStore().get, "1.1.9")

    assert sentence == (
        "La version « 1.1.9 » du format est inconnue. Versions connues : 1.1.2, 1.1.5. "
        "Une autre s'ajoute avec le XSD de la CDC : « accrochage schema ajouter »."
    )


# --- Compiled schemas


def test_the_same_bytes_give_the_same_compiled_schema(store, write):
    added = store.add(write())

    assert added.load() is added.load()
    assert store.get("1.1.6").load() is added.load()


def test_other_bytes_give_another_compiled_schema(store, write):
    added = store.add(write())
    before = added.load()
    store.add(write(MINIMAL.replace("xsd:string", "xsd:int")))

    assert added.load() is not before
    root = etree.fromstring(f'<f:flux xmlns:f="{NAMESPACE}">x</f:flux>')
    assert before.validate(root)
    assert not added.load().validate(root)


def test_compile_gives_a_schema_of_ones_own():
    schema = SchemaStore().get("1.1.2")

    assert schema.compile() is not schema.compile()
    assert schema.compile() is not schema.load()


# --- Adding


def test_an_added_schema_is_copied_byte_for_byte(store, write):
    file = write(name="Fichier XSD v9.xsd")
    added = store.add(file)

    assert added == Schema("1.1.6", Origin.ADDED, store.folder / "cpf-1.1.6.xsd")
    assert added.path.read_bytes() == file.read_bytes()
    assert files_of(store) == ["cpf-1.1.6.xsd"]


def test_an_added_schema_hides_the_shipped_one_of_its_version(store, write):
    added = store.add(write(MINIMAL.replace("1.1.6", "1.1.2")))

    assert store.get("1.1.2") == added
    assert [schema.origin for schema in store.list()] == [Origin.ADDED, Origin.SHIPPED]
    assert SchemaStore().get("1.1.2").origin is Origin.SHIPPED


def test_versions_are_sorted_as_numbers(store, write):
    for version in ("1.1.10", "2.0.0", "1.1.9", "1.10.0"):
        store.add(write(MINIMAL.replace("1.1.6", version)))

    versions = [schema.version for schema in store.list()]
    assert versions == ["1.1.2", "1.1.5", "1.1.9", "1.1.10", "1.10.0", "2.0.0"]


def test_a_schema_may_be_added_again(store, write):
    store.add(write())
    newer = MINIMAL.replace("xsd:string", "xsd:int")

    assert store.add(write(newer)).path.read_text(encoding="utf-8") == newer
    assert files_of(store) == ["cpf-1.1.6.xsd"]


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1"])
def test_the_encoding_of_the_file_is_its_own_affair(store, write, encoding):
    content = MINIMAL.replace("UTF-8", encoding).replace("xsd:", "é:").replace(":xsd", ":é")

    assert store.add(write(content.encode(encoding))).version == "1.1.6"


def test_white_space_around_the_version_does_not_count(store, write):
    assert store.add(write(MINIMAL.replace("1.1.6", " 1.1.6\n"))).version == "1.1.6"


# --- Refusing


NO_XML = "ce n'est pas du XML bien formé (ligne {})"
NO_ROOT = "sa racine n'est pas « schema »"
NO_XSD = "ce n'est pas un schéma XSD correct (ligne 4)"
NO_NAMESPACE = f"son espace de noms (targetNamespace) n'est pas « {NAMESPACE} »"
FLUX = '<xsd:element name="flux" type="xsd:string"/>'
NO_FLUX = "il ne déclare pas l'élément racine « flux »"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", NO_XML.format(1)),
        ("PK\x03\x04", NO_XML.format(1)),
        (MINIMAL.replace("/>", ">"), NO_XML.format(5)),
        ("<schema/>", NO_ROOT),
        (f'<flux xmlns="{NAMESPACE}" version="1.1.6"/>', NO_ROOT),
        (MINIMAL.replace("pc5:schema", "pc5:rapport:schema"), NO_NAMESPACE),
        (MINIMAL.replace("targetNamespace", "id"), NO_NAMESPACE),
        (MINIMAL.replace('"flux"', '"rapport"'), NO_FLUX),
        (MINIMAL.replace(FLUX, '<xsd:complexType name="flux"/>'), NO_FLUX),
        (MINIMAL.replace("xsd:string", "inconnu"), NO_XSD),
        (MINIMAL.replace("<xsd:element", "<xsd:elt"), NO_XSD),
        (MINIMAL + " " * schemas.MAX_BYTES, "il est trop gros pour un XSD (plus de 1 Mo)"),
    ],
)
def test_a_file_that_is_no_schema_of_the_format_is_refused(store, write, content, reason):
    file = write(content)
    sentence = refusal(store.add, file)

    assert sentence == f"Le fichier « {file} » n'est pas un XSD du format de la CDC : {reason}."
    assert files_of(store) == []


@pytest.mark.parametrize(
    "version",
    [
        "",
        "1",
        "1.1",
        "1.1.6.1",
        "v1.1.6",
        "1.1.x",
        "1.1.06",
        "1.1.99999",
        "../1.1.6",
        "1.1.٦",
        None,
    ],
)
def test_a_version_of_another_shape_is_refused(store, write, version):
    stated = "" if version is None else f'version="{version}"'
    sentence = refusal(store.add, write(MINIMAL.replace('version="1.1.6"', stated)))

    assert sentence.endswith("son attribut « version » manque ou n'est pas de la forme 1.1.2.")


@pytest.mark.parametrize(
    "link",
    [
        '<xsd:import namespace="urn:autre" schemaLocation="autre.xsd"/>',
        '<xsd:import namespace="urn:autre"/>',
        '<xsd:include schemaLocation="http://127.0.0.1/autre.xsd"/>',
        '<xsd:redefine schemaLocation="/etc/hosts"/>',
        '<xsd:override schemaLocation="autre.xsd"/>',
    ],
)
def test_a_schema_that_calls_another_file_is_refused(store, write, link):
    sentence = refusal(
        store.add, write(MINIMAL.replace("  <xsd:element", f"  {link}\n<xsd:element"))
    )

    name = re.match(r"<(xsd:\w+)", link)[1]
    assert sentence.endswith(
        f"il fait appel à un autre fichier ({name}), alors qu'il doit se suffire."
    )


@pytest.mark.parametrize(
    "doctype",
    [
        "<!DOCTYPE xsd:schema>",
        '<!DOCTYPE xsd:schema SYSTEM "file:///etc/hosts">',
        '<!DOCTYPE xsd:schema [<!ENTITY secret SYSTEM "file:///etc/hosts">]>',
        '<!DOCTYPE xsd:schema [<!ENTITY % loin SYSTEM "http://127.0.0.1/x.dtd"> %loin;]>',
    ],
)
def test_a_document_type_is_refused(store, write, doctype):
    sentence = refusal(store.add, write(MINIMAL.replace("?>", f"?>{doctype}")))

    assert sentence.endswith("il contient un DOCTYPE, refusé par sécurité.")


def test_a_refused_file_leaves_the_former_one(store, write):
    store.add(write())
    refusal(store.add, write(MINIMAL.replace("xsd:string", "inconnu")))

    assert store.get("1.1.6").path.read_text(encoding="utf-8") == MINIMAL


def test_without_a_folder_nothing_can_be_added(write):
    sentence = refusal(SchemaStore().add, write())

    assert sentence == "Aucun dossier n'est prévu pour les schémas ajoutés : indiquez-en un."


# --- Files and folders that resist


def test_a_missing_file_is_refused(store, tmp_path):
    sentence = refusal(store.add, tmp_path / "absent.xsd")

    assert sentence == (
        f"Le fichier « {tmp_path / 'absent.xsd'} » n'a pas pu être lu : "
        "le fichier ou le dossier est introuvable."
    )


@pytest.mark.parametrize(
    ("number", "cause"),
    [
        (errno.EACCES, "l'accès est refusé"),
        (errno.EISDIR, "c'est un dossier"),
        (errno.EIO, f"le système répond « {os.strerror(errno.EIO)} »"),
        (None, "le système répond « Panne »"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(store, write, monkeypatch, number, cause):
    def fail(*_):
        raise OSError(number, os.strerror(number) if number else "Panne")

    file = write()
    monkeypatch.setattr(Path, "open", fail)

    assert refusal(store.add, file) == f"Le fichier « {file} » n'a pas pu être lu : {cause}."


def test_a_folder_is_no_file(store, tmp_path):
    assert refusal(store.add, tmp_path).startswith(f"Le fichier « {tmp_path} » n'a pas pu être lu")


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_leaves_the_folder_as_it_was(store, write, monkeypatch, step):
    def fail(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    store.add(write())
    monkeypatch.setattr(os, step, fail)
    sentence = refusal(store.add, write(MINIMAL.replace("xsd:string", "xsd:int")))

    assert sentence == (
        f"Le schéma n'a pas pu être enregistré dans « {store.folder} » : le disque est plein."
    )
    assert files_of(store) == ["cpf-1.1.6.xsd"]
    assert store.get("1.1.6").path.read_text(encoding="utf-8") == MINIMAL


def test_a_file_in_the_place_of_the_folder_is_told(store, write):
    file = write()
    store.folder.write_text("", encoding="utf-8")

    assert refusal(store.add, file).endswith("un fichier se trouve là où un dossier était attendu.")
    assert refusal(store.list) == (
        f"Le dossier « {store.folder} » n'a pas pu être lu : "
        "un fichier se trouve là où un dossier était attendu."
    )


def test_other_files_of_the_folder_are_let_alone(store, write):
    store.add(write())
    for name in ("cpf-1.1.xsd", "cpf-1.1.7.xsd.bak", ".cpf-1.1.7.xsd.1a2b", "lisez-moi.txt"):
        (store.folder / name).write_text("?", encoding="utf-8")

    assert [schema.version for schema in store.list()] == ["1.1.2", "1.1.5", "1.1.6"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", NO_XML.format(1)),
        (MINIMAL.replace("xsd:string", "inconnu"), NO_XSD),
        (MINIMAL.replace("1.1.6", "1.1.7"), "il décrit la version 1.1.7 du format"),
    ],
)
def test_an_added_schema_that_was_spoilt_is_told(store, write, content, reason):
    added = store.add(write())
    added.load()
    added.path.write_text(content, encoding="utf-8")

    sentence = (
        f"Le schéma de la version 1.1.6, « {added.path} », est inutilisable : {reason}. "
        "Supprimez-le ou ajoutez-le à nouveau."
    )
    assert refusal(store.get, "1.1.6") == sentence
    assert refusal(added.load) == sentence
    assert refusal(added.compile) == sentence


def test_an_added_schema_that_went_away_is_told(store, write):
    added = store.add(write())
    added.path.unlink()

    assert "introuvable" in refusal(added.load)
    assert "inconnue" in refusal(store.get, "1.1.6")


def test_a_shipped_schema_that_was_spoilt_calls_for_another_install(write):
    assert refusal(Schema("1.1.2", Origin.SHIPPED, write("")).load).endswith("Réinstallez Agrafe.")

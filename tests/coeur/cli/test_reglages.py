"""The environment, the folders, the settings and the clock."""

from datetime import datetime
from zoneinfo import ZoneInfoNotFoundError

import pytest

from accrochage.cli import reglages
from accrochage.cli.reglages import (
    choose_version,
    now_in_paris,
    schema_store,
    settings_path,
)
from accrochage.dictionnaire import DEFAULT_VERSION
from accrochage.flux.schemas import SchemaStore


@pytest.fixture
def version_refused(refusal):
    """Return a function that gives the sentence of the refusal of a version."""
    return lambda option=None: refusal(choose_version, option, SchemaStore())


@pytest.fixture
def settings():
    """Return a function that writes the settings file."""
    path = settings_path()
    path.parent.mkdir(parents=True)

    def write(content):
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def test_the_folders_are_those_of_the_user(folder):
    assert settings_path() == folder / "config" / "agrafe" / "accrochage.toml"
    assert schema_store().folder == folder / "data" / "agrafe" / "schemas"


def test_the_environment_names_another_folder_of_schemas(folder, monkeypatch):
    monkeypatch.setenv("ACCROCHAGE_DOSSIER_SCHEMAS", str(folder / "ici"))

    assert schema_store().folder == folder / "ici"


def test_an_empty_variable_counts_for_nothing(folder, monkeypatch):
    monkeypatch.setenv("ACCROCHAGE_DOSSIER_SCHEMAS", "")
    monkeypatch.setenv("ACCROCHAGE_VERSION_FORMAT", "")

    assert schema_store().folder == folder / "data" / "agrafe" / "schemas"
    assert choose_version(None, SchemaStore()) == DEFAULT_VERSION


def test_the_option_wins_over_the_environment_over_the_settings_over_the_default(
    settings, monkeypatch
):
    assert choose_version(None, SchemaStore()) == DEFAULT_VERSION

    settings('version_format = "1.1.2"\n')
    assert choose_version(None, SchemaStore()) == "1.1.2"

    monkeypatch.setenv("ACCROCHAGE_VERSION_FORMAT", "1.1.5")
    assert choose_version(None, SchemaStore()) == "1.1.5"

    assert choose_version("1.1.2", SchemaStore()) == "1.1.2"


def test_an_empty_settings_file_says_nothing(settings):
    settings("# rien\n")

    assert choose_version(None, SchemaStore()) == DEFAULT_VERSION


def test_an_unknown_version_is_laid_at_the_door_of_who_asked_for_it(
    settings, version_refused, monkeypatch
):
    known = (
        "Versions connues : 1.1.2, 1.1.5. Une autre s'ajoute avec le XSD de la Caisse des Dépôts"
    )
    path = settings('version_format = "7"')

    sentence = version_refused()
    assert sentence.startswith(
        f"Le fichier de réglages « {path} » demande la version « 7 » du format"
    )
    assert known in sentence

    monkeypatch.setenv("ACCROCHAGE_VERSION_FORMAT", "8")
    assert version_refused().startswith(
        "La variable ACCROCHAGE_VERSION_FORMAT demande la version « 8 »"
    )

    assert version_refused("9").startswith("L'option --version-format demande la version « 9 »")


def test_a_version_that_the_user_added_is_known(folder):
    schemas = folder / "schemas"
    schemas.mkdir()
    (schemas / "cpf-1.2.0.xsd").touch()

    assert choose_version("1.2.0", SchemaStore(schemas)) == "1.2.0"


@pytest.mark.parametrize("content", ["version_format = ", b"\xff\xfe", "a = 1\na = 2"])
def test_a_settings_file_that_cannot_be_read_is_told(settings, version_refused, content):
    path = settings(content)

    assert version_refused() == (
        f"Le fichier de réglages « {path} » ne peut pas être lu. "
        f'Il tient en une ligne : version_format = "{DEFAULT_VERSION}"'
    )


def test_settings_that_are_a_folder_are_told(version_refused):
    settings_path().mkdir(parents=True)

    assert "ne peut pas être lu" in version_refused()


@pytest.mark.parametrize("content", ['version-format = "1.1.2"', "version_format = 2", "[x]"])
def test_a_setting_that_is_not_known_is_told(settings, version_refused, content):
    settings(content)

    assert "contient autre chose que version_format" in version_refused()


def test_now_is_in_paris_to_the_second():
    now = now_in_paris()

    assert str(now.tzinfo) == "Europe/Paris"
    assert now.microsecond == 0
    assert abs((datetime.now(now.tzinfo) - now).total_seconds()) < 60


def test_a_machine_without_time_zones_is_told(refusal, monkeypatch):
    def nowhere(_key):
        raise ZoneInfoNotFoundError

    monkeypatch.setattr(reglages, "ZoneInfo", nowhere)

    assert refusal(now_in_paris) == (
        "Cet ordinateur ne connaît pas l'heure de Paris. Installez le paquet tzdata : pip install tzdata"
    )

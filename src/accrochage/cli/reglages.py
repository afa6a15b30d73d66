"""What the command finds outside its arguments: the clock, the environment, the folders and the settings of the user."""

import os
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from platformdirs import user_config_path, user_data_path

from accrochage.cli.usage import UsageError
from accrochage.dictionnaire import DEFAULT_VERSION
from accrochage.flux.schemas import SchemaStore

VERSION_VARIABLE: Final = "ACCROCHAGE_VERSION_FORMAT"
SCHEMAS_VARIABLE: Final = "ACCROCHAGE_DOSSIER_SCHEMAS"

_FOLDER: Final = "agrafe"
_VERSION_KEY: Final = "version_format"


def schema_store() -> SchemaStore:
    """Return the schemas at hand: those shipped, and those that the user added."""
    folder = os.environ.get(SCHEMAS_VARIABLE)
    if folder:
        return SchemaStore(Path(folder))
    return SchemaStore(user_data_path(_FOLDER, appauthor=False) / "schemas")


def settings_path() -> Path:
    """Return the place of the settings file, which need not exist."""
    return user_config_path(_FOLDER, appauthor=False) / "accrochage.toml"


def choose_version(option: str | None, store: SchemaStore) -> str:
    """Return the version of the format to use.

    Args:
        option: What the command line says; then come the environment, the settings file, and the default.
        store: The schemas at hand.

    Raises:
        UsageError: There is no such version, or the settings file is not what it should be.
        SchemaError: The folder of the added schemas cannot be read.
    """
    where, version = _wanted_version(option)
    known = [schema.version for schema in store.list()]
    if version not in known:
        raise UsageError(
            f"{where} demande la version « {version} » du format, qui est inconnue. Versions connues : {', '.join(known)}. "
            "Une autre s'ajoute avec le XSD de la Caisse des Dépôts : accrochage schema ajouter FICHIER.xsd"
        )
    return version


def _wanted_version(option: str | None) -> tuple[str, str]:
    """Return who says which version, as the subject of a sentence, and the version."""
    if option is not None:
        return "L'option --version-format", option
    variable = os.environ.get(VERSION_VARIABLE)
    if variable:
        return f"La variable {VERSION_VARIABLE}", variable
    path = settings_path()
    version = _read_settings(path).get(_VERSION_KEY)
    if version is not None:
        return f"Le fichier de réglages « {path} »", version
    return "Agrafe", DEFAULT_VERSION


def _read_settings(path: Path) -> dict[str, str]:
    """Read the settings file, empty when there is none."""
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise UsageError(
            f"Le fichier de réglages « {path} » ne peut pas être lu. {_EXPECTED}"
        ) from error
    if not settings.keys() <= {_VERSION_KEY} or not all(
        isinstance(value, str) for value in settings.values()
    ):
        raise UsageError(
            f"Le fichier de réglages « {path} » contient autre chose que {_VERSION_KEY}. {_EXPECTED}"
        )
    return settings


_EXPECTED: Final = f'Il tient en une ligne : {_VERSION_KEY} = "{DEFAULT_VERSION}"'


def now_in_paris() -> datetime:
    """Return the time in Paris, to the second.

    Raises:
        UsageError: This machine does not know the time zones.
    """
    return datetime.now(paris()).replace(microsecond=0)


def paris() -> ZoneInfo:
    """Return the time zone of Paris.

    Raises:
        UsageError: This machine does not know the time zones.
    """
    try:
        return ZoneInfo("Europe/Paris")
    except ZoneInfoNotFoundError as error:
        raise UsageError(
            "Cet ordinateur ne connaît pas l'heure de Paris. Installez le paquet tzdata : pip install tzdata"
        ) from error

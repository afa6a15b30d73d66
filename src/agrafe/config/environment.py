"""Reading the environment of an installation strictly: what is not understood stops the start, in one sentence.

Each variable `NAME` may also be given as `NAME_FILE`, the path of a file whose content is the value: the way of the secrets
of containers and of systemd.
"""

import os
from pathlib import Path
from typing import Any, Final
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

_YES_NO: Final = {"oui": True, "non": False}
_POSTGRESQL: Final = {"postgres", "postgresql"}


def optional(name: str, default: str = "") -> str:
    """Return a variable of the environment without the blanks around it, or the default when it is absent or empty."""
    path = os.environ.get(f"{name}_FILE", "").strip()
    if not path:
        return os.environ.get(name, "").strip() or default
    try:
        return Path(path).read_text(encoding="utf-8").strip() or default
    except (OSError, UnicodeDecodeError):
        raise ImproperlyConfigured(
            f"Le fichier donné par {name}_FILE ne se lit pas : {path}."
        ) from None


def required(name: str, what: str) -> str:
    """Return a variable of the environment, or refuse to start with a sentence that says what it is for."""
    value = optional(name)
    if not value:
        raise ImproperlyConfigured(
            f"La variable d'environnement {name} manque : elle donne {what}."
        )
    return value


def words(name: str) -> list[str]:
    """Return the words of a variable of the environment, separated by commas; none when it is absent."""
    return [word.strip() for word in optional(name).split(",") if word.strip()]


def yes_no(name: str, *, default: bool) -> bool:
    """Return whether a variable says `oui` or `non`."""
    value = optional(name, "oui" if default else "non")
    if value not in _YES_NO:
        raise ImproperlyConfigured(
            f"La variable d'environnement {name} vaut « {value} ». Écrivez oui ou non."
        )
    return _YES_NO[value]


def whole(name: str, *, default: int) -> int:
    """Return a variable that holds a whole number above zero."""
    value = optional(name, str(default))
    if not (value.isascii() and value.isdecimal() and int(value)):
        raise ImproperlyConfigured(
            f"La variable d'environnement {name} vaut « {value} ». "
            "Écrivez un nombre entier plus grand que zéro."
        )
    return int(value)


def database(address: str) -> dict[str, Any]:
    """Return the settings of a database.

    Args:
        address: The path of an SQLite file, or `postgresql://user:password@host:port/name`, whose query, if any, goes
            to the driver (`?sslmode=require`).

    Raises:
        ImproperlyConfigured: The address is of another kind, or names no database. The sentence does not repeat it: it
            may hold a password.
    """
    if "://" not in address:
        return _sqlite(address)
    parts = urlsplit(address)
    if parts.scheme not in _POSTGRESQL:
        raise ImproperlyConfigured(
            "AGRAFE_DATABASE n'est pas d'une sorte connue. Écrivez le chemin d'un fichier SQLite, "
            "ou postgresql://utilisateur:motdepasse@machine:5432/base."
        )
    return _postgresql(parts)


def _sqlite(path: str) -> dict[str, Any]:
    """Return settings under which several processes can write to one file: they queue instead of failing."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "timeout": 20,  # seconds to wait for one's turn
            "transaction_mode": "IMMEDIATE",  # a read that turns into a write would fail at once
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL",
        },
    }


def _postgresql(parts: SplitResult) -> dict[str, Any]:
    try:
        port = parts.port
    except ValueError:
        raise ImproperlyConfigured("AGRAFE_DATABASE : le port n'est pas un nombre.") from None
    name = unquote(parts.path.removeprefix("/"))
    if not name:
        raise ImproperlyConfigured(
            "AGRAFE_DATABASE ne dit pas le nom de la base : "
            "postgresql://utilisateur:motdepasse@machine:5432/base."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 60,  # seconds
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query, keep_blank_values=True)),
    }

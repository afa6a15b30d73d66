"""Reading the environment of an installation strictly: what is not understood stops the start, in one sentence.

Each variable `NAME` may also be given as `NAME_FILE`, the path of a file whose content is the value: the way of the secrets
of containers and of systemd.
"""

import os
from importlib import import_module
from pathlib import Path
from typing import Any, Final
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

_YES_NO: Final = {"oui": True, "non": False}
_POSTGRESQL: Final = {"postgres", "postgresql"}
_MAIL: Final = {
    "smtp": (25, False, False),
    "smtp+tls": (587, True, False),
    "smtps": (465, False, True),
}
"""How the mail server is spoken to: port, STARTTLS, TLS from the start."""
_BUCKETS: Final = {"s3": "https", "s3+http": "http"}
"""How the storage of a bucket is spoken to."""
_TASKS: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "embarque": ("agrafe.travaux.backends.embarque.EmbarqueBackend", ()),
    "procrastinate": (
        "agrafe.travaux.backends.procrastinate.ProcrastinateBackend",
        ("procrastinate.contrib.django",),
    ),
}


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


def sealing_keys(name: str) -> list[str]:
    """Return the keys that seal what must not be read in the database; none when the variable is absent.

    Raises:
        ImproperlyConfigured: One of them has not the shape of a key. The sentence does not repeat it.
    """
    keys = words(name)
    for rank, key in enumerate(keys, start=1):
        try:
            Fernet(key)
        except ValueError:
            raise ImproperlyConfigured(
                f"La variable d'environnement {name} : la clé n° {rank} n'a pas la bonne forme. "
                "Retirez-la ; « agrafe cles nouvelle » en écrit une bonne."
            ) from None
    return keys


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


def bucket(address: str) -> dict[str, Any]:
    """Return the storage of the private files when it is a bucket of an S3 service; nothing when it is a folder.

    Args:
        address: The path of a folder, or `s3://key:secret@host/bucket`, whose query may say the region (`?region=fr-par`);
            `s3+http://` without TLS, for a service of the same machine or network.

    Raises:
        ImproperlyConfigured: The address is of another kind or incomplete, or the extra `s3` is not installed. The sentence
            does not repeat it: it holds a secret.
    """
    if "://" not in address:
        return {}
    parts = urlsplit(address)
    name = unquote(parts.path.strip("/"))
    is_whole = all((parts.hostname, parts.username, parts.password, name)) and "/" not in name
    if parts.scheme not in _BUCKETS or not is_whole:
        raise ImproperlyConfigured(
            "AGRAFE_FILES n'est pas d'une sorte connue. Écrivez le chemin d'un dossier, "
            "ou s3://clé:secret@machine/seau?region=région."
        )
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "endpoint_url": f"{_BUCKETS[parts.scheme]}://{parts.netloc.rpartition('@')[2]}",
            "bucket_name": name,
            "region_name": dict(parse_qsl(parts.query)).get("region"),
            "access_key": unquote(parts.username or ""),
            "secret_key": unquote(parts.password or ""),
            "file_overwrite": False,
            "max_memory_size": 2_500_000,  # bytes; what is larger is read from the disk
            "client_config": _s3_client(),
        },
    }


def _s3_client() -> Any:
    """Return how to speak to services that are not Amazon's: the bucket in the path, no checksums of theirs."""
    try:
        import_module("storages")
        config = import_module("botocore.config").Config
    except ImportError:
        raise ImproperlyConfigured(
            'AGRAFE_FILES donne un stockage S3. Installez de quoi lui parler : pip install "agrafe[s3]".'
        ) from None
    return config(
        signature_version="s3v4",
        s3={"addressing_style": "path"},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )


def tasks_backend(name: str) -> tuple[dict[str, Any], list[str]]:
    """Return the setting TASKS, and the applications to install, for `embarque` or `procrastinate`.

    Raises:
        ImproperlyConfigured: It is neither.
    """
    if name not in _TASKS:
        raise ImproperlyConfigured(
            f"La variable d'environnement AGRAFE_TASKS vaut « {name} ». Écrivez embarque ou procrastinate."
        )
    backend, installed = _TASKS[name]
    return {"default": {"BACKEND": backend, "QUEUES": []}}, list(installed)


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


def mail_server(address: str) -> dict[str, Any]:
    """Return Django's settings of a mail server; none, which leaves the mails in the outbox, for an empty address.

    Args:
        address: `smtp+tls://user:password@host:587` (STARTTLS), `smtps://…:465` (TLS from the start), `smtp://host:25` (in
            clear, for a relay of the same machine or network), or `file:///folder`, where the mails are written instead.

    Raises:
        ImproperlyConfigured: The address is of another kind. The sentence does not repeat it: it may hold a password.
    """
    if not address:
        return {}
    parts = urlsplit(address)
    if parts.scheme == "file" and parts.path:
        backend = "django.core.mail.backends.filebased.EmailBackend"
        return {"EMAIL_BACKEND": backend, "EMAIL_FILE_PATH": unquote(parts.path)}
    try:
        asked_port = parts.port
    except ValueError:
        raise ImproperlyConfigured("AGRAFE_MAIL_URL : le port n'est pas un nombre.") from None
    if parts.scheme not in _MAIL or not parts.hostname:
        raise ImproperlyConfigured(
            "AGRAFE_MAIL_URL n'est pas d'une sorte connue. "
            "Écrivez smtp+tls://utilisateur:motdepasse@machine:587, smtps://…:465 ou smtp://machine:25."
        )
    port, starttls, tls = _MAIL[parts.scheme]
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": unquote(parts.hostname),
        "EMAIL_PORT": asked_port or port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": starttls,
        "EMAIL_USE_SSL": tls,
    }


def sender(name: str, default: str, *, is_needed: bool) -> str:
    """Return the address that mails leave from, which a variable gives; it is needed as soon as mails do leave."""
    address = (
        required(name, "l'adresse d'où partent les courriels")
        if is_needed
        else optional(name, default)
    )
    if address.count("@") != 1 or not address.isascii() or any(map(str.isspace, address)):
        raise ImproperlyConfigured(
            f"La variable d'environnement {name} vaut « {address} ». "
            "Écrivez une adresse seule, agrafe@exemple.fr."
        )
    return address


def site_address(name: str, hosts: list[str]) -> str:
    """Return where the site answers, without a slash at the end: what a variable says, else the first host in HTTPS."""
    address = optional(name, f"https://{hosts[0].lstrip('.')}" if hosts else "").rstrip("/")
    if address and urlsplit(address).scheme not in {"http", "https"}:
        raise ImproperlyConfigured(
            f"La variable d'environnement {name} vaut « {address} ». "
            "Écrivez l'adresse entière du site, https://agrafe.exemple.fr."
        )
    return address

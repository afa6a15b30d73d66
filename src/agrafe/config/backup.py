"""A whole installation in one file, and back: the database, and the private files that its rows name.

The archive is a `.tar.gz`: `manifeste.json` first (what it is, the SHA-256 of the database), then the database, then the files. It
holds personal data, as the installation does; the keys of the environment are not in it.
"""

import hashlib
import json
import os
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Any, Final, NamedTuple

from django.apps import apps
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from accrochage import __version__
from agrafe.socle.refusals import Refusal

MANIFEST: Final = "manifeste.json"
DATABASE: Final = "base"
FILES: Final = "fichiers"


class BackupRefusal(Refusal):
    """The backup cannot be made, or cannot be restored."""


class Content(NamedTuple):
    """What an archive holds: the engine of its database, when it was made, how many files there are beside the database."""

    engine: str
    made_at: str
    files: int


def save(path: Path) -> Content:
    """Write the archive of the installation; other people may go on working meanwhile.

    Args:
        path: The archive; one that is already there is never replaced.

    Raises:
        BackupRefusal: There is already a file of that name, it cannot be written, or PostgreSQL's `pg_dump` is missing.
    """
    if path.exists():
        raise BackupRefusal(f"« {path} » existe déjà. Donnez un autre nom à la sauvegarde.")
    partial = path.with_name(f".{path.name}.partiel")
    try:
        with tempfile.TemporaryDirectory(prefix="agrafe-") as folder:
            copy = Path(folder) / DATABASE
            _copy_database(copy)
            content = _write(partial, copy)
        partial.rename(path)
    except OSError as error:
        raise BackupRefusal(
            f"La sauvegarde « {path} » ne peut pas être écrite ({error.strerror})."
        ) from error
    finally:
        partial.unlink(missing_ok=True)
    return content


def _write(path: Path, copy: Path) -> Content:
    names = list(_file_names())
    made_at = timezone.localtime().isoformat(timespec="seconds")
    manifest = {
        "agrafe": __version__,
        "engine": connection.vendor,
        "made_at": made_at,
        "migrations": _known_migrations(),
        "files": len(names),
        "database": {"size": copy.stat().st_size, "sha256": _digest(copy)},
    }
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb") as target, tarfile.open(fileobj=target, mode="w:gz") as archive:  # noqa: PTH123 - a descriptor
        content = json.dumps(manifest, indent=1).encode()
        _add(archive, MANIFEST, BytesIO(content), len(content))
        archive.add(copy, DATABASE)
        for name in names:
            with default_storage.open(name) as source:
                _add(archive, f"{FILES}/{name}", source, default_storage.size(name))
    return Content(connection.vendor, made_at, len(names))


def _add(archive: tarfile.TarFile, name: str, content: Any, size: int) -> None:
    """Add a file to an archive as it is read: it may be a deposit of 200 MB."""
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = size, 0o600, int(timezone.now().timestamp())
    archive.addfile(entry, content)


def restore(path: Path, *, replace: bool) -> Content:
    """Put an archive in the place of the database and of the private files.

    Nothing changes unless the whole archive has been read and is sound.

    Args:
        path: The archive.
        replace: Whether a database that already has data may be replaced.

    Raises:
        BackupRefusal: The archive cannot be read, is damaged, comes from a newer Agrafe or another kind of database, or the
            database has data and `replace` is False.
    """
    if not replace and _has_data():
        raise BackupRefusal(
            "La base contient déjà des données. Pour les remplacer par celles de la sauvegarde : --remplacer."
        )
    with tempfile.TemporaryDirectory(prefix="agrafe-") as folder:
        root = Path(folder)
        manifest = _unpack(path, root)
        _check(manifest, root)
        # The files first: should this be stopped, no row names a file that is not there.
        for file in sorted((root / FILES).rglob("*")):
            if file.is_file():
                _put_file(file, str(PurePosixPath(file.relative_to(root / FILES))))
        _put_database(root / DATABASE)
    return Content(manifest["engine"], manifest["made_at"], manifest["files"])


def _put_file(file: Path, name: str) -> None:
    if default_storage.exists(name):
        default_storage.delete(name)
    with file.open("rb") as content:
        default_storage.save(name, File(content))


def _unpack(path: Path, root: Path) -> dict[str, Any]:
    try:
        with tarfile.open(path, mode="r:gz") as archive:
            archive.extractall(root, filter="data")
        manifest: dict[str, Any] = json.loads((root / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BackupRefusal(f"« {path} » n'est pas une sauvegarde d'Agrafe.") from None
    except (OSError, EOFError, ValueError, tarfile.TarError):
        raise BackupRefusal(
            f"« {path} » est abîmé, ou n'est pas une sauvegarde d'Agrafe."
        ) from None
    return manifest


def _check(manifest: dict[str, Any], root: Path) -> None:
    if manifest["engine"] != connection.vendor:
        raise BackupRefusal(
            f"Cette sauvegarde vient d'une base {manifest['engine']}, et celle-ci est {connection.vendor}. "
            "Restaurez-la dans une base de la même sorte."
        )
    unknown = set(manifest["migrations"]) - set(_known_migrations())
    if unknown:
        raise BackupRefusal(
            f"Cette sauvegarde vient d'une version plus récente d'Agrafe ({manifest['agrafe']}). Installez-la d'abord."
        )
    if _digest(root / DATABASE) != manifest["database"]["sha256"]:
        raise BackupRefusal("La base de cette sauvegarde est abîmée. Prenez-en une autre.")


# ------------------------------------------------------------------------------------- the database


def _copy_database(path: Path) -> None:
    """Write a copy of the database as it is at one instant."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(path)) as target:
            connection.connection.backup(target)
        return
    _run_postgresql("pg_dump", "--no-owner", "--no-privileges", "--file", str(path))


def _put_database(path: Path) -> None:
    """Put a copy in the place of the database, in one go."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(path)) as source:
            connection.ensure_connection()
            source.backup(connection.connection)
        connection.close()
        return
    connection.close()
    # All of it goes first, tables of a later version included, in the transaction that puts the copy.
    _run_postgresql(
        *("psql", "--quiet", "--no-psqlrc", "--single-transaction", "--set=ON_ERROR_STOP=1"),
        *("--command=DROP SCHEMA public CASCADE", "--command=CREATE SCHEMA public"),
        f"--file={path}",
    )


def _run_postgresql(program: str, *arguments: str) -> None:
    settings = connection.settings_dict
    environment = {
        **os.environ,
        "PGHOST": settings["HOST"] or "",
        "PGPORT": str(settings["PORT"] or ""),
        "PGUSER": settings["USER"] or "",
        "PGPASSWORD": settings["PASSWORD"] or "",
        "PGDATABASE": settings["NAME"],
        **{f"PG{name.upper()}": str(value) for name, value in settings["OPTIONS"].items()},
    }
    try:
        run = subprocess.run(  # noqa: S603 - PostgreSQL's own tools, and no shell
            [program, *arguments],
            env={name: value for name, value in environment.items() if value},
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise BackupRefusal(
            f"« {program} » est introuvable : installez les outils clients de PostgreSQL sur cette machine."
        ) from None
    if run.returncode:
        # Its first words, on the terminal of whoever asked: those that follow may quote a row.
        first = run.stderr.decode(errors="replace").strip().splitlines()[:1]
        raise BackupRefusal(f"« {program} » a échoué. {''.join(first)}".strip())


def _has_data() -> bool:
    user = apps.get_model("comptes", "User")
    tables = connection.introspection.table_names()
    return user._meta.db_table in tables and user._default_manager.exists()  # noqa: SLF001 - Django's documented way


def _known_migrations() -> list[str]:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return sorted(".".join(key) for key in loader.disk_migrations)


# ---------------------------------------------------------------------------------------- the files


def _file_names() -> Iterator[str]:
    """Yield the name of each private file that a row gives."""
    for model in apps.get_models():
        for field in model._meta.get_fields():  # noqa: SLF001 - Django's documented way
            if isinstance(field, models.FileField):
                rows = model._default_manager.exclude(**{field.name: ""})  # noqa: SLF001 - the same
                for name in rows.values_list(field.name, flat=True).distinct().iterator():
                    if name and default_storage.exists(name):
                        yield name


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

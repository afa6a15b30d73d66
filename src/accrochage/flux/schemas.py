"""The schemas of the format: those shipped with Agrafe and those that the user adds.

The CDC publishes its XSD in a kit that only some users can fetch. A file that they add replaces the
shipped one of the same version: the CDC's own text has the last word.
"""

import builtins
import errno
import os
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Final

from lxml import etree

from accrochage.dictionnaire import NAMESPACE
from accrochage.erreurs import SchemaError

SHIPPED_FOLDER: Final = Path(__file__).parents[1] / "schemas"

MAX_BYTES: Final = 1024 * 1024
"""Largest file read as a schema, in bytes; the CDC's has twenty thousand."""

_XSD: Final = "{http://www.w3.org/2001/XMLSchema}"
_ROOT_NAME: Final = "flux"
_BORROWING: Final = ("import", "include", "redefine", "override")

_NUMBER: Final = r"(?:0|[1-9][0-9]{0,3})"
_VERSION: Final = re.compile(rf"{_NUMBER}\.{_NUMBER}\.{_NUMBER}")
_FILE_NAME: Final = re.compile(rf"cpf-({_VERSION.pattern})\.xsd")

_CAUSES: Final = {
    errno.ENOENT: "le fichier ou le dossier est introuvable",
    errno.EACCES: "l'accès est refusé",
    errno.EPERM: "l'accès est refusé",
    errno.EISDIR: "c'est un dossier",
    errno.ENOTDIR: "un fichier se trouve là où un dossier était attendu",
    errno.EEXIST: "un fichier se trouve là où un dossier était attendu",
    errno.ENOSPC: "le disque est plein",
    errno.EROFS: "le disque est en lecture seule",
}


class _Refusal(Exception):  # noqa: N818 - a step inside this module, never seen outside
    """Why some bytes are no schema of the format, as the end of a French sentence."""


class Origin(Enum):
    """Where a schema comes from."""

    SHIPPED = "livré"
    ADDED = "ajouté"


@dataclass(frozen=True)
class Schema:
    """A version of the format and the XSD file that describes it.

    Attributes:
        version: Version of the format, such as `1.1.2`: the `version` attribute of the XSD.
        origin: Whether the file came with Agrafe or was added by the user.
        path: The XSD file.
    """

    version: str
    origin: Origin
    path: Path

    def load(self) -> etree.XMLSchema:
        """Return the compiled schema, the same object as long as the bytes of the file are the same.

        The object keeps the errors of its last validation, and threads that share it mix theirs:
        give each its own with `compile`.

        Returns:
            A shared schema.

        Raises:
            SchemaError: The file cannot be read, or is not (or no longer) a schema of this version.
        """
        return self._open(_examine_once)

    def compile(self) -> etree.XMLSchema:
        """Return a freshly compiled schema, which the caller is alone to hold.

        Returns:
            A schema of the caller's own, made in about half a millisecond.

        Raises:
            SchemaError: The file cannot be read, or is not (or no longer) a schema of this version.
        """
        return self._open(_examine)

    def _open(self, examine: Callable[[bytes], tuple[str, etree.XMLSchema]]) -> etree.XMLSchema:
        data = _read(self.path)
        try:
            version, schema = examine(data)
            _require(version == self.version, f"il décrit la version {version} du format")
        except _Refusal as refusal:
            added = self.origin is Origin.ADDED
            remedy = "Supprimez-le ou ajoutez-le à nouveau" if added else "Réinstallez Agrafe"
            raise SchemaError(
                f"Le schéma de la version {self.version}, « {self.path} », est inutilisable : {refusal}. {remedy}."
            ) from refusal
        return schema


@dataclass(frozen=True)
class SchemaStore:
    """The schemas at hand.

    Attributes:
        folder: Folder of the files added by the user, made when the first one comes; `None` when
            only the shipped ones are wanted.
    """

    folder: Path | None = None

    def list(self) -> builtins.list[Schema]:
        """List one schema per version, from the oldest to the newest.

        A schema added by the user hides the shipped one of its version. Files are not opened.

        Returns:
            The schemas, sorted by version as numbers (1.1.10 comes after 1.1.9).

        Raises:
            SchemaError: The folder cannot be read.
        """
        schemas = _scan(SHIPPED_FOLDER, Origin.SHIPPED)
        if self.folder is not None:
            schemas |= _scan(self.folder, Origin.ADDED)
        return sorted(schemas.values(), key=lambda schema: _rank(schema.version))

    def get(self, version: str) -> Schema:
        """Return the schema of a version, after checking that it can be used.

        Args:
            version: Version of the format, such as `1.1.2`.

        Returns:
            The schema, ready to `load`.

        Raises:
            SchemaError: No schema has this version, or its file cannot be used.
        """
        known = {schema.version: schema for schema in self.list()}
        if version not in known:
            raise SchemaError(
                f"La version « {version} » du format est inconnue. Versions connues : {', '.join(known)}. "
                "Une autre s'ajoute avec le XSD de la CDC : « accrochage schema ajouter »."
            )
        schema = known[version]
        schema.load()
        return schema

    def add(self, file: Path) -> Schema:
        """Check an XSD of the user and copy it, byte for byte, into the folder.

        It replaces whatever had its version. Versions that Agrafe does not know are welcome.

        Args:
            file: The XSD, under any name.

        Returns:
            The schema added.

        Raises:
            SchemaError: There is no folder, the file cannot be read, is not a schema of the format
                that stands alone, or cannot be copied. The folder is then as it was.
        """
        if self.folder is None:
            raise SchemaError(
                "Aucun dossier n'est prévu pour les schémas ajoutés : indiquez-en un."
            )
        data = _read(file)
        try:
            version, _ = _examine(data)
        except _Refusal as refusal:
            raise SchemaError(
                f"Le fichier « {file} » n'est pas un XSD du format de la CDC : {refusal}."
            ) from refusal
        target = self.folder / f"cpf-{version}.xsd"
        _write(target, data)
        return Schema(version, Origin.ADDED, target)


def _rank(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in version.split("."))


def _scan(folder: Path, origin: Origin) -> dict[str, Schema]:
    """Find the schemas of a folder by the names of its files; an absent folder has none."""
    try:
        paths = list(folder.iterdir())
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SchemaError(
            f"Le dossier « {folder} » n'a pas pu être lu : {_cause(error)}."
        ) from error
    found = ((_FILE_NAME.fullmatch(path.name), path) for path in paths)
    return {match[1]: Schema(match[1], origin, path) for match, path in found if match}


def _examine(data: bytes) -> tuple[str, etree.XMLSchema]:
    """Check that some bytes are a schema of the format, and compile them.

    Args:
        data: Content of an XSD file, from anyone.

    Returns:
        The version that the schema states, and the compiled schema.

    Raises:
        _Refusal: They are not.
    """
    root = _parse(data)
    _require(root.tag == f"{_XSD}schema", "sa racine n'est pas « schema »")
    for name in _BORROWING:
        _require(
            root.find(f".//{_XSD}{name}") is None,
            f"il fait appel à un autre fichier (xsd:{name}), alors qu'il doit se suffire",
        )
    _require(
        root.get("targetNamespace") == NAMESPACE,
        f"son espace de noms (targetNamespace) n'est pas « {NAMESPACE} »",
    )
    version = root.get("version", "").strip()
    _require(
        _VERSION.fullmatch(version) is not None,
        "son attribut « version » manque ou n'est pas de la forme 1.1.2",
    )
    schema = _compile(root)
    _require(
        root.find(f'{_XSD}element[@name="{_ROOT_NAME}"]') is not None,
        f"il ne déclare pas l'élément racine « {_ROOT_NAME} »",
    )
    return version, schema


_examine_once = lru_cache(maxsize=16)(_examine)


def _parse(data: bytes) -> etree._Element:
    """Parse XML from anyone: no network, no entity, no document type."""
    _require(len(data) <= MAX_BYTES, "il est trop gros pour un XSD (plus de 1 Mo)")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _Refusal(f"ce n'est pas du XML bien formé (ligne {error.lineno})") from error
    _require(
        root.getroottree().docinfo.internalDTD is None,
        "il contient un DOCTYPE, refusé par sécurité",
    )
    return root


def _compile(root: etree._Element) -> etree.XMLSchema:
    try:
        return etree.XMLSchema(root)
    except etree.XMLSchemaParseError as error:
        lines = sorted({entry.line for entry in error.error_log})
        where = ", ".join(str(line) for line in lines)
        raise _Refusal(f"ce n'est pas un schéma XSD correct (ligne {where})") from error


def _require(condition: bool, otherwise: str) -> None:
    if not condition:
        raise _Refusal(otherwise)


def _read(path: Path) -> bytes:
    """Read a file, but hardly more than what `_parse` accepts."""
    try:
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise SchemaError(f"Le fichier « {path} » n'a pas pu être lu : {_cause(error)}.") from error


def _write(target: Path, data: bytes) -> None:
    """Put a file in place in one step: whatever happens, the former one or the new one is there."""
    beside = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with beside.open("xb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise SchemaError(
            f"Le schéma n'a pas pu être enregistré dans « {target.parent} » : {_cause(error)}."
        ) from error


def _cause(error: OSError) -> str:
    return _CAUSES.get(error.errno or 0, f"le système répond « {error.strerror} »")

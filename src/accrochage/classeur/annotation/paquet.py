"""An OOXML package (ECMA-376, part 2): a zip of parts, tied together by relations."""

import posixpath
import re
import shutil
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from itertools import count
from typing import IO, Final
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from lxml import etree

Element = etree._Element  # noqa: SLF001 - the type has no public name

CONTENT_TYPES: Final = "[Content_Types].xml"

_TYPES: Final = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_SIGNATURES: Final = "_xmlsignatures/"
_SIGNATURE_KIND: Final = "/digital-signature/origin"
_TRANSITIONAL: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_MAX_TREE: Final = 64 << 20
"""Bytes of XML that are held as a tree; only rows and strings are ever longer, and those never are."""
_MAY_EXCEED: Final = 1 << 30
"""Bytes from which a part may need the long form of the zip format once rewritten."""


class UnusualError(ValueError):
    """The package is written in a way that cannot be edited without risk."""


@contextmanager
def unusual() -> Iterator[None]:
    """Turn what a package may raise while it is read or edited into one exception.

    Raises:
        UnusualError: Something in it is not where, or what, it should be.
    """
    try:
        yield
    except (
        BadZipFile,
        EOFError,
        LookupError,
        NotImplementedError,
        OverflowError,
        RuntimeError,
        ValueError,
        etree.XMLSyntaxError,
        zlib.error,
    ) as error:
        raise UnusualError(str(error)) from error


class Paquet:
    """A package, with the changes to be made to it.

    Args:
        archive: The package as it is.

    Attributes:
        workbook: Name of the part that lists the sheets.
        office: Namespace of the relations of the workbook, which says whether it is Strict.

    Raises:
        UnusualError: It cannot be edited without risk.
    """

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self._infos = {info.filename: info for info in archive.infolist()}
        if len({name.lower() for name in self._infos}) < len(archive.infolist()):
            raise UnusualError("two parts of the same name")
        self._trees: dict[str, Element] = {}
        self._contents: dict[str, bytes] = {}
        self._changed: set[str] = set()
        self._dropped: set[str] = set()
        self.office = _TRANSITIONAL
        self.workbook = next(iter(self.related("", "officeDocument").values()), "")
        if self.workbook not in self:
            raise UnusualError("no workbook")
        nsmap = self.tree(self.workbook).nsmap.values()
        if _STRICT in nsmap or self.main_of(self.workbook).startswith("http://purl.oclc.org/"):
            self.office = _STRICT

    def __contains__(self, name: str) -> bool:
        return name not in self._dropped and (name in self._infos or name in self._contents)

    @property
    def names(self) -> list[str]:
        """Names of the parts that it had at first."""
        return list(self._infos)

    def size(self, name: str) -> int:
        """Return the length of a part, in bytes."""
        return self._infos[name].file_size

    def open(self, name: str) -> IO[bytes]:
        """Open a part as it was, for reading."""
        return self._archive.open(name)

    def read(self, name: str) -> bytes:
        """Return the content of a part, as changed so far."""
        if name in self._contents:
            return self._contents[name]
        if self.size(name) > _MAX_TREE:
            raise UnusualError(name)
        return self._archive.read(name)

    def tree(self, name: str, *, change: bool = False) -> Element:
        """Return a part as a tree; `change` when it is about to be edited."""
        if name not in self._trees:
            content = self.read(name)
            if b"<!DOCTYPE" in content:
                raise UnusualError(name)
            parser = etree.XMLParser(
                resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
            )
            self._trees[name] = etree.fromstring(content, parser)
        if change:
            self._changed.add(name)
        return self._trees[name]

    def main_of(self, name: str) -> str:
        """Return the namespace of the root of a part."""
        return etree.QName(self.tree(name)).namespace or ""

    def write_part(self, name: str, content: bytes, content_type: str | None = None) -> None:
        """Give a part its content; `content_type` when it is a new one."""
        self._contents[name] = content
        if content_type:
            types = self.tree(CONTENT_TYPES, change=True)
            etree.SubElement(
                types, f"{_TYPES}Override", PartName=f"/{name}", ContentType=content_type
            )

    def declare_extension(self, extension: str, content_type: str) -> None:
        """Declare what parts of an extension are, unless it is already said."""
        types = self.tree(CONTENT_TYPES, change=True)
        known = {str(entry.get("Extension")).lower() for entry in types.iter(f"{_TYPES}Default")}
        if extension not in known:
            entry = etree.Element(f"{_TYPES}Default", Extension=extension, ContentType=content_type)
            types.insert(0, entry)

    def content_type(self, name: str) -> Element | None:
        """Return the declaration of what a part is."""
        overrides = self.tree(CONTENT_TYPES).iter(f"{_TYPES}Override")
        return next((entry for entry in overrides if entry.get("PartName") == f"/{name}"), None)

    def declare_workbook(self) -> None:
        """Make a workbook of a template: under the extension of a workbook, Excel refuses a template."""
        declared = self.content_type(self.workbook)
        said = "" if declared is None else str(declared.get("ContentType"))
        if declared is not None and ".template." in said:
            declared.set("ContentType", said.replace(".template.", ".sheet."))
            self._changed.add(CONTENT_TYPES)

    def free_name(self, pattern: str) -> str:
        """Return the first name of a pattern (`"xl/comments{}.xml"`) that no part bears."""
        taken = {name.lower() for name in (*self._infos, *self._contents)}
        names = (pattern.format(rank) for rank in count(1))
        return next(name for name in names if name.lower() not in taken)

    def drop(self, name: str) -> None:
        """Take a part away, if it is there."""
        self._dropped.add(name)

    # ------------------------------------------------------------------------------- relations

    def related(self, part: str, kind: str) -> dict[str, str]:
        """Return the parts of a kind (`"worksheet"`) that a part (`""`: the package) is tied to, by identifier."""
        name = _relations_of(part)
        if name not in self:
            return {}
        return {
            str(entry.get("Id")): _target(part, entry)
            for entry in self.tree(name)
            if str(entry.get("Type")).endswith(f"/relationships/{kind}")
            and entry.get("TargetMode") != "External"
        }

    def relate(self, part: str, kind: str, target: str) -> str:
        """Tie a part to another; return the identifier of the relation."""
        name = _relations_of(part)
        if name not in self:
            self.write_part(name, f'<Relationships xmlns="{_PACKAGE}"/>'.encode())
        identifier = self.free_id(part)
        relation = etree.SubElement(self.tree(name, change=True), f"{{{_PACKAGE}}}Relationship")
        relation.set("Id", identifier)
        relation.set("Type", f"{self.office}/{kind}")
        relation.set("Target", posixpath.relpath(f"/{target}", f"/{posixpath.dirname(part)}"))
        return identifier

    def free_id(self, part: str) -> str:
        """Return the identifier that the next relation of a part will have."""
        name = _relations_of(part)
        taken = {entry.get("Id") for entry in self.tree(name)} if name in self else set()
        return next(found for rank in count(1) if (found := f"rIdA{rank}") not in taken)

    def drop_relations(self, part: str) -> None:
        """Cut a part from all that it is tied to."""
        self.drop(_relations_of(part))

    def drop_signature(self) -> bool:
        """Take away the digital signature, which no changed workbook can keep; tell whether there was one."""
        signatures = [name for name in self._infos if name.startswith(_SIGNATURES)]
        if not signatures:
            return False
        for name in signatures:
            self.drop(name)
        types = self.tree(CONTENT_TYPES, change=True)
        for entry in list(types):
            if str(entry.get("PartName")).startswith(f"/{_SIGNATURES}"):
                types.remove(entry)
        relations = self.tree(_relations_of(""), change=True)
        for entry in list(relations):
            if str(entry.get("Type")).endswith(_SIGNATURE_KIND):
                relations.remove(entry)
        return True

    # --------------------------------------------------------------------------------- writing

    def write_types(self, target: ZipFile) -> None:
        """Write what the parts are: some programs know a workbook by this part coming first."""
        self._write(target, CONTENT_TYPES, serialised(self.tree(CONTENT_TYPES)))

    def write_rest(self, target: ZipFile, streamed: Collection[str]) -> None:
        """Write every other part, but those that were `streamed` apart: as it was when it does not change."""
        written = {CONTENT_TYPES, *streamed, *self._dropped}
        for name in (name for name in self._infos if name not in written):
            if name not in self._changed and name not in self._contents:
                with self.open(name) as source, open_part(target, self._infos[name]) as copy:
                    shutil.copyfileobj(source, copy, 1 << 20)
        for name in sorted((self._changed | set(self._contents)) - written):
            changed = name in self._changed
            content = serialised(self._trees[name]) if changed else self._contents[name]
            self._write(target, name, content)

    def part_like(self, name: str) -> ZipInfo:
        """Return the entry that a part has, or would have."""
        return self._infos.get(name) or ZipInfo(name)

    def _write(self, target: ZipFile, name: str, content: bytes) -> None:
        with open_part(target, self.part_like(name)) as copy:
            copy.write(content)


def serialised(tree: Element) -> bytes:
    """Return a tree as a part."""
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def open_part(target: ZipFile, like: ZipInfo) -> IO[bytes]:
    """Open a part for writing, under the name and date of its entry before; a new one has the oldest date of a zip, never today's."""
    info = ZipInfo(like.filename, like.date_time)
    info.compress_type = ZIP_DEFLATED
    info.external_attr = like.external_attr
    return target.open(info, "w", force_zip64=like.file_size > _MAY_EXCEED)


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _target(part: str, relation: Element) -> str:
    target = re.sub(r"[?#].*", "", str(relation.get("Target")))
    folder = posixpath.dirname(part)
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")

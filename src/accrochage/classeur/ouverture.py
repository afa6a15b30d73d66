"""What a file really is, whatever its name, and whether it can be opened without danger.

Accidents and damage are all refused here with a sentence. A file made to harm can still take much memory (`etendue` says how):
whoever reads the files of strangers does it in a process of its own, with a limit on its memory.
"""

import re
import stat
import struct
import zipfile
import zlib
from enum import Enum
from pathlib import Path
from typing import IO, Final

from accrochage.classeur.entetes import column_letter
from accrochage.classeur.etendue import Coin, ods_far_corner, xlsx_far_corner
from accrochage.classeur.xls import (
    SIGNATURE,
    CompoundFile,
    is_protected,
    refuse_excess,
    workbook_stream,
)
from accrochage.erreurs import ClasseurError

MAX_INFLATED: Final = 4 << 30
"""Bytes beyond which an inflated workbook is refused; a full sheet of 1 048 576 rows and 45 columns takes about 2 GiB."""
MAX_RATIO: Final = {"xlsx": 100, "ods": 400}
"""Inflated bytes for a stored one, beyond which an archive of some size is a bomb; the same word in every cell reaches 17 and 270."""
_SMALL: Final = 64 << 20

_HEAD: Final = 4096


class FileType(Enum):
    """What a file is; the value is the extension that goes with it."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"
    XML = "xml"


_SAVE_AS: Final = "Enregistrez le tableau en .xlsx ou en .csv, puis recommencez."
_RESAVE: Final = "Ouvrez-le dans votre tableur, enregistrez-le en .xlsx, puis recommencez."

_FOREIGN: Final = {
    b"%PDF": "un document PDF",
    b"\x89PNG": "une image",
    b"\xff\xd8\xff": "une image",
    b"GIF8": "une image",
    b"{\\rtf": "un document RTF",
    b"\x1f\x8b": "une archive compressée",
    b"Rar!": "une archive compressée",
    b"7z\xbc\xaf": "une archive compressée",
    b"SQLite format 3": "une base de données",
}
"""First bytes of what is no workbook, and what to call it."""

_FOREIGN_STREAMS: Final = {
    "WordDocument": "un document Word",
    "PowerPoint Document": "une présentation PowerPoint",
    "__properties_version1.0": "un courriel",
}
"""The same, for what shares the wrapping of an .xls."""

_FOREIGN_ENTRIES: Final = {
    "word/document.xml": "un document Word",
    "ppt/presentation.xml": "une présentation PowerPoint",
    "index/document.iwa": "un fichier d'Apple (Numbers ou Pages), qu'Agrafe ne lit pas",
    "content.xml": "un document OpenDocument, mais pas un classeur",
    "xl/workbook.bin": "un classeur binaire .xlsb, qu'Agrafe ne lit pas",
}
"""The same, for what shares the wrapping of an .xlsx or an .ods."""

_WORKBOOKS: Final = (".xlsx", ".xlsm", ".xls", ".ods", ".csv")
_ODS: Final = b"application/vnd.oasis.opendocument.spreadsheet"


def file_type(path: Path) -> FileType:
    """Say what a file is from its content.

    Raises:
        ClasseurError: It cannot be opened, is empty, encrypted, dangerous, or is nothing that Agrafe reads.
    """
    try:
        _refuse_not_a_file(path)
        with path.open("rb") as file:
            return _kind(path, file)
    except (OSError, ValueError) as error:  # ValueError: a name that no system admits
        raise ClasseurError(
            f"« {path.name} » ne peut pas être ouvert : {_reason(error)}."
        ) from error


def _refuse_not_a_file(path: Path) -> None:
    """Refuse a folder, what would be waited for without end (a pipe), and the small file that marks a workbook as open."""
    mode = path.stat().st_mode
    if stat.S_ISDIR(mode):
        raise ClasseurError(
            f"« {path.name} » est un dossier. Donnez le chemin du classeur qu'il contient."
        )
    if not stat.S_ISREG(mode):
        raise ClasseurError(
            f"« {path.name} » n'est pas un fichier ordinaire. Enregistrez le classeur sur le disque, puis recommencez."
        )
    owner = re.fullmatch(r"~\$(?P<excel>.+)|\.~lock\.(?P<libre>.+)#", path.name)
    if owner:
        raise ClasseurError(
            f"« {path.name} » n'est que la marque d'un classeur ouvert dans un tableur. "
            f"Choisissez le classeur lui-même : « {owner['excel'] or owner['libre']} »."
        )


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, FileNotFoundError):
        return "aucun fichier de ce nom"
    if isinstance(error, PermissionError):
        return "vous n'avez pas le droit de le lire, ou un autre programme le tient ouvert"
    return "le système n'a pas pu le lire"


def _kind(path: Path, file: IO[bytes]) -> FileType:
    head = file.read(_HEAD)
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise ClasseurError(f"« {path.name} » est vide.")
    for magic, what in _FOREIGN.items():
        if head.startswith(magic):
            raise _foreign(path, what)
    if head.startswith(SIGNATURE):
        return _ole_kind(path, head + file.read())
    if head.startswith(b"PK"):
        return _zip_kind(path, file)
    return _text_kind(path, head)


def _foreign(path: Path, what: str) -> ClasseurError:
    said = what if "," in what else f"{what}, pas un classeur"
    return ClasseurError(f"« {path.name} » est {said}. {_SAVE_AS}")


def damaged(path: Path) -> ClasseurError:
    """Say that a file is damaged, and what to try."""
    return ClasseurError(f"« {path.name} » est abîmé ou incomplet. {_RESAVE}")


def protected(path: Path) -> ClasseurError:
    """Say that a workbook asks for a password, and how to remove it."""
    return ClasseurError(
        f"« {path.name} » est protégé par un mot de passe. Retirez-le "
        "(Fichier, Informations, Protéger le classeur), enregistrez, puis recommencez."
    )


# ------------------------------------------------------------------------- .xls and its relatives


def _ole_kind(path: Path, content: bytes) -> FileType:
    try:
        container = CompoundFile(content)
        workbook = workbook_stream(container)
        if "EncryptedPackage" in container.streams or (workbook and is_protected(workbook)):
            raise protected(path)
        if workbook:
            refuse_excess(workbook)
            return FileType.XLS
    except (ValueError, struct.error) as error:
        raise damaged(path) from error
    found = (what for name, what in _FOREIGN_STREAMS.items() if name in container.streams)
    raise _foreign(path, next(found, "un document d'un autre logiciel"))


# ------------------------------------------------------------------- .xlsx, .ods and their relatives


def _zip_kind(path: Path, file: IO[bytes]) -> FileType:
    try:
        with zipfile.ZipFile(file) as archive:
            kind = _archive_kind(path, archive)
            _refuse_bomb(path, archive, kind)
            far = xlsx_far_corner(archive) if kind is FileType.XLSX else ods_far_corner(archive)
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
        KeyError,
        ValueError,
        OSError,
    ) as error:
        raise damaged(path) from error
    if far:
        raise _too_far(path, far)
    return kind


def _archive_kind(path: Path, archive: zipfile.ZipFile) -> FileType:
    names = {entry.filename.replace("\\", "/").lower() for entry in archive.infolist()}
    if any(entry.flag_bits & 1 for entry in archive.infolist()):
        raise protected(path)
    if "xl/workbook.xml" in names:
        return FileType.XLSX
    if "mimetype" in names and archive.open("mimetype").read(len(_ODS)) == _ODS:
        if "META-INF/manifest.xml" in archive.namelist():
            _refuse_encrypted_ods(path, archive)
        return FileType.ODS
    what = next((what for name, what in _FOREIGN_ENTRIES.items() if name in names), None)
    if what is None and any(name.endswith(_WORKBOOKS) for name in names):
        raise ClasseurError(
            f"« {path.name} » est une archive compressée. Sortez-en le classeur, puis recommencez."
        )
    raise _foreign(path, what or "une archive compressée")


def _refuse_encrypted_ods(path: Path, archive: zipfile.ZipFile) -> None:
    with archive.open("META-INF/manifest.xml") as manifest:
        if b"encryption-data" in manifest.read(_SMALL):
            raise protected(path)


def _refuse_bomb(path: Path, archive: zipfile.ZipFile, kind: FileType) -> None:
    """Refuse what would fill the memory once inflated; sizes are those declared, and what exceeds them is never inflated."""
    entries = archive.infolist()
    inflated = sum(entry.file_size for entry in entries)
    stored = sum(entry.compress_size for entry in entries) or 1
    if inflated > MAX_INFLATED or (inflated > _SMALL and inflated / stored > MAX_RATIO[kind.value]):
        raise ClasseurError(
            f"« {path.name} » occuperait {inflated >> 20} Mo une fois ouvert : il est refusé par sécurité. "
            "Copiez les lignes utiles dans un classeur neuf, puis recommencez."
        )


def _too_far(path: Path, corner: Coin) -> ClasseurError:
    return ClasseurError(
        f"« {path.name} » a une feuille qui s'étend jusqu'à la ligne {corner.ligne} et à la colonne {column_letter(corner.colonne - 1)}. "
        "Supprimez les valeurs égarées, au bout de la feuille, enregistrez, puis recommencez."
    )


# ------------------------------------------------------------------------------------------ text


_PAGE: Final = ("<!doctype html", "<html", "<table")
_XML_SHEETS: Final = ("urn:schemas-microsoft-com:office:spreadsheet", "<office:document ")


def _text_kind(path: Path, head: bytes) -> FileType:
    wide = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = (
        head.decode("utf-16" if wide else "latin-1", "replace").removeprefix("ï»¿").strip().lower()
    )
    if text.startswith("<"):
        if any(mark in text for mark in _XML_SHEETS):
            raise ClasseurError(f"« {path.name} » est un classeur au format XML. {_RESAVE}")
        if not any(mark in text for mark in _PAGE):
            return FileType.XML
    if text.startswith(("<", "mime-version:")):
        raise ClasseurError(
            f"« {path.name} » est une page web enregistrée comme un classeur. {_RESAVE}"
        )
    if "\0" in text:
        raise ClasseurError(f"« {path.name} » n'est ni un classeur ni un fichier CSV. {_SAVE_AS}")
    return FileType.CSV

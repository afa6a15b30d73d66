"""CSV files: their encoding and separator are found out, their rows are read one at a time."""

import codecs
import csv
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

from accrochage.classeur.entetes import SEARCHED_ROWS, find_header_row
from accrochage.erreurs import ClasseurError
from accrochage.regles.lecture.nettoyage import Raw

_CHUNK: Final = 1 << 20
_SEPARATORS: Final = ";,\t|"
_SEPARATOR_LINE = re.compile(r'"?sep=(?P<separator>[^"\r\n])"?\s*', re.IGNORECASE)

_OLD_ENCODINGS: Final = ("cp1252", "utf-8", "mac_roman", "cp850")
"""Windows, UTF-8 damaged somewhere, Macintosh, MS-DOS."""
_ACCENTED: Final = "éèêëàâçîïôùûœ"


class CsvFormat(NamedTuple):
    """How a CSV file is written.

    Attributes:
        encoding: Name of the encoding, for Python.
        separator: What stands between two cells.
        announced: Does a first line `sep=;` announce the separator? Spreadsheets obey it and do not show it.
    """

    encoding: str
    separator: str
    announced: bool = False


def csv_format(path: Path) -> CsvFormat:
    """Find out how a CSV file is written.

    Raises:
        ClasseurError: It cannot be read.
    """
    try:
        encoding = _encoding(path)
        with path.open(encoding=encoding, errors="replace", newline="") as file:
            announced = _SEPARATOR_LINE.fullmatch(file.readline(_CHUNK))
    except OSError as error:
        raise _stopped(path) from error
    if announced:
        return CsvFormat(encoding, announced["separator"], announced=True)
    return max(
        (CsvFormat(encoding, separator) for separator in _SEPARATORS),
        key=lambda tried: _merit(path, tried),
    )


def _encoding(path: Path) -> str:
    """Find the encoding: a byte order mark says it, else UTF-8 when the whole file agrees, else the likeliest of the old ones."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        if file.read(2) in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
            return "utf-16"
        file.seek(0)
        sample = b""
        try:
            while chunk := file.read(_CHUNK):
                sample = chunk
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return max(_OLD_ENCODINGS, key=lambda encoding: _count_accented(sample, encoding))
    return "utf-8-sig"


def _count_accented(sample: bytes, encoding: str) -> int:
    return sum(map(sample.decode(encoding, "replace").count, _ACCENTED))


def _merit(path: Path, tried: CsvFormat) -> tuple[int, int]:
    """Tell how well a format suits a file: by the headers recognised under it, then by the cells that it cuts."""
    head: list[Sequence[Raw]] = []
    with suppress(ClasseurError):  # the rows before a misplaced quote are kept, and still tell
        head.extend(islice(csv_rows(path, tried), SEARCHED_ROWS + 1))
    found = find_header_row(head)
    return found.recognised if found else 0, sum(map(len, head))


def csv_head(path: Path, form: CsvFormat) -> Sequence[Sequence[Raw]]:
    """Return the first rows, enough to find the headers.

    Raises:
        ClasseurError: They cannot be read.
    """
    return list(islice(csv_rows(path, form), SEARCHED_ROWS + 1))


def csv_rows(path: Path, form: CsvFormat) -> Iterator[Sequence[Raw]]:
    """Yield the rows of a CSV file, holding one at a time.

    Raises:
        ClasseurError: A quote is misplaced or never closed (cells or rows would be taken for others), or the disk fails.
    """
    try:
        with _reader(path, form) as reader:
            yield from reader
    except csv.Error as error:
        raise _misquoted(path, form) from error
    except OSError as error:
        raise _stopped(path) from error


@contextmanager
def _reader(path: Path, form: CsvFormat) -> Iterator[Any]:
    """Open a CSV file and yield what reads it, which knows the number of the line."""
    with path.open(encoding=form.encoding, errors="replace", newline="") as file:
        if form.announced:
            file.readline()
        yield csv.reader(file, delimiter=form.separator, strict=True)


def _misquoted(path: Path, form: CsvFormat) -> ClasseurError:
    """Say where the quotes of a CSV file stop making sense: on the line after the last row that could be read."""
    ligne = 0
    with suppress(csv.Error, OSError), _reader(path, form) as reader:
        for _ in reader:
            ligne = reader.line_num
    return ClasseurError(
        f"« {path.name} » ne peut pas être lu à partir de la ligne {ligne + 1 + form.announced} : un guillemet y est mal placé, "
        "ou n'est jamais refermé. Corrigez-le (un guillemet dans un texte s'écrit deux fois), ou enregistrez le tableau en .xlsx."
    )


def _stopped(path: Path) -> ClasseurError:
    return ClasseurError(
        f"La lecture de « {path.name} » s'est interrompue. Copiez le fichier sur le disque, puis recommencez."
    )

"""Writing of deposits: spooled while they are made, cut to the CDC's limits, and given their name only when whole.

The format wants the passages gathered by certificateur and certification; a workbook gives them in any order. They are written
as they come, framed as the one deposit that they make when no certification comes back after another: that file is then whole
but for its end. Otherwise it has served as a spool, from which the files are put together, the places of the passages being remembered.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import IO, Final, NamedTuple, Self

from accrochage.dictionnaire import rubrique
from accrochage.erreurs import EcritureError
from accrochage.flux.decoupe import Limits, Piece, Plan, plan_files
from accrochage.flux.disque import force, open_partial, told
from accrochage.flux.rendu import CERTIFICATION_CLOSING, CLOSING, open_certification, write_opening
from accrochage.flux.validation import Part
from accrochage.modele import Certificateur, Certification, Flux

_CHUNK: Final = 4 << 20
_NUMBER: Final = "-{:03}"
_PREFIXES: Final = {"CREATION": "accrochage", "SUPPRESSION": "suppression"}
"""What the names of files begin with, by action: nobody must take one kind for the other."""
_UNFIT_FOR_A_NAME = re.compile(r"[^0-9A-Za-z-]")


class Fichier(NamedTuple):
    """A deposit file that was written.

    Attributes:
        chemin: Where it is.
        passages: Number of passages that it holds.
        octets: Its size in bytes.
        sha256: Its fingerprint, in hexadecimal.
    """

    chemin: Path
    passages: int
    octets: int
    sha256: str


class _Hashed:
    """A file that is written from its beginning to its end; its fingerprint is taken in a thread meanwhile."""

    def __init__(self, file: IO[bytes], undo: ExitStack) -> None:
        self.file = file
        self.octets = 0
        self._digest = hashlib.sha256()
        self._beside = undo.enter_context(ThreadPoolExecutor(1, "empreinte"))
        self._last: Future[None] | None = None

    def write(self, content: bytes) -> None:
        """Add bytes at the end."""
        if self._last:
            self._last.result()  # so that what waits never piles up in memory
        self._last = self._beside.submit(self._digest.update, content)
        self.file.write(content)
        self.octets += len(content)

    def seal(self) -> tuple[Path, int, str]:
        """Force the file to the disk; return where it is, its size and its fingerprint."""
        path = force(self.file)
        self._beside.shutdown()
        return path, self.octets, self._digest.hexdigest()


class FluxWriter:
    """Writes the deposits of one run into a folder; use it as a context manager.

    Args:
        folder: Where the files go; made when it is missing.
        flux: What the deposits say of themselves.
        limits: Where they are cut.

    Raises:
        EcritureError: The folder cannot be written to.
    """

    def __init__(self, folder: Path, flux: Flux, limits: Limits) -> None:
        self._folder = folder
        self._flux = flux
        self._limits = limits
        self._pieces: dict[Certification, list[Piece]] = {}
        self._current: Certification | None = None
        self._in_order = True

    def __enter__(self) -> Self:
        # Opened here and not above: between the two, an interruption would leave a file that nobody closes.
        with told(self._folder), ExitStack() as undo:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._spool = _Hashed(open_partial(self._folder, undo), undo)
            self._undo = undo.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._undo.close()

    def add(self, part: Part) -> None:
        """Keep passages of one certification that the XSD accepted.

        Raises:
            EcritureError: The disk is full or fails.
        """
        with told(self._folder):
            if part.certification != self._current:
                self._spool.write(self._frame(part.certification))
            offset = self._spool.octets
            self._spool.write(part.content)
        self._pieces.setdefault(part.certification, []).append(Piece(offset, part.lengths))

    def _frame(self, certification: Certification) -> bytes:
        """Return what stands before the first passage of a certification; once passages are out of order, nothing does."""
        previous, self._current = self._current, certification
        if previous is None:
            before = self._opening(certification.certificateur)
        else:
            before = CERTIFICATION_CLOSING
            same_file = certification.certificateur == previous.certificateur
            self._in_order = self._in_order and same_file and certification not in self._pieces
        return (before + open_certification(certification)).encode() if self._in_order else b""

    def finish(self) -> list[Fichier]:
        """Put the files together, force them to the disk and give them their names.

        Returns:
            The files, by certificateur in the order of their first passage.

        Raises:
            EcritureError: A file could not be written, or one of that name with other content is already there; no file is
                left behind.
        """
        plans = list(plan_files(self._pieces, self._head, self._limits))
        self._refuse_long_identifier(len(plans))
        with told(self._folder), ExitStack() as partials, ExitStack() as undo:
            files = [
                (partial, Fichier(self._folder / name, plan.passages, octets, sha256))
                for name, plan, (partial, octets, sha256) in zip(
                    self._names(plans), plans, self._write(plans, partials), strict=True
                )
            ]
            for partial, file in [pair for pair in files if not _is_there(pair[1])]:
                undo.callback(file.chemin.unlink, missing_ok=True)
                partial.replace(file.chemin)
            undo.pop_all()
        return [file for _, file in files]

    def _write(self, plans: Sequence[Plan], partials: ExitStack) -> Iterator[tuple[Path, int, str]]:
        """Yield the temporary path, the size and the fingerprint of each file, once it is on the disk."""
        if len(plans) == 1 and self._in_order:
            self._spool.write((CERTIFICATION_CLOSING + CLOSING).encode())
            yield self._spool.seal()
            return
        self._spool.file.flush()
        for rank, plan in enumerate(plans, start=1):
            whole = _Hashed(open_partial(self._folder, partials), partials)
            for chunk in self._chunks(plan, rank if len(plans) > 1 else None):
                whole.write(chunk)
            yield whole.seal()

    def _chunks(self, plan: Plan, rank: int | None) -> Iterator[bytes]:
        spool = self._spool.file
        yield self._opening(plan.certificateur, rank).encode()
        for section in plan.sections:
            yield open_certification(section.certification).encode()
            for offset, length in section.ranges:
                spool.seek(offset)
                for start in range(0, length, _CHUNK):
                    yield spool.read(min(_CHUNK, length - start))
            yield CERTIFICATION_CLOSING.encode()
        yield CLOSING.encode()

    def _opening(self, certificateur: Certificateur, rank: int | None = None) -> str:
        """Return the beginning of a file; when a run gives several, their identifiers of flux are numbered."""
        number = "" if rank is None else _NUMBER.format(rank)
        return write_opening(
            self._flux._replace(id_flux=self._flux.id_flux + number), certificateur
        )

    def _head(self, certificateur: Certificateur, rank: int) -> int:
        """Return the bytes that a file takes around its certifications, its identifier being numbered."""
        return len(self._opening(certificateur, rank).encode()) + len(CLOSING)

    def _refuse_long_identifier(self, count: int) -> None:
        """Refuse an identifier of flux that its number would make longer than the XSD admits."""
        longest = rubrique("idFlux").max_length or 0
        room = longest - len(_NUMBER.format(count))
        if count > 1 and len(self._flux.id_flux) > room:
            raise EcritureError(
                f"Ce dépôt fait {count} fichiers, dont les identifiants sont numérotés : donnez un identifiant de flux "
                f"de {room} caractères au plus."
            )

    def _names(self, plans: Sequence[Plan]) -> Iterator[str]:
        """Name the files after the certificateur and the time, numbered when a certificateur has several."""
        stamp = f"{self._flux.horodatage:%Y%m%d-%H%M%S}"
        owners = [_UNFIT_FOR_A_NAME.sub("_", str(plan.certificateur.id_client)) for plan in plans]
        # On many disks, two names that differ only by capitals are the same.
        totals, seen = Counter(map(str.lower, owners)), Counter[str]()
        for owner in owners:
            seen[owner.lower()] += 1
            number = _NUMBER.format(seen[owner.lower()]) if totals[owner.lower()] > 1 else ""
            yield f"{_PREFIXES[self._flux.action]}-{owner}-{stamp}{number}.xml"


def _is_there(file: Fichier) -> bool:
    """Tell whether a file of that name and content is already there; refuse to replace another content."""
    if not file.chemin.exists():
        return False
    with file.chemin.open("rb") as existing:
        if hashlib.file_digest(existing, "sha256").hexdigest() == file.sha256:
            return True
    raise EcritureError(
        f"« {file.chemin.name} » existe déjà dans ce dossier avec un autre contenu. "
        "Choisissez un autre dossier, ou recommencez dans une seconde."
    )

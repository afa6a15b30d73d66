"""The passages that the portal accepted before, kept from one rehearsal to the next in a CSV file."""

import csv
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Final

from accrochage.erreurs import PortailError, cause
from accrochage.flux.disque import write_whole

_COLUMNS: Final = ["idClientEmetteur", "idTechnique"]


class Registre:
    """Passages in the CDC's hands, each known by who sent it and by its idTechnique.

    Args:
        path: File that keeps them, made when it is missing; None keeps them for one rehearsal only.

    Raises:
        PortailError: The file cannot be read, or is no such register.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._passages = _read(path) if path else {}

    def __contains__(self, passage: tuple[str, str]) -> bool:
        return passage in self._passages

    def __len__(self) -> int:
        return len(self._passages)

    def add(self, passage: tuple[str, str]) -> None:
        """Keep a passage: émetteur, then idTechnique."""
        self._passages[passage] = None

    def remove(self, passage: tuple[str, str]) -> None:
        """Let go of a passage."""
        del self._passages[passage]

    def save(self) -> None:
        """Write the file, when there is one.

        Raises:
            EcritureError: It cannot be written; the former one is untouched.
        """
        if self._path:
            write_whole(self._path, self._write)

    def _write(self, file: IO[bytes]) -> None:
        text = TextIOWrapper(file, encoding="utf-8", newline="")
        writer = csv.writer(text, delimiter=";", lineterminator="\n")
        writer.writerow(_COLUMNS)
        writer.writerows(self._passages)
        text.detach()


def _read(path: Path) -> dict[tuple[str, str], None]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            titles, *rows = csv.reader(file, delimiter=";")
            if titles == _COLUMNS:
                return dict.fromkeys((emetteur, identifiant) for emetteur, identifiant in rows)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise PortailError(f"« {path.name} » ne peut pas être lu : {cause(error)}.") from error
    except (ValueError, csv.Error) as error:
        raise PortailError(_unreadable(path)) from error
    raise PortailError(_unreadable(path))


def _unreadable(path: Path) -> str:
    return f"« {path.name} » n'est pas un registre de répétition. Indiquez un autre fichier, ou retirez l'option --registre."

"""Where the files of one visitor lie as long as he is there: a private folder, whose name only his cookie knows.

Nothing of him is anywhere else: no row in the database, no session, no file of the server. The folder goes when he leaves, when
he asks, or when nothing was asked of it for OUTIL_MINUTES; what it holds is swept by whoever comes next, by the thread that
watches over it, by `agrafe outil_menage`, and when a process of the server starts.
"""

import json
import os
import re
import secrets
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from accrochage.dictionnaire import DEFAULT_VERSION
from agrafe.socle.folders import private_folder
from agrafe.socle.isolation import look
from agrafe.socle.isolation_process import write

WATCH_SECONDS: Final = 20.0
"""Between two looks at the age of the folders."""

WORK: Final = "travail"
"""In the folder of a work: where its process keeps what is its own."""
FILES: Final = "fichiers"
"""The same: the files that it makes."""

_NAME: Final = re.compile(r"[A-Za-z0-9_-]{43}")
_ERASED: Final = ".efface-"
_STATE: Final = "etat.json"


@dataclass
class Reglages:
    """What the visitor says of his workbook.

    Attributes:
        version: Version of the format.
        options: What the workbook lacks, by key of the dictionary.
        correspondance: What its columns hold, by name (`"colonne F"`).
        retouches: Corrections that he took, by row then by key.
        corriger: Has he asked for all the sure corrections?
    """

    version: str = DEFAULT_VERSION
    options: dict[str, str] = field(default_factory=dict)
    correspondance: dict[str, str] = field(default_factory=dict)
    retouches: dict[str, dict[str, str]] = field(default_factory=dict)
    corriger: bool = False


@dataclass
class Etat:
    """What a folder holds.

    Attributes:
        source: Name of the workbook; empty before it is given.
        reglages: What the visitor says of it.
        check, columns, accuse: Folders of the works on it, empty when there is none.
        page: Which page of the tool was shown last: when it is left, so is the tool.
    """

    source: str = ""
    reglages: Reglages = field(default_factory=Reglages)
    check: str = ""
    columns: str = ""
    accuse: str = ""
    page: str = ""


@dataclass(frozen=True)
class Workspace:
    """The folder of one visitor."""

    folder: Path
    etat: Etat

    @property
    def source(self) -> Path:
        """Where the workbook is."""
        return self.folder / "classeur" / self.etat.source

    def job(self, kind: str) -> Path | None:
        """Return the folder of a work, None when there is none."""
        name: str = getattr(self.etat, kind)
        return self.folder / name if name else None

    def new_job(self, kind: str) -> Path:
        """Take away the work of a kind, with its files, and return where the next one is to be."""
        self.drop(kind)
        setattr(self.etat, kind, f"{kind}-{secrets.token_hex(4)}")
        folder: Path = self.folder / getattr(self.etat, kind)
        folder.mkdir(mode=0o700)
        (folder / FILES).mkdir(mode=0o700)
        return folder

    def drop(self, *kinds: str) -> None:
        """Take works away, with their files."""
        for kind in kinds:
            if folder := self.job(kind):
                erase(folder)
            setattr(self.etat, kind, "")

    def save(self) -> None:
        """Write down what the folder holds."""
        write(self.folder / _STATE, asdict(self.etat))

    def new_page(self) -> str:
        """Say that a page of the tool is shown, and return what names it."""
        self.etat.page = secrets.token_urlsafe(12)
        self.save()
        os.utime(self.folder)
        return self.etat.page


def create() -> Workspace | None:
    """Make a folder for a visitor; None when there are too many."""
    root = Path(settings.OUTIL_FOLDER)
    sweep()
    if sum(1 for _ in _folders(root)) >= settings.OUTIL_MAX_VISITORS:
        return None
    workspace = Workspace(private_folder(root, secrets.token_urlsafe(32)), Etat())
    workspace.save()
    _watchman.watch()
    return workspace


def find(name: str) -> Workspace | None:
    """Return the folder of a visitor by the name that his cookie gives; None when it is gone."""
    if not _NAME.fullmatch(name):
        return None
    folder = Path(settings.OUTIL_FOLDER) / name
    if _age(folder) > settings.OUTIL_MINUTES * 60:
        erase(folder)
        return None
    try:
        found: dict[str, Any] = json.loads((folder / _STATE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    reglages = Reglages(**found.pop("reglages"))
    return Workspace(folder, Etat(**found, reglages=reglages))


def erase(folder: Path) -> None:
    """Erase a folder and all that it holds, even under a work in progress: it is renamed first, so that nothing finds it."""
    aside = folder.with_name(f"{_ERASED}{secrets.token_hex(8)}")
    with suppress(FileNotFoundError):
        folder.rename(aside)
        shutil.rmtree(aside, ignore_errors=True)


def sweep() -> int:
    """Erase the folders of which nothing was asked for OUTIL_MINUTES, and return how many there were."""
    root = Path(settings.OUTIL_FOLDER)
    for left in root.glob(f"{_ERASED}*"):
        shutil.rmtree(left, ignore_errors=True)
    old = [folder for folder in _folders(root) if _age(folder) > settings.OUTIL_MINUTES * 60]
    for folder in old:
        erase(folder)
    return len(old)


def running() -> int:
    """Return how many works are in progress, all visitors together."""
    jobs = Path(settings.OUTIL_FOLDER).glob(f"*/*-*/{WORK}")
    return sum(look(job).is_running for job in jobs)


def _folders(root: Path) -> Iterator[Path]:
    """Yield the folders of visitors."""
    if root.is_dir():
        yield from (one for one in root.iterdir() if _NAME.fullmatch(one.name))


def _age(folder: Path) -> float:
    """Return for how many seconds nothing was asked of a folder."""
    try:
        return time.time() - folder.stat().st_mtime
    except FileNotFoundError:
        return 0.0


# ---------------------------------------------------------------------------------- the watchman


class _Watchman:
    """Has a thread sweep the folders until there is none left."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def watch(self) -> None:
        """Begin to watch, unless that is so already."""
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._run, daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while any(_folders(Path(settings.OUTIL_FOLDER))):
            time.sleep(WATCH_SECONDS)
            sweep()


_watchman: Final = _Watchman()

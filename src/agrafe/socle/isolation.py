"""Files of strangers are read in a process of their own, which may die: a hostile file never takes the server with it.

The process has a limit on its memory, its time, the files it writes; it is told nothing of the settings, the secrets or the
database. It runs a named function, writes its progress and its outcome beside its files, in a private folder, and any process
of the server may look at them:

    start("agrafe.outil.isolated.check", {"path": str(path)}, folder / "travail")
    state = look(folder / "travail")

`run` does the same and waits, for a task that has time. Under Windows only the time is limited, under macOS the memory is not.
"""

import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from agrafe.socle.isolation_process import (
    AVANCEMENT,
    DAMAGED,
    DEMANDE,
    ISSUE,
    TIMES_UP,
    TOO_BIG,
    write,
)
from agrafe.socle.refusals import Refusal

TOO_LONG: Final = (
    "La lecture a été arrêtée : elle prenait trop de temps. "
    "Partagez le fichier en plusieurs, puis recommencez."
)
GONE: Final = "La lecture a été interrompue. Recommencez."

_PROGRAM: Final = "agrafe.socle.isolation_process"
_KEPT: Final = ("LANG", "LC_ALL", "PATH", "SYSTEMROOT", "TZ")
"""What the process is told of the environment: neither secret nor address."""
_GRACE: Final = 5.0
"""Seconds between the end of its time, which the process sees to itself, and the end that is put to it."""
_LOOK: Final = 0.05

_TIME: Final = ("SIGALRM", "SIGXCPU")
_MEMORY: Final = ("SIGABRT", "SIGKILL")
"""Signals that end a process: by the limits on its time, or for want of memory (the reader aborts, the system kills)."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a process may take.

    Attributes:
        memory: Bytes of memory, addresses counted.
        seconds: Seconds, by the clock and by the processor.
        file_size: Bytes of one file that it writes.
    """

    memory: int = 3 << 30
    seconds: int = 300
    file_size: int = 1 << 30


DEFAULT_LIMITS: Final = Limits()


class IsolationFailure(Refusal):
    """The process could not do what it was asked; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class State:
    """How far a process is.

    Attributes:
        done: How many it has done.
        total: How many there are, None as long as that is not known.
        outcome: What its function returned, once it is done and well.
        failure: Why it failed, as a sentence for the user; empty when it did not.
        is_running: Whether something is still to come.
    """

    done: int = 0
    total: int | None = None
    outcome: Any = None
    failure: str = ""
    is_running: bool = True


def start(
    function: str, arguments: Mapping[str, Any], folder: Path, limits: Limits = DEFAULT_LIMITS
) -> None:
    """Start a function in a process of its own and come back at once.

    Args:
        function: Where it is, `"agrafe.outil.isolated.check"`. It is called `function(progress, **arguments)`, `progress`
            taking how many are done and how many there are (None: not known), and returns what JSON can write. An
            `AccrochageError` that it raises is a sentence for the user.
        arguments: Its arguments, that JSON can write: paths are given as text.
        folder: Where the process keeps its own files, temporary ones included; a folder that is not there yet, in a private one.
        limits: What it may take.
    """
    _launch(function, arguments, folder, limits)


def run(
    function: str,
    arguments: Mapping[str, Any],
    folder: Path,
    *,
    limits: Limits = DEFAULT_LIMITS,
    progress: Callable[[int, int | None], None] | None = None,
) -> Any:
    """Do the same as `start`, wait, and return what the function returned.

    Args:
        function: Where it is.
        arguments: Its arguments.
        folder: Where the process keeps its own files.
        limits: What it may take.
        progress: Told now and then how many are done, and how many there are when it is known.

    Raises:
        IsolationFailure: The function refused the file, or its process died.
    """
    _launch(function, arguments, folder, limits)
    told: tuple[int, int | None] = (0, None)
    while (state := look(folder)).is_running:
        if progress and (state.done, state.total) != told:
            told = state.done, state.total
            progress(*told)
        time.sleep(_LOOK)
    if state.failure:
        raise IsolationFailure(state.failure)
    return state.outcome


def wait(folder: Path, seconds: float) -> State:
    """Wait a little for a process that was started, and return how far it is."""
    until = time.monotonic() + seconds
    while (state := look(folder)).is_running and time.monotonic() < until:
        time.sleep(_LOOK)
    return state


def look(folder: Path) -> State:
    """Return how far a process is, from whatever process of the server one asks."""
    issue = _read(folder / ISSUE)
    if issue is not None:
        return State(outcome=issue.get("rendu"), failure=issue.get("echec", ""), is_running=False)
    demande = _read(folder / DEMANDE)
    if (
        demande is None
        or time.time() > demande["debut"] + demande["limits"]["seconds"] + 2 * _GRACE
    ):
        return State(failure=GONE, is_running=False)
    avancement = _read(folder / AVANCEMENT) or {}
    return State(avancement.get("fait", 0), avancement.get("total"))


def _read(path: Path) -> dict[str, Any] | None:
    """Return what a file says; None when it is not there. Files are put in place whole."""
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found


# ------------------------------------------------------------------------------------ the process


def _launch(function: str, arguments: Mapping[str, Any], folder: Path, limits: Limits) -> None:
    folder.mkdir(mode=0o700)
    write(
        folder / DEMANDE,
        {
            "function": function,
            "arguments": arguments,
            "limits": asdict(limits),
            "debut": time.time(),
        },
    )
    process = subprocess.Popen(  # noqa: S603 - our own program, and the path of our own folder
        [sys.executable, "-P", "-X", "utf8", "-m", _PROGRAM, str(folder)],
        cwd=folder,
        env=_environment(folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    threading.Thread(target=_watch, args=(process, folder, limits), daemon=True).start()


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    temporary = dict.fromkeys(("TMPDIR", "TEMP", "TMP", "HOME"), str(folder))
    path = os.pathsep.join(filter(None, sys.path))
    return {**kept, **temporary, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}


def _watch(process: "subprocess.Popen[bytes]", folder: Path, limits: Limits) -> None:
    """Wait for a process, put an end to it when it does not, and say of what it died."""
    try:
        code = process.wait(limits.seconds + _GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        code = None
    if not folder.exists():  # whoever asked has left, and took the folder away
        return
    issue = _read(folder / ISSUE)
    if issue is None:
        logger.warning("isolated process died: %s", "time" if code is None else code)
        _conclude(folder, _failure(code))
    elif "cause" in issue:
        logger.error("isolated function failed: %s", issue["cause"])


def _failure(code: int | None) -> str:
    """Say of what a process died, by its exit code; None when it was put an end to."""
    name = signal.Signals(-code).name if code is not None and code < 0 else ""
    if code in {None, TIMES_UP} or name in _TIME:
        return TOO_LONG
    return TOO_BIG if name in _MEMORY else DAMAGED


def _conclude(folder: Path, failure: str) -> None:
    try:
        write(folder / ISSUE, {"echec": failure})
    except OSError:
        logger.info("isolated process: its folder is gone")

"""What runs in the process of `agrafe.socle.isolation`: `python -m agrafe.socle.isolation_process FOLDER`.

It knows neither Django nor the settings; `isolation` knows how to talk to it.
"""

import json
import os
import secrets
import signal
import sys
import threading
import time
import traceback
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from accrochage.erreurs import AccrochageError

DEMANDE: Final = "demande.json"
AVANCEMENT: Final = "avancement.json"
ISSUE: Final = "issue.json"

DAMAGED: Final = (
    "Ce fichier n'a pas pu être lu : il est abîmé, ou n'est pas fait comme il le dit. "
    "Ouvrez-le dans votre tableur, enregistrez-le de nouveau, puis recommencez."
)
TOO_BIG: Final = (
    "La lecture a été arrêtée : ce fichier demande trop de mémoire. "
    "Enregistrez-le de nouveau dans votre tableur, ou partagez-le en plusieurs, puis recommencez."
)
TIMES_UP: Final = 124
"""Exit code of a process that ends itself because its time is over, where no signal does."""

_TOLD: Final = 0.25
"""Seconds between two reports of progress."""


def main(folder: Path) -> None:
    """Run the function that a folder asks for, and leave its outcome there."""
    demande = json.loads((folder / DEMANDE).read_text(encoding="utf-8"))
    _limit(**demande["limits"])
    issue: dict[str, Any]
    try:
        issue = {"rendu": _call(demande["function"], demande["arguments"], folder)}
    except AccrochageError as error:
        issue = {"echec": str(error)}
    except MemoryError:
        issue = {"echec": TOO_BIG}
    except BaseException as error:  # noqa: BLE001 - a panic of the reader is no Exception; the process ends here anyway
        issue = {"echec": DAMAGED, "cause": _where(error)}
    write(folder / ISSUE, issue)


def _call(name: str, arguments: Mapping[str, Any], folder: Path) -> Any:
    module, _, function = name.rpartition(".")
    return getattr(import_module(module), function)(_Reporter(folder).tell, **arguments)


class _Reporter:
    """Writes how far the work is, now and then; the work ends when its folder is taken away."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._last = 0.0

    def tell(self, done: int, total: int | None) -> None:
        now = time.monotonic()
        if now - self._last >= _TOLD:
            self._last = now
            write(self._folder / AVANCEMENT, {"fait": done, "total": total})


def write(path: Path, content: Mapping[str, Any]) -> None:
    """Put a JSON file in place, whole."""
    partial = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    partial.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
    partial.replace(path)


def _limit(memory: int, seconds: int, file_size: int) -> None:
    """Set what the process may take, as far as the system knows how to."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)  # nothing stands in its way, not even C code
    else:
        timer = threading.Timer(seconds, os._exit, (TIMES_UP,))
        timer.daemon = True
        timer.start()
    try:
        import resource  # noqa: PLC0415 - Windows has none
    except ImportError:
        return
    wanted = {"AS": memory, "CPU": seconds, "FSIZE": file_size, "CORE": 0}
    for name, value in wanted.items():
        kind = getattr(resource, f"RLIMIT_{name}")
        hard = resource.getrlimit(kind)[1]
        most = value if hard == resource.RLIM_INFINITY else min(value, hard)
        with suppress(OSError, ValueError):  # macOS has the name, and refuses the value
            resource.setrlimit(kind, (most, hard))


def _where(error: BaseException) -> str:
    """Say what happened and where, without the text of the error, which may quote the file."""
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1] if frames else None
    place = f" ({Path(last.filename).name}:{last.lineno})" if last else ""
    return f"{type(error).__name__}{place}"


if __name__ == "__main__":
    main(Path(sys.argv[1]))

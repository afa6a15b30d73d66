"""A command that runs beside the server, in a process of its own, as long as the server does."""

import os
import subprocess
import sys
import threading
from typing import Final, Self

SECONDS_BEFORE_RESTART: Final = 3.0
"""One that dies is started again after this; one that cannot start does not fill the log."""
SECONDS_TO_STOP: Final = 30.0
"""How long it may finish what it does before it is killed."""


class Companion(threading.Thread):
    """A management command in a process that is started again when it dies, and stopped with the server.

    Args:
        arguments: The command and its options; `--parent`, which every such command takes, is added, so that it stops
            with the server even when the server is killed.
    """

    def __init__(self, *arguments: str) -> None:
        super().__init__(name="companion", daemon=True)
        self._command = [
            sys.executable,
            "-m",
            "django",
            *arguments,
            "--parent",
            str(os.getpid()),
        ]
        self._over = threading.Event()

    def run(self) -> None:
        """Keep the process alive until the server stops."""
        while not self._over.is_set():
            # In a session of its own: Ctrl+C is for the server, which then stops it.
            process = subprocess.Popen(  # noqa: S603 - our own command
                self._command, env=_environment(), start_new_session=True
            )
            while process.poll() is None and not self._over.wait(0.2):
                pass
            if process.poll() is None:
                _end(process)
            else:
                self._over.wait(SECONDS_BEFORE_RESTART)

    def __enter__(self) -> Self:
        """Start the process."""
        self.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        """Stop the process, and wait until it has."""
        self._over.set()
        self.join()


def _environment() -> dict[str, str]:
    """Return the environment of this process, with the modules that it can import."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(timeout=SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()

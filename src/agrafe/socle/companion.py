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
        self._process: subprocess.Popen[bytes]

    def run(self) -> None:
        """Keep the process alive until the server stops."""
        while True:
            while self._process.poll() is None and not self._over.wait(0.2):
                pass
            if self._process.poll() is None:
                _end(self._process)
            if self._over.wait(SECONDS_BEFORE_RESTART):
                return
            self._process = self._launch()

    def _launch(self) -> "subprocess.Popen[bytes]":
        # In a session of its own: Ctrl+C is for the server, which then stops it.
        return subprocess.Popen(  # noqa: S603 - our own command
            self._command, env=_environment(), start_new_session=True
        )

    def __enter__(self) -> Self:
        """Start the process, in this thread and before the server forks its own.

        A process that is forked while another is being started keeps the end of the pipe by which it says that it started, and
        whoever started it waits for ever.
        """
        self._process = self._launch()
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

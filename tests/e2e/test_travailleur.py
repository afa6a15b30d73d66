"""`agrafe serveur --avec-travailleur` for real: the worker works, comes back when it dies, and leaves with its server."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import suppress

import pytest

COMMAND = [
    sys.executable,
    "-c",
    "import sys; from agrafe.config.commande import main; sys.exit(main())",
]


@pytest.fixture
def installation(root, tmp_path):
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(root / "src"),
        "PYTHONUTF8": "1",
        "AGRAFE_SECRET_KEY": "kq7-Vt2mXz9_Lw4pRb8sYc3nHd6fJg5aTe1uWi0oPxQyZvMrNb4-hK2j",
        "AGRAFE_FIELD_KEYS": "b25seS1mb3ItdGhlLXRlc3RzLTAxMjM0NTY3ODlhYmM=",
        "AGRAFE_DATABASE": str(tmp_path / "agrafe.sqlite3"),
        "AGRAFE_HOSTS": "agrafe.example",
        "AGRAFE_STATIC": str(tmp_path / "static"),
        "AGRAFE_FILES": str(tmp_path / "fichiers"),
    }


@pytest.fixture
def server(installation):
    subprocess.run([*COMMAND, "migrate", "--verbosity", "0"], env=installation, check=True)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    process = subprocess.Popen(
        [*COMMAND, "serveur", "--port", str(port), "--processus", "1", "--avec-travailleur"],
        env=installation,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    yield process
    with suppress(ProcessLookupError):  # those that answer outlive a server that was killed
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def workers(installation):
    """Return the numbers of the processes that are in the list of workers, from their names."""
    connection = sqlite3.connect(installation["AGRAFE_DATABASE"], timeout=20)
    try:
        rows = connection.execute("SELECT name FROM travaux_worker ORDER BY id").fetchall()
    finally:
        connection.close()
    return [int(name.split("-")[-2]) for (name,) in rows]


def wait(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_worker_comes_back_and_leaves_with_its_server(server, installation):
    wait(lambda: workers(installation))
    (first,) = workers(installation)

    os.kill(first, signal.SIGKILL)
    wait(lambda: workers(installation)[-1] != first)
    second = workers(installation)[-1]
    server.terminate()

    assert server.wait(timeout=20) == 0
    wait(lambda: not is_running(second))
    assert second not in workers(installation)  # it said that it left


def test_the_worker_leaves_when_its_server_is_killed(server, installation):
    wait(lambda: workers(installation))
    (pid,) = workers(installation)

    server.kill()
    server.wait()

    wait(lambda: not is_running(pid))
    assert workers(installation) == []

"""`make run` for real: its script, in a checkout that has nothing but it and the commands that it calls."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from urllib.error import URLError
from urllib.request import urlopen

import pytest

pytestmark = pytest.mark.long
AGRAFE = "import sys; from agrafe.config.commande import main; sys.exit(main())"
PATIENCE = 60
# What a terminal starts may be interrupted; what a script starts in the background may not, and these tests may be there.
IN_A_TERMINAL = "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); os.execvp(sys.argv[1], sys.argv[1:])"


@pytest.fixture
def checkout(root, tmp_path):
    """Return a folder where `scripts/run.sh` finds itself at home."""
    commands = tmp_path / ".venv" / "bin"
    commands.mkdir(parents=True)
    for name, arguments in (("python", ""), ("agrafe", f" -c '{AGRAFE}'")):
        command = commands / name
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}"{arguments} "$@"\n')
        command.chmod(0o755)
    (tmp_path / "scripts").mkdir()
    shutil.copy(root / "scripts" / "run.sh", tmp_path / "scripts")
    return tmp_path


@pytest.fixture
def start(root, checkout):
    """Start the script, as `make run` does, in a group of its own: what is sent to it reaches all that it started."""
    started = []

    def run(port):
        run = subprocess.Popen(
            [sys.executable, "-c", IN_A_TERMINAL, "bash", str(checkout / "scripts" / "run.sh")],
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(root / "src"),
                "PYTHONUTF8": "1",
                "PYTHONUNBUFFERED": "1",
                "PORT": str(port),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            text=True,
        )
        started.append(run)
        return run

    yield run
    for run in started:
        if run.poll() is None:
            os.killpg(run.pid, signal.SIGTERM)
        run.communicate(timeout=PATIENCE)


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def read_until(run, words):
    """Return what the script says until it says these words."""
    said = ""
    for line in run.stdout:
        said += line
        if words in line:
            return said
    pytest.fail(said)


def wait_for(address):
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with urlopen(address, timeout=5) as response:
                return response.read()
        except (URLError, ConnectionError):
            assert time.monotonic() < deadline
            time.sleep(0.1)


def test_a_first_start_that_is_stopped_leaves_the_next_one_free_to_begin_again(checkout, start):
    stopped = start(free_port())
    read_until(stopped, "Création des données")
    os.killpg(stopped.pid, signal.SIGINT)
    said, _ = stopped.communicate(timeout=PATIENCE)

    assert stopped.returncode
    assert "Traceback" not in said
    assert list((checkout / "build").iterdir()) == []

    port = free_port()
    again = start(port)
    said = read_until(again, "lecture seule")

    assert "claire@demo.example" in said
    assert wait_for(f"http://127.0.0.1:{port}/sante/").strip() == b"ok"
    assert [one.name for one in (checkout / "build").iterdir()] == ["agrafe"]


def test_says_what_to_do_of_data_that_are_not_whole(checkout, start):
    folder = checkout / "build" / "agrafe"
    folder.mkdir(parents=True)

    run = start(free_port())
    said, _ = run.communicate(timeout=PATIENCE)

    assert run.returncode == 2
    assert "supprimez le dossier build/agrafe" in said

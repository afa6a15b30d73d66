"""The command that runs beside the server; `tests/e2e` has both for real."""

import sys
import threading
import time

import pytest

from agrafe.socle import companion
from agrafe.socle.companion import Companion

PATIENT = "import time; time.sleep(60)"
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {PATIENT}"


@pytest.fixture
def beside(monkeypatch, tmp_path):
    """Run some code beside a test, and return how often it was started."""
    monkeypatch.setattr(companion, "SECONDS_BEFORE_RESTART", 0.1)
    log = tmp_path / "log"

    def run(code):
        process = Companion("commande")
        note = f"open({str(log)!r}, 'a').write('x'); "
        process._command = [sys.executable, "-c", note + code]
        return process

    def started():
        return len(log.read_text()) if log.exists() else 0

    run.started = started
    return run


def wait(condition):
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_the_command_is_told_who_started_it():
    command = Companion("travailleur")._command

    assert command[1:4] == ["-m", "django", "travailleur"]
    assert command[4] == "--parent"


def test_it_is_started_before_the_server_can_fork_its_own(beside, monkeypatch):
    threads = []
    launch = Companion._launch
    monkeypatch.setattr(
        Companion,
        "_launch",
        lambda self: threads.append(threading.current_thread()) or launch(self),
    )

    with beside(PATIENT):
        assert threads == [threading.current_thread()]


def test_one_that_dies_is_started_again(beside):
    with beside("raise SystemExit(1)"):
        wait(lambda: beside.started() >= 2)


def test_one_that_works_is_stopped_with_the_server(beside):
    process = beside(PATIENT)
    with process:
        wait(beside.started)

    assert not process.is_alive()
    assert beside.started() == 1


def test_one_that_does_not_stop_is_killed(beside, monkeypatch):
    monkeypatch.setattr(companion, "SECONDS_TO_STOP", 0.3)
    process = beside(STUBBORN)
    with process:
        wait(beside.started)
        time.sleep(0.2)

    assert not process.is_alive()

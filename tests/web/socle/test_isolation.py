"""Functions run in a process that may die: what they return, what is said when they fail, and that nothing of the server follows."""

import os
import sys
import time

import pytest

from agrafe.socle import isolation, isolation_process
from agrafe.socle.folders import private_folder
from agrafe.socle.isolation import (
    GONE,
    TOO_LONG,
    IsolationFailure,
    Limits,
    State,
    look,
    run,
    start,
    wait,
)
from agrafe.socle.isolation_process import DAMAGED, ISSUE, TIMES_UP, TOO_BIG, main

HERE = "socle_isolated"
POSIX = pytest.mark.skipif(os.name != "posix", reason="limits of POSIX systems")


@pytest.fixture(autouse=True)
def functions(tmp_path, monkeypatch):
    """Write the functions that the processes run where they find them."""
    folder = tmp_path / "modules"
    folder.mkdir()
    (folder / f"{HERE}.py").write_text(
        """
import ctypes, os, sys, tempfile, time
from accrochage.erreurs import ClasseurError

def add(progress, one, other):
    return {"sum": one + other}

def count(progress, until):
    for done in range(until):
        progress(done, until)
        time.sleep(0.01)
    return done

def refuse(progress):
    raise ClasseurError("« a.xlsx » est vide.")

def fail(progress):
    raise ValueError("Zoé KERVELLA")

def give_up(progress):
    raise SystemExit(3)

def eat(progress):
    return len(bytearray(4 << 30))

def starve(progress):
    raise MemoryError

def sleep(progress, seconds):
    time.sleep(seconds)

def crash(progress):
    ctypes.string_at(0)

def abort(progress):
    os.abort()

def burn(progress):
    while True:
        pass

def tell(progress):
    with tempfile.NamedTemporaryFile() as file:
        return {"environment": dict(os.environ), "modules": list(sys.modules), "temporary": file.name}

def fill(progress, path):
    with open(path, "wb") as file:
        file.write(b"x" * 100_000)
""",
        encoding="utf-8",
    )
    monkeypatch.syspath_prepend(folder)
    yield
    sys.modules.pop(HERE, None)


def run_here(tmp_path, name, limits=None, progress=None, **arguments):
    return run(
        f"{HERE}.{name}",
        arguments,
        tmp_path / "travail",
        limits=limits or Limits(seconds=20),
        progress=progress,
    )


def test_returns_what_the_function_returns(tmp_path):
    assert run_here(tmp_path, "add", one=2, other=3) == {"sum": 5}


def test_tells_how_far_it_is(tmp_path):
    told = []

    run_here(tmp_path, "count", until=120, progress=lambda *step: told.append(step))

    assert told
    assert all(total == 120 for _, total in told)


def test_repeats_the_sentence_of_a_refusal(tmp_path):
    with pytest.raises(IsolationFailure, match="^« a.xlsx » est vide.$"):
        run_here(tmp_path, "refuse")


@pytest.mark.parametrize("name", ["fail", "give_up"])
def test_a_failure_is_a_sentence_and_its_text_goes_nowhere(tmp_path, caplog, name):
    with pytest.raises(IsolationFailure) as caught:
        run_here(tmp_path, name)

    assert str(caught.value) == DAMAGED
    time.sleep(0.3)
    assert "isolated function failed" in caplog.text
    assert "KERVELLA" not in caplog.text


@POSIX
def test_dies_alone_when_it_takes_too_much_memory(tmp_path):
    with pytest.raises(IsolationFailure, match="trop de mémoire"):
        run_here(tmp_path, "eat", limits=Limits(memory=1 << 30, seconds=20))


def test_says_when_memory_runs_out(tmp_path):
    with pytest.raises(IsolationFailure, match="trop de mémoire"):
        run_here(tmp_path, "starve")


@POSIX
@pytest.mark.parametrize(("name", "arguments"), [("sleep", {"seconds": 30}), ("burn", {})])
def test_dies_alone_when_it_takes_too_long(tmp_path, name, arguments):
    begun = time.monotonic()

    with pytest.raises(IsolationFailure, match="trop de temps"):
        run_here(tmp_path, name, limits=Limits(seconds=1), **arguments)

    assert time.monotonic() - begun < 6


@POSIX
@pytest.mark.parametrize(("name", "sentence"), [("crash", DAMAGED), ("abort", TOO_BIG)])
def test_dies_alone_when_the_reader_does(tmp_path, caplog, name, sentence):
    with pytest.raises(IsolationFailure) as caught:
        run_here(tmp_path, name)

    assert str(caught.value) == sentence
    assert "isolated process died" in caplog.text


@POSIX
def test_does_not_fill_the_disk(tmp_path):
    path = tmp_path / "gros"

    with pytest.raises(IsolationFailure):
        run_here(tmp_path, "fill", limits=Limits(seconds=20, file_size=10_000), path=str(path))

    assert path.stat().st_size <= 10_000


def test_knows_nothing_of_the_server(tmp_path, monkeypatch):
    monkeypatch.setenv("AGRAFE_SECRET_KEY", "secret")

    told = run_here(tmp_path, "tell")

    assert "secret" not in told["environment"].values()
    assert not {"django", "agrafe.config"} & set(told["modules"])
    assert told["temporary"].startswith(str(tmp_path / "travail"))


def test_is_started_and_looked_at_later(tmp_path):
    folder = tmp_path / "travail"
    start(f"{HERE}.count", {"until": 60}, folder)

    assert look(folder).is_running
    assert wait(folder, 0).is_running
    state = wait(folder, 20)
    assert (state.outcome, state.failure, state.is_running) == (59, "", False)


def test_the_work_ends_when_its_folder_is_taken_away(tmp_path):
    folder = private_folder(tmp_path, "dossier") / "travail"
    start(f"{HERE}.count", {"until": 100_000}, folder)
    time.sleep(0.5)

    folder.parent.rename(tmp_path / "ailleurs")

    assert look(folder) == State(failure=GONE, is_running=False)
    assert not folder.exists()


def test_a_process_of_which_nothing_more_is_heard_was_interrupted(tmp_path):
    isolation_process.write(
        tmp_path / "demande.json", {"debut": time.time() - 500, "limits": {"seconds": 300}}
    )

    assert look(tmp_path).failure == GONE


class Deaf:
    """A process that its own limits do not stop."""

    def __init__(self):
        self.waited = []
        self.killed = False

    def wait(self, timeout=None):
        self.waited.append(timeout)
        if timeout is not None:
            raise isolation.subprocess.TimeoutExpired("travail", timeout)

    def kill(self):
        self.killed = True


def test_an_end_is_put_to_a_process_that_does_not_stop_by_itself(tmp_path):
    process = Deaf()

    isolation._watch(process, tmp_path, Limits(seconds=1))

    assert process.killed
    assert look(tmp_path).failure == TOO_LONG
    assert isolation._failure(TIMES_UP) == TOO_LONG
    assert isolation._failure(1) == DAMAGED


def test_says_nothing_where_the_folder_is_gone(tmp_path):
    isolation._watch(Deaf(), tmp_path / "parti", Limits(seconds=1))
    isolation._conclude(tmp_path / "parti", DAMAGED)

    assert not (tmp_path / "parti").exists()


# ------------------------------------------------------------------------ inside the process


def asked(tmp_path, name, **arguments):
    isolation_process.write(
        tmp_path / "demande.json",
        {"function": f"{HERE}.{name}", "arguments": arguments, "limits": {}},
    )


@pytest.fixture
def no_limit(monkeypatch):
    monkeypatch.setattr(isolation_process, "_limit", lambda **_: None)


@pytest.mark.usefixtures("no_limit")
@pytest.mark.parametrize(
    ("name", "issue"),
    [
        ("refuse", {"echec": "« a.xlsx » est vide."}),
        ("starve", {"echec": TOO_BIG}),
        ("give_up", {"echec": DAMAGED, "cause": f"SystemExit ({HERE}.py:21)"}),
    ],
)
def test_every_end_is_written_down(tmp_path, name, issue):
    asked(tmp_path, name)

    main(tmp_path)

    assert isolation_process.json.loads((tmp_path / ISSUE).read_text()) == issue


@pytest.mark.usefixtures("no_limit")
def test_progress_is_written_now_and_then(tmp_path):
    asked(tmp_path, "count", until=3)

    main(tmp_path)

    assert look(tmp_path).outcome == 2
    assert isolation_process.json.loads((tmp_path / "avancement.json").read_text()) == {
        "fait": 0,
        "total": 3,
    }


@pytest.mark.usefixtures("no_limit")
def test_progress_soon_after_the_last_is_not_written(tmp_path):
    reporter = isolation_process._Reporter(tmp_path)

    reporter.tell(1, 3)
    reporter.tell(2, 3)

    assert isolation_process.json.loads((tmp_path / "avancement.json").read_text())["fait"] == 1


def test_an_error_without_a_place_is_named():
    assert isolation_process._where(ValueError("Zoé")) == "ValueError"


class FakeResource:
    """The limits of a system, of which one refuses every value."""

    RLIMIT_AS, RLIMIT_CPU, RLIMIT_FSIZE, RLIMIT_CORE = range(4)
    RLIM_INFINITY = -1

    def __init__(self):
        self.set = {}

    def getrlimit(self, kind):
        return 0, 50 if kind == self.RLIMIT_FSIZE else -1

    def setrlimit(self, kind, values):
        if kind == self.RLIMIT_AS:
            raise ValueError
        self.set[kind] = values


def test_the_limits_that_the_system_knows_are_set(monkeypatch):
    fake, asked_for = FakeResource(), []
    monkeypatch.setitem(sys.modules, "resource", fake)
    monkeypatch.setattr(
        isolation_process.signal, "setitimer", lambda *given: asked_for.append(given), raising=False
    )

    isolation_process._limit(memory=1000, seconds=7, file_size=100)

    assert fake.set == {1: (7, -1), 2: (50, 50), 3: (0, -1)}
    assert asked_for[0][1] == 7


def test_a_system_without_limits_has_a_clock_all_the_same(monkeypatch):
    monkeypatch.setitem(sys.modules, "resource", None)
    monkeypatch.delattr(isolation_process.signal, "setitimer", raising=False)
    timers = []
    monkeypatch.setattr(
        isolation_process.threading,
        "Timer",
        lambda *given: timers.append(given) or isolation_process.threading.Thread(),
    )

    isolation_process._limit(memory=1000, seconds=7, file_size=100)

    assert timers == [(7, os._exit, (TIMES_UP,))]

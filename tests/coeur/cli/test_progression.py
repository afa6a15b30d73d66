"""The bar that shows how far the reading is."""

import re
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path

import pytest

from accrochage import operations
from accrochage.cli import main, progression
from accrochage.cli.progression import Progression
from accrochage.operations import Bilan


class Terminal(StringIO):
    def isatty(self):
        return True


@pytest.fixture
def terminal(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    return Terminal()


@pytest.fixture
def clock(monkeypatch):
    """Return a clock that is set by hand."""
    clock = type("Clock", (), {"now": 50.0})()
    monkeypatch.setattr(progression, "monotonic", lambda: clock.now)
    return clock


def words(stream):
    """Return what was written, without colours and other sequences."""
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", stream.getvalue()).replace("\u00a0", " ")


def test_shows_how_many_rows_were_read(terminal, clock):
    with redirect_stderr(terminal), Progression("a.xlsx") as bar:
        clock.now += 0.2
        bar(12_000, 148_000)
        clock.now += 0.2
        bar(60_000, 148_000)

    assert "Lecture de a.xlsx" in words(terminal)
    assert "12\u202f000 / 148\u202f000 lignes" in words(terminal)
    assert "60\u202f000 / 148\u202f000 lignes" in words(terminal)


def test_shows_the_count_alone_when_the_total_is_unknown(terminal, clock):
    with redirect_stderr(terminal), Progression("a.xml", "passages") as bar:
        clock.now += 0.2
        bar(12_000, None)

    assert "12\u202f000 passages" in words(terminal)
    assert "/" not in words(terminal)


def test_a_name_cannot_act_on_the_terminal(terminal, clock):
    with redirect_stderr(terminal), Progression("[bold]a\x1b]0;x\x07{b}.csv") as bar:
        clock.now += 0.2
        bar(1, None)

    assert "[bold]a\ufffd]0;x\ufffd{b}.csv" in words(terminal)


def test_leaves_nothing_behind(terminal, clock):
    with redirect_stderr(terminal), Progression("a.csv") as bar:
        clock.now += 0.2
        bar(1, 2)

    text = terminal.getvalue()
    assert text.endswith("\x1b[2K")  # the line is erased
    assert text.count("\x1b[?25l") == text.count("\x1b[?25h") == 1  # and the cursor shown again


def test_shows_nothing_for_a_file_read_in_no_time(terminal, clock):
    with redirect_stderr(terminal), Progression("a.csv") as bar:
        clock.now += 0.05
        bar(1000, 2000)

    assert terminal.getvalue() == ""


def test_is_drawn_ten_times_a_second_at_most(terminal, clock):
    with redirect_stderr(terminal), Progression("a.csv") as bar:
        clock.now += 0.2
        bar(1, 3)
        clock.now += 0.05
        bar(2, 3)

    assert "2 / 3" not in words(terminal)


def test_shows_nothing_when_stderr_is_no_terminal(clock):
    stream = StringIO()

    with redirect_stderr(stream), Progression("a.csv") as bar:
        clock.now += 10
        bar(1, 2)

    assert stream.getvalue() == ""


@pytest.mark.parametrize(
    ("use_case", "content", "unit"),
    [("verify_classeur", "a;b", "lignes"), ("verify_flux", "<a/>", "passages")],
)
def test_follows_the_use_cases(monkeypatch, terminal, clock, use_case, content, unit):
    def verify(_path, _demande, progress):
        clock.now += 1
        progress(7, None)
        return Bilan(lignes=7, passages=7, ecartes=0, anomalies=())

    Path("a").write_text(content, encoding="utf-8")
    monkeypatch.setattr(operations, use_case, verify)

    with redirect_stderr(terminal):
        assert main(["verifier", "a"]) == 0

    bar = words(terminal).partition("a, format")[0]  # the report follows
    assert f"7 {unit}" in bar


def test_an_error_goes_through():
    with pytest.raises(ValueError, match="lu"), Progression("a.csv"):
        raise ValueError("lu")

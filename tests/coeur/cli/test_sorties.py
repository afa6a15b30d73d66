"""The two streams, and readers who leave before the end."""

import os
import sys
from io import StringIO, TextIOWrapper

import pytest

from accrochage.cli import main
from accrochage.cli.sorties import prepare_streams, writing_to
from accrochage.erreurs import EcritureError


@pytest.fixture
def broken_pipe():
    """Return a stream whose reader has left."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as stream:
        yield stream


@pytest.fixture
def full_disk():
    """Return a stream to a disk that has no room left."""
    with open("/dev/full", "w") as stream:  # noqa: PTH123
        yield stream


class FakeTerminal(TextIOWrapper):
    """A stream that says it is a terminal."""

    def isatty(self):
        return True


def test_a_file_is_written_in_utf_8(folder, monkeypatch):
    with (folder / "sortie").open("w", encoding="ascii") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        prepare_streams()
        stream.write("1\u202f234 ✓ \udcff")

    assert (folder / "sortie").read_bytes() == b"1\xe2\x80\xaf234 \xe2\x9c\x93 \\udcff"


def test_a_terminal_keeps_its_encoding_and_chokes_on_nothing(folder, monkeypatch):
    with FakeTerminal((folder / "sortie").open("wb"), encoding="latin-1") as stream:
        monkeypatch.setattr(sys, "stderr", stream)
        prepare_streams()
        stream.write("é✓")

    assert (folder / "sortie").read_bytes() == b"\xe9?"


def test_a_closed_stream_is_replaced(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)

    prepare_streams()

    with sys.stdout as stream:
        print("rien", file=stream)
        assert stream.name == stream.fileno()


def test_a_stream_of_another_kind_is_left_alone(monkeypatch):
    stream = StringIO()
    monkeypatch.setattr(sys, "stdout", stream)

    prepare_streams()

    assert sys.stdout is stream


def test_a_reader_who_has_left_changes_nothing(broken_pipe):
    with writing_to(broken_pipe) as stream:
        stream.write("x" * 100_000)

    broken_pipe.write("still open, and heard by nobody")
    broken_pipe.flush()


def test_a_full_disk_is_told(full_disk, french):
    with pytest.raises(EcritureError) as caught, writing_to(full_disk) as stream:
        stream.write("x")

    assert french(str(caught.value)) == (
        "La réponse n'a pas pu être écrite jusqu'au bout : vérifiez la place sur le disque où elle est redirigée."
    )


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["schema", "lister"]])
def test_the_exit_code_is_the_same_when_nobody_reads(monkeypatch, broken_pipe, arguments):
    monkeypatch.setattr(sys, "stdout", broken_pipe)

    assert main(arguments) == 0


def test_the_verdict_is_the_same_when_nobody_reads_the_report(monkeypatch, broken_pipe, classeur):
    name = classeur({"sexe": "?"})
    monkeypatch.setattr(sys, "stderr", broken_pipe)

    assert main(["verifier", name]) == 1


def test_the_verdict_is_the_same_when_nobody_reads_the_json(monkeypatch, broken_pipe, classeur):
    name = classeur({"sexe": "?"})
    monkeypatch.setattr(sys, "stdout", broken_pipe)

    assert main(["verifier", name, "--json"]) == 1


def test_misuse_is_misuse_when_nobody_reads(monkeypatch, broken_pipe):
    monkeypatch.setattr(sys, "stderr", broken_pipe)

    assert main([]) == 2
    assert main(["generer"]) == 2


def test_an_answer_that_does_not_fit_on_the_disk_is_no_verdict(
    monkeypatch, full_disk, classeur, capsys
):
    name = classeur({})
    monkeypatch.setattr(sys, "stdout", full_disk)

    assert main(["verifier", name, "--json"]) == 2
    assert capsys.readouterr().err.startswith("La réponse n'a pas pu être écrite")

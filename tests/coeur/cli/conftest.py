"""A folder to work in, made-up workbooks, and the command itself."""

import csv
import json
import os
import re
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest

from accrochage.cli import main
from accrochage.cli.usage import UsageError


@contextmanager
def taking_interruptions():
    """Let Ctrl+C through: a shell that starts the tests in the background has it ignored, and every process of theirs with it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


# Everything that a passage must have; the person is invented.
PASSAGE = {
    "idTechnique": "AGR-1",
    "nomNaissance": "MARTIN",
    "prenom1": "Zoé",
    "dateNaissance": "29/01/1996",
    "sexe": "F",
    "codeInsee": "33063",
    "type": "RS",
    "code": "RS99002",
    "idClient": "00AGRAFE",
    "idContrat": "MCFCER000000",
    "obtentionCertification": "Par admission",
    "donneeCertifiee": "oui",
    "dateDebutValidite": "15/03/2024",
    "presenceNiveauLangueEuro": "non",
    "presenceNiveauNumeriqueEuro": "non",
}
NAMES = ("MARTIN", "BERNARD", "PETIT", "ROBERT", "RICHARD", "DURAND", "MOREAU")
INSTANT = "2026-07-03T14:05:00+02:00"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Work in a folder of its own, with no settings and no terminal."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "100")
    for name in (
        "ACCROCHAGE_VERSION_FORMAT",
        "ACCROCHAGE_DOSSIER_SCHEMAS",
        "FORCE_COLOR",
        "NO_COLOR",
    ):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def classeur(folder):
    """Return a function that writes a CSV workbook, one row for each set of changes to a sound passage."""

    def write(*changes, name="titulaires.csv", without=()):
        rows = [
            PASSAGE
            | {
                "idTechnique": f"AGR-{rank}",
                "nomNaissance": f"{NAMES[rank % 7]}{'A' * (rank // 7)}",
            }
            | change
            for rank, change in enumerate(changes)
        ]
        titles = [title for row in rows for title in row if title not in without]
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(
                file, list(dict.fromkeys(titles)), delimiter=";", extrasaction="ignore"
            )
            writer.writeheader()
            writer.writerows(rows)
        return name

    return write


@pytest.fixture(scope="session")
def french():
    """Return a function that checks the typography of a French text, and gives it back with ordinary spaces."""

    def check(text):
        assert re.search(r"« | »|\S [;:!?](?:\s|$)", text) is None, text
        return text.replace("\u00a0", " ")

    return check


@pytest.fixture
def refusal(french):
    """Return a function that gives the sentence of the refusal that a call earns."""

    def of(call, *arguments):
        with pytest.raises(UsageError) as caught:
            call(*arguments)
        return french(str(caught.value))

    return of


@pytest.fixture
def accrochage(capsys):
    """Return a function that runs the command in this process: its exit code, stdout and stderr, with ordinary spaces."""

    def run(*arguments):
        code = main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return code, out.replace("\u00a0", " "), err.replace("\u00a0", " ")

    return run


@pytest.fixture
def accrochage_json(accrochage):
    """Return a function that runs the command with --json: its exit code and the object."""

    def run(*arguments):
        code, out, _ = accrochage(*arguments, "--json")
        return code, json.loads(out)

    return run


@pytest.fixture
def process(root):
    """Return a function that starts the command in a process of its own."""

    def start(*arguments, **options):
        with taking_interruptions():
            return popen(*arguments, **options)

    def popen(*arguments, **options):
        env = {**os.environ, "PYTHONPATH": str(root / "src"), **options.pop("env", {})}
        return subprocess.Popen(
            [sys.executable, "-W", "error", *arguments],
            **{"env": env, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options},
        )

    return start

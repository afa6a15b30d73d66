"""What may happen to any command: interruptions, failures, hostile names."""

import runpy
import sys

import pytest

from accrochage import operations
from accrochage.erreurs import EcritureError


@pytest.mark.parametrize("option", [[], ["--json"]])
def test_a_failed_writing_is_misuse(accrochage, classeur, monkeypatch, option):
    def generate(*_):
        raise EcritureError("Le disque est plein.")

    monkeypatch.setattr(operations, "generate", generate)

    code, _, err = accrochage("generer", classeur({}), *option)

    assert (code, err) == (2, "Le disque est plein.\n")


def test_an_interruption_is_told_in_one_sentence(accrochage, classeur, monkeypatch):
    def generate(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(operations, "generate", generate)

    assert accrochage("generer", classeur({})) == (
        130,
        "",
        "\nArrêt demandé : aucun fichier incomplet ne reste.\n",
    )


def test_the_name_of_a_file_cannot_act_on_the_terminal(accrochage):
    _, _, err = accrochage("verifier", "\x1b[31ma.csv")

    assert "\x1b" not in err
    assert "\ufffd[31ma.csv" in err


def test_an_error_that_nobody_foresaw_is_not_hidden(accrochage, classeur, monkeypatch):
    def generate(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(operations, "generate", generate)

    with pytest.raises(ZeroDivisionError):
        accrochage("generer", classeur({}))


def test_the_package_runs_as_a_module(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["accrochage"])

    with pytest.raises(SystemExit) as stop:
        runpy.run_module("accrochage", run_name="__main__")

    assert stop.value.code == 2
    assert capsys.readouterr().err.startswith("Utilisation")

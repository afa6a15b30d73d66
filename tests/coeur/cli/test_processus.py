"""The command in a process of its own: what it imports, how it ends, what it leaves behind."""

import json
import os
import pty
import signal
import sys
import time

import pytest

HEAVY = {
    "lxml",
    "rich",
    "python_calamine",
    "xlsxwriter",
    "platformdirs",
    "typing",
    "pathlib",
    "json",
}
LIST_MODULES = "import sys; from accrochage.cli import main; code = main(); print(*sys.modules, sep='\\n', file=sys.stderr); sys.exit(code)"


def ended(process, timeout=60):
    """Return the exit code of a process and what it wrote."""
    out, err = process.communicate(timeout=timeout)
    return process.returncode, out.decode(), err.decode()


@pytest.mark.parametrize("arguments", [["--help"], ["generer", "--help"], ["--version"], []])
def test_the_help_imports_nothing_heavy(process, arguments):
    code, _, err = ended(process("-c", LIST_MODULES, *arguments))

    modules = {name.split(".")[0] for name in err.split()}
    assert code == (0 if arguments else 2)
    assert "argparse" in modules
    assert modules & HEAVY == set()
    assert not any(name.startswith("accrochage.dictionnaire") for name in err.split())


def test_json_does_without_rich(process, classeur):
    code, out, err = ended(process("-c", LIST_MODULES, "verifier", classeur({}), "--json"))

    assert (code, json.loads(out)["valide"]) == (0, True)
    assert "rich" not in {name.split(".")[0] for name in err.split()}


def test_runs_from_a_workbook_to_a_deposit(process, folder, classeur):
    code, out, err = ended(process("-m", "accrochage", "generer", classeur({})))

    assert code == 0
    assert (folder / out.strip()).is_file()
    assert "1\u00a0ligne lue, prête." in err


def test_speaks_utf_8_whatever_the_locale(process, classeur):
    env = {
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONIOENCODING": "ascii",
    }

    code, out, err = ended(
        process("-m", "accrochage", "verifier", classeur({"sexe": "é"}), "--json", env=env)
    )

    assert (code, err) == (1, "")
    assert "é" in json.loads(out)["anomalies"][0]["valeur"]


def test_a_reader_who_leaves_at_once_gets_no_complaint(process, classeur):
    running = process("-m", "accrochage", "verifier", classeur(*[{"sexe": "?"}] * 300), "--json")
    running.stdout.close()
    with running.stderr as stderr:
        complaint = stderr.read()

    assert (running.wait(60), complaint) == (1, b"")


@pytest.mark.parametrize("wait", [0, 0.05, 0.4])
def test_an_interruption_leaves_nothing_behind(process, folder, classeur, wait):
    # Some seconds of work: the signal comes in the middle of it, however busy the machine is.
    titles, row = (folder / classeur({})).read_text(encoding="utf-8").splitlines()
    with (folder / "long.csv").open("w", encoding="utf-8") as file:
        file.write(f"{titles}\n")
        file.writelines(f"{row.replace('AGR-0', f'AGR-{rank}')}\n" for rank in range(250_000))
    running = process("-m", "accrochage", "generer", "long.csv", "-o", "sortie")
    deadline = time.monotonic() + 60
    while not (folder / "sortie").exists() and time.monotonic() < deadline:
        time.sleep(0.005)
    time.sleep(wait)
    running.send_signal(signal.SIGINT)

    code, out, err = ended(running)

    assert code == 130
    assert (out, err.replace("\u00a0", " ")) == (
        "",
        "\nArrêt demandé : aucun fichier incomplet ne reste.\n",
    )
    assert list((folder / "sortie").glob("*")) == []


LOSE_IT = """
import os, signal, sys
from accrochage.cli import main, commandes

class Dropped:
    def __del__(self):  # Python drops whatever is raised here
        os.kill(os.getpid(), signal.SIGINT)

found = commandes.run
def run(arguments):
    Dropped()
    return found(arguments)

commandes.run = run
sys.unraisablehook = lambda lost: print(lost.exc_type.__name__)
sys.exit(main())
"""


IN_AN_EXEC = """
import sys
from accrochage.cli import main, commandes

def run(arguments):
    exec("raise KeyboardInterrupt")

commandes.run = run
sys.exit(main())
"""


def test_an_interruption_in_the_middle_of_an_exec_ends_like_any_other(process, classeur):
    assert ended(process("-c", IN_AN_EXEC, "generer", classeur({})))[0] == 130


def test_an_interruption_that_python_loses_is_not_lost(process, folder, classeur):
    code, out, err = ended(process("-c", LOSE_IT, "generer", classeur({}), "-o", "sortie"))

    assert (code, out) == (130, "KeyboardInterrupt\n")
    assert "Arrêt demandé" in err
    assert list((folder / "sortie").glob("*")) == []


def test_the_streams_may_be_closed(process, classeur):
    name = classeur({})
    python = sys.executable
    run = f"os.execv({python!r}, [{python!r}, '-m', 'accrochage', 'generer', {name!r}])"

    running = process("-c", f"import os; os.close(1); os.close(2); {run}", stdout=None, stderr=None)

    assert running.wait(60) == 0


def test_a_terminal_gets_the_report_in_colours_and_no_path_on_stdout(process, classeur):
    leader, follower = pty.openpty()
    env = {"TERM": "xterm-256color", "COLUMNS": "80"}
    running = process(
        "-m", "accrochage", "generer", classeur({}), env=env, stdout=follower, stderr=follower
    )
    os.close(follower)
    code = running.wait(60)
    text = os.read(leader, 100_000).decode()
    os.close(leader)

    assert code == 0
    assert "\x1b[1;32m✓ Fichier à déposer\x1b[0m" in text
    assert text.count(".xml") == 1

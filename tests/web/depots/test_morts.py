"""kill -9 of the worker at any moment of building or reconciling: afterwards everything is as before or as after, never between.

On PostgreSQL where AGRAFE_TEST_DATABASE gives one, else on SQLite.
"""

import json
import os
import random
import subprocess
import sys

import pytest

from factories.chantier.workers import SERVER, fresh_database

pytestmark = pytest.mark.long

STEP = int(os.environ.get("MORTS_STEP") or (10 if SERVER else 5))
"""One statement in so many is tried, the first being drawn each time: over some runs, all of them are. MORTS_STEP=1 tries all at once."""
AFTER = {
    "build": ("construit", [5], ["attente"] * 5, ["en_depot"] * 5),
    "build several": ("construit", [2, 2, 1], ["attente"] * 5, ["en_depot"] * 5),
    "read": (
        "traite",
        [5],
        ["accepte", "accepte", "rejete", "sans_reponse", "sans_reponse"],
        ["accepte", "accepte", "rejete", "en_depot", "en_depot"],
    ),
    "reject": (
        "depose",
        [2, 2, 1],
        ["attente", "attente", "fichier_rejete", "fichier_rejete", "attente"],
        ["en_depot", "en_depot", "pret", "pret", "en_depot"],
    ),
}
"""What each work leads to: the deposit, the passages of its files, what its lines say, the states of the passages."""


@pytest.mark.parametrize("what", AFTER)
def test_killed_at_any_statement(root, tmp_path, migrated, what):
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join([str(root / "src"), str(root / "tests")]),
        "PYTHONUTF8": "1",
        "DJANGO_SETTINGS_MODULE": "factories.chantier.settings",
        "AGRAFE_TEST_DATABASE": SERVER,
        "CHANTIER_DATABASE": fresh_database(tmp_path / "modele.sqlite3", like=migrated("embarque")),
        "CHANTIER_TASKS": "embarque",
        "CHANTIER_FILES": str(tmp_path / "fichiers"),
        "TMPDIR": str(tmp_path),
        "MORTS_STEP": str(STEP),
        "MORTS_FIRST": str(random.randint(1, STEP)),
    }

    done = subprocess.run(
        [sys.executable, str(root / "tests" / "web" / "depots" / "morts.py"), what],
        env=environment,
        check=False,
        capture_output=True,
        text=True,
        timeout=600,
    )

    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout)
    assert told["vendor"] == ("postgresql" if SERVER else "sqlite")
    after = told["after"]
    assert AFTER[what] == (
        after["depot"][0],
        [one[2] for one in after["files"]],
        [one[1] for one in after["lines"]],
        [one[0] for one in after["passages"]],
    )
    found = told["deaths"]
    assert (
        found[-1][0] > 15
    )  # the first death that no worker came to: as many statements were there, at least
    assert {left for _, _, left, _ in found} == {"before", "after"}
    assert {last for _, _, _, last in found} == {"after"}, found
    assert [was_killed for _, was_killed, _, _ in found].count(False) == 1

"""kill -9 of the worker at any moment of building or reconciling: afterwards everything is as before or as after, never between."""

import json
import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.long


@pytest.mark.parametrize("what", ["build", "read"])
def test_killed_at_any_statement(root, tmp_path, what):
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join([str(root / "src"), str(root / "tests")]),
        "PYTHONUTF8": "1",
        "DJANGO_SETTINGS_MODULE": "factories.chantier.settings",
        "CHANTIER_DATABASE": str(tmp_path / "agrafe.sqlite3"),
        "CHANTIER_TASKS": "embarque",
        "CHANTIER_FILES": str(tmp_path / "fichiers"),
        "TMPDIR": str(tmp_path),
        "MORTS_STEP": os.environ.get("MORTS_STEP", "2" if what == "build" else "4"),
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
    found = json.loads(done.stdout)
    assert len(found) > 8
    assert {first for _, _, first, _ in found} == {"before", "after"}
    assert {last for _, _, _, last in found} == {"after"}, found
    assert [was_killed for _, was_killed, _, _ in found].count(False) == 1

"""Play the examples of the guides, so that what they show is what the command answers.

In a page, a block ```` ```csv titulaires.csv ```` is a file; a block ```` ```console ```` is a command after `$ `, and what it says. The
comment `<!-- copie : exemples/exemple.xlsx titulaires.xlsx -->` puts a file of the repository beside them. They are played in order, in
a folder of their own.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
WIDTH: Final = 80

_STEP = re.compile(
    r"^```csv (?P<name>\S+)\n(?P<content>.*?)^```$"
    r"|^<!-- copie : (?P<source>\S+) (?P<target>\S+) -->$"
    r"|^```console\n\$ accrochage (?P<arguments>[^\n]*)\n.*?^```$",
    re.DOTALL | re.MULTILINE,
)
_STAMP = re.compile(r"-\d{8}-\d{6}\b")
"""Date and time in the name of a deposit, which would change each time."""
_FIXED_STAMP: Final = "-20260703-140500"


def play(page: str) -> str:
    """Return a page whose examples show what the command answers today."""
    if "```console" not in page:
        return page
    with TemporaryDirectory() as name:
        folder = Path(name)
        return _STEP.sub(lambda step: _play_step(step, folder), page)


def _play_step(step: re.Match[str], folder: Path) -> str:
    if step["name"]:
        (folder / step["name"]).write_text(step["content"], encoding="utf-8")
    elif step["source"]:
        shutil.copy(ROOT / step["source"], folder / step["target"])
    else:
        answer = _STAMP.sub(_FIXED_STAMP, _run(shlex.split(step["arguments"]), folder))
        return f"```console\n$ accrochage {step['arguments']}\n{answer.strip()}\n```"
    return step[0]


def _run(arguments: list[str], folder: Path) -> str:
    """Return what a person sees of a command, or the object when it is asked to answer in JSON."""
    run = subprocess.run(
        [sys.executable, "-m", "accrochage", *arguments],
        cwd=folder,
        env={
            "PATH": os.environ.get("PATH", ""),
            "PYTHONPATH": str(ROOT / "src"),
            "PYTHONUTF8": "1",
            "COLUMNS": str(WIDTH),
            "HOME": str(folder),
            "XDG_CONFIG_HOME": str(folder / ".config"),
            "XDG_DATA_HOME": str(folder / ".local"),
        },
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=120,
    )
    if run.returncode not in {0, 1} or "Traceback" in run.stderr:
        sys.exit(f"accrochage {shlex.join(arguments)} : code {run.returncode}\n{run.stderr}")
    return run.stdout if "--json" in arguments else run.stderr

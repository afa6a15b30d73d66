"""The core works where Django is not installed."""

import subprocess
import sys

IMPORT_EVERYTHING = """
import importlib, pkgutil, sys

sys.modules["django"] = None  # importing it now fails, as where it is not installed

import accrochage

names = [
    module.name
    for module in pkgutil.walk_packages(accrochage.__path__, "accrochage.")
    if not module.name.endswith("__main__")
]
for name in names:
    importlib.import_module(name)
print(len(names))
"""


def test_every_module_of_the_core_imports_without_django(root):
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", IMPORT_EVERYTHING],
        env={"PYTHONPATH": str(root / "src")},
        capture_output=True,
        check=False,
        text=True,
    )

    assert run.returncode == 0, run.stderr
    assert int(run.stdout) > 0

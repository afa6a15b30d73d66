"""The `agrafe` command, where Django is installed and where it is not."""

import os
import subprocess
import sys

import pytest

WITHOUT_DJANGO = "import sys; sys.modules['django'] = None; "
RUN = "import sys; from agrafe.config.commande import main; sys.exit(main())"
INSTALLATION = {
    "AGRAFE_SECRET_KEY": "kq7-Vt2mXz9_Lw4pRb8sYc3nHd6fJg5aTe1uWi0oPxQyZvMrNb4-hK2j",
    "AGRAFE_DATABASE": ":memory:",
    "AGRAFE_HOSTS": "agrafe.example, www.agrafe.example",
}


@pytest.fixture
def agrafe(root):
    def run(*arguments, code=RUN, env=INSTALLATION):
        return subprocess.run(
            [sys.executable, "-c", code, *arguments],
            env={"PYTHONPATH": str(root / "src"), "PYTHONUTF8": "1", **env},
            capture_output=True,
            check=False,
            text=True,
        )

    return run


def test_says_how_to_install_the_web_when_django_is_missing(agrafe):
    run = agrafe("check", code=WITHOUT_DJANGO + RUN)

    assert run.returncode == 2
    assert run.stdout == ""
    assert run.stderr == (
        "La partie web d'Agrafe n'est pas installée : "
        'ajoutez-la avec « pip install "agrafe[web]" ».\n'
    )


def test_passes_every_check_of_a_production_site(agrafe):
    run = agrafe("check", "--deploy", "--fail-level", "WARNING")

    assert run.returncode == 0, run.stderr


def test_lists_the_commands_of_django(agrafe):
    run = agrafe("help", "--commands")

    assert run.returncode == 0
    assert "migrate" in run.stdout.split()


def test_manage_py_has_the_settings_of_a_developer(root):
    run = subprocess.run(
        [
            sys.executable,
            root / "manage.py",
            "shell",
            "--no-imports",
            "-c",
            "from django.conf import settings; print(settings.DEBUG, settings.COMPONENTS_PAGE)",
        ],
        env={"PATH": os.environ["PATH"], "PYTHONUTF8": "1"},
        capture_output=True,
        check=False,
        text=True,
    )

    assert run.returncode == 0, run.stderr
    assert run.stdout == "True True\n"

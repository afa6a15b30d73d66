"""The `agrafe` command, where Django is installed and where it is not."""

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


@pytest.mark.parametrize("name", ["AGRAFE_SECRET_KEY", "AGRAFE_DATABASE"])
def test_refuses_to_start_when_a_setting_is_missing(agrafe, name):
    run = agrafe("check", env={**INSTALLATION, name: " "})

    assert run.returncode == 2
    assert run.stderr.startswith(f"La variable d'environnement {name} manque : elle donne ")
    assert run.stderr.count("\n") == 1


def test_answers_only_the_hosts_given(agrafe):
    run = agrafe(
        code=(
            "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'agrafe.config.settings.base';"
            "from django.conf import settings; print(settings.ALLOWED_HOSTS, settings.DEBUG)"
        )
    )

    assert run.stdout == "['agrafe.example', 'www.agrafe.example'] False\n"


def test_manage_py_is_the_same_command(root):
    run = subprocess.run(
        [sys.executable, root / "manage.py", "check"],
        env=INSTALLATION,
        capture_output=True,
        check=False,
        text=True,
    )

    assert run.returncode == 0, run.stderr

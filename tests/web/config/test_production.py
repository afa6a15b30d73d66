"""The settings of an installation, read in a process of their own: what they refuse, and that Django finds nothing to say."""

import json
import os
import subprocess
import sys

import pytest

SHOW = (
    "import json, sys; from django.conf import settings; "
    "print(json.dumps({name: getattr(settings, name, None) for name in sys.argv[1:]}))"
)


@pytest.fixture
def installation(root, tmp_path):
    """Run Python with the settings of production and an environment of their own."""
    complete = {
        "AGRAFE_SECRET_KEY": "kq7-Vt2mXz9_Lw4pRb8sYc3nHd6fJg5aTe1uWi0oPxQyZvMrNb4-hK2j",
        "AGRAFE_DATABASE": str(tmp_path / "agrafe.sqlite3"),
        "AGRAFE_HOSTS": "agrafe.example, www.agrafe.example",
        "AGRAFE_STATIC": str(tmp_path / "static"),
    }

    def run(*arguments, **changes):
        return subprocess.run(
            [sys.executable, *arguments],
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(root / "src"),
                "PYTHONUTF8": "1",
                "DJANGO_SETTINGS_MODULE": "agrafe.config.settings.production",
                **complete,
                **changes,
            },
            capture_output=True,
            check=False,
            text=True,
        )

    return run


@pytest.fixture
def settings_of(installation):
    def read(*names, **changes):
        run = installation("-c", SHOW, *names, **changes)
        assert run.returncode == 0, run.stderr
        return json.loads(run.stdout)

    return read


def test_passes_every_check_of_a_production_site(installation):
    run = installation("-m", "django", "check", "--deploy", "--fail-level", "DEBUG")

    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize("name", ["AGRAFE_SECRET_KEY", "AGRAFE_DATABASE"])
def test_refuses_to_start_when_a_setting_is_missing(installation, name):
    run = installation(
        "-c",
        "import sys; from agrafe.config.commande import main; sys.exit(main())",
        "check",
        **{name: " "},
    )

    assert run.returncode == 2
    assert run.stderr.startswith(f"La variable d'environnement {name} manque\u00a0: elle donne ")
    assert run.stderr.count("\n") == 1


def test_is_safe_unless_told_otherwise(settings_of):
    read = settings_of(
        "ALLOWED_HOSTS",
        "DEBUG",
        "COMPONENTS_PAGE",
        "SECURE_SSL_REDIRECT",
        "SECURE_PROXY_SSL_HEADER",
        "SESSION_COOKIE_NAME",
        "MAX_REQUEST_SIZE",
    )

    assert read == {
        "ALLOWED_HOSTS": ["agrafe.example", "www.agrafe.example"],
        "DEBUG": False,
        "COMPONENTS_PAGE": False,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_PROXY_SSL_HEADER": None,
        "SESSION_COOKIE_NAME": "__Host-session",
        "MAX_REQUEST_SIZE": 100_000_000,
    }


def test_trusts_a_proxy_only_when_told_so(settings_of):
    read = settings_of("SECURE_PROXY_SSL_HEADER", AGRAFE_PROXY="oui")

    assert read == {"SECURE_PROXY_SSL_HEADER": ["HTTP_X_FORWARDED_PROTO", "https"]}


def test_can_be_tried_without_https(settings_of):
    read = settings_of(
        "SECURE_SSL_REDIRECT",
        "SECURE_HSTS_SECONDS",
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "CSRF_COOKIE_NAME",
        AGRAFE_HTTPS="non",
    )

    assert read == {
        "SECURE_SSL_REDIRECT": False,
        "SECURE_HSTS_SECONDS": 0,
        "SESSION_COOKIE_SECURE": False,
        "CSRF_COOKIE_SECURE": False,
        "CSRF_COOKIE_NAME": "csrf",
    }


def test_takes_its_other_variables(settings_of):
    read = settings_of(
        "SECRET_KEY_FALLBACKS",
        "SOURCE_ADDRESS",
        "MAX_REQUEST_SIZE",
        AGRAFE_SECRET_KEY_OLD="ancienne",
        AGRAFE_SOURCE="https://forge.example/agrafe",
        AGRAFE_MAX_MEGABYTES="3",
    )

    assert read == {
        "SECRET_KEY_FALLBACKS": ["ancienne"],
        "SOURCE_ADDRESS": "https://forge.example/agrafe",
        "MAX_REQUEST_SIZE": 3_000_000,
    }


def test_gathers_static_files_under_names_that_never_lie(installation, tmp_path):
    run = installation("-m", "django", "collectstatic", "--no-input", "--verbosity", "0")

    assert run.returncode == 0, run.stderr
    names = json.loads((tmp_path / "static" / "staticfiles.json").read_text(encoding="utf-8"))
    hashed = names["paths"]["socle/theme.css"]
    text = (tmp_path / "static" / hashed).read_text(encoding="utf-8")
    assert names["paths"]["socle/chevron.svg"].rpartition("/")[2] in text


@pytest.mark.parametrize("gateway", ["wsgi", "asgi"])
def test_opens_to_both_kinds_of_server(installation, gateway):
    run = installation("-c", f"from agrafe.config.{gateway} import web; print(callable(web))")

    assert run.stdout == "True\n", run.stderr


def test_the_queue_of_the_tasks_is_the_one_asked_for(settings_of):
    assert "embarque" in settings_of("TASKS")["TASKS"]["default"]["BACKEND"]
    shown = settings_of(
        "TASKS",
        "INSTALLED_APPS",
        AGRAFE_TASKS="procrastinate",
        AGRAFE_DATABASE="postgresql://agrafe@localhost/agrafe",
    )
    assert "procrastinate" in shown["TASKS"]["default"]["BACKEND"]
    assert "procrastinate.contrib.django" in shown["INSTALLED_APPS"]


def test_refuses_a_key_that_seals_nothing(installation, settings_of):
    good = "b25seS1mb3ItdGhlLXRlc3RzLTAxMjM0NTY3ODlhYmM="
    assert settings_of("FIELD_KEYS", AGRAFE_FIELD_KEYS=good) == {"FIELD_KEYS": [good]}

    run = installation("-c", SHOW, "FIELD_KEYS", AGRAFE_FIELD_KEYS=f"{good}, pas une clé")

    assert "la clé n° 2 n'a pas la bonne forme" in run.stderr
    assert "pas une clé" not in run.stderr


def test_files_in_a_bucket(installation):
    show = "from django.conf import settings as s; print(s.STORAGES['default']['BACKEND'], repr(s.MEDIA_ROOT))"
    run = installation("-c", show, AGRAFE_FILES="s3://cle:secret@s3.example/agrafe")

    assert run.stdout == "storages.backends.s3.S3Storage ''\n"

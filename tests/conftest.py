"""What every test may rely on, with or without Django installed."""

import os
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import is_hypothesis_test, settings

# A shared machine may be slow: no example fails for having taken its time. A failure prints what replays it.
settings.register_profile("agrafe", deadline=None, print_blob=True)
settings.load_profile("agrafe")

# Where Django is installed, its tests need no option on the command line.
if find_spec("django"):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "agrafe.config.settings.test")
    import django

    django.setup()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the long tests, so that no worker is left alone with one in the end.

    Those that draw their examples at random do not count in the coverage: the same lines must be seen to be run each time.
    """
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
    for item in items:
        if is_hypothesis_test(getattr(item, "function", None)):
            item.add_marker(pytest.mark.no_cover)


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the folder of the repository."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session", autouse=True)
def _empty_user_folder(tmp_path_factory):
    """Keep the schemas and settings of whoever runs the tests out of the verdicts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("donnees")))
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("reglages")))
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):  # noqa: ARG001 - the database first
    """Let the tests empty their database, which the guard of the journal refuses; its own tests set it again."""
    from django.db import connection  # noqa: PLC0415 - Django is optional

    from agrafe.journal import triggers  # noqa: PLC0415 - the same

    with django_db_blocker.unblock():
        triggers.drop(connection)

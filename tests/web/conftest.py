import pytest

from factories.chantier.workers import (
    chantier,  # noqa: F401 - a fixture for every application
    migrated,  # noqa: F401 - what it needs
)


@pytest.fixture(autouse=True)
def private_files(settings, tmp_path):
    """Have the files of a test lie in its own folder, and go with it."""
    settings.MEDIA_ROOT = str(tmp_path / "fichiers")

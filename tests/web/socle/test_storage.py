"""The files that the site keeps for a time."""

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404

from agrafe.socle import storage

DAY = timedelta(days=1)


@pytest.fixture
def kept(settings, tmp_path):
    """Keep an old file and a recent one."""
    settings.MEDIA_ROOT = tmp_path
    for name in ("old", "recent"):
        default_storage.save(f"exports/{name}.xlsx", ContentFile(b"x"))
    past = time.time() - 2 * 86400
    os.utime(Path(default_storage.path("exports/old.xlsx")), (past, past))


@pytest.mark.usefixtures("kept")
def test_old_files_are_found_and_deleted():
    assert storage.older_than("exports", DAY) == ["exports/old.xlsx"]
    assert storage.delete(storage.older_than("exports", DAY)) == 1
    assert not default_storage.exists("exports/old.xlsx")
    assert default_storage.exists("exports/recent.xlsx")
    assert storage.older_than("nowhere", DAY) == []


@pytest.mark.usefixtures("kept")
def test_a_storage_without_folders_is_swept_too(monkeypatch):
    monkeypatch.setattr(default_storage, "exists", lambda _: False)  # what S3 says of a folder

    assert storage.older_than("exports", DAY) == ["exports/old.xlsx"]


@pytest.mark.django_db  # a response that is closed looks after the connections
@pytest.mark.usefixtures("kept")
def test_a_file_is_given_under_its_own_name():
    answer = storage.give("exports/recent.xlsx", filename="passages.xlsx", content_type="x/y")

    assert b"".join(answer.streaming_content) == b"x"
    answer.close()
    assert answer["Content-Disposition"] == 'attachment; filename="passages.xlsx"'
    assert answer["Content-Type"] == "x/y"
    with pytest.raises(Http404):
        storage.give("exports/gone.xlsx", filename="x", content_type="x/y")

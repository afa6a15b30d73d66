from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from factories.operations import sound_rows, xlsx_of


@pytest.fixture(autouse=True)
def folder(settings, tmp_path, monkeypatch):
    """Have the files of a test lie in its own folder, and small ones be waited for on a machine that is busy."""
    settings.OUTIL_FOLDER = str(tmp_path / "outil")
    monkeypatch.setattr("agrafe.outil.pages.PATIENCE", 30.0)
    return Path(settings.OUTIL_FOLDER)


@pytest.fixture
def rows():
    """Return rows: two sound, one that a sure correction mends, one that nobody but the user can mend."""
    rows = sound_rows(4)
    rows[2]["nomNaissance"] = "Mme KERVELLA"
    rows[3]["sexe"] = "Jeune homme"
    return rows


@pytest.fixture
def classeur(tmp_path):
    """Return a file to give: a workbook of some rows."""

    def make(rows, name="titulaires.xlsx", **given):
        path = xlsx_of(tmp_path / name, rows, **given)
        return SimpleUploadedFile(name, path.read_bytes())

    return make


@pytest.fixture
def give(client, classeur):
    """Give a workbook to the tool and return the page that comes out of it."""

    def post(rows=None, *, file=None, on=client, **given):
        file = file or classeur(rows, **given)
        return on.post(reverse("outil:index"), {"classeur": file}, follow=True)

    return post

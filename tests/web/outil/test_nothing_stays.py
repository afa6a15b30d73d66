"""Nothing of a visitor stays: not after he asks, not after he leaves, not after a while, and nowhere else in the meantime."""

import os
import stat
import tempfile
import time
from pathlib import Path

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from agrafe.outil import workspace
from agrafe.outil.pages import COOKIE
from factories.accuses import AUCUN, an_accuse
from factories.operations import sound_rows

pytestmark = pytest.mark.django_db

INDEX = "/outil/"
SECRET = "KERVELLATRESSECRET"


def contents_of_database():
    """Return all that the database holds."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [repr(row) for row in cursor.fetchall()]
    return found


def age(folder, minutes):
    then = time.time() - minutes * 60
    for one in folder.iterdir():
        os.utime(one, (then, then))


def leave(client, page):
    return client.post(reverse("outil:erase"), {"page": page.context["shown"]})


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """Return the folder of temporary files of the server, made to be looked at."""
    folder = tmp_path / "temporaire"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_nothing_is_written_elsewhere_than_in_the_folder_of_the_visitor(
    client, give, settings, elsewhere, folder
):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 10  # every file goes to the disk as it comes
    before = set(contents_of_database())

    give([*sound_rows(2), *sound_rows(1, nomNaissance=f"Mme {SECRET}", idTechnique="A")])
    client.post(reverse("outil:correct"), {"quoi": "sures"})
    client.get(reverse("outil:columns"), follow=True)
    accuse = SimpleUploadedFile("accuse.xml", an_accuse(ko={"N-0": AUCUN}))
    client.post(reverse("outil:accuse"), {"accuse": accuse})

    assert list(elsewhere.iterdir()) == []
    assert not Path(settings.MEDIA_ROOT).exists()
    new = set(contents_of_database()) - before
    assert all("outil:" in row for row in new)  # how often this address asked, and no more
    assert not any(SECRET in row or "127.0.0.1" in row for row in new)
    assert "sessionid" not in client.cookies
    assert settings.SESSION_COOKIE_NAME not in client.cookies
    held = [path for path in folder.rglob("*") if path.is_file()]
    assert any(SECRET.encode() in path.read_bytes() for path in held)


def test_no_page_asks_anything_of_the_database(client, give, rows, django_assert_num_queries):
    give(rows)

    with django_assert_num_queries(0):
        for name in ("index", "accuse", "before", "concerne"):
            assert client.get(reverse(f"outil:{name}")).status_code == 200


def test_the_button_erases_everything(client, give, rows, folder):
    give(rows)
    assert len(list(folder.iterdir())) == 1

    page = client.post(reverse("outil:erase"), follow=True)

    assert list(folder.iterdir()) == []
    assert "Vos fichiers ont été effacés" in page.content.decode()
    assert client.cookies[COOKIE].value == ""


def test_leaving_the_last_page_erases_everything(client, give, rows, folder):
    page = give(rows)

    response = leave(client, page)

    assert response.status_code == 204
    assert list(folder.iterdir()) == []


def test_leaving_a_page_for_another_of_the_tool_erases_nothing(client, give, rows, folder):
    first = give(rows)
    last = client.get(reverse("outil:before"))

    assert leave(client, first).status_code == 204
    assert len(list(folder.iterdir())) == 1

    leave(client, last)
    assert list(folder.iterdir()) == []
    assert leave(client, last).status_code == 204


def test_a_part_of_a_page_is_no_new_page(client, give, rows):
    page = give(rows)

    part = client.get(INDEX, {"tri": "ligne"}, headers={"HX-Request": "true"})

    assert part.context["shown"] == page.context["shown"]


def test_everything_goes_after_a_while(client, give, rows, folder, settings):
    give(rows)
    age(folder, settings.OUTIL_MINUTES + 1)

    page = client.get(INDEX)

    assert list(folder.iterdir()) == []
    assert "Vos fichiers ont été effacés" in page.content.decode()
    assert client.cookies[COOKIE].value == ""


def test_a_request_keeps_the_files_a_while_longer(client, give, rows, folder, settings):
    give(rows)
    age(folder, settings.OUTIL_MINUTES - 1)

    client.get(INDEX)

    (kept,) = folder.iterdir()
    assert time.time() - kept.stat().st_mtime < 30


def test_whoever_comes_next_sweeps_what_others_left(give, rows, folder, settings):
    give(rows)
    age(folder, settings.OUTIL_MINUTES + 1)
    (left,) = folder.iterdir()

    give(rows, on=Client())

    assert not left.exists()
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize("way", ["command", "start"])
def test_a_command_and_the_start_of_the_server_sweep_too(give, rows, folder, settings, capsys, way):
    give(rows)
    age(folder, settings.OUTIL_MINUTES + 1)
    (folder / ".efface-0").mkdir()  # what a server that was stopped was erasing

    if way == "command":
        call_command("outil_menage")
        assert "1\u00a0dossier" in capsys.readouterr().out
    else:
        apps.get_app_config("outil").ready()

    assert list(folder.iterdir()) == []


def test_a_thread_sweeps_where_nobody_comes(monkeypatch, folder, settings):
    monkeypatch.setattr(workspace, "WATCH_SECONDS", 0.05)
    watchman = workspace._Watchman()
    made = workspace.create()
    watchman.watch()
    first = watchman._thread
    watchman.watch()
    assert watchman._thread is first

    age(folder, settings.OUTIL_MINUTES + 1)
    first.join(5)

    assert not made.folder.exists()
    assert not first.is_alive()


def test_a_work_in_progress_does_not_keep_a_folder(client, classeur, folder, monkeypatch):
    monkeypatch.setattr("agrafe.outil.pages.PATIENCE", 0.0)
    client.post(INDEX, {"classeur": classeur(sound_rows(3000))})

    client.post(reverse("outil:erase"))
    time.sleep(1.5)

    assert list(folder.iterdir()) == []


# --------------------------------------------------------------------------------- nobody else


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX systems")
def test_the_files_are_closed_to_other_users_of_the_machine(give, rows, folder):
    give(rows)

    for path in (folder, *folder.iterdir()):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700


def test_nobody_else_sees_the_files(give, rows):
    give(rows)

    other = Client()

    assert "lignes lues" not in other.get(INDEX).content.decode()
    assert other.get(reverse("outil:download", args=["xml"])).status_code == 404


def test_the_name_of_a_folder_is_of_no_use_without_its_signature(client, give, rows, folder):
    give(rows)
    (mine,) = folder.iterdir()
    cookie = client.cookies[COOKIE]

    assert cookie["httponly"]
    assert cookie["path"] == INDEX
    assert cookie["samesite"] == "Lax"
    assert not cookie["max-age"]
    other = Client()
    for value in (mine.name, f"{mine.name}:1abc:xyz", "..", ""):
        other.cookies[COOKIE] = value
        assert other.get(reverse("outil:download", args=["xml"])).status_code == 404


@pytest.mark.parametrize("name", ["..", "a/b", "x" * 43, ".efface-1", ""])
def test_a_name_that_leads_elsewhere_is_no_folder(name):
    assert workspace.find(name) is None

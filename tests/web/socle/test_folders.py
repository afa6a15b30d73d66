"""Private folders: ours alone, gone with their work, and purged when it died."""

import os
import stat
import tempfile
import time

import pytest

from agrafe.socle.folders import private_folder, purge_folders, working_folder

POSIX = pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")


@POSIX
def test_a_private_folder_is_ours_alone_and_nobody_guesses_its_name(tmp_path):
    one, other = (private_folder(tmp_path / "racine") for _ in range(2))

    assert one.name != other.name
    assert len(one.name) == 32
    assert stat.S_IMODE(one.stat().st_mode) == 0o700
    assert stat.S_IMODE(one.parent.stat().st_mode) == 0o700


@POSIX
def test_a_root_that_leads_elsewhere_is_refused(tmp_path):
    (tmp_path / "vraie").mkdir()
    (tmp_path / "racine").symlink_to(tmp_path / "vraie")

    with pytest.raises(PermissionError):
        private_folder(tmp_path / "racine")


def test_a_late_worker_never_writes_among_the_files_of_another(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with working_folder("depots", "construction-x") as late:
        (late / "flux.xml").write_text("x")
        with working_folder("depots", "construction-x") as taken_over:
            assert not late.exists()
            (taken_over / "flux.xml").write_text("y")
        assert not taken_over.exists()


def test_works_without_a_name_leave_one_another_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with working_folder("imports") as one, working_folder("imports") as other:
        assert one.exists()
        assert one != other


@pytest.mark.parametrize("app", ["depots", "imports"])
def test_folders_of_works_that_nobody_took_up_are_purged(tmp_path, monkeypatch, app):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    old, recent = (tmp_path / f"agrafe-{app}" / f"accuse-{name}" for name in ("old", "recent"))
    for folder in (old, recent):
        folder.mkdir(parents=True)
        (folder / "accuse.xml").write_text("x")
    past = time.time() - 3 * 86400
    os.utime(old, (past, past))

    purge_folders(app)

    assert not old.exists()
    assert recent.exists()

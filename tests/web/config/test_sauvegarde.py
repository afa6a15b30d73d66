"""A whole installation saved, lost, and put back."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from factories.chantier.workers import fresh_database

pytestmark = pytest.mark.long

RUN = "import sys; from agrafe.config.commande import main; sys.exit(main())"
MAKE = """
from django.core.files.base import ContentFile
from agrafe.comptes.models import User
from agrafe.certificateurs.models import Certificateur
User.objects.create_user("claire@exemple.fr", name="Claire Dubreuil")
certificateur = Certificateur(nom="École des métiers")
certificateur.logo.save("logo.png", ContentFile(b"une image"))
"""
READ = """
from agrafe.comptes.models import User
from agrafe.certificateurs.models import Certificateur
certificateur = Certificateur.objects.get()
print(list(User.objects.values_list("name", flat=True)), certificateur.nom, certificateur.logo.read().decode())
"""

ADD_TABLE = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("CREATE TABLE later (id integer)")
"""
TABLES = """
from django.db import connection
print(connection.introspection.table_names())
"""


class Installations:
    """Installations of their own, each a folder and a database: on SQLite, or on PostgreSQL where there is a server."""

    def __init__(self, root, folder):
        self.root = root
        self.folder = folder
        self.addresses = {}

    def __call__(self, name, *arguments):
        """Run `agrafe` in one of them, which is made when it is named for the first time."""
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        if name not in self.addresses:
            self.addresses[name] = fresh_database(folder / "agrafe.sqlite3")
        env = {
            **{key: value for key, value in os.environ.items() if not key.startswith("AGRAFE_")},
            "PYTHONPATH": str(self.root / "src"),
            "PYTHONUTF8": "1",
            "DJANGO_SETTINGS_MODULE": "agrafe.config.settings.production",
            "AGRAFE_SECRET_KEY": "kq7-Vt2mXz9_Lw4pRb8sYc3nHd6fJg5aTe1uWi0oPxQyZvMrNb4-hK2j",
            "AGRAFE_DATABASE": self.addresses[name],
            "AGRAFE_FILES": str(folder / "fichiers"),
            "AGRAFE_HOSTS": "agrafe.example",
        }
        return subprocess.run(
            [sys.executable, "-c", RUN, *arguments],
            env=env,
            capture_output=True,
            check=False,
            text=True,
        )

    def copy(self, name, other):
        """Make an installation as one of others is."""
        shutil.copytree(other.folder / name, self.folder / name)
        path = self.folder / name / "agrafe.sqlite3"
        self.addresses[name] = fresh_database(path, like=other.addresses[name])


@pytest.fixture(scope="session")
def saved(root, tmp_path_factory):
    """Return installations of which one has data, and an archive of it; they are looked at, never changed."""
    installations = Installations(root, tmp_path_factory.mktemp("installations"))
    installations("une", "migrate", "--verbosity", "0")
    made = installations("une", "shell", "-v", "0", "-c", MAKE)
    assert made.returncode == 0, made.stderr
    path = installations.folder / "sauvegarde.tar.gz"
    done = installations("une", "sauvegarder", str(path))
    assert done.returncode == 0, done.stderr
    assert "la base et 1\N{NO-BREAK SPACE}fichier" in done.stdout
    return installations, path


@pytest.fixture
def installation(root, tmp_path, saved):
    """Return a way to run `agrafe` in an installation, named; the one named « une » has data."""
    installations = Installations(root, tmp_path)
    installations.copy("une", saved[0])
    return installations


@pytest.fixture
def archive(tmp_path, saved):
    """Return an archive of the installation named « une »."""
    return Path(shutil.copy(saved[1], tmp_path))


def test_comes_back_whole_in_another_installation(installation, archive):
    restored = installation("deux", "restaurer", str(archive))

    assert restored.returncode == 0, restored.stderr
    read = installation("deux", "shell", "-v", "0", "-c", READ)
    assert read.stdout.strip() == "['Claire Dubreuil'] École des métiers une image"


def test_the_archive_is_for_its_owner_alone(saved):
    assert saved[1].stat().st_mode & 0o777 == 0o600


def test_data_are_not_replaced_unasked(installation, archive):
    refused = installation("une", "restaurer", str(archive))

    assert refused.returncode == 1
    assert "--remplacer" in refused.stderr
    assert installation("une", "restaurer", str(archive), "--remplacer").returncode == 0
    assert "une image" in installation("une", "shell", "-v", "0", "-c", READ).stdout


def test_an_archive_is_never_replaced(installation, archive):
    before = archive.read_bytes()

    refused = installation("une", "sauvegarder", str(archive))

    assert refused.returncode == 1
    assert "existe déjà" in refused.stderr
    assert archive.read_bytes() == before


@pytest.mark.parametrize("keep", [0, 100, 0.7])
def test_a_damaged_archive_changes_nothing(installation, archive, keep):
    content = archive.read_bytes()
    archive.write_bytes(content[: int(len(content) * keep) if keep < 1 else keep])

    refused = installation("une", "restaurer", str(archive), "--remplacer")

    assert refused.returncode == 1
    assert "abîmé" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert "une image" in installation("une", "shell", "-v", "0", "-c", READ).stdout


def test_another_file_is_no_archive(installation, root):
    refused = installation("une", "restaurer", str(root / "README.md"), "--remplacer")

    assert refused.returncode == 1
    assert "n'est pas une sauvegarde d'Agrafe" in refused.stderr


def test_what_a_later_version_added_goes(installation, archive):
    added = installation("une", "shell", "-v", "0", "-c", ADD_TABLE)
    assert added.returncode == 0, added.stderr

    assert installation("une", "restaurer", str(archive), "--remplacer").returncode == 0

    tables = installation("une", "shell", "-v", "0", "-c", TABLES)
    assert "comptes_user" in tables.stdout
    assert "later" not in tables.stdout

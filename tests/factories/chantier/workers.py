"""Real workers, each a process, on a database of their own: SQLite, or PostgreSQL where AGRAFE_TEST_DATABASE gives one."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import pytest

SERVER = os.environ.get("AGRAFE_TEST_DATABASE", "")
BACKENDS = ["embarque", "procrastinate"] if SERVER else ["embarque"]


class Chantier:
    """A database, the workers that share it, and what they wrote."""

    def __init__(self, root, folder, address, backend):
        self.folder = folder
        self.address = address
        self.backend = backend
        self.workers = []
        self.env = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join([str(root / "src"), str(root / "tests")]),
            "PYTHONUTF8": "1",
            "DJANGO_SETTINGS_MODULE": "factories.chantier.settings",
            "CHANTIER_DATABASE": address,
            "CHANTIER_TASKS": backend,
            "CHANTIER_FILES": str(folder / "fichiers"),
        }

    def manage(self, *arguments):
        """Run a management command to its end."""
        command = [sys.executable, "-W", "error", "-m", "django", *arguments]
        return subprocess.run(
            command, env=self.env, check=True, capture_output=True, text=True, timeout=60
        ).stdout

    def run(self, code):
        """Run some code where Django is ready, and return what it prints, read as JSON."""
        code = f"import django, json; django.setup()\nfrom agrafe.travaux import services\n{code}"
        done = subprocess.run(
            [sys.executable, "-c", code],
            env=self.env,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
            timeout=60,
        )
        return json.loads(done.stdout or "null")

    def start(self, kind, count=1, total=0, **arguments):
        """Ask for travaux of one kind, and return the public identifier of each."""
        return self.run(
            "print(json.dumps([str(services.start(par_user=None, certificateur=None, "
            f"kind={kind!r}, arguments={arguments!r}, title='Chantier', total={total}).public_id) "
            f"for _ in range({count})]))"
        )

    def worker(self):
        """Start a worker."""
        log = (self.folder / f"worker-{len(self.workers)}.log").open("w")
        process = subprocess.Popen(
            [sys.executable, "-m", "django", "travailleur"],
            env=self.env,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        process.log = self.folder / f"worker-{len(self.workers)}.log"
        log.close()
        self.workers.append(process)
        return process

    def rows(self, sql):
        """Return what a query answers, without Django."""
        if "://" not in self.address:
            connection = sqlite3.connect(self.address, timeout=20)
        else:
            import psycopg  # noqa: PLC0415 - for PostgreSQL alone

            connection = psycopg.connect(self.address)
        try:
            return [tuple(row) for row in connection.execute(sql).fetchall()]
        finally:
            connection.close()

    def lignes(self, travail):
        """Return the numbers that a travail wrote."""
        return [
            numero
            for (numero,) in self.rows(
                f"SELECT numero FROM chantier_ligne WHERE travail = '{travail}' ORDER BY numero"
            )
        ]

    def hands(self, travail="%"):
        """Return how many processes wrote for a travail, or for all of them."""
        return len(
            self.rows(f"SELECT DISTINCT pid FROM chantier_ligne WHERE travail LIKE '{travail}'")
        )

    def state_of(self, task):
        """Return the state in the queue of the only short task of that name."""
        if self.backend == "embarque":
            table, path = "django_tasks_database_dbtaskresult", "task_path"
        else:
            table, path = "procrastinate_jobs", "args->>'path'"
        ((state,),) = self.rows(f"SELECT status FROM {table} WHERE {path} LIKE '%.{task}'")
        return state.lower()

    def travail(self, public_id):
        """Return the state of a travail and how often it was taken up."""
        hexadecimal = public_id if "://" in self.address else public_id.replace("-", "")
        return self.rows(
            f"SELECT status, tries FROM travaux_travail WHERE public_id = '{hexadecimal}'"
        )[0]

    def wait(self, condition, seconds=30):
        """Wait until something is true."""
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, "\n".join(
                worker.log.read_text() for worker in self.workers
            )
            time.sleep(0.05)

    def wait_until_done(self, *public_ids):
        """Wait until travaux are over."""
        self.wait(
            lambda: all(
                self.travail(public_id)[0] in {"done", "failed"} for public_id in public_ids
            )
        )


def fresh_database(path, like=""):
    """Return the address of a database of its own: the file of that path, or one of the server's; empty, or a copy of another."""
    if not SERVER:
        if like:
            shutil.copy(like, path)
        return str(path)
    name = f"chantier_{uuid4().hex[:12]}"
    template = f" TEMPLATE {database_name(like)}" if like else ""
    _ask_server(f"CREATE DATABASE {name}{template}")
    return urlunsplit(urlsplit(SERVER)._replace(path=f"/{name}"))


def database_name(address):
    """Return what the database of an address is called: the path of its file, or its name on the server."""
    return urlsplit(address).path[1:] if "://" in address else address


def drop_database(address):
    """Delete a database, even where a process that was killed still seems to hold it."""
    if "://" in address:
        _ask_server(f"DROP DATABASE {database_name(address)} WITH (FORCE)")
        return
    for suffix in ("", "-wal", "-shm"):
        Path(f"{address}{suffix}").unlink(missing_ok=True)


def _ask_server(sql):
    import psycopg  # noqa: PLC0415 - for PostgreSQL alone

    address = urlunsplit(urlsplit(SERVER)._replace(path="/postgres"))
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(sql)


@pytest.fixture(scope="session")
def migrated(root, tmp_path_factory):
    """Return a way to the address of a database that is up to date, of which each test takes a copy."""

    @cache
    def migrated_for(backend):
        folder = tmp_path_factory.mktemp("chantier")
        chantier = Chantier(root, folder, fresh_database(folder / "modele.sqlite3"), backend)
        chantier.manage("migrate", "--run-syncdb", "--verbosity", "0")
        return chantier.address

    return migrated_for


@pytest.fixture(params=BACKENDS)
def chantier(request, root, tmp_path, migrated):
    """Return a database that workers share; those that still run in the end are killed."""
    address = fresh_database(tmp_path / "chantier.sqlite3", like=migrated(request.param))
    chantier = Chantier(root, tmp_path, address, request.param)
    yield chantier
    for process in chantier.workers:
        if process.poll() is None:
            process.kill()
        process.wait(timeout=10)

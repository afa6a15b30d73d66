# ruff: noqa: PLC0415 - Django is set up first
"""A worker that is killed (kill -9) before each of its statements and of its commits, one after the other; run by test_morts.

For each of them a process is forked on a copy of the database, does the work, and dies there; then what it left is looked at, and the
work is taken up again. MORTS_STEP and MORTS_FIRST say which of them: all, unless said.
What is printed: for each death, what was found after it (`before` or `after`, never between), and after the work was taken up.
"""

import hashlib
import json
import os
import shutil
import signal
import sys
from pathlib import Path

import django
from django.db import connection, connections

from factories.chantier.workers import database_name, drop_database, fresh_database

STEP = int(os.environ.get("MORTS_STEP", "1"))
FIRST = int(os.environ.get("MORTS_FIRST", "1"))
MODEL = os.environ["CHANTIER_DATABASE"]
FILES = Path(os.environ["CHANTIER_FILES"])
KEPT = FILES.with_name("kept")
SEVERAL = {"build several", "reject"}
"""Works upon a deposit that is cut in three files."""


def prepare(what):
    """Leave a deposit to be built, or an accusé to be read."""
    from agrafe.depots.selectors import Choix
    from agrafe.depots.services import accuses, preparation
    from agrafe.travaux.worker import drain
    from factories.web import make_certificateur, make_member
    from web.depots.conftest import KO, accuse_of, rejection_of, sow

    par = make_member(certificateur=make_certificateur())
    sow(par, 5)
    depot = preparation.create_depot(par=par, choix=Choix())
    if what.startswith("build"):
        return
    drain()
    if what == "read":
        content = accuse_of(depot, ok=["A-00001", "A-00002"], ko=[("A-00003", KO)])
    else:
        content = rejection_of(depot, rang=2)
    accuses.receive_accuse(par=par, fichier=content)


def set_up(what):
    """Cut the deposits as the work asks; read accusés in this process, so that every death costs little."""
    from accrochage.erreurs import AccrochageError
    from agrafe.depots import isolated, tasks
    from agrafe.depots.services import construction

    if what in SEVERAL:
        construction.LIMITS = construction.LIMITS._replace(passages=2)

    def run(function, arguments, _folder, **_options):
        try:
            return getattr(isolated, function.rpartition(".")[2])(lambda *_: None, **arguments)
        except AccrochageError as error:
            raise tasks.IsolationFailure(str(error)) from error

    tasks.run = run


def picture():
    """Return all that the work changes."""
    from agrafe.depots.models import Accuse, Depot, DepotFichier
    from agrafe.passages.models import Passage, StateChange

    depot = Depot.objects.get()
    files = list(DepotFichier.objects.order_by("rang"))
    for one in files:
        content = (FILES / one.fichier.name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == one.sha256
    lines = depot.lignes.order_by("rang")
    return {
        "depot": [depot.status, depot.comptes],
        "files": [[one.nom, one.sha256, one.passages, one.status] for one in files],
        "lines": [
            list(one) for one in lines.values_list("fichier__rang", "issue", "holds", "accuse")
        ],
        "passages": [
            list(one) for one in Passage.objects.order_by("pk").values_list("status", "envois")
        ],
        "changes": StateChange.objects.count(),
        "accuses": list(Accuse.objects.values("is_read", "is_rejection", "refus", "comptes")),
    }


def work(death):
    """Do what waits, and die before the given statement or commit."""
    from django.db.backends.base.base import BaseDatabaseWrapper

    from agrafe.travaux.worker import drain

    count = 0

    def step():
        nonlocal count
        count += 1
        if count == death:
            os.kill(os.getpid(), signal.SIGKILL)

    def execute(run, sql, params, many, context):
        step()
        return run(sql, params, many, context)

    commit = BaseDatabaseWrapper.commit

    def commit_or_die(self):
        step()
        commit(self)

    BaseDatabaseWrapper.commit = commit_or_die
    with connection.execute_wrapper(execute):
        drain()


def take_up():
    """Do what the dead worker left, an hour later."""
    from datetime import timedelta

    from django.utils import timezone

    from agrafe.travaux import recovery
    from agrafe.travaux.models import Travail, Worker
    from agrafe.travaux.worker import drain

    past = timezone.now() - timedelta(hours=1)
    Travail.objects.update(heartbeat_at=past, woken_at=past)
    Worker.objects.update(heartbeat_at=past)
    recovery.recover()
    drain()


def forked(function, *arguments):
    """Do something in a process of its own; return how it ended."""
    connections.close_all()
    pid = os.fork()
    if pid == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        function(*arguments)
        connections.close_all()
        os._exit(0)
    return os.waitpid(pid, 0)[1]


def killed_at(death, before, after):
    """Return whether a worker came to a death, what it left, and what came of it once taken up."""

    def said(found):
        return {json.dumps(before): "before", json.dumps(after): "after"}.get(
            found := json.dumps(found), found
        )

    shutil.rmtree(FILES, ignore_errors=True)
    shutil.copytree(KEPT, FILES)
    address = fresh_database(FILES.with_name("copie.sqlite3"), like=MODEL)
    connection.settings_dict["NAME"] = database_name(address)
    was_killed = os.WIFSIGNALED(forked(work, death))
    left = picture()
    assert forked(take_up) == 0
    done = picture()
    connections.close_all()
    drop_database(address)
    return was_killed, said(left), said(done), done


def main(what):
    set_up(what)
    if (
        connection.vendor == "sqlite"
    ):  # a process that dies takes nothing from the system, which need not wait for the disk
        options = connection.settings_dict["OPTIONS"]
        options["init_command"] = f"{options.get('init_command', '')};PRAGMA synchronous=OFF"
    FILES.mkdir(exist_ok=True)
    prepare(what)
    before = picture()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connections.close_all()
    shutil.copytree(FILES, KEPT)
    *_, after = killed_at(0, before, None)
    found, death, was_killed = [], FIRST, True
    while was_killed:
        was_killed, left, done, _ = killed_at(death, before, after)
        found.append((death, was_killed, left, done))
        death += STEP
    print(json.dumps({"vendor": connection.vendor, "after": after, "deaths": found}))  # noqa: T201 - whoever runs this reads it


if __name__ == "__main__":
    django.setup()
    main(sys.argv[1])

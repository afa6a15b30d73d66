# ruff: noqa: PLC0415 - Django is set up first
"""A worker that is killed (kill -9) before each of its statements and of its commits, one after the other; run by test_morts.

For each of them a process is forked, does the work, and dies there; then what it left is looked at, and the work is taken up again.
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
from django.core.management import call_command
from django.db import connection, connections

STEP = int(os.environ.get("MORTS_STEP", "1"))
DATABASE = Path(os.environ["CHANTIER_DATABASE"])
FILES = Path(os.environ["CHANTIER_FILES"])
KEPT = DATABASE.with_name("kept")


def prepare(what):
    from agrafe.depots.selectors import Choix
    from agrafe.depots.services import accuses, preparation
    from agrafe.travaux.worker import drain
    from factories.web import make_certificateur, make_member
    from web.depots.conftest import KO, accuse_of, sow

    par = make_member(certificateur=make_certificateur())
    sow(par, 5)
    depot = preparation.create_depot(par=par, choix=Choix())
    if what == "read":
        drain()
        content = accuse_of(depot, ok=["A-00001", "A-00002"], ko=[("A-00003", KO)])
        accuses.receive_accuse(par=par, fichier=content)


def picture(what):
    """Return what is there: the state before the work, after it, or neither."""
    from agrafe.depots.models import Accuse, Depot
    from agrafe.passages.models import Passage, StateChange

    depot = Depot.objects.get()
    states = list(Passage.objects.order_by("pk").values_list("status", "envois"))
    issues = list(depot.lignes.order_by("rang").values_list("issue", "holds", "accuse"))
    changes = StateChange.objects.count()
    files = list(depot.fichiers.all())
    sound = all(
        hashlib.sha256((FILES / one.fichier.name).read_bytes()).hexdigest() == one.sha256
        for one in files
    )
    if what == "build":
        return _built(depot, states, issues, files, sound)
    is_read = Accuse.objects.get().is_read
    waits = depot.status == "construit" and states == [("en_depot", 0)] * 5 and not is_read
    if waits and changes == 10 and {one[2] for one in issues} == {None}:
        return "before"
    done = [("accepte", 1), ("accepte", 1), ("rejete", 1), ("en_depot", 0), ("en_depot", 0)]
    told = ["accepte", "accepte", "rejete", "sans_reponse", "sans_reponse"]
    found = (depot.status, states, [one[0] for one in issues], changes, is_read)
    if found == ("traite", done, told, 13, True):
        return "after"
    return f"between: {found}"


def _built(depot, states, issues, files, sound):
    reserved = states == [("en_depot", 0)] * 5 and {one[0] for one in issues} == {"attente"}
    linked = depot.lignes.filter(fichier__isnull=False).count()
    if reserved and depot.status == "en_construction" and not files and not linked:
        return "before"
    if reserved and depot.status == "construit" and len(files) == 1 and linked == 5 and sound:
        return "after"
    return f"between: {depot.status} {states} {issues} {len(files)}"


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
    pid = os.fork()
    if pid == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        function(*arguments)
        connections.close_all()
        os._exit(0)
    return os.waitpid(pid, 0)[1]


def restore():
    for suffix in ("", "-wal", "-shm"):
        Path(f"{DATABASE}{suffix}").unlink(missing_ok=True)
    shutil.rmtree(FILES, ignore_errors=True)
    shutil.copytree(KEPT / "files", FILES)
    shutil.copy(KEPT / "database", DATABASE)


def main(what):
    call_command("migrate", verbosity=0)
    prepare(what)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connections.close_all()
    KEPT.mkdir()
    FILES.mkdir(exist_ok=True)
    shutil.copytree(FILES, KEPT / "files")
    shutil.copy(DATABASE, KEPT / "database")
    found = []
    death = 1
    while True:
        restore()
        was_killed = os.WIFSIGNALED(forked(work, death))
        first = picture(what)
        connections.close_all()
        forked(take_up)
        found.append((death, was_killed, first, picture(what)))
        connections.close_all()
        if not was_killed:
            break
        death += STEP
    print(json.dumps(found))  # noqa: T201 - whoever runs this reads it


if __name__ == "__main__":
    django.setup()
    main(sys.argv[1])

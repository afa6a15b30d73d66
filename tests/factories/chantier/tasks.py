import os
import signal
import threading
import time
from datetime import timedelta

from django_tasks import task

from agrafe.travaux.registry import Result, periodic, travail
from factories.chantier.models import Ligne

STEP = 10


def write(travail, numero):
    Ligne.objects.create(travail=str(travail), numero=numero, pid=os.getpid())


@travail("chantier.ecrire")
def ecrire(job, *, lignes, pause=0.0):
    """Write so many rows, ten at a time, each ten in a step that takes its time."""
    for first in range(job.checkpoint.get("next", 0), lignes, STEP):
        with job.step({"next": first + STEP}, done=first + STEP):
            for numero in range(first, first + STEP):
                write(job.public_id, numero)
            time.sleep(pause / 2)
        time.sleep(pause / 2)  # on SQLite, the turn of the other workers
    return Result(f"{lignes} lignes écrites.")


@travail("chantier.geler")
def geler(job):
    """Write two steps; whoever is first at it freezes between them, as a machine that swaps or a container that is paused."""
    first = job.checkpoint.get("next", 0)
    if first == 0:
        with job.step({"next": 1}, done=1):
            write(job.public_id, 0)
        # Sent to this thread: sent to the process, another one may take it, and this one goes on for a moment.
        signal.pthread_kill(threading.get_ident(), signal.SIGSTOP)
    with job.step({"next": 2}, done=2):
        write(job.public_id, 1)


@travail("chantier.calculer")
def calculer(job, *, seconds):
    """Compute for longer than a lease without a step, as one long call of a library does."""
    time.sleep(seconds)
    with job.step(done=1):
        write(job.public_id, 0)


@travail("chantier.tuer")
def tuer(_job):
    """Kill whoever does it, each time."""
    os.kill(os.getpid(), signal.SIGKILL)


@task()
def courte(numero, pause=0.0):
    """Write one row, in the end."""
    time.sleep(pause)
    write("courte", numero)


@task()
def mortelle():
    """Kill whoever does it, each time."""
    os.kill(os.getpid(), signal.SIGKILL)


@periodic(every=timedelta(hours=1))
@task()
def reguliere():
    """Write one row each hour."""
    write("reguliere", 0)

# ruff: noqa: PLC0415 - Django is set up first
"""Measures a deposit of many passages, prepared, built, answered, while the site goes on answering; then one of twice as many.

    python tests/benchmarks/depots.py [--passages 50000] [--base postgresql://…]

Time, memory, statements, and the worst time of a page are printed. Then a verdict, on what does not depend on the machine: twice the
passages take the same statements, beside one a second that says how far the work is, and the same memory. On SQLite unless told.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
MEMORY = 20
"""Megabytes that twice the passages may take beyond what they take once: what an allocator leaves unused varies."""
FIGURES: list[tuple[str, int, float]] = []
"""Of each piece of work: its name, its statements, the megabytes by which it made this process grow."""


class Counter:
    """Statements of a piece of work; those that say how far it is are counted apart."""

    def __init__(self) -> None:
        self.number = self.told = 0

    def __call__(self, run: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Count one."""
        if sql.startswith('UPDATE "travaux_travail"'):
            self.told += 1
        else:
            self.number += 1
        return run(sql, params, many, context)


class Visitor:
    """Asks for pages again and again, in a process of its own."""

    def __init__(self, user: int) -> None:
        self.process = subprocess.Popen(
            [sys.executable, __file__, "--visiteur", str(user)],
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout
        self.process.stdout.readline()  # it has begun

    def stop(self) -> tuple[int, float, float]:
        """Return how many pages there were, the median and the worst time of one."""
        time.sleep(0.5)
        self.process.terminate()
        lines = (self.process.stdout.read() if self.process.stdout else "").split()[:-1]
        times = sorted(map(float, lines)) or [0.0]
        return len(lines), times[len(times) // 2], times[-1]


@contextmanager
def measured(name: str, user: int):
    """Print what a piece of work took."""
    from django.db import connection

    counter, visitor = Counter(), Visitor(user)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    with connection.execute_wrapper(counter):
        yield
    took = time.perf_counter() - start
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    FIGURES.append((name, counter.number, grown / 1024))
    pages, median, worst = visitor.stop()
    print(
        f"{name:28} {took:7.1f} s  {counter.number:4} requêtes (+{counter.told} d'avancement)  mémoire +{grown / 1024:.0f} Mo  "
        f"pages : {pages}, médiane {median * 1000:.0f} ms, pire {worst * 1000:.0f} ms",
        flush=True,
    )


def visit(user: int) -> None:
    """Ask for the list of the passages and of the deposits until one is stopped."""
    import django

    django.setup()
    from django.test import Client

    from agrafe.comptes.models import User

    client = Client()
    client.force_login(User.objects.get(pk=user))
    while True:
        for address in ("/accrochage/", "/accrochage/depots/"):
            start = time.perf_counter()
            client.get(address)
            print(time.perf_counter() - start, flush=True)
            time.sleep(0.1)


def sow(par: Any, count: int) -> None:
    """Make passages that are ready."""
    from django.utils import timezone

    from agrafe.passages.models import Passage
    from agrafe.personnes.models import Personne
    from factories.web import SOUND, make_certification

    owner = par.certificateur
    certification = make_certification(owner)
    for first in range(0, count, 5_000):
        persons = [
            Personne(
                certificateur=owner,
                nom_naissance=f"Dubreuil {rank}",
                prenom1="Zoé",
                sexe="F",
                annee_naissance=1991,
                mois_naissance=7,
                jour_naissance=3,
                code_insee="35238",
                name_key=f"dubreuil{rank}zoe",
            )
            for rank in range(first, min(first + 5_000, count))
        ]
        Personne.objects.bulk_create(persons)
        Passage.objects.bulk_create(
            Passage(
                certificateur=owner,
                personne=person,
                certification=certification,
                id_technique=f"A-{first + rank:06d}",
                status="pret",
                due_on=timezone.localdate(),
                **SOUND,
            )
            for rank, person in enumerate(persons)
        )


def alone(count: int, base: str) -> list[tuple[str, int, float]]:
    """Measure a deposit in a process of its own, and return its figures."""
    command = [sys.executable, __file__, "--seul", "--passages", str(count), "--base", base]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    shown, _, figures = done.stdout.rstrip().rpartition("\n")
    print(shown, flush=True)
    return [(name, number, memory) for name, number, memory in json.loads(figures)]


def judge(once: list[tuple[str, int, float]], twice: list[tuple[str, int, float]]) -> int:
    """Print the verdict, and return how many pieces of work grow with the passages."""
    if len(once) != len(twice):
        print("Le second dépôt est coupé en plusieurs fichiers : les requêtes ne se comparent pas.")
        return 0
    faults = [
        f"« {name} » : {few} requêtes, puis {many}"
        for (name, few, _), (_, many, _) in zip(once, twice, strict=True)
        if few != many
    ]
    small, big = (sum(memory for *_, memory in one) for one in (once, twice))
    if big - small > MEMORY:
        faults.append(f"mémoire : +{small:.0f} Mo, puis +{big:.0f} Mo")
    print("\n".join(faults) or "Deux fois plus de passages : mêmes requêtes, même mémoire.")
    return len(faults)


def main(count: int) -> None:
    """Print the measures of one deposit."""
    import django

    django.setup()
    from django.core.files.base import File
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from accrochage.portail.accuse import PassageKo, write_accuse
    from agrafe.depots.models import Depot
    from agrafe.depots.selectors import Choix
    from agrafe.depots.services import accuses, preparation
    from agrafe.travaux.worker import drain
    from factories.web import make_certificateur, make_member

    par = make_member(certificateur=make_certificateur())
    sow(par, count)
    call_command(
        "shell",
        command="from django.db import connection; connection.cursor().execute('ANALYZE')",
        verbosity=0,
    )
    print(f"{count} passages")
    user = par.user_id
    with measured("préparer (la requête)", user):
        depot = preparation.create_depot(par=par, choix=Choix())
    with measured("construire", user):
        drain()
    depot = Depot.objects.get(pk=depot.pk)
    message = "Aucun titulaire ne correspond aux critères obligatoires"
    for fichier in depot.fichiers.all():
        print(f"{fichier.nom:28} {fichier.octets / 1e6:.0f} Mo")
        names = list(fichier.lignes.order_by("rang").values_list("id_technique", flat=True))
        path = Path(tempfile.gettempdir()) / f"accuse-{fichier.pk}.xml"
        with path.open("wb") as file:
            write_accuse(
                file,
                nom_fichier=fichier.nom,
                id_flux=fichier.id_flux,
                id_traitement=fichier.pk,
                ko=[PassageKo(name, message) for name in names[::10]],
                ok=[name for rank, name in enumerate(names) if rank % 10],
            )
        with measured("recevoir l'accusé", user), path.open("rb") as file:
            accuses.receive_accuse(par=par, fichier=File(file, name="accuse.xml"))
        with measured("dépouiller", user):
            drain()
        path.unlink()
    depot.refresh_from_db()
    print(f"{'':28} {depot.get_status_display()} {depot.comptes}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--passages", type=int, default=50_000)
    parser.add_argument("--base", default="")
    parser.add_argument("--seul", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--visiteur", type=int, default=0, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if not (asked.seul or asked.visiteur):
        sizes = asked.passages, 2 * asked.passages
        sys.exit(judge(*(alone(size, asked.base) for size in sizes)))
    sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]
    os.environ["DJANGO_SETTINGS_MODULE"] = "factories.chantier.settings"
    if asked.visiteur:
        visit(asked.visiteur)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["CHANTIER_DATABASE"] = asked.base or f"{folder}/agrafe.sqlite3"
        os.environ["CHANTIER_FILES"] = f"{folder}/fichiers"
        os.environ["CHANTIER_TASKS"] = "embarque"
        main(asked.passages)
    print(json.dumps(FIGURES))

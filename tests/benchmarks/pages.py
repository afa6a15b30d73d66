"""Measures the pages of the passages: those of a certificateur with 200 000 passages against those of one with 200.

    python tests/benchmarks/pages.py [--passages 200000] [--tours 15]

Both live in the same database, a SQLite file of its own, or the PostgreSQL named by AGRAFE_TEST_DATABASE. Only the ratios mean
something from one machine to another; the limit is 2. Each time is the best of several, taken in turn. Where a filter leaves the
small certificateur less rows to show, its first page, full, is what the page of the big one is compared with (marked *).
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "agrafe.config.settings.test")

import django  # noqa: E402 - the settings are named above

django.setup()

from django.db import connection  # noqa: E402 - Django is ready from here on
from django.test import Client  # noqa: E402
from django.test.utils import setup_databases, teardown_databases  # noqa: E402

from agrafe.certifications.models import Certification  # noqa: E402
from agrafe.comptes.models import Membership  # noqa: E402
from agrafe.passages.enums import Status  # noqa: E402
from agrafe.passages.models import Passage  # noqa: E402
from agrafe.passages.writing import judge_now  # noqa: E402
from agrafe.personnes.models import Personne  # noqa: E402
from factories.web import (  # noqa: E402
    SOUND,
    make_certificateur,
    make_certification,
    make_member,
    make_passage,
)

SMALL = 200
LIMIT = 2.0
BATCH = 5_000
TODAY = date(2026, 11, 23)
SYLLABLES = ("ba", "ca", "do", "fe", "gar", "ju", "lan", "mo", "ni", "pe", "rou", "sal", "ti", "vi")
STATES = (
    (Status.ACCEPTE, 840),
    (Status.PRET, 90),
    (Status.EN_DEPOT, 40),
    (Status.INCOMPLET, 15),
    (Status.REJETE, 9),
    (Status.A_RENVOYER, 4),
    (Status.EXCLU, 2),
)
"""How many passages in a thousand are in each state."""

PAGES = (
    ("première page", "/accrochage/"),
    ("page 4", "/accrochage/?page=4"),
    ("dernière page", "/accrochage/?page=last"),
    ("état « Prêt »", "/accrochage/?etat=pret"),
    ("état « Accepté »", "/accrochage/?etat=accepte"),
    ("état « Exclu » (rare)", "/accrochage/?etat=exclu"),
    ("deux états", "/accrochage/?etat=rejete&etat=a_renvoyer"),
    ("en retard", "/accrochage/?echeance=retard&tri=echeance"),
    ("dans les 14 jours", "/accrochage/?echeance=bientot&tri=echeance"),
    ("avec anomalies", "/accrochage/?anomalies=erreur"),
    ("une certification", "/accrochage/?certification={certification}"),
    ("une promotion", "/accrochage/?promotion=Promotion+07"),
    ("recherche : nom entier", "/accrochage/?q={nom}"),
    ("recherche : deux lettres", "/accrochage/?q=mo"),
    ("recherche : identifiant", "/accrochage/?q={identifiant}"),
    ("recherche sans réponse", "/accrochage/?q=zzzz"),
    ("recherche et état", "/accrochage/?q=mo&etat=pret"),
    ("tri par titulaire", "/accrochage/?tri=titulaire"),
    ("tri par titulaire, à l'envers", "/accrochage/?tri=-titulaire"),
    ("tri par délivrance", "/accrochage/?tri=delivree"),
    ("tri par état", "/accrochage/?tri=etat"),
    ("tri par promotion", "/accrochage/?tri=-promotion"),
    ("tri par titulaire, page 4", "/accrochage/?tri=titulaire&page=4"),
    ("fiche", "/passages/{passage}/"),
    ("historique", "/passages/{passage}/historique/"),
)
"""What is measured: a name, and an address."""


def main() -> int:
    """Measure, print the ratios, and return how many are over the limit."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--passages", type=int, default=200_000)
    parser.add_argument("--tours", type=int, default=15, help="mesures de chaque page")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["NAME"] = str(Path(folder) / "pages.sqlite3")
        connection.settings_dict["TEST"]["MIGRATE"] = False  # the tables of today, at once
        databases = setup_databases(verbosity=0, interactive=False)
        try:
            return measure(options.passages, options.tours)
        finally:
            teardown_databases(databases, verbosity=0)


def measure(number: int, tours: int) -> int:
    """Make both certificateurs and measure their pages in turn."""
    small, big = make(SMALL), make(number)
    if connection.vendor == "postgresql":  # which does it by itself within a minute
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    clients = signed_in(small), signed_in(big)
    print(f"{connection.vendor}, {SMALL} et {number} passages, meilleure de {tours} mesures")
    print(f"{'page':34}{'petit':>10}{'grand':>10}{'rapport':>10}")
    slow, full = 0, 0.0
    for name, address in PAGES:
        gets = [getter(*pair, address) for pair in zip(clients, (small, big), strict=True)]
        shown = [get() for get in gets]
        few, many = best(gets, tours)
        if many > LIMIT * few:  # something else may have run meanwhile
            few, many = map(min, zip((few, many), best(gets, 3 * tours), strict=True))
        full = full or few
        is_fuller = shown[1] > shown[0]
        ratio = many / (max(few, full) if is_fuller else few)
        slow += ratio > LIMIT
        mark = " *" if is_fuller else ""
        print(f"{name:34}{few * 1000:7.1f} ms{many * 1000:7.1f} ms{ratio:10.2f}{mark}", flush=True)
    print(f"au-dessus de {LIMIT:g} : {slow}")
    return slow


def best(gets: Sequence[Callable[[], int]], tours: int) -> tuple[float, float]:
    """Return the best time of a page for the small certificateur, and for the big one, taken in turn."""
    times = [[timed(get) for get in gets] for _ in range(tours)]
    few, many = map(min, zip(*times, strict=True))
    return few, many


def timed(get: Callable[[], int]) -> float:
    """Return how long a page takes, in seconds."""
    start = time.perf_counter()
    get()
    return time.perf_counter() - start


def getter(client: Client, par: Membership, address: str) -> Callable[[], int]:
    """Return what asks for a page of a certificateur, and counts the rows that it shows."""
    passage = Passage.objects.of(par.certificateur).select_related("personne").order_by("pk")[100]
    values = {
        "certification": Certification.objects.of(par.certificateur)
        .order_by("pk")
        .first()
        .public_id,
        "nom": passage.personne.nom_naissance,
        "identifiant": passage.id_technique,
        "passage": passage.public_id,
    }
    url = address.format(**values)

    def get() -> int:
        response = client.get(url)
        assert response.status_code == 200, url
        return response.content.count(b"<tr>")

    return get


def signed_in(par: Membership) -> Client:
    """Return the browser of a member."""
    client = Client()
    client.force_login(par.user)
    return client


def make(number: int) -> Membership:
    """Make a certificateur, its passages and a member."""
    par = make_member(certificateur=make_certificateur())
    owner, draw = par.certificateur, random.Random(number)
    certifications = [make_certification(owner) for _ in range(12)]
    rank = 0
    rows = passages(par, certifications, number, draw)
    while batch := list(islice(rows, BATCH)):
        Personne.objects.bulk_create([one.personne for one in batch])
        for one in batch:
            one.personne_id = one.personne.pk
        Passage.objects.bulk_create(batch)
        rank += len(batch)
        print(f"\r{rank} / {number}", end="", file=sys.stderr)
    print(file=sys.stderr)
    return par


def passages(
    par: Membership, certifications: list[Certification], number: int, draw: random.Random
) -> Iterator[Passage]:
    """Yield passages that are not saved yet, each with its own person."""
    owner = par.certificateur
    states, weights = zip(*STATES, strict=True)
    fault = faulty(par)
    for rank in range(number):
        status = draw.choices(states, weights)[0]
        days = (
            draw.randrange(1, 130)
            if status in {Status.PRET, Status.REJETE}
            else draw.randrange(1, 1800)
        )
        delivered = TODAY - timedelta(days=days)
        is_faulty = status == Status.INCOMPLET
        personne = Personne(
            certificateur=owner,
            nom_naissance="".join(draw.choices(SYLLABLES, k=3)).capitalize(),
            prenom1="".join(draw.choices(SYLLABLES, k=2)).capitalize(),
            annee_naissance=draw.randrange(1950, 2008),
            sexe="F",
        )
        personne.set_keys()
        yield Passage(
            certificateur=owner,
            personne=personne,
            certification=draw.choice(certifications),
            id_technique=f"{delivered.year}-{certifications[0].code}-{rank:06d}",
            status=status,
            due_on=delivered + timedelta(days=92),
            anomalies=fault.anomalies if is_faulty else [],
            gravite=fault.gravite if is_faulty else "",
            promotion=f"Promotion {draw.randrange(40):02d}",
            **{**SOUND, "date_debut_validite": delivered},
        )


def faulty(par: Membership) -> Passage:
    """Return a passage that has faults."""
    passage = make_passage(par.certificateur)
    judge_now([passage])
    Passage.objects.filter(pk=passage.pk).delete()
    return passage


if __name__ == "__main__":
    sys.exit(main())

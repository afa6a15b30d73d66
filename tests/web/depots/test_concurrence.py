"""Two users at once, on PostgreSQL: the constraint and the locks decide, and the second is told clearly."""

import os
import threading
import time

import pytest
from django.db import close_old_connections, connection, connections, transaction

from agrafe.depots.models import Depot, DepotPassage
from agrafe.depots.selectors import Choix
from agrafe.depots.services import preparation, suivi
from agrafe.depots.services.accuses import receive_accuse
from agrafe.journal import services as journal
from agrafe.passages import services as passages
from agrafe.passages.models import Passage
from agrafe.socle.refusals import Refusal
from agrafe.travaux.worker import drain
from factories.web import SOUND, make_certificateur, make_member
from web.depots.conftest import accuse_of, build, sow, statuses

pytestmark = [
    pytest.mark.skipif(
        not os.environ.get("AGRAFE_TEST_DATABASE"), reason="SQLite has one writer at a time"
    ),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def par():
    return make_member(certificateur=make_certificateur())


def together(*acts):
    """Do things at the same moment, each in a thread and a connection of its own; return what came of each."""
    barrier, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(rank, act):
        close_old_connections()
        barrier.wait()
        try:
            results[rank] = act()
        except Refusal as refusal:
            results[rank] = refusal
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each, daemon=True) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads), "they wait for each other"
    return results


def until_somebody_waits(is_over=None):
    """Wait until a connection waits for a lock, or until what could wait is over."""
    with connection.cursor() as cursor:
        for _ in range(600):
            cursor.execute("SELECT COUNT(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0] or (is_over and is_over.is_set()):
                return
            time.sleep(0.1)


def once(par):
    """Assert that no passage is twice in what leaves."""
    held = list(
        DepotPassage.objects.filter(depot__certificateur=par.certificateur)
        .holding()
        .values_list("passage", flat=True)
    )
    assert len(held) == len(set(held))


@pytest.mark.parametrize("_time", range(3))
def test_the_same_passages_are_prepared_once(par, _time):
    assert connection.vendor == "postgresql"
    sow(par, 20)
    other = make_member(certificateur=par.certificateur)

    results = together(
        *(
            lambda par=one: preparation.create_depot(par=par, choix=Choix())
            for one in (par, other, par, other)
        )
    )

    depots = [one for one in results if isinstance(one, Depot)]
    assert len(depots) == 1
    refusals = {str(one) for one in results if isinstance(one, Refusal)}
    assert all("passages" in one or "prêt" in one for one in refusals)
    once(par)


def test_a_passage_is_changed_or_reserved_never_both(par):
    made = sow(par, 10)

    together(
        lambda: preparation.create_depot(par=par, choix=Choix()),
        lambda: passages.exclude_passages(par=par, passages=made[:5], reason="Doublon"),
    )

    once(par)
    held = set(DepotPassage.objects.holding().values_list("passage", flat=True))
    reserved = set(Passage.objects.filter(status="en_depot").values_list("pk", flat=True))
    assert held == reserved


def test_many_passages_are_taken_in_the_order_in_which_all_take_them(par):
    made = sow(par, 30)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # the planner then has them in no order
    has_first = threading.Event()

    def take_all():
        with transaction.atomic():
            rows = Passage.objects.select_for_update().order_by("pk")
            rows.get(pk=made[0].pk)
            has_first.set()
            until_somebody_waits()
            return len(rows)

    def prepare():
        has_first.wait(60)
        return preparation.create_depot(par=par, choix=Choix())

    taken, depot = together(take_all, prepare)

    assert (taken, depot.total) == (30, 30)


@pytest.mark.parametrize("service", ["prepare", "mark"])
def test_whoever_holds_a_row_keeps_nobody_from_writing_under_it(par, monkeypatch, service):
    (made,) = sow(par, 1)
    depot = build(par) if service == "mark" else None
    personne, certification = made.personne, made.certification
    if service == "prepare":
        sow(par, 1)
    is_held, is_over = threading.Event(), threading.Event()
    record = journal.record

    def late(**arguments):
        if arguments["action"] in {"depots.create", "depots.deposit"}:
            is_held.set()
            until_somebody_waits(is_over)
        return record(**arguments)

    monkeypatch.setattr(journal, "record", late)

    def act():
        if depot:
            return suivi.mark_deposited(par=par, depot=depot)
        return preparation.create_depot(par=par, choix=Choix())

    def write():
        is_held.wait(60)
        try:
            if depot:
                content = accuse_of(depot, ok=["A-00001"])
                return receive_accuse(par=par, fichier=content, depot=depot)
            return passages.create_passage(
                par=par, personne=personne, certification=certification, fields=SOUND
            )
        finally:
            is_over.set()

    results = together(act, write)

    assert all(results), results


def test_deposited_or_given_up_never_both(par):
    sow(par, 3)
    depot = build(par)

    results = together(
        lambda: suivi.mark_deposited(par=par, depot=depot),
        lambda: suivi.abandon_depot(par=par, depot=depot),
    )

    assert sum(isinstance(one, Refusal) for one in results) == 1
    depot.refresh_from_db()
    expected = {"depose": {"en_depot"}, "abandonne": {"pret"}}[depot.status]
    assert set(statuses(par).values()) == expected


def test_the_same_accuse_given_twice_at_once_is_one(par):
    sow(par, 3)
    depot = build(par)
    contents = [accuse_of(depot, ok=["A-00001"]) for _ in range(2)]

    results = together(*(lambda one=one: receive_accuse(par=par, fichier=one) for one in contents))
    drain()

    assert len({one.pk for one in results}) == 1
    assert statuses(par)["A-00001"] == "accepte"

"""Two users at once, on PostgreSQL: the constraint and the locks decide, and the second is told clearly."""

import os
import threading

import pytest
from django.db import close_old_connections, connection, connections

from agrafe.depots.models import Depot, DepotPassage
from agrafe.depots.selectors import Choix
from agrafe.depots.services import preparation, suivi
from agrafe.depots.services.accuses import receive_accuse
from agrafe.passages import services as passages
from agrafe.passages.models import Passage
from agrafe.socle.refusals import Refusal
from agrafe.travaux.worker import drain
from factories.web import make_certificateur, make_member
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

    threads = [threading.Thread(target=run, args=each) for each in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


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

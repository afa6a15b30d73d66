"""Two acts at the same instant on PostgreSQL, each pair that may meet; then many, drawn at random: what must hold holds after all of them."""

import os
import random
import threading
from contextlib import suppress
from functools import partial

import pytest

from agrafe.depots.enums import Status
from agrafe.depots.models import Accuse, Depot, DepotPassage
from agrafe.depots.selectors import Choix
from agrafe.depots.services import accuses, construction, preparation, suivi
from agrafe.depots.services.accuses import receive_accuse
from agrafe.passages import services as passages
from agrafe.passages.models import Passage, StateChange
from agrafe.socle.refusals import Refusal
from agrafe.travaux.models import Travail
from agrafe.travaux.runner import BROKEN
from agrafe.travaux.worker import drain
from factories.web import make_certificateur, make_member
from web.depots.conftest import KO, accuse_of, build, give, sow, statuses
from web.depots.invariants import (
    states_and_lines_agree,
    states_follow_their_table,
    what_is_accepted_left_no_more,
)
from web.depots.test_concurrence import together

pytestmark = [
    pytest.mark.skipif(
        not os.environ.get("AGRAFE_TEST_DATABASE"), reason="SQLite has one writer at a time"
    ),
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("in_this_process"),
]
KINDS = ("prepare", "build", "abandon", "answer", "resend", "exclude", "include")


@pytest.fixture
def par():
    return make_member(certificateur=make_certificateur())


@pytest.fixture
def other(par):
    return make_member(certificateur=par.certificateur)


def all_holds(par):
    """Assert what must hold of everything, and that no worker met with anything but a refusal."""
    states_and_lines_agree(par.certificateur)
    states_follow_their_table(par.certificateur)
    what_is_accepted_left_no_more(par.certificateur)
    assert not Travail.objects.filter(error=BROKEN).exists()
    assert not Travail.objects.filter(tries__gt=1).exists()  # no deadlock had one begin again


@pytest.fixture
def meet_after(monkeypatch):
    """Return how to have whoever comes out of a function wait there for another; what is returned is where the other waits."""

    def prepare(module, name):
        meet, function = threading.Barrier(2), getattr(module, name)

        def wait():
            with suppress(threading.BrokenBarrierError):
                meet.wait(5)

        def run(*arguments):
            done = function(*arguments)
            wait()
            return done

        monkeypatch.setattr(module, name, run)
        return wait

    return prepare


def after(wait, act):
    wait()
    return act()


def test_frozen_or_abandoned(par, other, meet_after):
    sow(par, 5)
    depot = preparation.create_depot(par=par, choix=Choix())

    frozen_soon = meet_after(construction, "store")

    _, abandoned = together(
        drain, lambda: after(frozen_soon, partial(suivi.abandon_depot, par=other, depot=depot))
    )

    assert isinstance(abandoned, Depot)  # frozen first, it is abandoned all the same
    depot.refresh_from_db()
    assert depot.status == Status.ABANDONNE
    assert set(statuses(par).values()) == {"pret"}
    all_holds(par)


def test_answered_or_abandoned(par, other, meet_after):
    sow(par, 5)
    depot = build(par)
    receive_accuse(par=par, fichier=accuse_of(depot, ok=["A-00001"], ko=[("A-00002", KO)]))

    written_soon = meet_after(accuses, "fichier_of")

    _, abandoned = together(
        drain, lambda: after(written_soon, partial(suivi.abandon_depot, par=other, depot=depot))
    )

    depot.refresh_from_db()
    accuse = Accuse.objects.get()
    if isinstance(abandoned, Refusal):
        assert (depot.status, accuse.is_read) == (Status.TRAITE, True)
        assert statuses(par)["A-00001"] == "accepte"
    else:
        assert (depot.status, accuse.is_read) == (Status.ABANDONNE, False)
        assert "n'attend pas d'accusé" in accuse.refus
        assert set(statuses(par).values()) == {"pret"}
    all_holds(par)


def test_sent_again_while_the_accuse_that_rejects_them_is_written_down(par, other, meet_after):
    made = sow(par, 20)
    depot = build(par)
    ko = [(one.id_technique, KO) for one in made[:10]]
    receive_accuse(par=par, fichier=accuse_of(depot, ko=ko))
    rows = Passage.objects.of(par.certificateur)
    written_soon = meet_after(accuses, "fichier_of")

    _, resent = together(
        drain,
        lambda: after(written_soon, partial(passages.resend_passages, par=other, passages=rows)),
    )

    found = list(statuses(par).values())
    assert found.count("en_depot") == 10
    expected = "rejete" if isinstance(resent, Refusal) else "a_renvoyer"
    assert found.count(expected) == 10
    all_holds(par)


def test_sent_again_while_another_accuse_of_their_deposit_is_written_down(par, other, meet_after):
    made = sow(par, 20)
    depot = build(par)
    names = [one.id_technique for one in made]
    give(par, accuse_of(depot, ko=[(name, KO) for name in names[:10]]))
    receive_accuse(par=par, fichier=accuse_of(depot, ok=names, number=2))
    rows = Passage.objects.of(par.certificateur)
    written_soon = meet_after(accuses, "fichier_of")

    _, resent = together(
        drain,
        lambda: after(written_soon, partial(passages.resend_passages, par=other, passages=rows)),
    )

    assert resent.done == 10
    found = list(statuses(par).values())
    assert (found.count("a_renvoyer"), found.count("accepte")) == (10, 10)
    assert all(one.is_read for one in Accuse.objects.all())
    all_holds(par)


def test_two_accuses_of_one_deposit(par, meet_after):
    made = sow(par, 20)
    depot = build(par)
    names = [one.id_technique for one in made]
    receive_accuse(par=par, fichier=accuse_of(depot, ok=names))
    receive_accuse(par=par, fichier=accuse_of(depot, ko=[(one, KO) for one in names], number=2))
    meet_after(accuses, "fichier_of")

    together(drain, drain)

    first, second = Accuse.objects.order_by("pk")
    assert first.is_read
    assert second.is_read
    assert {one.comptes["autrement"] for one in (first, second)} == {0, 20}
    assert len(set(statuses(par).values())) == 1
    assert set(Passage.objects.values_list("envois", flat=True)) == {1}
    assert depot.lignes.values("accuse").distinct().count() == 1
    assert StateChange.objects.filter(status__in=("accepte", "rejete")).count() == 20
    all_holds(par)


@pytest.mark.parametrize("_time", range(3))
def test_a_withdrawal_is_asked_for_once(par, other, _time):
    made = sow(par, 20)
    give(par, accuse_of(build(par), ok=[one.id_technique for one in made]))
    rows = Passage.objects.of(par.certificateur)
    parts = rows.filter(pk__lte=made[14].pk), rows.filter(pk__gte=made[5].pk)

    results = together(
        *(
            partial(preparation.request_withdrawal, par=one, passages=part, motif="Fraude")
            for one, part in zip((par, other), parts, strict=True)
        )
    )

    (refused,) = [one for one in results if isinstance(one, Refusal)]
    assert "déjà demandé" in str(refused)
    assert DepotPassage.objects.filter(holds="SUPPRESSION").count() == 15
    all_holds(par)


class Hand:
    """One who does things in an order drawn at random, upon what he finds; refusals are for him to bear."""

    def __init__(self, par, seed):
        self.par, self.draw = par, random.Random(seed)
        self.done, self.refused = [], 0

    def __call__(self, steps=20):
        for _ in range(steps):
            kind = self.draw.choice(KINDS)
            self.done.append(kind)
            try:
                getattr(self, kind)()
            except Refusal:
                self.refused += 1
        return self.done

    def prepare(self):
        preparation.create_depot(par=self.par, choix=Choix())

    def build(self):
        drain()

    def abandon(self):
        if depot := self.one(Depot.objects.of(self.par.certificateur).exclude(status="abandonne")):
            suivi.abandon_depot(par=self.par, depot=depot)

    def answer(self):
        depots = Depot.objects.of(self.par.certificateur).filter(fichiers__isnull=False)
        if depot := self.one(depots):
            names = list(depot.lignes.values_list("id_technique", flat=True))
            said = {name: self.draw.choice(("ok", "ko", "")) for name in names}
            ok = [name for name, word in said.items() if word == "ok"]
            ko = [(name, KO) for name, word in said.items() if word == "ko"]
            content = accuse_of(depot, ok=ok, ko=ko, number=self.draw.randrange(10**6))
            receive_accuse(par=self.par, fichier=content)
        drain()

    def resend(self):
        passages.resend_passages(par=self.par, passages=self.some())

    def exclude(self):
        passages.exclude_passages(par=self.par, passages=self.some(), reason="Doublon")

    def include(self):
        passages.include_passages(par=self.par, passages=self.some())

    def one(self, rows):
        found = list(rows.order_by("pk"))
        return self.draw.choice(found) if found else None

    def some(self):
        rows = list(Passage.objects.of(self.par.certificateur))
        return self.draw.sample(rows, 5)  # in no order


@pytest.mark.long
@pytest.mark.parametrize("_time", range(4))
def test_two_hands_at_random(par, other, _time):
    seed = random.SystemRandom().randrange(10**9)
    print(f"seed {seed}")  # noqa: T201 - said when it fails
    made = sow(par, 12)
    hands = Hand(par, seed), Hand(other, seed + 1)

    done = together(*hands)

    assert all(len(one) == 20 for one in done), done
    drain()
    assert Passage.objects.of(par.certificateur).count() == len(made)
    assert not Depot.objects.filter(status=Status.EN_CONSTRUCTION).exists()
    all_holds(par)

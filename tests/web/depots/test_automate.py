"""Passages, deposits and accusés walked at random: nothing accepted is ever sent again, nothing is ever lost."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from agrafe.depots.enums import Status
from agrafe.depots.models import Depot, DepotFichier
from agrafe.depots.selectors import Choix
from agrafe.depots.services import accuses, construction, preparation, suivi
from agrafe.depots.services.commun import DepotRefusal
from agrafe.passages import services as passages
from agrafe.passages.enums import TO_DEPOSIT
from agrafe.passages.enums import Status as Passages
from agrafe.passages.models import Passage
from agrafe.passages.services import WrongState
from agrafe.travaux.worker import drain
from factories.web import make_certificateur, make_member
from web.depots.conftest import KNOWN, KO, accuse_of, rejection_of, sow
from web.depots.invariants import (
    TAKEN,
    creations_of,
    names_in,
    states_and_lines_agree,
    states_follow_their_table,
)

pytestmark = pytest.mark.long

ANSWERS = ("ok", "ko", "known", "absent")
NUMBERS = st.integers(0, 10_000)
FOLLOW = {
    "mark": suivi.mark_deposited,
    "unmark": suivi.unmark_deposited,
    "abandon": suivi.abandon_depot,
    "release": suivi.release_silent,
}
MEND = {
    "resend": passages.resend_passages,
    "exclude": passages.exclude_passages,
    "include": passages.include_passages,
    "check": passages.check_passages,
}


ACTORS = st.integers(0, 1)
BETWEEN = []
"""What one of the two does while the worker works."""


class Machine(RuleBasedStateMachine):
    """One certificateur and two of its members, each of whom may act upon what he saw before the other's acts.

    The model knows which passages the CDC took, and in which files they stood.
    """

    def __init__(self):
        super().__init__()
        self.owner = make_certificateur()
        self.members = [make_member(certificateur=self.owner) for _ in range(2)]
        self.pages = [{}, {}]
        self.made = 0
        self.taken = set()
        self.files_seen = set()
        self.given = []

    # ------------------------------------------------------------------------------ what may be done

    @rule(count=st.integers(1, 3))
    def add(self, count):
        sow(self.members[0], count)
        self.made += count

    @rule(actor=ACTORS, number=NUMBERS)
    def look(self, actor, number):
        """Open pages, on which one will act later: by then they may be old."""
        self.pages[actor] = {
            "depot": self.one(self.depots(), number),
            "passage": self.one(self.rows(), number),
        }

    @rule(actor=ACTORS)
    def prepare(self, actor):
        try:
            depot = preparation.create_depot(par=self.members[actor], choix=Choix())
        except DepotRefusal:
            assert not self.rows().filter(status__in=TO_DEPOSIT).exists()
            return
        assert depot.total == depot.lignes.count()

    @rule(actor=ACTORS, number=NUMBERS)
    def withdraw(self, actor, number):
        accepted = self.rows().filter(status=Passages.ACCEPTE)
        chosen = self.one(accepted, number)
        if chosen:
            rows = Passage.objects.filter(pk=chosen.pk)
            with suppress(DepotRefusal):
                preparation.request_withdrawal(
                    par=self.members[actor], passages=rows, motif="Fraude"
                )

    @rule(is_unsound=st.booleans())
    def work(self, is_unsound):
        waiting = self.rows().filter(status=Passages.EN_DEPOT, depots__fichier=None)
        spoilt = waiting.filter(depots__depot__status=Status.EN_CONSTRUCTION).first()
        if is_unsound and spoilt:
            Passage.objects.filter(pk=spoilt.pk).update(code_postal_centre_examen="x" * 10)
        drain()
        Passage.objects.update(code_postal_centre_examen="")

    @rule(actor=ACTORS, number=NUMBERS, act=st.sampled_from((*FOLLOW, *MEND)))
    def work_while_the_other_acts(self, actor, number, act):
        meanwhile(lambda: (self.follow if act in FOLLOW else self.mend)(actor, number, act))
        drain()
        BETWEEN.clear()

    @rule(actor=ACTORS, number=NUMBERS, act=st.sampled_from((*FOLLOW,)))
    def follow_a_depot(self, actor, number, act):
        self.follow(actor, number, act)

    def follow(self, actor, number, act):
        depot = self.pages[actor].pop("depot", None) or self.one(self.depots(), number)
        if depot:
            with suppress(DepotRefusal):
                FOLLOW[act](par=self.members[actor], depot=depot)

    @rule(
        actor=ACTORS,
        number=NUMBERS,
        answers=st.lists(st.sampled_from(ANSWERS), min_size=1, max_size=5),
        strange=st.booleans(),
        at_once=st.booleans(),
    )
    def answer(self, actor, number, answers, strange, at_once):
        fichier = self.one(self.files(), number)
        if fichier is None:
            return
        names = list(fichier.lignes.order_by("rang").values_list("id_technique", flat=True))
        said = {name: answers[rank % len(answers)] for rank, name in enumerate(names)}
        ok = [name for name, one in said.items() if one == "ok"] + ["Z-1"] * strange
        ko = [(name, KO) for name, one in said.items() if one == "ko"]
        ko += [
            (name, KNOWN.format(bcr="x", id=name)) for name, one in said.items() if one == "known"
        ]
        depot, rang = fichier.depot, fichier.rang
        content = accuse_of(depot, ok=ok, ko=ko, rang=rang, number=len(self.given))
        self.give(content, actor, at_once=at_once)

    @rule(actor=ACTORS, number=NUMBERS, at_once=st.booleans())
    def reject(self, actor, number, at_once):
        fichier = self.one(self.files(), number)
        if fichier:
            ligne = len(self.given) + 1
            content = rejection_of(fichier.depot, rang=fichier.rang, ligne=ligne)
            self.give(content, actor, at_once=at_once)

    @precondition(lambda self: self.given)
    @rule(actor=ACTORS, number=NUMBERS)
    def give_again(self, actor, number):
        before = self.picture()
        content = self.given[number % len(self.given)]
        content.seek(0)
        accuse = accuses.receive_accuse(par=self.members[actor], fichier=content)
        if accuse.is_read:
            assert self.picture() == before
        drain()

    @rule(actor=ACTORS, number=NUMBERS, act=st.sampled_from((*MEND,)))
    def mend_a_passage(self, actor, number, act):
        self.mend(actor, number, act)

    def mend(self, actor, number, act):
        chosen = self.pages[actor].pop("passage", None) or self.one(self.rows(), number)
        if chosen:
            more = {"reason": "Doublon"} if act == "exclude" else {}
            with suppress(WrongState):
                MEND[act](par=self.members[actor], passages=[chosen], **more)

    def give(self, content, actor=0, *, at_once=True):
        self.given.append(content)
        accuses.receive_accuse(par=self.members[actor], fichier=content)
        if at_once:
            drain()

    # -------------------------------------------------------------------------------- what must hold

    @invariant()
    def nothing_is_lost(self):
        assert self.rows().count() == self.made

    @invariant()
    def what_is_accepted_is_never_sent_again(self):
        for fichier in creations_of(self.owner):
            if fichier.pk not in self.files_seen:
                self.files_seen.add(fichier.pk)
                assert not names_in(fichier) & self.taken
        accepted = self.rows().filter(status__in=TAKEN)
        now = set(accepted.values_list("id_technique", flat=True))
        assert self.taken <= now  # once taken, always taken
        self.taken = now

    @invariant()
    def states_and_lines_agree(self):
        states_and_lines_agree(self.owner)

    @invariant()
    def states_follow_their_table(self):
        states_follow_their_table(self.owner)

    # ---------------------------------------------------------------------------------------- tools

    def rows(self):
        return Passage.objects.of(self.owner)

    def depots(self):
        return Depot.objects.of(self.owner)

    def files(self):
        return DepotFichier.objects.filter(depot__certificateur=self.owner)

    def picture(self):
        return (
            list(self.rows().order_by("pk").values()),
            list(self.depots().order_by("pk").values("status", "comptes")),
        )

    def one(self, rows, number):
        found = list(rows.order_by("pk").distinct())
        return found[number % len(found)] if found else None


def meanwhile(act):
    """Have something done by the other, while the worker has a deposit or an accusé in its hands."""
    BETWEEN.append(act)


@pytest.fixture
def with_interruptions(in_this_process, monkeypatch):  # noqa: ARG001 - what it reads with
    """Cut the deposits small; between what is made or read and its writing down, the other does what he was about to do."""
    monkeypatch.setattr(construction, "LIMITS", construction.LIMITS._replace(passages=2))
    for module, name in ((construction, "store"), (accuses, "fichier_of")):
        monkeypatch.setattr(module, name, interrupted(getattr(module, name)))
    yield
    BETWEEN.clear()


def interrupted(function):
    def run(*arguments):
        done = function(*arguments)
        while BETWEEN:
            BETWEEN.pop()()
        return done

    return run


@pytest.mark.django_db
@pytest.mark.usefixtures("with_interruptions")
def test_walks_at_random():
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

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
from lxml import etree

from accrochage.erreurs import AccrochageError
from agrafe.depots import isolated, tasks
from agrafe.depots.enums import RECORDED, WAITING, Action, Status
from agrafe.depots.models import Depot, DepotFichier, DepotPassage
from agrafe.depots.selectors import Choix
from agrafe.depots.services import accuses, construction, preparation, suivi
from agrafe.depots.services.commun import DepotRefusal
from agrafe.passages import services as passages
from agrafe.passages.enums import TRANSITIONS
from agrafe.passages.enums import Status as Passages
from agrafe.passages.models import Passage, StateChange
from agrafe.passages.services import WrongState
from agrafe.travaux.worker import drain
from factories.web import make_certificateur, make_member
from web.depots.conftest import KNOWN, KO, accuse_of, octets, rejection_of, sow

pytestmark = pytest.mark.long

ANSWERS = ("ok", "ko", "known", "absent")
NUMBERS = st.integers(0, 10_000)


class Machine(RuleBasedStateMachine):
    """One certificateur; the model knows which passages the CDC took, and in which files they stood."""

    def __init__(self):
        super().__init__()
        self.par = make_member(certificateur=make_certificateur())
        self.made = 0
        self.taken = set()
        self.files_seen = set()
        self.given = []

    # ------------------------------------------------------------------------------ what may be done

    @rule(count=st.integers(1, 3))
    def add(self, count):
        sow(self.par, count)
        self.made += count

    @rule()
    def prepare(self):
        try:
            depot = preparation.create_depot(par=self.par, choix=Choix())
        except DepotRefusal:
            assert not self.rows().to_deposit().exists()
            return
        assert depot.total == depot.lignes.count()

    @rule(number=NUMBERS)
    def withdraw(self, number):
        accepted = self.rows().filter(status=Passages.ACCEPTE)
        chosen = self.one(accepted, number)
        if chosen:
            rows = Passage.objects.filter(pk=chosen.pk)
            with suppress(DepotRefusal):
                preparation.request_withdrawal(par=self.par, passages=rows, motif="Fraude")

    @rule(is_unsound=st.booleans())
    def work(self, is_unsound):
        waiting = self.rows().filter(status=Passages.EN_DEPOT, depots__fichier=None)
        spoilt = waiting.filter(depots__depot__status=Status.EN_CONSTRUCTION).first()
        if is_unsound and spoilt:
            Passage.objects.filter(pk=spoilt.pk).update(code_postal_centre_examen="x" * 10)
        drain()
        Passage.objects.update(code_postal_centre_examen="")

    @rule(number=NUMBERS, act=st.sampled_from(("mark", "unmark", "abandon", "release")))
    def follow(self, number, act):
        depot = self.one(self.depots(), number)
        if depot is None:
            return
        service = {
            "mark": suivi.mark_deposited,
            "unmark": suivi.unmark_deposited,
            "abandon": suivi.abandon_depot,
            "release": suivi.release_silent,
        }[act]
        with suppress(DepotRefusal):
            service(par=self.par, depot=depot)

    @rule(
        number=NUMBERS,
        answers=st.lists(st.sampled_from(ANSWERS), min_size=1, max_size=5),
        strange=st.booleans(),
    )
    def answer(self, number, answers, strange):
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
        self.give(accuse_of(depot, ok=ok, ko=ko, rang=rang, number=len(self.given)))

    @rule(number=NUMBERS)
    def reject(self, number):
        fichier = self.one(self.files(), number)
        if fichier:
            ligne = len(self.given) + 1
            self.give(rejection_of(fichier.depot, rang=fichier.rang, ligne=ligne))

    @precondition(lambda self: self.given)
    @rule(number=NUMBERS)
    def give_again(self, number):
        before = self.picture()
        content = self.given[number % len(self.given)]
        content.seek(0)
        accuse = accuses.receive_accuse(par=self.par, fichier=content)
        if accuse.is_read:
            assert self.picture() == before
        drain()

    @rule(number=NUMBERS, act=st.sampled_from(("resend", "exclude", "include", "check")))
    def mend(self, number, act):
        chosen = self.one(self.rows(), number)
        if chosen is None:
            return
        service = {
            "resend": passages.resend_passages,
            "exclude": passages.exclude_passages,
            "include": passages.include_passages,
            "check": passages.check_passages,
        }[act]
        more = {"reason": "Doublon"} if act == "exclude" else {}
        with suppress(WrongState):
            service(par=self.par, passages=[chosen], **more)

    def give(self, content):
        self.given.append(content)
        accuses.receive_accuse(par=self.par, fichier=content)
        drain()

    # -------------------------------------------------------------------------------- what must hold

    @invariant()
    def nothing_is_lost(self):
        assert self.rows().count() == self.made

    @invariant()
    def what_is_accepted_is_never_sent_again(self):
        for depot in self.depots().filter(action=Action.CREATION):
            for fichier in depot.fichiers.all():
                if fichier.pk in self.files_seen:
                    continue
                self.files_seen.add(fichier.pk)
                root = etree.fromstring(octets(fichier))
                names = {one.text for one in root.iterfind(".//{*}idTechnique")}
                assert not names & self.taken
                assert names == set(fichier.lignes.values_list("id_technique", flat=True))
        accepted = self.rows().filter(status__in=(Passages.ACCEPTE, Passages.RETIRE))
        now = set(accepted.values_list("id_technique", flat=True))
        assert self.taken <= now  # once taken, always taken
        self.taken = now

    @invariant()
    def states_and_lines_agree(self):
        lines = DepotPassage.objects.filter(depot__certificateur=self.par.certificateur)
        creating = lines.filter(holds=Action.CREATION)
        held = dict(creating.values_list("passage", "issue"))
        assert len(held) == creating.count()  # never twice
        for pk, status in self.rows().values_list("pk", "status"):
            if status == Passages.EN_DEPOT:
                assert held[pk] in WAITING
            elif status in (Passages.ACCEPTE, Passages.RETIRE):
                assert held[pk] in RECORDED
            else:
                assert pk not in held
        leaving = lines.filter(holds=Action.SUPPRESSION, issue__in=WAITING)
        assert set(leaving.values_list("passage__status", flat=True)) <= {Passages.ACCEPTE}
        assert not lines.exclude(holds="").filter(depot__status=Status.ABANDONNE).exists()

    @invariant()
    def states_follow_their_table(self):
        history = {}
        rows = StateChange.objects.filter(passage__certificateur=self.par.certificateur)
        for pk, status in rows.order_by("pk").values_list("passage", "status"):
            before = history.get(pk)
            if before and before != status:
                assert status in TRANSITIONS[Passages(before)], (before, status)
            history[pk] = status
        assert history == dict(self.rows().values_list("pk", "status"))

    # ---------------------------------------------------------------------------------------- tools

    def rows(self):
        return Passage.objects.of(self.par.certificateur)

    def depots(self):
        return Depot.objects.of(self.par.certificateur)

    def files(self):
        return DepotFichier.objects.filter(depot__certificateur=self.par.certificateur)

    def picture(self):
        return (
            list(self.rows().order_by("pk").values()),
            list(self.depots().order_by("pk").values("status", "comptes")),
        )

    def one(self, rows, number):
        found = list(rows.order_by("pk").distinct())
        return found[number % len(found)] if found else None


@pytest.fixture
def in_this_process(monkeypatch):
    """Read accusés in this process: what is walked here is not their isolation."""

    def run(function, arguments, _folder, **_options):
        name = function.rpartition(".")[2]
        try:
            return getattr(isolated, name)(lambda *_: None, **arguments)
        except AccrochageError as error:
            raise tasks.IsolationFailure(str(error)) from error

    monkeypatch.setattr(tasks, "run", run)
    monkeypatch.setattr(construction, "LIMITS", construction.LIMITS._replace(passages=2))


@pytest.mark.django_db
@pytest.mark.usefixtures("in_this_process")
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

"""Asking for a travail, stopping it, taking it up again, doing it: in one process, whose worker is `drain`."""

import logging
from uuid import uuid4

import pytest
from django.db import IntegrityError, OperationalError, transaction
from django.http import Http404
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from agrafe.certificateurs.models import Certificateur
from agrafe.comptes.enums import Role
from agrafe.socle.refusals import Denied, Refusal
from agrafe.travaux import leases, registry, runner, services
from agrafe.travaux.enums import TRANSITIONS, Status
from agrafe.travaux.leases import LeaseLost
from agrafe.travaux.models import Travail
from agrafe.travaux.progression import Progression
from agrafe.travaux.registry import Result, TravailError
from agrafe.travaux.selectors import get_travail, progress_of, travaux_of
from agrafe.travaux.worker import drain
from factories.web import make_certificateur, make_member, make_travail

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind(monkeypatch):
    """Register the function of a kind, for the time of a test."""

    def register(function, name="essai"):
        monkeypatch.setitem(registry._TRAVAUX, name, function)
        return name

    return register


def start(kind, par=None, **fields):
    par = par or make_member()
    return services.start(
        **{
            "par_user": par.user,
            "certificateur": par.certificateur,
            "kind": kind,
            "arguments": {},
            "title": "Import de passages",
            **fields,
        }
    )


def done(travail):
    drain()
    travail.refresh_from_db()
    return travail


def test_every_state_is_in_the_table_of_transitions():
    assert set(TRANSITIONS) == set(Status)


def test_what_is_asked_for_waits_for_a_worker_then_is_done(kind):
    def count_to(job, *, limit):
        for done in range(1, limit + 1):
            with job.step({"next": done}, done=done):
                pass
        return Result(f"{limit} passages.", label="Voir")

    par = make_member()
    travail = start(kind(count_to), par, arguments={"limit": 3}, total=3)
    assert (travail.status, travail.done, travail.started_by) == (Status.WAITING, 0, par.user)

    done(travail)

    assert (travail.status, travail.done, travail.tries) == (Status.DONE, 3, 1)
    assert travail.result["summary"] == "3 passages."
    assert travail.started_at <= travail.finished_at


def test_the_function_knows_whose_work_it_does(kind):
    seen = {}
    par = make_member()

    def look(job):
        seen.update(id=job.public_id, certificateur=job.certificateur_id, user=job.started_by_id)

    travail = done(start(kind(look), par))

    assert seen == {
        "id": travail.public_id,
        "certificateur": par.certificateur_id,
        "user": par.user_id,
    }


def test_what_is_rolled_back_was_never_asked_for(kind):
    with transaction.atomic():
        start(kind(lambda _job: None))
        transaction.set_rollback(True)

    assert not Travail.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_the_same_work_is_asked_for_once(kind):
    par, other = make_member(), make_member()
    name = kind(lambda _job: None)

    first = start(name, par, key="dossier-7")

    assert start(name, par, key="dossier-7") == first
    assert start(name, par, key="dossier-8") != first
    assert start(name, other, key="dossier-7") != first
    assert start(name, par) != start(name, par)
    done(first)
    assert start(name, par, key="dossier-7") != first


def test_the_same_work_asked_for_at_the_same_instant_is_done_once(kind, monkeypatch):
    par = make_member()
    name = kind(lambda _job: None)
    first = start(name, par, key="dossier-7")
    answers = iter([None, first])
    monkeypatch.setattr(services, "_active_with", lambda _key: next(answers))

    assert start(name, par, key="dossier-7") == first


def test_a_row_that_cannot_be_written_says_so(kind, monkeypatch):
    par = make_member()
    name = kind(lambda _job: None)
    start(name, par, key="dossier-7")
    monkeypatch.setattr(services, "_active_with", lambda _key: None)

    with pytest.raises(IntegrityError):
        start(name, par, key="dossier-7")


def test_an_unknown_kind_is_refused_at_once():
    with pytest.raises(KeyError):
        start("inconnu")


def test_a_kind_has_one_function(kind):
    name = kind(lambda _job: None)

    with pytest.raises(ValueError, match="two functions"):
        registry.travail(name)(lambda _job: None)


@pytest.mark.parametrize("refusal", [TravailError, Refusal])
def test_a_refusal_is_said_to_whoever_asked(kind, refusal):
    def refuse(_job):
        raise refusal("Le fichier n'est plus là. Envoyez-le de nouveau.")

    travail = done(start(kind(refuse)))

    assert travail.status == Status.FAILED
    assert travail.error == "Le fichier n'est plus là. Envoyez-le de nouveau."


def test_an_unexpected_exception_is_told_without_its_text(kind, caplog):
    def fail(_job):
        raise ValueError("Zoé Dubreuil, 291073523800142")

    with caplog.at_level(logging.ERROR, logger="agrafe.travaux"):
        travail = done(start(kind(fail)))

    assert travail.status == Status.FAILED
    assert travail.error == runner.BROKEN
    assert "Dubreuil" not in str(DBTaskResult.objects.values())
    assert [record.exc_info[0] for record in caplog.records] == [ValueError]


def test_a_step_that_fails_leaves_nothing_of_itself(kind):
    def fail(job):
        with job.step({"next": 1}, done=1):
            make_certificateur(nom="gardé")
        with job.step({"next": 2}, done=2):
            make_certificateur(nom="défait")
            raise ValueError

    travail = done(start(kind(fail), total=3))

    assert (travail.checkpoint, travail.done) == ({"next": 1}, 1)
    assert Certificateur.objects.filter(nom="gardé").exists()
    assert not Certificateur.objects.filter(nom="défait").exists()


def test_a_failing_database_is_tried_again_three_times_in_all(kind):
    calls = []

    def fail(_job):
        calls.append(1)
        raise OperationalError

    travail = start(kind(fail))
    for attempt in (1, 2):
        done(travail)
        assert (travail.status, travail.tries) == (Status.WAITING, attempt)
        assert DBTaskResult.objects.get(status="READY").run_after > timezone.now()
        DBTaskResult.objects.update(run_after=timezone.now())
    done(travail)

    assert (travail.status, travail.tries, len(calls)) == (Status.FAILED, 3, 3)
    assert travail.error == runner.EXHAUSTED


def test_what_failed_is_taken_up_again_where_it_stopped(kind):
    seen = []

    def fail_once(job):
        seen.append(dict(job.checkpoint))
        if not job.checkpoint:
            with job.step({"next": 40}, done=40):
                pass
            raise TravailError("Non.")

    par = make_member()
    travail = done(start(kind(fail_once), par, total=100))
    services.resume(par=par, travail=travail)
    done(travail)

    assert seen == [{}, {"next": 40}]
    assert (travail.status, travail.error, travail.done) == (Status.DONE, "", 100)


def test_a_step_may_complete_its_state(kind):
    def count(job):
        with job.step() as state:
            state["created"] = 12
        with job.step({**job.checkpoint, "next": 1}):
            pass
        raise TravailError("Non.")

    assert done(start(kind(count))).checkpoint == {"created": 12, "next": 1}


def test_only_what_stopped_is_taken_up_again(kind):
    par = make_member()
    travail = start(kind(lambda _job: None), par)
    with pytest.raises(services.NotResumable, match="en cours"):
        services.resume(par=par, travail=travail)
    with pytest.raises(services.NotResumable, match="déjà terminé"):
        services.resume(par=par, travail=done(travail))


def test_what_was_asked_again_since_is_not_taken_up_beside_it(kind):
    def refuse(_job):
        raise TravailError("Non.")

    par = make_member()
    name = kind(refuse)
    travail = done(start(name, par, key="dossier-7"))
    start(name, par, key="dossier-7")

    with pytest.raises(services.NotResumable, match="demandé de nouveau"):
        services.resume(par=par, travail=travail)


def test_what_is_stopped_before_it_starts_never_does(kind):
    def must_not(_job):
        raise AssertionError

    par = make_member()
    travail = start(kind(must_not), par)
    services.cancel(par=par, travail=travail)

    assert done(travail).status == Status.CANCELLED
    with pytest.raises(services.NotActive, match="déjà terminé"):
        services.cancel(par=par, travail=travail)


@pytest.mark.parametrize("move", ["step", "advance", "set_total"])
def test_what_is_stopped_in_the_middle_writes_nothing_more(kind, monkeypatch, move):
    monkeypatch.setattr("agrafe.travaux.progression.SECONDS_BETWEEN_WRITES", 0)
    par = make_member()

    def stopped_from_outside(job):
        with job.step({"next": 1}, done=1):
            pass
        services.cancel(par=par, travail=travail)
        if move == "step":
            with job.step({"next": 2}, done=2):
                raise AssertionError
        elif move == "advance":
            job.advance(2)
        else:
            job.set_total(2)
        raise AssertionError

    travail = start(kind(stopped_from_outside), par, total=5)
    done(travail)

    assert (travail.status, travail.done, travail.checkpoint) == (Status.CANCELLED, 1, {"next": 1})


def test_who_may_stop_and_take_up_again(kind):
    par = make_member()
    travail = start(kind(lambda _job: None), par)

    for role in (Role.LECTURE, Role.RESPONSABLE_JURY, Role.PARTENAIRE):
        other = make_member(role, par.certificateur)
        with pytest.raises(Denied):
            services.cancel(par=other, travail=travail)
        with pytest.raises(Denied):
            services.resume(par=other, travail=travail)
        own = start("essai", other)
        assert services.cancel(par=other, travail=own).status == Status.CANCELLED


# ------------------------------------------------------------------------------------ the lease


def test_a_worker_whose_lease_was_taken_can_write_nothing():
    travail = make_travail(make_certificateur())
    late = leases.claim(public_id=travail.public_id, worker="premier")
    leases.give_back(late, tries=1)
    current = leases.claim(public_id=travail.public_id, worker="second")
    job = Progression(late)

    for write in (
        lambda: leases.close(late, Status.DONE),
        lambda: leases.give_back(late, tries=0),
        lambda: job.step({"next": 9}, done=9).__enter__(),
    ):
        with pytest.raises(LeaseLost):
            write()
    with pytest.raises(LeaseLost), job.step({"next": 9}, done=9):
        pytest.fail("the step started")

    with Progression(current).step({"next": 1}, done=1):
        pass
    travail.refresh_from_db()
    assert (travail.checkpoint, travail.done, travail.worker) == ({"next": 1}, 1, "second")


def test_a_lease_taken_during_a_step_undoes_the_step():
    travail = make_travail(make_certificateur())
    late = leases.claim(public_id=travail.public_id, worker="premier")

    def lose(travail):
        with Progression(late).step({"next": 9}, done=9):
            make_certificateur(nom="en trop")
            Travail.objects.filter(pk=travail.pk).update(lease=late.lease + 1)

    with pytest.raises(LeaseLost):
        lose(travail)

    assert not Certificateur.objects.filter(nom="en trop").exists()


def test_a_travail_that_somebody_has_is_not_taken():
    travail = make_travail(make_certificateur())

    assert leases.claim(public_id=travail.public_id, worker="premier")
    assert leases.claim(public_id=travail.public_id, worker="second") is None
    assert leases.claim(public_id=uuid4(), worker="second") is None


# ----------------------------------------------------------------------------------- progress


def test_progress_is_written_once_a_second_however_often_it_is_said(
    django_assert_num_queries, monkeypatch
):
    clock = iter([0.0, *(number / 100 for number in range(1, 1000)), 20.0, 20.0])
    monkeypatch.setattr("agrafe.travaux.progression.time.monotonic", lambda: next(clock))
    travail = make_travail(make_certificateur(), total=10_000)
    job = Progression(leases.claim(public_id=travail.public_id, worker="premier"))

    with django_assert_num_queries(8):  # nine seconds by this clock
        for count in range(900):
            job.advance(count)

    travail.refresh_from_db()
    assert travail.done > 750


def test_a_step_costs_two_queries_and_its_savepoint(django_assert_num_queries):
    travail = make_travail(make_certificateur())
    job = Progression(leases.claim(public_id=travail.public_id, worker="premier"))

    with django_assert_num_queries(4), job.step({"next": 1}, done=1):
        pass


def test_the_total_may_come_later(kind):
    def count(job):
        job.set_total(7)

    travail = done(start(kind(count)))

    assert (travail.total, travail.done) == (7, 7)


# ---------------------------------------------------------------------------------- selectors


def test_a_travail_of_another_certificateur_does_not_exist():
    par = make_member()
    own, other = make_travail(par.certificateur), make_travail(make_certificateur())

    assert get_travail(par=par, public_id=own.public_id) == own
    assert list(travaux_of(par=par)) == [own]
    with pytest.raises(Http404):
        get_travail(par=par, public_id=other.public_id)


def test_a_partenaire_sees_his_own():
    par = make_member(Role.PARTENAIRE)
    own = make_travail(par.certificateur, started_by=par.user)
    make_travail(par.certificateur)

    assert list(travaux_of(par=par)) == [own]


@pytest.mark.parametrize(
    ("fields", "left", "is_running", "failure"),
    [
        ({"status": Status.WAITING}, 120, True, ""),
        ({"status": Status.RUNNING, "done": 20}, 100, True, ""),
        ({"status": Status.RUNNING, "done": 120}, 1, True, ""),
        ({"status": Status.RUNNING, "done": 20, "total": 0}, 0, True, ""),
        ({"status": Status.DONE, "done": 120}, 0, False, ""),
        ({"status": Status.DONE, "done": 3, "total": 0}, 0, False, ""),
        ({"status": Status.FAILED, "error": "Non."}, 120, False, "Non."),
        ({"status": Status.CANCELLED}, 120, False, "arrêté"),
    ],
)
def test_the_panel_of_each_state(fields, left, is_running, failure):
    travail = make_travail(make_certificateur(), **fields)

    work = progress_of(travail)

    assert (work.left, work.is_running) == (left, is_running)
    assert failure in work.failure
    assert bool(failure) == bool(work.failure)
    assert work.url == f"/travaux/{travail.public_id}/"


def test_the_panel_leads_to_the_result():
    result = Result("Fait.", "travaux:list", label="Voir la liste").as_json()
    travail = make_travail(make_certificateur(), status=Status.DONE, result=result)

    work = progress_of(travail, url="/ailleurs/")

    assert (work.url, work.result_url, work.result_label) == (
        "/ailleurs/",
        "/travaux/",
        "Voir la liste",
    )


@pytest.mark.parametrize("decide", [services.cancel, services.resume])
def test_a_service_knows_whose_travail_it_is(decide):
    travail = make_travail(make_certificateur())

    with pytest.raises(Travail.DoesNotExist):
        decide(par=make_member(), travail=travail)

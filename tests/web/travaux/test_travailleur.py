"""What a worker does beside its tasks, in one process; `test_reprise` has workers for real."""

import os
import signal
from datetime import UTC, datetime, time, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from agrafe.config.environment import tasks_backend
from agrafe.travaux import keeper, leases, recovery, registry, worker
from agrafe.travaux.backends.base import TaskFailed, work_backend
from agrafe.travaux.enums import Status
from agrafe.travaux.models import Periodic, Travail, Worker
from agrafe.travaux.registry import PERIODS, Period, periodic
from agrafe.travaux.runner import EXHAUSTED, run_travail
from agrafe.travaux.selectors import is_anyone_working
from agrafe.travaux.stopping import stopping
from factories.web import make_certificateur, make_travail

pytestmark = pytest.mark.django_db

LONG_AGO = timezone.now() - timedelta(hours=1)
calls = []


@task()
def note(word):
    """Note a word."""
    calls.append(word)


@task()
def note_a_period():
    """Note that it was started."""
    calls.append("périodique")


@task()
def tell_a_name():
    """Fail with a value in the exception."""
    raise LookupError("Zoé Dubreuil")


@pytest.fixture(autouse=True)
def no_calls():
    calls.clear()
    yield
    stopping.clear()


@pytest.fixture
def periods(monkeypatch):
    monkeypatch.setattr(registry, "PERIODS", {})
    return registry.PERIODS


def test_a_short_task_is_done():
    note.enqueue("fait")

    worker.drain()

    assert calls == ["fait"]


def test_the_queue_keeps_no_text_of_an_exception(caplog):
    tell_a_name.enqueue()

    worker.drain()

    (failed,) = DBTaskResult.objects.values()
    assert failed["status"] == "FAILED"
    assert failed["exception_class_path"].endswith("TaskFailed")
    assert "builtins.LookupError" in failed["traceback"]
    assert "Dubreuil" not in str(failed)
    errors = [record for record in caplog.records if record.name.startswith("agrafe")]
    assert [record.exc_info[0] for record in errors] == [LookupError]


def test_a_failed_task_says_the_kind_of_its_exception():
    with pytest.raises(TaskFailed, match=r"^builtins\.LookupError$") as failure:
        tell_a_name.call()
    assert failure.value.__context__ is None


# ------------------------------------------------------------------------------- recovery


def stale(**fields):
    return make_travail(
        make_certificateur(),
        **{
            "kind": "essai",
            "status": Status.RUNNING,
            "worker": "mort",
            "tries": 1,
            "lease": 1,
            "heartbeat_at": LONG_AGO,
            "checkpoint": {"next": 40},
            **fields,
        },
    )


def test_the_travail_of_a_dead_worker_waits_again_with_its_checkpoint():
    travail = stale()
    alive = stale(heartbeat_at=timezone.now(), worker="vivant")

    recovery.recover()

    travail.refresh_from_db()
    alive.refresh_from_db()
    assert (travail.status, travail.worker) == (Status.WAITING, "")
    assert travail.checkpoint == {"next": 40}
    assert alive.status == Status.RUNNING
    assert DBTaskResult.objects.get().args_kwargs["args"] == [str(travail.public_id)]


def test_what_was_taken_up_too_often_fails():
    travail = stale(tries=3)

    recovery.recover()

    travail.refresh_from_db()
    assert (travail.status, travail.error) == (Status.FAILED, EXHAUSTED)
    assert not DBTaskResult.objects.exists()


def test_what_waits_for_a_task_that_was_lost_is_put_in_the_queue_again():
    lost = make_travail(make_certificateur(), woken_at=LONG_AGO)
    make_travail(make_certificateur(), woken_at=timezone.now())

    recovery.recover()
    recovery.recover()

    assert DBTaskResult.objects.get().args_kwargs["args"] == [str(lost.public_id)]


def running_task(worker_ids):
    run_travail.enqueue("0")
    DBTaskResult.objects.filter(status="READY").update(status="RUNNING", worker_ids=worker_ids)


@pytest.mark.parametrize(
    ("worker_ids", "status"),
    [(["mort"], "READY"), (["a", "b", "mort"], "FAILED"), (["mort", "vivant"], "RUNNING")],
)
def test_the_tasks_of_a_dead_worker_go_to_the_others(worker_ids, status):
    Worker.objects.create(name="mort", heartbeat_at=LONG_AGO)
    Worker.objects.create(name="vivant")
    running_task(worker_ids)

    recovery.recover()

    assert DBTaskResult.objects.get().status == status
    assert [each.name for each in Worker.objects.all()] == ["vivant"]


def test_a_worker_that_leaves_gives_back_what_it_holds():
    leases.beat("partant")
    running_task(["partant"])

    recovery.leave("partant")

    assert DBTaskResult.objects.get().status == "READY"
    assert not Worker.objects.exists()


def test_a_sign_of_life_renews_the_leases():
    travail = stale()

    leases.beat("mort")
    recovery.recover()

    travail.refresh_from_db()
    assert travail.status == Status.RUNNING
    assert is_anyone_working()


def test_nobody_works_when_the_last_sign_of_life_is_old():
    assert not is_anyone_working()
    Worker.objects.create(name="mort", heartbeat_at=LONG_AGO)
    assert not is_anyone_working()


def test_what_is_old_and_over_is_forgotten():
    long_ago = timezone.now() - timedelta(days=91)
    certificateur = make_certificateur()
    make_travail(certificateur, status=Status.DONE, finished_at=long_ago)
    kept = {
        make_travail(certificateur, status=Status.DONE, finished_at=LONG_AGO).pk,
        make_travail(certificateur, status=Status.WAITING).pk,
    }
    note.enqueue("vieux")
    worker.drain()
    DBTaskResult.objects.update(finished_at=timezone.now() - timedelta(days=15))

    PERIODS["agrafe.travaux.tasks.forget"].task.call()

    assert set(Travail.objects.values_list("pk", flat=True)) == kept
    assert not DBTaskResult.objects.exists()


# ------------------------------------------------------------------------------- periodic


def test_a_periodic_task_starts_once_a_period(periods):
    periods["note"] = Period(note, timedelta(hours=1), None)

    keeper.start_periodic()
    keeper.start_periodic()
    assert DBTaskResult.objects.count() == 1

    Periodic.objects.update(next_at=LONG_AGO)
    keeper.start_periodic()
    assert DBTaskResult.objects.count() == 2
    assert Periodic.objects.get().next_at > timezone.now()


def test_the_first_to_move_the_hour_is_the_one_that_starts(periods, monkeypatch):
    periods["note"] = Period(note, timedelta(hours=1), None)
    keeper.start_periodic()
    # As seen by another worker that read the row just before.
    monkeypatch.setattr(
        "agrafe.travaux.keeper.Periodic.objects.values_list", lambda *_: [("note", LONG_AGO)]
    )

    keeper.start_periodic()

    assert DBTaskResult.objects.count() == 1


def test_a_daily_task_waits_for_its_hour():
    paris = timezone.get_current_timezone()
    period = Period(note, None, time(7))

    def at(*moment):
        return datetime(*moment, tzinfo=paris)

    assert period.first(at(2026, 11, 23, 6, 59)) == at(2026, 11, 23, 7)
    assert period.after(at(2026, 11, 23, 7)) == at(2026, 11, 24, 7)
    assert period.after(at(2026, 3, 28, 12)) == at(2026, 3, 29, 7)  # the night the hour changes
    assert period.after(datetime(2026, 11, 23, 23, 30, tzinfo=UTC)) == at(2026, 11, 24, 7)


def test_a_period_is_every_so_often_or_daily():
    with pytest.raises(ValueError, match="either"):
        periodic()
    with pytest.raises(ValueError, match="either"):
        periodic(every=timedelta(hours=1), daily_at=time(7))


# ------------------------------------------------------------------------------- the worker


@pytest.mark.django_db(transaction=True)  # the command closes its connection
def test_one_go_does_what_waits_and_returns(periods):
    periods["note"] = Period(note_a_period, timedelta(hours=1), None)
    note.enqueue("fait")

    call_command("travailleur", "--une-fois")

    assert calls == ["fait", "périodique"]


@pytest.fixture
def alone(monkeypatch):
    """Have the worker of this process work without its thread, whose database would be another one."""
    kept = {name: signal.getsignal(getattr(signal, name)) for name in ("SIGTERM", "SIGINT")}
    monkeypatch.setattr(keeper.Keeper, "start", lambda _self: None)
    monkeypatch.setattr(keeper.Keeper, "stop", lambda _self: None)
    yield
    for name, handler in kept.items():
        signal.signal(getattr(signal, name), handler)


@task()
def stop_this_process():
    """Ask this process to stop."""
    os.kill(os.getpid(), signal.SIGTERM)


@pytest.mark.django_db(transaction=True)  # the command closes its connection
@pytest.mark.usefixtures("alone")
def test_a_worker_stops_when_asked(capsys):
    stop_this_process.enqueue()
    note.enqueue("pour un autre")

    call_command("travailleur")

    assert "prêt" in capsys.readouterr().out
    assert calls == []
    assert not Worker.objects.exists()


def test_a_second_request_stops_at_once():
    stopping.set()
    with pytest.raises(SystemExit):
        worker._stop(signal.SIGTERM, None)


@pytest.mark.usefixtures("periods")
def test_the_keeper_takes_its_turns():
    thread = keeper.Keeper("gardé")

    thread._turn()

    assert is_anyone_working()


def test_the_keeper_outlives_a_database_that_fails(monkeypatch, caplog):
    def fail(_worker):
        raise OperationalError

    monkeypatch.setattr(keeper, "beat", fail)
    monkeypatch.setattr(keeper.connections, "close_all", lambda: None)

    keeper.Keeper("gardé")._turn()

    assert "could not reach" in caplog.text


def test_the_keeper_stops_a_worker_whose_server_is_gone():
    keeper.Keeper("gardé", parent=os.getppid())._look_at_parent()
    assert not stopping.is_set()
    keeper.Keeper("gardé", parent=1 if os.getppid() != 1 else 2)._look_at_parent()
    assert stopping.is_set()


def test_the_keeper_stops():
    thread = keeper.Keeper("gardé")
    thread.start()
    thread.stop()
    assert not thread.is_alive()


# ------------------------------------------------------------------------------- settings


def test_a_back_end_that_does_not_exist_is_refused():
    with pytest.raises(ImproperlyConfigured, match="embarque ou procrastinate"):
        tasks_backend("celery")


def test_the_embedded_queue_is_the_one_of_the_tests():
    assert type(work_backend()).__name__ == "EmbarqueBackend"

"""What becomes of the work when workers die, freeze, stop or are several: all of it is done, once."""

import signal
from collections import Counter

import pytest

pytestmark = pytest.mark.long


def test_a_killed_worker_is_replaced_and_nothing_is_done_twice(chantier):
    (public_id,) = chantier.start("chantier.ecrire", total=100, lignes=100, pause=0.1)
    first = chantier.worker()
    chantier.wait(lambda: len(chantier.lignes(public_id)) >= 30)

    first.kill()
    first.wait()
    assert 30 <= len(chantier.lignes(public_id)) < 100
    chantier.worker()
    chantier.wait_until_done(public_id)

    assert chantier.lignes(public_id) == list(range(100))
    assert chantier.travail(public_id) == ("done", 2)
    assert chantier.hands(public_id) == 2


def test_two_workers_share_the_queue_and_each_task_is_done_once(chantier):
    travaux = chantier.start("chantier.ecrire", count=8, total=50, lignes=50, pause=0.05)
    chantier.run(
        "from factories.chantier.tasks import courte\n"
        "for numero in range(100): courte.enqueue(numero)"
    )
    first, _second = chantier.worker(), chantier.worker()
    chantier.wait(lambda: chantier.hands() == 2)

    first.kill()
    chantier.wait_until_done(*travaux)
    chantier.wait(lambda: len(chantier.lignes("courte")) >= 100)

    assert [chantier.lignes(each) for each in travaux] == [list(range(50))] * 8
    assert chantier.lignes("courte") == list(range(100))
    assert chantier.lignes("reguliere") == [0]
    assert Counter(chantier.travail(each)[0] for each in travaux) == {"done": 8}


def test_a_short_task_of_a_killed_worker_is_done_by_another(chantier):
    chantier.run("from factories.chantier.tasks import courte\ncourte.enqueue(7, pause=1)")
    first = chantier.worker()
    chantier.wait(lambda: "courte" in first.log.read_text() or "execute" in first.log.read_text())

    first.kill()
    first.wait()
    assert chantier.lignes("courte") == []
    chantier.worker()
    chantier.wait(lambda: chantier.lignes("courte"))

    assert chantier.lignes("courte") == [7]


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="no freezing here")
def test_a_worker_that_wakes_up_too_late_writes_nothing(chantier):
    (public_id,) = chantier.start("chantier.geler", total=2)
    frozen = chantier.worker()
    chantier.wait(lambda: chantier.lignes(public_id) == [0])
    chantier.worker()
    chantier.wait_until_done(public_id)
    assert chantier.travail(public_id) == ("done", 2)

    frozen.send_signal(signal.SIGCONT)
    chantier.wait(lambda: "taken over or stopped" in frozen.log.read_text())

    assert chantier.lignes(public_id) == [0, 1]


def test_a_long_computation_keeps_its_lease(chantier):
    (public_id,) = chantier.start("chantier.calculer", total=1, seconds=4)
    chantier.worker()
    chantier.worker()
    chantier.wait_until_done(public_id)

    assert chantier.lignes(public_id) == [0]
    assert chantier.travail(public_id) == ("done", 1)


def test_what_kills_its_workers_is_given_up(chantier):
    (public_id,) = chantier.start("chantier.tuer")
    for _ in range(3):
        chantier.worker().wait(timeout=20)
    last = chantier.worker()
    chantier.wait_until_done(public_id)

    assert chantier.travail(public_id) == ("failed", 3)
    assert last.poll() is None


def test_a_short_task_that_kills_its_workers_is_given_up(chantier):
    chantier.run("from factories.chantier.tasks import mortelle\nmortelle.enqueue()")
    for _ in range(3):
        chantier.worker().wait(timeout=20)
    last = chantier.worker()
    chantier.wait(lambda: chantier.state_of("mortelle") == "failed")

    assert last.poll() is None


def test_a_worker_asked_to_stop_finishes_its_step_and_leaves_the_rest(chantier):
    (public_id,) = chantier.start("chantier.ecrire", total=100, lignes=100, pause=0.1)
    worker = chantier.worker()
    chantier.wait(lambda: len(chantier.lignes(public_id)) >= 20)

    worker.terminate()

    assert worker.wait(timeout=10) == 0
    assert chantier.travail(public_id) == ("waiting", 0)
    written = chantier.lignes(public_id)
    assert written == list(range(len(written)))
    assert 20 <= len(written) < 100
    assert chantier.rows("SELECT name FROM travaux_worker") == []
    chantier.manage("travailleur", "--une-fois")
    assert chantier.lignes(public_id) == list(range(100))
    assert chantier.travail(public_id) == ("done", 1)


def test_a_worker_refuses_a_database_that_is_not_up_to_date(chantier):
    chantier.manage("migrate", "travaux", "zero", "--verbosity", "0")

    worker = chantier.worker()

    assert worker.wait(timeout=20) == 1
    assert "agrafe migrate" in worker.log.read_text()

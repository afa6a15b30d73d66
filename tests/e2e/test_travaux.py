"""The page of a travail: it moves by itself, ends by itself, and is stopped in a dialog."""

from functools import partial

import pytest

from agrafe.travaux.enums import Status
from agrafe.travaux.models import Travail
from agrafe.travaux.registry import Result
from e2e.reading import EACH_SCREEN, faults, overflow
from factories.web import make_member, make_travail


@pytest.fixture
def par():
    return make_member()


@pytest.fixture
def open_as(open_as, par):
    """Open a page as the member."""
    return partial(open_as, par.user)


def states(par):
    done = Result("118 passages importés, 2 écartés.", "travaux:list", label="Voir l'import")
    fields = {
        "attente": {"status": Status.WAITING},
        "en-cours": {"status": Status.RUNNING, "done": 47, "started_by": par.user},
        "fini": {"status": Status.DONE, "done": 120, "result": done.as_json()},
        "echoue": {
            "status": Status.FAILED,
            "done": 40,
            "error": "Le fichier n'est plus là. Envoyez-le de nouveau.",
        },
        "arrete": {"status": Status.CANCELLED, "done": 40},
    }
    return {name: make_travail(par.certificateur, **each) for name, each in fields.items()}


@EACH_SCREEN
def test_pages_are_easy_to_read(open_as, par, shoot, width, scheme):
    addresses = {name: f"/travaux/{each.public_id}/" for name, each in states(par).items()}
    addresses["arreter"] = f"{addresses['en-cours']}arreter/"
    for name, address in {**addresses, "liste": "/travaux/"}.items():
        page = open_as(address, width=width, scheme=scheme)
        shoot(page, f"travaux-{name}-{width}-{scheme}")
        assert faults(page) == []
        assert overflow(page) <= 0
        page.close()


def test_the_page_moves_and_ends_by_itself(open_as, par):
    travail = make_travail(par.certificateur, status=Status.RUNNING, done=20)
    page = open_as(f"/travaux/{travail.public_id}/")
    page.get_by_text("100 passages à faire").wait_for()
    assert page.get_by_role("link", name="1 travail en cours").count() == 1

    Travail.objects.update(done=60)
    page.get_by_text("60 passages à faire").wait_for()
    Travail.objects.update(
        done=120, status=Status.DONE, result=Result("120 passages importés.").as_json()
    )
    page.get_by_text("120 passages importés.").wait_for()

    assert page.get_by_role("link", name="Arrêter").count() == 0
    assert page.get_by_role("link", name="travail en cours").count() == 0


def test_a_travail_is_stopped_in_a_dialog_and_taken_up_again(open_as, par):
    travail = make_travail(par.certificateur, status=Status.RUNNING, done=20)
    page = open_as(f"/travaux/{travail.public_id}/")

    page.get_by_role("link", name="Arrêter").click()
    page.get_by_role("dialog").get_by_role("button", name="Arrêter").click()
    page.get_by_text("arrêté avant la fin").wait_for()
    page.get_by_role("button", name="Reprendre").click()

    page.get_by_role("link", name="Arrêter").wait_for()

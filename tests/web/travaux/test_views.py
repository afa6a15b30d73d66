"""The pages of the travaux: who sees what, in each state, and what may be done."""

from uuid import uuid4

import pytest
from django.urls import reverse

from agrafe.comptes.enums import Role
from agrafe.travaux.enums import Status
from agrafe.travaux.models import Worker
from agrafe.travaux.registry import Result
from factories.web import make_certificateur, make_member, make_travail

pytestmark = pytest.mark.django_db


@pytest.fixture
def par(client):
    par = make_member()
    client.force_login(par.user)
    return par


def page(client, travail, name="detail"):
    return client.get(reverse(f"travaux:{name}", args=[travail.public_id])).text.replace(
        "\u00a0", " "
    )


def test_a_running_travail_shows_how_far_it_is_and_asks_again(client, par):
    travail = make_travail(par.certificateur, status=Status.RUNNING, done=20, started_by=par.user)

    html = page(client, travail)

    assert "<h1>Import de passages</h1>" in html
    assert "100 passages à faire sur 120" in html
    assert "Vous pouvez quitter cette page" in html
    assert f'hx-get="/travaux/{travail.public_id}/"' in html
    assert "Arrêter" in html
    assert "Reprendre" not in html
    assert f"Demandé par {par.user}" in html


def test_a_travail_that_waits_where_nobody_works_says_so(client, par):
    travail = make_travail(par.certificateur)

    assert "Prévenez la personne qui gère votre installation" in page(client, travail)
    Worker.objects.create(name="vivant")
    assert "Prévenez la personne" not in page(client, travail)


def test_a_travail_that_is_done_leads_to_its_result(client, par):
    result = Result("118 passages importés, 2 écartés.", "travaux:list", label="Voir la liste")
    travail = make_travail(par.certificateur, status=Status.DONE, done=120, result=result.as_json())

    html = page(client, travail)

    assert "118 passages importés, 2 écartés." in html
    assert '<a class="btn btn-primary" href="/travaux/">Voir la liste</a>' in html
    assert "data-poll" not in html
    assert "Arrêter" not in html


@pytest.mark.parametrize(
    ("fields", "said"), [({"total": 120}, "120 passages."), ({"total": 0}, "C'est fait.")]
)
def test_a_travail_without_a_summary_still_says_what_was_done(client, par, fields, said):
    travail = make_travail(
        par.certificateur, status=Status.DONE, done=120, result=Result().as_json(), **fields
    )

    assert said in page(client, travail)


def test_a_travail_that_failed_says_why_and_may_be_taken_up_again(client, par):
    travail = make_travail(
        par.certificateur, status=Status.FAILED, done=40, error="Le fichier n'est plus là."
    )

    html = page(client, travail)
    assert "Le fichier n&#x27;est plus là." in html
    assert "40 sur 120 passages" in html
    assert "Reprendre" in html

    response = client.post(reverse("travaux:resume", args=[travail.public_id]), follow=True)

    travail.refresh_from_db()
    assert travail.status == Status.WAITING
    assert "Arrêter" in response.text


def test_a_travail_is_stopped_after_a_confirmation(client, par):
    travail = make_travail(par.certificateur, status=Status.RUNNING, done=20)

    assert "20 passages) restera" in page(client, travail, "stop")
    assert "rien n'est encore fait" in page(client, make_travail(par.certificateur), "stop")
    response = client.post(reverse("travaux:stop", args=[travail.public_id]), follow=True)

    travail.refresh_from_db()
    assert travail.status == Status.CANCELLED
    assert "arrêté avant la fin" in response.text
    assert "Reprendre" in response.text


@pytest.mark.parametrize(
    ("name", "said"), [("stop", "déjà terminé"), ("resume", "rien à reprendre")]
)
def test_what_is_over_says_that_nothing_can_be_done(client, par, name, said):
    travail = make_travail(par.certificateur, status=Status.DONE, result=Result().as_json())

    response = client.post(reverse(f"travaux:{name}", args=[travail.public_id]), follow=True)

    assert said in response.text


@pytest.mark.parametrize("role", [Role.LECTURE, Role.RESPONSABLE_JURY])
def test_whoever_does_not_keep_the_data_only_looks(client, role):
    par = make_member(role)
    client.force_login(par.user)
    travail = make_travail(par.certificateur, status=Status.RUNNING)

    assert "Arrêter" not in page(client, travail)
    for name in ("stop", "resume"):
        address = reverse(f"travaux:{name}", args=[travail.public_id])
        assert client.post(address).status_code == 403


@pytest.mark.parametrize("name", ["detail", "stop"])
@pytest.mark.usefixtures("par")
def test_another_certificateur_has_no_such_page(client, name):
    for public_id in (make_travail(make_certificateur()).public_id, uuid4()):
        assert client.get(reverse(f"travaux:{name}", args=[public_id])).status_code == 404


def test_a_visitor_signs_in_first(client):
    travail = make_travail(make_certificateur())

    response = client.get(reverse("travaux:detail", args=[travail.public_id]))

    assert response.status_code == 302
    assert "next=" in response.url


def test_each_address_takes_its_own_methods(client, par):
    address = {
        name: reverse(f"travaux:{name}", args=[make_travail(par.certificateur).public_id])
        for name in ("detail", "stop", "resume")
    }

    assert client.post(address["detail"]).status_code == 405
    assert client.put(address["stop"]).status_code == 405
    assert client.get(address["resume"]).status_code == 405
    assert client.post(reverse("travaux:list")).status_code == 405


def test_the_list_teaches_what_comes_there(client, par):
    html = client.get(reverse("travaux:list")).text
    assert "Aucun travail pour l'instant" in html

    make_travail(par.certificateur, status=Status.FAILED, title="Lecture d'un accusé", total=0)
    make_travail(par.certificateur, done=20, started_by=par.user)
    make_travail(par.certificateur, total=0, done=7)
    html = client.get(reverse("travaux:list")).text.replace("\u00a0", " ")

    assert "3 travaux" in html
    assert "20 sur 120" in html
    assert str(par.user) in html


def test_the_list_is_searched_and_filtered(client, par):
    make_travail(par.certificateur, status=Status.FAILED, title="Lecture d'un accusé")
    make_travail(par.certificateur)

    assert "1 travail" in client.get("/travaux/", {"q": "accusé"}).text.replace("\u00a0", " ")
    html = client.get("/travaux/", {"etat": "failed"}).text.replace("\u00a0", " ")
    assert "Lecture d&#x27;un accusé" in html
    assert "Import de passages" not in html


def test_the_list_asks_as_much_of_the_database_whatever_its_length(
    client, par, django_assert_max_num_queries
):
    for count in (1, 30):
        for _ in range(count):
            make_travail(par.certificateur, started_by=par.user)
        with django_assert_max_num_queries(9):
            client.get(reverse("travaux:list"))

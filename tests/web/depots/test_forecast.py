"""What the page says is to be expected of the passages that would go, below and beyond what it can wait for."""

import pytest
from django.urls import reverse

from agrafe.comptes.enums import Role
from agrafe.depots import forecast
from agrafe.passages.models import Passage
from factories.web import make_certificateur, make_certification, make_member
from web.depots.conftest import sow

NB = "\u00a0"
QUIET = "rien n'annonce de rejet"


@pytest.fixture
def par(client, db):  # noqa: ARG001 - the database
    par = make_member(Role.ADMINISTRATEUR, make_certificateur())
    client.force_login(par.user)
    return par


def page(client, **query):
    answer = client.get(reverse("depots:create"), query)
    assert answer.status_code == 200
    return answer.content.decode().replace("&#x27;", "'")


def doubt(passages):
    """Have the core take the first names of passages for initials."""
    for one in passages:
        one.personne.prenom1 = "M."
        one.personne.save()


def alert(passages, message="Ce nom étonne."):
    """Write an alerte on passages, as their check would have."""
    fault = {"code": "X", "gravite": "alerte", "key": "nomNaissance", "message": message}
    fault |= {"valeur": "", "correction": None, "avec": []}
    keys = [one.pk for one in passages]
    Passage.objects.filter(pk__in=keys).update(gravite="alerte", anomalies=[fault])


def test_the_core_is_asked_about_each_passage(client, par):
    made = sow(par, 3)
    assert QUIET in page(client)

    doubt(made[:2])

    shown = page(client)
    assert f"Prévision{NB}: 2{NB}passages risquent" in shown
    assert QUIET not in shown
    assert "Voir lesquels" in shown
    assert "approchée" not in shown


def test_the_first_are_named_and_all_are_a_click_away(client, par, monkeypatch):
    monkeypatch.setattr(forecast, "SHOWN", 2)
    certification = make_certification(par.certificateur)
    doubt(sow(par, 5, certification, promotion="Juin"))
    sow(par, 1)

    shown = page(client, promotion="Juin", certification=str(certification.public_id))

    assert "Voir les 2 premiers" in shown
    assert shown.count("À vérifier") == 2
    whole = f"?certification={certification.public_id}&amp;promotion=Juin&amp;prevision=toute"
    assert f'<a href="{whole}">Voir les 5</a>' in shown
    shown = page(
        client, promotion="Juin", certification=str(certification.public_id), prevision="toute"
    )
    assert shown.count("À vérifier") == 5
    assert "<details open>" in shown
    assert "Voir lesquels" in shown


def test_beyond_the_limit_it_says_that_it_is_approximate_and_what_it_rests_on(
    client, par, monkeypatch
):
    made = sow(par, 4, promotion="Juin")
    doubt(made[:1])
    monkeypatch.setattr(forecast, "FORECAST", 3)

    shown = page(client)

    assert f"Prévision approchée{NB}: au-delà de 3{NB}passages" in shown
    assert "ne cherche pas les homonymes" in shown
    assert "Aucun de ces passages ne porte d'alerte" in shown
    assert QUIET not in shown
    assert "<details" not in shown.split('id="partira"')[1].split("</section>")[0]
    monkeypatch.setattr(forecast, "FORECAST", 4)
    assert f"1{NB}passage risque" in page(client)


def test_beyond_the_limit_the_list_of_the_passages_has_the_rest(client, par, monkeypatch):
    made = sow(par, 5, promotion="Juin")
    sow(par, 1)
    alert(made[:4])
    monkeypatch.setattr(forecast, "FORECAST", 3)
    monkeypatch.setattr(forecast, "SHOWN", 2)

    shown = page(client, promotion="Juin", prevision="toute")

    assert f"4{NB}passages portent une alerte et risquent d'être rejetés" in shown
    assert shown.count("Ce nom étonne.") == 2
    assert "Voir les 2 premiers" in shown
    link = shown.split(">Voir les 4</a>")[0].rsplit('href="', 1)[1][:-1].replace("&amp;", "&")
    listed = client.get(link).content.decode()
    assert all(one.id_technique in listed or str(one.public_id) in listed for one in made[:4])
    assert str(made[4].public_id) not in listed


def test_the_page_costs_the_same_whatever_their_number(client, par, django_assert_max_num_queries):
    doubt(sow(par, 2))
    page(client)
    with django_assert_max_num_queries(30) as few:
        page(client)
    doubt(sow(par, 20))
    with django_assert_max_num_queries(len(few)):
        page(client)

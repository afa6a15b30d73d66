"""Asking from the list of the passages, and from the card of one."""

from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from agrafe.comptes.enums import Role
from agrafe.passages.enums import Status as PassageStatus
from agrafe.passages.models import Passage
from agrafe.verifications.models import Verification
from factories.web import make_certification, make_member, make_passage, make_personne

ASK = "/accrochage/faire-verifier/"


def words(response):
    return unescape(response.content.decode()).replace("\u00a0", " ").replace("\u202f", " ")


@pytest.fixture
def passages(par):
    """Return the passages of two titulaires: the first has two."""
    certification = make_certification(par.certificateur)
    zoe = make_personne(par.certificateur)
    hugo = make_personne(par.certificateur, nom_naissance="Martin", prenom1="Hugo")
    return [
        make_passage(
            par.certificateur,
            personne=personne,
            certification=certification,
            promotion=promotion,
            due_on=date(2026, 12, day),
        )
        for personne, promotion, day in ((zoe, "2026", 20), (zoe, "2026", 3), (hugo, "2025", 4))
    ]


def test_the_list_offers_it(signed_in, passages):
    page = words(signed_in.get("/accrochage/"))

    assert f'formaction="{ASK}"' in page or f'action="{ASK}"' in page
    assert str(passages[0].public_id) in page


def test_each_titulaire_is_asked_once_about_the_nearest_deadline(signed_in, passages):
    choice = {"choix": [one.public_id for one in passages]}

    preview = words(signed_in.post(ASK, choice))
    assert "2 titulaires recevront un lien personnel" in preview
    assert not Verification.objects.exists()
    done = signed_in.post(ASK, {**choice, "quoi": "tout", "confirme": "1"}, follow=True)

    assert "2 courriels partent vers les titulaires" in words(done)
    origins = dict(Verification.objects.values_list("personne", "origin_id"))
    assert origins == {
        passages[0].personne_id: passages[1].public_id,
        passages[2].personne_id: passages[2].public_id,
    }


def test_a_passage_without_a_deadline_is_not_the_nearest(signed_in, passages):
    Passage.objects.filter(pk=passages[0].pk).update(due_on=None)
    choice = {"choix": [one.public_id for one in passages]}

    signed_in.post(ASK, {**choice, "quoi": "tout", "confirme": "1"})

    origins = dict(Verification.objects.values_list("personne", "origin_id"))
    assert origins[passages[0].personne_id] == passages[1].public_id


def test_a_promotion_is_chosen_by_the_filters_of_the_list(signed_in, passages):
    choice = {"tout": "1", "requete": "promotion=2025"}

    page = words(signed_in.post(ASK, choice))
    assert 'value="promotion=2025"' in page
    signed_in.post(ASK, {**choice, "quoi": "doute", "confirme": "1"})

    assert Verification.objects.get().personne == passages[2].personne


def test_the_way_back_is_the_list_as_it_was(signed_in, passages):
    choice = {"choix": [passages[0].public_id], "requete": "promotion=2026"}

    assert 'href="/accrochage/?promotion=2026"' in words(signed_in.post(ASK, choice))


def test_from_the_card_of_a_passage(signed_in, passages):
    card = reverse("passages:titulaire", args=[passages[0].public_id])
    page = words(signed_in.get(card))
    assert "Faire vérifier par le titulaire" in page
    assert ASK in page

    back = reverse("passages:detail", args=[passages[0].public_id])
    shown = signed_in.post(ASK, {"choix": passages[0].public_id, "fiche": passages[0].public_id})

    assert f'href="{back}"' in words(shown)
    passages[0].status = PassageStatus.ACCEPTE
    passages[0].save()
    assert "Faire vérifier par le titulaire" not in words(signed_in.get(card))


def test_strangers_and_readers(client, signed_in, par, passages):
    stranger = make_passage(make_member().certificateur)
    page = words(signed_in.post(ASK, {"choix": [stranger.public_id]}))
    assert "Aucun titulaire n'est choisi" in page

    client.force_login(make_member(Role.LECTURE, par.certificateur).user)
    assert client.post(ASK, {"choix": [passages[0].public_id]}).status_code == 403
    assert ASK not in words(client.get("/accrochage/"))


def test_many_cost_no_more_queries_than_few(par, signed_in, django_assert_max_num_queries):
    for number in (2, 30):
        chosen = [make_passage(par.certificateur) for _ in range(number)]
        with django_assert_max_num_queries(14):
            signed_in.post(ASK, {"choix": [one.public_id for one in chosen]})


def test_too_many_at_a_time(signed_in, passages, monkeypatch):
    monkeypatch.setattr("agrafe.passages.acting.MOST_ASKED", 1)
    monkeypatch.setattr("agrafe.verifications.asking.MOST", 1)

    page = words(signed_in.post(ASK, {"choix": [one.public_id for one in passages]}))

    assert "1 titulaires au plus" in page

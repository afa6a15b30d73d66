"""Writing to the titulaires of a cause of rejection: of a promotion, some hundreds at a time, until everyone was written to."""

from html import unescape

import pytest
from django.urls import reverse

from agrafe.depots.selectors import promotions_of_cause
from agrafe.depots.services import corrections
from agrafe.personnes.models import Personne
from agrafe.verifications.models import Verification
from web.depots.conftest import KO, accuse_of, build, give, sow

CAUSE = "MSG-AUCUN-TITULAIRE"
URL = reverse("depots:rejections_ask", args=[CAUSE])


@pytest.fixture
def rejected(par, client):
    """Return the rejected passages of a cause: two of one promotion, one of another, one of none."""
    client.force_login(par.user)
    made = [
        *sow(par, 2, promotion="Été 2026"),
        *sow(par, 1, promotion="2025 & suite"),
        *sow(par, 1),
    ]
    give(par, accuse_of(build(par), ko=[(one.id_technique, KO) for one in made]))
    return made


def words(response):
    return unescape(response.content.decode()).replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.usefixtures("rejected")
def test_the_promotions_of_a_cause_are_counted(par):
    found = promotions_of_cause(par=par, code=CAUSE)

    assert found == [("2025 & suite", 1), ("Été 2026", 2)]
    assert promotions_of_cause(par=par, code="MSG-PLUSIEURS-TITULAIRES") == []


def test_a_promotion_is_chosen(client, rejected):
    assert "4 titulaires recevront" in words(client.get(URL))
    shown = client.get(URL, {"promotion": "2025 & suite"})
    assert "1 titulaire recevra" in words(shown)
    assert "?promotion=2025%20%26%20suite" in shown.content.decode()
    assert 'name="promotion" value="2025 & suite"' in words(shown)

    client.post(URL, {"promotion": "2025 & suite", "confirme": "1"})

    assert Verification.objects.get().origin_id == rejected[2].public_id


def test_those_who_cannot_be_written_to_never_keep_the_others_out(par, rejected, monkeypatch):
    monkeypatch.setattr(corrections, "AT_ONCE", 1)
    Personne.objects.filter(pk=rejected[0].personne_id).update(courriel="")

    sent = [corrections.ask_titulaires(par=par, cause=CAUSE).sent[0].personne_id for _ in range(3)]

    assert set(sent) == {one.personne_id for one in rejected[1:]}
    assert corrections.ask_titulaires(par=par, cause=CAUSE).sent == []


@pytest.mark.usefixtures("rejected")
def test_when_everyone_was_written_to_no_button_is_shown(client, par):
    corrections.ask_titulaires(par=par, cause=CAUSE)

    page = words(client.get(URL))

    assert "Personne à qui écrire" in page
    assert "4 titulaires ont déjà une vérification en cours" in page
    assert "Écrire à" not in page

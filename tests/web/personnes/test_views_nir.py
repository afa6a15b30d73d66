"""The pages of the NIR vault."""

import pytest
from django.urls import reverse

from agrafe.journal.models import JournalEntry
from agrafe.personnes import services
from agrafe.personnes.models import NirScelle
from factories.web import make_personne
from web.personnes.conftest import NIR

SPACED = "2 91 07 35 238 014"


@pytest.fixture
def personne(par):
    return make_personne(par.certificateur)


def at(personne, name="nir"):
    return reverse(f"personnes:{name}", kwargs={"public_id": personne.public_id})


def page(response):
    return response.content.decode().replace("\u00a0", " ")


def test_put(signed_in, personne):
    assert "Mettre au coffre" in page(signed_in.get(at(personne)))

    response = signed_in.post(at(personne), {"nir": SPACED}, follow=True)

    assert "Le NIR est au coffre" in page(response)
    assert NIR not in page(response)
    assert SPACED not in page(response)
    assert NirScelle.objects.count() == 1


def test_doubts_are_said(signed_in, personne):
    response = signed_in.post(at(personne), {"nir": "1910735238014"}, follow=True)

    assert "pas celui d&#x27;une personne de sexe" in page(response)


@pytest.mark.parametrize("nir", ["", "29107", "x" * 40])
def test_what_is_no_nir_is_refused(signed_in, personne, nir):
    response = signed_in.post(at(personne), {"nir": nir})

    assert response.context["form"].errors
    assert not NirScelle.objects.exists()


def test_shown_once_and_noted(signed_in, par, personne):
    services.set_nir(par=par, personne=personne, nir=NIR)
    assert SPACED not in page(signed_in.get(at(personne)))

    response = signed_in.post(at(personne, "show_nir"))

    assert SPACED in page(response)
    assert "no-store" in response.headers["Cache-Control"]
    assert JournalEntry.objects.order_by("-pk").first().action == "personnes.show_nir"
    assert signed_in.get(at(personne, "show_nir")).status_code == 405


def test_nothing_to_show(signed_in, personne):
    assert "pas de NIR" in page(signed_in.post(at(personne, "show_nir"), follow=True))


def test_erase(signed_in, par, personne):
    services.set_nir(par=par, personne=personne, nir=NIR)

    assert "pour de bon" in page(signed_in.get(at(personne, "erase_nir")))
    assert "Le NIR est effacé" in page(signed_in.post(at(personne, "erase_nir"), follow=True))
    assert not NirScelle.objects.exists()
    assert "pas de NIR" in page(signed_in.post(at(personne, "erase_nir"), follow=True))


def test_without_a_key_the_page_says_so_and_the_rest_works(signed_in, par, personne, settings):
    services.set_nir(par=par, personne=personne, nir=NIR)
    settings.FIELD_KEYS = []

    assert "Tout le reste fonctionne" in page(signed_in.get(at(personne)))
    assert "pas de clé" in page(signed_in.post(at(personne), {"nir": NIR}))
    assert "pas de clé" in page(signed_in.post(at(personne, "show_nir"), follow=True))
    assert signed_in.get(at(personne, "detail")).status_code == 200

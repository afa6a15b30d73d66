"""The titulaires, as a secretary uses them: found, typed with help, corrected, merged, and readable by anybody."""

import re
from functools import partial

import pytest
from django.urls import reverse

from agrafe.comptes.enums import Role
from agrafe.personnes import services
from agrafe.personnes.models import Personne
from e2e.reading import EACH_SCREEN, faults, overflow
from factories.web import make_certificateur, make_member, make_passage, make_personne

FAULTY = {
    "nom_naissance": "Dupont née Martin",
    "prenom1": "Zoé, Lou",
    "annee_naissance": 1991,
    "mois_naissance": 7,
    "sexe": "F",
    "libelle_commune_naissance": "Rennes",
    "courriel": "zoe.martin@exemple.fr",
}
PEOPLE = [
    ("Aubry", "Inès", 1994),
    ("Benali", "Zoé", 1988),
    ("Castel", "Hugo", 2001),
    ("Diarra", "Awa", 1979),
    ("Étienne", "Paul", 1990),
    ("Fournier", "Léa", 1997),
]


@pytest.fixture
def par():
    certificateur = make_certificateur(nom="École des métiers du jardin")
    return make_member(Role.GESTIONNAIRE, certificateur, name="Claire Morel")


@pytest.fixture
def open_here(open_as, par):
    """Open a page as a gestionnaire who is signed in."""
    return partial(open_as, par.user)


def at(personne, name="detail"):
    return reverse(f"personnes:{name}", kwargs={"public_id": personne.public_id})


@pytest.fixture
def pages(par):
    """Return the address of each page, with people on it."""
    faulty = services.create_personne(par=par, values=FAULTY)
    for nom, prenom, annee in PEOPLE:
        make_passage(
            par.certificateur,
            personne=make_personne(
                par.certificateur, nom_naissance=nom, prenom1=prenom, annee_naissance=annee
            ),
        )
    one = services.create_personne(
        par=par, values={"nom_naissance": "Dubreuil", "prenom1": "Zoé", "annee_naissance": 1991}
    )
    other = make_passage(par.certificateur).personne
    services.update_personne(par=par, personne=other, values={"telephone": "06 00 00 00 00"})
    services.set_nir(par=par, personne=other, nir="2910735238014")
    merge = reverse("personnes:merge", args=(one.public_id, other.public_id))
    return {
        "liste": "/titulaires/",
        "fiche": at(other),
        "fiche-a-corriger": at(faulty),
        "formulaire": at(faulty, "update"),
        "nir": at(other, "nir"),
        "fusion": merge,
        "chercher": f"{at(one, 'merge_choose')}?q=d",
        "supprimer": at(one, "delete"),
    }


@EACH_SCREEN
def test_everybody_can_read_it(open_here, shoot, pages, width, scheme):
    for name, address in pages.items():
        page = open_here(address, width=width, scheme=scheme)
        shoot(page, f"titulaires-{name}-{width}-{scheme}")

        assert faults(page) == [], name
        assert overflow(page) <= 0, name
        page.context.close()


def test_an_empty_list_teaches(open_here, shoot):
    page = open_here("/titulaires/")
    shoot(page, "titulaires-vide-1280-light")

    assert faults(page) == []
    page.get_by_role("link", name="Créer une fiche").click()
    page.wait_for_url("**/nouveau/")


def test_a_fiche_is_typed_with_help(open_here, shoot):
    page = open_here("/titulaires/nouveau/")
    page.get_by_label("Nom de naissance").fill("Dupont née Martin")
    page.get_by_label("Prénom", exact=True).fill("Zoé")
    page.get_by_text("réunit deux noms").wait_for()
    page.get_by_role("button", name=re.compile("Écrire.*Martin")).click()
    page.wait_for_load_state()
    assert page.get_by_label("Nom de naissance").input_value() == "Martin"
    assert page.get_by_label("Nom d'usage").input_value() == "Dupont"

    page.get_by_label("Féminin").check()
    page.get_by_label("Jour").fill("3")
    page.get_by_label("Mois").fill("7")
    page.get_by_label("Année").fill("1991")
    lieu = page.get_by_label("Commune de naissance")
    lieu.press_sequentially("renn")
    page.get_by_role("option", name="Rennes (35238)").wait_for()
    shoot(page, "titulaires-commune-1280-light")
    assert faults(page) == []
    lieu.press("ArrowDown")
    lieu.press("Enter")
    assert lieu.input_value() == "Rennes (35238)"
    page.locator(".actions").get_by_role("button", name="Créer la fiche").click()

    page.wait_for_selector("h1:has-text('Zoé Dupont')")
    personne = Personne.objects.get()
    assert (personne.code_insee, personne.jour_naissance) == ("35238", 3)
    assert personne.anomalies == []


def test_communes_are_those_of_the_year_of_birth(open_here):
    page = open_here("/titulaires/nouveau/")
    page.get_by_label("Année").fill("1990")
    lieu = page.get_by_label("Commune de naissance")
    lieu.press_sequentially("Évry")
    page.get_by_role("option", name="Évry (91228)").wait_for()
    page.get_by_label("Année").fill("2022")
    lieu.fill("")
    lieu.press_sequentially("Évry")

    page.get_by_role("option", name="Évry-Courcouronnes (91228)").wait_for()


def test_without_javascript_the_same_is_said(open_here):
    page = open_here("/titulaires/nouveau/", java_script_enabled=False)
    page.get_by_label("Nom de naissance").fill("Dupont née Martin")
    page.get_by_label("Prénom", exact=True).fill("Zoé")
    page.get_by_label("Commune de naissance").fill("Rennes")
    page.get_by_label("Prénom", exact=True).press("Enter")

    page.get_by_role("heading", name="À regarder").wait_for()
    page.get_by_role("button", name=re.compile("Écrire.*Martin")).click()
    page.wait_for_load_state()

    assert Personne.objects.get().nom_naissance == "Martin"


def test_a_nir_is_shown_only_when_asked_for(open_here, par):
    personne = make_personne(par.certificateur)
    services.set_nir(par=par, personne=personne, nir="2910735238014")
    page = open_here(at(personne))
    page.get_by_role("link", name="Montrer : NIR").click()
    assert "2 91 07" not in page.content()
    page.get_by_role("button", name="Montrer le NIR").click()

    page.get_by_text("2 91 07 35 238 014").wait_for()
    page.get_by_role("link", name="Cacher").click()
    page.get_by_text("NIR montré").first.wait_for()


def test_two_rows_are_made_one(open_here, par):
    one = services.create_personne(
        par=par, values={"nom_naissance": "Dubreuil", "prenom1": "Zoé", "annee_naissance": 1991}
    )
    other = make_passage(par.certificateur).personne
    page = open_here(at(one))
    page.get_by_role("link", name="Comparer").click()
    page.get_by_role("button", name="Fusionner ces deux fiches").click()

    page.get_by_text("n'en font plus qu'une").wait_for()
    other.refresh_from_db()
    one.refresh_from_db()
    assert other.merged_into == one
    assert one.jour_naissance == 3

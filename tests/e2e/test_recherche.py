"""The search of the whole software, from the top of any page."""

import pytest

from agrafe.passages.enums import Status
from e2e.reading import EACH_SCREEN, faults, overflow
from factories.web import make_certification, make_depot, make_member, make_passage, make_personne

NAMES = ("Dubreuil", "Dubois", "Dubois-Leclerc", "Duboscq", "Dubreucq", "Dubus", "Dubuisson")
FIRST_NAMES = ("Zoé", "Malo", "Inès", "Youssef", "Anne-Sophie", "Loïc")


@pytest.fixture
def par():
    """A member whose certificateur has some of everything that « dub » finds."""
    par = make_member()
    owner = par.certificateur
    certification = make_certification(
        owner, code="RNCP35726", intitule="Dubbing et doublage : diriger une voix", niveau=6
    )
    for rank, name in enumerate(NAMES * 2):
        personne = make_personne(
            owner,
            nom_naissance=name,
            prenom1=FIRST_NAMES[rank % len(FIRST_NAMES)],
            jour_naissance=rank + 1,
            nom_usage="Martin" if rank == 3 else "",
        )
        if rank < 5:
            make_passage(
                owner,
                personne=personne,
                certification=certification,
                id_technique=f"2026-DUB-{rank:04d}",
                status=[*Status][rank],
            )
    make_depot(owner, numero=12, id_flux="dub-2026-07", total=148)
    return par


@EACH_SCREEN
def test_pages_are_easy_to_read(open_as, par, shoot, width, scheme):
    addresses = {
        "resultats": "/recherche/?q=dub",
        "accueil": "/recherche/",
        "court": "/recherche/?q=d",
        "rien": "/recherche/?q=introuvable",
        "cadre": "/titulaires/",
    }
    for name, address in addresses.items():
        page = open_as(par.user, address, width=width, scheme=scheme)
        shoot(page, f"recherche-{name}-{width}-{scheme}")
        assert faults(page) == []
        assert overflow(page) <= 0
        page.close()


def test_one_searches_from_any_page_without_javascript(open_as, par):
    page = open_as(par.user, "/compte/", java_script_enabled=False)
    page.get_by_role("searchbox", name="Rechercher").fill("dubreuil")
    page.get_by_role("button", name="Lancer la recherche").click()
    page.get_by_role("heading", name="Titulaires").wait_for()
    page.get_by_role("link", name="Dubreuil Zoé").first.click()

    page.get_by_role("heading", name="Zoé Dubreuil").wait_for()


def test_the_rest_is_a_press_away(open_as, par):
    page = open_as(par.user, "/recherche/?q=dub")
    page.get_by_role("link", name="Voir les 14 titulaires").click()

    page.get_by_text("14 titulaires").wait_for()


@pytest.mark.parametrize("width", [390, 768, 991])
def test_without_room_for_a_field_a_link_leads_to_it(open_as, par, width):
    page = open_as(par.user, "/titulaires/", width=width)
    assert overflow(page) <= 0
    page.get_by_role("link", name="Rechercher", exact=True).click()
    field = page.get_by_role("searchbox", name="Rechercher")
    assert field.evaluate("field => field === document.activeElement")
    field.fill("n° 12")
    field.press("Enter")

    page.get_by_role("link", name="Dépôt n° 12").wait_for()


@pytest.mark.parametrize("width", [992, 1280])
def test_the_field_leaves_room_for_the_rest(open_as, par, width):
    page = open_as(par.user, "/titulaires/", width=width)

    assert overflow(page) <= 0
    assert page.get_by_role("searchbox", name="Rechercher").bounding_box()["width"] > 180

"""The help, from the page where one has a question."""

import pytest
from django.urls import reverse

from agrafe.personnes.services import update_personne
from e2e.reading import EACH_SCREEN, faults, overflow
from factories.web import make_member, make_personne

PAGES = [
    ("sommaire", "/aide/"),
    ("recherche", "/aide/?q=naissance"),
    ("guide", "/aide/guides/depots-et-accuses/"),
    ("anomalies", "/aide/reference/regles/"),
]


@EACH_SCREEN
@pytest.mark.parametrize(("name", "address"), PAGES)
def test_the_help_can_be_read(open_page, shoot, name, address, width, scheme):
    page = open_page(address, width=width, scheme=scheme)

    shoot(page, f"aide-{name}-{width}-{scheme}")
    assert faults(page) == []
    assert overflow(page) <= 0


def test_from_a_page_to_its_guide_then_to_a_place_that_one_looks_for(open_as):
    page = open_as(make_member().user, reverse("passages:list"))

    page.get_by_role("link", name="Aide").click()
    page.get_by_role("heading", name="Suivre vos passages").wait_for()
    page.get_by_label("Chercher dans l'aide").fill("relire réponses")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Relire les réponses").first.click()
    page.get_by_role("heading", name="Relire les réponses").wait_for()


def test_a_code_is_explained_beside_the_page_that_says_it(open_as):
    par = make_member()
    personne = make_personne(par.certificateur)
    update_personne(par=par, personne=personne, values={"nom_naissance": "Mme Dubreuil"})
    page = open_as(par.user, reverse("personnes:detail", args=[personne.public_id]))

    with page.context.expect_page() as opened:
        page.locator("a.fault-code").first.click()

    assert "/aide/reference/regles/#" in opened.value.url
    opened.value.get_by_role("heading", name="Anomalies").wait_for()

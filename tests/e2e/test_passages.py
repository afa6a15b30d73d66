"""The passages, as a secretary meets them: the list, the card, the form."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.utils import timezone

from agrafe.comptes.enums import Role
from agrafe.passages import services
from agrafe.passages.enums import Status
from agrafe.passages.models import Passage
from agrafe.passages.services.masse import move_all
from e2e.reading import EACH_SCREEN, EACH_WIDTH, faults, overflow
from factories.web import (
    SOUND,
    make_certificateur,
    make_certification,
    make_member,
    make_personne,
)

PEOPLE = (
    *(("Le Gall", "Anne-Maëlle"), ("Dubreuil", "Zoé"), ("N'Diaye", "Fatou"), ("Nguyen", "Minh")),
    *(("Morel", "Louis"), ("Ferreira", "Inês"), ("Kowalski", "Ewa"), ("Lefèvre", "Hugo")),
)


@pytest.fixture
def par():
    certificateur = make_certificateur(nom="École des métiers du jardin")
    return make_member(Role.ADMINISTRATEUR, certificateur, name="Claire Morel")


@pytest.fixture
def open_list(open_as, par):
    """Open a page for the member."""
    return partial(open_as, par.user)


@pytest.fixture
def passages(par):
    """Make some passages in most states."""
    owner, today = par.certificateur, timezone.localdate()
    certification = make_certification(
        owner, code="RNCP35726", intitule="Fleuriste en boutique et en atelier"
    )
    ages = (5, 100, 80, 40, 60, 200, 30, 15)
    rows = [
        Passage(
            certificateur=owner,
            personne=make_personne(owner, nom_naissance=nom, prenom1=prenom),
            certification=certification,
            id_technique=f"2026-RNCP35726-{rank:04d}",
            promotion="Promotion 2026",
            **{**SOUND, "date_debut_validite": today - timedelta(days=age)},
        )
        for rank, ((nom, prenom), age) in enumerate(zip(PEOPLE, ages, strict=True), start=1)
    ]
    rows[0].date_debut_validite = None
    rows[0].voie_acces_vae = "VAE_CLASSIQUE"
    rows[0].date_fin_validite = date(2020, 1, 1)
    made = services.create_passages(par=par, passages=rows, reason="Import du 3 juillet")
    sent, inside = [Passage.objects.filter(pk=one.pk) for one in made[4:7]], {Status.EN_DEPOT}
    for one in sent:
        move_all(par=par, passages=one, before={Status.PRET}, to=Status.EN_DEPOT)
    move_all(par=par, passages=sent[1], before=inside, to=Status.ACCEPTE)
    reason = "Aucun titulaire trouvé"
    move_all(par=par, passages=sent[2], before=inside, to=Status.REJETE, reason=reason)
    services.exclude_passages(par=par, passages=made[7:8], reason="Délivrée par un autre")
    return made


def look(page, shoot, name):
    shoot(page, name)
    assert faults(page) == []
    assert overflow(page) <= 0


@pytest.mark.usefixtures("passages")
@EACH_SCREEN
def test_the_list_can_be_read(open_list, shoot, width, scheme):
    look(open_list("/accrochage/", width=width, scheme=scheme), shoot, f"passages-{width}-{scheme}")


@EACH_WIDTH
def test_the_empty_list_teaches(open_list, shoot, width):
    look(open_list("/accrochage/", width=width), shoot, f"passages-vide-{width}")


@EACH_SCREEN
def test_the_cards_can_be_read(open_list, shoot, passages, width, scheme):
    for name, passage in (("incomplet", passages[0]), ("pret", passages[1])):
        address = f"/passages/{passage.public_id}/"
        page = open_list(address, width=width, scheme=scheme)
        look(page, shoot, f"passage-{name}-{width}-{scheme}")
    for tab in ("titulaire", "historique"):
        address = f"/passages/{passages[6].public_id}/{tab}/"
        page = open_list(address, width=width, scheme=scheme)
        look(page, shoot, f"passage-{tab}-{width}-{scheme}")


@EACH_SCREEN
def test_the_form_checks_while_one_types(open_list, shoot, passages, width, scheme):
    page = open_list(f"/passages/{passages[0].public_id}/modifier/", width=width, scheme=scheme)
    assert page.get_by_label("Niveau de langue (CECRL)").is_hidden()
    page.get_by_label("Niveau de langue attesté").select_option("oui")
    assert page.get_by_label("Niveau de langue (CECRL)").is_visible()
    page.locator("#constats li").first.wait_for()
    look(page, shoot, f"passage-formulaire-{width}-{scheme}")

    page.get_by_label("Date de délivrance").fill("31/02/2026")
    page.get_by_role("button", name="Enregistrer").last.click()
    page.wait_for_selector(".error-summary")
    assert page.get_by_label("Date de délivrance").input_value() == "31/02/2026"
    look(page, shoot, f"passage-erreurs-{width}-{scheme}")


@pytest.mark.usefixtures("passages")
def test_passages_are_excluded_from_the_list(open_list, shoot):
    page = open_list("/accrochage/?etat=pret")
    page.get_by_label("Choisir toute la page").check()
    page.get_by_role("button", name="Exclure").click()
    look(page, shoot, "passages-exclure")
    page.get_by_label("Motif").fill("Doublon")
    page.get_by_role("button", name="Exclure ces").click()

    page.get_by_text("3 passages exclus.").wait_for()


@pytest.mark.usefixtures("passages")
@EACH_WIDTH
def test_a_passage_is_created(open_list, shoot, width):
    page = open_list("/passages/nouveau/", width=width)
    page.get_by_label("Nom ou prénom du titulaire").fill("n'di")
    page.get_by_role("button", name="Chercher").last.click()
    look(page, shoot, f"passage-nouveau-1-{width}")
    page.get_by_role("link", name="Fatou N'Diaye").click()
    look(page, shoot, f"passage-nouveau-3-{width}")
    page.get_by_label("Date de délivrance").fill("30/06/2026")
    page.get_by_role("button", name="Créer le passage").last.click()

    page.get_by_text("Passage créé.").wait_for()


def test_the_form_works_without_javascript(open_list, passages):
    page = open_list(f"/passages/{passages[1].public_id}/modifier/", java_script_enabled=False)
    assert page.get_by_label("Niveau de langue (CECRL)").is_visible()
    page.get_by_label("Commentaire").fill("Relu")
    page.get_by_role("button", name="Enregistrer").last.click()

    page.get_by_text("Passage enregistré.").wait_for()

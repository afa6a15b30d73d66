"""The page of the titulaire on a phone, without JavaScript too, and the staff who reads his answer."""

import re
from io import BytesIO

import pytest
from django.core import mail as post
from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from agrafe.comptes.enums import Role
from agrafe.courriels.outbox import send_due
from agrafe.verifications import services
from agrafe.verifications.models import Verification
from agrafe.verifications.questions import BY_NAME, keys_of
from e2e.reading import EACH_SCREEN, faults, overflow
from factories.web import make_certificateur, make_member, make_personne

LINK = re.compile(r"https://agrafe\.exemple\.fr(/verification/[\w-]+/)")


def logo():
    drawn = Image.new("RGB", (240, 100), "#14404a")
    ImageDraw.Draw(drawn).ellipse((70, 10, 150, 90), fill="#f2b84b")
    content = BytesIO()
    drawn.save(content, "PNG")
    return ContentFile(content.getvalue(), "logo.png")


@pytest.fixture
def par(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    certificateur = make_certificateur(
        nom="École des métiers d'art", logo=logo(), adresse="2 rue du Four\n35000 Rennes"
    )
    return make_member(Role.ADMINISTRATEUR, certificateur, name="Claire Morel")


def asked(par, names, **fields):
    """Return the path of the link sent to a titulaire asked some questions."""
    personne = make_personne(par.certificateur, **fields)
    keys = keys_of(BY_NAME[name] for name in names)
    services.ask(par=par, personnes=[personne], rubriques={personne.pk: keys})
    send_due()
    return LINK.search(post.outbox[-1].body)[1]


@pytest.mark.parametrize("javascript", [True, False])
def test_a_titulaire_answers_on_his_phone(open_page, shoot, par, javascript):
    names = ["nom", "prenoms", "naissance", "lieu"]
    path = asked(par, names, nom_naissance="Dubreuill", jour_naissance=None)
    page = open_page(path, width=390, java_script_enabled=javascript)

    def look(name):
        if javascript:
            assert faults(page) == [], name
            assert overflow(page) <= 0, name
            shoot(page, f"verification-{name}-390")

    look("porte")
    open_door(page, "1990")
    page.get_by_role("heading", name="Votre page ne s'est pas ouverte").wait_for()
    look("porte-fermee")
    open_door(page, "1991")
    answer_names(page, look)
    answer_birth(page, look)
    send(page, look)

    verification = Verification.objects.get()
    assert verification.status == "repondue"
    assert verification.reponse["codeInsee"] == "93066"
    assert verification.reponse["prenom2"] == "Marie"


def open_door(page, year):
    page.get_by_label("Votre année de naissance").fill(year)
    page.get_by_role("button", name="Ouvrir ma page").click()


def go_on(page):
    page.get_by_role("button", name="Continuer").click()


def answer_names(page, look):
    page.get_by_role("heading", name="Quel est votre nom de naissance").wait_for()
    look("nom")
    page.get_by_label("Nom de naissance").fill("Dubreuil")
    go_on(page)
    page.get_by_role("heading", name="Quels sont vos prénoms").wait_for()
    look("prenoms")
    page.get_by_label("Deuxième prénom").fill("Marie")
    go_on(page)


def answer_birth(page, look):
    page.get_by_label("Jour").fill("31")
    page.get_by_label("Mois").select_option("février")
    go_on(page)
    page.get_by_text("Cette date n'existe pas").wait_for()
    look("naissance")
    page.get_by_label("Jour").fill("3")
    page.get_by_label("Mois").select_option("juillet")
    go_on(page)
    page.get_by_label("Commune ou ville").fill("Saint-Denis")
    go_on(page)
    page.get_by_text("Choisissez votre commune").wait_for()
    look("lieu")
    page.get_by_label("Saint-Denis (Seine-Saint-Denis)").check()
    go_on(page)


def send(page, look):
    page.get_by_role("heading", name="Tout est-il exact").wait_for()
    page.get_by_role("button", name="Envoyer").click()
    page.get_by_text("Cochez cette case").wait_for()
    look("relecture")
    page.get_by_label("Je confirme").check()
    page.get_by_role("button", name="Envoyer").click()
    page.get_by_role("heading", name="Merci").wait_for()
    look("merci")


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light"), (1280, "dark")])
def test_the_page_in_english(open_page, shoot, par, width, scheme):
    page = open_page(asked(par, ["nom", "lieu"]), width=width, scheme=scheme)
    page.get_by_role("link", name="English").click()
    shoot(page, f"verification-door-{scheme}-{width}")
    page.get_by_label("Your year of birth").fill("1991")
    page.get_by_role("button", name="Open my page").click()
    page.get_by_role("heading", name="What is your birth surname").wait_for()
    assert page.locator("html").get_attribute("lang") == "en"
    assert faults(page) == []
    assert overflow(page) <= 0
    shoot(page, f"verification-surname-{scheme}-{width}")
    page.get_by_role("link", name="What becomes of your details").click()
    page.get_by_role("heading", name="Your details and your rights").wait_for()
    assert faults(page) == []
    shoot(page, f"verification-notice-{scheme}-{width}")
    page.get_by_role("link", name="Go back").click()
    page.get_by_role("link", name="This is not me").click()
    shoot(page, f"verification-not-me-{scheme}-{width}")
    page.get_by_role("button", name="Confirm").click()
    page.get_by_role("heading", name="Thank you").wait_for()
    assert Verification.objects.get().status == "pas_moi"


def test_nothing_on_the_page_leads_elsewhere(open_page, par):
    page = open_page(asked(par, ["nom"]), width=390)
    page.get_by_label("Votre année").fill("1991")
    page.get_by_role("button", name="Ouvrir").click()

    links = page.locator("a").evaluate_all("all => all.map(one => one.origin)")
    assert set(links) == {page.evaluate("location.origin")}


@EACH_SCREEN
def test_the_staff_asks_and_reads(open_as, shoot, par, width, scheme):
    make_personne(par.certificateur, nom_naissance="Martin", prenom1="Hugo", courriel="")
    make_personne(par.certificateur, nom_naissance="Petit", prenom1="Lina", annee_naissance=None)
    make_personne(par.certificateur, nom_naissance="Roux", prenom1="Inès", sexe="F")
    page = open_as(par.user, "/titulaires/", width=width, scheme=scheme)

    def look(name):
        assert faults(page) == [], name
        assert overflow(page) <= 0, name
        shoot(page, f"verifications-{name}-{scheme}-{width}")

    page.get_by_label("Choisir toute la page").check()
    look("titulaires")
    page.get_by_role("button", name="Demander une vérification").click()
    page.get_by_role("heading", name="Demander une vérification").wait_for()
    look("demander")
    page.get_by_role("button", name="Envoyer 1").click()
    page.get_by_text("1 courriel part").wait_for()
    send_due()
    [answered] = Verification.objects.all()
    token = LINK.search(post.outbox[-1].body)[1].split("/")[2]
    for question in BY_NAME.values():
        values = {**answered.avant, "prenom2": "Rose", "nomNaissance": "Mme Roux"}
        services.save_answer(token=token, question=question, values=values)
    services.answer(token=token, confirmed=True, remarque="On m'appelle Inès Rose.")
    page.reload()
    look("liste")
    page.get_by_role("link", name="Roux Inès").click()
    page.get_by_role("heading", name="La réponse").wait_for()
    look("fiche")
    page.get_by_role("button", name="Accepter ce qui est coché").click()
    page.get_by_text("La réponse est dans la fiche").wait_for()
    look("acceptee")
    page.goto("/reglages/verifications/")
    look("reglages")

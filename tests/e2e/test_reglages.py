"""The settings, the assistant of the first day and the certifications, as a secretary meets them."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from agrafe.api.models import Jeton
from agrafe.certificateurs.enums import Deposant, Identification, Image
from agrafe.certificateurs.models import Certificateur
from agrafe.certifications.models import Certification
from agrafe.comptes.enums import Role
from e2e.reading import EACH_SCREEN, faults, overflow
from factories.images import make_image
from factories.web import (
    make_bloc,
    make_certificateur,
    make_certification,
    make_jeton,
    make_member,
    make_user,
)


def years_from_now(years):
    return date(timezone.localdate().year + years, 7, 3)


@pytest.fixture
def par(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    certificateur = make_certificateur(
        nom="École des métiers du jardin",
        siret="73282932000074",
        adresse="3 rue des Lilas\n69003 Lyon",
        contact_nom="Claire Morel",
        identification=Identification.ATTENDUS,
        identifiants_demandes_le=timezone.localdate(),
        id_client="",
        id_contrat="",
        nature_deposant=Deposant.CERTIFICATEUR,
        is_trial=True,
    )
    make_image(certificateur, Image.LOGO)
    return make_member(Role.ADMINISTRATEUR, certificateur, name="Claire Morel")


def fill(par):
    """Add certifications, and return the address of the card of the first."""
    first = make_certification(
        par.certificateur,
        code="RNCP35726",
        intitule="Fleuriste en boutique et en ligne",
        niveau=4,
        codes_nsf="312, 330",
        date_decision=years_from_now(-2),
        date_enregistrement=years_from_now(-2),
        date_echeance=years_from_now(1),
        duree_validite=60,
        defaut_modalite_acces="VAE",
    )
    make_bloc(first, intitule="Composer un bouquet de saison")
    make_bloc(first, intitule="Conseiller et vendre", is_optional=True)
    make_certification(
        par.certificateur,
        type="RS",
        code="RS5875",
        intitule="Anglais de la vente",
        date_echeance=years_from_now(-1),
    )
    make_certification(
        par.certificateur, intitule="Vannerie d'osier", date_echeance=years_from_now(4)
    )
    return f"/certifications/{first.public_id}/"


def check(page, shoot, name):
    shoot(page, name)
    assert faults(page) == []
    assert overflow(page) <= 0


@EACH_SCREEN
@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("reglages-organisme", "/reglages/"),
        ("reglages-cdc", "/reglages/caisse-des-depots/"),
        ("reglages-images", "/reglages/images/"),
        ("reglages-courriels", "/reglages/courriels/"),
        ("reglages-essai", "/reglages/essai/"),
        ("reglages-programmes-vide", "/reglages/acces-par-programme/"),
        ("reglages-programmes-creer", "/reglages/acces-par-programme/creer/"),
        ("bienvenue-2", "/bienvenue/caisse-des-depots/"),
        ("bienvenue-3", "/bienvenue/pour-commencer/"),
        ("certifications-vide", "/certifications/"),
    ],
)
def test_settings_can_be_read(open_as, shoot, par, name, address, width, scheme):
    page = open_as(par.user, address, width=width, scheme=scheme)

    check(page, shoot, f"{name}-{width}-{scheme}")


@EACH_SCREEN
@pytest.mark.parametrize("name", ["liste", "fiche", "modifier", "supprimer"])
def test_certifications_can_be_read(open_as, shoot, par, name, width, scheme):
    card = fill(par)
    address = {
        "liste": "/certifications/",
        "fiche": card,
        "modifier": f"{card}modifier/",
        "supprimer": f"{card}supprimer/",
    }[name]

    page = open_as(par.user, address, width=width, scheme=scheme)

    check(page, shoot, f"certifications-{name}-{width}-{scheme}")


@EACH_SCREEN
def test_jetons_can_be_read(open_as, shoot, par, width, scheme):
    colleague = make_member(Role.GESTIONNAIRE, par.certificateur, name="Amélie Roux")
    make_jeton(par, nom="Sauvegarde du soir", expires_at=timezone.now() - timedelta(days=2))
    make_jeton(colleague, nom="Logiciel de scolarité", used_at=timezone.now())
    page = open_as(par.user, "/reglages/acces-par-programme/", width=width, scheme=scheme)
    check(page, shoot, f"reglages-programmes-{width}-{scheme}")

    page.get_by_role("link", name="Créer un jeton").click()
    page.get_by_label("Nom", exact=True).fill("Tâche du matin")
    page.get_by_role("button", name="Créer le jeton").click()
    assert page.get_by_label("Jeton d'accès").input_value().startswith("agrafe_")
    check(page, shoot, f"reglages-programmes-jeton-{width}-{scheme}")

    page.get_by_role("link", name="J'ai copié le jeton").click()
    page.get_by_role("link", name="Révoquer : Tâche du matin").click()
    page.get_by_role("dialog").get_by_role("button", name="Révoquer le jeton").click()
    page.get_by_text("Le jeton est révoqué").wait_for()
    assert Jeton.objects.get(nom="Tâche du matin").revoked_at


def test_the_first_day(open_as, shoot):
    """From nothing to a first certification, by the assistant."""
    user = make_user(name="Claire Morel")
    page = open_as(user, "/bienvenue/")
    shoot(page, "bienvenue-1-1280-light")
    assert faults(page) == []

    page.get_by_label("Raison sociale").fill("École des métiers du jardin")
    page.get_by_label("SIRET").fill("732 829 320 00075")
    page.get_by_role("button", name="Continuer").click()
    page.wait_for_selector(".error-summary")
    assert faults(page) == []
    page.get_by_label("SIRET").fill("732 829 320 00074")
    page.get_by_role("button", name="Continuer").click()

    page.get_by_label("J'ai envoyé ma demande").check()
    page.get_by_label("Demande envoyée le").fill(timezone.localdate().isoformat())
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("link", name="Ajouter une certification").click()

    page.get_by_label("RNCP", exact=True).check()
    page.get_by_label("Code de la fiche").fill("rncp 35 726")
    page.get_by_label("Intitulé exact").fill("Fleuriste en boutique")
    page.get_by_label("Code du bloc").nth(0).fill("1")
    page.get_by_label("Intitulé du bloc").nth(0).fill("Composer un bouquet")
    page.get_by_role("button", name="Ajouter la certification").click()
    page.get_by_role("heading", name="Fleuriste en boutique").wait_for()

    assert Certificateur.objects.get().identification == Identification.ATTENDUS
    assert Certification.objects.get().blocs.get().code == "RNCP35726BC01"


@pytest.mark.parametrize("with_javascript", [True, False])
def test_lines_are_added_with_javascript_or_without(open_as, par, with_javascript):
    page = open_as(par.user, "/certifications/ajouter/", java_script_enabled=with_javascript)
    page.get_by_label("Code de la fiche").fill("RNCP35726")
    page.get_by_label("Code du bloc").nth(2).fill("3")
    page.get_by_role("button", name="Ajouter des lignes").click()
    page.get_by_label("Code du bloc").nth(3).fill("4")
    page.get_by_label("Intitulé du bloc").nth(3).fill("Livrer")
    page.get_by_label("Intitulé du bloc").nth(2).fill("Vendre")
    page.get_by_label("Intitulé exact").fill("Fleuriste")
    page.get_by_label("RNCP", exact=True).check()
    page.get_by_role("button", name="Ajouter la certification").click()
    page.get_by_role("heading", name="Fleuriste", exact=True).wait_for()

    blocs = Certification.objects.get().blocs
    assert [bloc.code for bloc in blocs.all()] == ["RNCP35726BC03", "RNCP35726BC04"]


def test_lines_with_faults_can_be_read(open_as, shoot, par):
    page = open_as(par.user, "/certifications/ajouter/")
    page.get_by_label("Code de la fiche").fill("RS5875")
    page.get_by_label("RNCP", exact=True).check()
    page.get_by_label("Code du bloc").nth(0).fill("BC01")
    page.get_by_role("button", name="Ajouter la certification").click()
    page.wait_for_selector(".error-summary")
    shoot(page, "certifications-fautes-1280-light")

    assert faults(page) == []


def test_the_trial_mode_is_left_in_a_dialog(open_as, par):
    page = open_as(par.user, "/reglages/caisse-des-depots/")
    page.locator("main").get_by_role("link", name="Quitter le mode essai").click()
    page.get_by_role("dialog").get_by_role("button", name="Quitter le mode essai").click()
    page.get_by_text("C'est fait.").wait_for()

    par.certificateur.refresh_from_db()
    assert not par.certificateur.is_trial

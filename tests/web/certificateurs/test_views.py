from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from agrafe.certificateurs.enums import Deposant, Identification, Image
from agrafe.comptes.enums import Role
from agrafe.socle.images import rewritten
from factories.images import make_image, picture
from factories.pages import text_of
from factories.web import make_certificateur, make_member

pytestmark = pytest.mark.django_db

PAGES = ["settings", "caisse_des_depots", "images", "courriels"]
ORGANISME = {"nom": "École du jardin", "siret": "732 829 320 00074"}
CDC = {
    "id_client": "12ABC345",
    "id_contrat": "MCFCER000123",
    "nature_deposant": "CERTIFICATEUR",
    "version_format": "1.1.5",
}


@pytest.fixture
def par():
    return make_member(Role.ADMINISTRATEUR)


@pytest.fixture
def browser(client, par):
    client.force_login(par.user)
    return client


def address(name, **arguments):
    return reverse(f"certificateurs:{name}", kwargs=arguments or None)


def now(par):
    par.certificateur.refresh_from_db()
    return par.certificateur


def waits(par, days=None):
    certificateur = par.certificateur
    certificateur.identification = Identification.ATTENDUS
    certificateur.id_client = certificateur.id_contrat = ""
    if days is not None:
        certificateur.identifiants_demandes_le = timezone.localdate() - timedelta(days)
    certificateur.save()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("role", [Role.GESTIONNAIRE, Role.RESPONSABLE_JURY, Role.LECTURE])
def test_a_member_reads_and_changes_nothing(client, name, role):
    client.force_login(make_member(role).user)

    page = text_of(client.get(address(name)))

    assert "Seuls les administrateurs les changent" in page
    assert ">Enregistrer<" not in page
    assert " disabled" in page
    assert "Équipe" not in page
    assert client.post(address(name), ORGANISME).status_code == 403


@pytest.mark.parametrize("name", PAGES)
def test_an_administrateur_changes_and_has_every_tab(browser, name):
    page = text_of(browser.get(address(name)))

    assert ">Enregistrer<" in page
    assert [tab in page for tab in ("Organisme", "Courriels", "Équipe", "Journal")] == [True] * 4


@pytest.mark.parametrize("name", PAGES)
def test_whoever_is_not_signed_in_signs_in(client, name):
    assert client.get(address(name)).status_code == 302


# ---------------------------------------------------------------------------------- organisation


def test_the_organisation_is_changed(browser, par):
    answer = browser.post(address("settings"), ORGANISME, follow=True)

    assert "C'est enregistré." in text_of(answer)
    assert (now(par).nom, par.certificateur.siret) == ("École du jardin", "73282932000074")
    assert 'value="732 829 320 00074"' in text_of(answer)


def test_a_wrong_siret_is_explained_and_nothing_is_lost(browser, par):
    page = text_of(browser.post(address("settings"), {**ORGANISME, "siret": "732 829 320 00075"}))

    assert "Un chiffre de ce SIRET est faux" in page
    assert 'value="732 829 320 00075"' in page
    assert "École du jardin" in page
    assert not now(par).siret


# -------------------------------------------------------------------------- Caisse des Dépôts


def test_identifiers_are_kept_and_the_state_follows(browser, par):
    waits(par, 3)

    page = text_of(browser.post(address("caisse_des_depots"), CDC, follow=True))

    assert "Identifiants reçus" in page
    assert now(par).identification == Identification.RECUS


def test_the_core_s_doubt_is_said(browser, par):
    page = text_of(
        browser.post(address("caisse_des_depots"), CDC | {"id_client": "12-BC345"}, follow=True)
    )

    assert "n'a pas la forme attendue" in page
    assert now(par).id_client == "12-BC345"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"id_client": "12ABC3"}, "au lieu de 8"),
        ({"id_contrat": "X" * 21}, "20 au plus"),
        ({"nature_deposant": "TIERS_CONFIANCE"}, "Donnez son nom"),
        ({"nature_deposant": "AUTRE"}, "Choisissez une réponse"),
        ({"version_format": "0.9"}, "Choisissez une réponse"),
    ],
)
def test_what_cannot_be_is_explained(browser, changes, said):
    page = text_of(browser.post(address("caisse_des_depots"), CDC | changes))

    assert said in page.replace("\u202f", " ")


def test_a_tiers_of_the_same_number_is_doubted(browser):
    tiers = {
        "nature_deposant": "TIERS_CONFIANCE",
        "tiers_nom": "Relais du livre",
        "id_client_emetteur": "12ABC345",
    }

    page = text_of(browser.post(address("caisse_des_depots"), CDC | tiers, follow=True))

    assert "porte votre idClient" in page


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (None, "Comptez un mois environ"),
        (0, "depuis aujourd'hui"),
        (1, "depuis 1 jour"),
        (31, "depuis 31 jours. Comptez un mois"),
        (32, "plus que d'habitude"),
    ],
)
def test_the_page_says_how_long_it_has_been_waiting(browser, par, days, said):
    waits(par, days)

    page = " ".join(text_of(browser.get(address("caisse_des_depots"))).split())

    assert said in page.replace("</strong> depuis", " depuis").replace("</strong>", "")


def test_what_to_ask_is_ready_to_be_copied(browser, par):
    certificateur = par.certificateur
    certificateur.identification = Identification.A_DEMANDER
    certificateur.siret, certificateur.adresse = "73282932000074", "3 rue des Lilas\n69003 Lyon"
    certificateur.contact_nom = "Ada <Roy> & Cie"
    certificateur.contact_telephone = "04 00 00 00 00"
    certificateur.save()

    answer = browser.get(address("caisse_des_depots"))

    letter = answer.context["letter"]
    assert "Je souhaite me faire connaître et procéder à mon accrochage" in text_of(answer)
    assert "SIRET : 732 829 320 00074" in letter
    assert "Adresse : 3 rue des Lilas, 69003 Lyon" in letter
    assert "Ada <Roy> & Cie, secretariat@exemple.fr, 04 00 00 00 00" in letter
    assert "Nous déposerons nos données nous-mêmes." in letter
    assert b"Ada &lt;Roy&gt; &amp; Cie" in answer.content


def test_it_names_the_tiers_de_confiance(browser, par):
    certificateur = par.certificateur
    certificateur.nature_deposant = Deposant.TIERS_CONFIANCE
    certificateur.tiers_nom = "Relais du livre"
    certificateur.save()

    letter = browser.get(address("caisse_des_depots")).context["letter"]

    assert "organisme de confiance : Relais du livre." in letter
    assert "SIRET : à compléter" in letter


def test_a_request_is_noted_then_forgotten(browser, par):
    par.certificateur.identification = Identification.A_DEMANDER
    par.certificateur.save()

    browser.post(address("identification"), {"on": timezone.localdate().isoformat()})
    assert now(par).identification == Identification.ATTENDUS

    page = text_of(browser.post(address("identification"), {"effacer": "1"}, follow=True))
    assert now(par).identification == Identification.A_DEMANDER
    assert "C'est noté." in page


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"on": ""}, "Remplissez ce champ."),
        ({"on": "hier"}, "Écrivez une date"),
        ({"on": "2999-01-01"}, "pas encore venue"),
        ({"on": "2026-01-01"}, "déjà enregistrés"),
        ({"effacer": "1"}, "cela ne se peut plus"),
    ],
)
def test_a_request_that_cannot_be_is_explained(browser, sent, said):
    assert said in text_of(browser.post(address("identification"), sent, follow=True))


# ------------------------------------------------------------------------------------------ trial


def test_the_trial_mode_is_explained_then_shown_on_every_page(browser, par):
    assert "personnes inventées" in text_of(browser.get(address("trial")))

    browser.post(address("trial"), {"essai": "oui"})

    page = text_of(browser.get(address("courriels")))
    assert now(par).is_trial
    assert "jamais à la Caisse des Dépôts" in page
    assert address("trial") in page
    assert "en service" in text_of(browser.get(address("caisse_des_depots")))


def test_it_is_left(browser, par):
    par.certificateur.is_trial = True
    par.certificateur.save()
    assert "Quitter le mode essai ?" in text_of(browser.get(address("trial")))

    browser.post(address("trial"), {"essai": "non"})

    assert not now(par).is_trial


def test_a_member_sees_the_banner_and_no_way_out(client):
    par = make_member(Role.LECTURE, make_certificateur(is_trial=True))
    client.force_login(par.user)

    page = text_of(client.get(address("settings")))

    assert "Mode essai" in page
    assert address("trial") not in page


# ----------------------------------------------------------------------------------------- images


def upload(content=None, name="logo.png"):
    return SimpleUploadedFile(name, picture() if content is None else content)


def test_images_are_kept_and_served_to_members_alone(browser, client):
    answer = browser.post(
        address("images"),
        {"logo": upload(), "signature": upload(picture("JPEG")), "signataire_nom": "Ada Roy"},
        follow=True,
    )

    assert address("image", kind="logo") in text_of(answer)
    served = browser.get(address("image", kind="signature"))
    assert served["Content-Type"] == "image/png"
    assert served["Cache-Control"] == "no-store"
    assert served["X-Content-Type-Options"] == "nosniff"
    assert served["Content-Disposition"] == 'inline; filename="signature.png"'
    assert served.content == rewritten(picture("JPEG"), max_side=1600)

    client.force_login(make_member(Role.ADMINISTRATEUR).user)
    assert client.get(address("image", kind="logo")).status_code == 404


def test_without_a_new_image_the_one_before_stays(browser, par):
    make_image(par.certificateur, Image.LOGO)

    browser.post(address("images"), {"signataire_nom": "Ada Roy"})

    assert now(par).logo
    assert par.certificateur.signataire_nom == "Ada Roy"


@pytest.mark.parametrize(
    "content", [b"<svg/>", b"bonjour", picture("GIF", mode="P", colour=0), b""]
)
def test_what_is_no_image_is_explained(browser, par, content):
    page = text_of(browser.post(address("images"), {"logo": upload(content, "logo.png")}))

    assert "Choisissez-en un autre" in page
    assert not now(par).logo


@pytest.mark.parametrize("kind", ["logo", "signature", "mot-de-passe", "siret"])
def test_what_is_not_there_is_not_found(browser, kind):
    assert browser.get(address("image", kind=kind)).status_code == 404
    assert browser.get(address("image_remove", kind=kind)).status_code == 404


def test_a_file_that_was_lost_is_not_found(browser, par):
    make_image(par.certificateur, Image.LOGO)
    default_storage.delete(par.certificateur.logo.name)

    assert browser.get(address("image", kind="logo")).status_code == 404


@pytest.mark.parametrize("kind", Image.values)
def test_an_image_is_removed_once_it_is_confirmed(browser, par, kind):
    make_image(par.certificateur, kind)
    assert "Retirer l" in text_of(browser.get(address("image_remove", kind=kind)))
    assert address("image_remove", kind=kind) in text_of(browser.get(address("images")))

    page = text_of(browser.post(address("image_remove", kind=kind), follow=True))

    assert "l'image est retirée" in page
    assert not getattr(now(par), kind)


# ------------------------------------------------------------------------------------------ mails


def test_mails_are_settled(browser, par):
    sent = {
        "courriel_expediteur": "Le secrétariat du jury",
        "courriel_reponse": "jury@exemple.fr",
        "courriel_pied": "3 rue des Lilas",
    }

    assert "C'est enregistré." in text_of(browser.post(address("courriels"), sent, follow=True))
    assert now(par).courriel_expediteur == "Le secrétariat du jury"
    assert reverse("courriels:templates") in text_of(browser.get(address("courriels")))


@pytest.mark.parametrize("name", ["Jury <jury@exemple.fr>", 'Le "jury"', "Jury\r\nBcc: x@y.fr"])
def test_a_name_is_no_header(browser, par, name):
    browser.post(address("courriels"), {"courriel_expediteur": name})

    assert not set('<>@"\r\n') & set(now(par).courriel_expediteur)

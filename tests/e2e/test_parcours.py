"""The whole journey of a promotion, through the pages: a deposit, its rejections, the titulaires who answer, the second deposit."""

import re
from collections import Counter
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone

from agrafe.comptes.models import Membership
from agrafe.config import demo
from agrafe.depots.enums import Issue
from agrafe.depots.models import Depot, DepotPassage
from agrafe.passages.enums import Status, Voie
from agrafe.passages.models import Passage
from agrafe.personnes.models import Personne
from agrafe.personnes.services import update_personne
from agrafe.travaux.worker import drain
from agrafe.verifications.models import Verification
from e2e.reading import faults, overflow
from factories.mail_server import Box, free_port

CAUSE = "Aucun titulaire reconnu"


@pytest.fixture
def box(settings, live_server):
    """Have the mails leave through a real server on this machine, with links to the site that is open."""
    box = Box()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.SITE_ADDRESS = live_server.url
    yield box
    controller.stop()


@pytest.fixture
def par(settings, tmp_path):
    """The secretary of the demonstration, its 300 passages, and a promotion of which none that would leave is doubtful."""
    settings.MEDIA_ROOT = str(tmp_path)
    demo.make(today=timezone.localdate(), password=demo.PASSWORD)
    promotion().filter(status=Status.PRET).exclude(gravite="").update(promotion="Rattrapage")
    return Membership.objects.get(user__email=demo.ACCOUNTS[0].email)


def promotion():
    return Passage.objects.filter(promotion=demo.READY)


@pytest.fixture
def mistaken(par):
    """Two titulaires of the promotion whose row is not what the registry says: a letter too many, the wrong sex.

    Returns:
        By primary key, the field that is wrong and its true value.
    """
    rows = promotion().filter(status=Status.PRET, voie=Voie.ETAT_CIVIL).order_by("pk")
    misspelt, miswritten = (row.personne for row in rows.select_related("personne")[:2])
    truth = {
        misspelt.pk: ("nom_naissance", misspelt.nom_naissance),
        miswritten.pk: ("sexe", miswritten.sexe),
    }
    values = {"nom_naissance": f"{misspelt.nom_naissance}S"}
    update_personne(par=par, personne=misspelt, values=values)
    values = {"sexe": "F" if miswritten.sexe == "M" else "M"}
    update_personne(par=par, personne=miswritten, values=values)
    return truth


@pytest.fixture
def look(shoot):
    """Ask of a page what is asked of any, and take its picture."""

    def check(page, name):
        width = page.viewport_size["width"]
        shoot(page, f"parcours-{name}-{width}")
        assert faults(page) == [], name
        assert overflow(page) <= 0, name

    return check


def test_a_promotion_from_its_first_deposit_to_all_accepted(
    open_page, look, live_server, box, mistaken
):
    incomplete = promotion().filter(status=Status.INCOMPLET).count()
    leaving = promotion().filter(status=Status.PRET).count()
    page = open_page("/compte/connexion/")
    sign_in(page)

    first = deposit(page, look, "premier")
    assert first.comptes == {Issue.ACCEPTE: leaving - 2, Issue.REJETE: 2}
    write_to_titulaires(page, look, box)
    for pk, (field, value) in mistaken.items():
        personne = Personne.objects.get(pk=pk)
        phone = open_page(link_for(box, live_server, personne.courriel), width=390)
        answer(phone, look, personne, field, value)
    accept_answers(page, look, mistaken)
    assert set(rejected(first).values_list("passage__status", flat=True)) == {Status.A_RENVOYER}
    second = deposit(page, look, "second", is_resend=True)

    assert second.comptes == {Issue.ACCEPTE: 2}
    assert names(second.lignes) == names(rejected(first))
    assert Counter(promotion().values_list("status", flat=True)) == {
        Status.ACCEPTE: leaving,
        Status.INCOMPLET: incomplete,
    }
    assert Counter(promotion().values_list("envois", flat=True)) == {
        0: incomplete,
        1: leaving - 2,
        2: 2,
    }
    assert Passage.objects.count() == Personne.objects.count() == 300
    for pk, (field, value) in mistaken.items():
        assert getattr(Personne.objects.get(pk=pk), field) == value


def sign_in(page):
    page.get_by_label("Adresse électronique").fill(demo.ACCOUNTS[0].email)
    page.get_by_label("Mot de passe", exact=True).fill(demo.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Se connecter").click()
    page.wait_for_url(lambda url: "/connexion/" not in url)


def deposit(page, look, name, *, is_resend=False):
    """Prepare a deposit of the promotion, send it to the rehearsal portal, read its answer, and return the deposit."""
    if is_resend:
        page.get_by_role("link", name="Accrochage", exact=True).first.click()
        page.get_by_role("link", name="À corriger", exact=True).click()
        page.get_by_role("link", name="Préparer leur dépôt").click()
        assert page.get_by_label("Seulement les passages à renvoyer").is_checked()
    else:
        page.get_by_role("link", name="Préparer un dépôt").click()
    page.get_by_label("Promotion").select_option(demo.READY)
    page.get_by_role("button", name="Voir ce choix").click()
    page.wait_for_url("**promotion=**")
    look(page, f"{name}-preparer")
    page.get_by_role("button", name=re.compile("Préparer le dépôt de ces? passages?")).click()
    page.wait_for_url(re.compile("/depots/[0-9a-f-]{36}/$"))
    drain()
    page.reload()
    look(page, f"{name}-pret")
    page.get_by_role("button", name="Envoyer au portail d'essai").click()
    page.get_by_text("Envoyé au portail d'essai").wait_for()
    drain()
    page.reload()
    page.get_by_text("Le portail d'essai a répondu.").wait_for()
    page.get_by_role("heading", name="Ce qu'a répondu le portail d'essai").wait_for()
    look(page, f"{name}-repondu")
    page.get_by_role("link", name=re.compile("Accusé de traitement")).click()
    page.get_by_role("heading", name="Ce que dit le portail d'essai").wait_for()
    look(page, f"{name}-accuse")
    return Depot.objects.latest("pk")


def rejected(depot):
    return DepotPassage.objects.filter(depot=depot, issue=Issue.REJETE)


def names(lignes):
    return set(lignes.values_list("passage__id_technique", flat=True))


def write_to_titulaires(page, look, box):
    """From the accusé to the mails, which leave."""
    page.get_by_role("heading", name=CAUSE).wait_for()
    page.get_by_role("link", name="Corriger ces passages").click()
    look(page, "cause")
    page.get_by_role("link", name="Écrire aux titulaires").click()
    page.get_by_role("heading", name="Le courriel").wait_for()
    look(page, "ecrire")
    page.get_by_role("button", name="Écrire à").click()
    page.get_by_text("un lien personnel pour vérifier ses données").wait_for()
    drain()
    assert len(box.mails) == Verification.objects.count() > 0


def link_for(box, live_server, address):
    """Return the address of the personal link in the one mail that a titulaire got."""
    [sent] = [mail for mail in box.mails if mail.rcpt_tos == [address]]
    letter = message_from_bytes(sent.content, policy=policy.default)
    text = letter.get_body(("plain",)).get_content()
    return re.search(rf"{live_server.url}/verification/[\w-]+/", text)[0]


def answer(page, look, personne, field, value):
    """Answer as the titulaire does, on his phone: his year of birth, then what is wrong; the rest is there already."""
    look(page, f"{field}-porte")
    page.get_by_label("Votre année de naissance").fill(str(personne.annee_naissance))
    page.get_by_role("button", name="Ouvrir ma page").click()
    page.get_by_role("heading", name="Quel est votre nom de naissance").wait_for()
    assert page.get_by_label("Nom de naissance").input_value() == personne.nom_naissance
    if field == "nom_naissance":
        page.get_by_label("Nom de naissance").fill(value)
    look(page, f"{field}-nom")
    go_on(page, "Quels sont vos prénoms")
    assert page.get_by_label("Premier prénom").input_value() == personne.prenom1
    go_on(page, "sexe")
    if field == "sexe":
        page.get_by_label("Masculin" if value == "M" else "Féminin").check()
    look(page, f"{field}-sexe")
    go_on(page, "naissance")
    assert page.get_by_label("Année").input_value() == str(personne.annee_naissance)
    go_on(page, "Tout est-il exact")
    page.get_by_label("Je confirme").check()
    look(page, f"{field}-relecture")
    page.get_by_role("button", name="Envoyer").click()
    page.get_by_role("heading", name="Merci").wait_for()
    look(page, f"{field}-merci")


def go_on(page, heading):
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("heading", name=heading).wait_for()


def accept_answers(page, look, mistaken):
    """Read the answers, and take each into its card."""
    for number, pk in enumerate(mistaken, start=1):
        page.get_by_role("link", name="Accrochage", exact=True).first.click()
        page.get_by_role("link", name="À corriger", exact=True).click()
        look(page, f"corriger-{number}")
        page.get_by_role("link", name=re.compile("^Lire ce")).click()
        look(page, f"reponses-{number}")
        personne = Personne.objects.get(pk=pk)
        page.get_by_role("link", name=f"{personne.nom_naissance} {personne.prenom1}").click()
        page.get_by_role("heading", name="La réponse").wait_for()
        look(page, f"reponse-{number}")
        page.get_by_role("button", name="Accepter ce qui est coché").click()
        page.get_by_text("La réponse est dans la fiche").wait_for()
    assert Verification.objects.filter(personne__in=mistaken, status="acceptee").count() == 2

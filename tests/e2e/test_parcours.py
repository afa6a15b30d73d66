"""The whole journey of a promotion, through the pages: its workbook, one deposit of 300 passages, its rejections, the titulaires who
answer, the second deposit, and not a word typed twice."""

import re
from collections import Counter
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone
from openpyxl import Workbook

from accrochage.dictionnaire import COLONNES, RUBRIQUES
from accrochage.portail.essai.tirage import Essai, draw
from agrafe.comptes.enums import Role
from agrafe.depots.enums import Issue
from agrafe.depots.essai import population
from agrafe.depots.models import Depot, DepotPassage
from agrafe.passages.enums import Status
from agrafe.passages.models import Passage
from agrafe.personnes.models import Personne
from agrafe.travaux.worker import drain
from agrafe.verifications.models import Verification
from e2e.reading import faults, overflow
from factories.mail_server import Box, free_port
from factories.web import PASSWORD, make_certificateur, make_certification, make_member

pytestmark = pytest.mark.long

TOTAL = 300
PROMOTION = "Promotion de printemps"
CAUSE = "Aucun titulaire reconnu"
MISTYPED = ("nomNaissance", "sexe", "prenom1")
"""What is wrong in the first rows of the workbook: a letter too many, the wrong sex, another first name."""


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
def par():
    """A secretary whose certificateur is in trial."""
    certificateur = make_certificateur(nom="École des métiers du jardin", is_trial=True)
    for type_, code in (("RNCP", "RNCP99001"), ("RS", "RS99002")):
        make_certification(certificateur, type=type_, code=code)
    return make_member(Role.GESTIONNAIRE, certificateur, name="Claire Morel")


@pytest.fixture
def rows():
    """The rows of a promotion: people whom the rehearsal portal knows, each with an address."""
    essai = Essai(lignes=TOTAL, fautes=0, seed="une promotion", today=timezone.localdate())
    return [
        {**one.values, "courriel": f"titulaire.{rank}@exemple.fr"}
        for rank, one in enumerate(draw(essai, population))
    ]


@pytest.fixture
def truth(rows):
    """By address, the rubrique that the workbook has wrong and its true value."""
    return {row["courriel"]: (key, row[key]) for row, key in zip(rows, MISTYPED, strict=False)}


@pytest.fixture
def classeur(tmp_path, rows, truth):
    """The workbook that the secretary has, mistyped rows included."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.append([COLONNES[key].header if key in COLONNES else key for key in rows[0]])
    for row in rows:
        key, value = truth.get(row["courriel"], ("", ""))
        sheet.append([*(row | ({key: mistype(key, value)} if key else {})).values()])
    path = tmp_path / "Promotion de printemps.xlsx"
    workbook.save(path)
    return path


def mistype(key, value):
    if key == "sexe":
        return "F" if value == "M" else "M"
    return f"{value}s" if key == "nomNaissance" else f"{value}-Marie"


@pytest.fixture
def look(shoot):
    """Ask of a page what is asked of any, and take its picture: the first time that it is met."""
    met = set()

    def check(page, name):
        if name in met:
            return
        met.add(name)
        width = page.viewport_size["width"]
        shoot(page, f"parcours-{name}-{width}")
        assert faults(page) == [], name
        assert overflow(page) <= 0, name

    return check


def test_a_promotion_from_its_workbook_to_all_accepted(open_page, look, box, par, classeur, truth):
    page = open_page("/compte/connexion/")
    sign_in(page, par.user)
    bring_in(page, look, classeur)
    assert Passage.objects.filter(status=Status.PRET).count() == TOTAL

    first = deposit(page, look, "premier")
    assert first.comptes == {Issue.ACCEPTE: TOTAL - len(truth), Issue.REJETE: len(truth)}
    write_to_titulaires(page, look, box)
    *answered, told = truth
    for address in answered:
        phone = open_page(link_for(box, address), width=390)
        answer(phone, look, titulaire(address), *truth[address])
    accept_answers(page, look, answered)
    mend(page, look, titulaire(told), *truth[told])
    assert set(rejected(first).values_list("passage__status", flat=True)) == {Status.A_RENVOYER}
    second = deposit(page, look, "second", is_resend=True)

    assert second.comptes == {Issue.ACCEPTE: len(truth)}
    assert names(second.lignes) == names(rejected(first))
    passages = Passage.objects.filter(promotion=PROMOTION, status=Status.ACCEPTE)
    assert Counter(passages.values_list("envois", flat=True)) == {
        1: TOTAL - len(truth),
        2: len(truth),
    }
    assert Passage.objects.count() == Personne.objects.count() == TOTAL
    for address, (key, value) in truth.items():
        assert getattr(titulaire(address), RUBRIQUES[key].field) == value


def titulaire(address):
    return Personne.objects.get(courriel=address)


def sign_in(page, user):
    page.get_by_label("Adresse électronique").fill(user.email)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Se connecter").click()
    page.wait_for_url(lambda url: "/connexion/" not in url)


def bring_in(page, look, classeur):
    """Import the workbook, from the page that a new certificateur sees first."""
    page.get_by_role("link", name="Importer un classeur").click()
    page.set_input_files("input[type=file]", classeur)
    page.get_by_label("Promotion").fill(PROMOTION)
    page.get_by_role("button", name="Lire ce fichier").click()
    page.wait_for_url(re.compile("/imports/[0-9a-f-]{36}/$"))
    drain()
    page.reload()
    look(page, "classeur")
    page.get_by_role("button", name=f"Importer {TOTAL} lignes").click()
    page.wait_for_load_state()
    drain()
    page.reload()
    page.get_by_role("link", name="Voir les passages").click()
    look(page, "passages")


def deposit(page, look, name, *, is_resend=False):
    """Prepare a deposit of the promotion, send it to the rehearsal portal, read its answer, and return the deposit."""
    if is_resend:
        to_mend(page)
        page.get_by_role("link", name="Préparer leur dépôt").click()
        assert page.get_by_label("Seulement les passages à renvoyer").is_checked()
    else:
        page.get_by_role("link", name="Préparer un dépôt").click()
    page.get_by_label("Promotion").select_option(PROMOTION)
    page.get_by_role("button", name="Voir ce choix").click()
    page.wait_for_url("**promotion=**")
    look(page, f"{name}-preparer")
    page.get_by_role("button", name=re.compile("^Préparer le dépôt de")).click()
    page.wait_for_url(re.compile("/depots/[0-9a-f-]{36}/$"))
    drain()
    page.get_by_role("button", name="Envoyer au portail d'essai").wait_for()
    look(page, f"{name}-pret")
    page.get_by_role("button", name="Envoyer au portail d'essai").click()
    page.get_by_text("Envoyé au portail d'essai").wait_for()
    drain()
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
    page.get_by_text("un lien personnel pour vérifier leurs données").wait_for()
    drain()
    assert len(box.mails) == Verification.objects.count() > 0


def link_for(box, address):
    """Return the address of the personal link in the one mail that a titulaire got."""
    [sent] = [mail for mail in box.mails if mail.rcpt_tos == [address]]
    letter = message_from_bytes(sent.content, policy=policy.default)
    text = letter.get_body(("plain",)).get_content()
    return re.search(r"http://[\w.:]+/verification/[\w-]+/", text)[0]


def answer(page, look, personne, key, value):
    """Answer as the titulaire does, on his phone: his year of birth, then what is wrong; the rest is there already."""
    look(page, "porte")
    page.get_by_label("Votre année de naissance").fill(str(personne.annee_naissance))
    page.get_by_role("button", name="Ouvrir ma page").click()
    page.get_by_role("heading", name="Quel est votre nom de naissance").wait_for()
    assert page.get_by_label("Nom de naissance").input_value() == personne.nom_naissance
    if key == "nomNaissance":
        page.get_by_label("Nom de naissance").fill(value)
    look(page, "nom")
    go_on(page, "Quels sont vos prénoms")
    assert page.get_by_label("Premier prénom").input_value() == personne.prenom1
    go_on(page, "sexe")
    if key == "sexe":
        page.get_by_label("Masculin" if value == "M" else "Féminin").check()
    look(page, "sexe")
    go_on(page, "naissance")
    assert page.get_by_label("Année").input_value() == str(personne.annee_naissance)
    go_on(page, "Tout est-il exact")
    page.get_by_label("Je confirme").check()
    look(page, "relecture")
    page.get_by_role("button", name="Envoyer").click()
    page.get_by_role("heading", name="Merci").wait_for()
    look(page, "merci")


def go_on(page, heading):
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("heading", name=heading).wait_for()


def accept_answers(page, look, addresses):
    """Read the answers, and take each into its card."""
    for address in addresses:
        to_mend(page)
        look(page, "corriger")
        page.get_by_role("link", name=re.compile("^Lire ce")).click()
        look(page, "reponses")
        personne = titulaire(address)
        page.get_by_role("link", name=f"{personne.nom_naissance} {personne.prenom1}").click()
        page.get_by_role("heading", name="La réponse").wait_for()
        look(page, "reponse")
        page.get_by_role("button", name="Accepter ce qui est coché").click()
        page.get_by_text("La réponse est dans la fiche").wait_for()
    assert Verification.objects.filter(status="acceptee").count() == len(addresses)


def mend(page, look, personne, key, value):
    """Mend a card from the list of the rejections: its titulaire said what is right by telephone."""
    to_mend(page)
    page.get_by_role("link", name="Corriger ce passage").click()
    page.get_by_role("link", name=f"Corriger {personne}").click()
    look(page, "fiche")
    page.get_by_label(COLONNES[key].header, exact=True).fill(value)
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("La fiche est enregistrée").wait_for()


def to_mend(page):
    page.get_by_role("link", name="Accrochage", exact=True).first.click()
    page.get_by_role("link", name="À corriger", exact=True).click()

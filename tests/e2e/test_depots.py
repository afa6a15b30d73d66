"""The deposits, as a secretary meets them: prepare, deposit, give the accusé, mend, send again."""

from datetime import timedelta
from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone

from agrafe.comptes.enums import Role
from agrafe.depots import forecast
from agrafe.depots.enums import Genre
from agrafe.depots.models import Accuse, Depot
from agrafe.depots.services import echeances, suivi
from agrafe.passages import services as passages
from agrafe.passages.models import Passage
from agrafe.travaux.worker import drain
from e2e.reading import EACH_SCREEN, EACH_WIDTH, faults, overflow
from factories.web import SOUND, make_certificateur, make_certification, make_member, make_personne
from web.depots.conftest import KO, accuse_of, build, give

PEOPLE = (
    *(("Le Gall", "Anne-Maëlle"), ("Dubreuil", "Zoé"), ("N'Diaye", "Fatou"), ("Nguyen", "Minh")),
    *(("Morel", "Louis"), ("Ferreira", "Inês"), ("Kowalski", "Ewa"), ("Lefèvre", "Hugo")),
)
DAY = "Aucun titulaire ne correspond aux critères obligatoires enrichis du jour et du mois de naissance"


@pytest.fixture(autouse=True)
def private_files(settings, tmp_path):
    """Have the files lie in the folder of the test."""
    settings.MEDIA_ROOT = str(tmp_path / "fichiers")
    settings.ESSAI_POPULATION = 20


@pytest.fixture
def par():
    certificateur = make_certificateur(nom="École des métiers du jardin")
    return make_member(Role.ADMINISTRATEUR, certificateur, name="Claire Morel")


@pytest.fixture
def open_as(open_as, par):
    """Open a page for the member."""
    return partial(open_as, par.user)


def sow(par, start=0, **fields):
    """Make passages, one of them incomplete."""
    owner, today = par.certificateur, timezone.localdate()
    certification = make_certification(owner, code=f"RNCP3572{start}", intitule="Fleuriste")
    rows = [
        Passage(
            certificateur=owner,
            personne=make_personne(owner, nom_naissance=nom, prenom1=prenom),
            certification=certification,
            id_technique=f"2026-RNCP3572{start}-{rank:04d}",
            **{**SOUND, "date_debut_validite": today - timedelta(days=80 - rank), **fields},
        )
        for rank, (nom, prenom) in enumerate(PEOPLE, start=1)
    ]
    rows[0].obtention_certification = ""
    return passages.create_passages(par=par, passages=rows)


def check(page, shoot, name, width):
    """Ask of a page what is asked of any."""
    shoot(page, f"depots-{name}")
    assert faults(page) == []
    assert overflow(page) <= 0, width


@pytest.fixture
def story(par):
    """A deposit answered with rejections, one that waits, letters of the CDC."""
    sow(par)
    depot = suivi.mark_deposited(par=par, depot=build(par))
    names = list(depot.lignes.order_by("rang").values_list("id_technique", flat=True))
    content = accuse_of(depot, ok=names[:3], ko=[(names[3], KO), (names[4], KO), (names[5], DAY)])
    accuse = give(par, content)
    sow(par, 1)
    waiting = build(par)
    today = timezone.localdate()
    for genre, objet in zip(
        Genre,
        ("Corriger la date de naissance de Louis Morel", "Transmettre l'année 2024"),
        strict=True,
    ):
        echeances.add_demande(
            par=par,
            genre=genre,
            received_on=today,
            objet=objet,
            passage=Passage.objects.get(id_technique=names[4])
            if genre == Genre.CORRECTION
            else None,
        )
    return depot, waiting, accuse


@EACH_SCREEN
def test_what_is_foretold_and_what_is_proved_can_be_read(
    open_as, shoot, par, monkeypatch, width, scheme
):
    sow(par)
    for number in (1, 2):
        depot = build(par)
        names = depot.lignes.values_list("id_technique", flat=True)
        give(par, accuse_of(depot, ko=[(one, KO) for one in names]))
        if number == 1:
            passages.resend_passages(par=par, passages=Passage.objects.all())
    twice = Passage.objects.filter(status="rejete").first()
    page = open_as(f"/accrochage/passages/{twice.public_id}/depots/", width=width, scheme=scheme)
    page.get_by_role("button", name="Constituer le dossier").wait_for()
    check(page, shoot, f"second-rejet-{width}-{scheme}", width)

    for one in sow(par, 1):
        one.personne.prenom1 = "M."
        one.personne.save()
    monkeypatch.setattr(forecast, "SHOWN", 3)
    page = open_as("/accrochage/depots/preparer/", width=width, scheme=scheme)
    page.get_by_text("Voir les 3 premiers").click()
    check(page, shoot, f"prevision-{width}-{scheme}", width)
    page.get_by_role("link", name="Voir les 7").click()
    assert page.locator("#partira ~ details li").count() == 7

    monkeypatch.setattr(forecast, "FORECAST", 3)
    page = open_as("/accrochage/depots/preparer/", width=width, scheme=scheme)
    page.get_by_text("Prévision approchée").wait_for()
    check(page, shoot, f"prevision-approchee-{width}-{scheme}", width)


@EACH_SCREEN
def test_every_page_can_be_read_by_everybody(open_as, shoot, par, story, width, scheme):
    answered, waiting, accuse = story
    sow(par, 2)
    asked = Passage.objects.get(demandes__isnull=False)
    addresses = {
        "liste": "/accrochage/depots/",
        "preparer": "/accrochage/depots/preparer/",
        "repondu": f"/accrochage/depots/{answered.public_id}/",
        "pret": f"/accrochage/depots/{waiting.public_id}/",
        "passages": f"/accrochage/depots/{answered.public_id}/passages/",
        "historique": f"/accrochage/depots/{answered.public_id}/historique/",
        "abandonner": f"/accrochage/depots/{waiting.public_id}/abandonner/",
        "accuses": "/accrochage/accuses/",
        "accuse": f"/accrochage/accuses/{accuse.public_id}/",
        "corriger": "/accrochage/a-corriger/",
        "cause": "/accrochage/a-corriger/MSG-AUCUN-TITULAIRE/",
        "ecrire": "/accrochage/a-corriger/MSG-AUCUN-TITULAIRE/ecrire/",
        "echeances": "/accrochage/echeances/",
        "demande": "/accrochage/echeances/nouvelle/",
        "accrochage": "/accrochage/",
        "attendus": f"/accrochage/depots/{waiting.public_id}/passages/",
        "jour": f"/accrochage/?echeance={asked.due_on.isoformat()}",
        "du-passage": reverse("depots:of_passage", args=[asked.public_id]),
    }
    page = open_as("/accrochage/depots/", width=width, scheme=scheme)
    for name, address in addresses.items():
        page.goto(address)
        check(page, shoot, f"{name}-{width}-{scheme}", width)


@EACH_WIDTH
def test_empty_pages_teach(open_as, shoot, width):
    page = open_as("/accrochage/depots/", width=width)
    for name, address in (
        ("vide", "/accrochage/depots/"),
        ("vide-corriger", "/accrochage/a-corriger/"),
        ("vide-echeances", "/accrochage/echeances/"),
        ("vide-preparer", "/accrochage/depots/preparer/"),
    ):
        page.goto(address)
        check(page, shoot, f"{name}-{width}", width)


def test_from_the_passages_to_what_is_to_be_mended(open_as, par, tmp_path):
    sow(par)
    page = open_as("/accrochage/")

    page.get_by_role("link", name="Préparer un dépôt").click()
    page.get_by_role("button", name="Préparer le dépôt de 7 passages").click()
    drain()
    depot = Depot.objects.get()
    page.goto(f"/accrochage/depots/{depot.public_id}/")
    with page.expect_download() as download:
        page.get_by_role("link", name="accrochage-").click()
    assert download.value.path().read_bytes().startswith(b"<?xml")
    page.get_by_role("button", name="Marquer comme déposé").click()
    names = list(depot.lignes.order_by("rang").values_list("id_technique", flat=True))
    path = tmp_path / "accuse.xml"
    path.write_bytes(accuse_of(depot, ok=names[1:], ko=[(names[0], KO)]).read())
    page.get_by_label("Accusé de traitement").set_input_files(path)
    page.get_by_role("button", name="Lire cet accusé").click()
    drain()
    page.goto(f"/accrochage/accuses/{Accuse.objects.get().public_id}/")
    page.get_by_role("link", name="Voir tout ce qui est à corriger").click()

    assert page.get_by_role("heading", name="Aucun titulaire reconnu").is_visible()
    page.get_by_role("link", name="Corriger ce passage").click()
    page.get_by_role("button", name="Renvoyer ce passage").click()
    assert page.get_by_text("dans le prochain dépôt").is_visible()


def test_a_trial_is_learnt_without_risk(open_as, shoot, par):
    par.certificateur.is_trial = True
    par.certificateur.save()
    sow(par)
    depot = build(par)
    page = open_as(f"/accrochage/depots/{depot.public_id}/")
    check(page, shoot, "essai-1280", 1280)

    page.get_by_role("button", name="Envoyer au portail d'essai").click()
    drain()
    drain()

    page.get_by_text("Le portail d'essai a répondu.").wait_for()


@pytest.mark.usefixtures("story")
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_some_rejected_passages_are_chosen(open_as, shoot, width, scheme):
    cause = "/accrochage/a-corriger/MSG-AUCUN-TITULAIRE/"
    page = open_as(cause, width=width, scheme=scheme)
    page.get_by_label("Choisir toute la page").check()
    page.locator("input[name=choix]").first.uncheck()
    assert page.locator("[data-ticked]").inner_text() == "1"
    check(page, shoot, f"cause-choix-{width}-{scheme}", width)

    page.get_by_role("button", name="Écrire aux titulaires choisis").click()
    assert page.get_by_text("1 titulaire recevra").is_visible()
    check(page, shoot, f"cause-ecrire-{width}-{scheme}", width)
    page.get_by_role("link", name="Annuler").click()

    page.locator("input[name=choix]").last.check()
    page.get_by_role("button", name="Exclure").click()
    check(page, shoot, f"cause-exclure-{width}-{scheme}", width)
    page.get_by_label("Motif").fill("Session annulée")
    page.get_by_role("button", name="Exclure ce passage").click()

    assert page.url.endswith(cause)
    assert page.get_by_text("1 passage exclu.").is_visible()

"""An import as a secretary meets it: a faulty workbook is given, mended in the page, written, and undone."""

import csv
from functools import partial
from importlib import import_module
from io import StringIO

import pytest

from agrafe.comptes.enums import Role
from agrafe.imports import tasks
from agrafe.imports.models import Import
from agrafe.passages.models import Passage
from agrafe.personnes.models import Personne
from agrafe.travaux.worker import drain
from e2e.reading import EACH_SCREEN, EACH_WIDTH, faults, overflow
from factories.web import make_certificateur, make_certification, make_member, make_personne

ROWS = (
    (
        *("Identifiant technique", "Nom de naissance", "Prénom", "Né(e) le", "Civilité"),
        *("Commune de naissance", "Certification", "Délivrée le", "Email", "Groupe interne"),
    ),
    (
        "F-1",
        "LE GALL",
        "Maëlle",
        "03/07/1991",
        "Mme",
        "Rennes",
        "RNCP35726",
        "30/06/2026",
        "maelle@exemple.fr",
        "A",
    ),
    ("F-2", "N'Diaye", "Fatou", "12/11/1998", "F", "Lyon", "RNCP35726", "30/06/2026", "", "A"),
    ("F-3", "Dubreuil", "", "31/02/1990", "?", "Nantes", "RNCP35726", "30/06/2026", "", "B"),
    ("F-1", "Morel", "Louis", "05/05/1985", "M", "Paris", "RNCP35726", "30/06/2026", "", "B"),
    ("F-5", "Nguyen", "Minh", "1979", "M", "Lille", "RNCP35726", "30/06/2026", "", "B"),
)


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """Read the workbooks in this process, which is not the matter here."""

    def run(function, arguments, _folder, *, progress, **_options):
        module, _, name = function.rpartition(".")
        return getattr(import_module(module), name)(progress, **arguments)

    monkeypatch.setattr(tasks, "run", run)


@pytest.fixture
def par():
    certificateur = make_certificateur(nom="École des métiers du jardin")
    par = make_member(Role.ADMINISTRATEUR, certificateur, name="Claire Morel")
    make_certification(certificateur, code="RNCP35726", intitule="Fleuriste en boutique")
    make_personne(
        certificateur,
        nom_naissance="Nguyen",
        prenom1="Minh",
        annee_naissance=1979,
        mois_naissance=None,
        jour_naissance=None,
        sexe="M",
        code_insee="",
    )
    return par


@pytest.fixture
def open_import(open_as, par):
    """Open a page for the member."""
    return partial(open_as, par.user)


@pytest.fixture
def classeur(tmp_path):
    """Return a workbook with faults of every kind."""
    text = StringIO()
    csv.writer(text, delimiter=";").writerows(ROWS)
    path = tmp_path / "Promotion de juin.csv"
    path.write_text(text.getvalue(), encoding="utf-8-sig")
    return path


def give(page, classeur):
    page.set_input_files("input[type=file]", str(classeur))
    page.get_by_role("button", name="Lire ce fichier").click()
    drain()
    page.goto(page.url)


@EACH_SCREEN
def test_the_pages_can_be_read(open_import, classeur, shoot, width, scheme):
    page = open_import("/imports/nouveau/", width=width, scheme=scheme)
    sound(page, shoot, f"import-nouveau-{width}-{scheme}")
    give(page, classeur)
    sound(page, shoot, f"import-relire-{width}-{scheme}")
    detail = page.url
    page.get_by_role("link", name="Dire ce que contiennent les colonnes").click()
    sound(page, shoot, f"import-colonnes-{width}-{scheme}")
    page.get_by_role("button", name="Relire le fichier").click()
    drain()
    page.goto(detail)
    sound(page, shoot, f"import-relu-{width}-{scheme}")
    page.get_by_role("link", name="Corriger ligne par ligne").click()
    sound(page, shoot, f"import-ligne-{width}-{scheme}")
    page.goto(f"{detail}lignes/6/")
    sound(page, shoot, f"import-homonyme-{width}-{scheme}")
    page.goto(detail)
    page.get_by_role("button", name="Importer 3 lignes").click()
    sound(page, shoot, f"import-en-cours-{width}-{scheme}")
    drain()
    page.goto(detail)
    sound(page, shoot, f"import-fini-{width}-{scheme}")
    page.goto(detail.rsplit("/", 2)[0] + "/")
    sound(page, shoot, f"imports-{width}-{scheme}")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_what_was_said_of_the_columns_is_taken_up_again(
    open_import, classeur, shoot, width, scheme
):
    page = open_import("/imports/nouveau/", width=width, scheme=scheme)
    give(page, classeur)
    page.get_by_role("link", name="Dire ce que contiennent les colonnes").click()
    page.get_by_label("Groupe interne").select_option("nomUsage")
    page.get_by_role("button", name="Relire le fichier").click()
    drain()

    page.goto("/imports/nouveau/")
    give(page, classeur)

    assert page.get_by_text("Repris de votre import du").is_visible()
    sound(page, shoot, f"import-repris-{width}-{scheme}")
    page.get_by_role("link", name="Changer ce que contiennent les colonnes").click()
    sound(page, shoot, f"import-repris-colonnes-{width}-{scheme}")


@EACH_WIDTH
def test_a_faulty_workbook_is_mended_in_the_page(open_import, classeur, width):
    page = open_import("/accrochage/", width=width)
    page.get_by_role("link", name="Importer un classeur").click()
    give(page, classeur)
    detail = page.url
    page.get_by_role("link", name="Dire ce que contiennent les colonnes").click()
    page.get_by_role("button", name="Relire le fichier").click()
    drain()
    page.goto(detail)

    page.get_by_role("link", name="Corriger ligne par ligne").click()
    page.get_by_role("button", name="Écrire « 44109 »").click()
    page.get_by_label("Prénom", exact=True).fill("Zoé")
    page.get_by_label("Sexe", exact=True).select_option("F")
    page.get_by_label("Date de naissance").fill("28/02/1990")
    page.get_by_role("button", name="Vérifier et enregistrer").click()
    assert "Louis Morel" in page.inner_text("h1")
    page.get_by_label("Identifiant technique").fill("F-4")
    page.get_by_role("button", name="Vérifier et enregistrer").click()

    page.goto(f"{detail}lignes/6/")
    page.get_by_role("button", name="C'est Minh Nguyen").click()
    page.goto(detail)
    page.get_by_role("button", name="Importer 5 lignes").click()
    drain()
    page.goto(detail)
    assert "5 lignes importées" in page.inner_text("main").replace("\u00a0", " ")
    assert Passage.objects.count() == 5
    assert Personne.objects.count() == 5

    page.get_by_role("link", name="Défaire cet import").click()
    page.get_by_role("button", name="Défaire cet import").click()
    page.wait_for_load_state()
    drain()
    page.goto(detail)
    assert Import.objects.get().status == "defait"
    assert Passage.objects.count() == 0
    assert Personne.objects.count() == 1


def sound(page, shoot, name):
    shoot(page, name)
    assert faults(page) == []
    assert overflow(page) <= 0

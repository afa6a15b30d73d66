"""The free tool from end to end: a new visitor goes from the template to the XML, then to the accusé, and leaves nothing behind."""

import re
from pathlib import Path

import openpyxl
import pytest
from lxml import etree
from playwright.sync_api import expect

from e2e.reading import EACH_SCREEN, faults, overflow
from factories.accuses import AUCUN, DATE, accuse_file, an_accuse, deja
from factories.flux import NS
from factories.operations import sound_rows, xlsx_of
from factories.passages import without


@pytest.fixture(autouse=True)
def folder(settings, tmp_path, monkeypatch):
    """Have the files of a test lie in its own folder, and small ones be waited for on a machine that is busy."""
    settings.OUTIL_FOLDER = str(tmp_path / "outil")
    monkeypatch.setattr("agrafe.outil.pages.PATIENCE", 30.0)
    return Path(settings.OUTIL_FOLDER)


@pytest.fixture
def read(shoot):
    """Take the picture of a page, and make sure that everybody can read it."""

    def look(page, name):
        shoot(page, name)
        assert faults(page) == []
        assert overflow(page) <= 0

    return look


@pytest.fixture
def faulty(tmp_path):
    """Return a workbook of twelve rows: some sound, some that corrections mend, some that only the user can mend."""
    rows = [without(without(row, "idClient"), "idContrat") for row in sound_rows(12)]
    rows[2]["nomNaissance"] = "Mme KERVELLA"
    rows[4]["prenom1"] = "Camille, Lou"
    rows[5]["sexe"] = "Jeune homme"
    rows[6]["sexe"] = "M"
    rows[8]["dateNaissance"] = "31/02/1990"
    return xlsx_of(tmp_path / "promotion-juin.xlsx", rows)


def check(page, path):
    page.get_by_label("Votre fichier", exact=True).set_input_files(path)
    page.get_by_role("button", name="Vérifier").first.click()


def downloaded(page, name, folder):
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name).click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def filled(template, path):
    """Fill the template as its user would: one row, and the identifiers on their sheet."""
    book = openpyxl.load_workbook(template)
    sheet = book["Passages"]
    titles = {str(cell.value).rstrip("*\u00a0 "): cell.column for cell in sheet[2] if cell.value}
    values = {
        "Identifiant technique": "2026-001",
        "Code de la certification": "RNCP35726",
        "Nom de naissance": "LE GALL",
        "Prénom": "Maëlle",
        "Date de naissance": "03/07/1991",
        "Sexe": "Féminin",
    }
    example = next(row for row in sheet.iter_rows(min_row=3) if any(cell.value for cell in row))
    for cell in example:
        sheet.cell(example[0].row + 1, cell.column).value = cell.value
    for title, value in values.items():
        if title in titles:
            sheet.cell(example[0].row + 1, titles[title]).value = value
    book.save(path)
    return path


@pytest.mark.parametrize("has_javascript", [True, False])
def test_a_new_visitor_goes_from_the_template_to_the_accuse(
    open_page, faulty, folder, tmp_path, has_javascript
):
    page = open_page("/", java_script_enabled=has_javascript, accept_downloads=True)
    page.get_by_role("link", name="Préparer un dépôt gratuitement").click()
    template = downloaded(page, "Télécharger le modèle", tmp_path)
    assert openpyxl.load_workbook(template).sheetnames

    check(page, filled(template, tmp_path / "rempli.xlsx"))
    expect(page.get_by_text(re.compile("1.ligne lue"))).to_be_visible()

    page.get_by_text("Vérifier un autre fichier").click()
    page.get_by_label("Votre fichier", exact=True).set_input_files(faulty)
    page.get_by_role("button", name="Vérifier ce fichier").click()
    expect(page.get_by_role("heading", name="Il manque des renseignements")).to_be_visible()
    page.get_by_role("textbox", name="Identifiant client du certificateur").fill("12ABC345")
    page.get_by_role("textbox", name="Numéro de contrat").fill("MCFCER000123")
    page.get_by_role("button", name="Vérifier à nouveau").click()
    expect(page.get_by_text(re.compile("12.lignes lues"))).to_be_visible()

    page.get_by_role("button", name=re.compile("Appliquer.*sûre")).click()
    expect(page.get_by_role("heading", name=re.compile("corrections? faite"))).to_be_visible()
    xml = downloaded(page, re.compile("Télécharger le XML"), tmp_path)
    flux = etree.parse(xml)
    sent = [node.text for node in flux.iter(f"{NS}idTechnique")]
    assert len(sent) == 10

    page.get_by_role("link", name="Lire un accusé").click()
    accuse = an_accuse(
        ok=sent[2:],
        ko={sent[0]: AUCUN, sent[1]: deja(sent[1])},
        id_flux=flux.findtext(f"{NS}idFlux"),
    )
    page.get_by_label(re.compile("L'accusé de traitement")).set_input_files(
        accuse_file(tmp_path, accuse)
    )
    page.get_by_role("button", name="Lire cet accusé").click()
    expect(page.get_by_role("heading", name=re.compile("Aucun titulaire reconnu"))).to_be_visible()
    ko = downloaded(page, re.compile("Télécharger le passage rejeté"), tmp_path)
    values = {
        cell.value for row in openpyxl.load_workbook(ko)["Passages"].iter_rows() for cell in row
    }
    assert sent[0] in values
    assert not {sent[1], sent[2]} & values

    assert any(folder.iterdir())
    page.get_by_role("button", name="Effacer mes fichiers maintenant").click()
    expect(page.get_by_text("Vos fichiers ont été effacés")).to_be_visible()
    assert list(folder.iterdir()) == []


def test_leaving_erases_the_files_and_staying_keeps_them(open_page, faulty, folder):
    page = open_page("/outil/")
    check(page, faulty)
    expect(page.get_by_text(re.compile("12.lignes lues"))).to_be_visible()

    page.reload()
    page.get_by_role("link", name="Avant de commencer").click()
    page.get_by_role("link", name="Préparer un dépôt").first.click()
    expect(page.get_by_text(re.compile("12.lignes lues"))).to_be_visible()
    page.get_by_role("link", name="Gravité").click()
    expect(page.locator("th[aria-sort]")).to_have_text("Gravité")
    page.wait_for_timeout(500)
    assert len(list(folder.iterdir())) == 1

    page.get_by_role("link", name="agrafe").first.click()
    expect(page).to_have_url(re.compile("/$"))
    for _ in range(50):
        if not list(folder.iterdir()):
            break
        page.wait_for_timeout(100)
    assert list(folder.iterdir()) == []


def test_corrections_are_ticked_one_by_one(open_page, faulty):
    page = open_page("/outil/")
    check(page, faulty)

    sure = page.get_by_role("checkbox", name=re.compile("Ligne 4.*KERVELLA"))
    doubtful = page.get_by_role("checkbox", name=re.compile("Ligne 8"))
    expect(sure).to_be_checked()
    expect(doubtful).not_to_be_checked()
    sure.uncheck()
    doubtful.check()
    page.get_by_role("button", name="Appliquer les corrections cochées").click()

    page.get_by_text("Voir ce qui a changé").click()
    expect(page.get_by_text(re.compile("Ligne 8, «.Sexe.»"))).to_be_visible()
    expect(page.get_by_role("checkbox", name=re.compile("Ligne 4.*KERVELLA"))).to_be_visible()
    page.get_by_role("button", name="Annuler ces corrections").click()
    expect(page.get_by_role("checkbox", name=re.compile("Ligne 8"))).to_be_visible()


def test_a_long_work_is_watched_until_it_is_done(open_page, tmp_path, read, monkeypatch):
    monkeypatch.setattr("agrafe.outil.pages.PATIENCE", 0.0)
    page = open_page("/outil/", width=390)
    check(page, xlsx_of(tmp_path / "grand.xlsx", sound_rows(20_000)))

    expect(page.get_by_role("progressbar")).to_be_visible()
    read(page, "outil-avancement-390-light")
    expect(page.get_by_text(re.compile("20.000.lignes lues"))).to_be_visible(timeout=30_000)


@EACH_SCREEN
def test_everybody_can_read_the_tool(open_page, read, faulty, width, scheme):
    page = open_page("/outil/", width=width, scheme=scheme)
    read(page, f"outil-depart-{width}-{scheme}")
    check(page, faulty)
    expect(page.get_by_role("heading", name="Il manque des renseignements")).to_be_visible()
    read(page, f"outil-manque-{width}-{scheme}")
    page.get_by_role("textbox", name="Identifiant client du certificateur").fill("12ABC345")
    page.get_by_role("textbox", name="Numéro de contrat").fill("MCFCER000123")
    page.get_by_role("button", name="Vérifier à nouveau").click()
    expect(page.get_by_role("link", name=re.compile("Télécharger le XML"))).to_be_visible()
    read(page, f"outil-anomalies-{width}-{scheme}")
    page.get_by_role("button", name=re.compile("Appliquer.*sûre")).click()
    expect(page.get_by_text("Voir ce qui a changé")).to_be_visible()
    read(page, f"outil-corrige-{width}-{scheme}")


@EACH_SCREEN
def test_everybody_can_read_the_accuse(open_page, read, tmp_path, width, scheme):
    page = open_page("/outil/accuse/", width=width, scheme=scheme)
    read(page, f"outil-accuse-vide-{width}-{scheme}")
    ko = {f"2026-{rank:03}": AUCUN if rank % 3 else DATE for rank in range(9)}
    accuse = an_accuse(
        ok=[f"2026-{rank}" for rank in range(100, 161)], ko={**ko, "2026-900": deja("2026-900")}
    )
    page.get_by_label(re.compile("L'accusé de traitement")).set_input_files(
        accuse_file(tmp_path, accuse)
    )
    page.get_by_role("button", name="Lire cet accusé").click()
    expect(page.get_by_role("heading", name=re.compile("9.passages rejetés"))).to_be_visible()
    read(page, f"outil-accuse-{width}-{scheme}")


@EACH_SCREEN
def test_everybody_can_read_the_questions_and_the_columns(open_page, read, tmp_path, width, scheme):
    page = open_page("/outil/suis-je-concerne/", width=width, scheme=scheme)
    read(page, f"outil-concerne-{width}-{scheme}")
    for answer in ("Il est le certificateur", "Oui", "Oui", "Non, aucun"):
        page.get_by_label(re.compile(f"^{answer}")).check()
        page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("à déclarer"))
    read(page, f"outil-verdict-{width}-{scheme}")
    page.goto("/outil/avant-de-commencer/")
    read(page, f"outil-avant-{width}-{scheme}")
    page.goto("/outil/")
    rows = [
        {f"Champ {rank}": value for rank, value in enumerate(row.values())} for row in sound_rows(3)
    ]
    check(page, xlsx_of(tmp_path / "autre-logiciel.xlsx", rows))
    page.get_by_role("link", name="Dire ce que contiennent mes colonnes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Que contient"))
    read(page, f"outil-colonnes-{width}-{scheme}")

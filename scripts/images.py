"""Take the pictures of the guides, docs/images/*.png: from a demonstration made for the occasion, in a folder that is erased.

    .venv/bin/python scripts/images.py

The browser is the one of the system, or the one that CHROMIUM names.
"""

import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from urllib.error import URLError
from urllib.request import urlopen

from cryptography.fernet import Fernet
from openpyxl import load_workbook
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from accrochage.operations.jeu_essai import draw_jeu_essai, invent_population
from accrochage.portail.essai.tirage import Essai

ROOT: Final = Path(__file__).resolve().parents[1]
IMAGES: Final = ROOT / "docs" / "images"
AGRAFE: Final = Path(sys.executable).with_name("agrafe")
BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PASSWORD: Final = "agrafe-demonstration"
SCREEN: Final = (1280, 800)
PHONE: Final = (390, 1120)
GAP: Final = 24
"""Between two pictures of a telephone that are put side by side."""
GREY: Final = (214, 218, 218)
QUESTIONS: Final = 12
"""More screens than a titulaire can be shown."""
ANSWERS: Final = {"prenom2": "Camille", "jour": "9"}
"""What a titulaire says beyond what he confirms, by field."""
FAULTS: Final = {
    "E4": "Jeune homme",
    "C6": "Zoé, Marie",
    "B9": "DUPONT née MARTIN",
    "D12": "31/02/1990",
    "N15": "75000",
}
"""What is written in place of what the example workbook says."""
PATIENCE: Final = 30
"""Seconds that the site has to answer."""

Run = Callable[..., str]


def main() -> int:
    """Run the script."""
    browser = next(filter(None, map(shutil.which, (os.environ.get("CHROMIUM", ""), *BROWSERS))), "")
    if not browser:
        print("Aucun navigateur : installez Chromium, ou donnez son chemin dans CHROMIUM.")
        return 2
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name, _site(folder := Path(name)) as (address, run):
        options: Any = {"executable_path": browser, "args": ["--no-sandbox"]}
        with sync_playwright() as playwright, playwright.chromium.launch(**options) as opened:
            _visitor(_visit(opened, address), _faulty(folder / "promotion-juin.xlsx"))
            _administrateur(staff := _visit(opened, address))
            _importer(staff, _drawn(folder / "Promotion de printemps.xlsx"), run)
            _verification(staff, _visit(opened, address, PHONE), folder / "courriels", run)
            told = run("utilisateur", "odile@demo.example", "--nom", "Odile Vernet", "--lien")
            [link] = re.findall(r"http://\S+", told)
            _newcomer(_visit(opened, address), link)
    return 0


def _visit(browser: Browser, address: str, size: tuple[int, int] = SCREEN) -> Page:
    """Open a window of the site, as somebody whom it does not know yet."""
    width, height = size
    return browser.new_context(
        base_url=address,
        locale="fr-FR",
        reduced_motion="reduce",
        viewport={"width": width, "height": height},
    ).new_page()


def _faulty(path: Path) -> Path:
    """Write the example workbook with the faults that people make most."""
    workbook = load_workbook(ROOT / "exemples" / "exemple.xlsx")
    sheet = workbook.worksheets[0]
    for cell, value in FAULTS.items():
        sheet[cell] = value
    workbook.save(path)
    return path


def _drawn(path: Path) -> Path:
    """Draw a workbook of people who do not exist, some rows of it with faults."""
    population = path.with_name("population.csv")
    invent_population(population, 2_000, "images")
    today = datetime.now().astimezone().date()
    essai = Essai(lignes=24, fautes=0.3, seed="images", today=today)
    draw_jeu_essai(population, path, path.with_name("verite.csv"), essai)
    return path


def _visitor(page: Page, workbook: Path) -> None:
    page.goto("/")
    _take(page, "accueil")
    page.goto("/outil/")
    page.set_input_files("input[type=file]", workbook)
    page.get_by_role("button", name="Vérifier mon fichier").click()
    page.locator(".listing").first.wait_for()
    _take(page, "outil", height=1000)


def _administrateur(page: Page) -> None:
    page.goto("/compte/connexion/")
    page.get_by_label("Adresse électronique").fill("claire@demo.example")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.locator(".listing").wait_for()
    _take(page, "passages")
    page.goto("/accrochage/?etat=incomplet")
    page.locator("tbody th a").first.click()
    page.locator(".card-head").wait_for()
    _take(page, "passage")
    page.goto("/accrochage/depots/preparer/")
    _take(page, "preparer")
    page.goto("/accrochage/depots/?tri=depot")
    page.locator("tbody th a").first.click()
    page.locator(".accuses a").first.click()
    page.locator(".causes").wait_for()
    _take(page, "accuse", height=900)
    page.goto("/accrochage/a-corriger/")
    _take(page, "corriger", height=960)
    page.goto("/titulaires/?etat=a_verifier")
    page.locator("tbody th a").first.click()
    page.locator(".card-head").wait_for()
    _take(page, "titulaire")
    page.goto("/accrochage/echeances/")
    _take(page, "echeances")
    page.goto("/reglages/caisse-des-depots/")
    _take(page, "reglages")
    page.goto("/reglages/equipe/inviter/")
    page.get_by_label("Adresse électronique").fill("lea.fontaine@demo.example")
    page.get_by_label("Gestionnaire").check()
    _take(page, "invitation")


def _importer(page: Page, workbook: Path, run: Run) -> None:
    page.goto("/imports/nouveau/")
    page.set_input_files("input[type=file]", workbook)
    page.get_by_label("Promotion").fill("Promotion de printemps")
    page.get_by_role("button", name="Lire ce fichier").click()
    page.locator(".progress-panel").wait_for()
    run("travailleur", "--une-fois")
    page.reload()
    page.locator(".fault-line").first.wait_for()
    _take(page, "import", height=1100)


def _verification(page: Page, phone: Page, mails: Path, run: Run) -> None:
    """Write to the titulaires of a cause of rejection, have one answer, and read him."""
    page.goto("/accrochage/a-corriger/")
    page.get_by_role("link", name="Écrire aux titulaires").first.click()
    _take(page, "ecrire", height=1060)
    page.locator("main button[type=submit]").click()
    page.locator(".listing").wait_for()
    run("travailleur", "--une-fois")
    page.goto("/verifications/?etat=envoyee")
    page.locator("tbody th a").first.click()
    asked = page.url
    page.get_by_role("link", name="Voir la fiche").click()
    page.goto(f"{page.url}modifier/")
    courriel, year = (
        page.locator(f"[name={name}]").input_value() for name in ("courriel", "naissance_annee")
    )
    _titulaire(phone, _link_to(courriel, mails), year)
    page.goto(asked)
    _take(page, "reponse")


def _link_to(courriel: str, mails: Path) -> str:
    """Return the personal link of the last mail sent to an address."""
    sent = "".join(path.read_text(encoding="utf-8") for path in sorted(mails.iterdir()))
    links: list[str] = re.findall(
        rf"^To: {re.escape(courriel)}$.*?(http://\S+/verification/[\w-]+/)",
        sent,
        re.MULTILINE | re.DOTALL,
    )
    return links[-1]


def _titulaire(page: Page, link: str, year: str) -> None:
    page.goto(link)
    door = _seen(page)
    page.get_by_label("Votre année de naissance").fill(year)
    page.get_by_role("button", name="Ouvrir ma page").click()
    page.get_by_role("button", name="Continuer").wait_for()
    question = _seen(page)
    for _ in range(QUESTIONS):
        if page.url.endswith("/relecture/"):
            break
        for name, value in ANSWERS.items():
            if page.locator(f"[name={name}]").count():
                page.locator(f"[name={name}]").fill(value)
        if page.locator("[name=choix]").count():
            page.locator("[name=choix]").first.check()
        page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Je confirme").check()
    _write(_beside([door, question, _seen(page)]), "telephone")
    page.get_by_role("button", name="Envoyer").click()
    page.get_by_role("heading", name="Merci").wait_for()


def _newcomer(page: Page, link: str) -> None:
    page.goto(link)
    for field in page.locator("input[type=password]").all():
        field.fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.goto("/bienvenue/")
    page.get_by_label("Raison sociale").fill("École des jardins")
    _take(page, "assistant")


def _take(page: Page, name: str, height: int = SCREEN[1]) -> None:
    """Write a picture of the top of a page."""
    page.set_viewport_size({"width": SCREEN[0], "height": height})
    _write(_seen(page), name)


def _seen(page: Page) -> Image.Image:
    """Return the top of a page, as high as the window; a page of error stops all."""
    status = page.evaluate("performance.getEntriesByType('navigation')[0].responseStatus")
    if status != HTTPStatus.OK:
        raise RuntimeError(f"{page.url} : {status}")
    page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    return Image.open(BytesIO(page.screenshot())).convert("RGB")


def _beside(pictures: Sequence[Image.Image]) -> Image.Image:
    """Put the pictures of a telephone side by side."""
    width, height = PHONE
    size = len(pictures) * (width + GAP) + GAP, height + 2 * GAP
    together = Image.new("RGB", size, GREY)
    for rank, picture in enumerate(pictures):
        together.paste(picture, (GAP + rank * (width + GAP), GAP))
    return together


def _write(picture: Image.Image, name: str) -> None:
    """Write a picture in the colours that it has and no more."""
    path = IMAGES / f"{name}.png"
    picture.quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
        path, optimize=True
    )
    print(f"{path.relative_to(ROOT)} : {path.stat().st_size // 1000} ko")


@contextmanager
def _site(folder: Path) -> Iterator[tuple[str, Run]]:
    """Have a demonstration answer, and give its address, and what runs a command of its installation."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "agrafe.config.settings.production",
        "AGRAFE_SECRET_KEY": secrets.token_urlsafe(50),
        "AGRAFE_FIELD_KEYS": Fernet.generate_key().decode(),
        "AGRAFE_DATABASE": str(folder / "agrafe.sqlite3"),
        "AGRAFE_FILES": str(folder / "fichiers"),
        "AGRAFE_STATIC": str(folder / "statique"),
        "AGRAFE_OUTIL": str(folder / "outil"),
        "AGRAFE_MAIL_URL": f"file://{folder}/courriels",
        "AGRAFE_MAIL_FROM": "agrafe@demo.example",
        "AGRAFE_HOSTS": "127.0.0.1,localhost",
        "AGRAFE_HTTPS": "non",
        "AGRAFE_ADDRESS": address,
    }

    def run(*arguments: str) -> str:
        done: Any = subprocess.run(
            [AGRAFE, *arguments], env=environment, check=True, capture_output=True, text=True
        )
        return str(done.stdout)

    run("migrate", "--verbosity", "0")
    run("demo")
    server = subprocess.Popen(
        [AGRAFE, "serveur", "--port", str(port), "--processus", "1"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"{address}/sante/")
        yield address, run
    finally:
        server.terminate()
        server.wait()


def _wait_for(address: str) -> None:
    last = time.monotonic() + PATIENCE
    while True:
        try:
            urlopen(address).close()
        except (URLError, ConnectionError):
            if time.monotonic() > last:
                raise
            time.sleep(0.2)
        else:
            return


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())

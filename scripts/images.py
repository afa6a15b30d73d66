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
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from urllib.error import URLError
from urllib.request import urlopen

from cryptography.fernet import Fernet
from openpyxl import load_workbook
from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT: Final = Path(__file__).resolve().parents[1]
IMAGES: Final = ROOT / "docs" / "images"
AGRAFE: Final = Path(sys.executable).with_name("agrafe")
BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PASSWORD: Final = "agrafe-demonstration"
WIDTH: Final = 1280
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


def main() -> int:
    """Run the script."""
    browser = next(filter(None, map(shutil.which, (os.environ.get("CHROMIUM", ""), *BROWSERS))), "")
    if not browser:
        print("Aucun navigateur : installez Chromium, ou donnez son chemin dans CHROMIUM.")
        return 2
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, _site(Path(folder)) as (address, link):
        options = {"executable_path": browser, "args": ["--no-sandbox"]}
        with sync_playwright() as playwright, playwright.chromium.launch(**options) as opened:
            traits = {"base_url": address, "locale": "fr-FR", "reduced_motion": "reduce"}
            size = {"width": WIDTH, "height": 800}
            page = opened.new_context(viewport=size, **traits).new_page()
            _visitor(page, _faulty(Path(folder) / "promotion-juin.xlsx"))
            _administrateur(opened.new_context(viewport=size, **traits).new_page())
            _newcomer(opened.new_context(viewport=size, **traits).new_page(), link)
    return 0


def _faulty(path: Path) -> Path:
    """Write the example workbook with the faults that people make most."""
    workbook = load_workbook(ROOT / "exemples" / "exemple.xlsx")
    sheet = workbook.worksheets[0]
    for cell, value in FAULTS.items():
        sheet[cell] = value
    workbook.save(path)
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
    _take(page, "corriger", height=840)
    page.goto("/titulaires/?etat=a_verifier")
    page.locator("tbody th a").first.click()
    page.locator(".card-head").wait_for()
    _take(page, "titulaire")
    page.goto("/reglages/caisse-des-depots/")
    _take(page, "reglages")


def _newcomer(page: Page, link: str) -> None:
    page.goto(link)
    for field in page.locator("input[type=password]").all():
        field.fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.goto("/bienvenue/")
    page.get_by_label("Raison sociale").fill("École des jardins")
    _take(page, "assistant")


def _take(page: Page, name: str, height: int = 800) -> None:
    """Write a picture of the top of a page, in the colours that it has and no more."""
    page.set_viewport_size({"width": WIDTH, "height": height})
    page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    path = IMAGES / f"{name}.png"
    picture.quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(
        path, optimize=True
    )
    print(f"{path.relative_to(ROOT)} : {path.stat().st_size // 1000} ko")


@contextmanager
def _site(folder: Path) -> Iterator[tuple[str, str]]:
    """Have a demonstration answer, and give its address, and the link that opens an account without certificateur."""
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
    told = run("utilisateur", "odile@demo.example", "--nom", "Odile Vernet", "--lien")
    [link] = re.findall(r"http://\S+", told)
    server = subprocess.Popen(
        [AGRAFE, "serveur", "--port", str(port), "--processus", "1"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"{address}/sante/")
        yield address, link
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

"""What anybody must be able to see and read: each page, on a desk and on a phone, on paper and in the dark."""

import os
from pathlib import Path

import pytest

from e2e.reading import EACH_SCREEN, faults, overflow


@EACH_SCREEN
@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("accueil", "/"),
        ("commande", "/commande/"),
        ("composants", "/composants/"),
        ("assistant", "/composants/assistant/"),
        ("confirmation", "/composants/confirmation/"),
    ],
)
def test_everybody_can_read_it(open_page, shoot, name, address, width, scheme):
    page = open_page(address, width=width, scheme=scheme)
    shoot(page, f"{name}-{width}-{scheme}")

    assert faults(page) == []
    assert overflow(page) <= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_form_sent_wrong_can_be_read_too(open_page, shoot, scheme):
    page = open_page("/composants/", scheme=scheme)
    page.get_by_label("Nom de naissance").fill("Zo3")
    page.get_by_role("button", name="Enregistrer").click()
    page.wait_for_selector(".error-summary")
    shoot(page, f"erreurs-1280-{scheme}")

    assert faults(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_open_dialog_can_be_read_too(open_page, shoot, scheme):
    page = open_page("/composants/", scheme=scheme)
    page.get_by_role("link", name="Supprimer 4 passages").click()
    page.get_by_role("dialog").wait_for()
    shoot(page, f"dialogue-1280-{scheme}")

    assert faults(page) == []


def test_holds_at_200_percent(open_page):
    """A window of 1 280 pixels enlarged twice shows 640 of them."""
    for address in ("/", "/composants/"):
        page = open_page(address, width=640, device_scale_factor=2)

        assert overflow(page) <= 0


def test_prints_without_what_is_only_of_use_on_a_screen(open_page, shoot):
    page = open_page("/composants/")
    if folder := os.environ.get("AGRAFE_IMAGES"):
        page.pdf(path=Path(folder) / "impression.pdf", format="A4", prefer_css_page_size=True)
    page.emulate_media(media="print", color_scheme="dark")
    shoot(page, "impression")

    assert not page.get_by_role("navigation").first.is_visible()
    assert page.get_by_role("table").is_visible()
    assert page.get_by_text("Ceci s'imprime.", exact=True).is_visible()
    assert not page.get_by_text("Ceci reste à l'écran.", exact=True).is_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"

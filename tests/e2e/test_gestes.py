"""What JavaScript adds, what the keyboard does, and that nothing is lost without either."""

import base64
import re

import pytest
from playwright.sync_api import expect

from e2e.reading import faults


@pytest.fixture
def plain(open_page):
    """Open a page where JavaScript is off."""

    def open_at(address, **options):
        return open_page(address, java_script_enabled=False, **options)

    return open_at


def test_the_first_tab_leads_to_the_content(open_page):
    page = open_page("/composants/")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator("#contenu")).to_be_focused()


def test_sorting_a_list_replaces_the_list_alone_and_says_it_in_the_address(open_page):
    page = open_page("/composants/")
    page.evaluate("window.kept = true")

    page.get_by_role("link", name="Score").click()

    expect(page).to_have_url(re.compile(r"\?tri=score$"))
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("Score")
    expect(page.get_by_role("link", name="Score")).to_be_focused()
    assert page.evaluate("window.kept") is True


def test_filters_are_chips_that_can_be_taken_away(open_page):
    page = open_page("/composants/")

    page.get_by_text("Filtrer", exact=True).click()
    page.get_by_label("rejeté").check()
    page.get_by_role("button", name="Appliquer").click()
    expect(page.get_by_role("status").filter(has_text="passages")).to_have_text("21\u00a0passages")
    page.get_by_role("link", name=re.compile("Retirer le filtre")).click()

    expect(page.get_by_role("status").filter(has_text="passages")).to_have_text("64\u00a0passages")


def test_back_shows_the_list_as_it_was(open_page):
    page = open_page("/composants/")
    page.get_by_role("link", name="Suivante").click()
    expect(page).to_have_url(re.compile("page=2"))

    page.go_back()

    expect(page.locator(".paging [aria-current]")).to_have_text("Page 1")
    assert page.evaluate("localStorage.length") == 0  # no page of a person is kept by the browser


@pytest.mark.parametrize("has_javascript", [True, False])
def test_rows_are_ticked_and_acted_upon(open_page, shoot, has_javascript):
    page = open_page("/composants/", java_script_enabled=has_javascript)
    act = page.get_by_role("button", name="Mettre dans un dépôt")
    expect(act).to_be_hidden()

    page.get_by_label("Choisir Benali A.").check()
    page.get_by_label("Choisir Diarra A.").check()
    if has_javascript:
        expect(page.locator("[data-ticked]")).to_have_text("2")
        shoot(page, "choix-1280-light")
    act.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Mettre 2.passages"))
    page.get_by_role("button", name="Mettre dans un dépôt").click()

    expect(page.get_by_text(re.compile("2.passages choisis"))).to_be_visible()


@pytest.mark.parametrize("has_javascript", [True, False])
def test_every_row_of_the_filter_is_acted_upon(open_page, has_javascript):
    page = open_page("/composants/?etat=rejete", java_script_enabled=has_javascript)

    page.get_by_label("Choisir Castel A.").check()
    page.get_by_label("Choisir toutes les lignes du filtre (21)").check()
    if has_javascript:
        expect(page.locator("[data-ticked]")).to_have_text("toutes")
    page.get_by_role("button", name="Mettre dans un dépôt").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Mettre 21.passages"))


def test_a_row_taken_away_is_no_longer_every_row(open_page):
    page = open_page("/composants/")
    page.get_by_label("Choisir toute la page").check()
    page.get_by_label("Choisir toutes les lignes de la liste (64)").check()

    page.get_by_label("Choisir Benali A.").uncheck()

    expect(page.get_by_label("Choisir toutes les lignes de la liste (64)")).not_to_be_checked()
    expect(page.locator("[data-ticked]")).to_have_text("9")


@pytest.mark.parametrize("has_javascript", [True, False])
def test_columns_are_chosen_and_remembered(open_page, shoot, has_javascript):
    page = open_page("/composants/", java_script_enabled=has_javascript)

    page.get_by_text("Colonnes", exact=True).click()
    if has_javascript:
        shoot(page, "colonnes-1280-light")
    page.get_by_label("Mention").check()
    page.get_by_label("Score").uncheck()
    page.get_by_role("button", name="Montrer", exact=True).click()
    expect(page.get_by_role("columnheader", name="Mention")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Score")).to_have_count(0)
    page.goto("/composants/")

    expect(page.get_by_role("columnheader", name="Mention")).to_be_visible()


def test_a_field_suggests_and_the_keyboard_chooses(open_page, shoot):
    page = open_page("/composants/")
    field = page.get_by_role("combobox", name="Commune de naissance")

    field.press_sequentially("Li")
    expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(3)
    field.press("ArrowDown")
    field.press("ArrowDown")
    expect(page.get_by_role("listbox").get_by_role("option", selected=True)).to_have_text(
        re.compile("Limoges")
    )
    shoot(page, "suggestions-1280-light")
    assert faults(page) == []
    field.press("Enter")

    expect(field).to_have_value("Limoges (87085)")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_a_suggestion_is_pressed_or_left(open_page):
    page = open_page("/composants/")
    field = page.get_by_role("combobox", name="Commune de naissance")

    field.press_sequentially("Ly")
    page.get_by_role("listbox").get_by_role("option", name=re.compile("Lyon")).click()
    expect(field).to_have_value("Lyon 3e Arrondissement (69383)")
    field.fill("Saint")
    expect(page.get_by_role("listbox").get_by_role("option")).to_have_count(1)
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    field.press("ArrowUp")
    expect(page.get_by_role("listbox").get_by_role("option", selected=True)).to_have_count(1)
    field.press("Tab")

    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("Saint")


def test_a_field_that_has_no_suggestion_stays_a_field(open_page):
    page = open_page("/composants/")
    page.route(re.compile("communes"), lambda route: route.abort(), times=1)
    field = page.get_by_role("combobox", name="Commune de naissance")

    field.press_sequentially("Li", delay=10)
    page.wait_for_timeout(400)
    expect(field).to_have_value("Li")
    open_page.complaints.clear()  # the browser says that the request was cut, as it was
    field.press_sequentially("xx")

    expect(page.get_by_text("Aucune suggestion")).to_be_attached()


def test_an_image_is_seen_before_it_is_sent(open_page):
    page = open_page("/composants/")
    dot = base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )

    expect(page.get_by_alt_text("Image choisie")).to_be_hidden()
    page.get_by_label("Logo").set_input_files(
        {"name": "logo.png", "mimeType": "image/png", "buffer": dot}
    )

    expect(page.get_by_alt_text("Image choisie")).to_be_visible()
    page.get_by_label("Logo").set_input_files([])
    expect(page.get_by_alt_text("Image choisie")).to_be_hidden()


def test_a_value_is_copied(open_page):
    page = open_page("/composants/", permissions=["clipboard-read", "clipboard-write"])

    page.get_by_role("button", name=re.compile("Copier")).click()

    expect(page.get_by_text("Copié.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "agr_7Hq2vT9mXw4c"


@pytest.mark.parametrize("has_javascript", [True, False])
def test_a_hidden_value_is_shown_when_asked_for(open_page, has_javascript):
    page = open_page("/composants/", java_script_enabled=has_javascript)
    expect(page.get_by_text("Tilleul-42", exact=True)).to_be_hidden()

    page.locator("#secrets ~ .sample .masked summary").first.click()

    expect(page.get_by_text("Tilleul-42", exact=True)).to_be_visible()


def test_a_menu_opens_and_closes(open_page):
    page = open_page("/composants/")
    menu = page.locator(".top-tools .menu")

    menu.locator("summary").click()
    expect(menu.get_by_role("link", name="Mon compte")).to_be_visible()
    page.keyboard.press("Escape")

    expect(menu.get_by_role("link", name="Mon compte")).to_be_hidden()


def test_rows_are_cards_on_a_phone(open_page, shoot):
    page = open_page("/composants/", width=390)
    page.get_by_label("Choisir Benali A.").check()
    shoot(page, "choix-390-light")

    row = page.get_by_role("row", name=re.compile("Benali A."))
    assert row.bounding_box()["width"] < 390
    expect(page.get_by_role("button", name="Mettre dans un dépôt")).to_be_visible()


def test_a_whole_page_is_ticked_at_once(open_page):
    page = open_page("/composants/")

    page.get_by_label("Choisir toute la page").check()
    expect(page.locator("[data-ticked]")).to_have_text("10")
    page.get_by_label("Choisir Benali A.").uncheck()

    expect(page.locator("[data-ticked]")).to_have_text("9")
    expect(page.get_by_label("Choisir toute la page")).not_to_be_checked()


def test_escape_closes_the_filters(open_page):
    page = open_page("/composants/")
    page.get_by_text("Filtrer", exact=True).click()
    page.get_by_label("rejeté").focus()

    page.keyboard.press("Escape")

    expect(page.get_by_label("rejeté")).to_be_hidden()


@pytest.mark.parametrize("click", ["Titulaire", "Suivante"])
def test_a_list_works_without_javascript(plain, click):
    page = plain("/composants/")

    page.get_by_role("link", name=click).click()

    expect(page).to_have_url(re.compile(r"\?(tri=nom|page=2)$"))


def test_filters_work_without_javascript(plain):
    page = plain("/composants/")

    page.get_by_text("Filtrer", exact=True).click()
    page.get_by_label("rejeté").check()
    page.get_by_role("button", name="Appliquer").click()

    expect(page).to_have_url(re.compile("etat=rejete"))


def test_a_wrong_form_puts_the_reader_at_its_faults(open_page):
    page = open_page("/composants/")

    page.get_by_role("button", name="Enregistrer").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name=re.compile("Sexe")).click()

    expect(page.get_by_label("Féminin")).to_be_focused()


@pytest.mark.parametrize("has_javascript", [True, False])
def test_a_right_form_is_thanked(open_page, has_javascript):
    page = open_page("/composants/", java_script_enabled=has_javascript)
    page.get_by_label("Nom de naissance").fill("Étienne")
    page.get_by_role("combobox", name="Certification").select_option("RS5875")
    page.get_by_label("Féminin").check()
    page.get_by_label("Le titulaire a relu ses données").check()

    page.get_by_role("button", name="Enregistrer").click()

    message = page.get_by_text("Le formulaire est complet")
    expect(message).to_be_visible()
    close = page.get_by_role("button", name="Fermer ce message")
    expect(close).to_be_visible(visible=has_javascript)
    if has_javascript:
        close.click()
        expect(message).to_be_hidden()


def test_a_confirmation_opens_in_a_dialog_and_can_be_left(open_page):
    page = open_page("/composants/")
    link = page.get_by_role("link", name="Supprimer 4 passages")

    link.click()
    dialog = page.get_by_role("dialog", name="Supprimer 4 passages de ce dépôt")
    expect(dialog).to_be_visible()
    dialog.get_by_role("link", name="Annuler").click()
    expect(dialog).to_be_hidden()
    expect(link).to_be_focused()

    link.click()
    dialog.get_by_role("button", name="Supprimer ces 4 passages").click()
    expect(page.get_by_text("Vous avez confirmé")).to_be_visible()


def test_a_confirmation_is_a_page_without_javascript(plain):
    page = plain("/composants/")

    page.get_by_role("link", name="Supprimer 4 passages").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Supprimer 4 passages"))
    page.get_by_role("button", name="Supprimer ces 4 passages").click()

    expect(page.get_by_text("Vous avez confirmé")).to_be_visible()


def test_a_work_is_watched_until_it_is_done(open_page):
    page = open_page("/composants/avancement/620/")

    expect(page.get_by_role("link", name="Revenir aux composants")).to_be_visible(timeout=9000)


def test_a_work_is_watched_without_javascript(plain):
    page = plain("/composants/avancement/930/")

    page.get_by_role("link", name="Actualiser").click()

    expect(page.get_by_role("link", name="Revenir aux composants")).to_be_visible()


def test_a_file_is_dropped_or_chosen(open_page):
    page = open_page("/composants/")
    file = {"name": "pv.pdf", "mimeType": "application/pdf", "buffer": b"x" * 2500}

    page.get_by_label("Procès-verbal").set_input_files(file)
    expect(page.locator(".drop-chosen").first).to_have_text("pv.pdf (2,5\u00a0ko)")
    dropped = page.evaluate_handle(
        "() => { const d = new DataTransfer(); d.items.add(new File(['abc'], 'jury.pdf')); return d }"
    )
    for event in ("dragenter", "dragover", "drop"):
        page.dispatch_event(".drop", event, {"dataTransfer": dropped})

    expect(page.locator(".drop-chosen").first).to_have_text("jury.pdf (3\u00a0octets)")
    assert page.get_by_label("Procès-verbal").evaluate("input => input.files[0].name") == "jury.pdf"


@pytest.mark.parametrize("has_javascript", [True, False])
def test_a_definition_opens_and_closes(open_page, has_javascript):
    page = open_page("/", java_script_enabled=has_javascript)
    tip = page.get_by_text("Transmission à la Caisse des Dépôts")

    page.get_by_role("button", name="accrochage").click()
    expect(tip).to_be_visible()
    page.keyboard.press("Escape")

    expect(tip).to_be_hidden()


def test_the_theme_chosen_stays(open_page):
    page = open_page("/", scheme="light")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)

    page.get_by_role("radio", name="Sombre").check()
    dark = page.evaluate(paper)
    page.goto("/commande/")

    assert light != dark == page.evaluate(paper)
    expect(page.get_by_role("radio", name="Sombre")).to_be_checked()
    page.get_by_role("radio", name="Automatique").check()
    assert page.evaluate(paper) == light


def test_a_phone_has_its_bar_and_the_rest_one_press_away(open_page):
    page = open_page("/composants/", width=390)
    bar = page.get_by_role("navigation", name="Navigation du téléphone")

    expect(page.get_by_role("navigation", name="Navigation principale")).to_be_hidden()
    expect(bar.get_by_role("link")).to_have_count(4)
    bar.get_by_text("Plus").click()
    bar.get_by_role("link", name="Messages").click()

    expect(page).to_have_url(re.compile("#messages$"))


def test_a_part_that_fails_shows_the_whole_page(open_page):
    page = open_page("/composants/")
    page.route(re.compile("tri=nom"), lambda route: route.abort(), times=1)

    page.get_by_role("link", name="Titulaire").click()

    expect(page).to_have_url(re.compile(r"\?tri=nom$"))
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("Titulaire")
    open_page.complaints.clear()  # the browser says that the request was cut, as it was


def test_the_page_of_an_unknown_address_is_ours(open_page):
    page = open_page("/nulle-part/")

    expect(page.get_by_role("heading", level=1)).to_have_text("Cette page n'existe pas")
    page.get_by_role("link", name="Revenir à l'accueil").click()
    expect(page).to_have_title(re.compile("Du classeur au dépôt accepté"))
    open_page.complaints.clear()  # the 404 itself

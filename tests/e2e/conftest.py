"""One browser for all the tests: the one of the system, never one that a test tool downloads.

Where there is no browser these tests are skipped, and say so; in continuous integration (CI or AGRAFE_CI is set) they fail.
"""

import os
import shutil
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from playwright.sync_api import sync_playwright

# Playwright keeps an event loop in the thread of the tests, where Django then refuses its database for no good reason.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

BROWSERS = (
    *("chromium-headless-shell", "chromium", "chromium-browser"),
    *("google-chrome", "google-chrome-stable", "chrome"),
)
"""The first that is there is taken: without its windows, Chromium is a third faster."""
OPTIONS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--lang=fr-FR",
    "--no-first-run",
    "--no-sandbox",  # the only pages opened are ours
]


def browser_path():
    """Return the path of the browser, or None."""
    found = (shutil.which(name) for name in (os.environ.get("CHROMIUM", ""), *BROWSERS) if name)
    return next((path for path in found if path), None)


CORNERS = {(1280, "light"), (390, "dark")}
"""Both widths and both schemes, in two visits of a page; AGRAFE_ECRANS=tous makes the four."""


def pytest_collection_modifyitems(config, items):
    """Let these tests, and these alone, speak to their own server; and look at each page twice rather than four times."""
    here = Path(__file__).parent
    ours = [item for item in items if here in item.path.parents]
    for item in ours:
        item.add_marker(pytest.mark.enable_socket)
        item.add_marker(pytest.mark.django_db(transaction=True))
    if os.environ.get("AGRAFE_ECRANS") != "tous":
        left = [item for item in ours if not is_a_corner(item)]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]


def is_a_corner(item):
    """Tell whether a test looks at one of the two corners, or is about no screen in particular."""
    traits = item.callspec.params if hasattr(item, "callspec") else {}
    screen = traits.get("width"), traits.get("scheme")
    return None in screen or screen in CORNERS


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix,  # noqa: ARG001 - PostgreSQL's databases need it
    tmp_path_factory,
):
    """Keep the database of SQLite in a file: each thread of the server has a connection of its own, as in service.

    In memory all threads share one, and a page that is asked for while the test works fails.
    """
    if connection.vendor == "sqlite":
        settings = connection.settings_dict
        settings["TEST"]["NAME"] = str(tmp_path_factory.mktemp("base") / "agrafe.sqlite3")
        settings["OPTIONS"]["init_command"] += "; PRAGMA synchronous=OFF"  # it need not survive


@pytest.fixture(scope="session")
def live_server(django_db_setup, live_server):  # noqa: ARG001 - started before, it would find no file and share a connection
    """Start the server once the database is there."""
    return live_server


@pytest.fixture(autouse=True)
def private_files(settings, tmp_path):
    """Have the files of a test lie in its own folder, and go with it."""
    settings.MEDIA_ROOT = str(tmp_path / "fichiers")


@pytest.fixture(scope="session")
def browser(live_server):  # noqa: ARG001 - the browser leaves before the server it holds connections to
    path = browser_path()
    if path is None:
        sentence = "aucun navigateur : installez Chromium, ou donnez son chemin dans CHROMIUM"
        if os.environ.get("CI") or os.environ.get("AGRAFE_CI"):
            pytest.fail(sentence)
        pytest.skip(sentence)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser, live_server):
    """Open pages of the site as a visitor would; whatever the console complains of fails the test.

    Called with an address and the traits of a visitor: `width`, `scheme`, and any option of a Playwright context.
    """
    contexts, complaints = [], []

    def open_at(address, *, width=1280, scheme="light", **options):
        context = browser.new_context(
            base_url=live_server.url,
            color_scheme=scheme,
            locale="fr-FR",
            reduced_motion="reduce",
            viewport={"width": width, "height": 800},
            **options,
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console",
            lambda message: (
                message.type in {"error", "warning"} and complaints.append(message.text)
            ),
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda request: (
                request.url.startswith((live_server.url, "data:"))
                or complaints.append(f"asked {request.url}")
            ),
        )
        page.goto(address)
        return page

    open_at.complaints = complaints
    yield open_at
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def open_as(open_page, live_server):
    """Open pages as somebody who is signed in: called with the user, then as `open_page`."""

    def open_at(user, address, **traits):
        client = Client()
        client.force_login(user)
        cookie = {"name": "session", "value": client.cookies["session"].value}
        state = {"cookies": [{**cookie, "url": live_server.url}], "origins": []}
        return open_page(address, storage_state=state, **traits)

    return open_at


@pytest.fixture
def shoot():
    """Take the picture of a page into the folder that AGRAFE_IMAGES names; nothing without it."""
    folder = os.environ.get("AGRAFE_IMAGES")

    def take(page, name):
        if folder:
            page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)

    return take

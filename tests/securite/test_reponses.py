"""What every answer must say to the browser, whatever the page: headers, cookies, how files are given and taken."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from agrafe.comptes.enums import Role
from agrafe.config.settings import base
from factories.images import picture
from factories.web import PASSWORD, make_certificateur, make_member
from securite.adresses import whole_table

pytestmark = pytest.mark.django_db

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
FRAMED = {"courriels:body", "courriels:preview"}
"""A mail shown inside our own pages: the only answers that may be framed, and style themselves; they may do nothing else."""
PAGES = [
    pytest.param(name, row, id=name)
    for name, rows in whole_table().items()
    for row in rows
    if row.method == "get"
]


@pytest.fixture(autouse=True)
def as_in_an_installation(settings, tmp_path):
    settings.COMPONENTS_PAGE = False
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def par():
    return make_member(Role.ADMINISTRATEUR, make_certificateur())


@pytest.fixture
def browser(par):
    client = Client()
    client.force_login(par.user)
    return client


@pytest.mark.parametrize(("name", "row"), PAGES)
def test_every_answer_is_shut_to_the_rest_of_the_world(browser, par, name, row):
    address = reverse(name, kwargs=row.arguments(par) if row.arguments else None)

    response = browser.get(address, row.data)

    assert {header: response[header] for header in HEADERS} == HEADERS
    assert response["Referrer-Policy"] in {
        "same-origin",
        "strict-origin",
    }  # never the address of a page
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    if name in FRAMED and response.status_code == 200:
        assert "sandbox" in policy
        assert "script-src" not in policy
    else:
        assert "unsafe" not in policy
        assert response["X-Frame-Options"] == "DENY"
    assert "no-store" in response["Cache-Control"] or "private" in response["Cache-Control"]
    if "Content-Disposition" in response:
        inline = response["Content-Disposition"].startswith("inline")
        assert response["Content-Type"] == "image/png" if inline else True
        assert "text/html" not in response["Content-Type"]


@pytest.fixture
def cookies_of_an_installation(settings):
    for name in ("SESSION", "CSRF"):
        for trait in ("NAME", "SECURE", "HTTPONLY", "SAMESITE"):
            setting = f"{name}_COOKIE_{trait}"
            setattr(settings, setting, getattr(base, setting))


@pytest.mark.usefixtures("cookies_of_an_installation")
def test_the_cookies_stay_with_this_site_in_https(par):
    client = Client()
    page = reverse("account_login")
    client.get(page, secure=True)

    sent = {"login": par.user.email, "password": PASSWORD}
    client.post(page, sent, secure=True)

    assert set(client.cookies) == {"__Host-session", "__Host-csrf"}
    for cookie in client.cookies.values():
        assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
        assert (cookie["path"], cookie["domain"]) == ("/", "")


def test_signing_in_gives_another_session(par):
    client = Client()
    client.get(reverse("outil:index"))
    client.session["avant"] = "oui"
    before = client.session.session_key
    client.post(reverse("account_login"), {"login": par.user.email, "password": PASSWORD})

    assert client.session["_auth_user_id"] == str(par.user_id)
    assert client.session.session_key != before


@pytest.mark.parametrize(
    "given",
    [
        SimpleUploadedFile("logo.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/png"),
        SimpleUploadedFile("logo.png", b"<html><script>alert(1)</script></html>", "image/png"),
        SimpleUploadedFile("logo.png", b"MZ\x90\x00" + bytes(64), "image/png"),
        SimpleUploadedFile("logo.png", picture() + bytes(5_000_000), "image/png"),
    ],
    ids=["svg", "html", "exe", "too heavy"],
)
def test_a_file_is_what_it_holds_and_not_what_it_says(browser, par, given):
    given.seek(0)

    response = browser.post(reverse("certificateurs:images"), {"logo": given})

    assert response.status_code == 200
    assert response.context["form"].errors["logo"]
    par.certificateur.refresh_from_db()
    assert not par.certificateur.logo


def test_a_file_is_kept_under_a_name_of_ours(browser, par):
    given = SimpleUploadedFile("x.html", picture(), "text/html")
    given._name = "../../../x.html"

    browser.post(reverse("certificateurs:images"), {"logo": given})

    par.certificateur.refresh_from_db()
    folder, _, name = par.certificateur.logo.name.partition("/")
    assert folder == "certificateurs"
    assert len(name.removesuffix(".png")) == 32
    assert default_storage.listdir("")[0] == ["certificateurs"]
    response = browser.get(reverse("certificateurs:image", kwargs={"kind": "logo"}))
    assert response["Content-Type"] == "image/png"
    assert picture() != b"".join([response.content])  # written again, nothing of the sender in it

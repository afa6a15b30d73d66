"""The headers that protect whoever reads a page."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template


@pytest.fixture
def response(client):
    return client.get("/")


def test_forbids_whatever_does_not_come_from_the_site(response):
    policy = dict(
        directive.strip().split(" ", 1)
        for directive in response["Content-Security-Policy"].split(";")
        if directive.strip()
    )

    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert "unsafe" not in response["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Frame-Options", "DENY"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Cache-Control", "no-store"),
    ],
)
def test_sets_the_header(response, name, value):
    assert response[name] == value


def test_gives_no_page_the_camera(response):
    assert "camera=()" in response["Permissions-Policy"].split(", ")


def test_numbers_each_answer_anew(client):
    numbers = {client.get("/")["X-Request-Id"] for _ in range(3)}

    assert len(numbers) == 3
    assert all(re.fullmatch("[0-9a-f]{8}", number) for number in numbers)


def test_asks_browsers_to_come_back_by_https(client, settings):
    response = client.get("/", secure=True)

    assert response["Strict-Transport-Security"] == f"max-age={settings.SECURE_HSTS_SECONDS}"


def templates(root):
    return sorted((root / "src" / "agrafe").rglob("templates/**/*.html"))


def test_no_template_has_a_script_or_a_style_of_its_own(root):
    inline = re.compile(
        r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\s(?:src=|type=\"application/json\"))|javascript:"
    )
    tag = re.compile(r"{%.*?%}", re.DOTALL)

    found = [
        path for path in templates(root) if inline.search(tag.sub("", path.read_text("utf-8")))
    ]

    assert [
        path.name for path in found if path.parent.name != "courriels"
    ] == []  # mail is not a page: it has no style sheet


def test_no_template_or_sheet_asks_another_site(root):
    network = re.compile(
        r"(?<!<a )(?:src|href|url)\s*[=(]\s*[\"']?(?:https?:)?//"
    )  # a link to press asks nothing
    files = [*templates(root), *(root / "src" / "agrafe").rglob("static/**/*.css")]

    assert [path for path in files if network.search(path.read_text("utf-8"))] == []


def test_every_template_can_be_read_and_every_file_that_one_names_exists(root):
    named = re.compile(r"{% static \"([^\"]+)\" %}")
    for path in templates(root):
        get_template(path.as_posix().rpartition("/templates/")[2])
        for name in named.findall(path.read_text("utf-8")):
            assert finders.find(name), name

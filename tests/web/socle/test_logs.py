"""The log says where and when, never who."""

import logging

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path

from agrafe.socle.logs import LineFormatter, RequestFilter


def broken(_request, jeton):
    try:
        {}[f"la fiche {jeton} de Zoé Martin"]
    except KeyError as error:
        raise ValueError("Zoé Martin, née le 3 juillet") from error


def chained(_request):
    try:
        {}["Zoé"]
    except KeyError:
        raise ValueError("Martin") from None


def sent(_request):
    return HttpResponse()


urlpatterns = [
    path("", include("agrafe.socle.urls")),
    path("lien/<str:jeton>/", broken),
    path("panne/", chained),
    path("envoi/", sent),
]
handler400 = "agrafe.socle.views.bad_request"
handler404 = "agrafe.socle.views.not_found"
handler500 = "agrafe.socle.views.server_error"

pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def lines():
    """Return what is written to the log, line by line."""
    written = []

    class Handler(logging.Handler):
        def emit(self, record):
            written.append(self.format(record))

    handler = Handler()
    handler.addFilter(RequestFilter())
    handler.setFormatter(LineFormatter())
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


def test_a_breakdown_is_told_without_its_words(visitor, lines):
    response = visitor.get("/lien/abc123/?nom=Martin")

    [line] = lines
    assert f"[{response['X-Request-Id']}] Internal Server Error: /lien/<str:jeton>/" in line
    assert "builtins.KeyError" in line
    assert "builtins.ValueError" in line
    assert __file__ in line
    assert not {"Zoé", "Martin", "abc123", "juillet"} & set(line.replace("/", " ").split())
    assert "Zoé" not in line


def test_an_exception_that_hides_its_cause_hides_it_in_the_log(visitor, lines):
    visitor.get("/panne/")

    assert "KeyError" not in lines[0]
    assert "ValueError" in lines[0]


def test_an_unknown_address_is_not_repeated(visitor, lines):
    response = visitor.get("/lien-secret-de-zoe/?nom=Martin")

    assert lines[0].endswith(f"[{response['X-Request-Id']}] Not Found: (no route)")


def test_an_expired_form_is_told_with_its_reason(visitor, lines):
    visitor.post("/envoi/")

    assert "CSRF cookie not set" in lines[0]
    assert lines[0].endswith(": /envoi/")


def test_what_is_suspicious_is_told_by_its_kind(visitor, lines):
    visitor.get("/", headers={"host": "zoe-martin.example"})

    assert lines[0].endswith("refused: DisallowedHost")
    assert "zoe-martin" not in "".join(lines)


def test_a_line_of_another_kind_is_left_alone(lines):
    logging.getLogger("agrafe").warning("%(n)s dépôts", {"n": 3})
    logging.getLogger("agrafe").warning("fin")

    assert [line.rpartition("] ")[2] for line in lines] == ["3 dépôts", "fin"]
    assert LineFormatter().formatException((None, None, None)) == ""

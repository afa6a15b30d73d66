"""The pages that say that something went wrong: in French, with what to do next, and telling nothing of the inside."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path


def refused(_request):
    raise PermissionDenied("la fiche de Zoé Martin")


def broken(_request):
    raise ValueError("la fiche de Zoé Martin")


def suspicious(_request):
    raise SuspiciousOperation("la fiche de Zoé Martin")


def sent(request):
    return HttpResponse(request.POST.get("a", ""))


urlpatterns = [
    path("", include("agrafe.socle.urls")),
    path("refus/", refused),
    path("panne/", broken),
    path("louche/", suspicious),
    path("envoi/", sent),
]
handler400 = "agrafe.socle.views.bad_request"
handler403 = "agrafe.socle.views.forbidden"
handler404 = "agrafe.socle.views.not_found"
handler500 = "agrafe.socle.views.server_error"

pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


@pytest.mark.parametrize(
    ("address", "status", "title"),
    [
        ("/louche/", 400, "Cette demande n'est pas claire"),
        ("/refus/", 403, "Cette page ne vous est pas ouverte"),
        ("/nulle-part/", 404, "Cette page n'existe pas"),
        ("/panne/", 500, "Une erreur est survenue chez nous"),
    ],
)
def test_says_what_happened_and_where_to_go(visitor, address, status, title):
    response = visitor.get(address)

    assert response.status_code == status
    assert f"<h1>{title}</h1>" in response.text
    assert '<a class="btn btn-primary" href="/">' in response.text
    assert "Zoé" not in response.text


def test_a_breakdown_gives_the_number_that_the_log_has(visitor):
    response = visitor.get("/panne/")

    assert f"<strong>{response['X-Request-Id']}</strong>" in response.text


def test_an_unknown_host_is_answered_in_french(visitor):
    response = visitor.get("/", headers={"host": "ailleurs.example"})

    assert response.status_code == 400
    assert "Cette demande n'est pas claire" in response.text


def test_a_form_without_its_token_has_expired(visitor):
    response = visitor.post("/envoi/", {"a": "1"})

    assert response.status_code == 403
    assert "<h1>Votre page a expiré</h1>" in response.text


def test_a_request_that_is_too_large_is_refused_before_it_is_read(visitor, settings):
    settings.MAX_REQUEST_SIZE = 2_000_000

    response = visitor.post("/envoi/", {"a": "x" * 2_000_001})

    assert response.status_code == 413
    assert "jusqu'à 2 Mo" in response.text.replace("\u00a0", " ")


def test_a_request_of_the_largest_size_passes(settings):
    settings.MAX_REQUEST_SIZE = 1000

    response = Client().post(
        "/envoi/",
        "a=" + "x" * 998,
        content_type="application/x-www-form-urlencoded",
    )

    assert response.text == "x" * 998


def test_a_length_that_is_no_number_is_not_believed():
    assert Client().get("/envoi/", CONTENT_LENGTH="beaucoup").status_code == 200

"""The page that a form leads back to."""

import pytest
from django.test import RequestFactory

from agrafe.socle.addresses import way_back


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("/accrochage/a-corriger/?q=a", "/accrochage/a-corriger/?q=a"),
        ("", "/fiche/"),
        ("https://ailleurs.example/", "/fiche/"),
        ("//ailleurs.example/", "/fiche/"),
        ("javascript:alert(1)", "/fiche/"),
        ("/\\ailleurs.example", "/fiche/"),
        ("accrochage/", "/fiche/"),
    ],
)
def test_a_form_leads_back_within_the_site_alone(asked, given):
    request = RequestFactory().get("/", {"suite": asked})

    assert way_back(request, "/fiche/") == given

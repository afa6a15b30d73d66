"""The page of the accusé: totals, causes, the workbook to mend."""

import io
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import etree

from factories.accuses import AUCUN, DATE, a_rejection, an_accuse, deja
from factories.flux import NS, deposit
from factories.operations import sound_rows
from factories.outil import text
from factories.passages import a_passage

pytestmark = pytest.mark.django_db

ACCUSE = "/outil/accuse/"


def xml(content, name="accuse.xml"):
    return SimpleUploadedFile(name, content)


def read(client, content, **others):
    return text(client.post(ACCUSE, {"accuse": xml(content), **others}, follow=True))


def ko_of(client):
    response = client.get(reverse("outil:download", args=["ko"]))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    return {cell.value for row in book["Passages"].iter_rows() for cell in row}


def test_the_page_asks_for_an_accuse(client):
    page = client.get(ACCUSE)

    assert "Lire cet accusé" in text(page)
    assert client.post(ACCUSE).status_code == 422


def test_totals_and_causes_are_shown(client):
    page = read(
        client,
        an_accuse(
            ok=["A", "B"],
            ko={
                "C": AUCUN,
                "D": DATE,
                "E": AUCUN,
                "F": deja("F"),
                "G": "Contrat clos",
                "H": "Autre",
            },
        ),
    )

    words = " ".join(re.sub("<[^>]*>", " ", page).split())
    for part in ("2 acceptés", "1 déjà connu", "5 rejetés"):
        assert part in words or " ".join(reversed(part.split(" ", 1))) in words
    assert page.index("Aucun titulaire reconnu") < page.index("Aucun titulaire né ce jour-là")
    assert "celui de l'acte de naissance" in page
    assert "<code>C</code> <code>E</code>" in page
    assert "« Contrat clos »" in page
    assert "« Autre »" in page
    assert "donnez aussi le fichier déposé" in page
    assert client.get(reverse("outil:download", args=["ko"])).status_code == 404


def test_everything_recorded_is_said(client):
    assert "il n'y a rien à renvoyer" in read(client, an_accuse(ok=["A"]))


def test_an_accuse_that_says_nothing_is_said_to(client):
    assert "ne dit rien d'aucun passage" in read(client, an_accuse())


def test_the_deposit_gives_the_rejected_passages_back(client):
    flux = xml(deposit(a_passage(id_technique="2026-0001")), "depot.xml")

    page = read(client, an_accuse(ko={"2026-0001": AUCUN}), flux=flux)

    assert "Télécharger le passage rejeté" in page
    assert "2026-0001" in ko_of(client)


def test_the_workbook_does_as_well(client, classeur):
    page = read(client, an_accuse(ko={"N-1": AUCUN, "Z": AUCUN}), classeur=classeur(sound_rows(3)))

    assert "1 passage rejeté n'est pas dans le classeur à corriger" in page
    assert "N-1" in ko_of(client)


def test_the_deposit_made_here_serves_when_nothing_else_is_given(client, give):
    give(sound_rows(3))
    response = client.get(reverse("outil:download", args=["xml"]))
    flux = etree.fromstring(b"".join(response.streaming_content))
    assert "servira de fichier déposé" in text(client.get(ACCUSE))

    page = read(
        client, an_accuse(ok=["N-0"], ko={"N-1": AUCUN}, id_flux=flux.findtext(f"{NS}idFlux"))
    )

    assert "L'accusé ne dit rien de 1 passage déposé" in page
    assert "N-1" in ko_of(client)


def test_the_deposit_made_here_is_left_aside_when_it_is_not_the_one(client, give):
    give(sound_rows(1))

    page = read(client, an_accuse(ok=["autre"], ko={"autre-2": AUCUN}))

    assert "Aucun titulaire reconnu" in page
    assert 'role="alert"' not in page


def test_another_deposit_is_refused(client):
    page = read(
        client,
        an_accuse(ok=["autre"], id_flux="autre"),
        flux=xml(deposit(a_passage()), "depot.xml"),
    )

    assert 'role="alert"' in page
    assert "Cet accusé n'est pas celui de « depot.xml »" in page


def test_a_passage_that_the_deposit_does_not_have_is_said(client):
    page = read(
        client,
        an_accuse(ok=["2026-0001", "autre"]),
        flux=xml(deposit(a_passage(id_technique="2026-0001")), "depot.xml"),
    )

    assert "1 passage de l'accusé n'est pas dans le fichier déposé" in page


def test_a_file_rejected_as_a_whole_is_explained(client):
    message = "cvc-pattern-valid: Value 'x' is not facet-valid"

    page = read(client, a_rejection((message, 1, 18)), flux=xml(deposit(a_passage()), "autre.xml"))

    assert "Le fichier entier est rejeté" in page
    assert "L'accusé nomme le fichier « depot.xml »" in page
    assert "Ligne 1 du fichier" in page


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7", b"<flux/>", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"]
)
def test_what_is_no_accuse_is_said_to_be_so(client, content):
    page = read(client, content)

    assert 'role="alert"' in page
    assert "Lire cet accusé" in page


def test_too_many_works_are_put_off(client, settings):
    settings.OUTIL_MAX_WORKS = 0

    response = client.post(ACCUSE, {"accuse": xml(an_accuse(ok=["A"]))})

    assert response.status_code == 503


def test_a_long_reading_is_watched(client, monkeypatch):
    monkeypatch.setattr("agrafe.outil.pages.PATIENCE", 0.0)

    response = client.post(ACCUSE, {"accuse": xml(an_accuse(ok=["A"]))})

    assert response["Location"] == reverse("outil:progress", args=["accuse"])
    assert client.get(ACCUSE)["Location"] == reverse("outil:progress", args=["accuse"])

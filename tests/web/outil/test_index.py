"""The page of the tool: from the workbook that is dropped to the files that come out of it."""

import io
import re
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import etree

from accrochage.flux.decoupe import Limits
from accrochage.operations import generate
from agrafe.outil import isolated
from factories.flux import NS
from factories.operations import a_demande, csv_of, sound_rows
from factories.outil import text
from factories.passages import without

pytestmark = pytest.mark.django_db

INDEX = "/outil/"


def download(client, what):
    return client.get(reverse("outil:download", args=[what]))


def content(response):
    return b"".join(response.streaming_content)


def identifiers(response):
    return [node.text for node in etree.fromstring(content(response)).iter(f"{NS}idTechnique")]


def test_the_page_shows_three_steps_and_says_that_nothing_is_kept(client):
    page = text(client.get(INDEX))

    for words in ("Téléchargez le modèle", "Déposez votre fichier", "Récupérez le XML"):
        assert words in page
    assert "Rien n'est gardé" in page
    assert "20 minutes" in page
    assert "Effacer mes fichiers" not in page


def test_a_sound_workbook_gives_its_xml(client, give):
    page = give(sound_rows(3))

    assert page.redirect_chain == [(INDEX, 302)]
    assert "3 lignes lues" in text(page)
    assert "Toutes sont prêtes" in text(page)
    response = download(client, "xml")
    assert response["Content-Disposition"].startswith('attachment; filename="accrochage-')
    assert identifiers(response) == ["N-0", "N-1", "N-2"]
    assert download(client, "a-corriger").status_code == 404


def test_a_faulty_workbook_gives_the_xml_of_its_sound_rows_and_the_others_to_mend(
    client, give, rows
):
    page = text(give(rows))

    assert "4 lignes lues" in page
    assert "2 prêtes, 2 à corriger" in page
    assert "« Jeune homme » n'est pas reconnu. Écrivez M ou F." in page
    assert identifiers(download(client, "xml")) == ["N-0", "N-1"]
    to_mend = openpyxl.load_workbook(io.BytesIO(content(download(client, "a-corriger"))))
    cells = {cell.value for row in to_mend["Passages"].iter_rows() for cell in row}
    assert {"N-2", "N-3"} < cells
    copy = openpyxl.load_workbook(io.BytesIO(content(download(client, "copie"))))
    assert "Anomalies" in copy.sheetnames


def test_sure_corrections_are_ticked_and_the_others_are_not(give):
    rows = sound_rows(2)
    rows[0]["nomNaissance"] = "Mme KERVELLA"
    rows[1]["sexe"] = "M"

    page = text(give(rows))

    boxes = re.findall(r'<input[^>]*name="choix"[^>]*>', page)
    assert [("checked" in box) for box in boxes] == [True, False]


def test_every_sure_correction_is_applied_at_once_and_can_be_undone(client, give, rows):
    assert "Appliquer la correction sûre" in text(give(rows))

    page = text(client.post(reverse("outil:correct"), {"quoi": "sures"}, follow=True))
    assert "3 prêtes, 1 à corriger" in page
    assert "« Mme KERVELLA » devient « KERVELLA »" in page
    assert identifiers(download(client, "xml")) == ["N-0", "N-1", "N-2"]

    page = text(client.post(reverse("outil:correct"), {"quoi": "annuler"}, follow=True))
    assert "2 prêtes, 2 à corriger" in page


def test_the_corrections_ticked_are_applied_and_no_other(client, give):
    rows = sound_rows(2)
    rows[0]["nomNaissance"] = "Mme KERVELLA"
    rows[1]["sexe"] = "M"
    page = text(give(rows))
    job = re.search(r'name="controle" value="([^"]+)"', page)[1]

    page = text(
        client.post(
            reverse("outil:correct"),
            {"quoi": "choisies", "controle": job, "choix": ["1", "9", "x"]},
            follow=True,
        )
    )

    assert "« M » devient « F »" in page
    assert "1 prête, 1 à corriger" in page


def test_a_list_that_has_changed_is_not_corrected_blindly(client, give, rows):
    give(rows)

    response = client.post(
        reverse("outil:correct"), {"quoi": "choisies", "controle": "check-0", "choix": "0"}
    )

    assert response.status_code == 409
    assert "La liste a changé" in text(response)


def test_the_list_is_filtered_sorted_and_says_so_in_its_address(client, give, rows):
    give(rows)

    by_rule = text(client.get(INDEX, {"regle": "ENU-01"}))
    assert ("Jeune homme" in by_rule, "Mme KERVELLA" in by_rule) == (True, False)
    by_column = text(client.get(INDEX, {"colonne": "Nom de naissance"}))
    assert ("Jeune homme" in by_column, "Mme KERVELLA" in by_column) == (False, True)
    assert "Jeune homme" in text(client.get(INDEX, {"gravite": "erreur", "tri": "-gravite"}))


def test_what_the_workbook_lacks_is_asked_for_once(client, give):
    rows = [without(without(row, "idClient"), "idContrat") for row in sound_rows(2)]
    page = text(give(rows))
    assert "Il manque des renseignements" in page
    assert download(client, "xml").status_code == 404

    page = client.post(reverse("outil:fill"), {"manque": "1", "idClient": "12ABC345"})
    assert page.status_code == 422
    assert "Numéro de contrat" in text(page)

    given = {"manque": "1", "idClient": "12ABC345", "idContrat": "MCFCER000123"}
    page = text(client.post(reverse("outil:fill"), given, follow=True))
    assert "Toutes sont prêtes" in page
    xml = etree.fromstring(content(download(client, "xml")))
    assert next(xml.iter(f"{NS}idContrat")).text == "MCFCER000123"


def test_the_version_is_chosen_and_what_was_given_is_kept(client, give):
    rows = [without(row, "idContrat") for row in sound_rows(1)]
    give(rows)
    client.post(reverse("outil:fill"), {"manque": "1", "idContrat": "MCFCER000123"})

    page = text(
        client.post(
            reverse("outil:fill"), {"version": "1.1.2", "idContrat": "MCFCER000123"}, follow=True
        )
    )

    assert "Elle est prête" in page
    assert re.search(r'<option value="1.1.2" selected', page)


def test_a_fault_of_the_whole_file_is_said_first(client, give):
    rows = [without(row, "sexe") for row in sound_rows(1)]

    page = text(give(rows))

    assert "une faute concerne le fichier entier" in page
    assert "La colonne « Sexe » manque" in page
    assert content(download(client, "copie"))


def test_nothing_ready_is_said_too(give):
    assert "Aucune ligne n'est prête" in text(give(sound_rows(1, sexe="Jeune homme")))


def test_another_workbook_takes_the_place_of_the_first(give, rows, folder):
    give(rows)

    page = text(give(sound_rows(1), name="autre.xlsx"))

    assert "<h1>autre.xlsx</h1>" in page
    names = {path.name for path in folder.rglob("*")}
    assert "titulaires.xlsx" not in names


def test_several_deposits_are_given_in_one_file(tmp_path):
    path = csv_of(tmp_path / "a.csv", sound_rows(4))
    demande = a_demande(limits=Limits(passages=2))
    bilan = generate(path, tmp_path / "depot", demande)

    name = isolated._archive(bilan)

    with zipfile.ZipFile(tmp_path / "depot" / name) as archive:
        assert sorted(archive.namelist()) == sorted(one.chemin.name for one in bilan.fichiers)


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.pdf", b"%PDF-1.7 rien", "est un document PDF"),
        ("photo.png", b"\x89PNG\r\n\x1a\n", "est une image"),
        ("a.xml", b"<?xml version='1.0'?><a/>", "Déposez ici votre tableau"),
        ("a.xlsx", b"PK\x03\x04 pas un zip", "a.xlsx"),
        ("vide.csv", b"\n\n\n", "est vide"),
    ],
)
def test_what_is_no_workbook_is_said_to_be_so(give, name, data, sentence):
    page = give(file=SimpleUploadedFile(name, data))

    assert page.status_code == 200
    assert sentence in text(page)
    assert 'role="alert"' in text(page)
    assert "accrochage convertir" not in text(page)


def test_a_bomb_is_refused(give):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (100 << 20))

    page = text(give(file=SimpleUploadedFile("bombe.xlsx", packed.getvalue())))

    assert 'role="alert"' in page
    assert "bombe.xlsx" in page


def test_an_empty_file_is_said_to_be_so(client):
    response = client.post(INDEX, {"classeur": SimpleUploadedFile("a.xlsx", b"")})

    assert response.status_code == 422
    assert "Ce fichier est vide" in text(response)


def test_no_file_is_asked_for(client):
    assert client.post(INDEX).status_code == 422


def test_a_file_that_is_too_large_is_refused(client, settings, classeur, folder):
    settings.OUTIL_MAX_FILE_SIZE = 1000

    response = client.post(INDEX, {"classeur": classeur(sound_rows(1))})

    assert response.status_code == 422
    assert "Partagez-le en plusieurs" in text(response)
    assert not folder.exists()


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\x00b.xlsx", "..", "é" * 300 + ".xlsx"])
def test_a_name_of_a_file_leads_nowhere(client, classeur, folder, name):
    file = classeur(sound_rows(1))
    file._name = name

    client.post(INDEX, {"classeur": file})

    kept = [path for path in folder.rglob("*") if path.parent.name == "classeur"]
    assert len(kept) <= 1
    assert all(folder in path.resolve().parents for path in kept)


def test_too_many_works_at_a_time_are_put_off(client, settings, classeur, give, rows):
    settings.OUTIL_MAX_WORKS = 0
    response = client.post(INDEX, {"classeur": classeur(sound_rows(1))})
    assert response.status_code == 503
    assert "Recommencez dans une minute" in text(response)

    settings.OUTIL_MAX_WORKS = 4
    give(rows)
    settings.OUTIL_MAX_WORKS = 0
    for name, data in (
        ("fill", {"version": "1.1.5"}),
        ("correct", {"quoi": "sures"}),
        ("columns", {}),
    ):
        assert client.post(reverse(f"outil:{name}"), data).status_code == 503
    settings.OUTIL_MAX_WORKS = 4
    assert "4 lignes lues" in text(client.get(INDEX))


def test_too_many_visitors_are_put_off(client, settings, classeur):
    settings.OUTIL_MAX_VISITORS = 0

    assert client.post(INDEX, {"classeur": classeur(sound_rows(1))}).status_code == 503


def test_a_page_that_needs_a_file_leads_to_the_beginning_without_one(client):
    for name in ("fill", "correct", "columns"):
        response = client.post(reverse(f"outil:{name}"), follow=True)
        assert "Vos fichiers ont été effacés" in text(response)
    assert client.get(reverse("outil:progress", args=["check"])).status_code == 302
    assert client.get(reverse("outil:progress", args=["rien"])).status_code == 404
    assert download(client, "xml").status_code == 404


def test_an_unknown_file_is_not_found(client, give):
    give(sound_rows(1))

    assert download(client, "etat").status_code == 404


@pytest.mark.parametrize("name", ["fill", "correct", "erase"])
def test_what_changes_something_is_posted(client, name):
    assert client.get(reverse(f"outil:{name}")).status_code == 405

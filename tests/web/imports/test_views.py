"""The pages of the imports, as the server gives them."""

from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from agrafe.comptes.enums import Role
from agrafe.imports import services, twins
from agrafe.imports.enums import Status
from agrafe.imports.models import Import
from agrafe.personnes.coffre import open_text
from agrafe.travaux.worker import drain
from factories.pages import text_of
from factories.web import make_certification, make_import, make_member, make_personne

pytestmark = pytest.mark.django_db


@pytest.fixture
def par(client):
    par = make_member(Role.GESTIONNAIRE)
    client.force_login(par.user)
    return par


def url(name, imported, *more):
    return reverse(f"imports:{name}", args=[imported.public_id, *more])


def test_the_list_teaches_when_it_is_empty(client, par):
    assert "Aucun import pour l'instant" in text_of(client.get(reverse("imports:list")))
    make_import(par.certificateur)
    assert "Promotion 2026.xlsx" in text_of(client.get(reverse("imports:list")))


@pytest.mark.parametrize("rows", [2, 30])
def test_a_page_asks_few_questions_whatever_the_rows(
    client, par, rows, django_assert_max_num_queries
):
    imported = make_import(par.certificateur, rows=rows)
    with django_assert_max_num_queries(12):
        response = client.get(url("detail", imported))
    assert "Importer" in text_of(response)


@pytest.mark.parametrize("what", ["corriger", "verifier", "cree", "change", "rien", "cote", "fait"])
def test_rows_are_narrowed(client, par, what):
    imported = make_import(par.certificateur, rows=3)
    assert client.get(url("detail", imported), {"quoi": what}).status_code == 200


def test_a_workbook_is_given(client, par):
    response = client.post(
        reverse("imports:create"),
        {"fichier": ContentFile(b"Nom;Pr\xc3\xa9nom\nA;B\n", name="a.csv")},
    )
    imported = Import.objects.get()
    assert response.url == url("detail", imported)
    assert "Lecture en cours" in text_of(client.get(response.url))
    assert imported.travail.certificateur_id == par.certificateur.pk


def test_the_template_bears_our_identifiers(client, par):
    response = client.get(reverse("imports:modele"))
    cells = [
        cell.value
        for row in load_workbook(BytesIO(response.content))["Certificateur"].iter_rows()
        for cell in row
    ]
    assert par.certificateur.id_client in cells


def test_the_columns_are_said_and_the_file_read_again(client, par):
    imported = make_import(par.certificateur, feuilles=["Juin", "Juillet"], feuille="Juin")
    assert "Feuille à lire" in text_of(client.get(url("columns", imported)))

    client.post(url("columns", imported), {"feuille": "Juillet", "A": "nomNaissance"})

    imported.refresh_from_db()
    assert (imported.status, imported.feuille, imported.correspondance) == (
        "lecture",
        "Juillet",
        {},
    )


def test_two_columns_cannot_say_the_same(client, par):
    column = {"titre": "Nom", "cle": "nomNaissance", "proposition": "", "exemples": ["Morel"]}
    columns = [{**column, "lettre": letter} for letter in "AB"]
    imported = make_import(par.certificateur, colonnes=columns)

    response = client.post(url("columns", imported), {"A": "nomNaissance", "B": "nomNaissance"})

    assert "La colonne A dit déjà" in text_of(response)


def test_mending_a_row_leads_to_the_next_one(client, par):
    make_certification(par.certificateur, code="RNCP99001")
    imported = make_import(par.certificateur, rows=2)
    imported.lignes.update(has_errors=True)
    sound = {
        "nomNaissance": "Le Gall",
        "prenom1": "Maëlle",
        "sexe": "F",
        "code": "RNCP99001",
        "dateDebutValidite": "30/06/2026",
    }
    response = client.post(url("ligne", imported, 2), sound)
    assert response.url == url("ligne", imported, 2)  # its birth is not said

    services.mend_ligne(
        par=par,
        ligne=imported.lignes.get(ligne=2),
        valeurs={"dateNaissance": "03/07/1991", "codeInsee": "35238"},
    )
    response = client.post(url("ligne", imported, 2), {**sound, "sexe": "F"})
    assert response.url in {url("ligne", imported, 2), url("ligne", imported, 3)}


def test_who_is_meant_is_chosen(client, par):
    known = make_personne(par.certificateur)
    imported = make_import(par.certificateur)
    ligne = imported.lignes.get()
    ligne.anomalies[0] |= {"code": "IMP-03", "personnes": [str(known.public_id)]}
    ligne.save()
    page = text_of(client.get(url("ligne", imported, 2)))
    assert "Est-ce la même personne" in page

    client.post(url("choose", imported, 2), {"personne": str(known.public_id)})
    assert imported.lignes.get().valeurs["personne"] == str(known.public_id)
    assert "Vous avez dit" in text_of(client.get(url("ligne", imported, 2)))
    client.post(url("choose", imported, 2), {"personne": "nouvelle"})
    assert "nouvelle fiche" in text_of(client.get(url("ligne", imported, 2)))
    client.post(url("choose", imported, 2), {"personne": ""})
    assert "personne" not in imported.lignes.get().valeurs


def test_nobody_else_s_person_can_be_chosen(client, par):
    stranger = make_personne(make_member().certificateur)
    imported = make_import(par.certificateur)
    response = client.post(url("choose", imported, 2), {"personne": str(stranger.public_id)})
    assert response.status_code == 404


def test_a_correction_that_is_gone_is_said(client, par):
    imported = make_import(par.certificateur)
    response = client.post(url("correct_ligne", imported, 2), {"rubrique": "sexe"}, follow=True)
    assert "plus proposée" in text_of(response)


def test_a_nir_is_sealed_wherever_it_stands(client, par):
    imported = make_import(par.certificateur)
    services.mend_ligne(par=par, ligne=imported.lignes.get(), valeurs={"nir": "2910735238014"})
    kept = imported.lignes.get().valeurs["nir"]
    imported.refresh_from_db()
    assert "2910735238014" not in str([kept, imported.retouches, imported.lignes.get().anomalies])
    assert open_text(kept, owner=str(imported.public_id)) == "2910735238014"
    assert "2910735238014" not in text_of(client.get(url("ligne", imported, 2)))


@pytest.mark.parametrize(
    ("before", "after"), [("lecture", "illisible"), ("ecriture", "a_relire"), ("retour", "fini")]
)
def test_an_import_whose_work_stopped_opens_again(client, par, before, after):
    imported = make_import(par.certificateur, status=before)
    if before == "retour":
        Import.objects.update(imported_at=timezone.now())
    assert "Revenir à l'import" in text_of(client.get(url("detail", imported)))

    client.post(url("resume", imported))

    imported.refresh_from_db()
    assert imported.status == after


def test_a_work_that_goes_on_is_left_alone(client, par):
    imported = make_import(par.certificateur)
    services.read_again(par=par, imported=imported)
    response = client.post(url("resume", imported), follow=True)
    assert "Rien n'est arrêté" in text_of(response)


def test_nothing_to_write_is_said(client, par):
    imported = make_import(par.certificateur)
    response = client.post(url("write", imported), follow=True)
    assert "Aucune ligne" in text_of(response)


@pytest.mark.parametrize("name", ["aside", "back", "correct", "correct_sure"])
def test_a_closed_import_does_not_change(client, par, name):
    imported = make_import(par.certificateur, status="defait")
    imported.lignes.update(
        anomalies=[{**imported.lignes.get().anomalies[0], "correction": "F", "code": "ENU-02"}]
    )
    client.post(url(name, imported), {"choix": "2"})
    assert not imported.lignes.get().is_aside


def test_giving_up_is_confirmed_first(client, par):
    imported = make_import(par.certificateur)
    assert "seront effacés" in text_of(client.get(url("abandon", imported)))
    client.post(url("abandon", imported))
    imported.refresh_from_db()
    assert imported.status == Status.ABANDONNE
    client.post(url("abandon", imported))
    assert client.get(url("detail", imported)).status_code == 200


def test_old_imports_are_forgotten(par, settings):
    imported = make_import(par.certificateur)
    assert services.purge_imports() == 0
    settings.IMPORTS_KEPT_DAYS = -1
    assert services.purge_imports() == 1
    imported.refresh_from_db()
    assert (imported.status, bool(imported.fichier)) == (Status.ABANDONNE, False)
    assert not imported.lignes.exists()


def test_putting_the_first_twin_aside_frees_the_other(par):
    imported = make_import(par.certificateur, rows=2)
    imported.lignes.update(cle="=A-1", anomalies=[], has_errors=False)
    twins.settle_all(imported)
    assert list(imported.lignes.order_by("ligne").values_list("has_errors", flat=True)) == [
        False,
        True,
    ]

    services.set_aside(
        par=par, imported=imported, lignes=imported.lignes.filter(ligne=2), aside=True
    )

    assert not imported.lignes.get(ligne=3).has_errors
    services.set_aside(
        par=par, imported=imported, lignes=imported.lignes.filter(ligne=2), aside=False
    )
    assert imported.lignes.get(ligne=3).has_errors


def test_the_annotated_copy_is_given(client, par):
    imported = make_import(par.certificateur)
    response = client.get(url("annotated", imported), follow=True)
    assert response.status_code == 200
    drain()


def test_without_a_key_a_correction_says_why(client, par, settings):
    imported = make_import(par.certificateur)
    ligne = imported.lignes.get()
    services.mend_ligne(par=par, ligne=ligne, valeurs={"nir": "2910735238014"})
    imported.lignes.update(
        gravite="alerte",
        anomalies=[{**ligne.anomalies[0], "key": "sexe", "correction": "F", "code": "ENU-02"}],
    )
    settings.FIELD_KEYS = []

    response = client.post(url("correct", imported), {"choix": "2"}, follow=True)

    assert response.status_code == 200
    assert "AGRAFE_FIELD_KEYS" in text_of(response)


def test_nothing_to_correct_is_said(client, par):
    imported = make_import(par.certificateur)

    response = client.post(url("correct", imported), {"choix": "2"}, follow=True)

    assert "aucune ligne ne s" in text_of(response)


@pytest.mark.parametrize("name", ["correct", "correct_sure"])
def test_many_rows_are_corrected_in_the_background(client, par, monkeypatch, name):
    monkeypatch.setattr(services, "AT_ONCE", 1)
    imported = make_import(par.certificateur, rows=2)
    imported.lignes.update(gravite="alerte")

    response = client.post(url(name, imported), {"tout": "1", "requete": ""})

    imported.refresh_from_db()
    assert response.url == reverse("travaux:detail", args=[imported.travail.public_id])
    drain()
    imported.travail.refresh_from_db()
    assert "aucune ligne" in imported.travail.result["summary"]
    assert url("detail", imported) in text_of(client.get(response.url))

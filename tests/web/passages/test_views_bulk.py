from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from accrochage.erreurs import EcritureError
from agrafe.comptes.enums import Role
from agrafe.journal.models import JournalEntry
from agrafe.passages import gabarit, services_bulk
from agrafe.passages.enums import Status, Voie
from agrafe.passages.models import Passage, StateChange
from agrafe.passages.services_bulk import export_name, keys_of, purge_exports, ranges_of
from agrafe.passages.tasks import purge_exports as nightly
from agrafe.travaux.models import Travail
from agrafe.travaux.worker import drain
from factories.pages import sign_in
from factories.web import (
    make_certificateur,
    make_certification,
    make_passage,
    make_personne,
    make_sound_passage,
    make_travail,
)

pytestmark = pytest.mark.django_db
LIST = reverse("passages:list")
ACTIONS = (
    "passages:check",
    "passages:resend",
    "passages:include",
    "passages:exclude",
    "passages:delete",
)


def said(response):
    return [str(message).replace("\u00a0", " ") for message in response.context["messages"]]


def act(client, name, *passages, **data):
    chosen = {"choix": [str(one.public_id) for one in passages], **data}
    return client.post(reverse(f"passages:{name}"), chosen, follow=True)


def read(content):
    sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name("Passages")
    rows = sheet.to_python()
    titles = [str(title).rstrip(" *\u00a0") for title in rows[1]]
    return [dict(zip(titles, row, strict=True)) for row in rows[2:]]


# --------------------------------------------------------------------------------- what is ticked


def test_checking_what_is_ticked(client, par):
    ready, other = (make_sound_passage(par.certificateur) for _ in range(2))

    response = act(client, "check", ready)

    assert said(response) == ["1 passage vérifié."]
    ready.refresh_from_db()
    other.refresh_from_db()
    assert (ready.status, other.status) == (Status.PRET, Status.INCOMPLET)


def test_excluding_asks_why(client, par):
    rows = [make_sound_passage(par.certificateur) for _ in range(2)]

    page = act(client, "exclude", *rows)
    assert "Exclure 2 passages ?" in page.content.decode().replace("\u00a0", " ")
    assert page.content.decode().count('name="choix"') == 2
    page = act(client, "exclude", *rows, confirme="1", motif="")
    assert page.context["form"].errors
    response = act(client, "exclude", *rows, confirme="1", motif="Doublon")

    assert said(response) == ["2 passages exclus."]
    assert {one.exclusion_reason for one in Passage.objects.all()} == {"Doublon"}


def test_what_cannot_be_excluded_is_said(client, par):
    owner = par.certificateur
    ready, sent = make_sound_passage(owner), make_sound_passage(owner, status=Status.EN_DEPOT)
    gone = make_sound_passage(owner, status=Status.ACCEPTE)

    response = act(client, "exclude", ready, sent, confirme="1", motif="Doublon")
    assert said(response) == ["1 passage exclu. 1 autre reste tel quel, à cause de son état."]
    response = act(client, "include", ready, sent, gone)
    assert "2 autres restent tels quels" in said(response)[0]
    assert said(act(client, "exclude", sent, confirme="1", motif="x")) == [
        "Ce passage ne peut pas être exclu dans son état actuel."
    ]


def test_sending_again_as_it_is(client, par):
    row = make_sound_passage(par.certificateur, status=Status.REJETE)

    assert said(act(client, "resend", row)) == ["1 passage à renvoyer."]


def test_deleting_is_confirmed(client, par):
    row = make_sound_passage(par.certificateur)

    page = act(client, "delete", row)
    assert "Supprimer 1 passage ?" in page.content.decode().replace("\u00a0", " ")
    assert Passage.objects.exists()
    response = act(client, "delete", row, confirme="1", fiche=str(row.public_id))

    assert response.redirect_chain == [(LIST, 302)]
    assert said(response) == ["1 passage supprimé."]
    assert not Passage.objects.exists()


def test_everything_that_the_filter_keeps(client, par):
    owner = par.certificateur
    kept = make_sound_passage(owner, promotion="A")
    make_sound_passage(owner, promotion="B")
    everything = {"tout": "1", "requete": "promotion=A", "motif": "Fin", "confirme": "1"}

    response = client.post(reverse("passages:exclude"), everything)

    assert response["Location"] == f"{LIST}?promotion=A"
    assert list(Passage.objects.filter(status=Status.EXCLU)) == [kept]


@pytest.mark.parametrize("confirmed", [{}, {"confirme": "1"}])
def test_a_filter_that_no_longer_exists_chooses_nothing(client, par, confirmed):
    owner = par.certificateur
    row = make_sound_passage(owner, promotion="A")
    other = make_sound_passage(owner, promotion="B")
    everything = {"tout": "1", "requete": "promotion=A", **confirmed}
    Passage.objects.filter(pk=row.pk).delete()

    client.post(reverse("passages:delete"), everything)
    client.post(reverse("passages:exclude"), {**everything, "motif": "Fin"})

    assert list(Passage.objects.exclude(status=Status.EXCLU)) == [other]


@pytest.mark.parametrize("name", ["delete", "exclude"])
def test_what_comes_into_a_choice_meanwhile_is_asked_about_again(client, par, name):
    owner = par.certificateur
    make_sound_passage(owner, promotion="A")
    everything = {"tout": "1", "requete": "promotion=A"}
    asked = client.post(reverse(f"passages:{name}"), everything).content.decode()
    assert 'name="nombre" value="1"' in asked
    make_sound_passage(owner, promotion="A")

    answer = {**everything, "motif": "Fin", "confirme": "1", "nombre": "1"}
    again = client.post(reverse(f"passages:{name}"), answer)

    assert "Ce choix a changé entre-temps" in again.content.decode()
    assert "2 passages" in again.content.decode().replace("\N{NO-BREAK SPACE}", " ")
    assert Passage.objects.exclude(status=Status.EXCLU).count() == 2
    client.post(reverse(f"passages:{name}"), {**answer, "nombre": "2"})
    assert not Passage.objects.exclude(status=Status.EXCLU).exists()


def test_a_search_can_be_acted_upon_whole(client, par):
    owner = par.certificateur
    kept = make_sound_passage(owner, personne=make_personne(owner, nom_naissance="Le Gall"))
    make_sound_passage(owner)

    client.post(reverse("passages:check"), {"tout": "1", "requete": "q=le+gall&tri=titulaire"})

    assert list(Passage.objects.filter(status=Status.PRET)) == [kept]


def test_one_comes_back_to_the_card(client, par):
    row = make_sound_passage(par.certificateur, status=Status.EXCLU)

    response = act(client, "include", row, fiche=str(row.public_id))

    assert response.redirect_chain[-1][0] == reverse("passages:detail", args=[row.public_id])
    assert act(client, "include", row, fiche="n'importe quoi").status_code == 404


@pytest.mark.parametrize("name", ACTIONS)
def test_nothing_ticked_does_nothing(client, par, name):
    row = make_sound_passage(par.certificateur)
    other = make_sound_passage(make_certificateur())

    for chosen in ([], ["n'importe quoi"], [str(other.public_id)]):
        client.post(reverse(name), {"choix": chosen, "confirme": "1", "motif": "x"})

    row.refresh_from_db()
    other.refresh_from_db()
    assert {row.status, other.status} == {Status.INCOMPLET}
    assert not StateChange.objects.exists()


def test_nothing_ticked_is_said(client, par):
    make_sound_passage(par.certificateur)

    assert said(act(client, "exclude")) == ["Aucun passage n'est choisi : cochez-en au moins un."]


@pytest.mark.parametrize("name", ACTIONS)
def test_who_may_not(client, name):
    par = sign_in(client, Role.LECTURE)
    row = make_passage(par.certificateur)

    response = client.post(reverse(name), {"choix": [str(row.public_id)], "confirme": "1"})

    assert response.status_code == 403
    assert client.get(reverse(name)).status_code == 405
    client.logout()
    assert client.post(reverse(name)).status_code == 302


# ------------------------------------------------------------------------------- in the background


def test_many_are_checked_in_the_background(client, par, monkeypatch):
    monkeypatch.setattr(services_bulk, "AT_ONCE", 1)
    owner = par.certificateur
    certification = make_certification(owner)
    for rank in range(3):
        make_sound_passage(owner, certification=certification, id_technique=f"P{rank}")
    everything = {"tout": "1", "requete": ""}

    response = client.post(reverse("passages:check"), everything)
    travail = Travail.objects.get()
    assert response["Location"] == reverse("travaux:detail", args=[travail.public_id])
    drain()

    travail.refresh_from_db()
    assert travail.result["summary"].replace("\u00a0", " ") == "3 passages vérifiés."
    assert {one.status for one in Passage.objects.all()} == {Status.PRET}
    assert JournalEntry.objects.filter(action="passages.check").count() == 1
    Passage.objects.update(status=Status.EXCLU)
    client.post(reverse("passages:include"), everything)
    drain()
    assert {one.status for one in Passage.objects.all()} == {Status.PRET}


def test_ranges():
    assert ranges_of([5, 1, 2, 3, 9, 8]) == [[1, 3], [5, 5], [8, 9]]
    assert list(keys_of([[1, 3], [5, 5]])) == [1, 2, 3, 5]
    assert ranges_of([]) == []


# --------------------------------------------------------------------------------------- the export


def test_the_export_is_the_template_filled(client, par):
    owner = par.certificateur
    personne = make_personne(owner, nom_naissance="Le Gall", jour_naissance=3, mois_naissance=7)
    make_sound_passage(
        owner, personne=personne, id_technique="UN", voie=Voie.NIR, resultats=[[5, "1", "1"]]
    )
    make_sound_passage(owner, id_technique="DEUX")
    make_sound_passage(make_certificateur())

    response = client.get(reverse("passages:export"), {"q": "le gall"})

    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    assert "passages-" in response["Content-Disposition"]
    (row,) = read(response.content)
    assert row["Identifiant technique"] == "UN"
    assert row["Nom de naissance"] == "Le Gall"
    assert row["Date de naissance"] == "03/07/1991"
    assert str(row["Date de délivrance"]) == "2026-06-30"
    assert row["Mode d'obtention"] == "Par admission"
    assert row["Résultats numériques"] == "1.1=5"
    assert row["NIR"] == ""
    entry = JournalEntry.objects.get(action="passages.export")
    assert entry.summary.replace("\u00a0", " ") == "1 passage exporté"


def test_a_birth_that_no_date_can_say_keeps_its_parts(client, par):
    owner = par.certificateur
    personne = make_personne(owner, annee_naissance=None, mois_naissance=7, jour_naissance=3)
    make_sound_passage(owner, personne=personne)

    (row,) = read(client.get(reverse("passages:export")).content)

    assert (row["Mois de naissance"], row["Jour de naissance"]) == (7, 3)


def test_a_long_export_is_made_in_the_background(client, par, monkeypatch):
    monkeypatch.setattr(services_bulk, "AT_ONCE", 1)
    owner = par.certificateur
    for rank in range(3):
        make_sound_passage(owner, id_technique=f"P{rank}", promotion="A")
    make_sound_passage(owner, id_technique="autre")

    page = client.get(reverse("passages:export"), {"promotion": "A"})
    assert "Préparer le classeur" in page.content.decode()
    response = client.post(reverse("passages:export"), dict(page.context["carried"]))
    travail = Travail.objects.get()
    assert response["Location"] == reverse("travaux:detail", args=[travail.public_id])
    url = reverse("passages:export_file", args=[travail.public_id])
    assert client.get(url).status_code == 404
    drain()

    content = b"".join(client.get(url).streaming_content)
    assert {row["Identifiant technique"] for row in read(content)} == {"P0", "P1", "P2"}
    travail.refresh_from_db()
    assert travail.result["route"] == "passages:export_file"


def test_an_export_that_no_sheet_can_hold_says_so(client, par, monkeypatch):
    def refuse(*_arguments, **_options):
        raise EcritureError("Trop de lignes. Répartissez-les.")

    monkeypatch.setattr(services_bulk, "write_passages", refuse)
    make_sound_passage(par.certificateur)
    client.post(reverse("passages:export"), {"tout": "1", "requete": ""})

    drain()

    assert Travail.objects.get().error == "Trop de lignes. Répartissez-les."


def test_the_export_of_others_does_not_exist(client, par):
    other = make_travail(make_certificateur(), kind=services_bulk.EXPORT)
    mine = make_travail(par.certificateur, started_by=par.user)
    for travail in (other, mine):
        default_storage.save(export_name(travail.public_id), ContentFile(b"x"))

    for key in (other.public_id, mine.public_id, uuid4()):
        assert client.get(reverse("passages:export_file", args=[key])).status_code == 404


def test_a_partenaire_exports_nothing(client):
    sign_in(client, Role.PARTENAIRE)

    assert client.get(reverse("passages:export")).status_code == 403
    assert client.get(reverse("passages:export_file", args=[uuid4()])).status_code == 403


def test_no_cursor_is_open_when_an_export_says_how_far_it_is(par, monkeypatch):
    """On SQLite no table can go while one is, nor can a row be written once another connection has written."""
    monkeypatch.setattr(gabarit, "EVERY", 1)
    for _ in range(3):
        make_sound_passage(par.certificateur)
    told = []

    def progress(done):
        told.append(done)
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE aside (id integer)")
            cursor.execute("DROP TABLE aside")

    written = gabarit.write_passages(
        BytesIO(), Passage.objects.all(), certificateur=par.certificateur, progress=progress
    )

    assert (written, told) == (3, [1, 2, 3])


def test_exports_do_not_stay(monkeypatch):
    assert purge_exports() == 0
    old, new = (export_name(uuid4()) for _ in range(2))
    for name in (old, new):
        default_storage.save(name, ContentFile(b"x"))
    times = {old: timezone.now() - timedelta(days=3), new: timezone.now()}
    monkeypatch.setattr(default_storage, "get_modified_time", times.__getitem__, raising=False)

    nightly.func()

    assert [default_storage.exists(name) for name in (old, new)] == [False, True]

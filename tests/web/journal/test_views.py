import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from agrafe.comptes.enums import Role
from agrafe.journal import services
from agrafe.journal.models import JournalEntry
from agrafe.journal.services import record
from factories.web import make_member, make_personne

pytestmark = pytest.mark.django_db

LIST = "/journal/"


@pytest.fixture
def par(client):
    member = make_member(Role.ADMINISTRATEUR, name="Claire Morel")
    client.force_login(member.user)
    return member


def page_of(client, **query):
    return client.get(LIST, query).content.decode().replace("&#x27;", "'")


def count(client, **query):
    return client.get(LIST, query).context["listing"].count


@pytest.mark.usefixtures("par")
def test_it_teaches_when_it_is_empty(client):
    assert "Rien n'est encore écrit" in page_of(client)


def test_a_line_says_who_what_and_what_changed(client, par):
    personne = make_personne(par.certificateur)
    changes = {"promotion": ("", "2026"), "nom_naissance": ("Dubois", "Dubreuil")}
    record(
        par=par, action="courriels.resend", target=personne, summary="un résumé", changes=changes
    )
    record(par=None, certificateur_id=par.certificateur_id, action="essais.inconnue")
    record(par=make_member(), action="courriels.cancel")

    page = page_of(client, colonnes=["quand", "qui", "quoi", "sur", "empreinte"])

    assert "Claire Morel" in page
    assert "Courriel renvoyé" in page
    assert "un résumé" in page
    assert "promotion : vide → 2026" in page.replace("\u00a0", " ")
    assert "Dubreuil" not in page
    assert "essais.inconnue" in page
    assert "Courriel annulé" not in page
    assert "pas encore été vérifié" in page


def test_it_is_narrowed(client, par):
    other = make_member(certificateur=par.certificateur)
    personne = make_personne(par.certificateur)
    record(par=par, action="courriels.resend", target=personne)
    record(par=other, action="courriels.cancel")
    record(par=None, certificateur_id=par.certificateur_id, action="journal.verify")
    old = record(par=par, action="courriels.resend")
    JournalEntry.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=40))
    month = (timezone.localtime() - timedelta(days=40)).strftime("%Y-%m")

    assert count(client) == 4
    assert count(client, qui=str(par.public_id)) == 2
    assert count(client, qui="agrafe") == 1
    assert count(client, qui=[str(other.public_id), "agrafe"]) == 2
    assert count(client, domaine="courriels") == 3
    assert count(client, quoi="courriels.cancel") == 1
    assert count(client, quoi="n'importe quoi") == 4
    assert count(client, cible=str(personne.public_id)) == 1
    assert count(client, cible="x") == 4
    assert count(client, periode="jour") == 3
    assert count(client, periode="semaine") == 3
    assert count(client, periode=month) == 1
    assert count(client, periode="1999-01") == 4
    assert "un seul élément" in page_of(client, cible=str(personne.public_id))


def test_it_is_sorted_by_line(client, par):
    for _ in range(3):
        record(par=par, action="courriels.cancel")

    numbers = [each.number for each in client.get(LIST, {"tri": "ligne"}).context["listing"].page]

    assert numbers == [1, 2, 3]


def test_it_costs_the_same_whatever_its_length(client, par):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(LIST)
        return len(captured)

    record(par=par, action="courriels.cancel", changes={"promotion": ("", "2026")})
    first = queries()
    for _ in range(12):
        writer = make_member(certificateur=par.certificateur)
        record(par=writer, action="courriels.cancel", target=make_personne(par.certificateur))

    assert queries() == first


def test_it_is_verified(client, par):
    record(par=par, action="courriels.cancel")

    response = client.post(reverse("journal:verify"), follow=True)

    page = response.content.decode().replace("&#x27;", "'")
    assert "Le journal est intact : rien n'a été changé" in page.replace("\u00a0", " ")
    assert "intact jusqu'à la ligne 2" in page


def test_what_is_broken_is_said(client, par):
    for _ in range(3):
        record(par=par, action="courriels.cancel")
    JournalEntry.objects.filter(number=2).update(summary="x")

    page = client.post(reverse("journal:verify"), follow=True).content.decode()

    assert "La ligne 2 n" in page
    assert "intact jusqu" in page


@pytest.mark.usefixtures("par")
def test_a_long_one_leads_to_its_progress(client, monkeypatch):
    monkeypatch.setattr(services, "AT_ONCE", 0)

    response = client.post(reverse("journal:verify"))

    assert response.url.startswith("/travaux/")
    assert client.get(response.url).status_code == 200


def exported(client, **query):
    response = client.get(reverse("journal:export"), query)
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_it_is_taken_away(client, par):
    personne = make_personne(par.certificateur)
    changes = {"promotion": ("2025", "2026"), "nom_naissance": ("a", "b")}
    record(par=par, action="courriels.resend", target=personne, summary="=1+1", changes=changes)
    record(par=None, certificateur_id=par.certificateur_id, action="journal.verify")

    rows = exported(client, quoi="courriels.resend")

    assert len(rows) == 1
    row = rows[0]
    assert (row["Ligne"], row["Qui"], row["Quoi"]) == ("1", "Claire Morel", "Courriel renvoyé")
    assert row["Précision"] == "'=1+1"
    assert "promotion\xa0: 2025 → 2026" in row["Changements"]
    assert row["Identifiant"] == str(personne.public_id)
    entry = JournalEntry.objects.latest("number")
    assert (entry.action, entry.summary) == ("journal.export", "1\xa0ligne")


@pytest.mark.parametrize("role", [each for each in Role if each != Role.ADMINISTRATEUR])
def test_other_roles(client, role):
    client.force_login(make_member(role).user)

    assert client.get(LIST).status_code == 403
    assert client.get(reverse("journal:export")).status_code == 403
    assert client.post(reverse("journal:verify")).status_code == 403


def test_visitors_sign_in(client):
    assert client.get(LIST).status_code == 302
    assert client.get(reverse("journal:export")).status_code == 302
    assert client.post(reverse("journal:verify")).status_code == 302


@pytest.mark.usefixtures("par")
def test_wrong_methods(client):
    assert client.post(LIST).status_code == 405
    assert client.get(reverse("journal:verify")).status_code == 405
    assert client.post(reverse("journal:export")).status_code == 405

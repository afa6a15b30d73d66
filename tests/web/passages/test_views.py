from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from agrafe.comptes.enums import Role
from agrafe.journal.models import JournalEntry
from agrafe.passages import services
from agrafe.passages.enums import Status, Voie
from agrafe.passages.models import Passage
from agrafe.personnes.models import NirScelle
from agrafe.socle import paging
from factories.pages import sign_in, text_of
from factories.web import (
    make_certificateur,
    make_certification,
    make_passage,
    make_personne,
    make_sound_passage,
)

pytestmark = pytest.mark.django_db
LIST = reverse("passages:list")
CARDS = ("passages:detail", "passages:titulaire", "passages:history")


def make_many(owner, number, **fields):
    certification = make_certification(owner)
    return [
        make_sound_passage(
            owner,
            personne=make_personne(owner, nom_naissance=f"Nom{rank}"),
            certification=certification,
            **fields,
        )
        for rank in range(number)
    ]


# ---------------------------------------------------------------------------------------- the list


@pytest.mark.usefixtures("par")
def test_an_empty_list_teaches(client):
    page = text_of(client.get(LIST))

    assert "Aucun passage pour l'instant" in page
    assert reverse("passages:create") in page


def test_whoever_reads_is_not_told_to_create(client):
    sign_in(client, Role.LECTURE)

    page = text_of(client.get(LIST))

    assert "Aucun passage pour l'instant" in page
    assert reverse("passages:create") not in page


def test_the_list_shows_what_matters(client, par):
    owner = par.certificateur
    passage = make_sound_passage(
        owner, due_on=timezone.localdate() + timedelta(days=9), status=Status.PRET
    )
    make_passage(owner, status=Status.ACCEPTE)
    make_sound_passage(make_certificateur(), id_technique="autre")

    page = text_of(client.get(LIST))

    assert "2 passages" in page
    assert "Zoé Dubreuil" in page
    assert passage.certification.code in page
    assert "dans 9 jours" in page
    assert "1 passage à déposer dans les 14 jours" in " ".join(page.split())
    assert "autre" not in page
    assert "non renseignée" in page


def test_what_is_late_is_said_first(client, par):
    late = timezone.localdate() - timedelta(days=3)
    for status in (Status.PRET, Status.REJETE, Status.ACCEPTE):
        make_sound_passage(par.certificateur, status=status, due_on=late)

    page = " ".join(text_of(client.get(LIST)).split())

    assert "2 passages en retard" in page
    assert client.get(LIST, {"echeance": "retard"}).context["listing"].count == 2
    assert client.get(LIST, {"echeance": ["retard", "bientot"]}).context["listing"].count == 2


def test_filters(client, par):
    owner = par.certificateur
    other = make_certification(owner)
    make_sound_passage(owner, status=Status.PRET, promotion="2026 A")
    make_sound_passage(owner, status=Status.REJETE, promotion="2026 B", gravite="erreur")
    make_sound_passage(owner, certification=other)

    def count(**query):
        return client.get(LIST, query).context["listing"].count

    assert count() == 3
    assert count(etat="pret") == 1
    assert count(etat=["pret", "rejete"]) == 2
    assert count(etat="inconnu") == 3
    assert count(promotion="2026 A") == 1
    assert count(anomalies="erreur") == 1
    assert count(certification=str(other.public_id)) == 1
    labels = [each.label for each in client.get(LIST).context["listing"].filters]
    assert labels == ["Échéance", "État", "Anomalies", "Certification", "Promotion"]
    page = text_of(client.get(LIST, {"etat": "pret"}))
    assert 'aria-current="page">Prêt' in page


@pytest.mark.parametrize("asked", ["gALl", "le gall", "LEGALL anne", "2026-RNCP", "2026rncp357"])
def test_search(client, par, asked):
    owner = par.certificateur
    personne = make_personne(owner, nom_naissance="Le Gall", prenom1="Anne")
    make_sound_passage(owner, personne=personne, id_technique="2026-RNCP35726-0001")
    make_sound_passage(owner)

    found = client.get(LIST, {"q": asked}).context["listing"]

    assert found.count == (0 if asked == "gALl" else 1)


@pytest.mark.parametrize(
    "sort", ["titulaire", "identifiant", "delivree", "echeance", "etat", "promotion"]
)
def test_sorts(client, par, sort):
    make_many(par.certificateur, 3)

    up, down = (
        [row.pk for row in client.get(LIST, {"tri": f"{sign}{sort}"}).context["listing"].page]
        for sign in ("", "-")
    )

    assert up == down[::-1]


def test_columns_can_be_chosen(client, par):
    passage = make_sound_passage(par.certificateur, id_technique="UN-DEUX", promotion="Lilas")

    page = text_of(client.get(LIST, {"colonnes": ["identifiant", "promotion", "voie", "envois"]}))

    assert passage.id_technique in page
    assert "Lilas" in page
    assert "État civil" in page


def test_the_queries_of_the_list_do_not_grow(client, par, django_assert_max_num_queries):
    make_many(par.certificateur, 2)
    with django_assert_max_num_queries(40) as few:
        client.get(LIST)
    make_many(par.certificateur, 30)
    with django_assert_max_num_queries(len(few)):
        client.get(LIST)


def test_counts_stop(client, par, monkeypatch):
    make_many(par.certificateur, 4, status=Status.PRET)
    monkeypatch.setattr(paging, "COUNT_LIMIT", 3)
    monkeypatch.setattr("agrafe.passages.selectors.count_of", lambda rows, _limit=3: rows.count())
    monkeypatch.setattr("agrafe.passages.selectors.COUNT_LIMIT", 3)
    monkeypatch.setattr("agrafe.passages.selectors.TALLY_LIMIT", 2)

    assert "plus de 2" in text_of(client.get(LIST))


def test_a_reader_ticks_nothing(client):
    par = sign_in(client, Role.LECTURE)
    make_sound_passage(par.certificateur)

    page = text_of(client.get(LIST))

    assert 'name="choix"' not in page
    assert "Exporter" in page


# ----------------------------------------------------------------------------------------- the card


def test_the_card_of_an_incomplete_passage(client, par):
    passage = make_passage(par.certificateur, due_on=timezone.localdate())
    services.check_passages(par=par, passages=[passage])

    page = text_of(client.get(reverse("passages:detail", args=[passage.public_id])))

    assert "Il manque quelque chose à ce passage" in page
    assert "points à regarder" in page
    assert "Compléter" in page
    edit = reverse("passages:edit", args=[passage.public_id])
    assert f"{edit}#id_dateDebutValidite" in page


def test_the_card_says_what_the_passage_holds(client, par):
    passage = make_sound_passage(
        par.certificateur, status=Status.PRET, due_on=date(2027, 1, 4), scoring="815"
    )

    page = text_of(client.get(reverse("passages:detail", args=[passage.public_id])))

    assert "30 juin 2026" in page
    assert "Par admission" in page
    assert "815" in page
    assert "À déposer avant le" in page
    assert passage.certification.intitule in page


@pytest.mark.parametrize("status", Status)
def test_the_card_of_each_state(client, par, status):
    passage = make_sound_passage(par.certificateur, status=status, exclusion_reason="Doublon")

    page = text_of(client.get(reverse("passages:detail", args=[passage.public_id])))

    assert status.label in page
    assert ("Doublon" in page) == (status == Status.EXCLU)
    edits = reverse("passages:edit", args=[passage.public_id]) in page
    assert edits == (status not in {Status.EN_DEPOT, Status.ACCEPTE, Status.RETIRE})


def test_a_fault_of_the_titulaire_leads_to_his_card(client, par):
    personne = make_personne(par.certificateur, sexe="")
    passage = make_sound_passage(par.certificateur, personne=personne)
    services.check_passages(par=par, passages=[passage])

    page = text_of(client.get(reverse("passages:detail", args=[passage.public_id])))

    assert reverse("personnes:update", args=[personne.public_id]) in page


def test_the_titulaire(client, par):
    passage = make_sound_passage(par.certificateur, voie=Voie.NIR)
    NirScelle.objects.create(personne=passage.personne, sealed="x", fingerprint="y")

    page = text_of(client.get(reverse("passages:titulaire", args=[passage.public_id])))

    assert "Dubreuil" in page
    assert "enregistré au coffre" in page
    assert reverse("personnes:detail", args=[passage.personne.public_id]) in page


def test_the_history(client, par):
    passage = services.create_passage(
        par=par,
        personne=make_personne(par.certificateur),
        certification=make_certification(par.certificateur),
        fields={},
    )
    changes = {
        "date_debut_validite": date(2026, 6, 30),
        "donnee_certifiee": True,
        "obtention_certification": "PAR_ADMISSION",
        "id_dossier": "12",
        "promotion": "A",
        "mention_validee": "",
    }
    services.update_passage(par=par, passage=passage, fields=changes)
    services.exclude_passages(par=par, passages=[passage], reason="Doublon")

    page = text_of(client.get(reverse("passages:history", args=[passage.public_id])))

    assert "Passage créé" in page
    assert "Date de délivrance : vide → 30 juin 2026" in page
    assert "Résultat définitif : vide → oui" in page
    assert "Mode d'obtention : vide → Par admission" in page
    assert "Numéro de dossier EDOF : modifié" in page
    assert "Promotion : vide → A" in page
    assert "a porté le passage à l'état « Exclu »" in page
    assert "Doublon" in page
    assert par.user.name in page


def test_a_passage_to_which_nothing_happened(client, par):
    passage = make_passage(par.certificateur)

    page = text_of(client.get(reverse("passages:history", args=[passage.public_id])))

    assert "Rien n'est encore arrivé" in page


def test_the_passages_of_a_titulaire(client, par):
    personne = make_personne(par.certificateur)
    url = reverse("passages:of_personne", args=[personne.public_id])
    assert "Aucun passage pour ce titulaire" in text_of(client.get(url))
    passage = make_sound_passage(par.certificateur, personne=personne, due_on=date(2026, 9, 30))
    make_passage(par.certificateur, personne=personne)

    page = text_of(client.get(url))

    assert passage.certification.code in page
    assert reverse("passages:create_for", args=[personne.public_id]) in page
    card = text_of(client.get(reverse("personnes:detail", args=[personne.public_id])))
    assert url in card


@pytest.mark.usefixtures("par")
@pytest.mark.parametrize("name", CARDS)
def test_the_passages_of_others_do_not_exist(client, name):
    other = make_passage(make_certificateur())

    assert client.get(reverse(name, args=[other.public_id])).status_code == 404
    assert client.get(reverse(name, args=[uuid4()])).status_code == 404


@pytest.mark.parametrize("name", CARDS)
def test_a_partenaire_sees_no_passage(client, name):
    par = sign_in(client, Role.PARTENAIRE)
    passage = make_passage(par.certificateur)

    assert client.get(reverse(name, args=[passage.public_id])).status_code == 404
    assert client.get(LIST).status_code == 404


@pytest.mark.parametrize("name", CARDS)
def test_pages_are_only_read(client, par, name):
    passage = make_passage(par.certificateur)

    assert client.post(reverse(name, args=[passage.public_id])).status_code == 405
    assert client.post(LIST).status_code == 405


@pytest.mark.parametrize("name", CARDS)
def test_strangers_sign_in_first(client, name):
    passage = make_passage(make_certificateur())

    for url in (reverse(name, args=[passage.public_id]), LIST):
        response = client.get(url)
        assert response.status_code == 302
        assert "next=" in response["Location"]


def test_nothing_of_the_list_is_in_the_journal(client, par):
    make_passage(par.certificateur)
    lines = JournalEntry.objects.count()

    client.get(LIST)

    assert JournalEntry.objects.count() == lines
    assert Passage.objects.count() == 1

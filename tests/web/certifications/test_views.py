from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from agrafe.certifications.apps import CertificationsConfig
from agrafe.certifications.models import Certification
from agrafe.comptes.enums import Role
from agrafe.socle.navigation import Entry
from factories.pages import text_of
from factories.web import make_bloc, make_certification, make_member, make_passage

pytestmark = pytest.mark.django_db

SENT = {
    "type": "RNCP",
    "code": "RNCP35726",
    "intitule": "Fleuriste en boutique",
    "niveau": "3",
    "codes_nsf": "330",
    "rappels": ["18", "6"],
    "defaut_obtention_certification": "PAR_ADMISSION",
    "defaut_donnee_certifiee": "on",
    "blocs-TOTAL_FORMS": "2",
    "blocs-INITIAL_FORMS": "0",
    "blocs-0-code": "BC01",
    "blocs-0-intitule": "Composer un bouquet",
    "blocs-1-code": "",
    "blocs-1-intitule": "",
}


@pytest.fixture
def par():
    return make_member()


@pytest.fixture
def browser(client, par):
    client.force_login(par.user)
    return client


def address(name, certification=None):
    arguments = {"public_id": certification.public_id} if certification else None
    return reverse(f"certifications:{name}", kwargs=arguments)


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


# -------------------------------------------------------------------------------------- the list


def test_an_empty_list_teaches(browser):
    page = text_of(browser.get(address("list")))

    assert "Aucune certification pour l'instant" in page
    assert address("create") in page


def test_who_cannot_add_is_offered_nothing(client):
    client.force_login(make_member(Role.LECTURE).user)

    assert address("create") not in text_of(client.get(address("list")))


def test_an_empty_list_leads_to_what_was_put_away(browser, par):
    make_certification(par.certificateur, archived_at=timezone.now())

    assert "?rangement=rangees" in text_of(browser.get(address("list")))


def test_the_list_shows_its_own_and_their_states(browser, par):
    make_certification(par.certificateur, intitule="Sans date")
    make_certification(par.certificateur, date_echeance=in_days(-1), intitule="Finie")
    make_certification(par.certificateur, date_echeance=in_days(60), intitule="Proche")
    make_certification(par.certificateur, date_echeance=in_days(3000), intitule="Longue")
    make_certification(make_member().certificateur, intitule="D'un autre")

    page = text_of(browser.get(address("list")))

    assert "4 certifications" in page
    assert "D'un autre" not in page
    for state in ("Échéance à donner", "Expirée", "Bientôt échue", "En vigueur"):
        assert state in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("repertoire=RS", {"RS5875"}),
        ("etat=expiree", {"RNCP11111"}),
        ("etat=vigueur", {"RS5875", "RNCP22222"}),
        ("etat=vigueur&etat=expiree", {"RS5875", "RNCP11111", "RNCP22222"}),
        ("rangement=rangees", {"RNCP33333"}),
        ("q=vanni", {"RNCP22222"}),
        ("tri=-code", {"RS5875", "RNCP11111", "RNCP22222"}),
    ],
)
def test_the_list_is_narrowed(browser, par, query, shown):
    owner = par.certificateur
    make_certification(owner, type="RS", code="RS5875")
    make_certification(owner, code="RNCP11111", date_echeance=in_days(-1))
    make_certification(owner, code="RNCP22222", intitule="Vannière", date_echeance=in_days(900))
    make_certification(owner, code="RNCP33333", archived_at=timezone.now())

    listing = browser.get(f"{address('list')}?{query}").context["listing"]

    assert {row.code for row in listing.page} == shown


@pytest.mark.parametrize("number", [2, 30])
def test_no_query_per_row(browser, par, django_assert_max_num_queries, number):
    for _ in range(number):
        make_bloc(make_certification(par.certificateur))

    with django_assert_max_num_queries(9):
        browser.get(address("list"))


# -------------------------------------------------------------------------------------- the card


def test_the_card_shows_what_there_is(browser, par):
    certification = make_certification(
        par.certificateur,
        niveau=3,
        date_decision=in_days(-400),
        date_enregistrement=in_days(-400),
        date_echeance=in_days(60),
        duree_validite=36,
    )
    make_bloc(certification, intitule="Composer un bouquet", is_optional=True)

    page = text_of(browser.get(address("detail", certification)))

    for said in ("Composer un bouquet", "(facultatif)", "36 mois", "demande de renouvellement"):
        assert said in page
    assert "18, 12, 6 mois avant" in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Donner l'échéance"),
        ({"date_echeance": timezone.localdate() - timedelta(5)}, "s'est terminé"),
        ({"archived_at": timezone.now()}, "Ressortir la certification"),
        ({"rappels": []}, "aucun"),
    ],
)
def test_the_card_says_what_comes_next(browser, par, fields, said):
    certification = make_certification(par.certificateur, **fields)

    assert said in text_of(browser.get(address("detail", certification)))


def test_a_reader_is_offered_no_action(client):
    par = make_member(Role.LECTURE)
    client.force_login(par.user)
    for fields in ({}, {"archived_at": timezone.now()}):
        page = text_of(
            client.get(address("detail", make_certification(par.certificateur, **fields)))
        )

        assert "Modifier" not in page
        assert "Ressortir la certification" not in page


def test_applications_above_add_tabs(browser, par, monkeypatch):
    certification = make_certification(par.certificateur)
    entry = Entry("Modifier la fiche", "pencil", "certifications:update", 10)
    hidden = Entry("Cachée", "lock", "certifications:archive", 20, allowed=lambda _: False)
    monkeypatch.setattr(CertificationsConfig, "certification_tabs", (hidden, entry), raising=False)

    tabs = browser.get(address("detail", certification)).context["tabs"]

    assert [(tab.label, tab.is_current) for tab in tabs] == [
        ("Fiche", True),
        ("Modifier la fiche", False),
    ]


@pytest.mark.parametrize("name", ["detail", "update", "archive", "delete"])
def test_another_s_or_none_at_all_is_not_found(browser, name):
    other = make_certification(make_member().certificateur)

    assert browser.get(address(name, other)).status_code == 404
    absent = reverse(f"certifications:{name}", kwargs={"public_id": uuid4()})
    assert browser.get(absent).status_code == 404


def test_whoever_is_not_signed_in_signs_in(client):
    answer = client.get(address("list"))

    assert answer.status_code == 302
    assert "next=" in answer["Location"]


# -------------------------------------------------------------------------------------- the form


def test_a_certification_is_added(browser, par):
    assert "Ajouter la certification" in text_of(browser.get(address("create")))

    answer = browser.post(address("create"), SENT, follow=True)

    certification = Certification.objects.get()
    assert certification.certificateur == par.certificateur
    assert (certification.niveau, certification.rappels) == (3, [18, 6])
    assert certification.blocs.get().code == "RNCP35726BC01"
    assert "RNCP35726 : c'est enregistré." in text_of(answer)


def test_a_doubt_is_said_once_it_is_saved(browser):
    sent = SENT | {"date_decision": "2024-06-02", "date_enregistrement": "2024-06-01"}

    assert "précède la décision" in text_of(browser.post(address("create"), sent, follow=True))


def test_every_fault_shows_at_once_and_nothing_is_lost(browser):
    sent = SENT | {"code": "RS5875", "blocs-1-code": "BC02"}

    page = text_of(browser.post(address("create"), sent))

    assert "2 réponses à corriger" in page
    assert "Composer un bouquet" in page
    assert not Certification.objects.exists()


def test_a_code_that_is_taken_is_said(browser, par):
    make_certification(par.certificateur, code="RNCP35726")

    assert "est déjà dans vos certifications" in text_of(browser.post(address("create"), SENT))


def test_more_lines_come_without_a_check(browser):
    sent = SENT | {"code": "nonsense", "ajouter": "1"}

    answer = browser.post(address("create"), sent)

    page = text_of(answer)
    assert answer.context["blocs"].total_form_count() == 5
    assert "Composer un bouquet" in page
    assert 'value="nonsense"' in page
    assert "à corriger" not in page


def test_lines_have_an_end(browser):
    sent = SENT | {"blocs-TOTAL_FORMS": "60", "ajouter": "1"}

    page = text_of(browser.post(address("create"), sent))

    assert "Ajouter des lignes" not in page


def test_a_form_without_its_lines_breaks_nothing(browser):
    sent = {name: value for name, value in SENT.items() if not name.startswith("blocs")}

    assert browser.post(address("create"), sent).status_code == 200


def test_a_certification_is_changed(browser, par):
    certification = make_certification(par.certificateur, code="RNCP35726")
    make_bloc(certification)
    make_bloc(certification)
    page = text_of(browser.get(address("update", certification)))
    assert 'value="RNCP35726BC02"' in page
    sent = SENT | {
        "intitule": "Fleuriste",
        "blocs-0-known_as": "RNCP35726BC01",
        "blocs-1-known_as": "RNCP35726BC02",
        "blocs-1-code": "BC02",
        "blocs-1-intitule": "Vendre",
        "blocs-1-is_removed": "on",
    }

    answer = browser.post(address("update", certification), sent)

    certification.refresh_from_db()
    assert answer["Location"] == address("detail", certification)
    assert certification.intitule == "Fleuriste"
    assert [bloc.intitule for bloc in certification.blocs.all()] == ["Composer un bouquet"]


# ----------------------------------------------------------------------- put away, out, deleted


def test_put_away_then_out_again(browser, par):
    certification = make_certification(par.certificateur)
    assert f"Ranger {certification.code} ?" in text_of(
        browser.get(address("archive", certification))
    )

    browser.post(address("archive", certification))
    certification.refresh_from_db()
    assert certification.archived_at

    browser.post(address("unarchive", certification))
    certification.refresh_from_db()
    assert certification.archived_at is None


def test_what_nothing_needs_is_deleted(browser, par):
    certification = make_certification(par.certificateur)
    assert "Rien d'autre ne s'en sert" in text_of(browser.get(address("delete", certification)))

    answer = browser.post(address("delete", certification))

    assert answer["Location"] == address("list")
    assert not Certification.objects.exists()


def test_what_is_of_use_is_not(browser, par):
    certification = make_certification(par.certificateur)
    make_passage(par.certificateur, certification=certification)
    assert "1 passage" in text_of(browser.get(address("delete", certification)))

    page = text_of(browser.post(address("delete", certification), follow=True))

    assert "Rangez-la plutôt" in page
    assert Certification.objects.exists()

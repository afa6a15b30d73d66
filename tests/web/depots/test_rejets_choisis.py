"""What is done to the rejected passages of a cause that are ticked."""

from html import unescape

import pytest
from django.urls import reverse

from accrochage.accuses.messages import MESSAGES, Acteur
from agrafe.comptes.enums import Role
from agrafe.depots.listing import rejection_listing
from agrafe.passages.enums import Status
from agrafe.passages.models import Passage
from agrafe.socle.listing import Listing
from agrafe.verifications.models import Verification
from agrafe.verifications.questions import questions_of
from factories.web import make_member, make_sound_passage
from web.depots.conftest import KO, accuse_of, build, give, sow

CAUSE = "MSG-AUCUN-TITULAIRE"
LIST = reverse("depots:rejections_of", args=[CAUSE])
ASK, RESEND, EXCLUDE = (
    reverse(f"depots:rejections_{name}", args=[CAUSE])
    for name in ("ask_chosen", "resend_chosen", "exclude")
)


@pytest.fixture
def rejected(par, client):
    """Return three rejected passages of one cause; a fourth passage is ready, and was never rejected."""
    client.force_login(par.user)
    made = sow(par, 3)
    give(par, accuse_of(build(par), ko=[(one.id_technique, KO) for one in made]))
    sow(par, 1)
    return made


def words(response):
    return unescape(response.content.decode()).replace("\u00a0", " ").replace("\u202f", " ")


def ticked(*passages, **more):
    return {"choix": [str(one.public_id) for one in passages], **more}


def states(par):
    rows = Passage.objects.of(par.certificateur).order_by("pk")
    return list(rows.values_list("status", flat=True))


@pytest.fixture
def two_a_page(monkeypatch):
    """Have the list go on over several pages."""

    class Short(Listing):
        def __init__(self, *arguments, **options):
            super().__init__(*arguments, **{**options, "page_size": 2})

    monkeypatch.setattr("agrafe.depots.listing.Listing", Short)


def test_each_row_can_be_ticked_and_the_bar_says_what_can_be_done(client, rejected):
    page = words(client.get(LIST))

    for one in rejected:
        assert f'name="choix" value="{one.public_id}"' in page
    assert [f'formaction="{url}"' in page for url in (ASK, RESEND, EXCLUDE)] == [True] * 3
    assert "Écrire aux titulaires choisis" in page
    assert "Renvoyer tous ces passages" in page


def test_whoever_only_reads_has_no_ticks(client, par, rejected):
    client.force_login(make_member(Role.LECTURE, par.certificateur).user)

    assert 'name="choix"' not in words(client.get(LIST))
    assert client.post(RESEND, ticked(*rejected)).status_code == 403


def test_no_mail_is_proposed_where_the_titulaire_can_do_nothing(rf, par):
    silent = next(one for one in MESSAGES.values() if Acteur.TITULAIRE not in one.acteurs)
    request = rf.get("/")
    request.par = par

    shown = rejection_listing(request, silent)

    assert [one.label for one in shown.actions] == ["Renvoyer tels quels", "Exclure"]


def test_some_titulaires_are_asked_what_their_cause_is_about(client, rejected):
    shown = client.post(ASK, ticked(*rejected[:2]))
    page = words(shown)
    assert "2 titulaires recevront" in page
    assert f'href="{LIST}"' in page
    form = shown.context["form"]
    about = [one.name for one in questions_of(MESSAGES[CAUSE].a_verifier)]
    assert (form["quoi"].value(), form["questions"].value()) == ("choix", about)
    assert not Verification.objects.exists()

    answer = {"quoi": "choix", "questions": ["lieu"], "confirme": "1"}
    client.post(ASK, ticked(*rejected[:2], **answer))

    sent = Verification.objects.order_by("origin_id")
    assert {one.origin_id for one in sent} == {one.public_id for one in rejected[:2]}
    assert {(*one.motifs, "codeInsee" in one.rubriques) for one in sent} == {(CAUSE, True)}
    assert "nomNaissance" not in sent[0].rubriques


def test_some_are_sent_again(client, par, rejected):
    response = client.post(RESEND, ticked(rejected[0], rejected[2]), follow=True)

    assert response.redirect_chain == [(LIST, 302)]
    assert "2 passages à renvoyer" in words(response)
    assert states(par) == [Status.A_RENVOYER, Status.REJETE, Status.A_RENVOYER, Status.PRET]


def test_some_are_put_aside_with_the_reason(client, par, rejected):
    asked = words(client.post(EXCLUDE, ticked(rejected[1])))
    assert "Exclure 1 passage ?" in asked
    assert f'href="{LIST}"' in asked

    response = client.post(EXCLUDE, ticked(rejected[1], confirme="1", motif="Doublon"), follow=True)

    assert response.redirect_chain == [(LIST, 302)]
    assert states(par) == [Status.REJETE, Status.EXCLU, Status.REJETE, Status.PRET]
    assert Passage.objects.get(status=Status.EXCLU).exclusion_reason == "Doublon"


@pytest.mark.usefixtures("two_a_page")
def test_all_of_the_list_are_those_of_the_cause_alone(client, par, rejected):
    page = words(client.get(LIST))
    assert "Choisir toutes les lignes de la liste (3)" in page

    whole = {"tout": "1", "requete": "tri=echeance", "confirme": "1", "motif": "Session annulée"}
    response = client.post(EXCLUDE, whole)

    assert response["Location"] == f"{LIST}?tri=echeance"
    assert states(par) == [Status.EXCLU] * len(rejected) + [Status.PRET]


def test_all_of_a_search_are_those_that_it_finds(client, par, rejected):
    found = {"tout": "1", "requete": f"q={rejected[1].id_technique}"}

    client.post(RESEND, found)

    assert states(par) == [Status.REJETE, Status.A_RENVOYER, Status.REJETE, Status.PRET]


@pytest.mark.usefixtures("rejected")
@pytest.mark.parametrize("url", [RESEND, EXCLUDE])
def test_nothing_but_the_rejected_passages_of_the_cause_is_touched(client, par, url):
    ready = Passage.objects.get(status=Status.PRET)
    stranger = make_sound_passage(make_member().certificateur, status=Status.REJETE)
    before = states(par)

    client.post(url, ticked(ready, stranger, confirme="1", motif="Doublon"))
    client.post(url, {"choix": ["zut"], "confirme": "1", "motif": "Doublon"})

    assert states(par) == before
    stranger.refresh_from_db()
    assert stranger.status == Status.REJETE


@pytest.mark.usefixtures("rejected")
def test_nobody_chosen_is_said(client):
    assert "Aucun titulaire n'est choisi" in words(client.post(ASK))
    assert "Aucun passage n'est choisi" in words(client.post(EXCLUDE, follow=True))


@pytest.mark.parametrize("number", [2, 12])
def test_many_cost_no_more_queries_than_few(client, par, number, django_assert_max_num_queries):
    client.force_login(par.user)
    made = sow(par, number)
    give(par, accuse_of(build(par), ko=[(one.id_technique, KO) for one in made]))

    with django_assert_max_num_queries(14):
        client.get(LIST)
    with django_assert_max_num_queries(14):
        client.post(ASK, ticked(*made))
    with django_assert_max_num_queries(25):
        client.post(RESEND, ticked(*made))

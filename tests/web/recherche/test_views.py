"""The page of the search, and the field at the top of every other."""

import logging

import pytest

from agrafe.comptes.enums import Role
from factories.pages import sign_in, text_of
from factories.web import make_certification, make_depot, make_member, make_passage, make_personne

pytestmark = pytest.mark.django_db
PAGE = "/recherche/"
ELSEWHERE = "/compte/"
FIELD = 'id="recherche-partout"'


@pytest.fixture
def par(client):
    return sign_in(client)


def ask(client, text):
    answer = client.get(PAGE, {"q": text})
    assert answer.status_code == 200
    return text_of(answer)


@pytest.mark.usefixtures("par")
def test_an_empty_search_teaches(client):
    page = text_of(client.get(PAGE))

    assert "Que cherchez-vous ?" in page
    assert "autofocus" in page
    for label in ("Titulaires", "Passages", "Certifications", "Dépôts"):
        assert f"<dt>{label}</dt>" in page


@pytest.mark.usefixtures("par")
@pytest.mark.parametrize("text", ["d", "é", "-_-", "a!"])
def test_a_single_letter_is_too_short(client, text):
    page = ask(client, text)

    assert "Écrivez au moins deux lettres ou chiffres" in page
    assert f'value="{text}"' in page
    assert "autofocus" not in page


@pytest.mark.usefixtures("par")
def test_nothing_found_says_what_can_be(client):
    page = ask(client, "<b>zzz")

    assert "Agrafe ne trouve rien pour « <b>zzz »" in page
    assert "<b>zzz" not in client.get(PAGE, {"q": "<b>zzz"}).content.decode()
    assert "<dt>Titulaires</dt>" in page


def test_what_is_found_stands_by_groups(client, par):
    personne = make_personne(par.certificateur)
    passage = make_passage(par.certificateur, personne=personne, id_technique="2026-7")

    page = ask(client, " dubreuil ")
    assert "2 résultats pour « dubreuil »" in page
    assert f'href="/titulaires/{personne.public_id}/"' in page
    assert f'href="/passages/{passage.public_id}/"' in page
    assert "Certifications</h2>" not in page
    assert "Voir les" not in page


@pytest.mark.parametrize(
    ("make", "text", "link", "said"),
    [
        (
            lambda owner, _: make_personne(owner, nom_naissance="Zozo"),
            "zozo",
            "/titulaires/?q=zozo",
            "Voir les 9 titulaires",
        ),
        (
            lambda owner, rank: make_passage(owner, id_technique=f"ZZ-{rank}"),
            "zz-",
            "/accrochage/?q=zz-",
            "Voir les 9 passages",
        ),
        (
            lambda owner, _: make_certification(owner, intitule="Vitrail d'art"),
            "d'art",
            "/certifications/?q=d%27art&rangement=",
            "Voir les 9 certifications",
        ),
        (
            lambda owner, rank: make_depot(owner, id_flux=f"Zo {rank}"),
            "zo",
            "/accrochage/depots/?q=zo",
            "Voir les 9 dépôts",
        ),
    ],
)
def test_the_rest_is_in_the_list_of_the_application(client, par, make, text, link, said):
    for rank in range(9):
        make(par.certificateur, rank)
    page = ask(client, text)

    assert f'href="{link}"' in page
    assert said in page
    there = text_of(client.get(link))
    assert there.count('<th scope="row"') == 9


def test_the_page_is_bounded(client, par, django_assert_max_num_queries):
    for rank in range(9):
        personne = make_personne(par.certificateur, nom_naissance="Zozo")
        certification = make_certification(par.certificateur, intitule="Zozotement")
        make_passage(par.certificateur, personne=personne, certification=certification)
        make_depot(par.certificateur, id_flux=f"zozo-{rank}")
    with django_assert_max_num_queries(21):  # who asks, what goes on, and what is found
        page = ask(client, "zozo")
    assert "36 résultats" in page


def test_a_long_text_is_cut(client, par):
    make_personne(par.certificateur, nom_naissance="Z" * 120)

    assert f'value="{"z" * 100}"' in ask(client, "z" * 5_000)


def test_a_partenaire_is_told_that_there_is_nothing_to_search(client):
    par = sign_in(client, Role.PARTENAIRE)
    make_personne(par.certificateur)

    page = ask(client, "dubreuil")
    assert "Rien à chercher pour l'instant" in page
    assert 'role="search"' not in page
    assert FIELD not in text_of(client.get(ELSEWHERE))


@pytest.mark.usefixtures("par")
def test_the_search_stands_at_the_top_of_every_page_but_its_own(client):
    page = text_of(client.get(ELSEWHERE))

    assert page.count(FIELD) == 1
    assert 'action="/recherche/"' in page
    assert FIELD not in text_of(client.get(PAGE))


def test_nobody_is_offered_to_search_before_signing_in(client):
    assert FIELD not in text_of(client.get("/connexion/", follow=True))


def test_what_is_searched_is_in_no_log(client, caplog):
    client.force_login(make_member().user)
    with caplog.at_level(logging.DEBUG):
        ask(client, "dubreuil")

    assert "dubreuil" not in " ".join(
        record.getMessage() for record in caplog.records if record.name != "django.db.backends"
    )

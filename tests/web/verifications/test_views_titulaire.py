"""The page of the titulaire, screen by screen."""

import re
from datetime import timedelta
from html import unescape
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from agrafe.socle.logs import LineFormatter, RequestFilter
from agrafe.verifications import services
from agrafe.verifications.enums import Status
from agrafe.verifications.models import Verification
from agrafe.verifications.questions import BY_NAME, keys_of
from agrafe.verifications.tokens import make_token
from agrafe.verifications.views_titulaire import COOKIE
from factories.verifications import tokens
from factories.web import make_personne


def at(route, token, **arguments):
    return reverse(f"verifications:{route}", kwargs={"token": token, **arguments})


def ask(par, *names, **fields):
    """Return a verification of some questions, and the secret of its link."""
    personne = make_personne(par.certificateur, **fields)
    keys = keys_of(BY_NAME[name] for name in names)
    [verification] = services.ask(par=par, personnes=[personne], rubriques={personne.pk: keys}).sent
    return verification, tokens()[-1]


def enter(client, token, year="1991"):
    return client.post(at("open", token), {"annee": year})


def words(response):
    return unescape(response.content.decode()).replace("\u00a0", " ").replace("\u202f", " ")


def test_the_year_opens_the_first_question(client, asked):
    _, token = asked

    response = enter(client, token)

    assert response.url == at("question", token, name="nom")
    cookie = response.cookies[COOKIE]
    assert cookie["path"] == at("open", token)
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert token not in cookie.value
    page = client.get(response.url)
    assert "Bonjour Zoé, nous devons vérifier deux informations" in words(page)
    assert "Dubreuil" in words(page)


def test_the_same_page_for_every_link_that_does_not_open(client, asked):
    verification, token = asked
    wrong = enter(client, token, "1990")
    unknown = enter(client, make_token(), "1991")
    services.not_me(token=token)
    used = enter(client, token)

    pages = [anonymous(words(page)) for page in (wrong, unknown, used)]
    assert {page.status_code for page in (wrong, unknown, used)} == {200}
    assert pages[0].replace("1990", "1991") == pages[1] == pages[2]
    assert "Votre page ne s'est pas ouverte" in pages[0]
    assert verification.certificateur.nom not in pages[0]


def anonymous(page):
    """Return a page without its secrets, which differ each time."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)
    return re.sub(r"/verification/[\w-]+/", "/verification/x/", page)


@pytest.mark.django_db
def test_the_door_looks_at_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = client.get(at("open", make_token()))

    assert page.status_code == 200


@pytest.mark.parametrize("year", ["", "91", "mille", "19911", "²991"])
def test_what_is_no_year_is_said_and_counts_for_nothing(client, asked, year):
    verification, token = asked

    page = enter(client, token, year)

    assert "field-invalid" in words(page)
    verification.refresh_from_db()
    assert verification.tries == 0


@pytest.mark.parametrize("route", ["review", "notice", "logo"])
def test_nothing_shows_before_the_year(client, asked, route):
    _, token = asked

    assert client.get(at(route, token)).url == at("open", token)
    assert client.get(at("question", token, name="nom")).url == at("open", token)


def test_a_proof_opens_no_other_link(client, par, asked):
    _, token = asked
    _, other = ask(par, "nom", courriel="b@exemple.fr")
    proof = enter(client, token).cookies[COOKIE].value
    stranger = Client()
    stranger.cookies[COOKIE] = proof

    assert stranger.get(at("review", other)).status_code == 302
    assert stranger.get(at("open", other)).status_code == 200


def test_the_door_stays_open_for_a_while(client, asked):
    _, token = asked
    enter(client, token)

    assert client.get(at("open", token)).url == at("question", token, name="nom")


def test_the_headers_keep_the_link_secret(client, asked):
    _, token = asked
    enter(client, token)

    for page in (
        client.get(at("open", make_token())),
        client.get(at("question", token, name="nom")),
        client.get(at("thanks", token)),
    ):
        assert page["Referrer-Policy"] == "strict-origin"
        assert page["Cache-Control"] == "no-store"
        assert page["X-Robots-Tag"] == "noindex, nofollow"
        assert "sessionid" not in page.cookies
        assert "session" not in page.cookies


def test_the_log_says_neither_the_link_nor_the_year(client, asked, caplog):
    _, token = asked

    with caplog.at_level("DEBUG"):
        enter(client, token, "1990")
        Client(enforce_csrf_checks=True).post(at("open", token), {"annee": "1990"})

    for record in caplog.records:
        RequestFilter().filter(record)
        line = LineFormatter().format(record)
        assert record.name == "django.db.backends" or token not in line
        assert record.name == "django.db.backends" or "1990" not in line


@pytest.mark.django_db
def test_an_address_cannot_try_without_end(client, settings):
    settings.VERIFICATIONS_RATE = 2
    for _ in range(2):
        assert enter(client, make_token()).status_code == 200

    page = enter(client, make_token())

    assert page.status_code == 429
    assert int(page["Retry-After"]) > 0
    assert client.get(at("open", make_token())).status_code == 200


def test_a_class_may_answer_behind_one_address(client, asked, settings):
    settings.VERIFICATIONS_RATE = 1
    _, token = asked
    step = enter(client, token)

    for _ in range(3):
        assert client.post(step.url, {"nomNaissance": "Dubreuil"}).status_code == 302
    assert enter(Client(), make_token()).status_code == 429


def test_a_link_that_dies_under_an_answer_leads_to_the_door(client, par, asked, monkeypatch):
    verification, token = asked
    step = enter(client, token)

    def die_then_save(**arguments):
        services.cancel(par=par, verification=verification)
        services.titulaire.save_answer(**arguments)

    monkeypatch.setattr(services, "save_answer", die_then_save)
    response = client.post(step.url, {"nomNaissance": "Dubreuil"})

    assert response.url == at("open", token)


def test_one_question_after_the_other_then_the_review(client, asked):
    verification, token = asked
    enter(client, token)

    assert client.get(at("review", token)).url == at("question", token, name="nom")
    step = client.post(at("question", token, name="nom"), {"nomNaissance": "Du Breuil"})
    assert step.url == at("question", token, name="prenoms")
    assert at("question", token, name="nom") in words(client.get(step.url))
    step = client.post(step.url, {"prenom1": "Zoé", "prenom2": "", "prenom3": "Marie"})
    assert step.url == at("review", token)
    page = client.get(step.url)
    assert "Du Breuil" in words(page)
    assert "Zoé, Marie" in words(page)
    refused = client.post(step.url, {"remarque": ""})
    assert "Cochez cette case" in words(refused)

    done = client.post(step.url, {"remarque": "Merci", "confirm": "on"})

    assert done.url == at("thanks", token)
    assert not done.cookies[COOKIE].value
    assert "Merci, c'est envoyé" in words(client.get(done.url))
    verification.refresh_from_db()
    assert verification.status == Status.REPONDUE
    assert verification.reponse == {
        "nomNaissance": "Du Breuil",
        "prenom1": "Zoé",
        "prenom2": "Marie",
        "prenom3": "",
    }
    assert client.get(at("review", token)).url == at("open", token)


def test_a_question_that_was_not_asked_leads_to_one_that_was(client, asked):
    _, token = asked
    enter(client, token)

    for name in ("sexe", "nonsense"):
        step = client.get(at("question", token, name=name))
        assert step.url == at("question", token, name="nom")


def test_a_link_that_dies_in_between_loses_its_page(client, par, asked):
    verification, token = asked
    enter(client, token)
    services.cancel(par=par, verification=verification)

    response = client.post(at("question", token, name="nom"), {"nomNaissance": "Roux"})

    assert response.url == at("open", token)


def test_in_english(client, asked):
    verification, token = asked
    door = client.get(at("open", token), {"lang": "en"})
    assert '<html lang="en">' in words(door)

    response = client.post(at("open", token) + "?lang=en", {"annee": "1991"})

    page = words(client.get(response.url))
    assert "What is your birth surname?" in page
    assert "two details" in page
    assert '<html lang="en">' in page
    verification.refresh_from_db()
    assert verification.language == "en"
    assert '<html lang="fr">' in words(client.get(response.url, {"lang": "fr"}))
    assert '<html lang="fr">' in words(client.get(response.url, {"lang": "de"}))


def test_english_leads_to_english(client, asked):
    _, token = asked

    assert client.get(at("review", token), {"lang": "en"}).url.endswith("?lang=en")
    assert client.post(at("not_me", token) + "?lang=en").url.endswith("?lang=en")


def test_it_is_not_me(client, asked):
    verification, token = asked
    assert "pas pour vous" in words(client.get(at("not_me", token)))

    done = client.post(at("not_me", token))

    assert "c'est noté" in words(client.get(done.url))
    verification.refresh_from_db()
    assert verification.status == Status.PAS_MOI
    assert client.post(at("not_me", make_token())).status_code == 302


def test_the_same_answer_to_whoever_says_that_it_is_not_him(asked, par):
    verification, token = asked
    old, expired = ask(par, "nom", courriel="b@exemple.fr")
    Verification.objects.filter(pk=old.pk).update(expires_at=timezone.now() - timedelta(days=1))
    _, mistaken = ask(par, "nom", courriel="c@exemple.fr")
    enter(Client(), mistaken, "1990")

    answers = []
    for link in (make_token(), expired, mistaken, token, token):  # the last one is used
        browser = Client()
        asked_page = browser.get(at("not_me", link))
        done = browser.post(at("not_me", link))
        page = browser.get(done.url)
        own = {"Location", "X-Request-Id"}
        said = {name: value for name, value in done.items() if name not in own}
        cookie = anonymous(str(done.cookies[COOKIE]))
        shown = [anonymous(words(one)) for one in (asked_page, page)]
        answers.append((done.status_code, anonymous(done.url), said, cookie, shown))

    assert all(one == answers[0] for one in answers), answers
    verification.refresh_from_db()
    assert verification.status == Status.PAS_MOI


def test_the_notice_says_who_why_and_how_long(client, asked):
    verification, token = asked
    enter(client, token)

    page = words(client.get(at("notice", token)))

    for said in (
        verification.certificateur.nom,
        "L. 6113-8",
        "R. 6323-38",
        "365 jours",
        "CNIL",
        "secretariat@exemple.fr",
    ):
        assert said in page


def test_a_certificateur_without_contact_is_answered_by_mail(client, asked):
    verification, token = asked
    verification.certificateur.contact_courriel = ""
    verification.certificateur.save()
    enter(client, token)

    assert "Répondez au courriel" in words(client.get(at("notice", token)))


def test_the_logo_is_behind_the_link(client, asked, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    verification, token = asked
    enter(client, token)
    assert client.get(at("logo", token)).status_code == 404
    content = BytesIO()
    Image.new("RGB", (4, 4)).save(content, "PNG")
    verification.certificateur.logo.save("logo.png", ContentFile(content.getvalue()))

    assert client.get(at("logo", token))["Content-Type"] == "image/png"
    assert at("logo", token) in words(client.get(at("question", token, name="nom")))


# ------------------------------------------------------------------------------- the questions


def reply(client, par, name, data, **fields):
    """Answer a question, and return the page and the answer kept."""
    verification, token = ask(par, name, **fields)
    year = verification.personne.annee_naissance
    enter(client, token, str(year))
    page = client.post(at("question", token, name=name), data)
    verification.refresh_from_db()
    return words(page), verification.reponse


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("usage", {"nomUsage": ""}, {"nomUsage": ""}),
        ("usage", {"nomUsage": "Leroy"}, {"nomUsage": "Leroy"}),
        ("sexe", {"sexe": "M"}, {"sexe": "M"}),
        (
            "naissance",
            {"jour": "3", "mois": "7", "annee": "1992"},
            {"jourNaissance": 3, "moisNaissance": 7, "anneeNaissance": 1992},
        ),
        (
            "naissance",
            {"jour": "", "mois": "", "annee": "1991"},
            {"jourNaissance": None, "moisNaissance": None, "anneeNaissance": 1991},
        ),
    ],
)
def test_an_answer_is_kept_by_key(client, par, name, data, expected):
    assert reply(client, par, name, data)[1] == expected


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("nom", {"nomNaissance": " "}, "Répondez à cette question"),
        ("nom", {"nomNaissance": "x" * 256}, "trop longue"),
        ("sexe", {}, "Répondez à cette question"),
        ("sexe", {"sexe": "X"}, "Répondez à cette question"),
        ("naissance", {"jour": "31", "mois": "2", "annee": "1991"}, "n'existe pas"),
        ("naissance", {"jour": "x", "mois": "2", "annee": "1991"}, "n'existe pas"),
        ("naissance", {"jour": "1", "mois": "13", "annee": "1991"}, "n'existe pas"),
        ("naissance", {"jour": "0", "mois": "1", "annee": "1991"}, "n'existe pas"),
        ("naissance", {"jour": "1", "mois": "1", "annee": "1791"}, "n'existe pas"),
        ("naissance", {"jour": "1", "mois": "1", "annee": "2999"}, "n'existe pas"),
        ("naissance", {"jour": "1", "mois": "", "annee": "1991"}, "Choisissez aussi le mois"),
        ("naissance", {"jour": "1", "mois": "1", "annee": ""}, "Répondez à cette question"),
        ("lieu", {"pays": "france", "commune": ""}, "Répondez à cette question"),
        ("lieu", {"pays": "00000", "commune": "Rennes"}, "Répondez à cette question"),
        ("lieu", {"pays": "france", "commune": "Saint-Denis"}, "Choisissez votre commune"),
        ("lieu", {"pays": "france", "commune": "Xyzwq"}, "Nous ne trouvons pas"),
        (
            "lieu",
            {"pays": "france", "commune": "Saint-Denis", "choix": "75056"},
            "Choisissez votre commune",
        ),
    ],
)
def test_what_is_no_answer_is_said_and_kept_on_the_page(client, par, name, data, sentence):
    page, kept = reply(client, par, name, data)

    assert sentence in page
    assert kept == {}


NOWHERE = {"codePostal": "", "libellePaysNaissance": "", "codePaysNaissance": ""}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (
            {"pays": "france", "commune": " rennes "},
            {"libelleCommuneNaissance": "Rennes", "codeInsee": "35238"},
        ),
        (
            {"pays": "france", "commune": "Saint-Denis", "choix": "93066"},
            {"libelleCommuneNaissance": "Saint-Denis", "codeInsee": "93066"},
        ),
        (
            {"pays": "france", "commune": "Xyzwq", "choix": "aucune"},
            {"libelleCommuneNaissance": "Xyzwq", "codeInsee": ""},
        ),
        (
            {"pays": "99139", "commune": "Lisbonne"},
            {
                "libelleCommuneNaissance": "Lisbonne",
                "codeInsee": "99139",
                "libellePaysNaissance": "Portugal",
                "codePaysNaissance": "139",
            },
        ),
    ],
)
def test_a_birth_place_is_found_in_the_referentiel(client, par, data, expected):
    assert reply(client, par, "lieu", data)[1] == NOWHERE | expected


def test_a_commune_known_by_its_code_is_not_asked_again(client, par):
    fields = {"libelle_commune_naissance": "Saint-Denis", "code_insee": "93066"}

    _, kept = reply(client, par, "lieu", {"pays": "france", "commune": "Saint-Denis"}, **fields)

    assert kept["codeInsee"] == "93066"


def test_the_arrondissements_of_paris_are_offered(client, par):
    page, _ = reply(client, par, "lieu", {"pays": "france", "commune": "Paris"})

    assert page.count("Arrondissement") == 20


@pytest.mark.parametrize("codes", [("99139", "139"), ("", "")])
def test_a_place_abroad_is_shown_as_it_is(client, par, codes):
    _, token = ask(
        par,
        "lieu",
        libelle_commune_naissance="Lisbonne",
        code_insee=codes[0],
        libelle_pays_naissance="Portugal",
        code_pays_naissance=codes[1],
    )
    enter(client, token)

    page = words(client.get(at("question", token, name="lieu")))

    assert "Lisbonne, Portugal" in page
    assert '<option value="99139" selected>Portugal</option>' in page


def test_a_place_known_by_nothing_is_asked(client, par):
    _, token = ask(par, "lieu", libelle_commune_naissance="", code_insee="", mois_naissance=None)
    enter(client, token)

    assert "Nous n'avons rien noté" in words(client.get(at("question", token, name="lieu")))

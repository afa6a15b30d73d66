import pytest
from django.core import mail as django_mail
from django.urls import reverse

from agrafe.comptes.enums import Role
from agrafe.courriels.models import MailTemplate
from agrafe.courriels.outbox import send_due
from agrafe.courriels.services import reset_template, save_template
from agrafe.courriels.writing import WritingError
from agrafe.journal.models import JournalEntry
from agrafe.socle.refusals import Denied
from factories.web import make_member

pytestmark = pytest.mark.django_db

KEY = "essais.relance"
NAMES = ("template", "preview", "send_trial", "reset")


def url(name, key=KEY):
    return reverse(f"courriels:{name}", kwargs={"key": key})


@pytest.fixture
def par(client):
    member = make_member(Role.ADMINISTRATEUR)
    client.force_login(member.user)
    return member


def test_the_list_says_which_words_are_whose(client, par):
    save_template(par=par, key=KEY, subject="À toi", text="Bonjour")

    page = client.get(reverse("courriels:templates")).content.decode().replace("&#x27;", "'")

    assert "Relance d'essai" in page
    assert page.count("Le vôtre") == 1
    assert page.count("Celui d'Agrafe") == 1
    assert "Mot de passe" not in page


@pytest.mark.usefixtures("par")
def test_the_list_without_any(client, monkeypatch):
    monkeypatch.setattr("agrafe.courriels.kinds._by_key", dict)

    assert (
        "Aucun courriel à réécrire" in client.get(reverse("courriels:templates")).content.decode()
    )


@pytest.mark.usefixtures("par")
def test_the_words_of_the_house_are_there_to_be_rewritten(client):
    page = client.get(url("template")).content.decode()

    assert "{{ prenom }}" in page
    assert "le prénom du titulaire" in page
    assert "Revenir au texte" not in page


def test_words_are_rewritten(client, par):
    data = {"subject": "{{ prenom }} !", "text": "Bonjour {{ prenom }},\r\n\r\nÀ bientôt."}

    response = client.post(url("template"), data)

    assert response.url == url("template")
    template = MailTemplate.objects.get()
    assert (template.certificateur, template.subject) == (par.certificateur, "{{ prenom }} !")
    assert template.text == "Bonjour {{ prenom }},\n\nÀ bientôt."
    assert JournalEntry.objects.get().action == "courriels.save_template"
    assert "Revenir au texte" in client.get(url("template")).content.decode()


@pytest.mark.usefixtures("par")
@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("subject", "{{ nom }}", "« nom » n'est pas une variable"),
        ("text", "{{ nom }}", "« nom » n'est pas une variable"),
        ("text", "[x]({{ prenom }})", "« prenom » n'est pas une adresse"),
        ("text", "", "Texte"),
    ],
)
def test_words_that_could_not_be_sent_are_refused(client, field, value, said):
    data = {"subject": "Bonjour", "text": "Bonjour", field: value}

    for name in ("template", "preview"):
        page = client.post(url(name), data).content.decode().replace("&#x27;", "'")
        assert said in page.replace("\u00a0", " ")
    assert not MailTemplate.objects.exists()


def test_the_preview_shows_the_examples(client, par):
    page = client.get(url("preview")).content.decode()

    assert "Bonjour Zoé" in page
    assert str(par.certificateur) in page.replace("&#x27;", "'")


@pytest.mark.usefixtures("par")
def test_the_preview_shows_what_is_being_typed(client):
    response = client.post(url("preview"), {"subject": "x", "text": "Salut {{ prenom }} <b>"})

    assert "Salut Zoé &lt;b&gt;" in response.content.decode()
    assert "sandbox" in response["Content-Security-Policy"]
    assert not MailTemplate.objects.exists()


@pytest.mark.usefixtures("par")
def test_the_preview_of_a_solicitation_has_its_link(client):
    page = client.get(url("preview", "essais.enquete")).content.decode()

    assert "Ne plus recevoir ce genre de message" in page


def test_a_trial_leaves_for_whoever_asks(client, par):
    response = client.post(url("send_trial", "essais.enquete"), follow=True)
    send_due()

    [message] = django_mail.outbox
    assert message.to == [par.user.email]
    assert message.subject == "Essai\xa0: Votre avis, Zoé"
    assert "List-Unsubscribe" not in message.extra_headers
    assert par.user.email in str(next(iter(response.context["messages"])))
    client.post(url("send_trial", "essais.enquete"))
    send_due()
    assert len(django_mail.outbox) == 2


def test_one_may_go_back_to_the_words_of_the_house(client, par):
    save_template(par=par, key=KEY, subject="À toi", text="Bonjour")

    assert "sera effacé" in client.get(url("reset")).content.decode()
    client.post(url("reset"))

    assert not MailTemplate.objects.exists()
    assert JournalEntry.objects.filter(action="courriels.reset_template").count() == 1
    client.post(url("reset"))
    assert JournalEntry.objects.filter(action="courriels.reset_template").count() == 1


@pytest.mark.usefixtures("par")
@pytest.mark.parametrize("key", ["essais.absent", "essais.secret"])
@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_to_be_rewritten_is_not_found(client, name, key):
    assert client.post(url(name, key)).status_code == 404


@pytest.mark.parametrize("role", [each for each in Role if each != Role.ADMINISTRATEUR])
def test_other_roles_rewrite_nothing(client, role):
    client.force_login(make_member(role).user)

    assert client.get(reverse("courriels:templates")).status_code == 403
    assert [client.post(url(name)).status_code for name in NAMES] == [403] * len(NAMES)


def test_visitors_sign_in(client):
    assert client.get(reverse("courriels:templates")).status_code == 302
    assert [client.post(url(name)).status_code for name in NAMES] == [302] * len(NAMES)


@pytest.mark.usefixtures("par")
def test_a_trial_is_posted(client):
    assert client.get(url("send_trial")).status_code == 405


def test_the_services_check_for_themselves():
    other, admin = make_member(), make_member(Role.ADMINISTRATEUR)

    with pytest.raises(Denied):
        save_template(par=other, key=KEY, subject="x", text="x")
    with pytest.raises(Denied):
        reset_template(par=other, key=KEY)
    with pytest.raises(WritingError):
        save_template(par=admin, key=KEY, subject="{{ x }}", text="x")
    with pytest.raises(ValueError, match="keeps the words"):
        save_template(par=admin, key="essais.secret", subject="x", text="x")

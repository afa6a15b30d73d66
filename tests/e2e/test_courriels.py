"""The mails and the journal: easy to read, and a preview that follows what is typed."""

from datetime import timedelta
from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone

from agrafe.comptes.enums import Role
from agrafe.courriels.enums import MailStatus
from agrafe.courriels.kinds import all_kinds
from agrafe.courriels.selectors import preview, unsubscribe_path, words_for
from agrafe.journal.services import record
from e2e.reading import EACH_SCREEN, faults, overflow
from factories.web import make_certificateur, make_mail, make_member, make_personne


@pytest.fixture
def par():
    return make_member(
        Role.ADMINISTRATEUR, make_certificateur(nom="École des Lilas"), name="Claire Morel"
    )


@pytest.fixture
def open_as(open_as, par):
    """Open a page as the administrateur."""
    return partial(open_as, par.user)


@pytest.fixture
def kind():
    return next(each for each in all_kinds() if each.is_editable)


def mails(par, kind):
    words = words_for(certificateur=par.certificateur, kind=kind)
    written = preview(par=par, kind=kind, words=words)
    common = {
        "key": kind.key,
        "subject": written.subject,
        "text": written.text,
        "html": written.html,
    }
    now = timezone.now()
    fields = {
        "envoye": {"status": MailStatus.ENVOYE, "sent_at": now, "tries": 1},
        "incertain": {
            "status": MailStatus.INCERTAIN,
            "claimed_at": now - timedelta(hours=1),
            "tries": 1,
            "failure": "L'envoi a été interrompu : ce courriel est peut-être parti.",
        },
        "echec": {
            "status": MailStatus.ECHEC,
            "failure": "L'adresse n'existe pas, ou n'accepte pas ce courriel (réponse 550 du serveur).",
        },
        "attente": {"tries": 1, "failure": "Le serveur de courriel ne répond pas."},
    }
    return {name: make_mail(par.certificateur, **common, **each) for name, each in fields.items()}


def fill_journal(par):
    personne = make_personne(par.certificateur)
    for number in range(3):
        record(par=par, action="courriels.resend", target=personne, summary=f"essai {number}")
    record(
        par=par,
        action="courriels.save_template",
        target=personne,
        changes={"promotion": ("", "2026"), "nom_naissance": ("Dubois", "Dubreuil")},
    )
    record(par=None, certificateur_id=par.certificateur_id, action="courriels.unsubscribe")


@EACH_SCREEN
def test_pages_are_easy_to_read(open_as, par, kind, shoot, width, scheme):
    pages = {name: each.get_absolute_url() for name, each in mails(par, kind).items()}
    fill_journal(par)
    pages |= {
        "courriels": reverse("courriels:list"),
        "renvoyer": f"{pages['incertain']}renvoyer/",
        "textes": reverse("courriels:templates"),
        "texte": reverse("courriels:template", kwargs={"key": kind.key}),
        "journal": reverse("journal:list"),
    }
    for name, address in pages.items():
        page = open_as(address, width=width, scheme=scheme)
        shoot(page, f"courriels-{name}-{width}-{scheme}")
        assert faults(page) == [], name
        assert overflow(page) <= 0, name
        page.close()


def test_the_preview_follows_what_is_typed(open_as, kind):
    page = open_as(reverse("courriels:template", kwargs={"key": kind.key}))
    frame = page.frame_locator("iframe[name=apercu]")
    frame.get_by_text("École des Lilas").first.wait_for()

    page.get_by_label("Texte", exact=False).first.fill("Bonjour, ceci est nouveau.")
    page.get_by_role("button", name="Voir l'aperçu").click()
    frame.get_by_text("ceci est nouveau").wait_for()

    page.get_by_label("Texte", exact=False).first.fill("Bonjour {{ inconnu }}")
    page.get_by_role("button", name="Voir l'aperçu").click()
    frame.get_by_text("n'est pas une variable").wait_for()

    page.get_by_label("Texte", exact=False).first.fill("Bonjour, ceci est gardé.")
    page.get_by_role("button", name="Enregistrer ce texte").click()
    page.get_by_text("Votre texte est enregistré").wait_for()
    frame.get_by_text("ceci est gardé").wait_for()


@EACH_SCREEN
def test_a_mail_program_s_page_is_easy_to_read(open_page, par, kind, shoot, width, scheme):
    mail = mails(par, kind)["envoye"]
    type(mail).objects.filter(pk=mail.pk).update(unsubscribe_url="https://agrafe.exemple.fr/x")
    page = open_page(unsubscribe_path(mail.public_id), width=width, scheme=scheme)
    shoot(page, f"courriels-desabonnement-{width}-{scheme}")
    assert faults(page) == []
    page.get_by_role("button", name="Ne plus les recevoir").click()
    page.get_by_role("heading", name="C'est noté").wait_for()
    shoot(page, f"courriels-desabonne-{width}-{scheme}")
    assert faults(page) == []
    page.close()

"""How people come in: invited, with a password, then with a second factor."""

import re

from allauth.account.models import EmailAddress
from django.core import mail

from agrafe.comptes.enums import Role
from agrafe.comptes.models import Membership
from agrafe.courriels.outbox import send_due
from e2e.reading import EACH_SCREEN, faults, overflow
from factories.web import PASSWORD, make_certificateur, make_member


def sign_in(page, email, password=PASSWORD):
    page.goto("/compte/connexion/")
    page.get_by_label("Adresse électronique").fill(email)
    page.get_by_label("Mot de passe", exact=True).fill(password)
    page.get_by_role("main").get_by_role("button", name="Se connecter").click()


def check(page, shoot, name):
    shoot(page, name)
    assert faults(page) == []
    assert overflow(page) <= 0


@EACH_SCREEN
def test_a_colleague_is_invited_accepts_and_comes_in(
    open_page, shoot, live_server, settings, width, scheme
):
    settings.SITE_ADDRESS = live_server.url
    suffix = f"{width}-{scheme}"
    ecole = make_certificateur(nom="École des métiers de Rennes")
    host = make_member(Role.ADMINISTRATEUR, ecole, name="Claire Morel")
    make_member(Role.LECTURE, ecole, name="Jean-Baptiste de La Fontaine-Montaigu")

    page = open_page("/compte/connexion/", width=width, scheme=scheme)
    check(page, shoot, f"connexion-{suffix}")
    sign_in(page, host.user.email)
    page.goto("/reglages/equipe/inviter/")
    check(page, shoot, f"inviter-{suffix}")
    page.get_by_label("Adresse électronique").fill("zoe.martin@exemple.fr")
    page.get_by_role("button", name="Envoyer l'invitation").click()
    page.get_by_text("L'invitation part pour").wait_for()
    check(page, shoot, f"equipe-{suffix}")

    guest = open_page(link_received(), width=width, scheme=scheme)
    open_account(guest, shoot, suffix)
    guest.goto("/compte/")
    check(guest, shoot, f"compte-{suffix}")

    membership = Membership.objects.get(user__email="zoe.martin@exemple.fr")
    assert membership.role == Role.GESTIONNAIRE
    assert EmailAddress.objects.get(user=membership.user).verified

    again = open_page("/compte/connexion/", width=width, scheme=scheme)
    sign_in(again, "zoe.martin@exemple.fr", "quatre mots sans rapport")
    again.wait_for_url(lambda url: "/connexion/" not in url)


def link_received():
    send_due()
    return re.search(r"http\S+/invitation/\S+", mail.outbox[-1].body)[0]


def open_account(page, shoot, suffix):
    """Answer an invitation: badly, then well."""
    check(page, shoot, f"invitation-{suffix}")
    page.get_by_label("Prénom et nom").fill("Zoé Martin")
    choose(page, "court", "autre")
    page.wait_for_selector(".error-summary")
    check(page, shoot, f"invitation-erreurs-{suffix}")
    choose(page, "quatre mots sans rapport", "quatre mots sans rapport")
    page.wait_for_url(lambda url: "/invitation/" not in url)


def choose(page, first, second):
    page.get_by_label("Mot de passe", exact=True).fill(first)
    page.get_by_label("Le même, une seconde fois").fill(second)
    page.get_by_role("button", name="Créer mon compte").click()


@EACH_SCREEN
def test_adds_a_key_and_comes_in_with_it_alone(open_page, shoot, width, scheme):
    suffix = f"{width}-{scheme}"
    member = make_member(Role.ADMINISTRATEUR, name="Claire Morel")
    page = open_page("/compte/connexion/", width=width, scheme=scheme)
    with_a_key(page)
    sign_in(page, member.user.email)
    page.wait_for_url(lambda url: "/connexion/" not in url)
    page.goto("/compte/second-facteur/")
    check(page, shoot, f"second-facteur-{suffix}")
    page.get_by_role("link", name="Ajouter une clé").click()
    check(page, shoot, f"confirmer-{suffix}")
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Nom de la clé").fill("Clé bleue")
    page.get_by_label("Entrer avec cette clé seule").check()
    check(page, shoot, f"cle-{suffix}")
    page.get_by_role("button", name="Ajouter la clé").click()
    page.get_by_role("heading", name="Codes de secours").wait_for()
    check(page, shoot, f"codes-{suffix}")
    page.goto("/compte/second-facteur/cles/")
    check(page, shoot, f"cles-{suffix}")
    page.goto("/compte/second-facteur/application/ajouter/")
    check(page, shoot, f"application-{suffix}")

    page.goto("/compte/deconnexion/")
    page.get_by_role("main").get_by_role("button", name="Me déconnecter").click()
    page.get_by_role("button", name="Entrer avec une clé").click()
    page.wait_for_url(lambda url: "/connexion/" not in url)
    page.goto("/compte/")
    assert page.get_by_role("heading", name="Mon compte").is_visible()


@EACH_SCREEN
def test_works_for_another_certificateur(open_page, shoot, width, scheme):
    suffix = f"{width}-{scheme}"
    member = make_member(Role.ADMINISTRATEUR, make_certificateur(nom="École des fleurs"))
    ecole = make_certificateur(nom="Institut européen des métiers de la reliure")
    Membership.objects.create(user=member.user, certificateur=ecole, role=Role.LECTURE)
    page = open_page("/compte/connexion/", width=width, scheme=scheme)
    sign_in(page, member.user.email)
    page.wait_for_url(lambda url: "/connexion/" not in url)
    page.goto("/reglages/equipe/")
    page.locator(".top-organisation summary").click()
    check(page, shoot, f"organismes-{suffix}")
    page.get_by_role("button", name="Institut européen des métiers de la reliure").click()
    page.get_by_text("Vous travaillez maintenant pour").wait_for()
    page.goto("/compte/")
    page.locator(".top-tools summary").last.click()
    check(page, shoot, f"menu-{suffix}")


def with_a_key(page):
    """Plug a key into the browser, one that its owner has just touched."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    traits = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": traits})


def test_a_key_that_does_not_answer_is_said_on_the_page(open_page, shoot):
    page = open_page("/compte/connexion/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('no')); }")
    page.get_by_role("button", name="Entrer avec une clé").click()

    page.get_by_text("La clé n'a pas répondu").wait_for()
    check(page, shoot, "cle-muette-1280")

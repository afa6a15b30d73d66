"""Reminders, the end of the links, and the erasing of what is old."""

from datetime import timedelta

import pytest
from django.core import mail as post
from django.utils import timezone

from agrafe.comptes.enums import Role
from agrafe.courriels.models import Mail
from agrafe.journal.models import JournalEntry
from agrafe.passages.enums import Status as PassageStatus
from agrafe.socle.refusals import Denied
from agrafe.travaux.worker import drain
from agrafe.verifications import selectors, services, tasks
from agrafe.verifications.enums import Status
from agrafe.verifications.models import Lien, Verification
from factories.verifications import fill, tokens
from factories.web import make_member, make_passage, make_personne, make_verification


def days_ago(verification, days):
    past = timezone.now() - timedelta(days=days)
    Verification.objects.filter(pk=verification.pk).update(created_at=past)


@pytest.mark.parametrize(("days", "reminders"), [(0, 0), (6, 0), (7, 1), (13, 1), (14, 2), (29, 2)])
def test_reminders_leave_when_they_are_due(asked, days, reminders):
    verification, _ = asked
    days_ago(verification, days)

    assert services.remind() == (1 if reminders else 0)
    assert services.remind() == 0

    verification.refresh_from_db()
    assert verification.reminders == reminders
    assert Mail.objects.filter(key="verifications.relance").count() == (1 if reminders else 0)


def test_a_reminder_has_a_link_of_its_own_and_the_first_still_opens(asked):
    verification, first = asked
    days_ago(verification, 7)
    services.remind()

    second = tokens()[-1]

    assert second != first
    assert post.outbox[-1].subject.startswith("Rappel")
    assert services.check_year(token=first, year="1991")
    assert services.check_year(token=second, year="1991")
    fill(second, nomNaissance="Dubreuil", prenom1="Zoé")
    assert not services.check_year(token=first, year="1991")


def test_who_answered_is_not_reminded(asked):
    verification, token = asked
    days_ago(verification, 7)
    fill(token, nomNaissance="Dubreuil", prenom1="Zoé")

    assert services.remind() == 0


@pytest.mark.parametrize("why", ["blocked", "without courriel", "came back", "expired"])
def test_who_cannot_be_reached_is_not_reminded(asked, why):
    verification, _ = asked
    days_ago(verification, 7)
    if why == "blocked":
        Verification.objects.update(tries=15)
    elif why == "expired":
        Verification.objects.update(expires_at=timezone.now())
    elif why == "came back":
        Mail.objects.update(status="revenu")
    else:
        verification.personne.courriel = ""
        verification.personne.save()

    assert services.remind() == 0


def test_an_address_that_is_none_keeps_nobody_else_from_being_reminded(par, asked):
    verification, _ = asked
    other = make_personne(par.certificateur, courriel="lea@exemple.fr")
    services.ask(par=par, personnes=[other])
    for one in Verification.objects.all():
        days_ago(one, 7)
    verification.personne.courriel = "zoe chez exemple"
    verification.personne.save()

    assert services.remind() == 1

    assert Mail.objects.get(key="verifications.relance").recipient == "lea@exemple.fr"


def test_an_address_mended_after_a_mail_came_back_is_reminded(asked):
    verification, _ = asked
    days_ago(verification, 7)
    Mail.objects.update(status="revenu")
    verification.personne.courriel = "Zoe.Dubreuil@exemple.org"
    verification.personne.save()

    assert services.remind() == 1


@pytest.mark.parametrize(
    ("status", "reminded"),
    [
        (PassageStatus.REJETE, 1),
        (PassageStatus.PRET, 1),
        (PassageStatus.ACCEPTE, 0),
        (PassageStatus.EN_DEPOT, 0),
        (PassageStatus.EXCLU, 0),
        (None, 0),
    ],
)
def test_nobody_is_reminded_about_a_passage_that_needs_it_no_more(par, status, reminded):
    passage = make_passage(par.certificateur, status=status or PassageStatus.REJETE)
    origins = {passage.personne_id: passage.public_id}
    [asked] = services.ask(par=par, personnes=[passage.personne], origins=origins).sent
    days_ago(asked, 7)
    if status is None:
        passage.delete()

    assert services.remind() == reminded


def test_a_certificateur_settles_its_own_days(administrateur, asked):
    verification, _ = asked
    services.update_reglage(par=administrateur, validite=10, relance_1=3, relance_2=0, avis=True)
    days_ago(verification, 3)

    assert services.remind() == 1
    days_ago(verification, 20)
    assert services.remind() == 0
    assert selectors.reglage_of(certificateur=administrateur.certificateur).days == [3]


def test_only_administrateurs_settle(par, administrateur):
    with pytest.raises(Denied):
        services.update_reglage(par=par, validite=10, relance_1=3, relance_2=0, avis=True)
    services.update_reglage(par=administrateur, validite=30, relance_1=7, relance_2=14, avis=True)
    assert not JournalEntry.objects.exists()  # nothing changed


def test_the_validity_is_that_of_the_settings(administrateur, par, personne):
    services.update_reglage(par=administrateur, validite=10, relance_1=3, relance_2=0, avis=True)

    [verification] = services.ask(par=par, personnes=[personne]).sent

    last = timezone.localtime(verification.expires_at)
    assert last.date() == timezone.localdate() + timedelta(days=10)
    assert (last.hour, last.minute) == (23, 59)


def test_links_that_are_too_old_are_closed(asked):
    verification, _ = asked
    assert services.expire() == 0
    Verification.objects.update(expires_at=timezone.now())

    assert services.expire() == 1

    verification.refresh_from_db()
    assert verification.status == Status.EXPIREE
    assert not Lien.objects.exists()
    [entry] = JournalEntry.objects.filter(action="verifications.expire")
    assert "1\N{NO-BREAK SPACE}titulaire sans réponse" in entry.summary


def test_old_answers_are_erased_and_the_trail_stays(par, answered, settings):
    services.accept(par=par, verification=answered, keys=["nomNaissance"])
    assert services.empty_old() == 0
    past = timezone.now() - timedelta(days=settings.VERIFICATIONS_KEPT_DAYS)
    Verification.objects.update(closed_at=past)

    assert services.empty_old() == 1
    assert services.empty_old() == 0

    answered.refresh_from_db()
    assert (answered.avant, answered.reponse, answered.remarque) == ({}, {}, "")
    assert answered.answered_at
    assert answered.emptied_at
    assert answered.acceptees


def test_what_waits_is_never_erased(par, settings):
    settings.VERIFICATIONS_KEPT_DAYS = 0
    make_verification(par.certificateur, status=Status.REPONDUE)

    assert services.empty_old() == 0


def test_two_certificateurs_are_told_apart(par):
    other = make_member(Role.GESTIONNAIRE)
    for owner in (par, par, other):
        make_verification(owner.certificateur, expires_at=timezone.now())

    assert services.expire() == 3

    assert JournalEntry.objects.filter(action="verifications.expire").count() == 2


def test_the_tasks_do_it(asked):
    verification, _ = asked
    days_ago(verification, 7)
    tasks.remind.enqueue()
    tasks.clean.enqueue()

    drain()

    verification.refresh_from_db()
    assert verification.reminders == 1


def test_the_trail_tells_it_all(par, asked):
    verification, token = asked
    services.check_year(token=token, year="1991")
    fill(token, nomNaissance="Dubreuil", prenom1="Zoé")
    verification.refresh_from_db()

    told = [event.what for event in selectors.events_of(par=par, verification=verification)]

    assert "Vérification demandée" in told
    assert "Courriel remis au serveur" in told
    assert "Année de naissance donnée, page ouverte" in told
    assert "Réponse d'un titulaire reçue" in told


@pytest.mark.usefixtures("answered")
def test_the_trail_of_answers_accepted_together_says_by_whom(par):
    other = make_personne(par.certificateur, courriel="lea@exemple.fr", nom_naissance="Martin")
    services.ask(par=par, personnes=[other], rubriques={other.pk: ["nomNaissance"]})
    fill(tokens()[-1], nomNaissance="Martin")
    assert services.accept_safe(par=par, verifications=Verification.objects.all()).done == 2

    for verification in Verification.objects.all():
        last = selectors.events_of(par=par, verification=verification)[0]
        assert (last.what, last.who) == ("Réponse acceptée", par.user.name)


def test_the_trail_tells_an_end_once(par, asked):
    verification, _ = asked
    services.cancel(par=par, verification=verification)
    verification = selectors.get_verification(par=par, public_id=verification.public_id)

    told = [event.what for event in selectors.events_of(par=par, verification=verification)]

    assert verification.closed_by == par.user
    assert told[0] == "Vérification annulée"
    assert "Annulée" not in told


def test_the_trail_tells_that_nobody_answered(par, asked):
    verification, _ = asked
    Verification.objects.update(expires_at=timezone.now())
    services.expire()
    verification.refresh_from_db()

    told = [event.what for event in selectors.events_of(par=par, verification=verification)]

    assert "Sans réponse" in told

"""The mail that tells the staff of the answers: one a working day at most, and nothing of what they say."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from agrafe.comptes.enums import Role
from agrafe.courriels.models import Mail
from agrafe.travaux.worker import drain
from agrafe.verifications import services, tasks
from agrafe.verifications.enums import Status
from agrafe.verifications.models import Verification
from factories.web import make_member, make_verification

MONDAY = datetime(2026, 11, 23, 7, 30, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """Return a function that sets the day, a Monday to begin with."""

    def set_day(days):
        now = MONDAY + timedelta(days=days)
        monkeypatch.setattr(timezone, "now", lambda: now)

    set_day(0)
    return set_day


def answered(par, status=Status.REPONDUE):
    return make_verification(
        par.certificateur,
        status=status,
        answered_at=timezone.now(),
        reponse={"nomNaissance": "Du Breuil"},
    )


def letters():
    return list(Mail.objects.filter(key="verifications.reponses").order_by("pk"))


def test_the_staff_is_told_once_a_day_of_what_came(par, clock):
    administrateur = make_member(Role.ADMINISTRATEUR, par.certificateur)
    for role in (Role.LECTURE, Role.PARTENAIRE, Role.RESPONSABLE_JURY):
        make_member(role, par.certificateur)
    answered(par)
    answered(par, Status.PAS_MOI)

    assert services.announce() == 2
    answered(par)
    assert services.announce() == 0

    assert {one.recipient for one in letters()} == {par.user.email, administrateur.user.email}
    [first, _] = letters()
    assert first.subject == "À lire : 2 réponses de titulaires"
    assert "/verifications/?etat=pas_moi&etat=repondue" in first.text
    assert "2\u00a0nouvelles" in first.text
    clock(1)
    assert services.announce() == 2
    assert "3\u00a0réponses de titulaires à lire, dont 1\u00a0nouvelle." in letters()[-1].text
    clock(2)
    assert services.announce() == 0


def test_the_mail_says_nothing_of_anybody(par):
    verification = answered(par)

    services.announce()

    [letter] = letters()
    for said in ("Breuil", verification.personne.prenom1, str(verification.public_id)):
        assert said not in f"{letter.subject} {letter.text} {letter.html}"


def test_what_is_read_already_is_not_told(par):
    verification = answered(par)
    services.set_aside(par=par, verification=verification, reason="")

    assert services.announce() == 0


@pytest.mark.parametrize("day", [5, 6])
def test_nothing_leaves_on_a_week_end(par, clock, day):
    answered(par)
    clock(day)
    assert services.announce() == 0

    clock(7)
    assert services.announce() == 1


def test_a_certificateur_may_want_no_mail(par):
    administrateur = make_member(Role.ADMINISTRATEUR, par.certificateur)
    settled = {"validite": 30, "relance_1": 7, "relance_2": 14}
    services.update_reglage(par=administrateur, **settled, avis=False)
    answered(par)

    assert services.announce() == 0

    services.update_reglage(par=administrateur, **settled, avis=True)
    assert services.announce() == 2


def test_certificateurs_are_told_apart(par):
    other = make_member()
    answered(par)
    answered(other)
    answered(other)

    assert services.announce() == 2

    told = {one.recipient: one.subject for one in letters()}
    assert "1 réponse de titulaire" in told[par.user.email]
    assert "2 réponses de titulaires" in told[other.user.email]


def test_the_task_does_it(par):
    answered(par)

    tasks.announce.enqueue()
    drain()

    assert len(letters()) == 1
    assert Verification.objects.get().announced_at

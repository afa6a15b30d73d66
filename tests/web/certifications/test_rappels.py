from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from agrafe.certifications.services import remind
from agrafe.certifications.tasks import remind_echeances
from agrafe.comptes.enums import Role
from agrafe.courriels.models import Mail
from factories.web import make_certificateur, make_certification, make_member

pytestmark = pytest.mark.django_db

ECHEANCE = date(2027, 7, 3)


def add(**fields):
    par = make_member(Role.ADMINISTRATEUR)
    return par, make_certification(par.certificateur, date_echeance=ECHEANCE, **fields)


@pytest.mark.parametrize("day", [date(2026, 1, 3), date(2026, 7, 3), date(2027, 1, 3)])
def test_the_administrateurs_are_told_at_each_term(day):
    par, certification = add(code="RNCP35726", intitule="Fleuriste")
    make_member(Role.GESTIONNAIRE, par.certificateur)

    assert remind(today=day) == 1

    mail = Mail.objects.get()
    assert mail.recipient == par.user.email
    assert mail.subject.startswith("RNCP35726, Fleuriste")
    assert "3 juillet 2027" in mail.text.replace("\xa0", " ")
    assert str(certification.public_id) in mail.text


def test_never_twice_for_the_same_term():
    add()

    for day in (date(2026, 1, 3), date(2026, 1, 4), date(2026, 6, 1), date(2026, 7, 3)):
        remind(today=day)

    assert Mail.objects.count() == 2


def test_added_late_it_is_told_once():
    add()

    remind(today=date(2027, 6, 1))

    assert Mail.objects.count() == 1


def test_each_administrateur_is_told():
    par, _ = add()
    make_member(Role.ADMINISTRATEUR, par.certificateur)
    left = make_member(Role.ADMINISTRATEUR, par.certificateur)
    left.ended_at = timezone.now()
    left.save()

    remind(today=date(2026, 1, 3))

    assert Mail.objects.count() == 2


@pytest.mark.parametrize(
    ("today", "fields"),
    [
        (date(2026, 1, 2), {}),
        (date(2027, 7, 4), {}),
        (date(2027, 7, 3), {"rappels": []}),
        (date(2027, 7, 3), {"archived_at": timezone.now()}),
    ],
)
def test_nothing_is_said_when_there_is_nothing_to_say(today, fields):
    add(**fields)

    assert remind(today=today) == 0
    assert not Mail.objects.exists()


def test_a_new_end_starts_again():
    _, certification = add()
    remind(today=date(2026, 1, 3))
    certification.date_echeance = date(2027, 7, 1)
    certification.save()

    remind(today=date(2026, 1, 3))

    assert Mail.objects.count() == 2


def test_no_query_per_certification(django_assert_max_num_queries):
    par, _ = add()
    for _ in range(20):
        make_certification(par.certificateur, date_echeance=ECHEANCE)
    make_certification(make_certificateur(), date_echeance=ECHEANCE)

    with django_assert_max_num_queries(20):
        remind(today=date(2026, 1, 3))


def test_the_task_speaks_of_today(monkeypatch):
    add()
    now = datetime(2026, 1, 3, 7, 0, tzinfo=ZoneInfo("Europe/Paris"))
    monkeypatch.setattr(timezone, "now", lambda: now)

    remind_echeances.func()

    assert Mail.objects.count() == 1

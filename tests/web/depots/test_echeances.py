"""The deadlines: the CDC's letters, and reminders that leave on working days, once."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agrafe.courriels.models import Mail
from agrafe.depots.enums import Genre
from agrafe.depots.models import Rappel
from agrafe.depots.services import echeances, suivi
from agrafe.depots.services.commun import DepotRefusal
from agrafe.passages.models import Passage
from agrafe.socle.refusals import Denied
from factories.web import make_certificateur, make_demande, make_member, make_sound_passage
from web.depots.conftest import build, sow

MONDAY = date(2026, 11, 23)
DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))


def late(par, day, count=1):
    for _ in range(count):
        passage = make_sound_passage(par.certificateur)
        Passage.objects.filter(pk=passage.pk).update(due_on=day, status="pret")


def texts():
    return list(
        Mail.objects.filter(key="depots.echeances").order_by("pk").values_list("text", flat=True)
    )


def test_the_law_gives_the_days():
    assert echeances.due_on(Genre.CORRECTION, date(2026, 11, 30)) == date(2027, 2, 28)
    assert echeances.due_on(Genre.MISE_EN_DEMEURE, date(2026, 11, 23)) == date(2027, 1, 22)


def test_a_letter_is_noted_then_answered(par):
    demande = echeances.add_demande(
        par=par, genre=Genre.CORRECTION, received_on=MONDAY, objet="Corriger un nom"
    )
    assert demande.due_on == date(2027, 2, 23)
    with pytest.raises(DepotRefusal, match="précéder"):
        echeances.answer_demande(
            par=par, demande=demande, on=MONDAY - timedelta(days=1), reponse=""
        )

    answered = echeances.answer_demande(par=par, demande=demande, on=MONDAY, reponse="Corrigé")

    assert answered.is_answered
    with pytest.raises(DepotRefusal, match="déjà notée"):
        echeances.answer_demande(par=par, demande=demande, on=MONDAY, reponse="")


def test_a_letter_may_give_more_but_not_before_it_came(par):
    given = {"par": par, "genre": Genre.MISE_EN_DEMEURE, "received_on": MONDAY, "objet": "x"}
    assert echeances.add_demande(**given, limit=date(2027, 3, 1)).due_on == date(2027, 3, 1)
    with pytest.raises(DepotRefusal):
        echeances.add_demande(**given, limit=date(2026, 1, 1))
    with pytest.raises(Denied):
        echeances.add_demande(**{**given, "par": make_member("lecture", par.certificateur)})


@given(DAYS, st.sampled_from(echeances.SEUILS))
def test_a_reminder_leaves_on_a_working_day_in_time(limit, seuil):
    day = echeances.rappel_day(limit, seuil)

    assert day.weekday() < 5
    wanted = limit - timedelta(days=seuil)
    assert abs((wanted - day).days) <= 2
    assert (day <= wanted) if seuil >= 0 else (day >= wanted)


def test_the_staff_is_reminded_once_for_each_threshold(par):
    make_member("administrateur", par.certificateur)
    make_member("lecture", par.certificateur)
    late(par, MONDAY + timedelta(days=14), 3)
    late(par, MONDAY + timedelta(days=60))
    make_demande(par.certificateur, due_on=MONDAY + timedelta(days=7))

    assert echeances.remind(today=MONDAY) == 2
    assert echeances.remind(today=MONDAY) == 0
    assert echeances.remind(today=MONDAY + timedelta(days=1)) == 0

    first, second = texts()
    assert "3\u00a0passages à déposer avant le 7\u00a0décembre" in first
    assert "1\u00a0demande de correction avant le 30\u00a0novembre" in first
    assert first == second


def test_nothing_leaves_on_a_week_end(par):
    late(par, date(2026, 11, 30))

    assert echeances.remind(today=date(2026, 11, 28)) == 0
    assert echeances.remind(today=date(2026, 11, 29)) == 0


def test_what_would_leave_on_a_sunday_leaves_on_the_friday(par):
    late(par, date(2026, 12, 1))  # two days before is Sunday 29 November
    Rappel.objects.bulk_create(
        Rappel(
            certificateur=par.certificateur,
            sujet="passages",
            due_on=date(2026, 12, 1),
            seuil=seuil,
            sent_on=MONDAY,
        )
        for seuil in (30, 14, 7)
    )

    assert echeances.remind(today=date(2026, 11, 26)) == 0
    assert echeances.remind(today=date(2026, 11, 27)) == 1


def test_a_deadline_that_is_past_is_said_once_then_left_to_the_lists(par):
    late(par, MONDAY - timedelta(days=3))
    assert echeances.remind(today=MONDAY) == 1
    assert "il y a 3\u00a0jours" in texts()[0]
    assert echeances.remind(today=MONDAY + timedelta(days=1)) == 0

    late(par, MONDAY - timedelta(days=30))
    assert echeances.remind(today=MONDAY) == 0


def test_what_waits_in_a_deposit_that_has_not_left_is_still_due(par):
    sow(par, 2)
    Passage.objects.update(due_on=MONDAY + timedelta(days=7))
    depot = build(par)
    assert echeances.remind(today=MONDAY) == 1
    assert "2\u00a0passages à déposer" in texts()[0]

    suivi.mark_deposited(par=par, depot=depot)

    assert echeances.remind(today=MONDAY + timedelta(days=5)) == 0


@pytest.mark.django_db
def test_a_trial_reminds_of_nothing():
    par = make_member(certificateur=make_certificateur(is_trial=True))
    late(par, MONDAY + timedelta(days=7))

    assert echeances.remind(today=MONDAY) == 0

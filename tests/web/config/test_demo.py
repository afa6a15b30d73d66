"""The demonstration: an empty installation filled, once, in every state."""

from collections import Counter
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from agrafe.comptes.models import User
from agrafe.config import demo
from agrafe.depots.enums import Status as DepotStatus
from agrafe.depots.models import Depot
from agrafe.passages.enums import Status
from agrafe.passages.models import Passage
from agrafe.personnes.models import Personne
from factories.web import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def test_fills_every_state(client):
    demo.make(today=date(2026, 11, 23), password=demo.PASSWORD)

    states = Counter(Passage.objects.values_list("status", flat=True))
    assert states.total() == 300
    assert set(states) == {state.value for state in Status}
    assert Personne.objects.count() == 300
    assert [one.status for one in Depot.objects.order_by("numero")] == [
        DepotStatus.TRAITE,
        DepotStatus.TRAITE,
        DepotStatus.CONSTRUIT,
    ]
    assert demo.is_here()
    assert client.login(username="claire@demo.example", password=demo.PASSWORD)


def test_says_the_accounts_and_does_nothing_twice(capsys):
    call_command("demo")
    first = capsys.readouterr().out
    call_command("demo")

    assert "claire@demo.example" in first
    assert demo.PASSWORD in first
    assert "claire@demo.example" in capsys.readouterr().out
    assert User.objects.count() == len(demo.ACCOUNTS)


def test_a_site_that_others_reach_draws_its_password(settings, capsys):
    settings.ALLOWED_HOSTS = ["agrafe.exemple.fr"]

    call_command("demo")

    said = capsys.readouterr().out
    assert "claire@demo.example" in said
    assert demo.PASSWORD not in said


def test_never_mixes_with_real_data():
    make_user()

    with pytest.raises(CommandError, match="a déjà des utilisateurs"):
        call_command("demo")

    assert User.objects.count() == 1

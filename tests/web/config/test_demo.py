"""The demonstration: an empty installation filled, once, in every state."""

from collections import Counter
from datetime import date
from html import unescape

import pytest
from django.core.management import CommandError, call_command

from agrafe.certificateurs.models import Certificateur
from agrafe.comptes.models import Membership, User
from agrafe.config import demo
from agrafe.depots.enums import Status as DepotStatus
from agrafe.depots.models import Demande, Depot
from agrafe.passages.enums import Status
from agrafe.passages.models import Passage
from agrafe.personnes.models import Personne
from agrafe.verifications.enums import Status as Asked
from agrafe.verifications.models import Verification
from factories.web import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def test_fills_every_state(client):
    demo.make(today=date(2026, 11, 23), password=demo.PASSWORD)

    first, second = Certificateur.objects.order_by("pk")
    states = Counter(Passage.objects.of(first).values_list("status", flat=True))
    assert states.total() == 300
    assert set(states) == {state.value for state in Status}
    assert Personne.objects.of(first).count() == 300
    assert Passage.objects.of(second).count() == 12
    assert [one.status for one in Depot.objects.order_by("numero")] == [
        DepotStatus.TRAITE,
        DepotStatus.TRAITE,
        DepotStatus.CONSTRUIT,
    ]
    asked = Counter(Verification.objects.of(first).values_list("status", flat=True))
    assert asked == {Asked.REPONDUE: 1, Asked.ENVOYEE: 3}
    answered = Verification.objects.get(status=Asked.REPONDUE)
    assert answered.reponse != answered.avant
    assert Demande.objects.of(first).open().count() == 1
    assert demo.is_here()
    assert client.login(username="claire@demo.example", password=demo.PASSWORD)
    page = unescape(client.get("/accrochage/").content.decode())
    assert first.nom in page
    assert second.nom in page


def test_says_the_accounts_and_does_nothing_twice(capsys):
    call_command("demo")
    first = capsys.readouterr().out
    call_command("demo")

    assert demo.PASSWORD in first
    for account in demo.ACCOUNTS:
        assert account.email in first
        of = Membership.objects.filter(user__email=account.email)
        assert {one.role for one in of} == {account.role}
        assert of.count() == (2 if account.of == "de deux organismes" else 1)
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

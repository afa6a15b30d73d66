"""Two at once, on PostgreSQL: the titulaire and the staff, two of the staff, two workers; the locks decide, and the second is told."""

import os

import pytest

from agrafe.comptes.enums import Role
from agrafe.courriels.models import Mail
from agrafe.journal.models import JournalEntry
from agrafe.personnes.services import update_personnes
from agrafe.verifications import services
from agrafe.verifications.enums import Status
from agrafe.verifications.models import Lien, Verification
from agrafe.verifications.questions import BY_NAME
from agrafe.verifications.services.titulaire import TRIES
from factories.verifications import fill, tokens
from factories.web import make_member, make_personne
from web.depots.test_concurrence import together

pytestmark = [
    pytest.mark.skipif(
        not os.environ.get("AGRAFE_TEST_DATABASE"), reason="SQLite has one writer at a time"
    ),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def par():
    return make_member()


@pytest.fixture
def colleague(par):
    return make_member(Role.ADMINISTRATEUR, par.certificateur)


def ask(par, number=1):
    """Ask some titulaires their birth name; return the secrets of their links."""
    personnes = [
        make_personne(par.certificateur, courriel=f"titulaire{rank}@exemple.fr")
        for rank in range(number)
    ]
    rubriques = {one.pk: ["nomNaissance"] for one in personnes}
    services.ask(par=par, personnes=personnes, rubriques=rubriques)
    return tokens()[-number:]


def refusals(results):
    return [one for one in results if isinstance(one, services.VerificationError)]


@pytest.mark.parametrize("_time", range(3))
def test_an_answer_is_accepted_once(par, colleague, _time):
    [token] = ask(par)
    fill(token, nomNaissance="Du Breuil")
    verification = Verification.objects.get()

    results = together(
        *(
            lambda who=who: services.accept(
                par=who, verification=verification, keys=["nomNaissance"]
            )
            for who in (par, colleague)
        )
    )

    assert len(refusals(results)) == 1
    assert JournalEntry.objects.filter(action="verifications.accept").count() == 1


@pytest.mark.parametrize("_time", range(3))
def test_safe_answers_are_accepted_once(par, colleague, _time):
    for token in ask(par, 5):
        fill(token, nomNaissance="Dubreuil")
    rows = list(Verification.objects.all())

    results = together(
        lambda: services.accept_safe(par=par, verifications=rows),
        lambda: services.accept_safe(par=colleague, verifications=reversed(rows)),
    )

    assert sorted(one.done for one in results) == [0, 5]
    assert not Verification.objects.exclude(status=Status.ACCEPTEE).exists()


@pytest.mark.parametrize("_time", range(3))
def test_an_answer_and_its_cancelling_are_one_or_the_other(par, _time):
    [token] = ask(par)
    values = {"nomNaissance": "Dubreuil"}
    services.save_answer(token=token, question=BY_NAME["nom"], values=values)
    verification = Verification.objects.get()

    results = together(
        lambda: services.answer(token=token, confirmed=True),
        lambda: services.cancel(par=par, verification=verification),
    )

    verification.refresh_from_db()
    refused = [one for one in results if isinstance(one, Exception)]
    assert len(refused) == 1
    kind = services.AnswerRefused if results[0] in refused else services.VerificationError
    assert isinstance(refused[0], kind)
    expected = Status.ANNULEE if kind is services.AnswerRefused else Status.REPONDUE
    assert verification.status == expected
    assert not Lien.objects.exists()


@pytest.mark.parametrize("_time", range(3))
def test_the_same_titulaires_are_asked_once_while_an_import_changes_them(par, colleague, _time):
    """Names run against keys, so that locks taken by name would cross those taken by key."""
    personnes = [
        make_personne(
            par.certificateur, nom_naissance=f"{'zyxwvut'[rank]}ola", courriel=f"t{rank}@exemple.fr"
        )
        for rank in range(7)
    ]
    changes = [(one, {"telephone": "0102030405"}) for one in personnes]

    results = together(
        lambda: services.ask(par=par, personnes=personnes),
        lambda: services.ask(par=colleague, personnes=personnes[::-1]),
        lambda: update_personnes(par=par, changes=changes),
    )

    assert None not in results
    assert sorted(len(one.sent) for one in results[:2]) == [0, 7]
    assert Verification.objects.filter(status=Status.ENVOYEE).count() == 7
    assert Mail.objects.filter(key="verifications.demande").count() == 7


def test_years_tried_at_once_are_all_counted(par):
    [token] = ask(par)

    results = together(
        *(lambda: services.check_year(token=token, year="1950") for _ in range(TRIES + 3))
    )

    verification = Verification.objects.get()
    assert not any(results)
    assert verification.tries == TRIES
    assert verification.locked_until


def test_the_staff_is_told_once_by_two_workers(par, monkeypatch):
    monkeypatch.setattr("agrafe.verifications.services.avis._SATURDAY", 7)
    for token in ask(par, 3):
        fill(token, nomNaissance="Dubreuil")

    results = together(services.announce, services.announce)

    assert sorted(results) == [0, 1]
    assert Mail.objects.filter(key="verifications.reponses").count() == 1

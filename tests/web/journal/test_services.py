import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from agrafe.comptes.enums import Role
from agrafe.journal import services
from agrafe.journal.models import Chain, JournalEntry
from agrafe.journal.selectors import history_of
from agrafe.journal.services import record, verify_journal
from agrafe.journal.verification import Verdict
from agrafe.socle.refusals import Denied
from agrafe.travaux.enums import Status
from agrafe.travaux.worker import drain
from factories.web import make_certificateur, make_member, make_personne, make_user

pytestmark = pytest.mark.django_db


def test_lines_are_chained():
    par = make_member()

    first = record(par=par, action="essais.first", summary="une ligne")
    second = record(par=par, action="essais.second", summary="une autre")

    assert (first.number, second.number) == (1, 2)
    assert second.previous == first.digest
    chain = Chain.objects.get()
    assert (chain.number, chain.digest) == (2, second.digest)


def test_each_certificateur_has_its_chain():
    record(par=make_member(), action="essais.first")

    assert record(par=make_member(), action="essais.first").number == 1


def test_the_installation_has_one_too():
    record(par=None, action="essais.first")

    assert record(par=None, action="essais.second", user=make_user()).number == 2


def test_what_nobody_asked_for_stands_in_the_chain_of_its_certificateur():
    certificateur = make_certificateur()

    entry = record(par=None, certificateur_id=certificateur.pk, action="essais.first")

    assert (entry.chain.certificateur, entry.user) == (certificateur, None)


def test_a_line_costs_three_queries():
    par = make_member()
    record(par=par, action="essais.first")

    with CaptureQueriesContext(connection) as queries:
        record(par=par, action="essais.second")

    assert len(queries) == 3


def test_what_is_sensitive_is_masked():
    par = make_member()

    entry = record(
        par=par,
        action="personnes.update",
        target=make_personne(par.certificateur),
        changes={
            "nom_naissance": ("Dubois", "Dubreuil"),
            "promotion": ("", "2026"),
            "rang": (1, 2),
        },
    )

    assert entry.changes == {
        "nom_naissance": ["•••", "•••"],
        "promotion": ["", "2026"],
        "rang": [1, 2],
    }
    assert entry.target_type == "personnes.personne"


def test_a_summary_that_is_too_long_is_cut():
    assert len(record(par=make_member(), action="essais.first", summary="x" * 400).summary) == 300


def _record_and_fail(par):
    with transaction.atomic():
        record(par=par, action="essais.first")
        raise ZeroDivisionError


def test_a_line_goes_with_its_transaction():
    par = make_member()

    with pytest.raises(ZeroDivisionError):
        _record_and_fail(par)

    assert not JournalEntry.objects.exists()


def test_a_line_neither_changes_nor_goes():
    entry = record(par=make_member(), action="essais.first")

    with pytest.raises(TypeError, match="never changes"):
        entry.save()
    with pytest.raises(TypeError, match="stays"):
        entry.delete()


def test_the_history_of_a_thing_is_one_query():
    par = make_member(name="Claire Morel")
    personne = make_personne(par.certificateur)
    record(par=par, action="courriels.resend", target=personne, summary="un résumé")
    record(par=None, certificateur_id=par.certificateur_id, action="essais.x", target=personne)
    record(par=par, action="essais.other", target=make_personne(par.certificateur))
    record(par=make_member(), action="essais.other", target=personne)

    with CaptureQueriesContext(connection) as queries:
        events = history_of(par=par, target=personne)

    assert len(queries) == 1
    assert [(each.what, each.detail) for each in events] == [
        ("essais.x", ""),
        ("Courriel renvoyé", "Claire Morel · un résumé"),
    ]
    assert len(history_of(par=par, target=personne, limit=1)) == 1


def test_a_short_journal_is_verified_at_once():
    par = make_member(Role.ADMINISTRATEUR)
    record(par=par, action="essais.first")

    verdict = verify_journal(par=par)

    assert isinstance(verdict, Verdict)
    assert verdict.is_sound
    assert verdict.place.number == 2


def test_a_long_one_is_verified_in_the_background(monkeypatch):
    monkeypatch.setattr(services, "AT_ONCE", 3)
    monkeypatch.setattr("agrafe.journal.verification.walk.__defaults__", (2,))
    par = make_member(Role.ADMINISTRATEUR)
    for _ in range(6):
        record(par=par, action="essais.first")

    job = verify_journal(par=par)
    assert verify_journal(par=par) == job
    drain()

    job.refresh_from_db()
    assert job.status == Status.DONE
    assert job.result["summary"] == "Rien n'a été changé ni retiré."
    assert Chain.objects.get().verified_number == 8


def test_the_background_finds_what_was_changed(monkeypatch):
    monkeypatch.setattr(services, "AT_ONCE", 3)
    par = make_member(Role.ADMINISTRATEUR)
    for _ in range(6):
        record(par=par, action="essais.first")
    JournalEntry.objects.filter(number=4).update(summary="autre chose")

    job = verify_journal(par=par)
    drain()

    job.refresh_from_db()
    assert job.result["summary"] == "La ligne 4 n'est plus ce qu'elle était."
    assert Chain.objects.get().broken_number == 4


def test_other_roles_verify_nothing():
    with pytest.raises(Denied):
        verify_journal(par=make_member())
    with pytest.raises(Denied):
        services.note_export(par=make_member(), count=3)
